//! What was found in a report, as a page for people shows it: each sentence with its page and its place in the text.

use rapporteur_model::{Abstract, Cited, Document, GeneratedSentence, Span, Summary, Theme, Themes};
use serde::Serialize;

use crate::{evidence::paragraph_id, reading};

/// The findings that stand in front of a report's text.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Findings {
    pub(crate) headline: Option<Quoted>,
    pub(crate) summary: Vec<Quoted>,
    pub(crate) digest: Vec<Positions>,
    pub(crate) key_sentences: Vec<Quoted>,
    pub(crate) generated: Option<Generated>,
    /// The labels of the report's themes.
    pub(crate) themes: Vec<String>,
    /// Those of sections with a heading, each with the section's name.
    pub(crate) section_themes: Vec<(String, Vec<String>)>,
}

/// The labels of a section's themes, by its index.
pub(crate) fn themes_of_section(doc: &Document, section: u32) -> Vec<String> {
    let themes = doc.layers.get::<Themes>().ok().flatten();
    themes.and_then(|themes| themes.sections.get(&section).map(|own| labels(own))).unwrap_or_default()
}

fn labels(themes: &[Theme]) -> Vec<String> {
    themes.iter().map(|theme| reading::one_line(&theme.label)).collect()
}

/// A sentence of the report.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Quoted {
    pub(crate) text: String,
    /// Where it stands in the HTML page.
    pub(crate) target: String,
    pub(crate) page: Option<u32>,
}

/// One heading of the digest.
#[derive(Debug, Serialize)]
pub(crate) struct Positions {
    pub(crate) name: &'static str,
    pub(crate) count: u32,
    pub(crate) sentences: Vec<Quoted>,
}

/// What a language model wrote.
#[derive(Debug, Serialize)]
pub(crate) struct Generated {
    pub(crate) model: String,
    pub(crate) sentences: Vec<Written>,
    pub(crate) dropped: u32,
}

/// A sentence that a language model wrote, with those it rests on.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) places: Vec<Quoted>,
}

impl Findings {
    /// What the stages found. A layer of another form is shown nowhere but in the JSON.
    pub(crate) fn of(doc: &Document) -> Self {
        let mut findings = Self::default();
        if let Ok(Some(summary)) = doc.layers.get::<Summary>() {
            findings.headline = quotes(doc, summary.headline.as_slice()).pop();
            findings.summary = quotes(doc, &summary.sentences);
            findings.key_sentences = quotes(doc, &summary.key_sentences);
            findings.digest = positions(doc, &summary);
        }
        if let Ok(Some(themes)) = doc.layers.get::<Themes>() {
            findings.themes = labels(&themes.document);
            let headed = (0..).zip(&doc.sections).filter(|(_, section)| section.heading.is_some());
            findings.section_themes = headed
                .filter_map(|(index, section)| {
                    Some((reading::name(section), labels(themes.sections.get(&index)?)))
                })
                .filter(|(_, labels)| !labels.is_empty())
                .collect();
        }
        findings.generated = doc.layers.get::<Abstract>().ok().flatten().map(|layer| generated(doc, &layer));
        findings
    }
}

/// The headings of the digest under which there is something.
fn positions(doc: &Document, summary: &Summary) -> Vec<Positions> {
    let digest = &summary.digest;
    let all = [
        ("Agreed", &digest.agreed),
        ("Disputed", &digest.disputed),
        ("Recommended", &digest.recommended),
        ("Open questions", &digest.open_questions),
    ];
    let told = all.into_iter().filter(|(_, part)| part.count > 0);
    told.map(|(name, part)| Positions { name, count: part.count, sentences: quotes(doc, &part.sentences) })
        .collect()
}

fn generated(doc: &Document, layer: &Abstract) -> Generated {
    let written =
        |s: &GeneratedSentence| Written { text: reading::one_line(&s.text), places: quotes(doc, &s.cited) };
    Generated {
        model: reading::one_line(&layer.model),
        sentences: layer.sentences.iter().map(written).collect(),
        dropped: layer.dropped.values().sum(),
    }
}

fn quotes(doc: &Document, cited: &[Cited]) -> Vec<Quoted> {
    cited.iter().map(|c| quoted(doc, &c.span, reading::one_line(doc.text(&c.span)))).collect()
}

/// A text with the place of the sentence it comes from.
pub(crate) fn quoted(doc: &Document, span: &Span, text: String) -> Quoted {
    let sentence = doc.blocks.get(span.block as usize).and_then(|block| {
        let next = block.sentences.partition_point(|s| s.start <= span.bytes.start);
        next.checked_sub(1)
    });
    let id = paragraph_id(span.block);
    let target = sentence.map_or_else(|| id.clone(), |number| format!("{id}.s{}", number + 1));
    Quoted { text, target, page: doc.page(span) }
}
