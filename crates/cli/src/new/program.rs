//! A stage as a program in another language, with the file that speaks with rapporteur for it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::complaint::Complaint;

use super::{
    edits::with_stage,
    name::Name,
    plan::{Edit, File, Plan},
    site::Site,
};

/// The pipeline of a new project.
pub(super) const PIPELINE: &str = include_str!("../../templates/project/pipeline.toml");
/// A report to try it on.
pub(super) const REPORT: &str = include_str!("../../templates/project/report.md");
/// What the schema of the pipeline file is for.
pub(super) const EDITORS: &str = "for editors that complete and underline pipeline.toml";
const IGNORED: &str = include_str!("../../templates/project/gitignore");

/// What there is for a language.
pub(crate) struct Kit {
    /// What runs the program.
    interpreter: &'static str,
    /// The program, its helper, its test: name and text.
    program: (&'static str, &'static str),
    helper: (&'static str, &'static str),
    test: (&'static str, &'static str),
    /// How the tests are run, in the folder.
    try_out: &'static str,
}

/// Python, from 3.8 on.
pub(crate) const PYTHON: Kit = Kit {
    interpreter: "python3",
    program: ("stage.py", include_str!("../../templates/python/stage.py")),
    helper: ("rapporteur_stage.py", include_str!("../../templates/python/rapporteur_stage.py")),
    test: ("test_stage.py", include_str!("../../templates/python/test_stage.py")),
    try_out: "python3 -m unittest",
};

/// Any POSIX shell.
pub(crate) const SHELL: Kit = Kit {
    interpreter: "sh",
    program: ("stage.sh", include_str!("../../templates/shell/stage.sh")),
    helper: ("rapporteur-stage.sh", include_str!("../../templates/shell/rapporteur-stage.sh")),
    test: ("test.sh", include_str!("../../templates/shell/test.sh")),
    try_out: "sh test.sh",
};

/// The program in a folder of its own: beside the pipeline file that is there, or with one of its own.
pub(crate) fn plan(name: &Name, kit: &Kit, site: &Site) -> Result<Plan, Complaint> {
    let (root, folder) = match site {
        Site::House(root) => (root, Path::new("samples").join(name.kebab())),
        Site::Elsewhere(root) => (root, PathBuf::from(name.kebab())),
    };
    let mut files = vec![
        File::program(kit.program.0, name.fill(kit.program.1)),
        File::new(kit.helper.0, kit.helper.1.to_owned()),
        File::new(kit.test.0, name.fill(kit.test.1)),
    ];
    let mut edits = Vec::new();
    let mut next = vec![(format!("cd {}", folder.display()), ""), (kit.try_out.to_owned(), "its tests")];
    match fs::read_to_string(root.join("pipeline.toml")) {
        Ok(before) => {
            edits.push(Edit {
                path: "pipeline.toml".into(),
                after: more(name, kit, &folder, &before)?,
                before,
            });
            let up = "../".repeat(folder.components().count());
            next.push((format!("rapporteur run {up}pipeline.toml"), "the pipeline with the new stage"));
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            let pipeline = with_stage(&name.fill(PIPELINE), &entry(name, kit, Path::new("")));
            files.push(File::new("pipeline.toml", pipeline));
            files.push(File::new(".gitignore", IGNORED.to_owned()));
            files.push(File::new("reports/wells-and-pastures.md", REPORT.to_owned()));
            next.push(("rapporteur run".to_owned(), "the reports in reports/; results in out/"));
            next.push(("rapporteur schema pipeline > pipeline.schema.json".to_owned(), EDITORS));
        }
        Err(e) => return Err(Complaint::new(format!("pipeline.toml cannot be read: {e}"))),
    }
    Ok(Plan { root: root.clone(), folder, files, edits, next, ..Plan::default() })
}

/// The entry in a pipeline file; the program lies in a folder beside it.
fn entry(name: &Name, kit: &Kit, folder: &Path) -> String {
    // With slashes on every system.
    let parts = folder.iter().map(|part| part.to_string_lossy() + "/");
    let program: String = parts.chain([kit.program.0.into()]).collect();
    format!(
        "[[stage]]\nid = \"{}\"\nuse = \"command\"\nrun = [\"{}\", \"{program}\"]\n",
        name.kebab(),
        kit.interpreter
    )
}

/// A pipeline file that is there, with the stage in it.
fn more(name: &Name, kit: &Kit, folder: &Path, before: &str) -> Result<String, Complaint> {
    let stages = |text: &str| -> Option<usize> {
        let table = text.parse::<toml::Table>().ok()?;
        Some(table.get("stage").and_then(toml::Value::as_array).map_or(0, Vec::len))
    };
    let Some(count) = stages(before) else {
        return Err(Complaint::new("pipeline.toml has a mistake in it")
            .hint("nothing was changed; `rapporteur check` says where it is"));
    };
    let after = with_stage(before, &entry(name, kit, folder));
    if stages(&after) != Some(count + 1) {
        return Err(Complaint::new("pipeline.toml is written in a way that a stage cannot be added to")
            .hint(
                "nothing was changed; take another folder, and copy the entry from the pipeline.toml there",
            ));
    }
    Ok(after)
}
