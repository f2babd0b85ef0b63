//! A reply in which most is as it was sent.
//!
//! A program that gives a document back whole usually writes most of it as it came: the reply begins with the bytes of
//! the line, up to what was changed, and ends with those of the parts behind it. What comes back byte for byte was not
//! changed, and is neither read nor looked through again: it is cut out, at the borders of the document's parts, and the
//! rest is read as if the program had given that alone. A reply of which anything is odd is not read here, but from one end
//! to the other, so that what is wrong with it is told as ever.

use crate::{
    protocol::Reply,
    sent::{Part, Sent},
};

/// A byte of the line up to which a reply may be cut off.
#[derive(Clone, Copy)]
struct Border<'s> {
    at: usize,
    /// The part that is left open there.
    within: Option<&'s Part>,
}

impl Sent {
    /// Whether a line begins as a reply with this document does.
    pub(crate) fn is_begun_by(&self, reply: &[u8]) -> bool {
        reply.starts_with(self.line().get(..self.head).unwrap_or_default())
    }

    /// Reads a reply in which at least the first part is as it was sent; `None` when it is not, or when there is anything
    /// odd about the reply.
    pub(crate) fn read(&self, reply: &[u8]) -> Option<Reply> {
        let line = self.line();
        let (sent, reply) = (line.trim_ascii_end(), reply.trim_ascii_end());
        let same = alike(sent.chunks(STEP).zip(reply.chunks(STEP)), |(a, b)| (a.iter(), b.iter()));
        let border = self.borders().take_while(|border| border.at <= same).last()?;
        let (gone, rest) = (sent.get(border.at..)?, reply.get(border.at..)?);
        let same =
            alike(gone.rchunks(STEP).zip(rest.rchunks(STEP)), |(a, b)| (a.iter().rev(), b.iter().rev()));
        // The parts behind what was changed, with the comma before them.
        let behind = self.parts.iter().map(|part| part.start - 1);
        let tail = behind.map(|at| sent.len() - at).find(|tail| *tail <= same);
        let middle = rest.get(..rest.len() - tail.unwrap_or(0))?;
        let middle = match middle {
            [b',', after @ ..] if after.first() == Some(&b'"') => after,
            [] | [b'}', ..] => middle,
            _ => return None,
        };
        if tail.is_some() && matches!(middle.last(), Some(b',' | b':' | b'[' | b'{' | b' ' | b'\t' | b'\r')) {
            return None;
        }
        let open = border.within.map_or(Some(b"".as_slice()), |part| sent.get(part.start..=part.value))?;
        let close: &[u8] = if tail.is_some() { b"}}" } else { b"" };
        let read: Reply =
            serde_json::from_slice(&[sent.get(..self.head)?, open, middle, close].concat()).ok()?;
        let from = tail.map_or(sent.len(), |tail| sent.len() - tail);
        let mut cut = self.parts.iter().filter(|part| part.end <= border.at || part.start > from);
        // Given twice: an error like any other.
        let twice = cut.any(|part| read.document.as_ref().is_some_and(|changes| changes.mention(part.name)));
        (!twice).then_some(read)
    }

    /// The borders, in the order of the line.
    fn borders(&self) -> impl Iterator<Item = Border<'_>> {
        self.parts.iter().flat_map(|part| {
            let entries = part.entries.iter().map(|at| Border { at: *at, within: Some(part) });
            entries.chain([Border { at: part.end, within: None }])
        })
    }
}

/// Bytes that are compared at once.
const STEP: usize = 256;

