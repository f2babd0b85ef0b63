use rapporteur_model::{Block, Document, Kind, Role};
use rapporteur_stage::{Shared, StageKind};

use super::Segment;
use crate::{Numerals, Options};

const PROSE: &str = "Participants agreed that the lake needs a common plan, and that the towns on its shore should pay for it \
                     together. Some asked who would speak for the fishers in the talks to come.";

/// A document of one block per text.
fn report(parts: &[&str]) -> Document {
    let mut doc = Document::default();
    doc.source.media_type = "text/plain".into();
    for part in parts {
        let at = u32::try_from(doc.extracted.text.len()).unwrap();
        doc.blocks.push(Block::new(Kind::Paragraph, *part, None, at));
        doc.extracted.text.push_str(part);
        doc.extracted.text.push_str("\n\n");
    }
    doc
}

/// Segments, and checks what must hold for any document.
fn segmented(mut doc: Document, options: &Options) -> Document {
    Segment::new(options).segment(&mut doc);
    let mut at = 0;
    for section in &doc.sections {
        assert_eq!(section.blocks.start, at, "sections lie side by side");
        assert!(section.blocks.end > at, "no section is empty");
        at = section.blocks.end;
    }
    assert_eq!(at as usize, doc.blocks.len(), "sections cover all blocks");
    for block in &doc.blocks {
        for range in &block.sentences {
            assert!(block.text.get(range.start as usize..range.end as usize).is_some_and(|s| !s.is_empty()));
        }
    }
    doc
}

/// `level number title` of each section, as one text.
fn outline(doc: &Document) -> Vec<String> {
    doc.sections
        .iter()
        .map(|s| format!("{} {} {} [{}]", s.level, s.number.as_deref().unwrap_or("-"), s.title, s.role))
        .collect()
}

fn check(parts: &[&str], wanted: &[&str]) -> Document {
    let doc = segmented(report(parts), &Options::default());
    assert_eq!(outline(&doc), wanted);
    doc
}

#[test]
fn a_report_with_sessions() {
    let doc = check(
        &[
            "Lake Council",
            "Sharing the Water: Towns, Fishers and the Future of Lake Ohrin",
            "Hill University",
            "Lomé, Togo",
            "March 3–4, 2011\n",
            "Summary Note of Proceedings",
            "Introduction",
            "On 3 and 4 March 2011, the Lake Council (LC) and the Friends of the Shore in partnership with Hill University held a \
             two-day conference titled “Sharing the Water” at Hill University.",
            "Session I: Who owns the shore?",
            PROSE,
            "Session 2: Paying for the plan",
            PROSE,
            "Session 3: Fishers",
            PROSE,
            "Reflections and Conclusions",
            PROSE,
            "Lomé, 9 June 2011",
        ],
        &[
            "1 -  [front]",
            "0 - Summary Note of Proceedings [body]",
            "1 - Introduction [introduction]",
            "1 1 Who owns the shore? [session]",
            "1 2 Paying for the plan [session]",
            "1 3 Fishers [session]",
            "1 - Reflections and Conclusions [closing]",
        ],
    );
    let meta = &doc.meta;
    assert_eq!(
        meta.title.as_ref().unwrap().value,
        "Sharing the Water: Towns, Fishers and the Future of Lake Ohrin"
    );
    assert_eq!(meta.event.start.as_ref().unwrap().value.to_string(), "2011-03-03");
    assert_eq!(meta.event.end.as_ref().unwrap().value.to_string(), "2011-03-04");
    assert_eq!(meta.document_date.as_ref().unwrap().value.to_string(), "2011-06-09");
    assert_eq!(meta.event.place.as_ref().unwrap().value, "Hill University, Lomé, Togo");
    assert_eq!(meta.event.country.as_ref().unwrap().value, "Togo");
    assert_eq!(meta.event.name.as_ref().unwrap().value, "Sharing the Water");
    let names: Vec<&str> = meta.event.organizers.iter().map(|o| o.value.as_str()).collect();
    assert_eq!(names, ["Lake Council", "Friends of the Shore"]);
    assert_eq!(meta.language.as_ref().unwrap().value, "en");
    for organizer in &meta.event.organizers {
        assert!(doc.text(&organizer.evidence[0]).contains(&organizer.value));
    }
    let repair = doc.repairs().find(|r| r.rule == "heading-number").unwrap();
    assert_eq!((repair.before.as_str(), repair.after.as_str()), ("I", "1"));
    assert_eq!(doc.extracted.slice(&repair.bytes), "I");
}

#[test]
fn a_heading_again_at_the_head_of_a_page_is_none() {
    check(
        &[
            "1 Introduction",
            PROSE,
            "2 Recommendations",
            PROSE,
            "The towns should pay for the plan that the fishers of the lake have long been waiting for, and for the boats of the individual",
            "2 Reccomendations",
            "families on the shore, who have none of their own and who asked the council for help in the rains of the last year.",
            "3 Closing",
            PROSE,
        ],
        &[
            "1 1 Introduction [introduction]",
            "1 2 Recommendations [recommendations]",
            "1 3 Closing [closing]",
        ],
    );
}

