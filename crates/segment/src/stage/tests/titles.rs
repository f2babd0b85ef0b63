//! The lines of a title block: symbol, name, title, genre.

use rapporteur_model::{Block, Kind};

use super::{PROSE, check, outline, report, segmented};
use crate::Options;

#[test]
fn a_symbol_above_the_title_and_a_genre_line_below() {
    let doc = check(
        &[
            "LK/WAT/2011/3 Distr.: General Original: English",
            "Sharing the Lake",
            "Report of the Chair",
            "Lomé, Togo, 3–4 March 2011",
            "Regional Meeting on Water, Fishers and their Towns",
            "Introduction",
            "The Regional Meeting on Water, Fishers and their Towns was held in Lomé from 3 to 4 March 2011, with guests from all towns.",
            "Boats",
            PROSE,
            PROSE,
            "ANNEX I. Address by the Chair",
            PROSE,
            "ANNEX II. List of participants",
            "Amina Diallo, Lake Council",
        ],
        &[
            "1 -  [front]",
            "1 - Introduction [introduction]",
            "1 - Boats [session]",
            "1 1 Address by the Chair [annex]",
            "1 2 List of participants [participants]",
        ],
    );
    assert_eq!(doc.meta.title.as_ref().unwrap().value, "Sharing the Lake");
    assert_eq!(doc.meta.subtitle.as_ref().unwrap().value, "Report of the Chair");
    let repair = doc.repairs().find(|r| r.rule == "heading-number").unwrap();
    assert_eq!((repair.before.as_str(), repair.after.as_str()), ("I", "1"));
}

#[test]
fn a_genre_line_as_near_to_the_date_as_to_the_text_is_the_subtitle() {
    let doc = check(
        &[
            "Sharing the Water of Lake Ohrin",
            "Lomé, Togo\nMarch 3–4, 2011",
            "Summary of Discussions",
            "Introduction",
            PROSE,
            "Session 1: Fishers",
            PROSE,
        ],
        &["1 -  [front]", "1 - Introduction [introduction]", "1 1 Fishers [session]"],
    );
    assert_eq!(doc.meta.subtitle.as_ref().unwrap().value, "Summary of Discussions");
}

#[test]
fn a_name_in_capitals_over_two_lines_is_no_heading() {
    let mut doc = report(&["LAKE CARE"]);
    let at = u32::try_from(doc.extracted.text.len()).unwrap() - 1;
    doc.extracted.text.pop();
    let rest = [
        "PROGRAMME",
        "Sharing the Water: Towns, Fishers and the Future of Lake Ohrin",
        "Lomé, 3 March 2011",
        "BOATS",
        PROSE,
    ];
    let mut at = at;
    for part in rest {
        doc.blocks.push(Block::new(Kind::Paragraph, part, None, at));
        doc.extracted.text.push_str(part);
        doc.extracted.text.push_str("\n\n");
        at = u32::try_from(doc.extracted.text.len()).unwrap();
    }
    let doc = segmented(doc, &Options::default());
    assert_eq!(outline(&doc), ["1 -  [front]", "1 - BOATS [body]"]);
    assert!(doc.meta.title.unwrap().value.starts_with("Sharing the Water"));
}
