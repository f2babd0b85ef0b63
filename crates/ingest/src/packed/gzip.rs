//! Gzip: one file, packed.

use std::{io::Read, sync::Arc};

use flate2::bufread::MultiGzDecoder;
use rapporteur_stage::StageError;

use crate::Limits;

/// Whether bytes begin as gzip does.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1F\x8B\x08")
}

/// The bytes of the file that was packed.
pub(crate) fn unpacked(bytes: &[u8], limits: &Limits) -> Result<Arc<[u8]>, StageError> {
    let most = limits.largest_bytes().min(limits.largest_archive_bytes());
    let mut whole = Vec::new();
    // One byte more than allowed shows that there is more.
    let read = MultiGzDecoder::new(bytes).take(most.saturating_add(1)).read_to_end(&mut whole);
    if whole.len() as u64 > most {
        return Err(StageError::new(format!("unpacked the file has more than {} MiB", most >> 20))
            .hint("raise `largest-mib` of `ingest`, or unpack the file and split it"));
    }
    read.map_err(|e| {
        StageError::new("the gzip file is torn: it cannot be unpacked whole")
            .hint("fetch it again; `gzip -dc FILE` gives what is left of it")
            .because(e)
    })?;
    Ok(whole.into())
}
