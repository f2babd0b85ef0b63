//! From the document that stages work on to the report that readers see.

use std::collections::BTreeMap;

use rapporteur_model::{
    Abstract, Block, Cited, Digest, DigestPart, Document, Event, Found, KeyPhrases, Kind, Layer, Meta,
    Section, Summary, Theme, Themes, Topics,
};
use schemars::{Schema, generate::SchemaSettings};

use crate::{
    CitedSentence, DigestFields, DigestPartFields, EventFields, Grounds, KeyPhraseFields, ParagraphFields,
    ParagraphKind, Report, SectionFields, SentenceFields, SourceFile, SummaryFields, ThemeFields, Warning,
    evidence::{paragraph_id, places, rounded},
    generated, notes, reading, topics,
};

/// The format's version.
const FORMAT: u32 = 1;

/// The document as its reader sees it.
pub fn describe(doc: &Document) -> Report {
    let findings = Findings::of(doc);
    let meta = &doc.meta;
    Report {
        format: FORMAT,
        id: doc.id.clone(),
        source: SourceFile {
            path: doc.source.path.to_string_lossy().into_owned(),
            media_type: doc.source.media_type.clone(),
            bytes: doc.source.bytes,
            pages: doc.source.pages,
        },
        status: doc.status(),
        warnings: warnings(doc),
        title: value(meta.title.as_ref()),
        subtitle: value(meta.subtitle.as_ref()),
        language: value(meta.language.as_ref()),
        document_date: value(meta.document_date.as_ref()),
        event: event(meta),
        found: found(doc),
        front: front(doc),
        sections: sections(doc, &findings),
        footnotes: (!doc.blocks.is_empty()).then(|| notes::footnotes(doc)),
        themes: findings.themes.as_ref().map(|t| themes(doc, &t.document)),
        keyphrases: findings.phrases.as_ref().map(|k| phrases(doc, k)),
        topics: topics::fields(doc, |index| findings.section_id(index)),
        summary: findings.summary.as_ref().map(|s| summary(doc, &findings, &s.sentences)),
        generated: generated::fields(doc),
        key_sentences: findings.summary.as_ref().map(|s| cited(doc, &findings, &s.key_sentences)),
        headline: findings.summary.as_ref().and_then(|s| cited(doc, &findings, s.headline.as_slice()).pop()),
        digest: findings.summary.as_ref().and_then(|s| digest(doc, &findings, &s.digest)),
        repairs: (!doc.blocks.is_empty()).then(|| repairs(doc)),
        layers: foreign(doc),
    }
}

/// JSON Schema of the exported JSON.
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Report>()
}

/// The exported JSON in one line.
pub fn json(doc: &Document) -> String {
    // A report holds maps with string keys and finite numbers alone, so this cannot fail.
    serde_json::to_string(&describe(doc)).unwrap_or_default()
}

/// The exported JSON, indented for people.
pub fn json_pretty(doc: &Document) -> String {
    serde_json::to_string_pretty(&describe(doc)).unwrap_or_default()
}

/// The layers that this crate knows, and the ids that exported sections have.
struct Findings {
    themes: Option<std::sync::Arc<Themes>>,
    phrases: Option<std::sync::Arc<KeyPhrases>>,
    summary: Option<std::sync::Arc<Summary>>,
    section_ids: Vec<String>,
}

impl Findings {
    fn of(doc: &Document) -> Self {
        let mut count = 0;
        let section_ids = reading::sections(doc)
            .iter()
            .map(|section| {
                count += usize::from(reading::shown(doc, section) && !reading::is_title_page(section));
                format!("s{}", count.max(1))
            })
            .collect();
        Self {
            // A layer of another form is shown as it is, among the foreign ones.
            themes: doc.layers.get().ok().flatten(),
            phrases: doc.layers.get().ok().flatten(),
            summary: doc.layers.get().ok().flatten(),
            section_ids,
        }
    }

    fn section_id(&self, index: u32) -> String {
        self.section_ids.get(index as usize).cloned().unwrap_or_default()
    }
}

