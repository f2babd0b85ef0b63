//! Reading SKOS (W3C Recommendation of 18 August 2009), with labels of SKOS-XL.

use std::{collections::BTreeMap, fmt};

use super::{statements::Reading, syntax};

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
    /// No longer to be used.
    pub deprecated: bool,
    /// URIs of the concepts to use in its place.
    pub replaced: Vec<String>,
}

/// How a label stands to its concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelKind {
    /// The one name that is shown.
    Preferred,
    /// Another name.
    Alternative,
    /// A form that is found but never shown: a misspelling, say.
    Hidden,
}

/// A label of a concept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Preferred, alternative or hidden.
    pub kind: LabelKind,
    /// Language tag as written, in lower case; empty when there is none.
    pub language: String,
    /// The label.
    pub text: String,
}

/// A vocabulary that cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum VocabularyError {
    /// Not Turtle, N-Triples or RDF/XML.
    Syntax {
        /// Line, counted from 1.
        line: u64,
        /// Column, counted from 1, where it is known.
        column: Option<u64>,
        /// What the parser says.
        message: String,
    },
    /// Not to be unpacked.
    Packed {
        /// What is wrong with it.
        message: String,
    },
    /// A compiled index that is cut off, damaged, or of another version.
    Compiled,
    /// Well-formed, but there is no concept with a label in it.
    Empty,
}

impl fmt::Display for VocabularyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line, column: Some(column), message } => {
                write!(f, "line {line}, column {column}: {message}")
            }
            Self::Syntax { line, column: None, message } => write!(f, "line {line}: {message}"),
            Self::Packed { message } => write!(f, "it cannot be unpacked: {message}"),
            Self::Compiled => f.write_str("this compiled vocabulary is damaged or of another version"),
            Self::Empty => f.write_str("no SKOS concept with a label in it"),
        }
    }
}

impl std::error::Error for VocabularyError {}

impl Vocabulary {
    /// Reads Turtle, N-Triples or RDF/XML, packed with gzip or not.
    ///
    /// # Errors
    /// [`VocabularyError::Syntax`] with the place, [`VocabularyError::Empty`] when no concept has a label.
    pub fn read(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let mut reading = Reading::default();
        syntax::triples(&syntax::unpacked(bytes)?, |triple| reading.take(triple))?;
        reading.vocabulary()
    }

    /// Takes in another vocabulary; concepts with the same URI become one.
    pub fn merge(&mut self, other: Self) {
        for (uri, concept) in other.concepts {
            let mine = self.concepts.entry(uri).or_default();
            mine.labels.extend(concept.labels);
            mine.broader.extend(concept.broader);
            mine.narrower.extend(concept.narrower);
            mine.related.extend(concept.related);
            mine.matches.extend(concept.matches);
            mine.replaced.extend(concept.replaced);
            mine.deprecated |= concept.deprecated;
        }
        self.concepts.values_mut().for_each(Concept::tidy);
    }

    /// The languages there are labels in: primary tags, sorted. Empty when no label has a tag.
    pub fn languages(&self) -> Vec<String> {
        let labels = self.concepts.values().flat_map(|c| &c.labels);
        let mut all: Vec<&str> = labels.map(Label::primary).filter(|l| !l.is_empty()).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(ToOwned::to_owned).collect()
    }
}

impl Concept {
    pub(super) fn tidy(&mut self) {
        self.labels.sort_unstable();
        self.labels.dedup();
        for list in
            [&mut self.broader, &mut self.narrower, &mut self.related, &mut self.matches, &mut self.replaced]
        {
            list.sort_unstable();
            list.dedup();
        }
    }
}

impl Label {
    /// The language without region or script; empty when the label has no tag.
    pub fn primary(&self) -> &str {
        self.language.split('-').next().unwrap_or("")
    }

    /// Whether the label may be looked for in texts of a language: same primary tag, or no tag at all.
    pub fn is_in(&self, language: &str) -> bool {
        self.language.is_empty() || Some(self.primary()) == language.split('-').next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix : <http://example.org/> .
:scheme a skos:ConceptScheme ; skos:prefLabel "All of it"@en .
:peace a skos:Concept ; skos:prefLabel "peace"@en, "paix"@fr .
:mediation a skos:Concept ; skos:broader :peace ; skos:altLabel "good offices"@en ; skos:prefLabel "mediation"@en .
:old owl:deprecated true ; dcterms:isReplacedBy :mediation ; skos:prefLabel "go-between"@en .
:truce xl:prefLabel :label1 . :label1 xl:literalForm "truce"@en .
"#;

    const XML: &str = r#"<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="http://example.org/peace">
    <skos:prefLabel xml:lang="en">peace</skos:prefLabel>
    <skos:narrower rdf:resource="http://example.org/truce"/>
  </skos:Concept>
  <skos:Concept rdf:about="http://example.org/truce"><skos:hiddenLabel xml:lang="en-GB">truce</skos:hiddenLabel></skos:Concept>
</rdf:RDF>"#;

    fn concept(vocabulary: &Vocabulary, name: &str) -> Concept {
        vocabulary.concepts[&format!("http://example.org/{name}")].clone()
    }

    #[test]
    fn reads_concepts_and_not_schemes() {
        let vocabulary = Vocabulary::read(SMALL.as_bytes()).unwrap();
        assert_eq!(vocabulary.concepts.len(), 4);
        assert_eq!(concept(&vocabulary, "peace").narrower, ["http://example.org/mediation"]);
        assert_eq!(concept(&vocabulary, "truce").labels[0].text, "truce");
        let old = concept(&vocabulary, "old");
        assert!(old.deprecated && old.replaced == ["http://example.org/mediation"]);
        assert_eq!(vocabulary.languages(), ["en", "fr"]);
    }

    #[test]
    fn reads_rdf_xml() {
        let vocabulary = Vocabulary::read(XML.as_bytes()).unwrap();
        let truce = concept(&vocabulary, "truce");
        assert_eq!(truce.broader, ["http://example.org/peace"]);
        assert_eq!((truce.labels[0].kind, truce.labels[0].primary()), (LabelKind::Hidden, "en"));
    }

    #[test]
    fn several_become_one() {
        let mut vocabulary = Vocabulary::read(SMALL.as_bytes()).unwrap();
        vocabulary.merge(Vocabulary::read(XML.as_bytes()).unwrap());
        assert_eq!(vocabulary.concepts.len(), 4);
        assert_eq!(concept(&vocabulary, "peace").labels.len(), 2);
        assert_eq!(concept(&vocabulary, "peace").narrower.len(), 2);
    }

    #[test]
    fn says_where_it_is_broken_and_when_it_is_empty() {
        let error = Vocabulary::read(b"@prefix : <http://e.org/> .\n:a :b ;;; c").unwrap_err();
        assert!(matches!(error, VocabularyError::Syntax { line: 2, .. }), "{error}");
        assert!(matches!(Vocabulary::read(b""), Err(VocabularyError::Empty)));
        assert!(matches!(Vocabulary::read(&[0x1f, 0x8b, 8, 0]), Err(VocabularyError::Packed { .. })));
    }
}
