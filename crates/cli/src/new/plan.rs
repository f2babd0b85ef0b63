//! What is to be made, and making it: all of it, or nothing.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::complaint::Complaint;

/// Files to be made, and files to get a line more.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The folder to which all paths are relative.
    pub(crate) root: PathBuf,
    /// The new folder; nothing may be there yet.
    pub(crate) folder: PathBuf,
    /// The new folder's files, below it.
    pub(crate) files: Vec<File>,
    /// New files elsewhere.
    pub(crate) beside: Vec<File>,
    /// Files that are changed.
    pub(crate) edits: Vec<Edit>,
    /// What to type next, each with what it does.
    pub(crate) next: Vec<(String, &'static str)>,
    /// What else to know.
    pub(crate) notes: Vec<String>,
}

/// A new file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    /// Whether it is a program.
    pub(crate) runs: bool,
}

/// A file with more in it than before.
#[derive(Debug)]
pub(crate) struct Edit {
    pub(crate) path: PathBuf,
    pub(crate) before: String,
    pub(crate) after: String,
}

impl File {
    pub(crate) fn new(path: impl Into<PathBuf>, text: String) -> Self {
        Self { path: path.into(), text, runs: false }
    }

    pub(crate) fn program(path: impl Into<PathBuf>, text: String) -> Self {
        Self { runs: true, ..Self::new(path, text) }
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        fs::write(path, &self.text)?;
        if self.runs { runnable(path) } else { Ok(()) }
    }
}

#[cfg(unix)]
fn runnable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn runnable(_: &Path) -> io::Result<()> {
    Ok(())
}

impl Plan {
    /// Makes everything; when something is in the way or cannot be written, nothing.
    pub(crate) fn carry_out(&self) -> Result<(), Complaint> {
        let new = std::iter::once(&self.folder).chain(self.beside.iter().map(|file| &file.path));
        for path in new {
            // A link to nowhere is in the way too.
            if self.root.join(path).symlink_metadata().is_ok() {
                return Err(Complaint::new(format!("{} is there already", path.display()))
                    .hint("nothing was changed; take another name, or move it away"));
            }
        }
        self.write().map_err(|e| {
            Complaint::new(format!("the stage cannot be written to {}: {e}", self.root.display()))
                .hint("nothing was left behind")
        })
    }

    fn write(&self) -> io::Result<()> {
        // On the same file system, so that moving is one step; removed with all that is still in it.
        let staging = tempfile::Builder::new().prefix(".new-stage-").tempdir_in(&self.root)?;
        let folder = staging.path().join("folder");
        self.files.iter().try_for_each(|file| file.write(&folder.join(&file.path)))?;
        let beside = |number: usize| staging.path().join(format!("beside-{number}"));
        let edited = |number: usize| staging.path().join(format!("edited-{number}"));
        for (number, file) in self.beside.iter().enumerate() {
            file.write(&beside(number))?;
        }
        for (number, edit) in self.edits.iter().enumerate() {
            fs::write(edited(number), &edit.after)?;
            fs::set_permissions(edited(number), fs::metadata(self.root.join(&edit.path))?.permissions())?;
        }
        let new = std::iter::once((folder, &self.folder))
            .chain(self.beside.iter().enumerate().map(|(number, file)| (beside(number), &file.path)));
        let changed = self.edits.iter().enumerate().map(|(number, edit)| (edited(number), edit));
        self.move_in(new, changed)
    }

    /// Moves new things and then changed ones to their places; when one cannot be moved, takes back those that were.
    fn move_in<'p>(
        &self,
        new: impl Iterator<Item = (PathBuf, &'p PathBuf)>,
        changed: impl Iterator<Item = (PathBuf, &'p Edit)>,
    ) -> io::Result<()> {
        let mut done: Vec<Moved<'_>> = Vec::new();
        let result = new
            .map(|(from, to)| (from, Moved::New(self.root.join(to))))
            .chain(changed.map(|(from, edit)| (from, Moved::Edit(self.root.join(&edit.path), &edit.before))))
            .try_for_each(|(from, moved)| {
                fs::rename(from, moved.place())?;
                done.push(moved);
                Ok(())
            });
        if result.is_err() {
            done.into_iter().rev().for_each(Moved::take_back);
        }
        result
    }
}

/// Something that stands in its place.
enum Moved<'p> {
    New(PathBuf),
    /// A changed file, and what was in it.
    Edit(PathBuf, &'p str),
}

impl Moved<'_> {
    fn place(&self) -> &Path {
        match self {
            Self::New(path) | Self::Edit(path, _) => path,
        }
    }

    /// What was put there a moment ago can be taken away again; if not, the first fault is the one that is told.
    fn take_back(self) {
        let _second_fault = match &self {
            Self::New(path) if path.is_dir() => fs::remove_dir_all(path),
            Self::New(path) => fs::remove_file(path),
            Self::Edit(path, before) => fs::write(path, before),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn plan(root: &Path) -> Plan {
        fs::write(root.join("list"), "one\n").unwrap();
        Plan {
            root: root.to_owned(),
            folder: "house-terms".into(),
            files: vec![File::program("run.sh", "exit\n".to_owned()), File::new("src/a", String::new())],
            beside: vec![File::new("case.md", "# case\n".to_owned())],
            edits: vec![Edit {
                path: "list".into(),
                before: "one\n".to_owned(),
                after: "one\ntwo\n".to_owned(),
            }],
            ..Plan::default()
        }
    }

    #[test]
    fn everything_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let plan = plan(folder.path());
        plan.carry_out().unwrap();
        assert_eq!(names(folder.path()), ["case.md", "house-terms", "list"]);
        assert_eq!(names(&folder.path().join("house-terms")), ["run.sh", "src"]);
        assert_eq!(fs::read_to_string(folder.path().join("list")).unwrap(), "one\ntwo\n");
        let again = plan.carry_out().unwrap_err();
        assert_eq!(again.told().0, "house-terms is there already");
    }

    #[test]
    fn what_fails_half_way_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut plan = plan(folder.path());
        // A file cannot be moved into a folder that is not there.
        plan.beside.push(File::new("no/such/folder/case.md", String::new()));
        assert!(plan.carry_out().unwrap_err().told().0.starts_with("the stage cannot be written to"));
        assert_eq!(names(folder.path()), ["list"]);
        assert_eq!(fs::read_to_string(folder.path().join("list")).unwrap(), "one\n");
        plan.beside.clear();
        plan.edits.push(Edit { path: "gone".into(), before: "x".to_owned(), after: "y".to_owned() });
        assert!(plan.carry_out().is_err());
        assert_eq!(names(folder.path()), ["list"]);
        assert_eq!(fs::read_to_string(folder.path().join("list")).unwrap(), "one\n");
    }
}
