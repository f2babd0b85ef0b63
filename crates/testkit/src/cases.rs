//! Case files in Markdown.

use std::{
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use rapporteur_model::Document;
use rapporteur_stage::Registry;

use crate::{Setting, document, outline, outline::front, run};

/// The stages of a case where its file names none.
const STAGES: &[&str] = &["ingest", "clean", "segment"];

/// A case file.
#[derive(Debug)]
pub struct Cases {
    path: PathBuf,
    text: String,
    /// The stages that every case goes through, in order.
    stages: Vec<String>,
    /// The cases, in order.
    pub cases: Vec<Case>,
}

/// One case of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Its heading.
    pub name: String,
    /// Line of the heading, counted from 1.
    pub line: usize,
    /// The report.
    pub input: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Options that differ from the defaults.
    pub options: Vec<Setting>,
    expected: Vec<Expected>,
}

/// Something that has to come out of a case.
#[derive(Debug, PartialEq, Eq)]
struct Expected {
    what: What,
    text: String,
    /// Where it stands in the file, in bytes.
    place: Range<usize>,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    /// The lines of [`outline`].
    Outline,
    /// What its front matter says.
    Front,
    /// A layer as JSON.
    Layer(String),
}

impl What {
    /// What is seen of it in a document.
    fn of(&self, doc: &Document) -> String {
        let name = match self {
            Self::Outline => return outline(doc),
            Self::Front => return front(&doc.meta),
            Self::Layer(name) => name,
        };
        let Some(layer) = doc.layers.json(name) else { return format!("there is no layer {name}\n") };
        serde_json::to_string_pretty(&layer).unwrap_or_default() + "\n"
    }
}

impl Cases {
    /// Reads a case file.
    ///
    /// # Errors
    /// When the file cannot be read, or a case has no report or no result.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)?;
        let (stages, cases) = read(&text);
        let incomplete = cases.iter().find(|c| c.media_type.is_empty() || c.expected.is_empty());
        match incomplete {
            Some(case) => Err(io::Error::other(format!(
                "{}:{}: `{}` lacks a fence with the report or one with the `result` or a `layer`",
                path.display(),
                case.line,
                case.name
            ))),
            None if cases.is_empty() => Err(io::Error::other(format!("{}: no case in it", path.display()))),
            None => Ok(Self { path: path.to_owned(), text, stages, cases }),
        }
    }

    /// Runs all cases and compares; with `BLESS` in the environment, takes what comes out as what is expected, for a
    /// person to read the difference.
    ///
    /// # Errors
    /// A readable difference for each case that comes out otherwise; or why the file cannot be written.
    pub fn settle(&self, registry: &Registry) -> Result<(), String> {
        if std::env::var_os("BLESS").is_some() {
            return self.bless(registry).map_err(|e| format!("{}: {e}", self.path.display()));
        }
        let differences = self.check(registry);
        if differences.is_empty() { Ok(()) } else { Err(format!("\n{}\n", differences.join("\n\n"))) }
    }

    /// Runs all cases; gives a readable difference for each that comes out otherwise.
    pub fn check(&self, registry: &Registry) -> Vec<String> {
        let differences = |case| {
            let outcomes = self.outcomes(case, registry);
            let pairs = case.expected.iter().zip(outcomes);
            pairs
                .filter_map(|(expected, outcome)| self.difference(case, expected, &outcome))
                .collect::<Vec<_>>()
        };
        self.cases.iter().flat_map(differences).collect()
    }

    /// Writes what comes out as the result of every case.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn bless(&self, registry: &Registry) -> io::Result<()> {
        let mut text = self.text.clone();
        for case in self.cases.iter().rev() {
            let outcomes = self.outcomes(case, registry);
            for (expected, outcome) in case.expected.iter().zip(outcomes).rev() {
                text.replace_range(expected.place.clone(), &outcome);
            }
        }
        if text == self.text { Ok(()) } else { fs::write(&self.path, text) }
    }

    /// What comes out of a case, in the order of what is expected.
    fn outcomes(&self, case: &Case, registry: &Registry) -> Vec<String> {
        let stages: Vec<&str> = self.stages.iter().map(String::as_str).collect();
        let came = run(&stages, &case.options, document(&case.input, case.media_type), registry);
        let seen = |expected: &Expected| match &came {
            Ok(doc) => expected.what.of(doc),
            Err(message) => format!("fails | {message}\n"),
        };
        case.expected.iter().map(seen).collect()
    }

    fn difference(&self, case: &Case, expected: &Expected, outcome: &str) -> Option<String> {
        if expected.text.trim_end() == outcome.trim_end() {
            return None;
        }
        let mut lines = vec![format!("{}:{}: {}", self.path.display(), case.line, case.name)];
        let (want, have): (Vec<_>, Vec<_>) = (expected.text.lines().collect(), outcome.lines().collect());
        let same = want.iter().zip(&have).take_while(|(a, b)| a == b).count();
        let tail = |lines: &[&str], sign: char| -> Vec<String> {
            lines.iter().skip(same).map(|l| format!("  {sign} {l}")).collect()
        };
        lines.extend(tail(&want, '-'));
        lines.extend(tail(&have, '+'));
        Some(lines.join("\n"))
    }
}

