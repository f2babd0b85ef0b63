//! The forms of `read` that are lists: reading, sentences, themes, key phrases, summary.

use rapporteur_model::{Block, Cited, Document, KeyPhrases, Summary, Themes};

use crate::{reading, topics};

/// The headings, indented by level, with their pages; under a section that was parted into topics, these with `~`.
pub fn outline(doc: &Document) -> String {
    let mut lines = String::new();
    for (index, section) in (0..).zip(reading::sections(doc).iter()) {
        let mut indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
        if let Some(heading) = section.heading.and_then(|h| doc.blocks.get(h as usize)) {
            lines.push_str(&indent);
            lines.push_str(&reading::name(section));
            if let Some(page) = heading.page() {
                lines.push_str(&format!("\t{page}"));
            }
            lines.push('\n');
            indent.push_str("  ");
        }
        lines.push_str(&topics::outline(doc, index, &indent));
    }
    lines
}

/// The sentences in reading order, one a line. A heading is a line of its own, and so is a paragraph whose
/// sentences are not known.
pub fn sentences(doc: &Document) -> String {
    sentences_with(doc, |_| None)
}

/// The sentences, with a line in front of some blocks.
pub(crate) fn sentences_with(doc: &Document, before: impl Fn(u32) -> Option<&'static str>) -> String {
    let mut lines = String::new();
    let mut line = |text: &str| {
        let text = reading::one_line(text);
        if !text.is_empty() {
            lines.push_str(&text);
            lines.push('\n');
        }
    };
    for section in reading::sections(doc).iter() {
        if let Some(heading) = section.heading.and_then(|h| doc.blocks.get(h as usize)) {
            line(&heading.text);
        }
        for (index, block) in reading::paragraphs(doc, section) {
            before(index).into_iter().for_each(&mut line);
            if block.sentences.is_empty() {
                block.text.lines().for_each(&mut line);
            } else {
                block.sentences.iter().for_each(|range| line(part(block, range)));
            }
        }
    }
    lines
}

fn part<'b>(block: &'b Block, range: &std::ops::Range<u32>) -> &'b str {
    block.text.get(range.start as usize..range.end as usize).unwrap_or("")
}

/// The themes, `URI<TAB>label<TAB>score` a line, best first. `None` when no stage has looked for themes.
pub fn themes(doc: &Document) -> Option<String> {
    let themes = doc.layers.get::<Themes>().ok().flatten()?;
    let line = |t: &rapporteur_model::Theme| {
        format!("{}\t{}\t{:.4}\n", reading::one_line(&t.uri), reading::one_line(&t.label), t.score)
    };
    Some(themes.document.iter().map(line).collect())
}

/// The key phrases, `phrase<TAB>score` a line, best first. `None` when no stage has looked for them.
pub fn keyphrases(doc: &Document) -> Option<String> {
    let phrases = doc.layers.get::<KeyPhrases>().ok().flatten()?;
    let line =
        |p: &rapporteur_model::KeyPhrase| format!("{}\t{:.4}\n", reading::one_line(&p.phrase), p.score);
    Some(phrases.phrases.iter().map(line).collect())
}

/// The summary: a sentence a line, since they need not stand next to each other in the report; what is of different
/// sections is parted by an empty line. `None` when no stage has made one.
pub fn summary(doc: &Document) -> Option<String> {
    let summary = doc.layers.get::<Summary>().ok().flatten()?;
    let text = parted(doc, &summary.sentences, "\n");
    Some(if text.is_empty() { text } else { text + "\n" })
}

/// Sentences as running text: those of one section in one paragraph, paragraphs parted by a blank line.
pub(crate) fn running_text(doc: &Document, sentences: &[Cited]) -> String {
    parted(doc, sentences, " ")
}

fn parted(doc: &Document, sentences: &[Cited], between: &str) -> String {
    let mut text = String::new();
    let mut last = None;
    for sentence in sentences {
        let words = reading::one_line(doc.text(&sentence.span));
        if words.is_empty() {
            continue;
        }
        match last {
            None => {}
            Some(section) if section == sentence.section => text.push_str(between),
            Some(_) => text.push_str("\n\n"),
        }
        text.push_str(&words);
        last = Some(sentence.section);
    }
    text
}
