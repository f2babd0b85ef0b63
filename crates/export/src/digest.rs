//! What a person at a terminal wants to see of one report first.

use std::fmt::Write;

use rapporteur_model::{Abstract, Block, Cited, Date, Digest, Document, Issue, KeyPhrases, Summary, Themes};

use crate::reading;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// Title, event, reading, themes, summary, positions and what was repaired, on lines of at most `width` columns.
///
/// Uses ANSI styles; whoever prints it takes them off where they are not understood.
pub fn digest(doc: &Document, width: usize) -> String {
    let mut out = String::new();
    head(doc, width, &mut out);
    contents(doc, width, &mut out);
    conclusions(doc, width, &mut out);
    state(doc, width, &mut out);
    out
}

fn head(doc: &Document, width: usize, out: &mut String) {
    let title = doc
        .meta
        .title
        .as_ref()
        .map_or_else(|| doc.source.path.to_string_lossy().into_owned(), |t| reading::one_line(&t.value));
    for line in wrap(&title, width) {
        line_of(out, format_args!("{BOLD}{line}{PLAIN}"));
    }
    if let Some(subtitle) = &doc.meta.subtitle {
        wrap(&reading::one_line(&subtitle.value), width)
            .iter()
            .for_each(|l| line_of(out, format_args!("{l}")));
    }
    let event = &doc.meta.event;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(days(event.start.as_ref().map(|d| d.value), event.end.as_ref().map(|d| d.value)));
    facts.extend(event.place.as_ref().map(|p| reading::one_line(&p.value)));
    if facts.is_empty() {
        facts.extend(doc.meta.document_date.as_ref().map(|d| d.value.to_string()));
    }
    if !facts.is_empty() {
        wrap(&facts.join(" · "), width).iter().for_each(|l| line_of(out, format_args!("{l}")));
    }
    if !event.organizers.is_empty() {
        let names: Vec<&str> = event.organizers.iter().map(|o| o.value.as_str()).collect();
        wrap(&format!("held by {}", names.join(", ")), width)
            .iter()
            .for_each(|l| line_of(out, format_args!("{l}")));
    }
}

fn days(start: Option<Date>, end: Option<Date>) -> Option<String> {
    match (start, end) {
        (Some(start), Some(end)) if start != end => Some(format!("{start} to {end}")),
        (Some(day), _) | (None, Some(day)) => Some(day.to_string()),
        (None, None) => None,
    }
}

fn contents(doc: &Document, width: usize, out: &mut String) {
    let sections = reading::sections(doc);
    let headed: Vec<_> = sections.iter().filter(|s| s.heading.is_some()).collect();
    if headed.is_empty() {
        return;
    }
    title_of(out, "Contents");
    for section in headed {
        let page = section.heading.and_then(|h| doc.blocks.get(h as usize)).and_then(Block::page);
        let indent = 2 + 2 * usize::from(section.level.clamp(1, 8) - 1);
        let number = page.map_or(String::new(), |p| format!("  {DIM}p. {p}{PLAIN}"));
        let lines = wrap(&reading::name(section), width.saturating_sub(indent + 8));
        for (at, line) in lines.iter().enumerate() {
            let end = if at + 1 == lines.len() { number.as_str() } else { "" };
            line_of(out, format_args!("{:indent$}{line}{end}", ""));
        }
    }
}

fn conclusions(doc: &Document, width: usize, out: &mut String) {
    if let Ok(Some(themes)) = doc.layers.get::<Themes>()
        && !themes.document.is_empty()
    {
        title_of(out, "Themes");
        for theme in &themes.document {
            line_of(out, format_args!("  {:.2}  {}", theme.score, reading::one_line(&theme.label)));
        }
    }
    if let Ok(Some(phrases)) = doc.layers.get::<KeyPhrases>()
        && !phrases.phrases.is_empty()
    {
        title_of(out, "Key phrases");
        let names: Vec<&str> = phrases.phrases.iter().map(|p| p.phrase.as_str()).collect();
        indented(&names.join(" · "), width, out);
    }
    if let Ok(Some(summary)) = doc.layers.get::<Summary>()
        && !summary.sentences.is_empty()
    {
        title_of(out, "Summary");
        cited(doc, &summary.sentences, width, out);
    }
    if let Ok(Some(written)) = doc.layers.get::<Abstract>()
        && !written.sentences.is_empty()
    {
        title_of(out, "Abstract (generated)");
        for sentence in &written.sentences {
            indented(&reading::one_line(&sentence.text), width, out);
        }
    }
    if let Ok(Some(summary)) = doc.layers.get::<Summary>() {
        positions(doc, &summary.digest, width, out);
    }
}

/// What was agreed and what was not, each with its count.
fn positions(doc: &Document, digest: &Digest, width: usize, out: &mut String) {
    for (title, part) in [
        ("Agreed", &digest.agreed),
        ("Disputed", &digest.disputed),
        ("Recommended", &digest.recommended),
        ("Open questions", &digest.open_questions),
    ] {
        if part.count > 0 {
            title_of(out, &format!("{title} ({})", part.count));
            let most = part.sentences.len().min(SHOWN);
            cited(doc, part.sentences.get(..most).unwrap_or(&[]), width, out);
        }
    }
}

/// So many sentences under each heading of positions: a screen is small.
const SHOWN: usize = 3;

fn cited(doc: &Document, sentences: &[Cited], width: usize, out: &mut String) {
    for sentence in sentences {
        let page = doc.page(&sentence.span).map_or(String::new(), |p| format!(" [p. {p}]"));
        indented(&format!("{}{page}", reading::one_line(doc.text(&sentence.span))), width, out);
    }
}

fn state(doc: &Document, width: usize, out: &mut String) {
    title_of(out, "Made of");
    let pages = doc.source.pages.map_or(String::new(), |p| format!("{}, ", count(p as usize, "page")));
    let words: usize = doc.extracted.text.split_whitespace().count();
    let notes = crate::notes::note_blocks(doc).count();
    let repairs = doc.repairs().count();
    let language = doc.language().map_or(String::new(), |l| format!("language {l}, "));
    let [words, notes, repairs] =
        [(words, "word"), (notes, "note"), (repairs, "repair")].map(|(n, of)| count(n, of));
    let facts = format!("{pages}{words}, {language}{notes}, {repairs}");
    indented(&facts, width, out);
    for issue in doc.issues() {
        indented(&complaint(issue), width, out);
    }
}

/// A number with its noun: `1 page`, `3 pages`.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn complaint(issue: &Issue) -> String {
    let page = issue.page.map_or(String::new(), |p| format!(" on page {p}"));
    let hint = issue.hint.as_ref().map_or(String::new(), |h| format!(" ({h})"));
    format!("{}{page}: {}{hint}", issue.stage, issue.message)
}

fn title_of(out: &mut String, title: &str) {
    line_of(out, format_args!("\n{BOLD}{title}{PLAIN}"));
}

fn indented(text: &str, width: usize, out: &mut String) {
    for line in wrap(text, width.saturating_sub(2)) {
        line_of(out, format_args!("  {line}"));
    }
}

fn line_of(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _written = writeln!(out, "{line}");
}

/// Breaks a text at blanks; a word longer than the width has a line of its own.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    // A document must not be able to move the cursor of a terminal.
    let text = text.replace(|c: char| c.is_control() && !c.is_whitespace(), "");
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width.max(20) {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    if used > 0 {
        lines.push(line);
    }
    lines
}
