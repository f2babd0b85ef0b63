//! The model file: lines of text, so that two models can be compared; concepts by URI, so that a model outlives an
//! update of its vocabulary.

use std::{fmt, fmt::Write as _};

use rustc_hash::FxHashMap;

use super::{
    archive::{Archive, Counts, Indexed},
    boost::Forest,
    calibration::Calibration,
    features::{COUNT, NAMES},
    flat::DEPTH,
    model::Model,
    tree::{Node, Tree},
};
use crate::vocabulary::{NONE, Texts, Thesaurus};

const FIRST: &str = "rapporteur model 1";

/// A model file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ModelError {}

impl Model {
    /// The model as text; the same model gives the same text.
    pub fn to_text(&self, thesaurus: &Thesaurus) -> String {
        let mut out = format!("{FIRST}\nlanguage\t{}\nfeatures\t{}\n", self.language, NAMES.join(" "));
        let Calibration { slope, shift } = self.calibration;
        push(&mut out, format_args!("calibration\t{slope}\t{shift}\nbase\t{}\n", self.forest.base));
        for tree in self.forest.trees() {
            out.push_str("tree");
            for node in &tree.0 {
                match node {
                    Node::Split { feature, bound, low } => {
                        push(&mut out, format_args!("\t{feature}:{bound}:{low}"));
                    }
                    Node::Leaf(value) => push(&mut out, format_args!("\t{value}")),
                }
            }
            out.push('\n');
        }
        let kept: Vec<u32> =
            (0..).zip(&self.rarity).filter(|(_, rare)| **rare > 0.0).map(|(stem, _)| stem).collect();
        for &stem in &kept {
            let rare = self.rarity.get(stem as usize).copied().unwrap_or(0.0);
            push(&mut out, format_args!("stem\t{}\t{rare}\n", self.stems.get(stem)));
        }
        for (concept, counts) in self.archive.counts() {
            let Counts { used, seen, both } = counts;
            push(
                &mut out,
                format_args!("concept\t{}\t{used}\t{seen}\t{both}\n", thesaurus.uris.get(concept)),
            );
        }
        for report in self.archive.reports() {
            push(&mut out, format_args!("report\t{}\n", report.name.replace(['\t', '\n', '\r'], " ")));
            let chosen: Vec<&str> = report.chosen.iter().map(|&c| thesaurus.uris.get(c)).collect();
            push(&mut out, format_args!("chosen\t{}\nwords", chosen.join("\t")));
            for (stem, weight) in &report.vector {
                let nth = kept.binary_search(stem).unwrap_or_default();
                push(&mut out, format_args!("\t{nth}:{weight:.4}"));
            }
            out.push('\n');
        }
        out
    }

    /// Reads a model for a vocabulary. Concepts that the vocabulary no longer has are left out.
    ///
    /// # Errors
    /// The line that is wrong, and how.
    pub fn read(bytes: &[u8], thesaurus: &Thesaurus) -> Result<Self, ModelError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| ModelError { line: 1, message: "it is no text".into() })?;
        let mut draft = Draft { thesaurus, ..Draft::new(thesaurus) };
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, first)| first != FIRST) {
            return Err(ModelError { line: 1, message: format!("it does not begin with `{FIRST}`") });
        }
        for (line, content) in lines {
            draft.line(content).map_err(|message| ModelError { line, message })?;
        }
        draft.model().map_err(|message| ModelError { line: text.lines().count(), message })
    }
}

fn push(out: &mut String, what: fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _written = out.write_fmt(what);
}

/// A model that is being read.
struct Draft<'t> {
    thesaurus: &'t Thesaurus,
    language: Option<String>,
    calibration: Calibration,
    forest: Forest,
    stems: Texts,
    rarity: Vec<f32>,
    counts: FxHashMap<u32, Counts>,
    reports: Vec<Indexed>,
}

impl<'t> Draft<'t> {
    fn new(thesaurus: &'t Thesaurus) -> Self {
        Self {
            thesaurus,
            language: None,
            calibration: Calibration::default(),
            forest: Forest::default(),
            stems: Texts::default(),
            rarity: Vec::new(),
            counts: FxHashMap::default(),
            reports: Vec::new(),
        }
    }

