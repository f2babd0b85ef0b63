//! Programs of somebody's own in a pipeline file: found, asked, checked, run, and told of when they fail.

use std::{fs, path::Path, process::Command};

use rapporteur_testkit::Conformance;
use tempfile::TempDir;

use crate::{
    program::{call, report},
    schema::mistakes,
};

const GOOD: &str = r#"
import json, os, sys
def say(value):
    print(json.dumps(value), flush=True)
hello = json.loads(sys.stdin.readline())
say({"protocol": 2, "name": "house names", "version": "1.2", "summary": "finds the names of the house",
     "needs": ["sections"], "gives": ["acme-names"], "takes": ["blocks"], "capabilities": ["cancel"],
     "schema": {"type": "object", "additionalProperties": False, "required": ["house"], "properties": {
         "house": {"type": "string", "description": "The house whose names are meant.", "default": "acme"},
         "least": {"type": "integer", "minimum": 1, "maximum": 9, "description": "Fewest letters.", "default": 3}}}})
for line in sys.stdin:
    line = json.loads(line)
    if "document" not in line:
        continue
    text = " ".join(block["text"] for block in line["document"]["blocks"])
    if "deadly" in text:
        sys.exit("it is too much")
    say({"id": line["id"], "document": {"layers": {"acme-names": {"words": len(text.split())}}}})
"#;

/// Two documents, a program, and a pipeline with it; `None`, said aloud, on a machine without Python.
fn house(keys: &str) -> Option<TempDir> {
    if !Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success()) {
        println!("SKIPPED: python3 is not installed");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("names.py", GOOD);
    put("good.txt", "The wells of the district were counted twice.\n");
    put("bad.txt", "The third count was deadly.\n");
    put(
        "pipeline.toml",
        &format!(
            "[[source]]\nuse = \"files\"\ninclude = [\"*.txt\"]\n[[stage]]\nuse = \"ingest\"\n[[stage]]\nid = \"names\"\nuse = \
             \"command\"\nrun = [\"python3\", \"names.py\"]\n{keys}\n[[export]]\nuse = \"jsonl\"\nto = \"reports.jsonl\"\n"
        ),
    );
    Some(folder)
}

fn exported(folder: &Path) -> String {
    fs::read_to_string(folder.join("out/reports.jsonl")).unwrap_or_default()
}

