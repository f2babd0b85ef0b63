//! What a keeper of a vocabulary would want to put right.

use std::{collections::BTreeMap, fmt};

use super::skos::{Concept, LabelKind, Vocabulary};

/// Something odd in a vocabulary. None of it keeps the vocabulary from being used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Finding {
    /// A concept without any label: it can never be found.
    NoLabel {
        /// Its URI.
        uri: String,
    },
    /// A concept with labels, but none to show.
    NoPreferred {
        /// Its URI.
        uri: String,
    },
    /// A concept with two preferred labels in one language.
    TwoPreferred {
        /// Its URI.
        uri: String,
        /// The language's tag.
        language: String,
        /// The labels.
        labels: Vec<String>,
    },
    /// One label of several concepts, in one language.
    SharedLabel {
        /// The label.
        label: String,
        /// The language's tag.
        language: String,
        /// URIs of the concepts.
        uris: Vec<String>,
    },
    /// A concept that is broader than itself, by way of others.
    Circle {
        /// URIs on the way round.
        uris: Vec<String>,
    },
    /// A link to a concept that is not there.
    Unknown {
        /// The concept that has the link.
        uri: String,
        /// Where it leads.
        to: String,
    },
    /// A deprecated concept without a replacement that is there: its labels are not looked for.
    Dropped {
        /// Its URI.
        uri: String,
    },
}

impl Finding {
    /// The concept it is about; of several, the one to look at first.
    pub fn concept(&self) -> &str {
        match self {
            Self::NoLabel { uri }
            | Self::NoPreferred { uri }
            | Self::TwoPreferred { uri, .. }
            | Self::Unknown { uri, .. }
            | Self::Dropped { uri } => uri,
            // The first one has it by right.
            Self::SharedLabel { uris, .. } => uris.last().map_or("", String::as_str),
            Self::Circle { uris } => uris.first().map_or("", String::as_str),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLabel { uri } => write!(f, "no label: {uri}"),
            Self::NoPreferred { uri } => write!(f, "no preferred label: {uri}"),
            Self::TwoPreferred { uri, language, labels } => {
                write!(f, "several preferred labels in `{language}`: {uri}: {}", labels.join(", "))
            }
            Self::SharedLabel { label, language, uris } => {
                write!(f, "`{label}` ({language}) is a label of several concepts: {}", uris.join(", "))
            }
            Self::Circle { uris } => write!(f, "broader in a circle: {}", uris.join(" > ")),
            Self::Unknown { uri, to } => write!(f, "link to an unknown concept: {uri}: {to}"),
            Self::Dropped { uri } => write!(f, "deprecated and not replaced: {uri}"),
        }
    }
}

/// Everything odd in a vocabulary, in a fixed order.
pub fn check(vocabulary: &Vocabulary) -> Vec<Finding> {
    let mut found = Vec::new();
    for (uri, concept) in &vocabulary.concepts {
        labels(&mut found, uri, concept);
        links(&mut found, vocabulary, uri, concept);
    }
    shared(&mut found, vocabulary);
    circles(&mut found, vocabulary);
    found.sort();
    found
}

fn labels(found: &mut Vec<Finding>, uri: &str, concept: &Concept) {
    let uri = uri.to_owned();
    if concept.labels.is_empty() {
        found.push(Finding::NoLabel { uri });
        return;
    }
    let mut shown: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for label in concept.labels.iter().filter(|l| l.kind == LabelKind::Preferred) {
        shown.entry(&label.language).or_default().push(label.text.clone());
    }
    if shown.is_empty() {
        found.push(Finding::NoPreferred { uri: uri.clone() });
    }
    for (language, labels) in shown.into_iter().filter(|(_, l)| l.len() > 1) {
        found.push(Finding::TwoPreferred { uri: uri.clone(), language: language.to_owned(), labels });
    }
}

fn links(found: &mut Vec<Finding>, vocabulary: &Vocabulary, uri: &str, concept: &Concept) {
    let all = [&concept.broader, &concept.narrower, &concept.related, &concept.replaced];
    let known = |uri: &String| vocabulary.concepts.contains_key(uri);
    for to in all.into_iter().flatten().filter(|to| !known(to)) {
        found.push(Finding::Unknown { uri: uri.to_owned(), to: to.clone() });
    }
    if concept.deprecated && !concept.replaced.iter().any(known) {
        found.push(Finding::Dropped { uri: uri.to_owned() });
    }
}

fn shared(found: &mut Vec<Finding>, vocabulary: &Vocabulary) {
    let mut owners: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    for (uri, concept) in vocabulary.concepts.iter().filter(|(_, c)| !c.deprecated) {
        for label in &concept.labels {
            let owners = owners.entry((label.text.to_lowercase(), &label.language)).or_default();
            if owners.last() != Some(uri) {
                owners.push(uri.clone());
            }
        }
    }
    for ((label, language), uris) in owners.into_iter().filter(|(_, uris)| uris.len() > 1) {
        found.push(Finding::SharedLabel { label, language: language.to_owned(), uris });
    }
}

/// Each circle once. Walks up from every concept, and never twice over the same one.
fn circles(found: &mut Vec<Finding>, vocabulary: &Vocabulary) {
    let mut done: BTreeMap<&str, bool> = BTreeMap::new();
    for start in vocabulary.concepts.keys() {
        // The way up, each step with the broader concepts still to be tried.
        let mut way: Vec<(&str, &[String])> = Vec::new();
        let mut next = Some(start.as_str());
        loop {
            if let Some(uri) = next.take()
                && !done.contains_key(uri)
                && let Some(concept) = vocabulary.concepts.get(uri)
            {
                done.insert(uri, false);
                way.push((uri, &concept.broader));
            }
            let Some((uri, rest)) = way.last_mut() else { break };
            let Some((broad, after)) = rest.split_first() else {
                done.insert(*uri, true);
                way.pop();
                continue;
            };
            *rest = after;
            if let Some(from) = way.iter().position(|(on_way, _)| on_way == broad) {
                let uris = way.iter().skip(from).map(|(uri, _)| (*uri).to_owned()).collect();
                found.push(Finding::Circle { uris });
            } else {
                next = Some(broad);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(turtle: &str) -> Vec<String> {
        let prefixes = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <e:> .
            @prefix owl: <http://www.w3.org/2002/07/owl#> .";
        let vocabulary = Vocabulary::read(format!("{prefixes}{turtle}").as_bytes()).unwrap();
        check(&vocabulary).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_sound_vocabulary_has_no_findings() {
        assert!(
            findings(r#":a skos:prefLabel "a"@en ; skos:narrower :b . :b skos:prefLabel "b"@en ."#)
                .is_empty()
        );
    }

    #[test]
    fn what_is_odd_is_told() {
        let found = findings(
            r#":a skos:prefLabel "one"@en, "two"@en ; skos:broader :c . :b skos:altLabel "One"@en ; skos:broader :a .
               :c skos:broader :b, :nowhere . :d skos:prefLabel "d"@en ; owl:deprecated true ."#,
        );
        assert_eq!(
            found,
            [
                "no label: e:c",
                "no preferred label: e:b",
                "several preferred labels in `en`: e:a: one, two",
                "`one` (en) is a label of several concepts: e:a, e:b",
                "broader in a circle: e:a > e:c > e:b",
                "link to an unknown concept: e:c: e:nowhere",
                "deprecated and not replaced: e:d",
            ]
        );
    }
}
