//! The guide for authors of stages: what stands in it is typed, and what comes is compared.
//!
//! A block ```` ```console ```` is a talk with a shell in an empty folder: lines that begin with `$` are typed, the others are
//! what is answered; `…` stands for anything, on a line of its own for any number of lines. Words behind `console` name the
//! programs that the block needs. `cargo` is called only where `RAPPORTEUR_GUIDE` is `all`, since it builds a program:
//! `cargo xtask outside` does so.

use std::{env, fs, path::PathBuf, process::Command};

use crate::program::root;

/// A block of the guide: what it needs, and the lines.
struct Talk {
    needs: String,
    lines: Vec<String>,
}

fn talks(guide: &str) -> Vec<Talk> {
    let mut talks: Vec<Talk> = Vec::new();
    let mut open = false;
    for line in guide.lines() {
        match line.strip_prefix("```console") {
            Some(needs) => {
                talks.push(Talk { needs: needs.trim().to_owned(), lines: Vec::new() });
                open = true;
            }
            None if line == "```" => open = false,
            None if open => talks.last_mut().unwrap().lines.push(line.to_owned()),
            None => {}
        }
    }
    talks
}

/// A shell whose `rapporteur` is the program under test.
struct Shell {
    folder: PathBuf,
    path: std::ffi::OsString,
}

impl Shell {
    fn answer(&mut self, typed: &str) -> String {
        if let Some(folder) = typed.strip_prefix("cd ") {
            self.folder.push(folder);
            assert!(self.folder.is_dir(), "{typed}");
            return String::new();
        }
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("{{ {typed}\n}} 2>&1")).current_dir(&self.folder).env("PATH", &self.path);
        let output = shell.env("CARGO_TARGET_DIR", root().join("target")).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "$ {typed}\n{text}");
        text
    }
}

/// Whether what came is what was expected.
fn fits(expected: &[&str], came: &[&str]) -> bool {
    match (expected, came) {
        ([], []) => true,
        (["…", rest @ ..], _) => (0..=came.len()).any(|skipped| fits(rest, &came[skipped..])),
        ([line, rest @ ..], [found, more @ ..]) => same(line, found) && fits(rest, more),
        _ => false,
    }
}

fn same(line: &str, found: &str) -> bool {
    let mut parts = line.trim_end().split('…');
    let Some(mut rest) = found.trim_end().strip_prefix(parts.next().unwrap_or("")) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (number, part) in parts.iter().enumerate() {
        let last = number + 1 == parts.len();
        let at = if last { rest.strip_suffix(part).map(str::len) } else { rest.find(part) };
        let Some(at) = at else { return false };
        rest = rest.get(at + part.len()..).unwrap_or("");
    }
    rest.is_empty()
}

fn there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

#[cfg(unix)]
#[test]
fn what_stands_in_the_guide_happens() {
    let home = tempfile::tempdir().unwrap();
    let bin = home.path().join("bin");
    fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_rapporteur-under-test"), bin.join("rapporteur")).unwrap();
    let path = env::join_paths(
        std::iter::once(bin).chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())),
    );
    let mut shell = Shell { folder: home.path().join("empty"), path: path.unwrap() };
    fs::create_dir(&shell.folder).unwrap();
    // The libraries that the workspace has built fit only what is built in the same way.
    fs::create_dir(home.path().join(".cargo")).unwrap();
    fs::copy(root().join(".cargo/config.toml"), home.path().join(".cargo/config.toml")).unwrap();
    let all = env::var("RAPPORTEUR_GUIDE").is_ok_and(|which| which == "all");
    let guide = fs::read_to_string(root().join("crates/stage/docs/guide.md")).unwrap();
    let talks = talks(&guide);
    assert!(talks.len() >= 4);
    for talk in talks {
        if talk.needs.split_whitespace().any(|program| (program == "cargo" && !all) || !there(program)) {
            println!("SKIPPED: a part of the guide that needs {}", talk.needs);
            continue;
        }
        replay(&mut shell, &talk);
        // Each goes on from the same folder.
        shell.folder = home.path().join("empty");
    }
}

fn replay(shell: &mut Shell, talk: &Talk) {
    let mut lines = talk.lines.iter().map(String::as_str).peekable();
    while let Some(line) = lines.next() {
        assert!(line.starts_with("$ "), "`{line}` answers nothing");
        let typed = line.trim_start_matches("$ ");
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            expected.push(line);
        }
        let came = shell.answer(typed);
        let came: Vec<&str> = came.trim_end().lines().collect();
        assert!(
            fits(&expected, &came),
            "$ {typed}\n{}\n--- and not\n{}",
            came.join("\n"),
            expected.join("\n")
        );
    }
}

#[test]
fn dots_stand_for_anything() {
    assert!(fits(&["a", "…", "b … c"], &["a", "x", "y", "b 1.5 c"]));
    assert!(fits(&["…"], &[]) && fits(&["…s"], &["0.1s"]));
    assert!(!fits(&["a"], &["a", "b"]) && !fits(&["b … c"], &["b c"]) && !fits(&["a…b"], &["ab!"]));
}