#[test]
fn labels_in_french_and_spanish() {
    check(
        &[
            "Introduction",
            PROSE,
            "Séance 1 : Le lac",
            PROSE,
            "SÉANCE 2 : LES VILLES",
            PROSE,
            "Recommandations",
            PROSE,
        ],
        &[
            "1 - Introduction [introduction]",
            "1 1 Le lac [session]",
            "1 2 LES VILLES [session]",
            "1 - Recommandations [recommendations]",
        ],
    );
    check(
        &["Sesión I. El lago", PROSE, "Sesión II. Las villas", PROSE, "Clausura", PROSE],
        &["1 1 El lago [session]", "1 2 Las villas [session]", "1 - Clausura [closing]"],
    );
}

#[test]
fn decimals_give_levels_and_lists_are_no_headings() {
    check(
        &[
            "1. Introduction",
            PROSE,
            "2. The lake",
            PROSE,
            "2.1 Its shore",
            PROSE,
            "2.2 Its towns",
            "1. The towns should agree on a common plan before the next rains, and publish it in all languages.",
            "2. The fishers should be heard by the council at each of its meetings on the lake from now on.",
            "3. The council should report to the towns every year on what was done and what it cost them.",
            "3. Closing",
            PROSE,
        ],
        &[
            "1 1 Introduction [introduction]",
            "1 2 The lake [body]",
            "2 2.1 Its shore [body]",
            "2 2.2 Its towns [body]",
            "1 3 Closing [closing]",
        ],
    );
}

#[test]
fn a_number_apart_from_its_title_is_joined_to_it() {
    let doc = check(
        &[
            "Introduction",
            PROSE,
            "Annexe 1",
            "List of participants",
            "Amina Diallo, Lake Council",
            "Jon Lind, Hill University",
        ],
        &["1 - Introduction [introduction]", "1 1 List of participants [participants]"],
    );
    assert_eq!(doc.blocks[2].text, "Annexe 1 List of participants");
    assert_eq!(doc.extracted.slice(&doc.blocks[2].source_of(&(9..29))), "List of participants");
}

#[test]
fn marked_up_headings_keep_their_depth() {
    let mut doc =
        report(&["Sharing the Water", "Opening", PROSE, "First day", "Fishers", PROSE, "Just a line", PROSE]);
    doc.source.media_type = "text/markdown".into();
    for (block, level) in [(0, 1), (1, 2), (3, 2), (4, 4)] {
        doc.blocks[block].kind = Kind::Heading;
        doc.blocks[block].level = Some(level);
    }
    let doc = segmented(doc, &Options::default());
    assert_eq!(
        outline(&doc),
        ["1 -  [front]", "1 - Opening [plenary]", "1 1 First day [session]", "2 - Fishers [session]"]
    );
    assert_eq!(doc.meta.title.unwrap().value, "Sharing the Water");
}

#[test]
fn a_contents_page_is_kept_apart() {
    let doc = check(
        &[
            "Sharing the Water of Lake Ohrin",
            "Contents",
            "Introduction ........ 1",
            "The long road to a plan ........ 3",
            "What the fishers said in the end ........ 7",
            "Introduction",
            PROSE,
            "The long road to a plan",
            PROSE,
            "What the fishers said in the end",
            PROSE,
        ],
        &[
            "1 -  [front]",
            "1 - Contents [contents]",
            "1 - Introduction [introduction]",
            "1 - The long road to a plan [body]",
            "1 - What the fishers said in the end [body]",
        ],
    );
    assert_eq!(doc.sections[1].blocks, 1..5);
}

#[test]
fn names_addresses_and_sign_offs_are_no_headings() {
    check(
        &[
            "Introduction",
            PROSE,
            "Participants",
            "Amina Diallo",
            "Jon Lind",
            "Lake Council, Lomé",
            "Maria Sole",
            "Author's Address",
            "12 Hill Road, Lund",
            "Phone: 12 34 56",
        ],
        &[
            "1 - Introduction [introduction]",
            "1 - Participants [participants]",
            "1 - Author's Address [boilerplate]",
        ],
    );
}

#[test]
fn speakers_are_no_headings() {
    let talk = ["Chair: Who agrees?", PROSE, "Ms Diallo: Only the towns?", PROSE];
    let parts: Vec<&str> =
        ["Introduction", PROSE].into_iter().chain(talk.into_iter().cycle().take(16)).collect();
    check(&parts, &["1 - Introduction [introduction]"]);
}

#[test]
fn without_headings_there_is_one_body() {
    let doc = segmented(
        report(&["On the Lake and its Fishers", "Lomé, 3 May 2010", PROSE, PROSE]),
        &Options::default(),
    );
    assert_eq!(outline(&doc), ["1 -  [front]", "1 -  [body]"]);
    assert_eq!(doc.sections[1].blocks, 2..4);
    let prose = segmented(report(&[PROSE, PROSE]), &Options::default());
    assert_eq!(outline(&prose), ["1 -  [body]"]);
}

