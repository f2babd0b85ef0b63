//! The rules of the house, read off `cargo metadata`: who may import whom, and what each library is for.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod imports;
mod sockets;
mod top_level;
