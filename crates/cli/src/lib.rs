//! The rapporteur command line.
