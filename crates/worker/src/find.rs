//! Finding programs before the run.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use rapporteur_stage::{Shared, StageError};

/// Endings of files that are handed to an interpreter.
const SCRIPTS: &[&str] = &["py", "sh", "js", "mjs", "ts", "rb", "pl", "r", "R", "jl", "lua", "php", "jar"];

/// The program of a command line, as a path that can be started; an error when it, or the script that it is given,
/// is not there.
pub(crate) fn program(run: &[String], shared: &Shared) -> Result<PathBuf, StageError> {
    let Some((program, arguments)) = run.split_first().filter(|(p, _)| !p.trim().is_empty()) else {
        return Err(StageError::new("`run` names no program")
            .hint("give the program and its arguments: run = [\"python3\", \"tools/names.py\"]"));
    };
    let found = if program.contains(std::path::is_separator) {
        Some(shared.path(Path::new(program))).filter(|p| runnable(p))
    } else {
        on_path(program)
    };
    let Some(found) = found else {
        let place = if program.contains(std::path::is_separator) { "there" } else { "on the PATH" };
        return Err(StageError::new(format!("the program `{program}` is not {place}"))
            .hint("install it or write where it is, or set `optional = true` to go on without the stage"));
    };
    // Only the first argument can be the script; later ones may be files that do not exist yet.
    if let Some(script) = arguments.first().filter(|a| is_script(a))
        && !shared.path(Path::new(script)).is_file()
    {
        return Err(StageError::new(format!("there is no file {script} for `{program}` to run"))
            .hint("paths in a pipeline file are relative to the file's own folder"));
    }
    Ok(found)
}

/// Whether an argument is a file that the program is to run.
pub(crate) fn is_script(argument: &str) -> bool {
    let ending = Path::new(argument).extension().and_then(|e| e.to_str());
    !argument.starts_with('-') && ending.is_some_and(|e| SCRIPTS.contains(&e))
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let endings: &[&str] = if cfg!(windows) { &["", ".exe", ".cmd", ".bat"] } else { &[""] };
    env::split_paths(&folders)
        .flat_map(|folder| endings.iter().map(move |e| folder.join(format!("{program}{e}"))))
        .find(|path| runnable(path))
}

#[cfg(unix)]
fn runnable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn runnable(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| m.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(run: &[&str], said: &str) {
        let run: Vec<_> = run.iter().map(ToString::to_string).collect();
        let message = program(&run, &Shared::new("", "out")).unwrap_err().message;
        assert_eq!(message, said);
    }

    #[test]
    fn what_is_missing_is_named() {
        check(&[], "`run` names no program");
        check(&["pythno3"], "the program `pythno3` is not on the PATH");
        check(&["./tools/names"], "the program `./tools/names` is not there");
        #[cfg(unix)]
        check(&["sh", "tools/names.sh"], "there is no file tools/names.sh for `sh` to run");
    }
}
