//! What was done, in SQLite: the one thing that a run trusts of the runs before it.
//!
//! One thread writes, in batches: each batch is a transaction, made after the files that it speaks of are flushed and in
//! their places. So at every moment what the ledger says of a file is true, and what it does not say is made again.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    prints::StepPrint,
    row::{JointRow, Row},
    staging::Disk,
};

/// Raised when the tables change; a ledger of another number is begun anew.
const FORM: i32 = 1;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS sources (path BLOB PRIMARY KEY, outcome TEXT NOT NULL, content TEXT NOT NULL, size INTEGER NOT NULL,
  fingerprint TEXT NOT NULL, tries INTEGER NOT NULL, run INTEGER NOT NULL, row TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS joints (export TEXT PRIMARY KEY, row TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS prints (hash TEXT PRIMARY KEY, print TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, begun TEXT NOT NULL, report TEXT);
";

/// Why the ledger cannot be read or written, for people.
pub(crate) type LedgerError = rusqlite::Error;

/// The ledger, open for writing.
#[derive(Debug)]
pub(crate) struct Ledger {
    db: Connection,
    disk: Disk,
    run: i64,
}

/// What is to be changed in one batch.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) put: BTreeMap<PathBuf, Row>,
    pub(crate) gone: Vec<PathBuf>,
    pub(crate) joints: BTreeMap<String, Option<JointRow>>,
    /// How many documents were worked on for it.
    pub(crate) documents: usize,
}

/// All that earlier runs have left.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) rows: BTreeMap<PathBuf, Row>,
    pub(crate) joints: BTreeMap<String, JointRow>,
    pub(crate) prints: BTreeMap<String, StepPrint>,
    /// The report of the last run that came to its end, as JSON.
    pub(crate) last: Option<String>,
    /// When the newest run began, if it has not come to its end.
    pub(crate) unended: Option<String>,
}

impl Ledger {
    /// Opens the ledger, or begins one; one that is damaged or of another form is put aside and begun anew, which is
    /// told in the second value.
    pub(crate) fn open(path: &Path, disk: &Disk) -> Result<(Self, Option<String>), LedgerError> {
        match Self::try_open(path, disk) {
            Ok(ledger) => Ok((ledger, None)),
            Err(e) if unusable(&e) => {
                let aside = path.with_extension("sqlite.damaged");
                let said = format!("the ledger cannot be used ({e}); it is kept as {}", aside.display());
                for (from, to) in [
                    (path.to_owned(), Some(aside)),
                    (beside(path, "-wal"), None),
                    (beside(path, "-shm"), None),
                ] {
                    // What is not there need not be moved; what cannot be is told by the second attempt.
                    let _moved = match to {
                        Some(to) => std::fs::rename(from, to).is_ok(),
                        None => std::fs::remove_file(from).is_ok(),
                    };
                }
                Self::try_open(path, disk).map(|ledger| (ledger, Some(said)))
            }
            Err(e) => Err(e),
        }
    }

    fn try_open(path: &Path, disk: &Disk) -> Result<Self, LedgerError> {
        if let Some(folder) = path.parent() {
            // What is wrong with the folder is told when the file is opened.
            let _made = std::fs::create_dir_all(folder).is_ok();
        }
        let mut db = Connection::open(path)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "NORMAL")?;
        let form: i32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if form == 0 {
            // Tables and form at once: whoever is stopped in between must not leave a ledger that is of no form.
            let begun = db.transaction()?;
            begun.execute_batch(TABLES)?;
            begun.pragma_update(None, "user_version", FORM)?;
            begun.commit()?;
        } else if form != FORM {
            return Err(rusqlite::Error::InvalidQuery);
        }
        Ok(Self { db, disk: disk.clone(), run: 0 })
    }

    /// Notes that a run begins.
    pub(crate) fn begin(&mut self, now: &str) -> Result<(), LedgerError> {
        self.allow()?;
        self.db.execute("INSERT INTO runs (begun) VALUES (?1)", params![now])?;
        self.run = self.db.last_insert_rowid();
        Ok(())
    }

    /// Notes how it ended.
    pub(crate) fn end(&mut self, report: &str) -> Result<(), LedgerError> {
        self.allow()?;
        self.db.execute("UPDATE runs SET report = ?2 WHERE id = ?1", params![self.run, report])?;
        self.db.execute("DELETE FROM runs WHERE id < ?1", params![self.run - 1000])?;
        Ok(())
    }

    pub(crate) fn known(&self) -> Result<Known, LedgerError> {
        known(&self.db)
    }

    /// Remembers what fingerprints stand for.
    pub(crate) fn prints<'p>(
        &mut self,
        prints: impl Iterator<Item = (&'p str, &'p StepPrint)>,
    ) -> Result<(), LedgerError> {
        let mut put = self.db.prepare("INSERT OR IGNORE INTO prints VALUES (?1, ?2)")?;
        for (hash, print) in prints {
            put.execute(params![hash, json(print)])?;
        }
        Ok(())
    }

    /// Makes the changes, all or none.
    pub(crate) fn write(&mut self, changes: &Changes) -> Result<(), LedgerError> {
        self.allow()?;
        let run = self.run;
        let batch = self.db.transaction()?;
        {
            let mut put =
                batch.prepare("INSERT OR REPLACE INTO sources VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
            for (path, row) in &changes.put {
                let size = i64::try_from(row.look.size).unwrap_or(i64::MAX);
                let about = params![
                    bytes(path),
                    row.outcome(),
                    row.content,
                    size,
                    row.key,
                    row.tries,
                    run,
                    json(row)
                ];
                put.execute(about)?;
            }
            let mut gone = batch.prepare("DELETE FROM sources WHERE path = ?1")?;
            for path in &changes.gone {
                gone.execute(params![bytes(path)])?;
            }
            for (export, joint) in &changes.joints {
                match joint {
                    Some(joint) => batch.execute(
                        "INSERT OR REPLACE INTO joints VALUES (?1, ?2)",
                        params![export, json(joint)],
                    )?,
                    None => batch.execute("DELETE FROM joints WHERE export = ?1", params![export])?,
                };
            }
        }
        batch.commit()
    }

    fn allow(&self) -> Result<(), LedgerError> {
        self.disk.allow().map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
    }
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.put.is_empty() && self.gone.is_empty() && self.joints.is_empty()
    }
}

