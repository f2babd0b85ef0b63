//! What stages did to one document, collected for `explain`.

use rapporteur_engine::Step;
use rapporteur_export::{Report, describe};
use rapporteur_model::{Block, Document, Event, Issue, Kind, Repair};
use serde::Serialize;

/// What became of a document, and why.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Trail {
    pub(crate) source: String,
    pub(crate) media_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pages: Option<u32>,
    pub(crate) id: String,
    pub(crate) stages: Vec<StageTrail>,
    pub(crate) found: Vec<FoundField>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) furniture: Vec<Furniture>,
}

/// What one stage did.
#[derive(Debug, Serialize)]
pub(crate) struct StageTrail {
    pub(crate) stage: String,
    /// Its `when` did not fit the document.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) skipped: bool,
    pub(crate) blocks: usize,
    pub(crate) repairs: Vec<Change>,
    /// What rules would have changed that may only suggest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) suggestions: Vec<Change>,
    pub(crate) warnings: Vec<Issue>,
    /// The layers that it gave the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) layers: Vec<String>,
}

/// A repair, with the word or two around it.
#[derive(Debug, Serialize)]
pub(crate) struct Change {
    #[serde(flatten)]
    pub(crate) repair: Repair,
    pub(crate) left: String,
    pub(crate) right: String,
}

/// A field of the report's meta data, and where it was found.
#[derive(Debug, Serialize)]
pub(crate) struct FoundField {
    pub(crate) field: String,
    pub(crate) value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<u32>,
    pub(crate) confidence: f64,
}

/// A heading, and why it is one.
#[derive(Debug, Serialize)]
pub(crate) struct Heading {
    pub(crate) section: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<String>,
    pub(crate) heading: String,
    pub(crate) printed: String,
    pub(crate) level: u8,
    pub(crate) role: &'static str,
    pub(crate) reasons: Vec<String>,
}

/// Something on the page that is not part of the text.
#[derive(Debug, Serialize)]
pub(crate) struct Furniture {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<u32>,
    pub(crate) text: String,
    pub(crate) reasons: Vec<String>,
}

impl Trail {
    /// Takes down what a stage added to the trail of a document.
    pub(crate) fn step(&mut self, step: &Step<'_>, doc: &Document, seen: &mut usize) {
        let new = doc.trail.get(*seen..).unwrap_or(&[]);
        *seen = doc.trail.len();
        let mut stage = StageTrail {
            stage: step.id.to_owned(),
            skipped: step.skipped,
            blocks: doc.blocks.len(),
            repairs: Vec::new(),
            suggestions: Vec::new(),
            warnings: Vec::new(),
            layers: self.new_layers(doc),
        };
        for event in new {
            match event {
                Event::Repair(repair) => stage.repairs.push(Change::of(repair, doc)),
                Event::Suggestion(repair) => stage.suggestions.push(Change::of(repair, doc)),
                Event::Warning(issue) | Event::Error(issue) => stage.warnings.push(issue.clone()),
                _ => {}
            }
        }
        self.stages.push(stage);
    }

    /// The layers that no stage before has given.
    fn new_layers(&self, doc: &Document) -> Vec<String> {
        let known =
            |name: &&str| self.stages.iter().any(|stage| stage.layers.iter().any(|layer| layer == name));
        doc.layers.names().filter(|name| !known(name)).map(str::to_owned).collect()
    }

    /// Takes down what the finished document says of itself.
    pub(crate) fn end(&mut self, doc: &Document) {
        let report = describe(doc);
        self.media_type.clone_from(&report.source.media_type);
        self.pages = report.source.pages;
        self.id.clone_from(&report.id);
        self.found = found(&report);
        let reasons = Reasons::of(doc);
        self.headings = headings(doc, &report, &reasons);
        let furniture = doc.blocks.iter().filter(|b| b.kind == Kind::Furniture);
        let line =
            |b: &Block| Furniture { page: b.page(), text: b.text.clone(), reasons: reasons.at(b, None) };
        self.furniture = furniture.map(line).collect();
    }

    /// Leaves only what one rule changed or suggested, and nothing else.
    pub(crate) fn only(&mut self, rule: &str) {
        for stage in &mut self.stages {
            stage.repairs.retain(|c| c.repair.rule == rule);
            stage.suggestions.retain(|c| c.repair.rule == rule);
        }
    }

