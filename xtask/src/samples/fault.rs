//! What can go wrong while samples are made.

use std::fmt;

/// A mistake in a source, or a file that cannot be read or written.
#[derive(Debug)]
pub(super) struct Fault {
    /// The file, with the line where it is known.
    place: String,
    /// What is wrong there.
    message: String,
}

impl Fault {
    /// A fault at a place that is known only as far as the caller knows it.
    pub(super) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }

    /// The same fault, with the file named before the place.
    pub(super) fn within(mut self, file: &str) -> Self {
        self.place = if self.place.is_empty() { file.to_owned() } else { format!("{file}: {}", self.place) };
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(out, "{}: ", self.place)?;
        }
        out.write_str(&self.message)
    }
}

/// The result of a step that may meet a fault.
pub(super) type Result<T> = std::result::Result<T, Fault>;