#[test]
fn a_program_works_and_its_death_costs_a_document() {
    let Some(folder) = house("options.house = \"acme\"") else { return };
    let said = call(folder.path(), &["run"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let sentence = "bad.txt was set aside by names: `names.py` ended before it had answered";
    assert!(said.err.contains(sentence), "{}", said.err);
    assert!(said.err.contains("its last words were: it is too much"), "{}", said.err);
    assert_eq!(report(folder.path())["documents"]["done"], 1);
    assert!(exported(folder.path()).contains("\"acme-names\":{\"words\":8}"), "{}", exported(folder.path()));
}

#[test]
fn options_are_checked_before_the_run_at_their_place() {
    let Some(folder) = house("[stage.options]\nhouse = \"acme\"\nleast = 12") else { return };
    for verb in ["check", "run"] {
        let said = call(folder.path(), &[verb]);
        assert_eq!(said.code, 2, "{}", said.err);
        let message = "`names`: `options.least` must be at least 1 and at most 9, not 12 (says `names.py`)";
        assert!(said.err.contains(message), "{}", said.err);
        assert!(said.err.contains("pipeline.toml:12:1"), "{}", said.err);
    }
    let Some(folder) = house("") else { return };
    let said = call(folder.path(), &["check"]);
    assert!(said.err.contains("`options.house` is missing from `options`"), "{}", said.err);
}

#[test]
fn options_are_shown_as_the_program_announces_them() {
    let Some(folder) = house("options.house = \"acme\"") else { return };
    let said = call(folder.path(), &["stages", "show", "names"]);
    assert_eq!(
        said.out,
        "# house names 1.2: finds the names of the house\n# needs: sections\n# gives: acme-names\n[[stage]]\nid = \
         \"names\"\nuse = \"command\"\nrun = [\"python3\", \"names.py\"]\n\n[stage.options]\n\n# required\n# The house whose \
         names are meant.\nhouse = \"acme\"\n\n# Fewest letters.\n# From 1 to 9.\nleast = 3\n",
        "{}",
        said.err
    );
    assert_eq!(call(folder.path(), &["stages", "show", "nobody"]).code, 2);
}

#[test]
fn options_that_a_program_announces_are_in_the_schema() {
    let Some(folder) = house("") else { return };
    let pipeline = fs::read_to_string(folder.path().join("pipeline.toml")).unwrap();
    let with = |more: &str| {
        let entry = "run = [\"python3\", \"names.py\"]\n";
        assert!(pipeline.contains(entry));
        pipeline.replace(entry, &format!("{entry}{more}\n"))
    };
    let wrong = serde_json::json!([["stage", "1"]]);
    let right = serde_json::json!([]);
    let tried = [
        (with("options.house = \"acme\""), &right),
        (with("options = { house = \"acme\", least = 9 }\ntimeout-seconds = 5"), &right),
        (with("options = { house = \"acme\", lest = 9 }"), &wrong),
        (with("options = { house = \"acme\", least = 10 }"), &wrong),
        (with("options = { house = 7 }"), &wrong),
        (with("options.house = \"acme\"\nbacth = 2"), &wrong),
        (with(""), &wrong),
        // Of other programs nothing is known.
        (with("options.lest = 9").replace("names.py", "others.py"), &right),
    ];
    let said = call(folder.path(), &["schema", "pipeline"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let elsewhere =
        call(Path::new("/"), &["schema", "pipeline", folder.path().join("pipeline.toml").to_str().unwrap()]);
    assert!(elsewhere.out == said.out, "{}", elsewhere.err);
    let texts: Vec<String> = tried.iter().map(|(text, _)| text.clone()).collect();
    let Some(mistakes) = mistakes(&said.out, &texts) else { return };
    for ((text, expected), found) in tried.iter().zip(&mistakes) {
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn options_that_cannot_be_known_are_left_free_in_the_schema() {
    let silent = "import json, sys\nsys.stdin.readline()\nprint(json.dumps({'protocol': 2, 'name': 'mute'}), flush=True)\n";
    let broken = "import there_is_no_such_module\n";
    let started = "[[stage]]\nuse = \"command\"\nrun = [\"python3\", \"names.py\"]\noptions.anything = 1\n";
    let plain = call(&crate::program::root(), &["schema", "pipeline"]).out;
    for (script, reason) in
        [(silent, "`mute` does not say what they are"), (broken, "ended before it had answered")]
    {
        let Some(folder) = house("") else { return };
        fs::write(folder.path().join("names.py"), script).unwrap();
        let said = call(folder.path(), &["schema", "pipeline"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let told = "warning: the options of `names` are not in the schema: ";
        assert!(said.err.starts_with(told) && said.err.contains(reason), "{}", said.err);
        assert!(said.out == plain, "nothing is known, so nothing is added");
        // A file with a mistake in another place.
        fs::write(folder.path().join("pipeline.toml"), format!("{started}[[stage]]\nuse = \"claen\"\n"))
            .unwrap();
        fs::write(folder.path().join("names.py"), GOOD).unwrap();
        let said = call(folder.path(), &["schema", "pipeline"]);
        assert!(said.err.contains("has mistakes in it"), "{}", said.err);
        assert!(said.out.contains("The house whose names are meant."));
    }
    let said = call(&crate::program::root(), &["schema", "document", "pipeline.toml"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("only `schema pipeline` asks a pipeline file"), "{}", said.err);
}

/// The name of a file may be any bytes but two; JSON knows Unicode alone.
#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_name_is_no_unicode_goes_through_a_program_and_a_child() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
    let Some(folder) = house("options.house = \"acme\"") else { return };
    let odd = OsStr::from_bytes(b"caf\xff.txt");
    fs::rename(folder.path().join("good.txt"), folder.path().join(odd)).unwrap();
    fs::remove_file(folder.path().join("bad.txt")).unwrap();
    let whole =
        GOOD.replace("\"document\": {\"layers\": {", "\"document\": {**line[\"document\"], \"layers\": {");
    assert_ne!(whole, GOOD);
    let program = whole.replace(", \"takes\": [\"blocks\"]", "");
    let pipeline = fs::read_to_string(folder.path().join("pipeline.toml")).unwrap();
    let pipeline = pipeline.replace("use = \"ingest\"", "use = \"ingest\"\nisolate = true");
    fs::write(folder.path().join("pipeline.toml"), pipeline).unwrap();
    for program in [GOOD, &program] {
        fs::write(folder.path().join("names.py"), program).unwrap();
        let said = call(folder.path(), &["run", "--fresh"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(report(folder.path())["documents"]["done"], 1);
        let line: serde_json::Value = serde_json::from_str(&exported(folder.path())).unwrap();
        assert_eq!(line["source"]["path"], "caf\u{fffd}.txt");
        assert_eq!(line["layers"]["acme-names"]["words"], 8, "{line}");
        // It is known by the path that it has, which is not the one that the program was shown.
        let again = call(folder.path(), &["run"]);
        assert_eq!(again.code, 0, "{}", again.err);
        assert_eq!(report(folder.path())["documents"]["skipped"], 1, "{}", report(folder.path()));
    }
}

#[test]
fn an_optional_program_may_be_missing_or_broken() {
    for script in [None, Some("import there_is_no_such_module")] {
        let Some(folder) = house("optional = true\noptions.house = \"acme\"") else { return };
        let path = folder.path().join("names.py");
        match script {
            None => fs::remove_file(path).unwrap(),
            Some(text) => fs::write(path, text).unwrap(),
        }
        let said = call(folder.path(), &["run"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.err.contains("the stage is optional and will be left out"), "{}", said.err);
        assert!(!exported(folder.path()).contains("acme-names"));
    }
}

#[test]
fn a_program_conforms() {
    let Some(folder) = house("") else { return };
    let program = rapporteur_cli::shipped();
    let run = toml::Value::Array(vec!["python3".into(), "names.py".into()]);
    let options = toml::Table::from_iter([("house".to_owned(), "acme".into())]);
    let suite = Conformance::of("command", program.registry()).unwrap();
    suite.in_folder(folder.path()).set("run", run).set("options", options).check().unwrap();
}

#[test]
fn the_protocol_is_described() {
    let said = call(Path::new("."), &["schema", "protocol"]);
    let schema: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(schema["oneOf"].as_array().unwrap().len(), 7);
}
