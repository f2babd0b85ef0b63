//! Writing a file so that nobody ever sees half of it.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

/// Writes beside the file, then renames: the file is the old one or the new one.
pub(crate) fn file(path: &Path, content: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.part"));
    let written = write(&beside, content).and_then(|()| fs::rename(&beside, path));
    if written.is_err() && beside.exists() {
        // The first error is the one to tell.
        let _cleaned = fs::remove_file(&beside).is_ok();
    }
    written
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}
