//! Conclusions about a document: Rust types for those who know them, JSON for those who do not.

use std::{any::Any, borrow::Cow, collections::BTreeMap, fmt, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap};
use serde_json::Value;

/// A conclusion that a stage writes into a document.
///
/// A crate of your own adds a type, never an untyped key:
///
/// ```
/// use rapporteur_model::{Document, Layer};
///
/// #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
/// struct Words {
///     count: usize,
/// }
/// impl Layer for Words {
///     const NAME: &'static str = "acme-words";
/// }
///
/// let mut doc = Document::default();
/// doc.layers.put(Words { count: 7 });
/// assert_eq!(doc.layers.get::<Words>().unwrap().unwrap().count, 7);
/// ```
pub trait Layer: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// The key in the document's JSON. Prefix your own with your house's name.
    const NAME: &'static str;
}

/// A layer came as JSON (from an outside program, say) and is not of the type asked for.
#[derive(Debug)]
#[non_exhaustive]
pub struct LayerError {
    /// Name of the layer.
    pub layer: &'static str,
    /// What does not fit.
    pub source: serde_json::Error,
}

impl fmt::Display for LayerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the layer `{}` is not of the expected form", self.layer)
    }
}

impl std::error::Error for LayerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// The layers of one document, by name.
///
/// A layer stays a Rust value while it travels between native stages; it becomes JSON only when the document is
/// serialized, and a Rust value again when somebody asks for it by type.
#[derive(Clone, Default)]
pub struct Layers(BTreeMap<Cow<'static, str>, Slot>);

#[derive(Clone)]
enum Slot {
    Typed(Arc<dyn Erased>),
    Json(Value),
}

trait Erased: Send + Sync {
    fn json(&self) -> Result<Value, serde_json::Error>;
    fn any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl<L: Layer> Erased for L {
    fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self)
    }

    fn any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

impl Layers {
    /// Writes a layer, in place of one with the same name.
    pub fn put<L: Layer>(&mut self, layer: L) {
        self.0.insert(Cow::Borrowed(L::NAME), Slot::Typed(Arc::new(layer)));
    }

    /// Writes a layer of which only the JSON is known.
    pub fn put_json(&mut self, name: String, value: Value) {
        self.0.insert(Cow::Owned(name), Slot::Json(value));
    }

    /// Reads a layer; `None` when no stage has written it.
    pub fn get<L: Layer>(&self) -> Result<Option<Arc<L>>, LayerError> {
        match self.0.get(L::NAME) {
            None => Ok(None),
            Some(Slot::Json(value)) => from_json(value.clone()).map(Some),
            Some(Slot::Typed(layer)) => match layer.clone().any().downcast::<L>() {
                Ok(layer) => Ok(Some(layer)),
                // Another type with the same name: meet in JSON.
                Err(_) => {
                    let value = layer.json().map_err(|source| LayerError { layer: L::NAME, source })?;
                    from_json(value).map(Some)
                }
            },
        }
    }

    /// Whether a layer is there.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The names of the layers, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(AsRef::as_ref)
    }

    /// A layer as JSON; `None` when it is not there or cannot be put in JSON.
    pub fn json(&self, name: &str) -> Option<Value> {
        match self.0.get(name)? {
            Slot::Json(value) => Some(value.clone()),
            Slot::Typed(layer) => layer.json().ok(),
        }
    }
}

fn from_json<L: Layer>(value: Value) -> Result<Arc<L>, LayerError> {
    serde_json::from_value(value).map(Arc::new).map_err(|source| LayerError { layer: L::NAME, source })
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.names().map(|n| (n, self.json(n)))).finish()
    }
}

impl PartialEq for Layers {
    fn eq(&self, other: &Self) -> bool {
        self.names().eq(other.names()) && self.names().all(|n| self.json(n) == other.json(n))
    }
}

impl Serialize for Layers {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(self.0.len()))?;
        for (name, slot) in &self.0 {
            match slot {
                Slot::Json(value) => map.serialize_entry(name, value)?,
                Slot::Typed(layer) => {
                    map.serialize_entry(name, &layer.json().map_err(serde::ser::Error::custom)?)?;
                }
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Layers {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<String, Value>::deserialize(d)?;
        Ok(Self(map.into_iter().map(|(name, value)| (Cow::Owned(name), Slot::Json(value))).collect()))
    }
}

impl JsonSchema for Layers {
    fn schema_name() -> Cow<'static, str> {
        "Layers".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "description": "conclusions by name: `themes`, `keyphrases`, `summary`, your own" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyPhrases, Summary};

    #[test]
    fn a_layer_survives_json() {
        let mut layers = Layers::default();
        layers.put(KeyPhrases::default());
        let json = serde_json::to_string(&layers).unwrap();
        let back: Layers = serde_json::from_str(&json).unwrap();
        assert_eq!(back, layers);
        assert_eq!(*back.get::<KeyPhrases>().unwrap().unwrap(), KeyPhrases::default());
        assert!(back.get::<Summary>().unwrap().is_none());
    }

    #[test]
    fn a_layer_of_another_form_is_an_error() {
        let mut layers = Layers::default();
        layers.put_json("summary".into(), Value::from(3));
        assert!(layers.get::<Summary>().is_err());
    }
}