/// Cuts a file into the stages it names and its cases.
fn read(text: &str) -> (Vec<String>, Vec<Case>) {
    let mut stages: Vec<String> = STAGES.iter().map(|&s| s.to_owned()).collect();
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<(String, usize)> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let bare = line.trim_end();
        match &fence {
            Some((kind, from)) if bare == "```" => {
                let inside = text.get(*from..start).unwrap_or("");
                match cases.last_mut() {
                    Some(case) => case.put(kind, inside, *from..start),
                    None if kind == "stages" => {
                        let names = inside.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty());
                        stages = names.map(str::to_owned).collect();
                    }
                    None => {}
                }
                fence = None;
            }
            Some(_) => {}
            None if bare.starts_with("```") => {
                fence = Some((bare.trim_start_matches('`').to_owned(), at));
            }
            None => {
                if let Some(name) = bare.strip_prefix("## ") {
                    cases.push(Case { name: name.to_owned(), line: number + 1, ..Case::default() });
                }
            }
        }
    }
    (stages, cases)
}

impl Case {
    fn put(&mut self, kind: &str, text: &str, place: Range<usize>) {
        let expect = |what| self.expected.push(Expected { what, text: text.to_owned(), place });
        match kind.split_once(' ') {
            Some(("layer", name)) => expect(What::Layer(name.to_owned())),
            _ if kind == "result" => expect(What::Outline),
            _ if kind == "front" => expect(What::Front),
            _ if kind == "options" => self.options = text.lines().filter_map(setting).collect(),
            _ => {
                // `\f` on a line of its own stands for a form feed, which no editor shows.
                self.input = text.replace("\\f\n", "\u{c}");
                self.media_type = match kind {
                    "markdown" => "text/markdown",
                    "html" => "text/html",
                    _ => "text/plain",
                };
            }
        }
    }
}

/// `clean.notes = "keep"`; the value is JSON.
fn setting(line: &str) -> Option<Setting> {
    let (key, value) = line.split_once(" = ")?;
    let (stage, key) = key.split_once('.')?;
    Some((stage.to_owned(), key.to_owned(), serde_json::from_str(value).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_cut_into_cases() {
        let text =
            "# Joins\n\n## one\n\nWhy.\n\n```text\na\n\\f\nb\n```\n\n```result\nparagraph | a b\n```\n";
        let (stages, cases) = read(text);
        assert_eq!(stages, STAGES);
        assert_eq!(cases.len(), 1);
        assert_eq!(
            (cases[0].name.as_str(), cases[0].line, cases[0].input.as_str()),
            ("one", 3, "a\n\u{c}b\n")
        );
        assert_eq!(&text[cases[0].expected[0].place.clone()], "paragraph | a b\n");
    }

    #[test]
    fn a_file_may_name_its_stages_and_expect_layers() {
        let text = "# Terms\n\n```stages\ningest, clean\nacme-terms\n```\n\n## one\n\n```text\na\n```\n\n\
                    ```layer acme-terms\n{}\n```\n\n```result\nparagraph | a\n```\n";
        let (stages, cases) = read(text);
        assert_eq!(stages, ["ingest", "clean", "acme-terms"]);
        let expected: Vec<_> = cases[0].expected.iter().map(|e| (&e.what, e.text.as_str())).collect();
        assert_eq!(
            expected,
            [(&What::Layer("acme-terms".to_owned()), "{}\n"), (&What::Outline, "paragraph | a\n")]
        );
    }
}
