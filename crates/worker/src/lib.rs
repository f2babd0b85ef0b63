//! Stages in other processes: outside programs in any language, over JSON lines, and stages of our own in a child of this
//! program, for `isolate = true`.
//!
//! The decision the first rests on: one line is one document. First both sides say hello, then one document a line goes
//! in, and one reply a line comes back, by its number, in any order:
//!
//! ```text
//! to the program    {"rapporteur":2,"options":{"glossary":"terms.csv"}}
//! from the program  {"protocol":2,"name":"names.py","takes":["blocks"],"schema":{"properties":{"glossary":…}}}
//! to the program    {"id":7,"document":{"id":"…","source":{…},"blocks":[…]}}
//! from the program  {"id":7,"document":{"layers":{"acme-names":{"people":["A. Diop"]}}}}
//!            or     {"id":7,"documents":[…]}          several, or none
//!            or     {"id":7,"leave_out":"not a report"}
//!            or     {"id":7,"error":"no text in it"}
//! ```
//!
//! What a reply's document does not mention stays as it was, so that a program which adds a layer need not repeat
//! the text; layers are added to those that are there. The id, the source and the extracted text are the
//! pipeline's own and cannot be changed. When its input ends, the program ends. What it writes on standard error
//! goes to the log, as much of it as a log can bear.
//!
//! Nothing that a program does costs more than the documents it holds: it is ended with all that it has started, its
//! lines are bounded, what it gives is looked through (`honest.rs`), and after many breakdowns in a row it is given up. What
//! comes back byte for byte as it was sent costs a comparison (`returned.rs`).
//!
//! [`Command`] is the pipeline's end, the stage `command`; [`serve`] is the program's end, for stages of our own behind
//! another program. [`Isolation`] and [`serve_isolated`] are the two ends for a stage of our own in a child.
//!
//! What it does not do: limit the memory of an outside program, which may have good reasons for it.

mod announced;
mod changes;
mod child;
mod command;
mod find;
mod group;
mod health;
mod honest;
mod isolate;
mod owed;
mod pool;
mod process;
mod protocol;
mod returned;
mod said;
mod schema;
mod sent;
mod serve;

pub use command::{Announced, Command, Options, introduce};
pub use isolate::{Ended, Isolation, Part, Wire, serve as serve_isolated};
pub use protocol::PROTOCOL;
pub use schema::schema;
pub use serve::serve;

use rapporteur_stage::Registry;

/// Adds the stage `command`.
pub fn register(registry: &mut Registry) {
    registry.add::<Command>();
}
