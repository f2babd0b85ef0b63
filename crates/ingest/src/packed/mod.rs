//! Files that hold other files: ZIP archives, the packages of Word and EPUB, gzip.
//!
//! Nothing is unpacked to disk, and a name in an archive is never used as a path: it is shown, and parts of file
//! names are made of it, after all that could lead anywhere is taken out. What an archive says of its own size is
//! looked at before the first byte is unpacked, and held against it after.

pub(crate) mod archive;
pub(crate) mod entries;
pub(crate) mod gzip;
pub(crate) mod names;
pub(crate) mod open;
pub(crate) mod xml;

#[cfg(test)]
pub(crate) mod tests;
