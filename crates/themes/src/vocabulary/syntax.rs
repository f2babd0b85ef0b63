//! The syntaxes of RDF that vocabularies come in: Turtle, N-Triples, RDF/XML, each also packed with gzip.

use std::{
    borrow::Cow,
    cell::Cell,
    io::{self, BufRead, Read},
};

use flate2::bufread::MultiGzDecoder;
use oxrdf::Triple;
use oxrdfxml::RdfXmlParser;
use oxttl::TurtleParser;

use super::VocabularyError;

/// A packed vocabulary may grow to so many bytes; the largest thesauri there are stay far below.
const LARGEST: u64 = 4 << 30;

/// The bytes of a vocabulary, unpacked when they are packed.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, VocabularyError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut plain = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(LARGEST).read_to_end(&mut plain);
    read.map_err(|e| VocabularyError::Packed { message: e.to_string() })?;
    Ok(Cow::Owned(plain))
}

/// Gives every triple to `each`, in order.
pub(super) fn triples(bytes: &[u8], each: impl FnMut(Triple)) -> Result<(), VocabularyError> {
    if is_xml(bytes) { rdf_xml(bytes, each) } else { turtle(bytes, each) }
}

/// RDF/XML begins with a declaration, a comment or its root; Turtle and N-Triples never with these.
fn is_xml(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |with: &[u8]| start.starts_with(with);
    let root = || start.split(|&b| b == b'>' || b == b' ').next().is_some_and(|tag| tag.ends_with(b":RDF"));
    begins(b"<?xml") || begins(b"<!") || begins(b"<rdf:RDF") || (begins(b"<") && root())
}

/// N-Triples is a part of Turtle.
fn turtle(bytes: &[u8], mut each: impl FnMut(Triple)) -> Result<(), VocabularyError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for triple in TurtleParser::new().for_slice(bytes) {
        each(triple.map_err(|e| {
            let start = e.location().start;
            VocabularyError::Syntax {
                line: start.line + 1,
                column: Some(start.column + 1),
                message: e.message().to_owned(),
            }
        })?);
    }
    Ok(())
}

fn rdf_xml(bytes: &[u8], mut each: impl FnMut(Triple)) -> Result<(), VocabularyError> {
    for triple in RdfXmlParser::new().for_slice(bytes) {
        each(triple.map_err(|e| VocabularyError::Syntax {
            line: broken_line(bytes),
            column: None,
            message: e.to_string(),
        })?);
    }
    Ok(())
}

/// The parser does not tell where it stopped: feed it line by line once more, and see how far it comes.
fn broken_line(bytes: &[u8]) -> u64 {
    let line = Cell::new(0);
    let broken = RdfXmlParser::new().for_reader(Lines { rest: bytes, line: &line }).any(|t| t.is_err());
    if broken { line.get() } else { 0 }
}

/// Gives one line at each reading, and counts them.
struct Lines<'b> {
    rest: &'b [u8],
    line: &'b Cell<u64>,
}

impl Read for Lines<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let end = self.rest.iter().position(|&b| b == b'\n').map_or(self.rest.len(), |n| n + 1);
        let (line, _) = self.rest.split_at(end.min(into.len()));
        if !line.is_empty() {
            self.line.set(self.line.get() + 1);
        }
        into.iter_mut().zip(line).for_each(|(to, from)| *to = *from);
        self.rest.consume(line.len());
        Ok(line.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_told_from_turtle() {
        assert!(is_xml(b"\xef\xbb\xbf<?xml version='1.0'?>"));
        assert!(is_xml(b"<rdf:RDF xmlns:rdf='x'>"));
        assert!(is_xml(b"  <r:RDF xmlns:r='x'>"));
        assert!(!is_xml(b"<http://example.org/a> a <http://example.org/b> ."));
        assert!(!is_xml(b"@prefix : <http://example.org/> ."));
    }

    #[test]
    fn the_line_of_a_fault_is_told() {
        let fault = |text: &str| match triples(text.as_bytes(), |_| {}).unwrap_err() {
            VocabularyError::Syntax { line, .. } => line,
            other => panic!("{other}"),
        };
        assert_eq!(fault("@prefix : <http://e.org/> .\n:a :b ;;; c"), 2);
        let xml = "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<a>\n</b>\n</rdf:RDF>";
        assert!((3..=4).contains(&fault(xml)), "{}", fault(xml));
    }
}