/// Reads a ledger without changing it; nothing when there is none.
pub(crate) fn look(path: &Path) -> Result<Known, LedgerError> {
    if !path.exists() {
        return Ok(Known::default());
    }
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(Duration::from_secs(5))?;
    let form: i32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if form == FORM { known(&db) } else { Ok(Known::default()) }
}

fn known(db: &Connection) -> Result<Known, LedgerError> {
    let mut known = Known::default();
    let mut rows = db.prepare("SELECT path, row FROM sources")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(found) = read(&row.get::<_, String>(1)?) {
            known.rows.insert(path(row.get(0)?), found);
        }
    }
    let mut joints = db.prepare("SELECT export, row FROM joints")?;
    let mut joints = joints.query([])?;
    while let Some(row) = joints.next()? {
        if let Some(found) = read(&row.get::<_, String>(1)?) {
            known.joints.insert(row.get(0)?, found);
        }
    }
    let mut prints = db.prepare("SELECT hash, print FROM prints")?;
    let mut prints = prints.query([])?;
    while let Some(row) = prints.next()? {
        if let Some(found) = read(&row.get::<_, String>(1)?) {
            known.prints.insert(row.get(0)?, found);
        }
    }
    let last = "SELECT report FROM runs WHERE report IS NOT NULL ORDER BY id DESC LIMIT 1";
    known.last = db.query_row(last, [], |row| row.get(0)).optional()?;
    let unended = "SELECT begun FROM runs WHERE report IS NULL AND id = (SELECT max(id) FROM runs)";
    known.unended = db.query_row(unended, [], |row| row.get(0)).optional()?;
    Ok(known)
}

/// What we wrote ourselves; a row that cannot be read counts as not there.
fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

fn json<T: Serialize>(value: &T) -> String {
    // Rows hold text, numbers and maps by text.
    serde_json::to_string(value).unwrap_or_default()
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether an error says that the file is of no use, rather than that the disk is.
fn unusable(error: &LedgerError) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match error {
        rusqlite::Error::InvalidQuery => true,
        other => matches!(other.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)),
    }
}

#[cfg(unix)]
fn bytes(path: &Path) -> &[u8] {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str())
}

#[cfg(unix)]
fn path(bytes: Vec<u8>) -> PathBuf {
    <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(content: &str) -> Row {
        Row { content: content.to_owned(), ..Row::default() }
    }

    #[test]
    fn what_was_written_is_known_to_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        let (mut ledger, said) = Ledger::open(&path, &Disk::default()).unwrap();
        assert_eq!(said, None);
        ledger.begin("2026-03-09T14:05:00Z").unwrap();
        let mut changes = Changes::default();
        changes.put.insert("b/ü.txt".into(), row("1"));
        changes.put.insert("a.txt".into(), row("2"));
        ledger.write(&changes).unwrap();
        ledger.end("{}").unwrap();
        let known = look(&path).unwrap();
        assert_eq!(known.rows.keys().collect::<Vec<_>>(), [Path::new("a.txt"), Path::new("b/ü.txt")]);
        assert_eq!(known.last.as_deref(), Some("{}"));
        let gone = Changes { gone: vec!["a.txt".into()], ..Changes::default() };
        ledger.write(&gone).unwrap();
        assert_eq!(ledger.known().unwrap().rows.len(), 1);
    }

    #[test]
    fn a_damaged_ledger_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        std::fs::write(&path, "this is no database, but it is long enough to be looked at as one".repeat(40))
            .unwrap();
        let (ledger, said) = Ledger::open(&path, &Disk::default()).unwrap();
        assert!(said.unwrap().contains("ledger.sqlite.damaged"));
        assert!(ledger.known().unwrap().rows.is_empty());
        assert!(folder.path().join("ledger.sqlite.damaged").exists());
    }
}