    fn line(&mut self, content: &str) -> Result<(), String> {
        let mut parts = content.split('\t');
        let key = parts.next().unwrap_or("");
        let rest: Vec<&str> = parts.collect();
        match (key, rest.as_slice()) {
            ("language", [code]) => self.language = Some((*code).to_owned()),
            ("features", [names]) if *names == NAMES.join(" ") => {}
            ("features", _) => {
                return Err("the model was learned by another version; train it again".to_owned());
            }
            ("calibration", [slope, shift]) => {
                self.calibration = Calibration { slope: float(slope)?, shift: float(shift)? };
            }
            ("base", [base]) => self.forest.base = float(base)?,
            ("tree", nodes) => {
                let nodes = nodes.iter().map(|n| node(n)).collect::<Result<_, _>>()?;
                if !self.forest.push(Tree(nodes)) {
                    return Err(format!("this tree asks more than {DEPTH} questions, or leads nowhere"));
                }
            }
            ("stem", [stem, rare]) => {
                self.stems.push(stem);
                self.rarity.push(float(rare)?);
            }
            ("concept", [uri, used, seen, both]) => {
                if let Some(concept) = self.concept(uri) {
                    let counts = self.counts.entry(concept).or_default();
                    counts.used += whole(used)?;
                    counts.seen += whole(seen)?;
                    counts.both += whole(both)?;
                }
            }
            ("report", [name]) => self.reports.push(Indexed::new(name)),
            ("chosen", uris) => {
                let mut chosen: Vec<u32> = uris.iter().filter_map(|uri| self.concept(uri)).collect();
                chosen.sort_unstable();
                chosen.dedup();
                self.report()?.chosen = chosen;
            }
            ("words", words) => {
                let words = words.iter().map(|w| word(w)).collect::<Result<_, _>>()?;
                self.report()?.vector = words;
            }
            _ => return Err(format!("`{key}` is not expected here")),
        }
        Ok(())
    }

    /// The concept of a URI, or what has replaced it.
    fn concept(&self, uri: &str) -> Option<u32> {
        let concept = self.thesaurus.concept(uri)?;
        self.thesaurus.current.get(concept as usize).copied().filter(|&c| c != NONE)
    }

    fn report(&mut self) -> Result<&mut Indexed, String> {
        self.reports
            .last_mut()
            .ok_or_else(|| "this belongs to a report, and none is named before it".to_owned())
    }

    fn model(self) -> Result<Model, String> {
        let language = self.language.ok_or("no language is named")?;
        if self.forest.trees().is_empty() {
            return Err("there are no trees".to_owned());
        }
        let archive = Archive::known(self.reports, self.counts, self.stems.len(), self.thesaurus);
        let Self { stems, rarity, forest, calibration, .. } =
            Self { language: None, reports: Vec::new(), counts: FxHashMap::default(), ..self };
        Ok(Model { language, stems, rarity, archive, forest, calibration })
    }
}

fn float(text: &str) -> Result<f32, String> {
    let number = text.parse::<f32>().ok().filter(|n| n.is_finite());
    number.ok_or_else(|| format!("`{text}` is not a number"))
}

fn whole(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("`{text}` is not a whole number"))
}

fn node(text: &str) -> Result<Node, String> {
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        [value] => Ok(Node::Leaf(float(value)?)),
        [feature, bound, low] => {
            let feature = whole(feature)?;
            let feature = u16::try_from(feature).ok().filter(|&f| usize::from(f) < COUNT);
            let feature =
                feature.ok_or_else(|| format!("`{text}` asks for a feature that does not exist"))?;
            Ok(Node::Split { feature, bound: float(bound)?, low: whole(low)? })
        }
        _ => Err(format!("`{text}` is not a node of a tree")),
    }
}

fn word(text: &str) -> Result<(u32, f32), String> {
    let (stem, weight) =
        text.split_once(':').ok_or_else(|| format!("`{text}` is not a word with its weight"))?;
    Ok((whole(stem)?, float(weight)?))
}
