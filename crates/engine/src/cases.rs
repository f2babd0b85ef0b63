//! Running the `[[test]]` tables of a pipeline file.

use rapporteur_config::{Expect, Input, Notes, Pipeline, TestCase};
use rapporteur_model::{Document, Kind, Themes};

use crate::Chain;

/// How a test came out.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TestOutcome {
    /// The test's name.
    pub name: String,
    /// Its line in the pipeline file, counted from 1.
    pub line: usize,
    /// What is not as expected, a sentence each; several lines when texts are compared.
    pub differences: Vec<String>,
}

impl TestOutcome {
    /// Whether all is as expected.
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Runs all tests of a pipeline file, in order.
pub fn run_tests(pipeline: &Pipeline) -> Vec<TestOutcome> {
    let outcome = |case: &TestCase| TestOutcome {
        name: case.name.clone(),
        line: pipeline.line(case.span.start),
        differences: match result(pipeline, case) {
            Ok(doc) => differences(&case.expect, &doc),
            Err(trouble) => vec![trouble],
        },
    };
    pipeline.tests.iter().map(outcome).collect()
}

/// What comes of the test's text.
fn result(pipeline: &Pipeline, case: &TestCase) -> Result<Document, String> {
    let chain = match &case.stages {
        None => Chain::build(pipeline),
        Some(stages) => Chain::with_stages(pipeline, &stages.iter().map(String::as_str).collect::<Vec<_>>()),
    };
    let mut chain = chain.map_err(|p| p.render(false))?;
    let mut doc = match &case.input {
        Input::File(path) => Document::at(pipeline.shared.path(path)),
        Input::Text(text) => {
            let mut doc = Document::at("-");
            doc.source.bytes = text.len() as u64;
            doc.source.content = Some(text.as_bytes().into());
            doc.source.media_type = "text/plain".to_owned();
            doc
        }
    };
    if let Some(media_type) = &case.media_type {
        doc.source.media_type.clone_from(media_type);
    }
    chain.process_one(doc).map_err(|failure| {
        let hint = failure.hint.map(|h| format!(" ({h})")).unwrap_or_default();
        format!("`{}` failed: {}{hint}", failure.stage, failure.message)
    })
}

/// The blocks that a reader reads.
fn running(doc: &Document) -> Vec<&str> {
    let blocks = doc.blocks.iter().filter(|b| !matches!(b.kind, Kind::Furniture | Kind::Note));
    blocks.map(|b| b.text.as_str()).filter(|t| !t.trim().is_empty()).collect()
}

fn differences(expect: &Expect, doc: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let blocks = running(doc);
    let text = blocks.join("\n\n");
    count(&mut found, "blocks", expect.blocks, blocks.len());
    found.iter_mut().for_each(|f| f.push_str(&format!("; they are:\n{}", quoted(&blocks))));
    let lacking = expect.contains.iter().filter(|c| !text.contains(c.as_str()));
    found.extend(lacking.map(|c| format!("the text does not contain {c:?}; it is:\n{}", quoted(&blocks))));
    let unwanted = expect.lacks.iter().filter(|c| text.contains(c.as_str()));
    found.extend(unwanted.map(|c| format!("the text contains {c:?}; it is:\n{}", quoted(&blocks))));
    let sentences = doc.blocks.iter().map(|b| b.sentences.len()).sum();
    count(&mut found, "sentences", expect.sentences, sentences);
    value(&mut found, "title", expect.title.as_deref(), doc.meta.title.as_ref().map(|t| t.value.as_str()));
    value(&mut found, "language", expect.language.as_deref(), doc.language());
    if let Some(wanted) = &expect.sections {
        sections(&mut found, wanted, doc);
    }
    if let Some(wanted) = &expect.notes {
        notes(&mut found, wanted, doc);
    }
    themes(&mut found, &expect.themes, doc);
    found
}

fn count(found: &mut Vec<String>, what: &str, wanted: Option<u64>, is: usize) {
    if let Some(wanted) = wanted
        && wanted != is as u64
    {
        found.push(format!("expected {wanted} {what}, found {is}"));
    }
}

fn value(found: &mut Vec<String>, what: &str, wanted: Option<&str>, is: Option<&str>) {
    if let Some(wanted) = wanted
        && is != Some(wanted)
    {
        let is = is.map_or("none".to_owned(), |is| format!("{is:?}"));
        found.push(format!("expected the {what} {wanted:?}, found {is}"));
    }
}

fn sections(found: &mut Vec<String>, wanted: &[String], doc: &Document) {
    let printed = |heading: u32| doc.blocks.get(heading as usize).map_or("", |b| b.text.as_str());
    let with_heading = doc.sections.iter().filter_map(|s| s.heading.map(|h| (printed(h), s.title.as_str())));
    let headings: Vec<_> = with_heading.collect();
    let same = wanted.len() == headings.len()
        && wanted.iter().zip(&headings).all(|(w, (printed, title))| w == printed || w == title);
    if !same {
        let printed: Vec<_> = headings.iter().map(|(printed, _)| *printed).collect();
        let wanted: Vec<_> = wanted.iter().map(String::as_str).collect();
        found.push(format!("expected the headings\n{}\nfound\n{}", quoted(&wanted), quoted(&printed)));
    }
}

fn notes(found: &mut Vec<String>, wanted: &Notes, doc: &Document) {
    let notes: Vec<_> = doc.blocks.iter().filter(|b| b.kind == Kind::Note).map(|b| b.text.as_str()).collect();
    match wanted {
        Notes::Count(wanted) => count(found, "notes", Some(*wanted), notes.len()),
        Notes::Texts(texts) => {
            let same =
                texts.len() == notes.len() && texts.iter().zip(&notes).all(|(t, n)| n.contains(t.as_str()));
            if !same {
                let texts: Vec<_> = texts.iter().map(String::as_str).collect();
                found.push(format!("expected the notes\n{}\nfound\n{}", quoted(&texts), quoted(&notes)));
            }
        }
    }
}

fn themes(found: &mut Vec<String>, wanted: &[String], doc: &Document) {
    if wanted.is_empty() {
        return;
    }
    let themes = doc.layers.get::<Themes>().ok().flatten();
    let labels: Vec<_> = themes.iter().flat_map(|t| &t.document).map(|t| t.label.as_str()).collect();
    for label in wanted.iter().filter(|w| !labels.contains(&w.as_str())) {
        found.push(format!("expected the theme {label:?}, found\n{}", quoted(&labels)));
    }
}

/// Texts below one another, each behind a bar.
fn quoted(texts: &[&str]) -> String {
    if texts.is_empty() {
        return "  | (none)".to_owned();
    }
    let bar = |text: &&str| text.lines().map(|l| format!("  | {l}")).collect::<Vec<_>>().join("\n");
    texts.iter().map(bar).collect::<Vec<_>>().join("\n  |\n")
}
