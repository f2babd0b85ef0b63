//! `check`: the mistakes of a pipeline file, before a run.

use rapporteur_config::{Overrides, load};
use rapporteur_stage::Registry;

use crate::{
    args::FileArgs,
    complaint::{Complaint, DONE},
    output::{self, Voice, count},
    run,
};

/// Checks a pipeline file.
pub(crate) fn check(args: &FileArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    run::present(&args.pipeline)?;
    let checked = load(&args.pipeline, registry, &Overrides::default()).verify().foresee();
    let (errors, warnings) = (checked.problems().errors(), checked.problems().warnings());
    let path = args.pipeline.display();
    if errors > 0 {
        let problems = checked.pipeline().err();
        return Err(problems.map_or_else(|| Complaint::new(format!("{path} cannot be run")), Complaint::File));
    }
    voice.problems(checked.problems());
    if voice.chatty() {
        let told = match warnings {
            0 => "no problems".to_owned(),
            n => count(n, "warning"),
        };
        output::result(&format!("{path}: {told}\n"))?;
    }
    Ok(DONE)
}
