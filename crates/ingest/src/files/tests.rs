use std::{fs, path::Path};

use super::*;

fn archive() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in [
        "2004/rome.pdf",
        "2004/rome.TXT",
        "2004/notes.docx",
        "2004/drafts/old.txt",
        "2013/beijing.md",
        "2013/.hidden.txt",
        ".git/x.txt",
        "out/report.md",
        "zoo.html",
        "[1].txt",
    ] {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "words").unwrap();
    }
    folder
}

fn find(folder: &Path, include: &[&str], exclude: &[&str]) -> Result<Files, StageError> {
    let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    let options = FilesOptions { include: owned(include), exclude: owned(exclude) };
    Files::find(&options, &Shared::new(folder, folder.join("out")))
}

fn names(folder: &Path, include: &[&str], exclude: &[&str]) -> Vec<String> {
    let mut files = find(folder, include, exclude).unwrap();
    let mut names = vec![];
    assert!(files.total().is_some());
    while let Some(entry) = files.next() {
        names.push(match entry {
            Ok(doc) => doc.source.path.strip_prefix(folder).unwrap().display().to_string(),
            Err(error) => format!("! {error}"),
        });
    }
    names
}

#[test]
fn patterns_and_their_order() {
    let folder = archive();
    let at = folder.path();
    assert_eq!(names(at, &["**/*.{pdf,md}"], &[]), ["2004/rome.pdf", "2013/beijing.md"]);
    assert_eq!(names(at, &["2013/*.md", "2004/*", "./2004/rome.pdf"], &[]).len(), 4);
    assert_eq!(names(at, &["**/*.txt"], &["**/drafts/**"]), ["[1].txt"]);
    assert_eq!(names(at, &["**/*.txt"], &["2004"]), ["[1].txt"]);
    assert_eq!(names(at, &["[1].txt"], &[]), ["[1].txt"]);
}

#[test]
fn a_folder_gives_what_can_be_read() {
    let folder = archive();
    assert_eq!(
        names(folder.path(), &["2004", "2013/"], &[]),
        ["2004/drafts/old.txt", "2004/notes.docx", "2004/rome.TXT", "2004/rome.pdf", "2013/beijing.md"]
    );
    assert_eq!(names(folder.path(), &["."], &["2004", "2013", "[1].txt"]).len(), 1);
    let default = FilesOptions::default();
    let all = Files::find(&default, &Shared::new(folder.path(), folder.path().join("out"))).unwrap();
    assert_eq!(all.total(), Some(6));
    assert_eq!(names(folder.path(), &["out/*.md"], &[]), ["out/report.md"]);
}

#[test]
fn what_is_missing_is_told() {
    let folder = archive();
    let at = folder.path();
    assert_eq!(
        names(at, &["none.pdf", "zoo.html"], &[]),
        ["! there is no file or folder `none.pdf`", "zoo.html"]
    );
    let lacks = |include: &[&str], exclude: &[&str]| find(at, include, exclude).unwrap().lacks();
    assert!(lacks(&["none.pdf"], &[]).unwrap().message.starts_with("there is no file"));
    assert!(lacks(&["*.odt"], &[]).unwrap().message.contains("`*.odt`"));
    assert!(lacks(&["none/*.txt"], &[]).unwrap().hint.is_some());
    assert!(lacks(&[], &[]).unwrap().message.contains("names no file"));
    assert!(lacks(&["*"], &["*"]).is_some());
    assert!(lacks(&["zoo.html"], &[]).is_none());
    assert!(find(at, &["a[.txt"], &[]).unwrap_err().message.contains("not a pattern"));
    let roots = find(at, &["none/*.txt", "2004/**/*.pdf", "2013", "*.html"], &[]).unwrap().roots();
    assert_eq!(roots, ["none", "2004", "2013", ""].map(|r| at.join(r)));
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end_and_linked_files_are_read() {
    let folder = archive();
    let at = folder.path();
    std::os::unix::fs::symlink(at, at.join("2013/loop")).unwrap();
    std::os::unix::fs::symlink(at.join("zoo.html"), at.join("2013/link.html")).unwrap();
    std::os::unix::fs::symlink(at.join("nowhere"), at.join("2013/broken.txt")).unwrap();
    assert_eq!(names(at, &["2013"], &[]), ["2013/beijing.md", "2013/link.html"]);
}
