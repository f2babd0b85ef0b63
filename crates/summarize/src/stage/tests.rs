use rapporteur_model::{Block, Event, Found, Kind, Role, Section};
use rapporteur_stage::CancelToken;

use super::*;

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap()
}

/// Sections of one paragraph, its sentences parted by `|`.
fn report(sections: &[(Role, &str)]) -> Document {
    let mut doc = Document::default();
    for (role, text) in sections {
        let first = u32::try_from(doc.blocks.len()).unwrap();
        doc.blocks.push(Block::new(Kind::Heading, "A heading", None, 0));
        let mut block = Block::new(Kind::Paragraph, text.replace('|', " "), None, 0);
        let mut at = 0;
        for sentence in text.split('|').filter(|s| !s.is_empty()) {
            block.sentences.push(at..at + len(sentence));
            at += len(sentence) + 1;
        }
        doc.blocks.push(block);
        doc.sections.push(Section {
            heading: Some(first),
            blocks: first..first + 2,
            level: 1,
            role: *role,
            number: None,
            label: None,
            title: "A heading".to_owned(),
        });
    }
    doc
}

fn in_language(mut doc: Document, language: &str) -> Document {
    doc.meta.language = Some(Found::stated(language.to_owned(), 1.0));
    doc
}

fn sample() -> Document {
    let long = |subject: &str| {
        format!(
            "Participants discussed {subject} at great length and with many examples.|\
             They disagreed on the cost of {subject} for poorer countries in the region.|\
             Several speakers called {subject} the most urgent task of the coming decade.|\
             One delegate asked who would pay for {subject} after the project ends."
        )
    };
    let (a, b, c) = (long("water supply"), long("land rights"), long("early warning"));
    report(&[
        (Role::Session, &a),
        (Role::Session, &b),
        (Role::Session, &c),
        (Role::Participants, &long("lists of names")),
    ])
}

fn texts<'d>(doc: &'d Document, cited: &[Cited]) -> Vec<&'d str> {
    cited.iter().map(|c| doc.text(&c.span)).collect()
}

fn words(doc: &Document, cited: &[Cited]) -> usize {
    texts(doc, cited).iter().map(|t| t.split_whitespace().count()).sum()
}

fn warnings(mut doc: Document, options: &Options) -> Vec<String> {
    let mut cx = Context::new("summarize", &CancelToken::default());
    Summarize::new(options).edit(&mut doc, &mut cx).unwrap();
    let message = |event| match event {
        Event::Warning(issue) => Some(issue.message),
        _ => None,
    };
    cx.into_events().into_iter().filter_map(message).collect()
}

#[test]
fn every_session_has_a_seat_and_the_budget_holds() {
    let doc = sample();
    for words in [0, 5, 20, 36, 45, 60, 120, 1000] {
        let summary = summarize(&doc, &Options { words, ..Options::default() });
        let used = self::words(&doc, &summary.sentences);
        assert!(used <= words as usize, "{used} of {words}");
        let mut sections: Vec<u32> = summary.sentences.iter().map(|c| c.section).collect();
        sections.dedup();
        if words >= 45 {
            assert_eq!(sections, [0, 1, 2], "with {words} words");
        }
        assert!(summary.sentences.is_sorted_by_key(|c| (c.span.block, c.span.bytes.start)));
        assert!(summary.sentences.iter().all(|c| c.section != 3));
    }
}

#[test]
fn sentences_and_per_cent_limit_too() {
    let doc = sample();
    let many = Options { words: 1000, ..Options::default() };
    let three = summarize(&doc, &Options { sentences: 3, ..many.clone() });
    assert_eq!(three.sentences.len(), 3);
    let all: usize = words(&doc, &summarize(&doc, &many).sentences);
    let third = words(&doc, &summarize(&doc, &Options { percent: 30, ..many.clone() }).sentences);
    assert!(third * 10 <= 3 * 12 * 12 && third > 0, "{third} of {all}");
    let one = summarize(&doc, &Options { section_words: 500, section_sentences: 1, ..many });
    assert!(one.sections.values().all(|s| s.len() == 1));
}

#[test]
fn more_than_the_whole_is_no_limit_that_can_be_kept() {
    let error = Options { percent: 101, ..Options::default() }.check().unwrap_err();
    assert!(error.message.contains("`percent` is 101"), "{}", error.message);
}

#[test]
fn sections_have_summaries_of_their_own() {
    let doc = sample();
    let summary = summarize(&doc, &Options::default());
    assert_eq!(summary.sections.keys().copied().collect::<Vec<_>>(), [0, 1, 2]);
    assert!(summary.sections.values().all(|s| words(&doc, s) <= 60));
    assert!((4..=10).contains(&summary.key_sentences.len()));
}

