//! The rules of the house, read off `cargo metadata`: who may import whom, and what each library is for.

mod imports;
mod top_level;
