//! `stages`: what there is, and the options of one.

use rapporteur_config::{closest, export_toml, source_toml, stage_toml};
use rapporteur_stage::Registry;

use crate::{
    args::{StagesArgs, StagesVerb},
    complaint::{Complaint, DONE},
    output,
};

/// Lists stages, or shows one.
pub(crate) fn stages(args: &StagesArgs, registry: &Registry) -> Result<u8, Complaint> {
    match &args.what {
        None => output::result(&list(registry))?,
        Some(StagesVerb::Show { name }) => output::result(&show(name, registry)?)?,
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

fn show(name: &str, registry: &Registry) -> Result<String, Complaint> {
    let stage = registry.stage(name).map(stage_toml);
    let found = stage
        .or_else(|| registry.source(name).map(source_toml))
        .or_else(|| registry.export(name).map(export_toml));
    found.ok_or_else(|| {
        let names = registry.stages().map(|e| e.name);
        let names = names.chain(registry.sources().map(|e| e.name)).chain(registry.exports().map(|e| e.name));
        let hint = match closest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`rapporteur stages` lists what there is".to_owned(),
        };
        Complaint::new(format!("there is no stage, source or export `{name}`")).hint(hint)
    })
}
