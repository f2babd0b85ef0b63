use rapporteur_model::{Block, Document, Kind, Role, Section};

use super::{Limits, find, topic_starts};

const WATER: [&str; 4] = [
    "The wells of the valley were dug deeper when the river failed.",
    "Water from the wells is pumped at night, and the river is left to rise.",
    "A pump that stands idle costs the valley its water.",
    "Every village on the river has a pump and two wells.",
];
const BORDER: [&str; 4] = [
    "Patrols at the border met smugglers twice in a month.",
    "The patrol at the border has no boats, and smugglers have.",
    "Smugglers cross the border where the patrols have no radio.",
    "A radio for each patrol would close half of the border.",
];

fn document(paragraphs: &[&str]) -> Document {
    let mut doc = Document::default();
    for text in paragraphs {
        doc.blocks.push(Block::new(Kind::Paragraph, *text, None, 0));
    }
    doc.sections.push(Section {
        heading: None,
        blocks: 0..u32::try_from(doc.blocks.len()).unwrap(),
        level: 1,
        role: Role::Body,
        number: None,
        label: None,
        title: String::new(),
    });
    doc
}

const SMALL: Limits = Limits { longest_unparted: 40, smallest: 20 };

#[test]
fn a_change_of_words_is_a_change_of_topic() {
    let lines = [WATER, BORDER, WATER].concat();
    assert_eq!(topic_starts(&lines, Some("en")), [4, 8]);
    assert!(topic_starts(&WATER, Some("en")).is_empty());
    assert!(topic_starts(&[], None).is_empty());
}

#[test]
fn topics_cover_the_section_and_show_their_words() {
    let doc = document(&[WATER, BORDER].concat());
    let topics = find(&doc, SMALL).topics;
    let ranges: Vec<_> = topics.iter().map(|t| t.blocks.clone()).collect();
    assert_eq!(ranges, [0..4, 4..8]);
    assert!(topics[0].words.iter().any(|w| w == "wells"), "{:?}", topics[0].words);
    assert!(topics[1].words.iter().any(|w| w == "border"), "{:?}", topics[1].words);
    for topic in &topics {
        assert_eq!(topic.words.len(), topic.evidence.len());
        for span in &topic.evidence {
            assert!(topic.blocks.contains(&span.block));
            assert!(!doc.text(span).is_empty());
        }
    }
}

#[test]
fn short_sections_and_lists_of_participants_stay_whole() {
    let mut doc = document(&[WATER, BORDER].concat());
    assert!(find(&doc, Limits { longest_unparted: 500, smallest: 20 }).topics.is_empty());
    doc.sections[0].role = Role::Participants;
    assert!(find(&doc, SMALL).topics.is_empty());
}

#[test]
fn no_topic_is_smaller_than_asked_for() {
    let doc = document(&[WATER, BORDER, WATER].concat());
    let topics = find(&doc, Limits { longest_unparted: 1, smallest: 1000 }).topics;
    assert_eq!(topics.len(), 1);
    assert_eq!(topics[0].blocks, 0..12);
    let topics = find(&doc, Limits { longest_unparted: 1, smallest: 60 }).topics;
    assert!(topics.iter().all(|t| t.blocks.len() >= 5), "{topics:?}");
}

#[test]
fn a_long_text_is_parted_in_time() {
    let lines: Vec<String> = (0..4000).map(|n| format!("{} word{}", WATER[n % 4], n / 100)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert!(topic_starts(&lines, Some("en")).len() < 4000);
}
