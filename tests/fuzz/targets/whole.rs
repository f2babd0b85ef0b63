//! Files of any kind, read, cleaned and cut into sections: what was read is not lost on the way.
#![no_main]

libfuzzer_sys::fuzz_target!(init: rapporteur_fuzz::listen(), |bytes: &[u8]| rapporteur_fuzz::through("whole", bytes));
