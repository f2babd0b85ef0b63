//! Disks that fail under the program: system calls that are made to fail one by one, disks that are full at any size,
//! folders that may not be written to. Whatever happens, the run says so, what stands in the output folder is whole, and
//! the next run ends with the bytes of one that was never disturbed.
//!
//! A few faults of each kind are tried here; with `RAPPORTEUR_FAULTS=all`, as `cargo xtask soak faults` sets it, each call
//! in turn. `crates/engine` has the same with faults of its own making, below the level of system calls.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{equal_runs::exports, program::folder};

const PROGRAM: &str = env!("CARGO_BIN_EXE_rapporteur-under-test");
const SAMPLE: &str = include_str!("../../samples/reports/eau-en-ville.txt");

/// Calls that change something on a disk.
const CALLS: &[&str] = &[
    "write",
    "pwrite64",
    "ftruncate",
    "fsync",
    "fdatasync",
    "syncfs",
    "rename",
    "renameat2",
    "mkdir",
    "link",
    "linkat",
    "unlink",
    "rmdir",
    "copy_file_range",
];

fn all() -> bool {
    std::env::var("RAPPORTEUR_FAULTS").is_ok_and(|v| v == "all")
}

/// Some documents, one of which is set aside, and exports of every shape.
fn archive() -> TempDir {
    let texts: Vec<String> = (0..4).map(|n| format!("{SAMPLE}\n\nExemplaire {n} du rapport.\n")).collect();
    let mut files: Vec<(String, &[u8])> =
        (0..).zip(&texts).map(|(n, text)| (format!("in/{n}.txt"), text.as_bytes())).collect();
    files.push(("in/broken.pdf".to_owned(), b"%PDF-1.4"));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let archive = folder(&files);
    let path = archive.path().join("pipeline.toml");
    let more = [
        "json/{stem}.json\"\nuse = \"json",
        "digest.md\"\nuse = \"digest",
        "md/{stem}.md\"\nuse = \"markdown",
    ]
    .map(|export| format!("[[export]]\nto = \"{export}\"\n"))
    .concat();
    fs::write(&path, format!("[run]\nworkers = 1\n{}{more}", fs::read_to_string(&path).unwrap())).unwrap();
    archive
}

/// Whether a program is there and does what is asked of it.
fn has(words: &[&str]) -> bool {
    let [program, words @ ..] = words else { return false };
    let mut command = Command::new(program);
    let there =
        command.args(words).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success());
    if !there {
        println!("skipped: `{program} {}` does not work here", words.join(" "));
    }
    there
}

struct Told {
    code: Option<i32>,
    err: String,
}

fn call(archive: &Path, words: &[&str]) -> Told {
    let [program, words @ ..] = words else { unreachable!("a program is named") };
    let output = Command::new(program).args(words).current_dir(archive).output().unwrap();
    Told { code: output.status.code(), err: String::from_utf8_lossy(&output.stderr).into_owned() }
}

/// After a run that met a fault: it said so or did without, and left nothing that is not whole.
fn judge(told: &Told, out: &Path, whole: &BTreeMap<String, Vec<u8>>, fault: &str) {
    assert!(!told.err.contains("panicked"), "{fault}: {}", told.err);
    let now = if out.is_dir() { exports(out) } else { BTreeMap::new() };
    match told.code {
        Some(2) => assert!(told.err.contains("error: "), "{fault}: no word of it: {}", told.err),
        // One document is always set aside.
        Some(1) => {
            let set_aside = told.err.lines().filter(|line| line.contains("set aside")).count();
            assert!(
                now == *whole || set_aside > 0,
                "{fault}: other results, and no word of it: {}",
                told.err
            );
        }
        code => assert_eq!(code, Some(2), "{fault}: {}", told.err),
    }
    for (name, bytes) in now {
        let is_joint = !name.contains('/');
        // A joint file of a run in which a document was set aside has one part less, and is whole.
        assert!(
            whole.get(&name) == Some(&bytes) || (is_joint && told.code == Some(1)),
            "{fault}: {name} is not whole"
        );
    }
}

