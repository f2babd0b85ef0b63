//! Stages as outside programs, over JSON lines.
