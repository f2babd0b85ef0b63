//! What a person has put right: this report has this theme, or has it not. Kept in a file, so that it survives every
//! new run.

use std::path::Path;

use rapporteur_model::{Document, Theme};
use rapporteur_stage::StageError;
use serde::Deserialize;
use toml::Spanned;

use crate::vocabulary::{NONE, Thesaurus};

/// The file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    report: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Entry {
    source: String,
    #[serde(default)]
    has: Vec<Spanned<String>>,
    #[serde(default)]
    has_not: Vec<Spanned<String>>,
}

/// Corrections by report.
#[derive(Debug, Default)]
pub(crate) struct Corrections(Vec<Correction>);

#[derive(Debug)]
struct Correction {
    source: String,
    has: Vec<u32>,
    has_not: Vec<u32>,
}

impl Corrections {
    /// Reads a file; every URI has to be in the vocabulary.
    pub(crate) fn read(bytes: &[u8], path: &Path, thesaurus: &Thesaurus) -> Result<Self, StageError> {
        let text = String::from_utf8_lossy(bytes);
        let place = |at: usize| {
            let line = text.get(..at).unwrap_or("").matches('\n').count() + 1;
            format!("{}, line {line}", path.display())
        };
        let file: File = toml::from_str(&text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            StageError::new(format!("{}: {}", place(at), e.message())).hint(
                "a correction is [[report]] with `source`, and `has` or `has-not` with URIs of concepts",
            )
        })?;
        let concept = |uri: &Spanned<String>| {
            let found = thesaurus.concept(uri.get_ref());
            let current = found.and_then(|c| thesaurus.current.get(c as usize)).copied();
            current.filter(|&c| c != NONE).ok_or_else(|| {
                let message =
                    format!("{}: `{}` is not in the vocabulary", place(uri.span().start), uri.get_ref());
                StageError::new(message).hint("corrections name concepts by their URIs")
            })
        };
        let all = |uris: &[Spanned<String>]| uris.iter().map(concept).collect::<Result<Vec<_>, _>>();
        let entry = |e: &Entry| {
            Ok(Correction { source: e.source.clone(), has: all(&e.has)?, has_not: all(&e.has_not)? })
        };
        file.report.iter().map(entry).collect::<Result<_, _>>().map(Self)
    }

    /// Whether there are any; then it counts where a report lies.
    pub(crate) fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// What is said of a report: concepts it has, and concepts it has not.
    pub(crate) fn of(&self, doc: &Document) -> (Vec<u32>, Vec<u32>) {
        let meant = |c: &&Correction| c.source == doc.id || doc.source.path.ends_with(&c.source);
        let mut both = (Vec::new(), Vec::new());
        for correction in self.0.iter().filter(meant) {
            both.0.extend(&correction.has);
            both.1.extend(&correction.has_not);
        }
        both
    }
}

/// How a theme is marked that a person has given.
pub(crate) fn set_by_hand(theme: Theme) -> Theme {
    Theme { score: 1.0, why: "set by hand".to_owned(), ..theme }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    fn read(text: &str) -> Result<Corrections, StageError> {
        let turtle = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <e:a> skos:prefLabel \"a\"@en .";
        let thesaurus = Thesaurus::compile(&Vocabulary::read(turtle.as_bytes()).unwrap());
        Corrections::read(text.as_bytes(), Path::new("c.toml"), &thesaurus)
    }

    #[test]
    fn a_report_is_meant_by_the_end_of_its_path() {
        let corrections = read("[[report]]\nsource = 'b/c.pdf'\nhas = ['e:a']\n").unwrap();
        assert_eq!(corrections.of(&Document::at("a/b/c.pdf")), (vec![0], vec![]));
        assert_eq!(corrections.of(&Document::at("a/xb/c.pdf")), (vec![], vec![]));
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let unknown = read("[[report]]\nsource = 'x'\nhas-not = [\n  'e:nowhere',\n]\n").unwrap_err();
        assert_eq!(unknown.message, "c.toml, line 4: `e:nowhere` is not in the vocabulary");
        assert!(
            read("[[report]]\nsauce = 'x'\n")
                .unwrap_err()
                .message
                .starts_with("c.toml, line 2: unknown field")
        );
    }
}