fn undisturbed() -> (TempDir, BTreeMap<String, Vec<u8>>) {
    let archive = archive();
    let told = call(archive.path(), &[PROGRAM, "run"]);
    assert_eq!(told.code, Some(1), "{}", told.err);
    let whole = exports(&archive.path().join("out"));
    assert_eq!(whole.len(), 10, "{:?}", whole.keys());
    (archive, whole)
}

/// How often each thread asks for a call, at most.
fn counted(log: &str, name: &str) -> usize {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let call = format!("{name}(");
    for line in log.lines() {
        let (process, rest) = line.split_once(' ').unwrap_or_default();
        if rest.trim_start().starts_with(&call) {
            *counts.entry(process).or_default() += 1;
        }
    }
    counts.into_values().max().unwrap_or(0)
}

#[test]
fn a_call_that_fails_is_told_and_mended_by_the_next_run() {
    if !has(&["strace", "-f", "-o", "/dev/null", "true"]) {
        return;
    }
    let (archive, whole) = undisturbed();
    let (path, out) = (archive.path(), archive.path().join("out"));
    fs::remove_dir_all(&out).unwrap();
    let traced = format!("trace={}", CALLS.join(","));
    call(path, &["strace", "-f", "-o", "calls.log", "-e", &traced, PROGRAM, "run"]);
    let log = fs::read_to_string(path.join("calls.log")).unwrap();
    let mut tried = 0;
    for (name, error) in CALLS.iter().flat_map(|name| [(name, "ENOSPC"), (name, "EIO")]) {
        let count = counted(&log, name);
        let few = |at: &usize| {
            all() || (error == "ENOSPC") == at.is_multiple_of(2) && (count < 4 || at % (count / 2) == 1)
        };
        for at in (1..=count).filter(few) {
            // Half of them meet an archive that was done before and has changed since.
            if at.is_multiple_of(2) && out.exists() {
                fs::write(path.join("in/0.txt"), format!("{SAMPLE}\n\nExemplaire {at} du rapport.\n"))
                    .unwrap();
            } else if out.exists() {
                fs::remove_dir_all(&out).unwrap();
            }
            let fault = format!("{error} at {name} number {at} of {count}");
            let inject = format!("inject={name}:error={error}:when={at}");
            let told = call(path, &["strace", "-f", "-o", "/dev/null", "-e", &inject, PROGRAM, "run"]);
            let silent = told.code == Some(2) && !told.err.contains("error: ");
            assert!(matches!(told.code, Some(1 | 2)) && !silent, "{fault}, {:?}: {}", told.code, told.err);
            if at % 2 == 1 {
                judge(&told, &out, &whole, &fault);
            }
            let first = format!("{SAMPLE}\n\nExemplaire 0 du rapport.\n");
            fs::write(path.join("in/0.txt"), first).unwrap();
            let next = call(path, &[PROGRAM, "run"]);
            assert_eq!(next.code, Some(1), "after {fault}: {}", next.err);
            assert!(exports(&out) == whole, "after {fault}, {:?}: {}", told.code, told.err);
            tried += 1;
        }
    }
    println!("{tried} calls failed one by one");
    assert!(tried > 10, "{tried}");
}

