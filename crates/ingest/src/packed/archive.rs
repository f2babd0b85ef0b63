//! A ZIP file in memory: its entries by name, and their bytes, unpacked within bounds.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    sync::Arc,
};

use flate2::bufread::DeflateDecoder;
use rapporteur_stage::StageError;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use super::names;
use crate::Limits;

/// An opened archive.
#[derive(Debug)]
pub(crate) struct Archive {
    zip: ZipSliceArchive<Arc<[u8]>>,
    pub(crate) entries: Vec<Entry>,
    /// Entries by name, in lower case: writers of packages do not agree on case.
    by_name: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
    limits: Limits,
}

/// One entry, as the archive's list has it.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The name as a person reads it, folders parted by `/`. Never to be used as a path.
    pub(crate) name: String,
    pub(crate) folder: bool,
    encrypted: bool,
    method: CompressionMethod,
    /// Bytes unpacked and packed, as the list says.
    pub(crate) size: u64,
    pub(crate) packed: u64,
    at: ZipArchiveEntryWayfinder,
    start: u64,
}

/// How much more an archive may hold than it takes, once that is much: honest files stay far below.
const RATIO: u64 = 200;

/// Unpacked bytes below which nobody asks for the ratio.
const HARMLESS: u64 = 64 << 20;

impl Archive {
    /// Opens an archive: reads its list, unpacks nothing.
    pub(crate) fn open(bytes: Arc<[u8]>, limits: &Limits) -> Result<Self, StageError> {
        let zip = ZipArchive::from_slice(bytes).map_err(|e| {
            StageError::new("the ZIP archive has no readable list of its entries")
                .hint("it is torn or was not copied whole: fetch it again, or repair it with `zip -FF`")
                .because(e)
        })?;
        let most = usize::try_from(limits.entries).unwrap_or(usize::MAX);
        let mut entries = Vec::new();
        let mut list = zip.entries();
        // A list that breaks off gives what stands before.
        while let Ok(Some(record)) = list.next_entry() {
            if entries.len() >= most {
                return Err(StageError::new(format!("the archive has more than {most} entries"))
                    .hint("raise `largest-entries` of `ingest`, or unpack the archive"));
            }
            let name = decoded(record.file_path().as_bytes());
            entries.push(Entry {
                folder: record.is_dir() || name.ends_with(['/', '\\']),
                name: names::plain(&name),
                encrypted: record.flags().is_encrypted(),
                method: record.compression_method(),
                size: record.uncompressed_size_hint(),
                packed: record.compressed_size_hint(),
                at: record.wayfinder(),
                start: record.local_header_offset(),
            });
        }
        names::tell_apart(&mut entries);
        let by_name = entries.iter().enumerate().rev().map(|(i, e)| (e.name.to_lowercase(), i)).collect();
        Ok(Self { zip, entries, by_name, left: limits.largest_archive_bytes(), limits: limits.clone() })
    }

    /// The index of an entry by its name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&name.to_lowercase()).copied()
    }

    /// The bytes of an entry by its name; `None` when there is no such entry.
    pub(crate) fn part(&mut self, name: &str) -> Option<Result<Vec<u8>, StageError>> {
        let index = self.find(name)?;
        Some(self.read(index))
    }

    /// The bytes of an entry.
    pub(crate) fn read(&mut self, index: usize) -> Result<Vec<u8>, StageError> {
        let entry = self.entries.get(index).ok_or_else(|| StageError::new("there is no such entry"))?;
        if entry.encrypted {
            return Err(
                StageError::new("the entry is encrypted").hint("unpack the archive with its password")
            );
        }
        let limit = self.limits.largest_bytes();
        if entry.size > limit {
            let mib = entry.size.div_ceil(1 << 20);
            return Err(StageError::new(format!(
                "unpacked it has {mib} MiB, and {} are allowed",
                limit >> 20
            ))
            .hint("raise `largest-mib` of `ingest`, or split the file"));
        }
        if entry.size > self.left {
            return Err(too_much(&self.limits));
        }
        let local = self.zip.get_entry(entry.at).map_err(|e| torn().because(e))?;
        let data = local.data();
        // One byte more than the list says shows that the list lies.
        let most = entry.size.saturating_add(1);
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size.min(HARMLESS)).unwrap_or(0));
        let fails = |e: io::Error| torn().because(e);
        match entry.method {
            CompressionMethod::STORE => {
                local.verifying_reader(data).take(most).read_to_end(&mut bytes).map_err(fails)?;
            }
            CompressionMethod::DEFLATE => {
                let inflated = DeflateDecoder::new(data);
                local.verifying_reader(inflated).take(most).read_to_end(&mut bytes).map_err(fails)?;
            }
            other => {
                return Err(StageError::new(format!(
                    "the entry is packed by a method ({other:?}) that is not read"
                ))
                .hint("pack it anew with the usual method, deflate"));
            }
        }
        if bytes.len() as u64 != entry.size {
            return Err(torn());
        }
        self.left -= entry.size;
        Ok(bytes)
    }

    /// Refuses an archive that is made to burst: what its list says is more than allowed, or entries lie on top
    /// of one another.
    pub(crate) fn is_sound(&self) -> Result<(), StageError> {
        let files = || self.entries.iter().filter(|e| !e.folder);
        let total = files().fold(0_u64, |sum, e| sum.saturating_add(e.size));
        let packed = self.zip.get_ref().len() as u64;
        if total > self.limits.largest_archive_bytes() {
            return Err(too_much(&self.limits));
        }
        if total > HARMLESS && total / RATIO > packed {
            return Err(StageError::new(format!(
                "the archive holds {} times its own size",
                total / packed.max(1)
            ))
            .hint("it looks like a ZIP bomb; if it is not, unpack it"));
        }
        let mut places: Vec<(u64, u64)> = files().map(|e| (e.start, e.packed)).collect();
        places.sort_unstable();
        let overlap = |pair: &[(u64, u64)]| matches!(pair, [(a, n), (b, _)] if a.saturating_add(*n) > *b);
        if places.windows(2).any(overlap) {
            return Err(StageError::new("entries of the archive lie on top of one another")
                .hint("it looks like a ZIP bomb; if it is not, unpack it and pack it anew"));
        }
        Ok(())
    }
}

fn torn() -> StageError {
    StageError::new("the entry is torn: it cannot be unpacked whole").hint("fetch the archive again")
}

fn too_much(limits: &Limits) -> StageError {
    StageError::new(format!("unpacked it would have more than {} MiB", limits.archive_mib))
        .hint("raise `largest-archive-mib` of `ingest`, or unpack the archive")
}

/// Letters of the code page of DOS, from 0x80 on, which programs without UTF-8 write.
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑ";

/// An entry's name: UTF-8, or else the code page of old programs.
fn decoded(name: &[u8]) -> String {
    let letter = |&byte: &u8| match byte {
        0..0x80 => char::from(byte),
        _ => DOS.chars().nth(usize::from(byte) - 0x80).unwrap_or('_'),
    };
    std::str::from_utf8(name).map_or_else(|_| name.iter().map(letter).collect(), ToOwned::to_owned)
}
