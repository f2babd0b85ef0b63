//! `test`: the `[[test]]` tables of a pipeline file.

use rapporteur_config::{Overrides, load};
use rapporteur_engine::run_tests;
use rapporteur_stage::Registry;

use crate::{
    args::FileArgs,
    complaint::{Complaint, DONE, SET_ASIDE},
    output::{self, Voice},
    run,
};

/// Runs the tests of a pipeline file.
pub(crate) fn test(args: &FileArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    run::present(&args.pipeline)?;
    let path = args.pipeline.display();
    let pipeline = load(&args.pipeline, registry, &Overrides::stages_only()).pipeline()?;
    if pipeline.tests.is_empty() {
        voice.remark(&format!("{path} has no [[test]] tables"));
        return Ok(DONE);
    }
    let outcomes = run_tests(&pipeline);
    let mut text = String::new();
    for outcome in &outcomes {
        if outcome.passed() {
            text.push_str(&format!("ok      {}\n", outcome.name));
            continue;
        }
        text.push_str(&format!("FAILED  {} ({path}:{})\n", outcome.name, outcome.line));
        for difference in &outcome.differences {
            text.push_str(&format!("        {}\n", difference.replace('\n', "\n        ")));
        }
    }
    let failed = outcomes.iter().filter(|o| !o.passed()).count();
    text.push_str(&format!("{} passed, {failed} failed\n", outcomes.len() - failed));
    output::result(&text)?;
    Ok(if failed == 0 { DONE } else { SET_ASIDE })
}
