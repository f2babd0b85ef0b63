//! Conclusions about a document: Rust types for those who know them, JSON for those who do not.

use std::{any::Any, borrow::Cow, collections::BTreeMap, fmt, io, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap};
use serde_json::{Value, ser::Formatter};

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
    fn append_json(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error>;
    fn any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl<L: Layer> Erased for L {
    fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self)
    }

    fn append_json(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        self.serialize(&mut serde_json::Serializer::with_formatter(out, AsValue))
    }

    fn any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

/// Writes what the [`Value`] of the same would print: that knows no numbers of single precision.
struct AsValue;

impl Formatter for AsValue {
    fn write_f32<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        self.write_f64(writer, f64::from(value))
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

    /// Appends the JSON text of a layer, of which [`json`](Self::json) is the value; nothing when it is not there.
    ///
    /// # Errors
    /// When the layer cannot be put in JSON (a map whose keys are no strings, say); `out` then ends in the middle.
    pub fn append_json(&self, name: &str, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        match self.0.get(name) {
            None => Ok(()),
            Some(Slot::Json(value)) => serde_json::to_writer(out, value),
            Some(Slot::Typed(layer)) => layer.append_json(out),
        }
    }

    /// Whether a layer was not written since one of the two was cloned from the other. Costs nothing for a layer that
    /// is held as its type; one that is equal all the same may be taken for another.
    pub fn is_same(&self, other: &Self, name: &str) -> bool {
        match (self.0.get(name), other.0.get(name)) {
            (None, None) => true,
            (Some(Slot::Typed(one)), Some(Slot::Typed(two))) => Arc::ptr_eq(one, two),
            (Some(Slot::Json(one)), Some(Slot::Json(two))) => one == two,
            _ => false,
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

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Odd {
        single: f32,
        double: f64,
        none: Option<f32>,
        lost: f32,
        by_number: BTreeMap<u32, char>,
    }

    impl Layer for Odd {
        const NAME: &'static str = "odd";
    }

    #[test]
    fn the_text_of_a_layer_is_that_of_its_value() {
        let by_number = BTreeMap::from([(7, '"')]);
        let mut layers = Layers::default();
        layers.put(Odd { single: 0.1, double: 0.1, none: None, lost: f32::NAN, by_number });
        let mut text = Vec::new();
        layers.append_json("odd", &mut text).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), layers.json("odd").unwrap());
        layers.append_json("even", &mut text).unwrap();
        assert_eq!(text.last(), Some(&b'}'), "nothing is appended for a layer that is not there");
    }

    #[test]
    fn a_layer_is_the_same_until_it_is_written() {
        let mut layers = Layers::default();
        layers.put(KeyPhrases::default());
        let mut copy = layers.clone();
        assert!(copy.is_same(&layers, KeyPhrases::NAME) && copy.is_same(&layers, Summary::NAME));
        copy.put(KeyPhrases::default());
        assert!(!copy.is_same(&layers, KeyPhrases::NAME));
    }

    #[test]
    fn a_layer_of_another_form_is_an_error() {
        let mut layers = Layers::default();
        layers.put_json("summary".into(), Value::from(3));
        assert!(layers.get::<Summary>().is_err());
    }
}
