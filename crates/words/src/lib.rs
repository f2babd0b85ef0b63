//! The words of a language: tokens, stems and stop words, for every stage that counts or compares words.
//!
//! The decision it rests on: two words are the same when their stems are, and a stem is a small number
//! ([`Lexis`]), so that matching and counting never compare strings. `rust-stemmers` stands behind [`Stemmer`],
//! because it panics on some Greek words and lacks languages; both are handled in one place.
//!
//! What it does not do: sentences (that is `segment`'s), or anything that needs a model.

mod general;
mod lexis;
mod stemmer;
mod stop;
mod tokens;

pub use general::GeneralWords;
pub use lexis::{Lexis, Stem, Word};
pub use stemmer::Stemmer;
pub use stop::StopWords;
pub use tokens::{Token, tokens};
