//! What a program says of a document: a whole one, or only what it changed.

use rapporteur_model::{Block, Document, Event, Meta, Section};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// A document of which any part may be missing. Unknown keys are let pass: the program may know a later format.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Changes {
    meta: Option<Meta>,
    blocks: Option<Vec<Block>>,
    sections: Option<Vec<Section>>,
    #[serde(deserialize_with = "given")]
    layers: Option<Map<String, Value>>,
    trail: Option<Vec<Event>>,
}

impl Changes {
    /// Whether blocks, sections or the trail come with it, which must be looked at.
    pub(crate) fn touches_text(&self) -> bool {
        self.blocks.is_some() || self.sections.is_some() || self.trail.is_some()
    }

    /// Whether a part comes with it.
    pub(crate) fn mention(&self, part: &str) -> bool {
        match part {
            "meta" => self.meta.is_some(),
            "blocks" => self.blocks.is_some(),
            "sections" => self.sections.is_some(),
            "layers" => self.layers.is_some(),
            "trail" => self.trail.is_some(),
            // Not the program's to change.
            _ => false,
        }
    }

    /// The document with the changes made.
    pub(crate) fn applied_to(self, mut doc: Document) -> Document {
        let Self { meta, blocks, sections, layers, trail } = self;
        doc.meta = meta.unwrap_or(doc.meta);
        doc.blocks = blocks.unwrap_or(doc.blocks);
        doc.sections = sections.unwrap_or(doc.sections);
        doc.trail = trail.unwrap_or(doc.trail);
        for (name, value) in layers.into_iter().flatten() {
            // A layer that comes back as it went stays the typed value it is.
            if doc.layers.json(&name).as_ref() != Some(&value) {
                doc.layers.put_json(name, value);
            }
        }
        doc
    }
}

/// Layers are a table, and never nothing.
fn given<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Map<String, Value>>, D::Error> {
    Map::deserialize(d).map(Some)
}

#[cfg(test)]
mod tests {
    use rapporteur_model::Kind;

    use super::*;

    #[test]
    fn what_is_not_mentioned_stays() {
        let mut doc = Document::at("notes.txt");
        doc.extracted.text = "Peace.".into();
        doc.blocks.push(Block::new(Kind::Paragraph, "Peace.", None, 0));
        let reply = r#"{"extracted":{"text":"War."},"layers":{"acme-names":{"people":[]}}}"#;
        let changed = serde_json::from_str::<Changes>(reply).unwrap().applied_to(doc.clone());
        assert_eq!(changed.extracted, doc.extracted);
        assert_eq!(changed.blocks, doc.blocks);
        assert!(changed.layers.has("acme-names"));
    }
}
