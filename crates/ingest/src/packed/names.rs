//! Names of entries, made harmless: they are shown to people and parts of file names are made of them, so they
//! must not be able to lead anywhere.

use std::collections::BTreeSet;

use super::archive::Entry;

/// Longest name that is kept, in characters.
const LONGEST: usize = 400;

/// The name with nothing in it that leads out of the archive: no `..`, no root, no drive, no control characters.
pub(crate) fn plain(name: &str) -> String {
    let name = name.replace('\\', "/");
    let parts = name.split('/').map(|part| part.trim_matches(|c: char| c.is_whitespace() || c.is_control()));
    let kept: Vec<String> = parts.filter(|part| !matches!(*part, "" | "." | "..")).map(harmless).collect();
    let whole = kept.join("/");
    if whole.is_empty() { "entry".to_owned() } else { whole.chars().take(LONGEST).collect() }
}

fn harmless(part: &str) -> String {
    part.chars().map(|c| if c.is_control() || c == ':' { '_' } else { c }).collect()
}

/// The name of an entry that another one names from its own folder: `../x.xml` is resolved, `/x.xml` is from the root.
pub(crate) fn resolved(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in from.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    plain(&parts.join("/"))
}

/// Gives the second of two equal names a number: `report.txt`, `report-2.txt`.
pub(crate) fn tell_apart(entries: &mut [Entry]) {
    let mut given = BTreeSet::new();
    for (number, entry) in entries.iter_mut().enumerate().filter(|(_, e)| !e.folder) {
        if given.insert(entry.name.clone()) {
            continue;
        }
        let (stem, ending) = entry.name.rsplit_once('.').map_or((&*entry.name, ""), |(s, e)| (s, e));
        let dot = if ending.is_empty() { "" } else { "." };
        entry.name = format!("{stem}-{}{dot}{ending}", number + 1);
        given.insert(entry.name.clone());
    }
}

/// Whether an entry is no report but the trace of a program: folders of macOS, hidden files.
pub(crate) fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
        || name.rsplit('/').next().is_some_and(|n| matches!(n, "Thumbs.db" | "desktop.ini"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere() {
        for (name, harmless) in [
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("C:\\reports\\..\\rome.txt", "C_/reports/rome.txt"),
            ("a/\0b\n.txt", "a/b_.txt"),
            ("..", "entry"),
            ("2004/Rome final.pdf", "2004/Rome final.pdf"),
        ] {
            assert_eq!(plain(name), harmless, "{name}");
        }
    }

    #[test]
    fn traces_of_programs_are_hidden() {
        assert!(is_hidden("__MACOSX/._rome.pdf") && is_hidden("a/.DS_Store") && is_hidden("x/Thumbs.db"));
        assert!(!is_hidden("2004/rome.pdf"));
    }
}
