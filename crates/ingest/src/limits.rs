//! How much of a file is read at most.

use crate::Password;

/// Bounds that keep one hostile file from costing the run, and the passwords that open the house's own files.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Largest file, in MiB.
    pub largest_mib: u64,
    /// Most pages that are read of one PDF; the rest is reported as lost.
    pub pages: u32,
    /// Most glyphs that are read of one page.
    pub glyphs: u32,
    /// Most drawing calls that are followed on one page.
    pub drawings: u32,
    /// Most that the contents of a PDF unpack to, in MiB; a page may have half of it, a
    /// single stream a quarter.
    pub unpacked_mib: u64,
    /// Tried in this order on encrypted files.
    pub passwords: Vec<Password>,
    /// Most that the files of one archive may have together when unpacked, in MiB.
    pub archive_mib: u64,
    /// Most entries of one archive.
    pub entries: u32,
    /// Most blocks that are kept of one document; the rest is reported as lost.
    pub blocks: u32,
    /// Most text of one document, in MiB.
    pub text_mib: u64,
    /// How deep the elements of XML may be nested.
    pub nesting: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            largest_mib: 200,
            pages: 5000,
            glyphs: 200_000,
            drawings: 5_000_000,
            unpacked_mib: 256,
            passwords: Vec::new(),
            archive_mib: 1024,
            entries: 10_000,
            blocks: 100_000,
            text_mib: 32,
            nesting: 256,
        }
    }
}

impl Limits {
    /// The largest file, in bytes.
    pub fn largest_bytes(&self) -> u64 {
        self.largest_mib.saturating_mul(1024 * 1024)
    }

    /// Most bytes that all contents of a PDF unpack to.
    pub(crate) fn unpacked(&self) -> usize {
        usize::try_from(self.unpacked_mib.saturating_mul(1024 * 1024)).unwrap_or(usize::MAX)
    }

    /// Most bytes that the contents of one page unpack to, with the forms that it draws.
    pub(crate) fn unpacked_page(&self) -> usize {
        self.unpacked() / 2
    }

    /// Most bytes that one stream unpacks to.
    pub(crate) fn unpacked_stream(&self) -> usize {
        self.unpacked() / 4
    }

    /// Most bytes of text of one document.
    pub(crate) fn text_bytes(&self) -> usize {
        usize::try_from(self.text_mib.saturating_mul(1024 * 1024)).unwrap_or(usize::MAX)
    }

    /// Most unpacked bytes of one archive.
    pub(crate) fn largest_archive_bytes(&self) -> u64 {
        self.archive_mib.saturating_mul(1024 * 1024)
    }
}