#[test]
fn forms_of_the_house() {
    let options =
        Options { headings: vec!["Mesa técnica {n}".into(), "Voces del lago".into()], ..Options::default() };
    let parts = [
        "Introducción",
        PROSE,
        "Mesa técnica 1: Agua",
        PROSE,
        "Mesa técnica II: Pesca",
        PROSE,
        "Voces del lago",
        PROSE,
    ];
    let doc = segmented(report(&parts), &options);
    assert_eq!(
        doc.sections.iter().map(|s| s.number.as_deref()).collect::<Vec<_>>(),
        [None, Some("1"), Some("2"), None]
    );
    let shared = Shared::default();
    for bad in ["{n}", "Panel {n} {n}", "Panel {x}"] {
        let options = Options { headings: vec![bad.into()], numerals: Numerals::Roman, ..Options::default() };
        assert!(Segment::build(&options, &shared).is_err(), "{bad}");
    }
}

#[test]
fn a_heading_on_three_lines_is_one() {
    let mut doc = report(&["Introduction", PROSE]);
    let lines = ["Session 2: The towns of the", "eastern shore and their", "fishers"];
    for (i, line) in lines.iter().enumerate() {
        let at = u32::try_from(doc.extracted.text.len()).unwrap();
        doc.blocks.push(Block::new(Kind::Paragraph, *line, None, at));
        doc.extracted.text.push_str(line);
        doc.extracted.text.push_str(if i < 2 { "\n" } else { "\n\n" });
    }
    let at = u32::try_from(doc.extracted.text.len()).unwrap();
    doc.blocks.push(Block::new(Kind::Paragraph, PROSE, None, at));
    doc.extracted.text.push_str(PROSE);
    let doc = segmented(doc, &Options::default());
    assert_eq!(
        outline(&doc),
        ["1 - Introduction [introduction]", "1 2 The towns of the eastern shore and their fishers [session]"]
    );
}

#[test]
fn a_title_run_into_its_summary_is_cut_out() {
    let question = "Who should pay for the plan?";
    let summary = format!(
        "The council met twice before the rains came. {question} Towns on the shore should pay for most of it."
    );
    let doc = check(
        &["Executive summary", &summary, "Introduction", PROSE, question, PROSE],
        &[
            "1 - Executive summary [abstract]",
            "1 - Who should pay for the plan? [body]",
            "1 - Introduction [introduction]",
            "1 - Who should pay for the plan? [body]",
        ],
    );
    assert_eq!(doc.blocks[1].text, "The council met twice before the rains came.");
    assert_eq!(doc.blocks[2].text, question);
    let listed = format!(
        "They asked four things. Who owns the lake? {question} When should it begin? Nobody knew it yet."
    );
    check(
        &["Introduction", &listed, question, PROSE],
        &["1 - Introduction [introduction]", "1 - Who should pay for the plan? [body]"],
    );
}

#[test]
fn contradictory_dates_are_told() {
    let mut doc = report(&[
        "Sharing the Water of Lake Ohrin",
        "Lomé, 3–5 March 2011",
        "Introduction",
        "The workshop was held in Lomé from 13 to 15 March 2011 by the Lake Council, with guests from all towns of the shore.",
    ]);
    let (message, _) = Segment::new(&Options::default()).segment(&mut doc).unwrap();
    assert!(message.contains("2011-03-03") && message.contains("2011-03-13"), "{message}");
}

#[test]
fn hostile_documents() {
    let empty = segmented(Document::default(), &Options::default());
    assert!(empty.sections.is_empty());
    let blank = segmented(report(&["", " \n ", "\u{a0}"]), &Options::default());
    assert_eq!(blank.sections.len(), 1);
    let headings: Vec<String> = (1..400).map(|i| format!("Session {i}: Water")).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    assert_eq!(segmented(report(&headings), &Options::default()).sections.len(), 399);
    let shouts = vec!["WATER FOR ALL"; 500];
    segmented(report(&shouts), &Options::default());
    let items: Vec<String> = (1..10_000)
        .map(|i| format!("{i}. The town number {i} should pay for its own water in full."))
        .collect();
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let doc = segmented(report(&items), &Options::default());
    assert!(doc.sections.len() < 10, "{}", doc.sections.len());
    let odd = [
        "(((",
        "第",
        "（",
        "§",
        "1.",
        "I",
        "Session",
        "Session 1.1.1.1.1.1.1",
        "Annex —",
        "ﬁ ﬂ",
        "٣",
        "é. É",
        "\u{301}",
    ];
    segmented(report(&odd), &Options::default());
}

#[test]
fn the_same_document_gives_the_same_result() {
    let parts = [
        "Water",
        "Introduction",
        PROSE,
        "I. Lakes",
        PROSE,
        "II. Towns",
        PROSE,
        "A. Fish",
        PROSE,
        "B. Boats",
        PROSE,
    ];
    let once = segmented(report(&parts), &Options::default());
    assert_eq!(once, segmented(report(&parts), &Options::default()));
    assert!(once.sections.iter().any(|s| s.role == Role::Introduction));
    // A second run finds the same sections.
    let again = segmented(once.clone(), &Options::default());
    assert_eq!(again.sections, once.sections);
}

mod items;
mod titles;