#[test]
fn a_sentence_that_leans_comes_only_behind_its_leader() {
    let doc = sample();
    for words in [12, 24, 36, 60, 90] {
        let summary = summarize(&doc, &Options { words, ..Options::default() });
        let texts = texts(&doc, &summary.sentences);
        for (at, text) in texts.iter().enumerate().filter(|(_, t)| t.starts_with("They")) {
            assert!(at > 0 && texts[at - 1].starts_with("Participants"), "{text} in {texts:?}");
        }
    }
}

#[test]
fn the_digest_parts_agreement_from_dissent() {
    let doc = report(&[(
        Role::Session,
        "Participants agreed that missions should listen to the villages first.|\
         Some called for a fund, while others argued that loans are enough.|\
         The workshop recommends that wells be counted every year.|\
         Who will pay for the wells when the project ends?|\
         The lake is the largest one in the northern province.",
    )]);
    let digest = summarize(&doc, &Options::default()).digest;
    for (part, start) in [
        (&digest.agreed, "Participants agreed"),
        (&digest.disputed, "Some called"),
        (&digest.recommended, "The workshop"),
        (&digest.open_questions, "Who will"),
    ] {
        assert_eq!(part.count, 1, "{start}");
        assert!(texts(&doc, &part.sentences)[0].starts_with(start));
    }
}

#[test]
fn the_headline_is_one_short_sentence() {
    let doc = sample();
    let headline = summarize(&doc, &Options::default()).headline.unwrap();
    assert!(!doc.text(&headline.span).starts_with("They"));
    assert_eq!(summarize(&doc, &Options { headline_words: 0, ..Options::default() }).headline, None);
}

#[test]
fn what_is_said_twice_is_told_once() {
    let twice = "The fund should be moved to the regional office in Nairobi before the summer.|\
                 Wells in the north ran dry after two years without any rain at all.";
    let doc = report(&[(Role::Abstract, twice), (Role::Body, twice)]);
    let summary = summarize(&doc, &Options { words: 1000, ..Options::default() });
    assert_eq!(texts(&doc, &summary.sentences), twice.split('|').collect::<Vec<_>>());
}

#[test]
fn an_empty_document_has_an_empty_summary_and_says_so() {
    assert_eq!(summarize(&Document::default(), &Options::default()), Summary::default());
    let said = warnings(Document::default(), &Options::default());
    assert_eq!(said, ["no sentence of this report can stand in a summary"]);
}

#[test]
fn a_note_of_three_sentences_is_its_own_summary() {
    let text = "The wells are dry.|Rain is expected in May.|We wait.";
    for role in [Role::Body, Role::Front] {
        let doc = report(&[(role, text)]);
        let summary = summarize(&doc, &Options::default());
        assert_eq!(texts(&doc, &summary.sentences), text.split('|').collect::<Vec<_>>());
    }
}

#[test]
fn a_sentence_longer_than_the_budget_is_named() {
    let mut text = "Participants spoke of wells".to_owned();
    text.push_str(&" and wells".repeat(448));
    text.push('.');
    let doc = report(&[(Role::Body, &text)]);
    let summary = summarize(&doc, &Options::default());
    assert!(summary.sentences.is_empty() && summary.sections.is_empty());
    let said = warnings(doc.clone(), &Options::default());
    assert_eq!(said, ["no summary: the shortest sentence has 900 words, `words` allows 150"]);
    assert_eq!(warnings(doc, &Options { words: 1000, ..Options::default() }), [""; 0]);
}

#[test]
fn languages_without_a_stemmer_are_summarized_by_their_words() {
    let polish = "Uczestnicy konferencji omówili dostęp do wody w regionie.|\
                  Dostęp do wody w regionie jest najważniejszym zadaniem.|\
                  Jeden z delegatów opowiedział o swojej podróży pociągiem.";
    let doc = in_language(report(&[(Role::Body, polish)]), "pl");
    let summary = summarize(&doc, &Options { words: 10, ..Options::default() });
    assert!(texts(&doc, &summary.sentences)[0].contains("wody w regionie"));
    let chinese = "会议讨论了该地区的水资源管理问题。|代表们一致认为水资源管理是最紧迫的任务。|午餐很好吃。";
    let doc = in_language(report(&[(Role::Body, chinese)]), "zh");
    let summary = summarize(&doc, &Options { words: 12, ..Options::default() });
    assert!(texts(&doc, &summary.sentences)[0].contains("水资源管理"));
}
