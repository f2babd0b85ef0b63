//! What a file's XMP packet says: title, date, language. Entities are not resolved, nothing is fetched.

use quick_xml::{Reader, events::Event};

/// Packets and values longer than this are not read.
const LONGEST: usize = 2 * 1024 * 1024;
const LONGEST_VALUE: usize = 2_000;
const MOST_EVENTS: usize = 100_000;

/// What the packet says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Xmp {
    pub(super) title: Option<String>,
    /// `dc:date`, else `xmp:CreateDate`.
    pub(super) date: Option<String>,
    pub(super) language: Option<String>,
}

/// Reads a packet as far as it goes.
pub(super) fn read(packet: &[u8]) -> Xmp {
    let packet = packet.get(..LONGEST).unwrap_or(packet);
    let text = decoded(packet);
    let mut reader = Reader::from_str(&text);
    let mut found = Found::default();
    for _ in 0..MOST_EVENTS {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                found.attributes(&tag);
                found.open(tag.name().as_ref());
            }
            Ok(Event::Empty(tag)) => found.attributes(&tag),
            Ok(Event::End(_)) => found.close(),
            Ok(Event::Text(text)) => found.text(&text.xml10_content()),
            Ok(Event::CData(text)) => found.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => found.reference(&reference),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    Xmp { title: found.title, date: found.date.or(found.created), language: found.language }
}

/// Packets may be in UTF-16, too.
fn decoded(packet: &[u8]) -> String {
    let wide = |be: bool| {
        let unit = |pair: &[u8; 2]| if be { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
        String::from_utf16_lossy(&packet.as_chunks::<2>().0.iter().map(unit).collect::<Vec<u16>>())
    };
    match packet {
        [0xfe, 0xff, ..] | [0, b'<', ..] => wide(true),
        [0xff, 0xfe, ..] | [b'<', 0, ..] => wide(false),
        _ => String::from_utf8_lossy(packet).into_owned(),
    }
}

#[derive(Default)]
struct Found {
    title: Option<String>,
    date: Option<String>,
    created: Option<String>,
    language: Option<String>,
    /// The property that is being read, and how deep in it we are.
    inside: Option<(&'static str, u32)>,
    value: String,
}

impl Found {
    fn open(&mut self, name: &str) {
        if let Some((_, depth)) = &mut self.inside {
            *depth += 1;
            self.value.clear();
        } else if let Some(known) =
            ["dc:title", "dc:date", "dc:language", "xmp:CreateDate"].into_iter().find(|known| *known == name)
        {
            self.inside = Some((known, 0));
            self.value.clear();
        }
    }

    fn close(&mut self) {
        let Some((name, depth)) = self.inside else { return };
        self.keep(name);
        self.inside = depth.checked_sub(1).map(|depth| (name, depth));
    }

    /// Simple properties may stand as attributes of their description.
    fn attributes(&mut self, tag: &quick_xml::events::BytesStart<'_>) {
        for attribute in tag.attributes().take(200).flatten() {
            let name = match attribute.key.as_ref() {
                "xmp:CreateDate" => "xmp:CreateDate",
                "dc:title" => "dc:title",
                "dc:date" => "dc:date",
                "dc:language" => "dc:language",
                _ => continue,
            };
            self.value = attribute.value.chars().take(LONGEST_VALUE).collect();
            self.keep(name);
        }
    }

    fn text(&mut self, text: &str) {
        if self.inside.is_some() && self.value.len() < LONGEST_VALUE {
            self.value.extend(text.chars().take(LONGEST_VALUE));
        }
    }

    fn reference(&mut self, reference: &quick_xml::events::BytesRef<'_>) {
        let name: &str = reference.as_ref();
        let said = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        if let Some(said) = said {
            self.text(said.encode_utf8(&mut [0; 4]));
        }
    }

    /// Keeps the first value of a property.
    fn keep(&mut self, name: &str) {
        let value = std::mem::take(&mut self.value);
        let value = value.trim();
        let slot = match name {
            "dc:title" => &mut self.title,
            "dc:date" => &mut self.date,
            "dc:language" => &mut self.language,
            _ => &mut self.created,
        };
        if slot.is_none() && !value.is_empty() {
            *slot = Some(value.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_elements_and_as_attributes() {
        let packet = r#"<?xpacket begin=""?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
            <x:xmpmeta><rdf:RDF><rdf:Description xmp:CreateDate="2011-05-02T10:00:00Z">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Water &amp; war&#33;&e;</rdf:li>
            <rdf:li xml:lang="fr">Eau</rdf:li></rdf:Alt></dc:title>
            <dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
            </rdf:Description></rdf:RDF>"#;
        let said = Xmp {
            title: Some("Water & war!".into()),
            date: Some("2011-05-02T10:00:00Z".into()),
            language: Some("en-GB".into()),
        };
        assert_eq!(read(packet.as_bytes()), said);
        let wide: Vec<u8> = packet.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&wide), said);
    }

    #[test]
    fn broken_packets_say_what_they_can() {
        assert_eq!(read(b"<dc:title>One</dc:title><<<").title.as_deref(), Some("One"));
        assert_eq!(read(b"\xff\xfe\x00"), Xmp::default());
    }
}
