//! Why a document is worked on, or not.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a run works on a document, and from where on; or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Why {
    /// Of what sort the reason is.
    pub sort: Sort,
    /// The reason, for people.
    pub text: String,
}

/// The sorts of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Sort {
    /// Nothing has changed since an earlier run.
    Unchanged,
    /// It was not there in earlier runs, or the ledger does not know of any.
    New,
    /// The file has another content.
    Content,
    /// The file lies elsewhere than before.
    Moved,
    /// A stage is another one, or works in another way.
    Stage,
    /// An export is another one, or writes something else.
    Export,
    /// A file that an export wrote is not there any more, or was altered.
    Output,
    /// It had failed, and may succeed now.
    Retry,
    /// The sources do not give it now, and it stays as it is: its folder is away, or the run is one over other files.
    Kept,
    /// Somebody asked for everything anew, or keeps no ledger.
    Fresh,
}

impl Why {
    pub(crate) fn new(sort: Sort, text: impl Into<String>) -> Self {
        Self { sort, text: text.into() }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
