//! One run at a time on one output folder.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::Path,
};

use crate::{clock, run::Trouble, staging::PRIVATE};

/// The lock of an output folder; given back when it is dropped, and by the system when the process ends, however.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says who has it.
    pub(crate) fn take(out: &Path) -> Result<Self, Box<Trouble>> {
        let folder = out.join(PRIVATE);
        let opened = fs::create_dir_all(&folder).and_then(|()| {
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join("lock"))
        });
        let mut file = opened.map_err(|e| Box::new(unlockable(out, &e)))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Box::new(held(out, &mut file))),
            Err(TryLockError::Error(e)) => return Err(Box::new(unlockable(out, &e))),
        }
        let holder = format!("process {} since {}\n", std::process::id(), clock::now());
        let written =
            file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(holder.as_bytes()));
        written.map_err(|e| Box::new(unlockable(out, &e)))?;
        Ok(Self { _file: file })
    }
}

/// The run that is at work on an output folder, as it calls itself; `None` when there is none.
pub fn at_work(out: &Path) -> Option<String> {
    let mut file = File::open(out.join(PRIVATE).join("lock")).ok()?;
    // Taken together with whoever else only looks, and given back at once.
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(holder(&mut file)),
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

/// Who has the lock. That is a courtesy: the lock itself has spoken.
fn holder(file: &mut File) -> String {
    let mut holder = String::new();
    file.read_to_string(&mut holder).map_or_else(|_| String::new(), |_| holder.trim().to_owned())
}

fn held(out: &Path, file: &mut File) -> Trouble {
    let holder = holder(file);
    let by = if holder.is_empty() { holder } else { format!(": {holder}") };
    let hint = "wait until it has ended, or choose another output folder with --out".to_owned();
    let trouble = Trouble::new(format!("another run is at work on {}{by}", out.display()));
    Trouble { hint: Some(hint), ..trouble }
}

fn unlockable(out: &Path, error: &io::Error) -> Trouble {
    let hint = "choose another with `out` in [run] or with --out".to_owned();
    let trouble = Trouble::new(format!("cannot write to the output folder {}: {error}", out.display()));
    Trouble { hint: Some(hint), ..trouble }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        let said = Lock::take(folder.path()).unwrap_err().message;
        assert!(said.contains(&format!("process {} since 2", std::process::id())), "{said}");
        drop(first);
        Lock::take(folder.path()).unwrap();
    }
}
