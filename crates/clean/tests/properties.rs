//! What holds for every text: the log can be undone, nothing is lost, cleaning twice changes nothing more, clean
//! text stays as it is.

mod common;

use common::{clean_with, document, undone};
use proptest::prelude::*;
use rapporteur_clean::Options;

/// Pieces that damaged reports are made of.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "The panel agreed that the mission\nneeds a clearer man-\ndate and more time.",
        "Participants asked who would pay for the long-\nterm work of the office",
        "and whether the fund could be used.",
        "\u{c}",
        "3",
        "– 4 –",
        "Page 2 of 9",
        "REPORT ON PROCEEDINGS",
        "Smith        Informational        [Page 3]",
        "1 Ibid., pp. 12–15.\n2 See UN Doc. S/2001/12.",
        "¹ Chad, Niger and Mali.",
        "The council,¹ they said, was late.2 It had\nno choice.!",
        "* See the annex.",
        "• first point\n• second point,\n  with more",
        "Contents\nIntroduction . . . . . . . 2\nResults . . . . . . . . . 5",
        "Name          Place\nJ. Doe        Rome\nA. Roe        Lima",
        "o\u{fb03}cial \u{a0}\u{200b}\u{ad} words \u{ad}\nmore",
        "costs \\$5 and *very* much â€™ more",
        "   indented line\nback again",
        "Session 1: Opening",
        "A-\n",
        "…",
        "\u{3000}会議は\n開かれた",
    ]);
    prop_oneof![8 => fixed.prop_map(str::to_owned), 1 => "[ -~\\n]{0,60}", 1 => "\\PC{0,12}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec((piece(), prop::sample::select(vec!["\n", "\n\n", "\n\n\n"])), 0..30)
        .prop_map(|parts| parts.into_iter().map(|(piece, end)| piece + end).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_log_leads_back_and_nothing_is_lost(text in text(), inline in any::<bool>()) {
        let notes = if inline { rapporteur_clean::NotePlace::Inline } else { rapporteur_clean::NotePlace::Collect };
        let before = document(&text);
        let mut after = before.clone();
        clean_with(&mut after, &Options { notes, ..Options::default() });
        prop_assert_eq!(undone(&after), Ok(()));
    }

    #[test]
    fn cleaning_twice_changes_nothing_more(text in text()) {
        let mut once = document(&text);
        clean_with(&mut once, &Options::default());
        let mut twice = once.clone();
        clean_with(&mut twice, &Options::default());
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn paragraphs_have_no_line_ends(text in text()) {
        let mut doc = document(&text);
        clean_with(&mut doc, &Options::default());
        for block in &doc.blocks {
            let table = block.kind == rapporteur_model::Kind::Table;
            prop_assert!(table || !block.text.contains('\n'), "{:?}", block);
        }
    }

    #[test]
    fn any_choice_of_rules_works(text in text(), off in any::<u32>()) {
        let off = rapporteur_clean::RULES
            .iter()
            .enumerate()
            .filter(|(at, _)| off & (1 << at) != 0)
            .map(|(_, r)| r.name.to_owned())
            .collect();
        let mut doc = document(&text);
        clean_with(&mut doc, &Options { off, ..Options::default() });
        prop_assert_eq!(undone(&doc), Ok(()));
    }
}

#[test]
fn clean_text_stays_as_it_is() {
    let text = "Opening\n\nThe panel met in Rome on 3 May 2004. It heard twelve speakers, most of them from \
                ministries.\n\nThe chair’s view was that x² + y² is not a budget; 5 * 3 * 2 is 30, and \
                snake_case_names may stay.\n\n2. Results\n\nNothing was decided (see section 4.15).\n";
    let mut doc = document(text);
    clean_with(&mut doc, &Options::default());
    let out: Vec<&str> = doc.blocks.iter().map(|b| b.text.as_str()).collect();
    assert_eq!(out.join("\n\n") + "\n", text);
    assert_eq!(doc.trail, []);
}
