//! A kind that a pipeline file names and the program does not have: where it is likely to be.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rapporteur_stage::Registry;

use crate::suggest;

/// What runs a program, by the ending of its name.
const INTERPRETERS: &[(&str, &str)] =
    &[("py", "python3"), ("sh", "sh"), ("js", "node"), ("rb", "ruby"), ("pl", "perl")];

/// What to try for a kind of the sort (`stage`, `source`, `export`) that is not there. `folder` is that of the pipeline
/// file, `near` a name that was likely meant, `names` those that there are.
pub(crate) fn hint(
    sort: &str,
    name: &str,
    registry: &Registry,
    folder: &Path,
    near: Option<&str>,
    names: &[&str],
) -> String {
    if let Some(other) = elsewhere(name, registry) {
        return format!("`{name}` is of another sort: write [[{other}]]");
    }
    if let Some(program) = program(name, folder).filter(|_| sort == "stage") {
        let run = program.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        return format!("there is a program of that name: write use = \"command\" and run = [{run}]");
    }
    if let Some(manifest) = manifest(name, folder) {
        let at = if manifest.components().count() > 1 {
            format!(" --manifest-path {}", manifest.display())
        } else {
            String::new()
        };
        return format!(
            "the crate that lies there has a program of its own; ask that: cargo run{at} -- check"
        );
    }
    let known = format!("{sort}s: {}", suggest::list(names.iter().copied()));
    if near.is_some() {
        return known;
    }
    let module = name.replace('-', "_");
    let own = format!("one of your own, of a crate `{name}`, say? add .stages({module}::register) in main");
    match sort {
        "stage" => format!(
            "{known}; {own}, or write use = \"command\" for a program; \
             `rapporteur new stage NAME` begins one"
        ),
        _ => format!("{known}; {own}"),
    }
}

fn elsewhere(name: &str, registry: &Registry) -> Option<&'static str> {
    let there = [
        ("source", registry.source(name).is_some()),
        ("stage", registry.stage(name).is_some()),
        ("export", registry.export(name).is_some()),
    ];
    there.into_iter().find(|(_, there)| *there).map(|(sort, _)| sort)
}

/// Whether a name can be looked for as a file: one word of a path.
fn plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// The manifest of a crate that is likely to have it: one with a program, beside the pipeline file; or one with the name,
/// there or in a folder of that name.
fn manifest(name: &str, folder: &Path) -> Option<PathBuf> {
    let places = [PathBuf::from("Cargo.toml"), Path::new(name).join("Cargo.toml")];
    let of_name = |at: &PathBuf| {
        let text = fs::read_to_string(folder.join(at)).unwrap_or_default();
        let manifest = text.parse::<toml::Table>().unwrap_or_default();
        let package = manifest.get("package").and_then(|p| p.get("name")?.as_str()).unwrap_or("");
        let beside = at.components().count() == 1;
        let program = manifest.get("dependencies").is_some_and(|all| all.get("rapporteur-cli").is_some());
        package == name || package.strip_prefix("rapporteur-") == Some(name) || (beside && program)
    };
    places.into_iter().find(|at| plain(name) && of_name(at))
}

/// The command line of a program with the name, beside the pipeline file, in `tools`, or in a folder of that name.
fn program(name: &str, folder: &Path) -> Option<Vec<String>> {
    if !plain(name) {
        return None;
    }
    let module = name.replace('-', "_");
    let bases =
        [name.to_owned(), module, format!("tools/{name}"), format!("{name}/stage"), format!("{name}/{name}")];
    let files = bases.iter().flat_map(|base| {
        INTERPRETERS.iter().map(move |(ending, with)| (format!("{base}.{ending}"), (*with).to_owned()))
    });
    let mut there = files.filter(|(file, _)| folder.join(file).is_file());
    there.next().map(|(file, interpreter)| vec![interpreter, file])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(files: &[(&str, &str)], name: &str) -> String {
        let folder = std::env::temp_dir().join(format!("rapporteur-absent-{}-{name}", std::process::id()));
        for (file, text) in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let hint = hint("stage", name, &Registry::new(), &folder, None, &["clean"]);
        let _gone = fs::remove_dir_all(folder);
        hint
    }

    #[test]
    fn the_likely_crate_or_program_is_named() {
        let manifest = "[package]\nname = \"acme-terms\"\n";
        assert_eq!(
            said(&[("Cargo.toml", manifest)], "acme-terms"),
            "the crate that lies there has a program of its own; ask that: cargo run -- check"
        );
        assert_eq!(
            said(&[("grants/Cargo.toml", "[package]\nname = \"rapporteur-grants\"\n")], "grants"),
            "the crate that lies there has a program of its own; ask that: cargo run --manifest-path \
             grants/Cargo.toml -- check"
        );
        assert_eq!(
            said(&[("Cargo.toml", manifest), ("names/stage.py", "")], "names"),
            "there is a program of that name: write use = \"command\" and run = [\"python3\", \"names/stage.py\"]"
        );
        let program = "[package]\nname = \"town\"\n[dependencies]\nrapporteur-cli = \"1\"\n";
        assert!(said(&[("Cargo.toml", program)], "bucket").starts_with("the crate that lies there"));
        assert!(said(&[], "../x").starts_with("stages: clean; one of your own"));
    }
}
