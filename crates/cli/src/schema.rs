//! `schema`: what the files look like, for editors and programs.

use std::path::{Path, PathBuf};

use rapporteur_config::{Known, Overrides, StageStep, load};
use rapporteur_stage::{Registry, Shared, StageError};
use rapporteur_worker::introduce;
use serde_json::Value;

use crate::{
    args::{DEFAULT_FILE, SchemaArgs, SchemaOf},
    complaint::{Complaint, DONE},
    listing::PROGRAM,
    output::{self, Voice, Weight},
    run,
};

/// Writes a JSON Schema.
pub(crate) fn schema(args: &SchemaArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    let text = match (args.of, &args.pipeline) {
        (SchemaOf::Pipeline, file) => {
            let known = programs(file.as_deref(), registry, voice)?;
            serde_json::to_string_pretty(&rapporteur_config::schema(registry, &known))
        }
        (_, Some(file)) => {
            let message = format!("{} does not bear on this schema", file.display());
            return Err(Complaint::new(message).hint("only `schema pipeline` asks a pipeline file"));
        }
        (SchemaOf::Protocol, None) => serde_json::to_string_pretty(&rapporteur_worker::schema()),
        (SchemaOf::Document, None) => serde_json::to_string_pretty(&rapporteur_export::schema()),
    };
    let text = text.map_err(|e| Complaint::new(format!("the schema could not be written: {e}")))?;
    output::result(&(text + "\n"))?;
    Ok(DONE)
}

/// What the programs of a pipeline file say of their options. What cannot be known is told, and left free: a schema is
/// there for files that are not finished yet.
fn programs(file: Option<&Path>, registry: &Registry, voice: Voice) -> Result<Vec<Known>, Complaint> {
    let path = file.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_owned);
    if file.is_none() && !path.exists() {
        return Ok(Vec::new());
    }
    run::present(&path)?;
    let checked = load(&path, registry, &Overrides::stages_only());
    if checked.problems().errors() > 0 {
        let message = format!(
            "{} has mistakes in it, and may have programs that are not in the schema",
            path.display()
        );
        voice.say(Weight::Warning, &message, Some("`rapporteur check` says what they are"));
    }
    let Some(pipeline) = checked.so_far() else { return Ok(Vec::new()) };
    let mut known = Vec::new();
    for step in pipeline.stages.iter().filter(|step| step.name == PROGRAM) {
        match program(step, &pipeline.shared) {
            Ok(program) => known.push(program),
            Err(error) => {
                let message =
                    format!("the options of `{}` are not in the schema: {}", step.id, error.message);
                voice.say(Weight::Warning, &message, error.hint.as_deref());
            }
        }
    }
    Ok(known)
}

fn program(step: &StageStep, shared: &Shared) -> Result<Known, StageError> {
    let told = introduce(step.options(), shared)?;
    let schema = told.schema.filter(Value::is_object).ok_or_else(|| {
        StageError::new(format!("`{}` does not say what they are", told.name))
            .hint("a program announces a JSON Schema of its options as `schema` in its hello")
    })?;
    let summary =
        told.summary.map_or_else(|| told.name.clone(), |summary| format!("{}: {summary}", told.name));
    Ok(Known { kind: PROGRAM, by: ("run", told.run.into()), table: "options", summary, schema })
}