/// How many bytes are alike before the first that differ, in pairs of chunks; `bytes` gives those of a pair in order.
fn alike<'a, I: Iterator<Item = &'a u8>>(
    chunks: impl Iterator<Item = (&'a [u8], &'a [u8])>,
    bytes: impl Fn((&'a [u8], &'a [u8])) -> (I, I),
) -> usize {
    let mut count = 0;
    for pair in chunks {
        if pair.0 != pair.1 {
            let (one, other) = bytes(pair);
            return count + one.zip(other).take_while(|(a, b)| a == b).count();
        }
        count += pair.0.len();
    }
    count
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Document, Kind, Summary};
    use serde_json::json;

    use super::*;

    fn report() -> Document {
        let mut doc = Document::at("notes.txt");
        doc.id = "b3".to_owned();
        doc.extracted.text = "Peace, and \"quiet\".".repeat(40);
        doc.blocks.push(Block::new(Kind::Paragraph, doc.extracted.text.clone(), None, 0));
        doc.layers.put(Summary::default());
        doc.layers.put_json("acme-count".to_owned(), json!(12));
        doc.layers.put_json("zeal".to_owned(), json!({ "high": [1.5, null, true] }));
        doc
    }

    /// The line with a change, as a reply; and what of it is read in pieces.
    fn replied(from: &str, to: &str) -> (Vec<u8>, Option<Reply>) {
        let sent = Sent::write(7, &report(), None).unwrap();
        let line = str::from_utf8(sent.line()).unwrap();
        assert!(line.contains(from), "{from} is not in {line}");
        let reply = line.replacen(from, to, 1).into_bytes();
        assert_eq!(sent.is_begun_by(&reply), reply.starts_with(b"{\"id\":7,\"document\":{"));
        let read = sent.read(&reply);
        (reply, read)
    }

    /// What is read comes to the same as the whole reply; `parts` are those that were read, `None` for all.
    fn check(from: &str, to: &str, parts: Option<&[&str]>) {
        let (reply, read) = replied(from, to);
        let whole: Reply = serde_json::from_slice(&reply).unwrap();
        let found = read.map(|read| {
            assert_eq!((read.id, &read.error, &read.hint), (whole.id, &whole.error, &whole.hint));
            let (changes, whole) = (read.document.unwrap(), whole.document.unwrap());
            let all = ["meta", "blocks", "sections", "layers", "trail"];
            let parts: Vec<_> = all.into_iter().filter(|part| changes.mention(part)).collect();
            assert_eq!(changes.applied_to(report()), whole.applied_to(report()), "{to}");
            parts
        });
        assert_eq!(found.as_deref(), parts, "{to}");
    }

    #[test]
    fn what_came_back_as_it_went_is_not_read() {
        check("\n", "\n", Some(&[]));
        check("\n", "", Some(&[]));
        check("},\"trail\"", ",\"acme\":{\"x\":\"y\"}},\"trail\"", Some(&["layers"]));
        check("\"high\":[1.5", "\"high\":[2.5", Some(&["layers"]));
        check("\"trail\":[]", "\"trail\":[],\"later\":[1]", Some(&[]));
        check("\"kind\":\"paragraph\"", "\"kind\":\"heading\"", Some(&["blocks"]));
        check("\"trail\":[]}}", "\"trail\":[]},\"error\":\"no\"}", Some(&[]));
        check(",\"sections\":[]", "", Some(&[]));
        check("\"acme-count\":12,", "", Some(&["layers"]));
        check("\"sections\":[]", "\"sections\":[ ]", Some(&["sections"]));
    }

    #[test]
    fn what_is_odd_is_read_whole() {
        check("{\"id\":7,", "{ \"id\":7,", None);
        check("\"id\":\"b3\"", "\"id\":\"b4\"", None);
        check("\"meta\":", " \"meta\":", None);
        check(",\"sections\"", " ,\"sections\"", None);
        check("\"acme-count\":12", "\"acme-count\":123", None);
        check("\"trail\":[]", "\"trail\":[] ", None);
    }

    fn refused(from: &str, to: &str) {
        let (reply, read) = replied(from, to);
        assert!(read.is_none(), "{to}");
        assert!(serde_json::from_slice::<Reply>(&reply).is_err(), "{to}");
    }

    #[test]
    fn nothing_wrong_passes_for_being_cut() {
        refused("\"trail\":[]", "\"trail\":[],");
        refused("\"trail\":[]", "\"trail\":[],\"blocks\":[]");
        refused("\"trail\":[]", "\"trail\":[],\"layers\":{\"acme-count\":13}");
        refused("\"trail\":[]}}", "\"trail\":[]},\"id\":8}");
        refused("\"trail\":[]}}", "\"trail\":[]},\"other\":8}");
        refused("\"trail\":[]}}", "\"trail\":[]");
        refused("\"trail\":[]}}", "\"trail\":[]}}}");
        refused("\"trail\":[]}}", "\"trail\":[]}} {}");
        refused(",\"sections\":[],", ",,");
        refused("\"sections\":[],", "\"sections\":[\"");
        refused("\"sections\":[],", "\"sections\":");
        refused("\"sections\":[],", "\"sections\":[],\"sections\":[],");
        refused("},\"trail\"", ",\"trail\"");
        refused("},\"trail\"", ",\"x\":\"},\"trail\"");
        refused(",\"sections\"", ",\"layers\":{},\"sections\"");
        refused("\"kind\":\"paragraph\"", "\"kind\":\"poem\"");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_unicode_is_shown_as_well_as_can_be() {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
        let doc = Document::at(OsStr::from_bytes(b"caf\xff.txt"));
        let sent = Sent::write(0, &doc, None).unwrap();
        assert!(str::from_utf8(sent.line()).unwrap().contains("\"path\":\"caf\u{fffd}.txt\""));
        let back = sent.read(sent.line()).unwrap().document.unwrap();
        assert_eq!(back.applied_to(doc.clone()), doc);
    }
}
