//! The keys of `themes` in the pipeline file.

use std::path::PathBuf;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

/// Options of `themes`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// A SKOS vocabulary in Turtle, RDF/XML or N-Triples, packed with gzip or not, or what `rapporteur vocabulary
    /// compile` made of one; relative to the pipeline file. Several become one: `["unbis.ttl", "house.ttl"]`. Without
    /// it, the vocabulary that comes with the program is used: peace and security, development, governance, human
    /// rights, humanitarian work, health, environment, digital policy.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "one_or_several")]
    #[schemars(schema_with = "path_or_paths")]
    pub vocabulary: Vec<PathBuf>,
    /// A model that `rapporteur train` has learned from reports that are already indexed. Without it, themes are
    /// ranked by how often, how widely and where they are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<PathBuf>,
    /// How many themes a report gets at most.
    pub most: u32,
    /// Themes with a lower score (0 to 1) are not given.
    pub least_score: f32,
    /// How many themes a section gets at most. 0: none.
    pub section_most: u32,
    /// Only these concepts and what is narrower: URIs, or labels. Without it, the whole vocabulary.
    pub include: Vec<String>,
    /// Not these concepts, nor what is narrower: URIs, or labels.
    pub exclude: Vec<String>,
    /// Not these concepts themselves; what is narrower stays. For concepts that are suggested far too often.
    pub discard: Vec<String>,
    /// Concepts deeper in the vocabulary than so many levels count for the broader one at that level; the top is
    /// level 1. 0: every concept counts for itself.
    pub roll_up: u32,
    /// What a place in a heading or the title counts, relative to what is usual. 0: no more than one in the text.
    pub heading_weight: f32,
    /// What a place in an abstract or executive summary counts, in places of the text.
    pub summary_weight: f32,
    /// A file of corrections made by hand, which hold in every run: `[[report]]` tables with `source` (the end of the
    /// report's path, or its id), `has` and `has-not` (URIs of concepts). Usually `themes.corrections.toml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrections: Option<PathBuf>,
    /// How many places are listed for each theme and key phrase at most. All places count for the score.
    pub evidence: u32,
    /// How many key phrases a report gets at most. 0: none.
    pub keyphrases: u32,
    /// Whether key phrases made of words that most reports of the archive have count less. What is learned lies in
    /// `learned/themes.tsv` of the output folder; an archive that is run for the first time goes once more through the
    /// stages above.
    pub learn_phrases: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            vocabulary: Vec::new(),
            model: None,
            most: 8,
            least_score: 0.05,
            section_most: 3,
            include: Vec::new(),
            exclude: Vec::new(),
            discard: Vec::new(),
            roll_up: 0,
            heading_weight: 1.0,
            summary_weight: 1.0,
            corrections: None,
            evidence: 20,
            keyphrases: 15,
            learn_phrases: false,
        }
    }
}

/// A path, or a list of paths.
fn one_or_several<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PathBuf>, D::Error> {
    struct Paths;
    impl<'de> de::Visitor<'de> for Paths {
        type Value = Vec<PathBuf>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the path of a file, or a list of paths")
        }

        fn visit_str<E: de::Error>(self, path: &str) -> Result<Self::Value, E> {
            Ok(vec![path.into()])
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut paths: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some(path) = paths.next_element()? {
                all.push(path);
            }
            Ok(all)
        }
    }
    from.deserialize_any(Paths)
}

fn path_or_paths(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "array"], "items": { "type": "string" } })
}
