//! Archives as they are: ZIP and gzip, whatever they hold.
#![no_main]

libfuzzer_sys::fuzz_target!(init: rapporteur_fuzz::listen(), |bytes: &[u8]| rapporteur_fuzz::through("archive", bytes));
