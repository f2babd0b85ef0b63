//! The lines that are exchanged.

use rapporteur_model::Document;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::changes::Changes;

/// Version of the protocol.
pub const PROTOCOL: u32 = 1;

/// Our first line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Hello {
    pub(crate) rapporteur: u32,
    #[serde(default)]
    pub(crate) options: Map<String, Value>,
}

/// The program's first line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Welcome {
    pub(crate) protocol: u32,
    #[serde(default)]
    pub(crate) name: String,
}

/// A document to be worked on.
#[derive(Debug, Serialize)]
pub(crate) struct Request<'a> {
    pub(crate) id: u64,
    pub(crate) document: &'a Document,
}

/// The same, read back.
#[derive(Debug, Deserialize)]
pub(crate) struct Received {
    pub(crate) id: u64,
    pub(crate) document: Document,
}

/// What came of it. One of the four.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reply {
    pub(crate) id: u64,
    #[serde(default)]
    pub(crate) document: Option<Changes>,
    #[serde(default)]
    pub(crate) documents: Option<Vec<Changes>>,
    #[serde(default)]
    pub(crate) leave_out: Option<String>,
    #[serde(default)]
    pub(crate) error: Option<String>,
    /// What to try, beside an error.
    #[serde(default)]
    pub(crate) hint: Option<String>,
}
