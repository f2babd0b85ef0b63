//! A document in lines that a person can compare.

use std::{collections::BTreeMap, fmt::Write as _};

use rapporteur_model::{Block, Date, Document, Found, Kind, Meta, Repair};

/// One line a block (kind, mark, text with `[^n]` where note marks stood), then the repairs and the suggestions by rule.
///
/// A heading that opens a section shows level, role and number, as segment decided:
///
/// ```text
/// heading 1 session Session 1 | UN Peacekeeping
/// paragraph | The general pool was about $100 million.[^1]
/// note 1 | As of May.
/// furniture | 12
/// repairs | escape 1, page-number 1
/// ```
pub fn outline(doc: &Document) -> String {
    let mut lines = String::new();
    for (index, block) in doc.blocks.iter().enumerate() {
        let section = doc.sections.iter().find(|s| s.heading.is_some_and(|h| h as usize == index));
        let what = match (section, &block.mark) {
            (Some(s), _) => {
                let named: Vec<&str> =
                    [s.label.as_deref(), s.number.as_deref()].into_iter().flatten().collect();
                let gap = if named.is_empty() { "" } else { " " };
                format!("heading {} {}{gap}{}", s.level, s.role, named.join(" "))
            }
            (None, Some(mark)) => format!("{} {mark}", kind(block.kind)),
            (None, None) => kind(block.kind).to_owned(),
        };
        let text = section.map_or_else(|| with_marks(block), |s| s.title.clone());
        push(&mut lines, &what, &text.replace('\n', " / "));
    }
    count(&mut lines, "repairs", doc.repairs());
    count(&mut lines, "suggestions", doc.suggestions());
    for issue in doc.issues() {
        push(&mut lines, "says", &format!("{}: {}", issue.stage, issue.message));
    }
    lines
}

/// What the front matter says, a line a finding: `title | Water for All`.
pub(crate) fn front(meta: &Meta) -> String {
    let mut lines = String::new();
    let mut say = |what: &str, value: Option<String>| {
        if let Some(value) = value {
            push(&mut lines, what, &value);
        }
    };
    let text = |found: &Option<Found<String>>| found.as_ref().map(|f| f.value.clone());
    let date = |found: &Option<Found<Date>>| found.as_ref().map(|f| f.value.to_string());
    say("title", text(&meta.title));
    say("subtitle", text(&meta.subtitle));
    say("dated", date(&meta.document_date));
    say("event", text(&meta.event.name));
    say("start", date(&meta.event.start));
    say("end", date(&meta.event.end));
    say("place", text(&meta.event.place));
    say("country", text(&meta.event.country));
    for body in &meta.event.organizers {
        say("organizer", Some(body.value.clone()));
    }
    for body in &meta.event.partners {
        say("partner", Some(body.value.clone()));
    }
    lines
}

/// How often each rule is in a log, when any is.
fn count<'r>(lines: &mut String, what: &str, log: impl Iterator<Item = &'r Repair>) {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in log {
        *rules.entry(&entry.rule).or_default() += 1;
    }
    if !rules.is_empty() {
        let counts: Vec<String> = rules.iter().map(|(rule, n)| format!("{rule} {n}")).collect();
        push(lines, what, &counts.join(", "));
    }
}

fn push(lines: &mut String, what: &str, text: &str) {
    // Writing to a string cannot fail.
    let _infallible = writeln!(lines, "{what} | {text}");
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Paragraph => "paragraph",
        Kind::Heading => "heading",
        Kind::ListItem => "list-item",
        Kind::Quote => "quote",
        Kind::Note => "note",
        Kind::Table => "table",
        Kind::Furniture => "furniture",
        _ => "other",
    }
}

fn with_marks(block: &Block) -> String {
    let mut text = block.text.clone();
    for note in block.notes.iter().rev() {
        if text.is_char_boundary(note.at as usize) {
            let lost = if note.note.is_some() { "" } else { "?" };
            text.insert_str(note.at as usize, &format!("[^{}{lost}]", note.mark));
        }
    }
    text
}
