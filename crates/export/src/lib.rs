//! JSON, JSON Lines, Markdown, HTML.
