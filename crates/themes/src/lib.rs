//! SKOS vocabularies, ranked themes and key phrases, each with its evidence.
