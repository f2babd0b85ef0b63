//! Reading SKOS (W3C Recommendation of 18 August 2009).

use std::{collections::BTreeMap, fmt, ops::Range};

use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// A controlled vocabulary: concepts with labels in several languages.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The concepts, by URI.
    pub concepts: BTreeMap<String, Concept>,
}

/// One concept.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Concept {
    /// Its labels, preferred ones first.
    pub labels: Vec<Label>,
    /// URIs of broader concepts.
    pub broader: Vec<String>,
    /// URIs of narrower concepts.
    pub narrower: Vec<String>,
    /// URIs of related concepts.
    pub related: Vec<String>,
    /// URIs of concepts of other vocabularies with the same or a close meaning.
    pub matches: Vec<String>,
}

/// A label of a concept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// `skos:prefLabel`; otherwise an alternative or hidden one.
    pub preferred: bool,
    /// Language tag as written, in lower case; empty when there is none.
    pub language: String,
    /// The label.
    pub text: String,
}

/// A vocabulary that cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum VocabularyError {
    /// Not Turtle or N-Triples.
    Syntax {
        /// Line, counted from 1.
        line: u64,
        /// Column, counted from 1.
        column: u64,
        /// What the parser says.
        message: String,
    },
    /// Well-formed, but there is no concept with a label in it.
    Empty,
}

impl fmt::Display for VocabularyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line, column, message } => write!(f, "line {line}, column {column}: {message}"),
            Self::Empty => f.write_str("no SKOS concept with a label in it"),
        }
    }
}

impl std::error::Error for VocabularyError {}

impl Vocabulary {
    /// Reads Turtle or N-Triples.
    ///
    /// # Errors
    /// [`VocabularyError::Syntax`] with the place, [`VocabularyError::Empty`] when no concept has a label.
    pub fn read(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let mut concepts: BTreeMap<String, Concept> = BTreeMap::new();
        let mut other_kinds: Vec<String> = Vec::new();
        for triple in TurtleParser::new().for_slice(bytes) {
            let triple = triple.map_err(|e| {
                let Range { start, .. } = e.location();
                VocabularyError::Syntax {
                    line: start.line + 1,
                    column: start.column + 1,
                    message: e.to_string(),
                }
            })?;
            let NamedOrBlankNode::NamedNode(subject) = triple.subject else { continue };
            let predicate = triple.predicate.as_str();
            if predicate == RDF_TYPE {
                if is_other_kind(&triple.object) {
                    other_kinds.push(subject.into_string());
                }
                continue;
            }
            let Some(property) = predicate.strip_prefix(SKOS) else { continue };
            add(&mut concepts, subject.into_string(), property, triple.object);
        }
        for uri in other_kinds {
            concepts.remove(&uri);
        }
        for concept in concepts.values_mut() {
            concept.labels.sort_by(|a, b| b.preferred.cmp(&a.preferred).then_with(|| a.cmp(b)));
        }
        mirror_hierarchy(&mut concepts);
        concepts.retain(|_, c| !c.labels.is_empty());
        if concepts.is_empty() { Err(VocabularyError::Empty) } else { Ok(Self { concepts }) }
    }

    /// The preferred label of a concept in a language, else in English, else any; the URI at the worst.
    pub fn label<'v>(&'v self, uri: &'v str, language: &str) -> &'v str {
        let labels = self.concepts.get(uri).map_or(&[][..], |c| &c.labels);
        let in_language = |language: &str| labels.iter().find(|l| l.preferred && l.is_in(language));
        in_language(language).or_else(|| in_language("en")).or(labels.first()).map_or(uri, |l| &l.text)
    }

    /// Whether there is a label in a language.
    pub fn speaks(&self, language: &str) -> bool {
        self.concepts.values().flat_map(|c| &c.labels).any(|l| l.is_in(language))
    }
}

impl Label {
    /// Whether the label may be looked for in texts of a language: same primary tag, or no tag at all.
    pub fn is_in(&self, language: &str) -> bool {
        self.language.is_empty() || self.language.split('-').next() == language.split('-').next()
    }
}

fn is_other_kind(object: &Term) -> bool {
    let Term::NamedNode(kind) = object else { return false };
    kind.as_str().strip_prefix(SKOS).is_some_and(|k| k != "Concept")
}

fn add(concepts: &mut BTreeMap<String, Concept>, uri: String, property: &str, object: Term) {
    let preferred = property == "prefLabel";
    match (property, object) {
        ("prefLabel" | "altLabel" | "hiddenLabel", Term::Literal(literal)) => {
            let language = literal.language().unwrap_or("").to_ascii_lowercase();
            let text = literal.value().to_owned();
            concepts.entry(uri).or_default().labels.push(Label { preferred, language, text });
        }
        (property, Term::NamedNode(other)) => {
            let concept = concepts.entry(uri).or_default();
            let list = match property {
                "broader" => &mut concept.broader,
                "narrower" => &mut concept.narrower,
                "related" => &mut concept.related,
                "exactMatch" | "closeMatch" | "relatedMatch" | "broadMatch" | "narrowMatch" => {
                    &mut concept.matches
                }
                _ => return,
            };
            list.push(other.into_string());
        }
        _ => {}
    }
}

/// `broader` and `narrower` say the same thing from two ends; vocabularies often write only one.
fn mirror_hierarchy(concepts: &mut BTreeMap<String, Concept>) {
    let pairs: Vec<(String, String)> = concepts
        .iter()
        .flat_map(|(uri, c)| {
            let up = c.broader.iter().map(|b| (uri.clone(), b.clone()));
            up.chain(c.narrower.iter().map(|n| (n.clone(), uri.clone())))
        })
        .collect();
    for (narrow, broad) in pairs {
        if let Some(concept) = concepts.get_mut(&broad) {
            concept.narrower.push(narrow.clone());
        }
        if let Some(concept) = concepts.get_mut(&narrow) {
            concept.broader.push(broad);
        }
    }
    for concept in concepts.values_mut() {
        for list in [&mut concept.broader, &mut concept.narrower, &mut concept.related, &mut concept.matches]
        {
            list.sort_unstable();
            list.dedup();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://example.org/> .
:scheme a skos:ConceptScheme ; skos:prefLabel "All of it"@en .
:peace a skos:Concept ; skos:prefLabel "peace"@en, "paix"@fr .
:mediation a skos:Concept ; skos:broader :peace ; skos:altLabel "good offices"@en ; skos:prefLabel "mediation"@en .
"#;

    #[test]
    fn reads_concepts_and_not_schemes() {
        let vocabulary = Vocabulary::read(SMALL.as_bytes()).unwrap();
        assert_eq!(vocabulary.concepts.len(), 2);
        assert_eq!(vocabulary.label("http://example.org/peace", "fr"), "paix");
        assert_eq!(vocabulary.label("http://example.org/mediation", "fr"), "mediation");
        assert_eq!(
            vocabulary.concepts["http://example.org/peace"].narrower,
            ["http://example.org/mediation"]
        );
        assert!(vocabulary.speaks("fr") && !vocabulary.speaks("es"));
    }

    #[test]
    fn says_where_it_is_broken_and_when_it_is_empty() {
        let error = Vocabulary::read(b"@prefix : <http://e.org/> .\n:a :b ;;; c").unwrap_err();
        assert!(matches!(error, VocabularyError::Syntax { line: 2, .. }), "{error}");
        assert!(matches!(Vocabulary::read(b""), Err(VocabularyError::Empty)));
    }
}
