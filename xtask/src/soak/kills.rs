//! `kill -9` and SIGTERM at random moments of a run, with a reader who looks at the output folder all the while, and a
//! look at whether the readers of files end with the run; and the same bytes with any number of workers.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{archive::Archive, must, processes};

const DOCUMENTS: usize = 300;
const KILLS: u32 = 200;
/// Every so many, the run is asked to end in place of being killed.
const ASKED: u32 = 4;
/// How long a process may outlive the run that has started it.
const ORPHANED: Duration = Duration::from_secs(1);

pub(super) fn kills(program: &Path, folder: &Path) -> io::Result<()> {
    let archive = Archive::make(program, folder, DOCUMENTS, 30)?.isolated()?;
    let (_, time) = archive.run(&[])?;
    let whole = archive.exports()?;
    must(whole.len() == DOCUMENTS + 1, || format!("{} files came out", whole.len()))?;
    for workers in ["1", "2", "16"] {
        archive.forget()?;
        archive.run(&["--workers", workers])?;
        must(archive.exports()? == whole, || format!("other bytes with {workers} workers"))?;
        archive.run(&["--workers", workers])?;
        must(archive.exports()? == whole, || format!("other bytes with {workers} workers and a ledger"))?;
    }
    println!("{DOCUMENTS} documents: the same bytes with 1, 2 and 16 workers, ledger fresh and warm");
    let mut chance = Chance(0x5eed);
    let (mut early, mut seen, mut below) = (0, 0, 0);
    // A run that is asked to end puts what it has into the joint file.
    let mut asked = false;
    for kill in 0..KILLS {
        // Every third begins where the one before was killed; half of them meet a run that has something to redo.
        if kill % 3 == 0 {
            archive.forget()?;
            asked = false;
        }
        let after = time.mul_f64(chance.next());
        let mut child = archive.command(&[]).spawn()?;
        let start = Instant::now();
        let mut reader = Reader::default();
        while start.elapsed() < after && child.try_wait()?.is_none() {
            reader.look(&archive, &whole, asked)?;
        }
        early += u32::from(child.try_wait()?.is_none());
        let readers = processes::below(child.id());
        below += readers.len();
        if kill % ASKED == 1 {
            processes::ask_to_end(&child)?;
            asked = true;
        } else {
            child.kill()?;
        }
        child.wait()?;
        processes::must_end(&readers, ORPHANED).map_err(|left| {
            io::Error::other(format!("after kill {kill}: {left:?} of {readers:?} are still at work"))
        })?;
        reader.look(&archive, &whole, asked)?;
        seen += reader.seen.len();
        if kill % 3 == 2 || kill + 1 == KILLS {
            archive.run(&[])?;
            let now = archive.exports()?;
            let differs = now.iter().find(|(name, bytes)| whole.get(*name) != Some(bytes));
            must(now == whole, || format!("after kill {kill}: {:?}", differs.map(|(name, _)| name)))?;
        }
    }
    println!("{KILLS} kills, {early} of them before the end: every output byte-identical after the next run");
    println!("  {below} processes that read files were at work at those moments, and ended with their run");
    println!("  a reader looked at {seen} files meanwhile and saw none that was partial");
    Ok(())
}

/// Somebody who reads the exports while they are written.
#[derive(Default)]
struct Reader {
    seen: BTreeSet<PathBuf>,
}

impl Reader {
    /// Reads what is new. After a run that was asked to end, the joint file may lack documents, but no part of one.
    fn look(&mut self, archive: &Archive, whole: &BTreeMap<PathBuf, Vec<u8>>, asked: bool) -> io::Result<()> {
        let out = archive.folder.join("out");
        let lines = ["reports.jsonl".into()].into_iter();
        let names = fs::read_dir(out.join("json")).into_iter().flatten().flatten();
        let names = names.map(|e| Path::new("json").join(e.file_name()));
        for name in lines.chain(names).collect::<Vec<PathBuf>>() {
            if self.seen.contains(&name) {
                continue;
            }
            // One that is not there yet is no partial one.
            let Ok(bytes) = fs::read(out.join(&name)) else { continue };
            let all = whole.get(&name).map_or(&[][..], Vec::as_slice);
            let fits = if asked && name == *"reports.jsonl" { holds(all, &bytes) } else { all == bytes };
            must(fits, || format!("{} was partial", name.display()))?;
            self.seen.insert(name);
        }
        std::thread::sleep(Duration::from_millis(2));
        Ok(())
    }
}

/// Whether a file has nothing but lines of another, in their order and whole.
fn holds(all: &[u8], some: &[u8]) -> bool {
    let mut lines = all.split_inclusive(|byte| *byte == b'\n');
    some.split_inclusive(|byte| *byte == b'\n').all(|line| lines.any(|other| other == line))
}

/// Numbers from 0 to 1 that nobody would expect, the same every time.
struct Chance(u64);

impl Chance {
    #[expect(clippy::cast_precision_loss, reason = "53 bits are enough")]
    fn next(&mut self) -> f64 {
        // Xorshift, after Marsaglia.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}