#[test]
fn a_disk_of_any_size_may_be_full() {
    if !has(&["unshare", "-rm", "true"]) {
        return;
    }
    let (archive, whole) = undisturbed();
    let path = archive.path();
    let steps: Vec<u32> = if all() { (4..800).step_by(8).collect() } else { vec![4, 40, 120, 200, 280, 400] };
    let (mut full, mut enough) = (0, 0);
    for size in steps {
        let script = format!(
            "rm -rf out seen && mkdir out && mount -t tmpfs -o size={size}k none out && {{ {PROGRAM} run; echo $? > code; }}; \
             cp -r out seen; mount -o remount,size=64m out && {PROGRAM} run 2> /dev/null; echo $? > next; cp -r out after"
        );
        if path.join("after").exists() {
            fs::remove_dir_all(path.join("after")).unwrap();
        }
        let told = call(path, &["unshare", "-rm", "sh", "-c", &script]);
        let number = |name: &str| fs::read_to_string(path.join(name)).unwrap().trim().parse::<i32>().ok();
        let (told, next) = (Told { code: number("code"), ..told }, number("next"));
        judge(&told, &path.join("seen"), &whole, &format!("a disk of {size} KiB"));
        *if told.code == Some(2) { &mut full } else { &mut enough } += 1;
        assert_eq!(next, Some(1), "after a disk of {size} KiB");
        assert!(exports(&path.join("after")) == whole, "after a disk of {size} KiB");
    }
    assert!(full > 2, "{full} disks were full, {enough} were not");
}

#[test]
fn no_file_may_grow() {
    // A limit of the shell's instead of a disk's: the same fault for every file in turn.
    let (archive, whole) = undisturbed();
    let (path, out) = (archive.path(), archive.path().join("out"));
    let steps: Vec<u32> = if all() { (0..600).step_by(4).collect() } else { vec![0, 8, 32, 64, 128, 256] };
    let mut stopped = 0;
    for blocks in steps {
        fs::remove_dir_all(&out).unwrap();
        // Messages go through a pipe, which has no size.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {PROGRAM} run");
        let told = call(path, &["sh", "-c", &script]);
        judge(&told, &out, &whole, &format!("no file above {blocks} blocks"));
        stopped += u32::from(told.code == Some(2));
        assert_eq!(call(path, &[PROGRAM, "run"]).code, Some(1), "after {blocks} blocks");
        assert!(exports(&out) == whole, "after {blocks} blocks");
    }
    assert!(stopped > 2, "{stopped}");
}

#[test]
fn a_folder_that_may_only_be_read_is_told_at_once() {
    if !has(&["unshare", "-rm", "true"]) {
        return;
    }
    let (archive, whole) = undisturbed();
    let path = archive.path();
    fs::write(path.join("in/new.txt"), SAMPLE).unwrap();
    let script = format!("mount --bind out out && mount -o remount,ro,bind out && exec {PROGRAM} run");
    let told = call(path, &["unshare", "-rm", "sh", "-c", &script]);
    assert_eq!(told.code, Some(2), "{}", told.err);
    assert!(
        told.err.contains("cannot write out/") && told.err.contains("read-only file system"),
        "{}",
        told.err
    );
    assert!(exports(&path.join("out")) == whole);
}

#[test]
#[cfg(target_os = "linux")]
fn standard_output_may_be_full() {
    let (archive, _) = undisturbed();
    let told =
        |words: &str, to: &str| call(archive.path(), &["sh", "-c", &format!("{PROGRAM} {words} {to}")]);
    for words in [
        "read in/0.txt --as json",
        "read in/0.txt --as text",
        "status",
        "schema document",
        "run --dry-run",
        "check",
        "stages",
        "stages show clean",
        "man",
        "completions bash",
        "explain in/0.txt",
    ] {
        let said = told(words, "> /dev/full");
        assert_eq!(said.code, Some(2), "{words}: {}", said.err);
        assert!(said.err.contains("No space left"), "{words}: {}", said.err);
        assert!(!said.err.contains("panicked"), "{words}: {}", said.err);
        // Where nobody can be told, the result still is what it is.
        let code = told(words, "2> /dev/full > /dev/null").code;
        assert!(code.is_some_and(|c| c <= 1), "{words} without a place for messages: {code:?}");
    }
    let code = told("run --fresh", "2> /dev/full > /dev/null").code;
    assert_eq!(code, Some(1), "a run without a place for messages");
}
