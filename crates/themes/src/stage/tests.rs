use rapporteur_model::{Block, Found, Kind, Role, Section, Span, Themes};
use rapporteur_stage::CancelToken;

use super::*;

/// One section: a heading and a paragraph of one sentence each.
fn report(language: &str, role: Role, heading: &str, text: &str) -> Document {
    let mut doc = Document::default();
    for (kind, text) in [(Kind::Heading, heading), (Kind::Paragraph, text)] {
        let mut block = Block::new(kind, text, None, 0);
        block.sentences.push(0..u32::try_from(text.len()).unwrap());
        doc.blocks.push(block);
    }
    let title = heading.to_owned();
    doc.sections.push(Section {
        heading: Some(0),
        blocks: 0..2,
        level: 1,
        role,
        number: None,
        label: None,
        title,
    });
    doc.meta.language = Some(Found::stated(language.to_owned(), 1.0));
    doc
}

fn tag(doc: &mut Document) -> (Themes, KeyPhrases) {
    tag_with(doc, &Options { least_score: 0.0, ..Options::default() })
}

fn tag_with(doc: &Document, options: &Options) -> (Themes, KeyPhrases) {
    tag_in(doc, options, &Shared::default())
}

fn tag_in(doc: &Document, options: &Options, shared: &Shared) -> (Themes, KeyPhrases) {
    let mut stage = TagThemes::build(options, shared).unwrap();
    let cancel = CancelToken::default();
    let mut out = rapporteur_stage::Outbox::default();
    stage.process(doc.clone(), &mut Context::new("themes", &cancel), &mut out).unwrap();
    let tagged = out.into_parts().0.remove(0);
    let themes = tagged.layers.get::<Themes>().unwrap().unwrap();
    let phrases = tagged.layers.get::<KeyPhrases>().unwrap().unwrap();
    (Arc::unwrap_or_clone(themes), Arc::unwrap_or_clone(phrases))
}

#[test]
fn a_theme_shows_the_words_that_earned_it() {
    let mut doc = report(
        "en",
        Role::Session,
        "Mediation",
        "Early mediation efforts need preventive diplomacy, said the mediators.",
    );
    let (themes, _) = tag(&mut doc);
    let theme = themes.document.iter().find(|t| t.label == "preventive diplomacy").expect("is found");
    assert_eq!(theme.evidence.iter().map(|s| doc.text(s)).collect::<Vec<_>>(), ["preventive diplomacy"]);
    assert_eq!(theme.why, "named once in 1 of 1 sections");
    assert!(themes.document.first().unwrap().evidence.contains(&Span { block: 0, bytes: 0..9 }));
}

#[test]
fn labels_are_given_in_the_language_of_the_report() {
    let mut doc =
        report("fr", Role::Session, "Le maintien de la paix", "Le maintien de la paix exige des moyens.");
    let (themes, _) = tag(&mut doc);
    assert_eq!(themes.document.first().map(|t| t.label.as_str()), Some("maintien de la paix"));
}

#[test]
fn participants_and_references_are_not_read() {
    let mut doc =
        report("en", Role::Participants, "Participants", "Centre for Preventive Diplomacy, Geneva.");
    let (themes, phrases) = tag(&mut doc);
    assert!(themes.document.is_empty() && phrases.phrases.is_empty());
}

#[test]
fn key_phrases_recur_and_the_longer_one_wins() {
    let text = "The river basin council met. A river basin council needs data. Each river basin council pays its staff.";
    let (_, phrases) = tag(&mut report("en", Role::Body, "Water", text));
    let found = phrases.phrases.iter().find(|p| p.phrase == "river basin council").expect("is found");
    assert_eq!(found.evidence.len(), 3);
    assert!(phrases.phrases.iter().all(|p| p.phrase != "basin council" && p.phrase != "river"));
}

#[test]
fn words_of_most_reports_count_less_in_a_long_text() {
    let text = "The old keeper met the herder. ".repeat(700);
    let doc = report("en", Role::Body, "Water", text.trim_end());
    let options = Options { learn_phrases: true, ..Options::default() };
    let score = |shared: &Shared| {
        let phrases = tag_in(&doc, &options, shared).1.phrases;
        phrases.into_iter().find(|p| p.phrase == "herder").expect("is found").score
    };
    let shared = Shared::default();
    let before = score(&shared);
    let mut archive = Learned::default();
    for _ in 0..20 {
        let mut seen = Seen::default();
        ["old", "keeper"].iter().for_each(|stem| seen.note("stem", stem));
        archive.add(seen);
    }
    shared.teach("themes", archive);
    assert!(score(&shared) > before);
}

#[test]
fn what_is_left_out_is_not_given() {
    let text = "Mediation and peacekeeping were discussed; the mediators had doubts about peacekeeping.";
    let doc = report("en", Role::Session, "Mediation", text);
    let labels = |options: Options| -> Vec<String> {
        let options = Options { least_score: 0.0, ..options };
        tag_with(&doc, &options).0.document.into_iter().map(|t| t.label).collect()
    };
    assert_eq!(labels(Options::default()), ["mediation", "peacekeeping"]);
    assert_eq!(labels(Options { discard: vec!["mediation".into()], ..Options::default() }), ["peacekeeping"]);
    assert_eq!(labels(Options { include: vec!["mediation".into()], ..Options::default() }), ["mediation"]);
    let rolled = labels(Options { roll_up: 1, ..Options::default() });
    assert_eq!(rolled, ["peace and security"]);
}

#[test]
fn words_of_a_theme_are_those_of_the_text() {
    let text = "The management of all water resources needs treaties. Resources of water are scarce.";
    let doc = report("en", Role::Session, "Water", text);
    let (themes, phrases) = tag_with(&doc, &Options { least_score: 0.0, ..Options::default() });
    let spans = themes.document.iter().flat_map(|t| &t.evidence);
    for span in spans.chain(phrases.phrases.iter().flat_map(|p| &p.evidence)) {
        let words = doc.text(span);
        assert!(!words.is_empty() && words.trim() == words, "{words:?}");
    }
}

#[test]
fn options_out_of_range_are_refused() {
    let error =
        TagThemes::build(&Options { least_score: 1.5, ..Options::default() }, &Shared::default()).err();
    assert!(error.unwrap().message.contains("least-score"));
}
