//! Text files, and what their encoding is.
#![no_main]

libfuzzer_sys::fuzz_target!(init: rapporteur_fuzz::listen(), |bytes: &[u8]| rapporteur_fuzz::through("text", bytes));
