//! Case files in Markdown.

use std::{
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use rapporteur_stage::Registry;

use crate::{Setting, document, outline, run};

/// The stages of every case.
const STAGES: &[&str] = &["ingest", "clean", "segment"];

/// A case file.
#[derive(Debug)]
pub struct Cases {
    path: PathBuf,
    text: String,
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
    /// The lines of [`outline`] to expect, and where they stand in the file.
    expected: String,
    place: Range<usize>,
}

impl Cases {
    /// Reads a case file.
    ///
    /// # Errors
    /// When the file cannot be read, or a case has no report or no result.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)?;
        let cases = read(&text);
        let incomplete = cases.iter().find(|c| c.media_type.is_empty() || c.place.end == 0);
        match incomplete {
            Some(case) => Err(io::Error::other(format!(
                "{}:{}: `{}` lacks a fence with the report or one with the `result`",
                path.display(),
                case.line,
                case.name
            ))),
            None if cases.is_empty() => Err(io::Error::other(format!("{}: no case in it", path.display()))),
            None => Ok(Self { path: path.to_owned(), text, cases }),
        }
    }

    /// Runs all cases; gives a readable difference for each that comes out otherwise.
    pub fn check(&self, registry: &Registry) -> Vec<String> {
        self.cases.iter().filter_map(|case| self.difference(case, &case.outcome(registry))).collect()
    }

    /// Writes what comes out as the result of every case.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn bless(&self, registry: &Registry) -> io::Result<()> {
        let mut text = self.text.clone();
        for case in self.cases.iter().rev() {
            text.replace_range(case.place.clone(), &case.outcome(registry));
        }
        if text == self.text { Ok(()) } else { fs::write(&self.path, text) }
    }

    fn difference(&self, case: &Case, outcome: &str) -> Option<String> {
        if case.expected.trim_end() == outcome.trim_end() {
            return None;
        }
        let mut lines = vec![format!("{}:{}: {}", self.path.display(), case.line, case.name)];
        let (want, have): (Vec<_>, Vec<_>) = (case.expected.lines().collect(), outcome.lines().collect());
        let same = want.iter().zip(&have).take_while(|(a, b)| a == b).count();
        let tail = |lines: &[&str], sign: char| -> Vec<String> {
            lines.iter().skip(same).map(|l| format!("  {sign} {l}")).collect()
        };
        lines.extend(tail(&want, '-'));
        lines.extend(tail(&have, '+'));
        Some(lines.join("\n"))
    }
}

impl Case {
    fn outcome(&self, registry: &Registry) -> String {
        match run(STAGES, &self.options, document(&self.input, self.media_type), registry) {
            Ok(doc) => outline(&doc),
            Err(message) => format!("fails | {message}\n"),
        }
    }
}

/// Cuts a file into cases.
fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<(String, usize)> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let bare = line.trim_end();
        match (&fence, cases.last_mut()) {
            (Some((kind, from)), Some(case)) if bare == "```" => {
                case.put(kind, text.get(*from..start).unwrap_or(""), *from..start);
                fence = None;
            }
            (Some(_), _) => {}
            (None, _) if bare.starts_with("```") => {
                fence = Some((bare.trim_start_matches('`').to_owned(), at));
            }
            (None, _) => {
                if let Some(name) = bare.strip_prefix("## ") {
                    cases.push(Case { name: name.to_owned(), line: number + 1, ..Case::default() });
                }
            }
        }
    }
    cases
}

impl Case {
    fn put(&mut self, kind: &str, text: &str, place: Range<usize>) {
        match kind {
            "options" => self.options = text.lines().filter_map(setting).collect(),
            "result" => {
                text.clone_into(&mut self.expected);
                self.place = place;
            }
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
        let cases = read(text);
        assert_eq!(cases.len(), 1);
        assert_eq!(
            (cases[0].name.as_str(), cases[0].line, cases[0].input.as_str()),
            ("one", 3, "a\n\u{c}b\n")
        );
        assert_eq!(&text[cases[0].place.clone()], "paragraph | a b\n");
    }
}