    /// The rules that changed the document or suggested to, each once, in the order of their first change.
    pub(crate) fn rules(&self) -> Vec<&str> {
        each_rule(self.stages.iter().flat_map(|s| s.repairs.iter().chain(&s.suggestions)))
    }
}

/// The rules of some changes, each once, in the order of their first change.
pub(crate) fn each_rule<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Vec<&'c str> {
    let mut rules: Vec<&str> = Vec::new();
    for change in changes {
        if !rules.contains(&change.repair.rule.as_ref()) {
            rules.push(&change.repair.rule);
        }
    }
    rules
}

impl Change {
    /// With the rest of the words that the repair touches.
    fn of(repair: &Repair, doc: &Document) -> Self {
        let text = &doc.extracted.text;
        let before = text.get(..repair.bytes.start as usize).unwrap_or("");
        let after = text.get(repair.bytes.end as usize..).unwrap_or("");
        let word = |c: &char| !c.is_whitespace();
        let left: Vec<char> = before.chars().rev().take_while(word).take(20).collect();
        Self {
            repair: repair.clone(),
            left: left.into_iter().rev().collect(),
            right: after.chars().take_while(word).take(20).collect(),
        }
    }
}

/// The reasons that were logged, by place.
struct Reasons(Vec<(u32, u32, String, String)>);

impl Reasons {
    fn of(doc: &Document) -> Self {
        let mut all: Vec<_> = doc
            .repairs()
            .filter(|r| !r.reason.is_empty())
            .map(|r| (r.bytes.start, r.bytes.end, r.rule.to_string(), r.reason.to_string()))
            .collect();
        all.sort();
        Self(all)
    }

    /// The reasons given for decisions that begin inside a block, of rules with this word in their name.
    fn at(&self, block: &Block, rule: Option<&str>) -> Vec<String> {
        let length = u32::try_from(block.text.len()).unwrap_or(u32::MAX);
        let source = block.source_of(&(0..length));
        let from = self.0.partition_point(|(start, ..)| *start < source.start);
        let here =
            self.0.iter().skip(from).take_while(|(start, ..)| *start < source.end.max(source.start + 1));
        let mut reasons: Vec<String> = here
            .filter(|(.., name, _)| rule.is_none_or(|wanted| name.contains(wanted)))
            .map(|(.., name, reason)| format!("{name}: {reason}"))
            .collect();
        reasons.dedup();
        reasons
    }
}

fn headings(doc: &Document, report: &Report, reasons: &Reasons) -> Vec<Heading> {
    let mut headings = Vec::new();
    for section in report.sections.iter().flatten() {
        let Some(id) = &section.paragraph else { continue };
        let index = id.get(1..).and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        let block = doc.blocks.get(index.saturating_sub(1));
        headings.push(Heading {
            section: section.id.clone(),
            page: section.page,
            label: section.label.clone(),
            number: section.number.clone(),
            heading: section.heading.clone(),
            printed: section.printed.clone().unwrap_or_default(),
            level: section.level,
            role: section.role.name(),
            reasons: block.map_or_else(Vec::new, |b| reasons.at(b, Some("heading"))),
        });
    }
    headings
}

/// The fields of the meta data with their values, in the order of the exported JSON.
fn found(report: &Report) -> Vec<FoundField> {
    let event = report.event.clone().unwrap_or_default();
    let date = |d: Option<rapporteur_model::Date>| d.map(|d| d.to_string()).into_iter().collect();
    let one = |s: Option<String>| s.into_iter().collect::<Vec<_>>();
    let values: [(&str, Vec<String>); 11] = [
        ("title", one(report.title.clone())),
        ("subtitle", one(report.subtitle.clone())),
        ("language", one(report.language.clone())),
        ("document_date", date(report.document_date)),
        ("event.name", one(event.name)),
        ("event.start", date(event.start)),
        ("event.end", date(event.end)),
        ("event.place", one(event.place)),
        ("event.country", one(event.country)),
        ("event.organizers", event.organizers),
        ("event.partners", event.partners),
    ];
    let mut fields = Vec::new();
    for (field, all) in values {
        let grounds = report.found.get(field).map_or(&[][..], Vec::as_slice);
        for (value, ground) in all.into_iter().zip(grounds) {
            fields.push(FoundField {
                field: field.to_owned(),
                value,
                page: ground.evidence.first().and_then(|e| e.page),
                confidence: ground.confidence,
            });
        }
    }
    fields
}
