//! The findings in front of a report's text, in Markdown.
//!
//! They stand in a quotation above a line, so that nobody takes them for the report's own text.

use rapporteur_model::Document;

use crate::{
    findings::{Findings, Generated, Quoted},
    misread,
};

/// The document as Markdown, with what was found in it on top.
pub(crate) fn with_findings(doc: &Document) -> String {
    let lines = lines(&Findings::of(doc));
    let text = crate::markdown(doc);
    if lines.is_empty() {
        return text;
    }
    let quotation: String =
        lines.iter().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect();
    format!("{quotation}\n---\n\n{text}")
}

fn lines(findings: &Findings) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(headline) = &findings.headline {
        part(&mut lines, format!("**In one sentence.** {}", sentence(headline)));
    }
    if !findings.summary.is_empty() {
        let text: Vec<String> = findings.summary.iter().map(sentence).collect();
        part(&mut lines, format!("**Summary.** {}", text.join(" ")));
    }
    if let Some(generated) = &findings.generated {
        part(&mut lines, abstract_of(generated));
    }
    if !findings.themes.is_empty() {
        part(&mut lines, format!("**Themes.** {}", plain(&findings.themes.join(", "))));
    }
    if !findings.section_themes.is_empty() {
        part(&mut lines, "**Themes of its sections.**".to_owned());
        lines.push(String::new());
        let of = |(name, themes): &(String, Vec<String>)| {
            format!("- {}: {}", plain(name), plain(&themes.join(", ")))
        };
        lines.extend(findings.section_themes.iter().map(of));
    }
    for positions in &findings.digest {
        list(&mut lines, format!("**{} ({}).**", positions.name, positions.count), &positions.sentences);
    }
    if !findings.key_sentences.is_empty() {
        list(&mut lines, "**Key sentences.**".to_owned(), &findings.key_sentences);
    }
    lines
}

fn part(lines: &mut Vec<String>, text: String) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(text);
}

fn list(lines: &mut Vec<String>, title: String, sentences: &[Quoted]) {
    part(lines, title);
    lines.push(String::new());
    lines.extend(sentences.iter().map(|s| format!("- {}", sentence(s))));
}

/// What a model wrote is called generated, by which model.
fn abstract_of(generated: &Generated) -> String {
    let mut by = String::new();
    misread::escape(&generated.model, &mut by);
    let by = if by.is_empty() { by } else { format!(", {by}") };
    let sentences = generated.sentences.iter().map(|written| {
        let pages: Vec<String> =
            written.places.iter().filter_map(|p| p.page).map(|p| p.to_string()).collect();
        plain(&written.text) + &pages_of(&pages)
    });
    let text = sentences.collect::<Vec<_>>().join(" ");
    let text = if text.is_empty() { "Nothing was borne out by the report.".to_owned() } else { text };
    format!("**Abstract (generated{by}).** {text}")
}

fn sentence(quoted: &Quoted) -> String {
    plain(&quoted.text) + &pages_of(quoted.page.map(|p| p.to_string()).as_slice())
}

/// ` (p. 3)`, ` (p. 3, 4)`; nothing where there are no pages.
fn pages_of(pages: &[String]) -> String {
    let mut pages = pages.to_vec();
    pages.dedup();
    if pages.is_empty() { String::new() } else { format!(" (p. {})", pages.join(", ")) }
}

fn plain(text: &str) -> String {
    let mut out = String::new();
    misread::escape(text, &mut out);
    out
}
