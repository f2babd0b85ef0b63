//! A small report, built by hand, that the tests of this crate write down in every form.

use std::borrow::Cow;

use rapporteur_model::{
    Block, Cited, Date, Document, Event, Extracted, Found, KeyPhrase, KeyPhrases, Kind, Line, NoteRef, Rect,
    Repair, Role, Section, Span, Summary, Theme, Themes,
};

/// Two pages of a seminar report: title, a session whose paragraph crosses the page, a list item, a note.
pub(crate) fn report() -> Document {
    let mut doc = Document::at("archive/wells & walls.txt");
    doc.id = "0123456789abcdef0123456789abcdef".into();
    doc.source.media_type = "text/plain".into();
    doc.source.bytes = 260;
    doc.source.pages = Some(2);
    doc.blocks = blocks(&mut doc.extracted);
    doc.sections = sections();
    let span = |block, bytes| Span { block, bytes };
    doc.meta.title = Some(Found::at("Wells & Walls".into(), span(0, 0..13), 0.9));
    doc.meta.language = Some(Found::at("en".into(), span(2, 0..20), 1.0));
    doc.meta.event.start = Date::new(2019, 4, 3).map(|d| Found::at(d, span(0, 0..0), 0.5));
    doc.meta.event.organizers = vec![Found::stated("Dry Rivers Institute".into(), 0.8)];
    let place = span(2, 4..9);
    doc.layers.put(Themes {
        document: vec![Theme {
            uri: "http://example.org/water".into(),
            label: "water".into(),
            score: 0.8,
            why: "named once in the body".into(),
            matches: Vec::new(),
            evidence: vec![place.clone()],
        }],
        ..Themes::default()
    });
    let phrase = KeyPhrase { phrase: "wells".into(), score: 1.0, evidence: vec![place] };
    doc.layers.put(KeyPhrases { phrases: vec![phrase] });
    let cited = Cited { section: 1, span: span(2, 0..39) };
    doc.layers.put(Summary { sentences: vec![cited], ..Summary::default() });
    doc.trail.push(Event::Repair(Repair {
        rule: Cow::Borrowed("page-join"),
        bytes: 80..82,
        page: Some(1),
        before: "\n\n".into(),
        after: " ".into(),
        confidence: 0.9,
        reason: Cow::Borrowed("the sentence goes on"),
    }));
    doc
}

fn blocks(extracted: &mut Extracted) -> Vec<Block> {
    let mut block = |kind, text: &str, page| {
        let start = u32::try_from(extracted.text.len()).unwrap();
        extracted.text.push_str(text);
        extracted.text.push('\n');
        let block = Block::new(kind, text, Some(page), start);
        let area = Rect { x0: 72.0, y0: 100.04, x1: 300.0, y1: 112.0 };
        let bytes = block.source_of(&(0..u32::try_from(text.len()).unwrap()));
        extracted.lines.push(Line {
            bytes,
            page,
            area,
            size: 11.0,
            bold: false,
            italic: false,
            confidence: None,
        });
        block
    };
    let title = block(Kind::Paragraph, "Wells & Walls", 1);
    let heading = block(Kind::Heading, "Session I: Who *digs*?", 1);
    let mut body = block(Kind::Paragraph, "Two wells were closed <last> year, said", 1);
    let head = block(Kind::Furniture, "Wells & Walls 2", 2);
    body.join(" ", block(Kind::Paragraph, "the *ministry* in *2018*.", 2));
    body.sentences.push(0..39);
    body.sentences.push(40..65);
    body.notes.push(NoteRef { at: 12, mark: "1".into(), note: Some(5) });
    let mut item = block(Kind::ListItem, "open the gates", 2);
    item.mark = Some("•".into());
    let mut note = block(Kind::Note, "Interview, Tamale.", 2);
    note.mark = Some("1".into());
    vec![title, heading, body, head, item, note]
}

fn sections() -> Vec<Section> {
    let front = Section {
        heading: None,
        blocks: 0..1,
        level: 1,
        role: Role::Front,
        number: None,
        label: None,
        title: String::new(),
    };
    let session = Section {
        heading: Some(1),
        blocks: 1..6,
        role: Role::Session,
        number: Some("1".into()),
        label: Some("Session".into()),
        title: "Who *digs*?".into(),
        ..front.clone()
    };
    vec![front, session]
}