fn value<T: Clone>(found: Option<&Found<T>>) -> Option<T> {
    found.map(|f| f.value.clone())
}

fn warnings(doc: &Document) -> Vec<Warning> {
    doc.trail
        .iter()
        .filter_map(|event| match event {
            Event::Warning(issue) => Some((issue, false)),
            Event::Error(issue) => Some((issue, true)),
            _ => None,
        })
        .map(|(issue, lost)| Warning {
            stage: issue.stage.clone(),
            message: issue.message.clone(),
            page: issue.page.or_else(|| issue.span.as_ref().and_then(|s| doc.page(s))),
            hint: issue.hint.clone(),
            lost,
        })
        .collect()
}

fn event(meta: &Meta) -> Option<EventFields> {
    let event = &meta.event;
    let all = |found: &[Found<String>]| found.iter().map(|f| f.value.clone()).collect();
    let fields = EventFields {
        name: value(event.name.as_ref()),
        start: value(event.start.as_ref()),
        end: value(event.end.as_ref()),
        place: value(event.place.as_ref()),
        country: value(event.country.as_ref()),
        organizers: all(&event.organizers),
        partners: all(&event.partners),
    };
    (fields != EventFields::default()).then_some(fields)
}

fn found(doc: &Document) -> BTreeMap<String, Vec<Grounds>> {
    let (meta, event) = (&doc.meta, &doc.meta.event);
    let mut all = BTreeMap::new();
    put(&mut all, doc, "title", meta.title.as_slice());
    put(&mut all, doc, "subtitle", meta.subtitle.as_slice());
    put(&mut all, doc, "language", meta.language.as_slice());
    put(&mut all, doc, "document_date", meta.document_date.as_slice());
    put(&mut all, doc, "event.name", event.name.as_slice());
    put(&mut all, doc, "event.start", event.start.as_slice());
    put(&mut all, doc, "event.end", event.end.as_slice());
    put(&mut all, doc, "event.place", event.place.as_slice());
    put(&mut all, doc, "event.country", event.country.as_slice());
    put(&mut all, doc, "event.organizers", &event.organizers);
    put(&mut all, doc, "event.partners", &event.partners);
    all
}

fn put<T>(all: &mut BTreeMap<String, Vec<Grounds>>, doc: &Document, name: &str, values: &[Found<T>]) {
    if !values.is_empty() {
        let grounds = values
            .iter()
            .map(|f| Grounds { confidence: rounded(f.confidence, 1e3), evidence: places(doc, &f.evidence) });
        all.insert(name.to_owned(), grounds.collect());
    }
}

/// What stands before the first heading.
fn front(doc: &Document) -> Vec<ParagraphFields> {
    let sections = reading::sections(doc);
    let pages = sections.iter().filter(|s| reading::is_title_page(s));
    pages.flat_map(|s| reading::paragraphs(doc, s)).map(|(i, b)| paragraph(i, b)).collect()
}

fn sections(doc: &Document, findings: &Findings) -> Option<Vec<SectionFields>> {
    let sections = reading::sections(doc);
    let shown = (0..)
        .zip(sections.iter())
        .filter(|(_, section)| reading::shown(doc, section) && !reading::is_title_page(section));
    (!doc.blocks.is_empty())
        .then(|| shown.map(|(index, section)| section_fields(doc, findings, index, section)).collect())
}

fn section_fields(doc: &Document, findings: &Findings, index: u32, section: &Section) -> SectionFields {
    let heading = section.heading.and_then(|h| doc.blocks.get(h as usize));
    let first = heading.or_else(|| reading::paragraphs(doc, section).next().map(|(_, b)| b));
    let own_themes = findings.themes.as_ref().and_then(|t| t.sections.get(&index));
    let own_summary = findings.summary.as_ref().and_then(|s| s.sections.get(&index));
    SectionFields {
        id: findings.section_id(index),
        number: section.number.clone(),
        heading: section.title.clone(),
        printed: heading.map(|b| b.text.clone()),
        label: section.label.clone(),
        level: section.level,
        role: section.role,
        page: first.and_then(Block::page),
        paragraph: section.heading.map(paragraph_id),
        paragraphs: reading::paragraphs(doc, section).map(|(i, b)| paragraph(i, b)).collect(),
        themes: own_themes.map(|t| themes(doc, t)),
        summary: own_summary.map(|s| summary(doc, findings, s)),
    }
}

