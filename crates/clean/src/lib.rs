//! Heals OCR and page-break damage, every repair logged.
