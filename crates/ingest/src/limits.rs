//! How much of a file is read at most.

/// Bounds that keep one hostile file from costing the run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Largest file, in MiB.
    pub largest_mib: u64,
    /// Most pages that are read of one PDF; the rest is reported as lost.
    pub pages: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { largest_mib: 200, pages: 5000 }
    }
}

impl Limits {
    /// The largest file, in bytes.
    pub fn largest_bytes(&self) -> u64 {
        self.largest_mib.saturating_mul(1024 * 1024)
    }
}
