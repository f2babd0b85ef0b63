//! Notes: their bodies out of the text, their marks linked.
//!
//! Bodies are found while the text still has its lines: at the foot of a page, or, without pages, where a
//! paragraph starts with a mark. Marks are linked at the end, in finished sentences, in the order of the notes:
//! what scanning made of a mark (`*`, `°`, `!`) is told by its place in the sequence. A note whose mark is lost
//! stays without one; none is invented.

mod accepted;
mod bodies;
mod bounds;
mod guessed;
mod inline;
mod links;
mod marks;
mod page;
mod stuck;
mod zone;

/// The mark of a note by its number; 0 stands for a lone asterisk.
pub(crate) fn mark(number: u32) -> String {
    if number == 0 { "*".to_owned() } else { number.to_string() }
}

pub(crate) use accepted::run as accept;
pub(crate) use bodies::find;
pub(crate) use inline::run as inline;
pub(crate) use links::run as link;
pub(crate) use stuck::run as unstick;
