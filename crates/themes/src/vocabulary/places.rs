//! In which line of its file a concept stands.

use std::collections::{BTreeMap, HashMap};

use super::{VocabularyError, syntax};

/// The lines in which URIs stand, in Turtle, N-Triples or RDF/XML.
#[derive(Debug, Default)]
pub struct Places {
    /// Where it begins a line, or is what an element is about: there the concept is described.
    described: HashMap<String, usize>,
    /// Where else it stands first.
    named: HashMap<String, usize>,
}

impl Places {
    /// Looks through a vocabulary, packed with gzip or not.
    ///
    /// # Errors
    /// [`VocabularyError::Packed`] when it cannot be unpacked.
    pub fn of(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let bytes = syntax::unpacked(bytes)?;
        let mut places = Self::default();
        let mut prefixes: BTreeMap<String, String> = BTreeMap::new();
        for (line, text) in (1..).zip(String::from_utf8_lossy(&bytes).lines()) {
            let mut words = text.split_whitespace();
            if let Some("@prefix" | "PREFIX" | "prefix") = words.next()
                && let (Some(prefix), Some(uri)) = (words.next(), words.next())
            {
                let uri = uri.trim_matches(['<', '>', '.']).to_owned();
                prefixes.insert(prefix.trim_end_matches(':').to_owned(), uri);
                continue;
            }
            places.note(line, text, &prefixes);
        }
        Ok(places)
    }

    /// The line in which a concept is described, or at least named; counted from 1.
    pub fn line(&self, uri: &str) -> Option<usize> {
        self.described.get(uri).or_else(|| self.named.get(uri)).copied()
    }

    fn note(&mut self, line: usize, text: &str, prefixes: &BTreeMap<String, String>) {
        // Labels hold spaces too, but nothing in them looks like a name.
        let breaks = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']' | '(' | ')');
        let mut at_start = !text.starts_with(char::is_whitespace);
        for word in text.split(breaks).filter(|w| !w.is_empty()) {
            let about = word.starts_with("rdf:about=");
            if let Some(uri) = uri(word, prefixes) {
                let list = if at_start || about { &mut self.described } else { &mut self.named };
                list.entry(uri).or_insert(line);
            }
            at_start = false;
        }
    }
}

/// The URI that a word stands for: `<http://…>`, `"http://…"` or `prefix:name`.
fn uri(word: &str, prefixes: &BTreeMap<String, String>) -> Option<String> {
    for (open, close) in [('<', '>'), ('"', '"'), ('\'', '\'')] {
        let inner = word.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        if let Some((uri, _)) = inner.filter(|(uri, _)| uri.contains("://") || uri.starts_with("urn:")) {
            return Some(uri.to_owned());
        }
    }
    let (prefix, name) = word.split_once(':')?;
    Some(format!("{}{}", prefixes.get(prefix)?, name.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concepts_are_found_in_turtle() {
        let turtle = b"@prefix ex: <http://e.org/> .\n\nex:a ex:b ex:c, <http://e.org/d> .\n<http://e.org/c> a ex:b.\n";
        let places = Places::of(turtle).unwrap();
        let lines = ["a", "c", "d", "x"].map(|n| places.line(&format!("http://e.org/{n}")));
        assert_eq!(lines, [Some(3), Some(4), Some(3), None]);
    }

    #[test]
    fn concepts_are_found_in_xml() {
        let xml = b"<rdf:RDF>\n <skos:Concept rdf:about=\"http://e.org/a\">\n  <skos:broader rdf:resource=\"http://e.org/b\"/>\n </skos:Concept>\n <skos:Concept rdf:about=\"http://e.org/b\"/>\n</rdf:RDF>";
        let places = Places::of(xml).unwrap();
        assert_eq!((places.line("http://e.org/a"), places.line("http://e.org/b")), (Some(2), Some(5)));
    }
}
