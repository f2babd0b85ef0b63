//! A stage as a crate: in the workspace of rapporteur, or in a project of its own with its own program.

use std::{fs, path::Path};

use crate::complaint::Complaint;

use super::{
    edits::{in_group, with_stage},
    name::Name,
    plan::{Edit, File, Plan},
    program::{EDITORS, PIPELINE, REPORT},
    site::Crates,
};

const LIBRARY: &str = include_str!("../../templates/rust/lib.rs");
const PROGRAM: &str = include_str!("../../templates/rust/main.rs");
const PROMISES: &str = include_str!("../../templates/rust/promises.rs");
const CASES: &str = include_str!("../../templates/rust/cases.rs");
const CASE_FILE: &str = include_str!("../../templates/rust/cases.md");
const MANIFEST_IN_HOUSE: &str = include_str!("../../templates/rust/manifest.inside.toml");
const MANIFEST: &str = include_str!("../../templates/rust/manifest.outside.toml");
const IGNORED: &str = include_str!("../../templates/project/gitignore");

/// The entry in a pipeline file.
fn entry(name: &Name) -> String {
    name.fill(
        "# `rapporteur stages show house-terms` prints its options.\n[[stage]]\nuse = \"house-terms\"\n",
    )
}

/// A crate in the workspace, registered in the program.
pub(crate) fn in_house(name: &Name, root: &Path) -> Result<Plan, Complaint> {
    let (kebab, snake) = (name.kebab(), name.snake());
    let own = |template: &str| name.fill(&template.replace("house_terms::", "rapporteur_house_terms::"));
    let lines = [
        Line {
            file: "Cargo.toml",
            below: "[workspace.dependencies]",
            begin: "rapporteur-",
            line: format!("rapporteur-{kebab} = {{ path = \"crates/{kebab}\" }}"),
            sorted: true,
        },
        Line {
            file: "crates/cli/Cargo.toml",
            below: "[dependencies]",
            begin: "rapporteur-",
            line: format!("rapporteur-{kebab}.workspace = true"),
            sorted: true,
        },
        Line {
            file: "crates/cli/src/lib.rs",
            below: "pub fn shipped()",
            begin: "        .stages(",
            line: format!("        .stages(rapporteur_{snake}::register)"),
            sorted: false,
        },
    ];
    let mut edits = lines.iter().map(|line| line.edit(root)).collect::<Result<Vec<_>, _>>()?;
    edits.push(arrows(name, root)?);
    let pipeline = read(root, "pipeline.toml")?;
    let after = with_stage(&pipeline, &entry(name));
    edits.push(Edit { path: "pipeline.toml".into(), before: pipeline, after });
    Ok(Plan {
        root: root.to_owned(),
        folder: Path::new("crates").join(kebab),
        files: vec![
            File::new("Cargo.toml", name.fill(MANIFEST_IN_HOUSE)),
            File::new("src/lib.rs", name.fill(LIBRARY)),
            File::new("tests/promises.rs", own(PROMISES)),
        ],
        beside: vec![File::new(format!("tests/cases/{kebab}.md"), name.fill(CASE_FILE))],
        edits,
        next: vec![
            (format!("cargo test --package rapporteur-{kebab}"), "what every stage promises"),
            (
                "cargo xtask bless".to_owned(),
                "schema, reference and cases of today; then read the difference",
            ),
            ("cargo run --release -- run".to_owned(), "the samples, through the new stage too"),
        ],
        notes: vec!["its row in the map of ARCHITECTURE.md is for you to write".to_owned()],
    })
}

/// A line in a list of the house.
struct Line {
    file: &'static str,
    below: &'static str,
    begin: &'static str,
    line: String,
    sorted: bool,
}

impl Line {
    fn edit(&self, root: &Path) -> Result<Edit, Complaint> {
        let before = read(root, self.file)?;
        let after = self.put(&before)?;
        Ok(Edit { path: self.file.into(), before, after })
    }

    fn put(&self, text: &str) -> Result<String, Complaint> {
        in_group(text, self.below, self.begin, &self.line, self.sorted).ok_or_else(|| {
            Complaint::new(format!("{} does not list its crates as it did", self.file))
                .hint(format!("nothing was changed; this line has to go there: {}", self.line.trim()))
        })
    }
}

/// Who may import whom: the new crate imports `stage`, and the program the new crate.
fn arrows(name: &Name, root: &Path) -> Result<Edit, Complaint> {
    let file = "tests/house/imports.rs";
    let own = Line {
        file,
        below: "const ARROWS",
        begin: "    (\"",
        line: format!("    (\"{}\", &[\"stage\"]),", name.kebab()),
        sorted: false,
    };
    let program = Line {
        file,
        below: "        \"cli\",",
        begin: "            \"",
        line: format!("            \"{}\",", name.kebab()),
        sorted: true,
    };
    let before = read(root, file)?;
    let after = program.put(&own.put(&before)?)?;
    Ok(Edit { path: file.into(), before, after })
}

fn read(root: &Path, file: &str) -> Result<String, Complaint> {
    fs::read_to_string(root.join(file)).map_err(|e| Complaint::new(format!("{file} cannot be read: {e}")))
}

/// A project of its own: the crate, its program, a pipeline and a report to try it on.
pub(crate) fn outside(name: &Name, folder: &Path, crates: &Crates) -> Plan {
    let kebab = name.kebab();
    let mut manifest = name.fill(MANIFEST);
    for of in ["cli", "stage", "testkit"] {
        manifest = manifest.replace(&format!("DEPENDENCY/{of} "), &format!("{} ", crates.of(of)));
    }
    let mut files = vec![
        File::new("Cargo.toml", manifest),
        File::new(".gitignore", IGNORED.to_owned()),
        File::new("src/lib.rs", name.fill(LIBRARY)),
        File::new("src/main.rs", name.fill(PROGRAM)),
        File::new("tests/promises.rs", name.fill(PROMISES)),
        File::new("tests/cases.rs", name.fill(CASES)),
        File::new("tests/cases.md", name.fill(CASE_FILE)),
        File::new("pipeline.toml", with_stage(&name.fill(PIPELINE), &entry(name))),
        File::new("reports/wells-and-pastures.md", REPORT.to_owned()),
    ];
    let mut notes = Vec::new();
    match crates {
        Crates::Path(root) => {
            notes.push(format!("it takes the crates of rapporteur from {}", root.display()));
            // The versions that rapporteur is tested with; they may be in the cache of cargo already.
            if let Ok(lock) = fs::read_to_string(root.join("Cargo.lock")) {
                files.push(File::new("Cargo.lock", lock));
            }
        }
        Crates::Git(_) => {}
        Crates::Version => notes.push(
            "it asks the registry of crates for rapporteur; --path and --git take it from elsewhere"
                .to_owned(),
        ),
    }
    Plan {
        root: folder.to_owned(),
        folder: kebab.into(),
        files,
        next: vec![
            (format!("cd {kebab}"), ""),
            ("cargo test".to_owned(), "what every stage promises, and the cases in tests/cases.md"),
            ("cargo run --release -- run".to_owned(), "the reports in reports/; results in out/"),
            (format!("cargo run --release -- stages show {kebab}"), "its options"),
            ("cargo run -- schema pipeline > pipeline.schema.json".to_owned(), EDITORS),
        ],
        notes,
        ..Plan::default()
    }
}
