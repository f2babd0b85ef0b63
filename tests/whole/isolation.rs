//! `isolate = true`: whatever a stage does, it costs one document; and nothing else is different.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    equal_runs::exports,
    program::{Said, call, report, root},
};

/// Calls the program that has the stage `faults`.
fn faulty(folder: &Path, words: &[&str]) -> Said {
    let mut program = Command::new(env!("CARGO_BIN_EXE_rapporteur-with-faults"));
    let output = program.args(words).current_dir(folder).output().unwrap();
    Said {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// Documents that ask for these faults, between good ones; and a pipeline with the isolated stage `faults`.
fn archive(faults: &[&str], keys: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for (at, fault) in faults.iter().enumerate() {
        let text = format!("The wells of district {at} were counted twice.\n\nFAULT: {fault}\n");
        fs::write(folder.path().join(format!("in/{at:02}-{fault}.txt")), text).unwrap();
        let text = format!("Nobody knew why the wells of district {at} had run dry.\n");
        fs::write(folder.path().join(format!("in/{at:02}-good.txt")), text).unwrap();
    }
    let pipeline = format!(
        "[[source]]\nuse = \"files\"\ninclude = [\"in/*\"]\n[[stage]]\nuse = \"ingest\"\n[[stage]]\nuse = \
         \"faults\"\n{keys}\n[[export]]\nuse = \"jsonl\"\nto = \"reports.jsonl\"\n"
    );
    fs::write(folder.path().join("pipeline.toml"), pipeline).unwrap();
    folder
}

/// Reason and hint of what was set aside, by the fault.
fn set_aside(folder: &Path) -> BTreeMap<String, String> {
    let report = report(folder);
    let entries = report["set_aside"].as_array().cloned().unwrap_or_default();
    entries
        .iter()
        .map(|entry| {
            let path = entry["path"].as_str().unwrap();
            let fault = path.rsplit('-').next().unwrap().trim_end_matches(".txt");
            (fault.to_owned(), format!("{} = {}", entry["reason"].as_str().unwrap(), entry["hint"]))
        })
        .collect()
}

/// Each fault costs its document, with the reason; the others are done.
#[test]
fn a_fault_costs_one_document() {
    let all =
        ["overflow", "abort", "exit", "loop", "sleep", "memory", "panic", "print", "slow", "refuse", "warn"];
    let keys = "isolate = true\ntimeout-seconds = 3\nmemory-mib = 512";
    for workers in ["1", "2"] {
        let folder = archive(&all, keys);
        let start = Instant::now();
        let said = faulty(folder.path(), &["run", "--workers", workers]);
        assert_eq!(said.code, 1, "{}", said.err);
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
        let counts = report(folder.path())["documents"].clone();
        assert_eq!(counts["done"], 12, "{counts}");
        assert_eq!(counts["partial"], 1, "{counts}");
        let told = set_aside(folder.path());
        for (fault, reason) in [
            ("overflow", "the process of `faults` ran out of stack and was ended"),
            ("abort", "the process of `faults` broke down (signal 6)"),
            ("exit", "the process of `faults` broke down (exit status: 3)"),
            ("loop", "`faults` was not ready after 3 seconds"),
            ("sleep", "`faults` was not ready after 3 seconds"),
            ("memory", "the process of `faults` needed more than 512 MiB of memory and was ended"),
            ("panic", "the stage `faults` broke down: index out of bounds"),
            ("slow", "`faults` was not ready after 3 seconds"),
            ("refuse", "it is refused = \"nothing helps\""),
        ] {
            assert!(told.get(fault).is_some_and(|t| t.contains(reason)), "{fault}: {told:#?}");
        }
        assert_eq!(told.len(), 9, "{told:#?}");
        assert!(said.out.lines().count() < 5, "nothing of a stage's reaches standard output: {}", said.out);
    }
}

/// What is set aside for want of memory is tried again when it may have more.
#[test]
fn another_limit_is_a_reason_to_try_again() {
    let folder = archive(&["memory"], "isolate = true\nmemory-mib = 256");
    assert_eq!(faulty(folder.path(), &["run"]).code, 1);
    let plan = faulty(folder.path(), &["run", "--dry-run"]).out;
    assert!(plan.contains("2 unchanged"), "{plan}");
    let path = folder.path().join("pipeline.toml");
    let text = fs::read_to_string(&path).unwrap().replace("256", "300");
    fs::write(&path, text).unwrap();
    let plan = faulty(folder.path(), &["run", "--dry-run"]).out;
    assert!(plan.contains("1 to do"), "{plan}");
}

/// One that runs out of memory is tried again in a new child, with all of its time; what ended it is told, not how long it
/// took in all.
#[test]
fn the_reason_is_that_of_the_second_try() {
    // The first document has the child used, so that the second may suffer from it.
    let folder = archive(&["none", "late-memory"], "isolate = true\ntimeout-seconds = 3\nmemory-mib = 256");
    let said = faulty(folder.path(), &["run", "--workers", "1"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let told = set_aside(folder.path());
    let reason = told.get("memory").cloned().unwrap_or_default();
    assert!(reason.contains("needed more than 256 MiB of memory"), "{told:#?}");
}

#[test]
fn a_log_of_a_child_is_a_log_of_the_run() {
    let folder = archive(&["none"], "isolate = true");
    let said = faulty(folder.path(), &["run", "-v", "--log-format", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let lines: Vec<Value> = said.err.lines().map(|l| serde_json::from_str(l).expect(l)).collect();
    let of_stage = |l: &&Value| l["message"] == "no fault";
    assert_eq!(lines.iter().filter(of_stage).count(), 2, "{}", said.err);
    assert!(lines.iter().find(of_stage).unwrap()["text"].as_u64().unwrap() > 20);
    let folder = archive(&["none"], "isolate = true");
    let said = faulty(folder.path(), &["run", "-v"]);
    assert!(said.err.contains("INFO no fault text="), "{}", said.err);
}

#[test]
fn exports_do_not_depend_on_isolation() {
    let folder = tempfile::tempdir().unwrap();
    let pipeline = fs::read_to_string(root().join("pipeline.toml")).unwrap();
    let (on, off) = ("isolate = true", "isolate = false");
    assert!(pipeline.contains(on), "the default pipeline isolates ingest");
    let samples = root().join("samples");
    let text = pipeline.replace("\"samples/", &format!("\"{}/", samples.display()));
    // One without, one as it comes, one with every stage in a process of its own.
    let all = text.replace(on, "").replace("\n[[stage]]\n", "\n[[stage]]\nisolate = true\n");
    let files = [("off.toml", text.replace(on, off)), ("on.toml", text), ("all.toml", all)];
    let mut first: Option<BTreeMap<String, Vec<u8>>> = None;
    for (name, text) in &files {
        fs::write(folder.path().join(name), text).unwrap();
        for workers in ["1", "2", "16"] {
            let out = folder.path().join(format!("{name}-{workers}"));
            let said =
                call(folder.path(), &["run", name, "--workers", workers, "--out", out.to_str().unwrap()]);
            assert_eq!(said.code, 0, "{}", said.err);
            let made = exports(&out);
            assert!(made.len() > 10, "{:?}", made.keys());
            match &first {
                None => first = Some(made),
                Some(first) => assert!(*first == made, "{name} with {workers} workers"),
            }
        }
    }
}

/// All processes that have this one above them.
#[cfg(target_os = "linux")]
fn below(process: u32) -> Vec<u32> {
    let parent = |stat: &str| stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse::<u32>().ok();
    let all: Vec<(u32, u32)> = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|id: u32| Some((id, parent(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)?)))
        .collect();
    all.iter().filter(|(_, parent)| *parent == process).map(|(id, _)| *id).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn no_child_outlives_its_parent() {
    let alive = |id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // Without anybody to ask for its end, an ended process may stay as a zombie.
        stat.rsplit(')').next().is_some_and(|s| !s.trim().is_empty() && !s.trim_start().starts_with('Z'))
    };
    let folder = archive(&["loop", "sleep"], "isolate = true");
    let mut run = Command::new(env!("CARGO_BIN_EXE_rapporteur-with-faults"))
        .args(["run", "--workers", "2"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let limit = Instant::now() + Duration::from_secs(60);
    let mut children = below(run.id());
    while children.len() < 2 && Instant::now() < limit {
        std::thread::sleep(Duration::from_millis(20));
        children = below(run.id());
    }
    assert!(children.len() >= 2, "{children:?}");
    run.kill().unwrap();
    run.wait().unwrap();
    let limit = Instant::now() + Duration::from_secs(10);
    while children.iter().any(|id| alive(*id)) {
        assert!(Instant::now() < limit, "{children:?} are still there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Many documents of one file, one of them failed, go through a child as they do without.
#[test]
fn archives_come_through() {
    let folder = archive(&[], "isolate = true");
    fs::write(folder.path().join("in/caf\u{e9}\nnoir.txt"), "The wells ran dry in June.\n").unwrap();
    let file = rapporteur_testkit::packed(
        b"\n#### a.txt\nOne well was new.\n#### b.txt\n\n#### c.txt\nTwo were old.",
    );
    fs::write(folder.path().join("in/many.zip"), file).unwrap();
    let path = folder.path().join("pipeline.toml");
    let text = fs::read_to_string(&path).unwrap();
    let isolated = text.replace("use = \"ingest\"", "use = \"ingest\"\nisolate = true");
    let seen = [("without.toml", &text), ("with.toml", &isolated)].map(|(name, text)| {
        fs::write(folder.path().join(name), text).unwrap();
        let said = faulty(folder.path(), &["run", name]);
        let report = report(folder.path());
        let made = exports(&folder.path().join("out"));
        fs::remove_dir_all(folder.path().join("out")).unwrap();
        (said.code, report["documents"].clone(), report["set_aside"].clone(), made)
    });
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].1["done"], 3, "{}", seen[0].1);
}
