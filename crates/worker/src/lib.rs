//! Stages as outside programs, in any language, over JSON lines; both ends of the protocol.
//!
//! The decision it rests on: one line is one document. First both sides say hello, then one document a line goes
//! in, and one reply a line comes back, by its number, in any order:
//!
//! ```text
//! to the program    {"rapporteur":1,"options":{"glossary":"terms.csv"}}
//! from the program  {"protocol":1,"name":"names.py"}
//! to the program    {"id":7,"document":{"id":"…","blocks":[…],"sections":[…],"layers":{…},…}}
//! from the program  {"id":7,"document":{"layers":{"acme-names":{"people":["A. Diop"]}}}}
//!            or     {"id":7,"documents":[…]}          several, or none
//!            or     {"id":7,"leave_out":"not a report"}
//!            or     {"id":7,"error":"no text in it"}
//! ```
//!
//! What a reply's document does not mention stays as it was, so that a program which adds a layer need not repeat
//! the text; layers are added to those that are there. The id, the source and the extracted text are the
//! pipeline's own and cannot be changed. When its input ends, the program ends. What it writes on standard error
//! goes to the log.
//!
//! [`Command`] is the pipeline's end, the stage `command`; [`serve`] is the program's end, for stages of our own in
//! another process.
//!
//! What it does not do: restart a program in the middle of a document, or limit its memory.

mod changes;
mod child;
mod command;
mod find;
mod isolate;
mod pool;
mod process;
mod protocol;
mod said;
mod schema;
mod serve;

pub use command::{Command, Options};
pub use isolate::{Ended, Isolation, Part, Wire, serve as serve_isolated};
pub use protocol::PROTOCOL;
pub use schema::schema;
pub use serve::serve;

use rapporteur_stage::Registry;

/// Adds the stage `command`.
pub fn register(registry: &mut Registry) {
    registry.add::<Command>();
}