fn paragraph(index: u32, block: &Block) -> ParagraphFields {
    let id = paragraph_id(index);
    let sentence = |(number, range): (usize, &std::ops::Range<u32>)| SentenceFields {
        id: format!("{id}.s{}", number + 1),
        start: range.start,
        end: range.end,
        page: block.page_at(range.start),
    };
    let sentences: Vec<_> = block.sentences.iter().enumerate().map(sentence).collect();
    ParagraphFields {
        kind: match block.kind {
            Kind::ListItem => ParagraphKind::ListItem,
            Kind::Quote => ParagraphKind::Quote,
            Kind::Table => ParagraphKind::Table,
            _ => ParagraphKind::Paragraph,
        },
        mark: block.mark.clone(),
        text: block.text.clone(),
        page: block.page(),
        sentences: (!sentences.is_empty()).then_some(sentences),
        notes: block.notes.iter().map(|n| n.mark.clone()).collect(),
        id,
    }
}

fn themes(doc: &Document, themes: &[Theme]) -> Vec<ThemeFields> {
    themes
        .iter()
        .map(|theme| ThemeFields {
            uri: theme.uri.clone(),
            label: theme.label.clone(),
            score: rounded(theme.score, 1e4),
            why: theme.why.clone(),
            matches: theme.matches.clone(),
            evidence: places(doc, &theme.evidence),
        })
        .collect()
}

fn phrases(doc: &Document, phrases: &KeyPhrases) -> Vec<KeyPhraseFields> {
    phrases
        .phrases
        .iter()
        .map(|phrase| KeyPhraseFields {
            phrase: phrase.phrase.clone(),
            score: rounded(phrase.score, 1e4),
            evidence: places(doc, &phrase.evidence),
        })
        .collect()
}

fn summary(doc: &Document, findings: &Findings, sentences: &[Cited]) -> SummaryFields {
    SummaryFields {
        text: crate::lists::running_text(doc, sentences),
        sentences: cited(doc, findings, sentences),
    }
}

fn digest(doc: &Document, findings: &Findings, digest: &Digest) -> Option<DigestFields> {
    let part = |part: &DigestPart| {
        let sentences = cited(doc, findings, &part.sentences);
        (part.count > 0).then_some(DigestPartFields { count: part.count, sentences })
    };
    let fields = DigestFields {
        agreed: part(&digest.agreed),
        disputed: part(&digest.disputed),
        recommended: part(&digest.recommended),
        open_questions: part(&digest.open_questions),
    };
    (fields != DigestFields::default()).then_some(fields)
}

fn cited(doc: &Document, findings: &Findings, sentences: &[Cited]) -> Vec<CitedSentence> {
    sentences
        .iter()
        .map(|sentence| CitedSentence {
            text: doc.text(&sentence.span).to_owned(),
            section: findings.section_id(sentence.section),
            evidence: places(doc, std::slice::from_ref(&sentence.span)),
        })
        .collect()
}

fn repairs(doc: &Document) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for repair in doc.repairs() {
        match count.get_mut(repair.rule.as_ref()) {
            Some(n) => *n += 1,
            None => {
                count.insert(repair.rule.to_string(), 1);
            }
        }
    }
    count
}

/// Layers that say nothing which is not said elsewhere in a report.
const SAID_ELSEWHERE: [&str; 1] = ["clean"];

/// Layers of stages that this crate does not know.
fn foreign(doc: &Document) -> BTreeMap<String, serde_json::Value> {
    let own = [Themes::NAME, KeyPhrases::NAME, Summary::NAME, Topics::NAME, Abstract::NAME];
    let names = doc.layers.names().filter(|name| !own.contains(name) && !SAID_ELSEWHERE.contains(name));
    names.filter_map(|name| Some((name.to_owned(), doc.layers.json(name)?))).collect()
}
