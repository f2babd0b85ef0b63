//! The tokens of an XML part: elements with the family of their names, and text.
//!
//! No tree is built and nothing is resolved: of entities only the five of XML itself and characters by number are
//! read, document type definitions are passed over. A part that is broken gives what stands before the fault.

use std::borrow::Cow;

use quick_xml::{
    NsReader, XmlVersion,
    events::{BytesRef, BytesStart, Event},
    name::{Namespace, Prefix, QName, ResolveResult},
};

/// Which vocabulary an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// Word's own, in the transitional or the strict form.
    Word,
    /// Pictures, shapes and diagrams.
    Drawing,
    /// Any other.
    Other,
}

/// A piece of XML. An element without content is opened and closed.
#[derive(Debug)]
pub(crate) enum Token<'i> {
    Open(Element<'i>),
    Close(Element<'i>),
    Text(Cow<'i, str>),
}

/// An element's family, name and attributes.
#[derive(Debug)]
pub(crate) struct Element<'i> {
    pub(crate) family: Family,
    start: BytesStart<'i>,
}

impl Element<'_> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        local(self.start.name())
    }

    /// Whether it is an element of Word's own, with this name.
    pub(crate) fn is_word(&self, name: &str) -> bool {
        self.family == Family::Word && self.name() == name
    }

    /// An attribute by its name without prefix.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let found = self.start.attributes().with_checks(false).flatten().find(|a| local(a.key) == name)?;
        let plain = || found.value.clone().into_owned();
        Some(found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| plain(), Cow::into_owned))
    }

    /// An attribute that is a number.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.value(name)?.trim().parse().ok()
    }

    /// Whether a switch of Word's is on: it is when it stands there and does not say otherwise.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.value("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Why a part ends before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is not well formed, or torn.
    Broken,
    /// It is nested deeper than allowed.
    Deep(usize),
}

/// Reads a part from its start to its end.
pub(crate) struct Tokens<'i> {
    reader: NsReader<&'i [u8]>,
    open: Vec<(Family, BytesStart<'i>)>,
    deepest: usize,
    done: bool,
}

impl<'i> Tokens<'i> {
    /// The tokens of a part, whose elements may be nested `deepest` deep.
    pub(crate) fn of(xml: &'i str, deepest: usize) -> Self {
        let mut reader = NsReader::from_str(xml.trim_start_matches('\u{feff}'));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, open: Vec::new(), deepest, done: false }
    }

    fn opened(&mut self, family: Family, start: BytesStart<'i>) -> Result<Token<'i>, Fault> {
        if self.open.len() >= self.deepest {
            return Err(Fault::Deep(self.deepest));
        }
        let name = BytesStart::new(start.name().as_ref().to_owned());
        self.open.push((family, name));
        Ok(Token::Open(Element { family, start }))
    }

    fn token(&mut self) -> Option<Result<Token<'i>, Fault>> {
        loop {
            let Ok((resolved, event)) = self.reader.read_resolved_event() else {
                return Some(Err(Fault::Broken));
            };
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    let family = family(&resolved, start.name());
                    return Some(self.opened(family, start));
                }
                Event::End(_) => {
                    let (family, start) = self.open.pop()?;
                    return Some(Ok(Token::Close(Element { family, start })));
                }
                Event::Text(text) => return Some(Ok(Token::Text(text.xml10_content()))),
                Event::CData(text) => return Some(Ok(Token::Text(text.xml10_content()))),
                Event::GeneralRef(name) => {
                    if let Some(sign) = character(&name) {
                        return Some(Ok(Token::Text(Cow::Owned(sign.to_string()))));
                    }
                }
                Event::Eof if self.open.is_empty() => return None,
                Event::Eof => return Some(Err(Fault::Broken)),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
            }
        }
    }
}

impl<'i> Iterator for Tokens<'i> {
    type Item = Result<Token<'i>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let token = self.token();
        self.done = !matches!(token, Some(Ok(_)));
        token
    }
}

fn local(name: QName<'_>) -> &str {
    name.local_name().into_inner()
}

/// The family of an element. A prefix that is bound to nothing is taken at its word.
fn family(resolved: &ResolveResult<'_>, name: QName<'_>) -> Family {
    match resolved {
        ResolveResult::Bound(Namespace(uri)) => match *uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Family::Word,
            "http://schemas.openxmlformats.org/drawingml/2006/main"
            | "http://purl.oclc.org/ooxml/drawingml/main" => Family::Drawing,
            _ => Family::Other,
        },
        _ => match name.prefix().map(Prefix::into_inner) {
            Some("w") => Family::Word,
            Some("a") => Family::Drawing,
            _ => Family::Other,
        },
    }
}

/// The character that a reference stands for; entities of a document's own stand for nothing.
fn character(name: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(sign)) = name.resolve_char_ref() {
        return Some(sign);
    }
    Some(match &*name.xml10_content() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xml: &str, deepest: usize) -> String {
        let mut told = String::new();
        for token in Tokens::of(xml, deepest) {
            match token {
                Ok(Token::Open(e)) => told += &format!("<{:?} {}>", e.family, e.name()),
                Ok(Token::Close(e)) => told += &format!("</{}>", e.name()),
                Ok(Token::Text(text)) => told += &text,
                Err(fault) => told += &format!("!{fault:?}"),
            }
        }
        told
    }

    #[test]
    fn both_forms_of_word_are_one_family() {
        for uri in [
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ] {
            let xml = format!("<x:p xmlns:x=\"{uri}\"><x:t>a &amp; b&#x2013;</x:t></x:p>");
            assert_eq!(told(&xml, 9), "<Word p><Word t>a & b–</t></p>");
        }
        assert_eq!(told("<w:p/>", 9), "<Word p></p>");
    }

    #[test]
    fn entities_are_never_resolved() {
        let laughs = "<!DOCTYPE p [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\
                      <p>x&b;y&c;</p>";
        assert_eq!(told(laughs, 9), "<Other p>xy</p>");
    }

    #[test]
    fn what_is_broken_gives_what_stands_before() {
        assert_eq!(told("<p>one<b>two", 9), "<Other p>one<Other b>two!Broken");
        assert_eq!(told("<p>one</b>two</p>", 9), "<Other p>one!Broken");
        assert_eq!(told(&"<p>".repeat(100_000), 3), "<Other p><Other p><Other p>!Deep(3)");
        assert_eq!(told("no xml at all", 3), "no xml at all");
    }
}
