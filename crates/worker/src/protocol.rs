//! The lines that are exchanged.

use rapporteur_model::Document;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::changes::Changes;

/// Version of the protocol. Programs that speak version 1 or anything since are understood.
pub const PROTOCOL: u32 = 2;
/// The oldest version that is still spoken.
pub(crate) const OLDEST: u32 = 1;

/// Bytes that either end reads at once: as many as a pipe holds.
pub(crate) const AT_ONCE: usize = 64 << 10;

/// Our first line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Hello {
    pub(crate) rapporteur: u32,
    #[serde(default)]
    pub(crate) options: Map<String, Value>,
}

/// The program's first line: what it is, and what it can. All but the protocol may be missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Welcome {
    pub(crate) protocol: u32,
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<String>,
    /// One line on what it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) summary: Option<String>,
    /// JSON Schema of its options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) schema: Option<Value>,
    /// What must be there before: names of layers, or `sections`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) needs: Vec<String>,
    /// The layers it gives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) gives: Vec<String>,
    /// The parts of a document that it wants to see; all when it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) takes: Option<Vec<String>>,
    /// What else it can: see [`CANCEL`]. What we do not know is let pass.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) capabilities: Vec<String>,
}

/// The capability of a program that understands `{"cancel": 7}`: it gives up document 7 and says so in its reply.
pub(crate) const CANCEL: &str = "cancel";

/// The parts that a program may take. The id and the source always go along.
pub(crate) const PARTS: [&str; 6] = ["extracted", "meta", "blocks", "sections", "layers", "trail"];

/// A document to be worked on, at the program's end; [`Sent`](crate::sent::Sent) is what writes it.
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
