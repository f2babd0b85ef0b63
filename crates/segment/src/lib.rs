//! Front matter, sections and sessions, paragraphs, notes, sentences.
