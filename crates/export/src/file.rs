//! Seeing before a run whether files can be written. Writing them is the engine's.

use std::{fs, path::Path};

use rapporteur_stage::StageError;

/// Says before a run whether a folder can be written to, leaving nothing behind.
pub(crate) fn try_folder(folder: &Path) -> Result<(), StageError> {
    let there = folder.ancestors().find(|a| fs::symlink_metadata(present(a)).is_ok()).unwrap_or(folder);
    let there = present(there);
    if !there.is_dir() {
        let what =
            StageError::new(format!("cannot write to {}: {} is a file", folder.display(), there.display()));
        return Err(what.hint("name another output folder with `out` or `--out`"));
    }
    // A file without a name: a run that is killed at this moment leaves nothing behind either.
    tempfile::tempfile_in(there).map(drop).map_err(|e| cannot(folder, e))
}

/// The empty path is the current folder.
fn present(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn cannot(path: &Path, e: std::io::Error) -> StageError {
    StageError::new(format!("cannot write {}: {}", path.display(), plain(&e)))
        .hint("see that the folder may be written to and the disk is not full")
        .because(e)
}

/// The error without its number and without the path of the temporary file, which nobody has heard of.
fn plain(e: &std::io::Error) -> String {
    let text = e.to_string();
    let text = text.split(" (os error").next().and_then(|t| t.split(" at path").next()).unwrap_or(&text);
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_way_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("out"), "").unwrap();
        let error = try_folder(&folder.path().join("out/html")).unwrap_err();
        assert!(error.message.ends_with("out is a file"), "{error}");
        try_folder(&folder.path().join("new/deep")).unwrap();
        assert!(!folder.path().join("new").exists());
    }
}
