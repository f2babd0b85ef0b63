//! A second run does only what changed, says so before, and ends with what a first run would give.
#![allow(missing_docs, clippy::panic, clippy::unwrap_used, clippy::expect_used)]

mod away;
mod faults;
mod house;
mod kinds;
mod short_way;
mod situations;
