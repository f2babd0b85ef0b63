//! The line in which a document goes to a program, and where its parts stand in it.

use std::{borrow::Cow, sync::Arc};

use rapporteur_model::{Document, Layers, Source};

use crate::protocol::PARTS;

/// A line that was sent; kept until the reply comes.
#[derive(Debug)]
pub(crate) struct Sent {
    line: Arc<Vec<u8>>,
    /// How much of the line stands before the first part.
    pub(crate) head: usize,
    pub(crate) parts: Vec<Part>,
}

/// Where a part of the document stands in the line.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    /// Of the quote before its name.
    pub(crate) start: usize,
    /// Where its value begins, and the byte behind it.
    pub(crate) value: usize,
    pub(crate) end: usize,
    /// The bytes behind each of its entries, when it is the layers.
    pub(crate) entries: Vec<usize>,
}

impl Sent {
    /// Writes a document into a line, with no more than the parts that a program takes (`None` for all); its id and its
    /// source always go along.
    pub(crate) fn write(
        id: u64,
        doc: &Document,
        takes: Option<&[String]>,
    ) -> Result<Self, serde_json::Error> {
        // Places and names are about as long as the text, which stands in it twice.
        let mut line = Vec::with_capacity(doc.extracted.text.len() * 3 + 1024);
        line.extend_from_slice(format!("{{\"id\":{id},\"document\":{{").as_bytes());
        let (head, mut parts) = (line.len(), Vec::new());
        let taken = PARTS.into_iter().filter(|part| takes.is_none_or(|all| all.iter().any(|p| p == part)));
        for name in ["id", "source"].into_iter().chain(taken) {
            if !parts.is_empty() {
                line.push(b',');
            }
            let start = line.len();
            line.extend_from_slice(format!("\"{name}\":").as_bytes());
            let (value, mut entries) = (line.len(), Vec::new());
            match name {
                "id" => serde_json::to_writer(&mut line, &doc.id)?,
                "source" => serde_json::to_writer(&mut line, shown(&doc.source).as_ref())?,
                "extracted" => serde_json::to_writer(&mut line, &doc.extracted)?,
                "meta" => serde_json::to_writer(&mut line, &doc.meta)?,
                "blocks" => serde_json::to_writer(&mut line, &doc.blocks)?,
                "sections" => serde_json::to_writer(&mut line, &doc.sections)?,
                "layers" => entries = layers(&doc.layers, &mut line)?,
                _ => serde_json::to_writer(&mut line, &doc.trail)?,
            }
            parts.push(Part { name, start, value, end: line.len(), entries });
        }
        line.extend_from_slice(b"}}\n");
        Ok(Self { line: Arc::new(line), head, parts })
    }

    /// The line, with its end.
    pub(crate) fn line(&self) -> &Arc<Vec<u8>> {
        &self.line
    }
}

/// The source as a program is shown it: JSON has no names of files that are no Unicode, so what is wrong in one is
/// replaced. The document keeps its own.
fn shown(source: &Source) -> Cow<'_, Source> {
    match source.path.to_str() {
        Some(_) => Cow::Borrowed(source),
        None => {
            let path = source.path.to_string_lossy().into_owned().into();
            Cow::Owned(Source { path, ..source.clone() })
        }
    }
}

/// Writes the layers, and says behind which bytes each of them ends.
fn layers(layers: &Layers, line: &mut Vec<u8>) -> Result<Vec<usize>, serde_json::Error> {
    let mut ends = Vec::new();
    line.push(b'{');
    for name in layers.names() {
        if !ends.is_empty() {
            line.push(b',');
        }
        serde_json::to_writer(&mut *line, name)?;
        line.push(b':');
        layers.append_json(name, line)?;
        ends.push(line.len());
    }
    line.push(b'}');
    Ok(ends)
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Kind, Summary};
    use serde_json::{Value, json};

    use super::*;

    fn keys(takes: Option<&[String]>) -> Value {
        let mut doc = Document::at("notes.txt");
        doc.blocks.push(Block::new(Kind::Paragraph, "Peace.", None, 0));
        doc.layers.put(Summary::default());
        doc.layers.put_json("acme-count".to_owned(), json!(12));
        let sent = Sent::write(7, &doc, takes).unwrap();
        let line: Value = serde_json::from_slice(&sent.line).unwrap();
        for part in &sent.parts {
            let value: Value = serde_json::from_slice(&sent.line[part.value..part.end]).unwrap();
            assert_eq!(value, line["document"][part.name]);
        }
        assert_eq!(line["document"].as_object().unwrap().len(), sent.parts.len());
        if takes.is_none() {
            assert_eq!(line, json!({ "id": 7, "document": serde_json::to_value(doc).unwrap() }));
        }
        sent.parts.iter().map(|part| part.name).collect()
    }

    #[test]
    fn the_line_is_the_document() {
        assert_eq!(keys(None).as_array().unwrap().len(), 2 + PARTS.len());
        assert_eq!(
            keys(Some(&["layers".to_owned(), "wishes".to_owned()])),
            json!(["id", "source", "layers"])
        );
    }
}
