//! A file that holds a part of every document: written anew only when a part is another one, and then from the parts of
//! the old file as far as they still hold.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::PathBuf,
};

use crate::{
    row::{JointRow, Output},
    staging::{Staging, UnderWay},
};

/// A joint file in a run.
#[derive(Debug)]
pub(crate) struct Joint {
    /// Below the output folder.
    pub(crate) path: PathBuf,
    head: Vec<u8>,
    /// The old file, when it is as it was written.
    old: Option<JointRow>,
    reader: Option<File>,
    /// Where the next part begins.
    at: u64,
    /// Parts that stand where they stood, as long as nothing is different.
    standing: Vec<Output>,
    new: Option<(UnderWay, blake3::Hasher)>,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Joined {
    /// It stays as it is.
    Same,
    /// It is on its way to its place, which lies below the output folder; with its hash.
    New(PathBuf, String),
    /// No document has a part in it.
    Empty,
}

impl Joint {
    pub(crate) fn new(path: PathBuf, head: Vec<u8>, old: Option<JointRow>) -> Self {
        let at = head.len() as u64;
        Self { path, head, old, reader: None, at, standing: Vec::new(), new: None }
    }

    /// Adds a part; gives back where it begins.
    pub(crate) fn add(&mut self, bytes: &[u8], staging: &mut Staging) -> io::Result<u64> {
        self.begin(staging)?;
        self.write(bytes)
    }

    /// Takes a part over from the old file; gives back where it begins now.
    pub(crate) fn keep(&mut self, part: &Output, staging: &mut Staging) -> io::Result<u64> {
        if self.new.is_none() && part.start == self.at {
            self.at += part.length;
            self.standing.push(part.clone());
            return Ok(part.start);
        }
        self.begin(staging)?;
        let bytes = self.read(part, staging)?;
        self.write(&bytes)
    }

    /// Ends the file.
    pub(crate) fn end(mut self, staging: &mut Staging, to: PathBuf) -> io::Result<Joined> {
        if self.new.is_none() {
            if self.standing.is_empty() {
                return Ok(Joined::Empty);
            }
            if self.old.as_ref().is_some_and(|old| old.look.size == self.at) {
                return Ok(Joined::Same);
            }
            self.begin(staging)?;
        }
        let Some((file, hasher)) = self.new.take() else { return Ok(Joined::Empty) };
        staging.end(file, to)?;
        Ok(Joined::New(self.path, hasher.finalize().to_hex().to_string()))
    }

    /// Begins the new file with the parts that would have stayed where they are.
    fn begin(&mut self, staging: &mut Staging) -> io::Result<()> {
        if self.new.is_some() {
            return Ok(());
        }
        self.new = Some((staging.begin()?, blake3::Hasher::new()));
        self.at = 0;
        let head = std::mem::take(&mut self.head);
        self.write(&head)?;
        for part in std::mem::take(&mut self.standing) {
            let bytes = self.read(&part, staging)?;
            self.write(&bytes)?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.at;
        if let Some((file, hasher)) = &mut self.new {
            file.add(bytes)?;
            hasher.update(bytes);
        }
        self.at += bytes.len() as u64;
        Ok(at)
    }

    fn read(&mut self, part: &Output, staging: &Staging) -> io::Result<Vec<u8>> {
        let reader = match &mut self.reader {
            Some(reader) => reader,
            None => self.reader.insert(File::open(staging.place(&self.path))?),
        };
        reader.seek(SeekFrom::Start(part.start))?;
        let mut bytes = Vec::new();
        reader.take(part.length).read_to_end(&mut bytes)?;
        if blake3::hash(&bytes).to_hex().as_str() != part.hash {
            let said = "its old content is not what was written; the next run makes it anew";
            return Err(io::Error::new(io::ErrorKind::InvalidData, said));
        }
        Ok(bytes)
    }
}
