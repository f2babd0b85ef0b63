//! The export `digest`: the whole archive in one file, a paragraph a report.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use rapporteur_model::{Cited, Document, Status, Summary};
use rapporteur_stage::{Export, ExportKind, Part, Shape, Shared, StageError, unique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    archive, misread,
    name::{Names, year},
    reading,
};

/// The export `digest`: one Markdown file for the whole archive.
#[derive(Debug)]
pub struct ArchiveDigest;

/// Options of the export `digest`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// The file, below the output folder.
    to: String,
    /// What stands under one heading.
    group_by: GroupBy,
    /// Most words of the report's own in its paragraph: its headline, then as much of its summary as fits in whole
    /// sentences.
    words: u32,
    /// The page of each report that its title links to, as the `to` of an export of that page: `html/{stem}.html`.
    /// Empty: no links.
    link: String,
}

/// What the reports of a digest are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum GroupBy {
    /// The year of the event, else of the document.
    Year,
    /// The folder that the file lies in.
    Series,
    /// One list.
    Nothing,
}

impl Default for Options {
    fn default() -> Self {
        Self { to: "digest.md".to_owned(), group_by: GroupBy::Year, words: 100, link: String::new() }
    }
}

impl ExportKind for ArchiveDigest {
    const NAME: &'static str = "digest";
    const SUMMARY: &'static str = "the whole archive in one Markdown file, a paragraph a report";
    type Options = Options;

    fn build(options: &Options, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
        let names = archive::places(&options.to, shared)?;
        if !names.is_constant() {
            return Err(StageError::new(format!("`to = \"{}\"` has to name one file", options.to))
                .hint("take the placeholder out: the digest is one file for all reports"));
        }
        let path = names.of_document(&Document::default());
        let up = "../".repeat(path.components().count().saturating_sub(1));
        let links = match options.link.as_str() {
            "" => None,
            link => Some(archive::places(link, shared)?),
        };
        let (group_by, words) = (options.group_by, options.words);
        Ok(Box::new(Digest { path, up, links, group_by, words }))
    }
}

/// A digest under way.
struct Digest {
    /// Below the output folder.
    path: PathBuf,
    /// From the digest's folder to the output folder.
    up: String,
    links: Option<Names>,
    group_by: GroupBy,
    words: u32,
}

/// The heading of a group; the one without comes last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Group {
    Named(String),
    Unnamed,
}

/// What the digest keeps of a report. In its group by title and file, so that the order of arrival does not matter.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    group: Group,
    title: String,
    path: PathBuf,
    /// The page that its title links to, as the document asks for it.
    link: Option<PathBuf>,
    text: String,
}

impl Export for Digest {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        let link = self.links.as_ref().map(|names| names.of_document(doc));
        let entry = entry(doc, self.group(doc), link, self.words);
        let bytes = serde_json::to_vec(&entry)
            .map_err(|e| StageError::new("the document could not be put into JSON").because(e))?;
        Ok(Part { name: PathBuf::new(), bytes })
    }

    fn shape(&self) -> Shape {
        Shape::Assembled { path: self.path.clone() }
    }

    fn assemble(&self, parts: &[&[u8]]) -> Result<Vec<u8>, StageError> {
        let entries: Result<Vec<Entry>, _> = parts.iter().map(|part| serde_json::from_slice(part)).collect();
        let mut entries =
            entries.map_err(|e| StageError::new("what was kept of a report is damaged").because(e))?;
        // The second page of a name has another one, as the engine gives them.
        let mut given = BTreeSet::new();
        for link in entries.iter_mut().filter_map(|entry| entry.link.as_mut()) {
            *link = unique(&mut given, link);
        }
        Ok(self.page(entries).into_bytes())
    }
}

impl Digest {
    fn group(&self, doc: &Document) -> Group {
        let name = match self.group_by {
            GroupBy::Year => year(doc).map(|year| format!("{year:04}")),
            GroupBy::Series => {
                let folder = doc.source.path.parent().and_then(|folder| folder.file_name());
                folder.map(|name| name.to_string_lossy().into_owned())
            }
            GroupBy::Nothing => None,
        };
        name.map_or(Group::Unnamed, Group::Named)
    }

