//! Whole small reports, damaged in the ways that scans and exports damage them.

mod common;

use common::{clean_with, document};
use rapporteur_clean::{Mode, NotePlace, Options, RuleChoice, RuleTable};
use rapporteur_model::Kind;

fn cleaned(text: &str) -> Vec<(Kind, String)> {
    with(text, &Options::default())
}

fn with(text: &str, options: &Options) -> Vec<(Kind, String)> {
    let mut doc = document(text);
    clean_with(&mut doc, options);
    doc.blocks.into_iter().map(|b| (b.kind, b.text)).collect()
}

fn body(text: &str) -> Vec<String> {
    cleaned(text)
        .into_iter()
        .filter(|(k, _)| !matches!(k, Kind::Furniture | Kind::Note))
        .map(|(_, t)| t)
        .collect()
}

const PROSE: &str = "The participants of the second working group spent most of the afternoon on the question of \
how a small mission with few vehicles and fewer interpreters could keep in touch with villages that are cut off \
for months, and what the neighbouring offices";

#[test]
fn a_paragraph_cut_by_a_page_break_is_joined() {
    let text = format!(
        "{PROSE} of the UN Security\n\nCouncil and its members had to say about the matter when asked.\n"
    );
    assert_eq!(body(&text).len(), 1);
    let keep = with(&text, &Options { join_pages: false, ..Options::default() });
    assert_eq!(keep.len(), 2);
}

#[test]
fn a_heading_and_a_full_sentence_stay_apart() {
    let text = format!(
        "Session 2: Small missions\n\n{PROSE} had done.\n\nA new paragraph starts here and says so.\n"
    );
    assert_eq!(body(&text).len(), 3);
}

#[test]
fn notes_leave_the_sentence_and_are_linked() {
    let text = "Six countries are on the agenda,¹ each with a plan of its own, and low-income countries in the region can more\n\n\
                ¹ Chad, Niger, Mali and three others.\n\neffectively link national plans to local work.\n";
    let mut doc = document(text);
    clean_with(&mut doc, &Options::default());
    assert_eq!(doc.blocks.len(), 2);
    assert!(
        doc.blocks[0].text.contains("agenda, each with")
            && doc.blocks[0].text.contains("can more effectively")
    );
    assert_eq!((doc.blocks[0].notes[0].at, doc.blocks[0].notes[0].note), (32, Some(1)));
    assert_eq!((doc.blocks[1].kind, doc.blocks[1].mark.as_deref()), (Kind::Note, Some("1")));

    let inline = with(text, &Options { notes: NotePlace::Inline, ..Options::default() });
    assert!(inline[0].1.contains("agenda, [Chad, Niger, Mali and three others.] each"), "{inline:?}");
    let keep = with(text, &Options { notes: NotePlace::Keep, ..Options::default() });
    assert!(keep[0].1.contains("agenda,¹ each"), "{keep:?}");
}

#[test]
fn running_heads_and_page_numbers_are_set_aside() {
    let page = |n: u32, text: &str| format!("Expert Meeting on Small Missions\n\n{text}\n\n{n}\n\u{c}");
    let text = [
        page(11, "The first session began with a paper on roads and was followed by questions."),
        page(12, "The second session was about radio links and it ran on until the evening came,"),
        page(13, "when the group agreed to meet again."),
    ]
    .concat();
    let out = cleaned(&text);
    assert_eq!(out.iter().filter(|(k, _)| *k == Kind::Furniture).count(), 5, "{out:?}");
    assert!(out.iter().any(|(_, t)| t.ends_with("evening came, when the group agreed to meet again.")));
}

#[test]
fn numbered_headings_on_top_of_pages_are_no_running_heads() {
    let text =
        "Session 1\n\nOne.\n\u{c}Session 2\n\nTwo.\n\u{c}Session 4\n\nFour.\n\u{c}Session 7\n\nSeven.\n";
    assert!(cleaned(text).iter().all(|(k, _)| *k != Kind::Furniture));
}

