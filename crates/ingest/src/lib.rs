//! Files to documents: text, Markdown, HTML, PDF.
