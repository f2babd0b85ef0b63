//! What holds for every text: the log can be undone, nothing is lost, cleaning twice changes nothing more, clean
//! text stays as it is.

mod common;

use common::{clean_with, document, undone};
use proptest::prelude::*;
use rapporteur_clean::{Cleaned, Mode, Options, RULES, RuleChoice};
use rapporteur_model::Document;

/// Options with the same mode for some rules, and another for the others.
fn modes(of: Mode, others: Mode, rules: impl Fn(usize) -> bool) -> Options {
    let mode = |at| RuleChoice::Mode(if rules(at) { of } else { others });
    let rules = RULES.iter().enumerate().map(|(at, rule)| (rule.name.to_owned(), mode(at))).collect();
    Options { rules, ..Options::default() }
}

fn cleaned(text: &str, options: &Options) -> Document {
    let mut doc = document(text);
    clean_with(&mut doc, options);
    doc
}

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

    #[test]
    fn what_is_suggested_changes_nothing(text in text(), of in any::<u32>()) {
        let rules = |at: usize| of & (1 << at) != 0;
        let off = cleaned(&text, &modes(Mode::Off, Mode::Apply, rules));
        let suggested = cleaned(&text, &modes(Mode::Suggest, Mode::Apply, rules));
        prop_assert_eq!(&suggested.blocks, &off.blocks);
        prop_assert!(suggested.repairs().eq(off.repairs()));
        prop_assert_eq!(off.suggestions().count(), 0);
        prop_assert_eq!(undone(&suggested), Ok(()));
    }

    #[test]
    fn all_rules_suggested_leave_the_text_as_extracted(text in text()) {
        let doc = cleaned(&text, &modes(Mode::Suggest, Mode::Apply, |_| true));
        prop_assert_eq!(&doc.blocks, &document(&text).blocks);
        prop_assert_eq!(doc.repairs().count(), 0);
        for suggestion in doc.suggestions() {
            let range = suggestion.bytes.start as usize..suggestion.bytes.end as usize;
            prop_assert!(doc.extracted.text.get(range).is_some(), "{:?}", suggestion);
        }
    }

    #[test]
    fn one_rule_alone_can_be_undone(text in text(), alone in 0..RULES.len()) {
        let doc = cleaned(&text, &modes(Mode::Apply, Mode::Off, |at| at == alone));
        prop_assert_eq!(undone(&doc), Ok(()));
        prop_assert!(doc.repairs().all(|r| r.rule == RULES[alone].name), "{:?}", doc.trail);
    }

    #[test]
    fn a_rule_left_out_is_not_in_the_log(text in text(), out in 0..RULES.len()) {
        let doc = cleaned(&text, &modes(Mode::Off, Mode::Apply, |at| at == out));
        prop_assert!(doc.repairs().all(|r| r.rule != RULES[out].name), "{:?}", doc.trail);
    }
}

/// Every rule's damage at least once.
const DAMAGED: &str = "\
M I N U T E S

costs \\$5 and *very* much â€™ more\u{a0}o\u{fb03}cial con\u{ad}sul well\u{2010}known \u{2} end
   of the long sen-
tence on the long-
term work of the panel, which met for three days in the month of May and could not find an answer that the

small towns would have liked to hear from it.
• first point
• second point
Session 2: Opening

   This line stands further in.

• third point
\u{c}Report on Proceedings

The council,¹ they said, was late and had no choice but to wait for the answer of the office.

¹ Chad, Niger and Mali.

2
\u{c}Report on Proceedings

Name          Place
J. Doe        Rome
A. Roe        Lima

It was late when the meeting closed, and nobody asked for more time than there was.

3
\u{c}Report on Proceedings

The end came at noon.

4
";

#[test]
fn every_rule_that_may_only_suggest_says_what_it_would_do() {
    let doc = cleaned(DAMAGED, &modes(Mode::Suggest, Mode::Apply, |_| true));
    assert_eq!(doc.blocks, document(DAMAGED).blocks);
    let counted = doc.layers.get::<Cleaned>().unwrap().unwrap();
    assert_eq!(counted.repairs.len(), 0);
    // Marks are looked for when notes are found, dirt where there is some.
    let silent: Vec<&str> =
        RULES.iter().map(|r| r.name).filter(|r| !counted.suggestions.contains_key(*r)).collect();
    assert_eq!(silent, ["speck", "note-part", "note-mark"]);
    let hyphen = doc.suggestions().find(|s| s.rule == "hyphen-join").unwrap();
    assert_eq!((hyphen.before.as_str(), hyphen.after.as_str()), ("-\n", ""));
    let note = doc.suggestions().find(|s| s.rule == "note-lift").unwrap();
    assert_eq!((note.before.as_str(), note.page), ("¹ Chad, Niger and Mali.", Some(2)));
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