    fn page(&self, entries: Vec<Entry>) -> String {
        let reports = entries.len();
        let mut groups: BTreeMap<Group, Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            groups.entry(entry.group.clone()).or_default().push(entry);
        }
        let plural = if reports == 1 { "report" } else { "reports" };
        let mut page = format!("# Digest of {reports} {plural}\n");
        for (group, mut entries) in groups {
            entries.sort();
            match &group {
                Group::Named(name) => page += &format!("\n## {}\n", escaped(name)),
                Group::Unnamed if self.group_by == GroupBy::Nothing => {}
                Group::Unnamed => page += "\n## Without a year or series\n",
            }
            for entry in entries {
                page += &format!("\n### {}\n\n{}\n", self.name(&entry), entry.text);
            }
        }
        page
    }

    /// The title, with its link.
    fn name(&self, entry: &Entry) -> String {
        let title = escaped(&entry.title);
        let link = |path: &PathBuf| address(&format!("{}{}", self.up, path.to_string_lossy()));
        entry.link.as_ref().map_or(title.clone(), |path| format!("[{title}]({})", link(path)))
    }
}

/// A report's title, its facts and its paragraph.
fn entry(doc: &Document, group: Group, link: Option<PathBuf>, words: u32) -> Entry {
    let file = doc.source.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let title = doc.meta.title.as_ref().map_or(file, |title| reading::one_line(&title.value));
    let summary = doc.layers.get::<Summary>().ok().flatten();
    let paragraph = summary.as_ref().map_or_else(String::new, |s| paragraph(doc, s, words));
    let paragraph = if paragraph.is_empty() { "No summary.".to_owned() } else { paragraph };
    let parts = [facts(doc), paragraph, summary.map_or_else(String::new, |s| positions(&s))];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Entry { group, title, path: doc.source.path.clone(), link, text: parts.join("\n\n") }
}

fn facts(doc: &Document) -> String {
    let event = &doc.meta.event;
    let mut facts: Vec<String> = Vec::new();
    match (event.start.as_ref().map(|d| d.value), event.end.as_ref().map(|d| d.value)) {
        (Some(start), Some(end)) if start != end => facts.push(format!("{start} to {end}")),
        (Some(day), _) | (None, Some(day)) => facts.push(day.to_string()),
        (None, None) => facts.extend(doc.meta.document_date.as_ref().map(|d| d.value.to_string())),
    }
    facts.extend(event.place.as_ref().map(|place| escaped(&reading::one_line(&place.value))));
    facts.extend(doc.source.pages.map(|n| format!("{n} page{}", if n == 1 { "" } else { "s" })));
    if doc.status() == Status::Partial {
        facts.push("partial: something was lost".to_owned());
    }
    facts.join(" · ")
}

/// The headline, then as much of the summary as fits, in document order; each sentence with its page.
fn paragraph(doc: &Document, summary: &Summary, words: u32) -> String {
    let length = |cited: &Cited| doc.text(&cited.span).split_whitespace().count();
    let mut left = words as usize;
    let mut chosen: Vec<&Cited> = Vec::new();
    for cited in summary.headline.iter().chain(&summary.sentences) {
        let length = length(cited);
        if length <= left && !chosen.contains(&cited) {
            left -= length;
            chosen.push(cited);
        }
    }
    chosen.sort_by_key(|cited| (cited.span.block, cited.span.bytes.start));
    let sentence = |cited: &&Cited| {
        let page = doc.page(&cited.span).map_or(String::new(), |p| format!(" (p. {p})"));
        escaped(&reading::one_line(doc.text(&cited.span))) + &page
    };
    chosen.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// How much was agreed, and how much was not.
fn positions(summary: &Summary) -> String {
    let digest = &summary.digest;
    let parts = [
        ("agreed", &digest.agreed),
        ("disputed", &digest.disputed),
        ("recommended", &digest.recommended),
        ("open", &digest.open_questions),
    ];
    let told = parts.iter().filter(|(_, part)| part.count > 0);
    told.map(|(name, part)| format!("{name}: {}", part.count)).collect::<Vec<_>>().join(" · ")
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    misread::escape(text, &mut out);
    out
}

/// A path as an address in Markdown.
fn address(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~');
    path.replace('\\', "/")
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests;
