//! `stages`: what there is, and the options of one.

use std::path::Path;

use rapporteur_config::{Overrides, closest, export_toml, load, program_toml, source_toml, stage_toml};
use rapporteur_stage::Registry;
use rapporteur_worker::introduce;

use crate::{
    args::{StagesArgs, StagesVerb},
    complaint::{Complaint, DONE, NOT_DONE},
    output,
};

/// The kind of stage that is a program of somebody's own.
pub(crate) const PROGRAM: &str = "command";

/// Lists stages, or shows one.
pub(crate) fn stages(args: &StagesArgs, registry: &Registry) -> Result<u8, Complaint> {
    match &args.what {
        None => output::result(&list(registry))?,
        Some(StagesVerb::Show { name, pipeline }) => output::result(&show(name, pipeline, registry)?)?,
    }
    Ok(DONE)
}

fn list(registry: &Registry) -> String {
    let groups: [(&str, Vec<(&str, &str)>); 3] = [
        ("sources, for [[source]]", registry.sources().map(|e| (e.name, e.summary)).collect()),
        ("stages, for [[stage]]", registry.stages().map(|e| (e.name, e.summary)).collect()),
        ("exports, for [[export]]", registry.exports().map(|e| (e.name, e.summary)).collect()),
    ];
    let wide = groups.iter().flat_map(|(_, all)| all).map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (title, all) in groups {
        text.push_str(&format!("{title}\n"));
        all.iter().for_each(|(name, summary)| text.push_str(&format!("  {name:wide$}  {summary}\n")));
    }
    text
}

fn show(name: &str, pipeline: &Path, registry: &Registry) -> Result<String, Complaint> {
    let stage = registry.stage(name).map(stage_toml);
    let found = stage
        .or_else(|| registry.source(name).map(source_toml))
        .or_else(|| registry.export(name).map(export_toml));
    if let Some(text) = found {
        return Ok(text);
    }
    program(name, pipeline, registry)?.ok_or_else(|| {
        let names = registry.stages().map(|e| e.name);
        let names = names.chain(registry.sources().map(|e| e.name)).chain(registry.exports().map(|e| e.name));
        let hint = match closest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`rapporteur stages` lists what there is".to_owned(),
        };
        Complaint::new(format!("there is no stage, source or export `{name}`")).hint(hint)
    })
}

/// A program of the pipeline file, by its id: it is started, and says what its options are.
fn program(id: &str, path: &Path, registry: &Registry) -> Result<Option<String>, Complaint> {
    if !path.exists() {
        return Ok(None);
    }
    let pipeline = load(path, registry, &Overrides::stages_only());
    let pipeline = pipeline.pipeline()?;
    let Some(step) = pipeline.stages.iter().find(|s| s.id == id && s.name == PROGRAM) else {
        return Ok(None);
    };
    let told = introduce(step.options(), &pipeline.shared).map_err(|e| Complaint::Told {
        message: e.message,
        hint: e.hint,
        code: NOT_DONE,
    })?;
    let version = told.version.map_or(String::new(), |v| format!(" {v}"));
    let summary = told.summary.map_or(String::new(), |s| format!(": {s}"));
    let mut head = vec![format!("{}{version}{summary}", told.name)];
    let said =
        |word: &str, names: &[String]| (!names.is_empty()).then(|| format!("{word}: {}", names.join(", ")));
    head.extend(said("needs", &told.needs));
    head.extend(said("gives", &told.gives));
    if told.schema.is_none() {
        head.push("it does not say what its options are".to_owned());
    }
    Ok(Some(program_toml(id, PROGRAM, &told.run, &head, told.schema.as_ref())))
}
