//! Numbered lists in sources whose type sizes are known.

use rapporteur_model::{Line, Rect};

use super::{PROSE, report, segmented};
use crate::Options;

#[test]
fn items_set_as_the_text_one_after_the_other_are_no_headings() {
    let parts = [
        "Sharing the Water of Lake Ohrin",
        PROSE,
        "1. By the towns",
        "2. By those who fish",
        "3. Who else would pay for it?",
        PROSE,
        "Next Steps",
        PROSE,
    ];
    let mut doc = report(&parts);
    let mut at = 0;
    for part in parts {
        let bytes = at..at + u32::try_from(part.len()).unwrap();
        at = bytes.end + 2;
        let size = if matches!(part, "Next Steps") || bytes.start == 0 { 16.0 } else { 11.0 };
        let area = Rect::default();
        doc.extracted.lines.push(Line {
            bytes,
            page: 1,
            area,
            size,
            bold: false,
            italic: false,
            confidence: None,
        });
    }
    let doc = segmented(doc, &Options::default());
    assert!(doc.sections.iter().all(|s| s.number.is_none()), "{:?}", doc.sections);
    assert!(doc.sections.iter().any(|s| s.title == "Next Steps"));
}
