//! From statements of RDF to concepts.

use std::collections::BTreeMap;

use oxrdf::{Literal, NamedOrBlankNode, Term, Triple};

use super::skos::{Concept, Label, LabelKind, Vocabulary, VocabularyError};

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const SKOS_XL: &str = "http://www.w3.org/2008/05/skos-xl#";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DEPRECATED: &str = "http://www.w3.org/2002/07/owl#deprecated";
const REPLACED: &str = "http://purl.org/dc/terms/isReplacedBy";

/// What was read so far.
#[derive(Default)]
pub(super) struct Reading {
    concepts: BTreeMap<String, Concept>,
    /// Schemes and collections: they have labels too, and are no subjects.
    other_kinds: Vec<String>,
    /// Labels that are things of their own in SKOS-XL, by node.
    forms: BTreeMap<String, Literal>,
    /// Which concept has which of them.
    named: Vec<(String, LabelKind, String)>,
}

impl Reading {
    pub(super) fn take(&mut self, triple: Triple) {
        let Triple { subject, predicate, object } = triple;
        let predicate = predicate.as_str();
        if predicate.strip_prefix(SKOS_XL) == Some("literalForm") {
            if let Term::Literal(literal) = object {
                self.forms.insert(subject.to_string(), literal);
            }
            return;
        }
        let NamedOrBlankNode::NamedNode(subject) = subject else { return };
        let subject = subject.into_string();
        if predicate == RDF_TYPE {
            if is_other_kind(&object) {
                self.other_kinds.push(subject);
            }
        } else if predicate == DEPRECATED {
            let yes = matches!(&object, Term::Literal(l) if matches!(l.value(), "true" | "1"));
            self.concepts.entry(subject).or_default().deprecated |= yes;
        } else if let Some(property) = predicate.strip_prefix(SKOS_XL) {
            if let Some(kind) = label_kind(property) {
                self.named.push((subject, kind, object.to_string()));
            }
        } else if let Some(property) = predicate.strip_prefix(SKOS) {
            self.add(subject, property, object);
        } else if predicate == REPLACED
            && let Term::NamedNode(by) = object
        {
            self.concepts.entry(subject).or_default().replaced.push(by.into_string());
        }
    }

    fn add(&mut self, uri: String, property: &str, object: Term) {
        match (label_kind(property), object) {
            (Some(kind), Term::Literal(literal)) => self.label(uri, kind, &literal),
            (None, Term::NamedNode(other)) => {
                let list: fn(&mut Concept) -> &mut Vec<String> = match property {
                    "broader" | "broaderTransitive" => |c| &mut c.broader,
                    "narrower" | "narrowerTransitive" => |c| &mut c.narrower,
                    "related" => |c| &mut c.related,
                    "exactMatch" | "closeMatch" | "relatedMatch" | "broadMatch" | "narrowMatch" => {
                        |c| &mut c.matches
                    }
                    _ => return,
                };
                list(self.concepts.entry(uri).or_default()).push(other.into_string());
            }
            _ => {}
        }
    }

    fn label(&mut self, uri: String, kind: LabelKind, literal: &Literal) {
        let text = literal.value().trim();
        if !text.is_empty() {
            let language = literal.language().unwrap_or("").to_ascii_lowercase();
            let label = Label { kind, language, text: text.to_owned() };
            self.concepts.entry(uri).or_default().labels.push(label);
        }
    }

    pub(super) fn vocabulary(mut self) -> Result<Vocabulary, VocabularyError> {
        for (uri, kind, node) in std::mem::take(&mut self.named) {
            if let Some(literal) = self.forms.get(&node).cloned() {
                self.label(uri, kind, &literal);
            }
        }
        for uri in &self.other_kinds {
            self.concepts.remove(uri);
        }
        let mut concepts = self.concepts;
        mirror_hierarchy(&mut concepts);
        concepts.values_mut().for_each(Concept::tidy);
        if concepts.values().all(|c| c.labels.is_empty()) {
            return Err(VocabularyError::Empty);
        }
        Ok(Vocabulary { concepts })
    }
}

fn label_kind(property: &str) -> Option<LabelKind> {
    match property {
        "prefLabel" => Some(LabelKind::Preferred),
        "altLabel" => Some(LabelKind::Alternative),
        "hiddenLabel" => Some(LabelKind::Hidden),
        _ => None,
    }
}

fn is_other_kind(object: &Term) -> bool {
    let Term::NamedNode(kind) = object else { return false };
    kind.as_str().strip_prefix(SKOS).is_some_and(|k| k != "Concept")
}

/// `broader` and `narrower` say the same thing from two ends, and `related` goes both ways; vocabularies often write
/// only one.
fn mirror_hierarchy(concepts: &mut BTreeMap<String, Concept>) {
    let mut up = Vec::new();
    let mut beside = Vec::new();
    for (uri, concept) in &*concepts {
        up.extend(concept.broader.iter().map(|broad| (uri.clone(), broad.clone())));
        up.extend(concept.narrower.iter().map(|narrow| (narrow.clone(), uri.clone())));
        beside.extend(concept.related.iter().map(|other| (other.clone(), uri.clone())));
    }
    for (narrow, broad) in up {
        if let Some(concept) = concepts.get_mut(&broad) {
            concept.narrower.push(narrow.clone());
        }
        if let Some(concept) = concepts.get_mut(&narrow) {
            concept.broader.push(broad);
        }
    }
    for (one, other) in beside {
        if let Some(concept) = concepts.get_mut(&one) {
            concept.related.push(other);
        }
    }
}
