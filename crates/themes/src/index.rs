//! Labels of one language as a trie over stems.

use rapporteur_words::{Lexis, Stem, tokens};
use rustc_hash::FxHashMap;

use crate::skos::Vocabulary;

/// Finds the labels of a vocabulary in runs of stems.
#[derive(Debug)]
pub(crate) struct Index {
    lexis: Lexis,
    /// From a node, by a stem, to a node; node 0 is the root.
    steps: FxHashMap<(u32, Stem), u32>,
    /// Labels that end at a node.
    ends: FxHashMap<u32, Vec<End>>,
    /// URIs by number.
    pub(crate) concepts: Vec<String>,
}

/// A label that ends at a node of the trie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct End {
    /// Number of the concept.
    pub(crate) concept: u32,
    /// The label is an abbreviation: it must stand in the text in capitals, as written here.
    capitals: Option<Box<str>>,
}

/// A word of a text as the trie sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    /// `None`: no label has this stem.
    pub(crate) stem: Option<Stem>,
}

impl Index {
    /// Indexes the labels of a language.
    pub(crate) fn new(vocabulary: &Vocabulary, language: &str) -> Self {
        let mut index = Self {
            lexis: Lexis::new(language),
            steps: FxHashMap::default(),
            ends: FxHashMap::default(),
            concepts: Vec::new(),
        };
        for (uri, concept) in &vocabulary.concepts {
            let number = u32::try_from(index.concepts.len()).unwrap_or(u32::MAX);
            index.concepts.push(uri.clone());
            for label in concept.labels.iter().filter(|l| l.is_in(language)) {
                for form in forms(&label.text) {
                    index.add(&form, number);
                }
            }
        }
        index
    }

    fn add(&mut self, label: &str, concept: u32) {
        let mut node = 0;
        let mut words = 0;
        for token in tokens(label) {
            let stem = self.lexis.add(token.text).stem;
            let next = u32::try_from(self.steps.len() + 1).unwrap_or(u32::MAX);
            node = *self.steps.entry((node, stem)).or_insert(next);
            words += 1;
        }
        if node == 0 {
            return;
        }
        let abbreviation = words == 1 && label.chars().filter(|c| c.is_uppercase()).count() >= 2;
        let end = End { concept, capitals: abbreviation.then(|| label.into()) };
        let ends = self.ends.entry(node).or_default();
        if !ends.contains(&end) {
            ends.push(end);
        }
    }

    /// The stem of a written word, when a label has it.
    pub(crate) fn stem(&mut self, word: &str) -> Option<Stem> {
        self.lexis.find(word)
    }

    /// The longest label that starts at the first of some words: how many words, and which concepts.
    pub(crate) fn longest(&self, words: &[Word<'_>]) -> Option<(usize, Vec<u32>)> {
        let mut node = 0;
        let mut best = None;
        for (nth, word) in words.iter().enumerate() {
            let Some(&next) = word.stem.and_then(|stem| self.steps.get(&(node, stem))) else { break };
            node = next;
            let Some(ends) = self.ends.get(&node) else { continue };
            let found: Vec<u32> = ends.iter().filter(|e| e.is_met_by(words)).map(|e| e.concept).collect();
            if !found.is_empty() {
                best = Some((nth + 1, found));
            }
        }
        best
    }
}

impl End {
    fn is_met_by(&self, words: &[Word<'_>]) -> bool {
        let Some(capitals) = &self.capitals else { return true };
        // A plural s after an abbreviation is allowed: "NGOs".
        words.first().is_some_and(|w| w.text == &**capitals || w.text.strip_suffix('s') == Some(capitals))
    }
}

/// The forms in which a label may stand in a text: without a bracketed qualifier, and "seas, law of the" also as
/// "law of the seas".
fn forms(label: &str) -> Vec<String> {
    let plain = match label.split_once('(') {
        Some((before, _)) if !before.trim().is_empty() => before.trim(),
        _ => label.trim(),
    };
    let mut forms = vec![plain.to_owned()];
    if let Some((noun, rest)) = plain.split_once(", ")
        && !rest.contains(',')
    {
        forms.push(format!("{rest} {noun}"));
    }
    if plain.contains('&') {
        forms.push(plain.replace('&', "and"));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_several_forms() {
        assert_eq!(forms("mediation (peace)"), ["mediation"]);
        assert_eq!(forms("sea, law of the"), ["sea, law of the", "law of the sea"]);
        assert_eq!(forms("food & agriculture"), ["food & agriculture", "food and agriculture"]);
    }
}
