//! Files that are made to break whoever reads them, all in one folder, through the program itself. Each ends in its time
//! with a reason or with its words, and costs itself alone.
//!
//! Nothing here was collected: each file is written by the code beside this, from what is known to have broken readers.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails")]
#![cfg(unix)]

mod bomb;
mod drawings;
mod folder;
mod fonts;
mod markup;
mod memory;
mod packed;
mod pdf;
mod places;
mod run;
mod streams;
mod tables;
mod text;
mod trees;
mod whole;
mod zip;
