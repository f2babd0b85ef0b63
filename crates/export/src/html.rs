//! One page of HTML for one report: self-contained, readable, every finding a link to its sentence.

use std::{collections::BTreeMap, sync::OnceLock};

use minijinja::{Environment, value::Serde};
use rapporteur_model::{Block, Document, Issue, Kind, Section, Themes};
use rapporteur_stage::StageError;
use serde::Serialize;

use crate::{
    evidence::paragraph_id,
    findings::{self, Findings, Quoted, quoted},
    notes, reading,
};

/// The page.
///
/// # Errors
/// When the template cannot be filled, which is a fault of this crate.
pub fn html(doc: &Document) -> Result<String, StageError> {
    let fault = |e: minijinja::Error| StageError::new("the HTML page could not be made").because(e);
    static TEMPLATES: OnceLock<Environment<'static>> = OnceLock::new();
    let templates = match TEMPLATES.get() {
        Some(templates) => templates,
        None => {
            let mut made = Environment::new();
            made.add_template("page.html", include_str!("page.html")).map_err(fault)?;
            TEMPLATES.get_or_init(|| made)
        }
    };
    templates.get_template("page.html").and_then(|t| t.render(Serde(page(doc)))).map_err(fault)
}

#[derive(Serialize)]
struct Page {
    language: String,
    title: String,
    subtitle: Option<String>,
    facts: Vec<(&'static str, String)>,
    found: Findings,
    themes: Vec<Theme>,
    sections: Vec<Part>,
    /// Whether any section has a heading.
    headed: bool,
    notes: Vec<Note>,
    warnings: Vec<String>,
    source: String,
    id: String,
}

#[derive(Serialize)]
struct Theme {
    uri: String,
    /// Only addresses become links: a vocabulary may hold anything.
    linked: bool,
    label: String,
    score: String,
    why: String,
    places: Vec<Quoted>,
}

/// A section: name, and paragraphs that are HTML already.
#[derive(Serialize)]
struct Part {
    id: String,
    rank: u8,
    role: &'static str,
    name: String,
    heading_id: Option<String>,
    marks: String,
    page: Option<u32>,
    themes: Vec<String>,
    body: String,
}

#[derive(Serialize)]
struct Note {
    label: String,
    mark: String,
    body: String,
    back: Option<String>,
}

fn page(doc: &Document) -> Page {
    let labels = notes::labels(doc);
    let meta = &doc.meta;
    let file = doc.source.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Page {
        language: doc.language().unwrap_or("und").to_owned(),
        title: meta.title.as_ref().map_or_else(|| file.clone(), |t| reading::one_line(&t.value)),
        subtitle: meta.subtitle.as_ref().map(|s| reading::one_line(&s.value)),
        facts: facts(doc),
        found: Findings::of(doc),
        themes: themes(doc),
        headed: reading::sections(doc).iter().any(|s| s.heading.is_some()),
        sections: parts(doc, &labels),
        notes: note_list(doc, &labels),
        warnings: doc.issues().map(told).collect(),
        source: file,
        id: doc.id.clone(),
    }
}

/// What was odd or lost, and what to do about it.
fn told(issue: &Issue) -> String {
    issue.hint.as_ref().map_or_else(|| issue.message.clone(), |hint| format!("{} ({hint})", issue.message))
}

fn facts(doc: &Document) -> Vec<(&'static str, String)> {
    let (meta, event) = (&doc.meta, &doc.meta.event);
    let mut facts = Vec::new();
    let mut add = |name, value: Option<String>| facts.extend(value.map(|v| (name, v)));
    let names = |all: &[rapporteur_model::Found<String>]| {
        let names: Vec<&str> = all.iter().map(|f| f.value.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let (start, end) = (event.start.as_ref().map(|d| d.value), event.end.as_ref().map(|d| d.value));
    add("Event", event.name.as_ref().map(|n| n.value.clone()));
    add(
        "Held",
        match (start, end) {
            (Some(start), Some(end)) if start != end => Some(format!("{start} – {end}")),
            (start, end) => start.or(end).map(|d| d.to_string()),
        },
    );
    add("Place", event.place.as_ref().map(|p| reading::one_line(&p.value)));
    add("Country", event.country.as_ref().map(|c| c.value.clone()));
    add("Organizers", names(&event.organizers));
    add("Partners", names(&event.partners));
    add("Published", meta.document_date.as_ref().map(|d| d.value.to_string()));
    facts
}

fn themes(doc: &Document) -> Vec<Theme> {
    let Ok(Some(themes)) = doc.layers.get::<Themes>() else { return Vec::new() };
    let one = |theme: &rapporteur_model::Theme| Theme {
        linked: theme.uri.starts_with("http://") || theme.uri.starts_with("https://"),
        uri: theme.uri.clone(),
        label: theme.label.clone(),
        score: format!("{:.2}", theme.score),
        why: theme.why.clone(),
        places: theme.evidence.iter().map(|s| quoted(doc, s, reading::one_line(doc.text(s)))).collect(),
    };
    themes.document.iter().map(one).collect()
}

fn parts(doc: &Document, labels: &BTreeMap<u32, String>) -> Vec<Part> {
    let sections = reading::sections(doc);
    let shown = (0..).zip(sections.iter()).filter(|(_, s)| reading::shown(doc, s));
    (1..).zip(shown).map(|(number, (index, section))| part(doc, labels, (number, index), section)).collect()
}

/// A section with its number among those that are shown, and its index among all.
fn part(
    doc: &Document,
    labels: &BTreeMap<u32, String>,
    (number, index): (u32, u32),
    section: &Section,
) -> Part {
    let heading = section.heading.and_then(|h| doc.blocks.get(h as usize));
    let mut body = String::new();
    let mut list = false;
    for (index, block) in reading::paragraphs(doc, section) {
        let item = block.kind == Kind::ListItem;
        if item != list {
            body.push_str(if item { "<ul>\n" } else { "</ul>\n" });
            list = item;
        }
        paragraph(index, block, labels, &mut body);
    }
    if list {
        body.push_str("</ul>\n");
    }
    Part {
        id: format!("s{number}"),
        rank: (section.level + 1).clamp(2, 6),
        role: section.role.name(),
        name: if heading.is_some() { reading::name(section) } else { String::new() },
        heading_id: section.heading.map(paragraph_id),
        marks: heading.map_or(String::new(), |h| marks_only(section.heading.unwrap_or(0), h, labels)),
        page: heading.and_then(Block::page),
        themes: findings::themes_of_section(doc, index),
        body,
    }
}

fn paragraph(index: u32, block: &Block, labels: &BTreeMap<u32, String>, out: &mut String) {
    let id = paragraph_id(index);
    let page = block.page().map_or(String::new(), |p| format!(" data-page=\"{p}\""));
    let (open, close) = match block.kind {
        Kind::ListItem => ("li", "li"),
        Kind::Quote => ("blockquote", "blockquote"),
        Kind::Table if block.text.contains('\t') => return table(&id, &page, block, out),
        Kind::Table => ("pre", "pre"),
        _ => ("p", "p"),
    };
    out.push_str(&format!("<{open} id=\"{id}\"{page}>"));
    if let (Kind::ListItem, Some(mark)) = (block.kind, &block.mark)
        && mark.chars().any(char::is_alphanumeric)
    {
        out.push_str("<span class=\"mark\">");
        escape(mark, out);
        out.push_str("</span> ");
    }
    running(index, block, labels, out);
    out.push_str(&format!("</{close}>\n"));
}

fn table(id: &str, page: &str, block: &Block, out: &mut String) {
    out.push_str(&format!("<table id=\"{id}\"{page}>\n"));
    for row in block.text.lines() {
        out.push_str("<tr>");
        for cell in row.split('\t') {
            out.push_str("<td>");
            escape(cell.trim(), out);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

/// The text of a block, sentences as anchors, note marks as links.
fn running(index: u32, block: &Block, labels: &BTreeMap<u32, String>, out: &mut String) {
    let mut done = 0;
    let mut marks = block.notes.iter().enumerate().peekable();
    let mut until = |done: &mut usize, to: usize, last: bool, out: &mut String| {
        while let Some((number, mark)) = marks.next_if(|(_, m)| (m.at as usize) < to || last) {
            escape(block.text.get(*done..mark.at as usize).unwrap_or(""), out);
            *done = (*done).max(mark.at as usize);
            reference(index, number, mark, labels, out);
        }
        escape(block.text.get(*done..to).unwrap_or(""), out);
        *done = (*done).max(to);
    };
    for (number, range) in block.sentences.iter().enumerate() {
        until(&mut done, range.start as usize, false, out);
        out.push_str(&format!("<span id=\"{}.s{}\">", paragraph_id(index), number + 1));
        until(&mut done, range.end as usize, false, out);
        out.push_str("</span>");
    }
    until(&mut done, block.text.len(), true, out);
}

fn marks_only(index: u32, block: &Block, labels: &BTreeMap<u32, String>) -> String {
    let mut out = String::new();
    for (number, mark) in block.notes.iter().enumerate() {
        reference(index, number, mark, labels, &mut out);
    }
    out
}

fn reference(
    index: u32,
    number: usize,
    mark: &rapporteur_model::NoteRef,
    labels: &BTreeMap<u32, String>,
    out: &mut String,
) {
    let id = format!("{}.n{}", paragraph_id(index), number + 1);
    out.push_str(&format!("<sup id=\"{id}\">"));
    match mark.note.and_then(|note| labels.get(&note)) {
        Some(label) => {
            out.push_str("<a href=\"#note-");
            escape(label, out);
            out.push_str("\">");
            escape(&mark.mark, out);
            out.push_str("</a>");
        }
        None => escape(&mark.mark, out),
    }
    out.push_str("</sup>");
}

fn note_list(doc: &Document, labels: &BTreeMap<u32, String>) -> Vec<Note> {
    let mut backs = BTreeMap::new();
    for (index, block) in (0..).zip(&doc.blocks) {
        for (number, mark) in block.notes.iter().enumerate() {
            if let Some(note) = mark.note {
                backs.entry(note).or_insert_with(|| format!("{}.n{}", paragraph_id(index), number + 1));
            }
        }
    }
    notes::note_blocks(doc)
        .map(|(index, block)| {
            let mut body = String::new();
            running(index, block, labels, &mut body);
            Note {
                label: labels.get(&index).cloned().unwrap_or_default(),
                mark: block.mark.clone().unwrap_or_default(),
                body,
                back: backs.get(&index).cloned(),
            }
        })
        .collect()
}

/// Text as HTML text or attribute value; control characters, which HTML forbids, become blanks.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}