#[test]
fn a_wrapped_report_runs_on() {
    let text = "Opening of the meeting\nThe chair opened the meeting and welcomed the forty parti-\ncipants. She \
                recalled that the long-\nterm aim of the office was to leave, and\nthat nobody had planned for it. She also said\n\
                that it was late.\nThe first speaker agreed with her on all of it\nand asked for a break.\n";
    let out = body(text);
    assert_eq!(out[0], "Opening of the meeting");
    assert!(out[1].contains("forty participants") && out[1].contains("long-term aim"), "{out:?}");
}

#[test]
fn contents_and_tables_keep_their_lines() {
    let text = "1. Opening . . . . . . . . . 2\n2. Results . . . . . . . . . 5\n\nName            Place\nA. Doe          Rome\nB. Roe          Lima\n";
    let out = cleaned(text);
    assert_eq!(out.len(), 3, "{out:?}");
    assert_eq!(out[2].0, Kind::Table);
}

#[test]
fn bullets_become_items() {
    let text = "The group asked for:\n• better roads in the north and in\n  the hills;\n• more radios.\n";
    let mut doc = document(text);
    clean_with(&mut doc, &Options::default());
    let items: Vec<_> = doc.blocks.iter().filter(|b| b.kind == Kind::ListItem).collect();
    assert_eq!(items.len(), 2);
    assert_eq!(
        (items[0].mark.as_deref(), items[0].text.as_str()),
        (Some("•"), "better roads in the north and in the hills;")
    );
}

#[test]
fn long_inputs_take_no_longer_than_they_must() {
    for text in [
        "word ".repeat(400_000),
        "a b\n".repeat(300_000),
        "x\n\n".repeat(200_000),
        "1\n\u{c}".repeat(50_000),
        "it.1 ".repeat(200_000),
    ] {
        let mut doc = document(&text);
        clean_with(&mut doc, &Options::default());
        assert!(!doc.blocks.is_empty());
    }
}

#[test]
fn notes_that_ingest_saw_are_split_by_their_marks_and_linked() {
    let mut doc = document(
        "The fund grew,¹ and the staff did not.²\n\n¹ Annual report,\np. 4.\n² Ibid.\n\nSee also\nthe annex.\n",
    );
    doc.blocks[1].kind = Kind::Note;
    doc.blocks[2].kind = Kind::Note;
    clean_with(&mut doc, &Options::default());
    let notes: Vec<_> = doc
        .blocks
        .iter()
        .filter(|b| b.kind == Kind::Note)
        .map(|b| (b.mark.as_deref(), b.text.as_str()))
        .collect();
    assert_eq!(
        notes,
        [(Some("1"), "Annual report, p. 4."), (Some("2"), "Ibid."), (None, "See also the annex.")]
    );
    assert_eq!(doc.blocks[0].text, "The fund grew, and the staff did not.");
    let links: Vec<_> = doc.blocks[0].notes.iter().map(|n| (n.at, n.note)).collect();
    assert_eq!(links, [(14, Some(1)), (37, Some(2))]);
}

#[test]
fn heads_with_glued_numbers_are_set_aside_when_they_cut_a_sentence() {
    let text = format!(
        "{PROSE}\n\n4 Harbour Papers Today\n\nhad to say about it when asked.\n\n{PROSE} said nothing.\n\n6 Harbour Papers \
         Today\n\nThe meeting closed at noon and the guests left.\n"
    );
    assert_eq!(body(&text).len(), 3, "{:?}", body(&text));
    let groups =
        "Working Group 1\n\nIt met twice in the course of the day.\n\nWorking Group 2\n\nIt met once.\n";
    assert_eq!(body(groups).len(), 4);
}

#[test]
fn a_misspelt_head_behind_a_number_is_no_heading_inside_a_sentence() {
    let text = format!(
        "{PROSE}\n\n3\n\n2 Fingings\n\nhad to say about it.\n\n{PROSE} agreed on.\n\n4\n\nThe end came at noon.\n"
    );
    assert_eq!(body(&text).len(), 3, "{:?}", body(&text));
}

#[test]
fn a_number_stuck_to_the_last_line_of_its_page_goes() {
    let text = "The towns should have access to the funds of the plan. Resi- 1\n\u{c}dence is proved by simple means.\n";
    assert_eq!(
        body(text),
        ["The towns should have access to the funds of the plan. Residence is proved by simple means."]
    );
}

