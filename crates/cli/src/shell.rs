//! `completions` and `man`: made from the same definitions as `--help`.

use clap::{Command, CommandFactory};

use crate::{
    args::{Cli, CompletionsArgs, ManArgs},
    complaint::{Complaint, DONE},
    output,
};

/// Writes completions for a shell.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<u8, Complaint> {
    let mut bytes = Vec::new();
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    clap_complete::generate(args.shell, &mut command, name, &mut bytes);
    output::result(&String::from_utf8_lossy(&bytes))?;
    Ok(DONE)
}

/// Writes a manual page.
pub(crate) fn man(args: &ManArgs) -> Result<u8, Complaint> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.verb {
        None => program,
        Some(verb) => page_of(&program, verb)?,
    };
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command).render(&mut bytes)?;
    output::result(&String::from_utf8_lossy(&bytes))?;
    Ok(DONE)
}

fn page_of(program: &Command, verb: &str) -> Result<Command, Complaint> {
    let found = program.find_subcommand(verb).filter(|c| c.get_name() != "help");
    let command = found.ok_or_else(|| {
        let names: Vec<_> =
            program.get_subcommands().map(Command::get_name).filter(|n| *n != "help").collect();
        Complaint::new(format!("there is no verb `{verb}`")).hint(format!("verbs: {}", names.join(", ")))
    })?;
    Ok(command.clone())
}
