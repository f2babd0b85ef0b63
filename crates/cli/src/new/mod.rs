//! `new`: a stage of one's own, with a test and its entry in a pipeline file, building and passing at once.
//!
//! The decision it rests on: what is made is worked out in memory first, then written into a folder beside the place,
//! and only then moved there. So a name that is taken or a file that cannot be written leaves nothing behind.

mod account;
mod edits;
mod name;
mod plan;
mod program;
mod rust;
mod site;

use rapporteur_stage::Registry;

use crate::{
    args::{Language, NewArgs, NewStageArgs, NewVerb},
    complaint::{Complaint, DONE},
    output,
};

use self::{name::Name, site::Site};

/// Makes what was asked for, and says what to do next.
pub(crate) fn new(args: &NewArgs, registry: &Registry) -> Result<u8, Complaint> {
    let NewVerb::Stage(args) = &args.what;
    output::result(&stage(args, registry)?)?;
    Ok(DONE)
}

fn stage(args: &NewStageArgs, registry: &Registry) -> Result<String, Complaint> {
    let name = Name::parse(&args.name, registry)?;
    let here = std::env::current_dir()
        .map_err(|e| Complaint::new(format!("the folder that this runs in cannot be told: {e}")))?;
    // Who says where the crates come from means a project outside.
    let outside = args.path.is_some() || args.git.is_some();
    let site = if outside { Site::Elsewhere(here) } else { Site::of(here) };
    let plan = match (args.lang, &site) {
        (Language::Rust, Site::House(root)) => rust::in_house(&name, root)?,
        (Language::Rust, Site::Elsewhere(folder)) => {
            rust::outside(&name, folder, &site::crates(args.path.as_deref(), args.git.as_deref())?)
        }
        (Language::Python, site) => program::plan(&name, &program::PYTHON, site)?,
        (Language::Shell, site) => program::plan(&name, &program::SHELL, site)?,
    };
    plan.carry_out()?;
    Ok(account::of(&plan))
}