#[test]
fn a_heading_that_repeats_the_first_sentence_is_no_running_head() {
    let text = "Data for Towns\n\nThe event dealt with three areas of the law on data in our towns:\nautomated \
                decisions, data at work and data in schools.\n\u{c}Automated decisions\n\nThe first speaker explained \
                what they mean for people.\n";
    assert!(body(text).contains(&"Automated decisions".to_owned()), "{:?}", body(text));
}

#[test]
fn names_below_quotations_and_bullets_stay_apart() {
    let quote = "I was told that the school would be closed and that I should have gone long before. Ines \
                 Rocha\n\nShe had taught in the valley for twelve years and knew all the families that lived there.\n";
    assert_eq!(body(quote).len(), 2);
    let bullets =
        "The ministry was asked.* So it was.\n\n* The first answer came.\n\n* The second did not.\n";
    assert!(cleaned(bullets).iter().all(|(k, _)| *k != Kind::Note));
}

fn choosing(rule: &str, choice: RuleChoice) -> Options {
    Options { rules: [(rule.to_owned(), choice)].into(), ..Options::default() }
}

#[test]
fn line_ends_stay_where_only_joining_is_left_out() {
    let text = "The chair opened the meeting and welcomed the forty parti-\ncipants in the hall. She recalled \
                that the aim of\nthe office was to leave.\n";
    let out = with(text, &choosing("line-join", RuleChoice::Mode(Mode::Off)));
    assert_eq!(out.len(), 1);
    assert!(
        out[0].1.contains("forty participants in") && out[0].1.contains("the aim of\nthe office"),
        "{out:?}"
    );
    let out = with(text, &choosing("hyphen-join", RuleChoice::Mode(Mode::Off)));
    assert!(
        out[0].1.contains("forty parti-cipants in") && out[0].1.contains("the aim of the office"),
        "{out:?}"
    );
}

#[test]
fn what_is_set_aside_is_parted_from_the_text_without_line_split() {
    let text = "Report on Roads\nThe first day was spent on roads and\n\u{c}Report on Roads\nthe second one on \
                bridges and on\n\u{c}Report on Roads\nthe ferries.\n";
    let options = choosing("line-split", RuleChoice::Mode(Mode::Off));
    let out = with(text, &options);
    assert_eq!(out.iter().filter(|(k, _)| *k == Kind::Furniture).count(), 2, "{out:?}");
    assert!(
        out.iter()
            .any(|(_, t)| t.ends_with("spent on roads and the second one on bridges and on the ferries."))
    );
}

#[test]
fn a_mark_that_stays_in_its_note_is_not_kept_beside_it_too() {
    let text = "Six countries are on the agenda,¹ each with a plan of its own.\n\n¹ Chad, Niger, Mali.\n";
    let mut doc = document(text);
    clean_with(&mut doc, &choosing("note-mark", RuleChoice::Mode(Mode::Suggest)));
    assert_eq!((doc.blocks[1].kind, doc.blocks[1].mark.as_deref()), (Kind::Note, None));
    assert_eq!(doc.blocks[1].text, "¹ Chad, Niger, Mali.");
    assert!(doc.blocks[0].text.contains("agenda,¹ each") && doc.blocks[0].notes.is_empty());
    assert_eq!(doc.suggestions().filter(|s| s.rule == "note-mark").count(), 2);
}

#[test]
fn below_its_threshold_a_rule_only_suggests() {
    let text = format!(
        "{PROSE} of the UN Security\n\nCouncil and its members had to say about the matter when asked.\n\n{PROSE} \
         had to\n\nsay about it in small letters.\n"
    );
    let table = RuleTable { mode: Mode::Apply, threshold: 0.85 };
    let mut doc = document(&text);
    clean_with(&mut doc, &choosing("paragraph-join", RuleChoice::Table(table)));
    assert_eq!(doc.blocks.len(), 3);
    let all = |log: Vec<&rapporteur_model::Repair>| -> Vec<String> {
        log.iter().map(|r| format!("{} {:.2} {:?} {:?}", r.rule, r.confidence, r.before, r.after)).collect()
    };
    assert_eq!(all(doc.suggestions().collect()), ["paragraph-join 0.70 \"\\n\\n\" \" \""]);
    assert_eq!(all(doc.repairs().collect()), ["paragraph-join 0.90 \"\\n\\n\" \" \""]);
}
