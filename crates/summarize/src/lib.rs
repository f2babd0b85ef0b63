//! Extractive summaries, each sentence cited.
