//! What the archive's owner wants of a vocabulary: parts of it only, no deeper than so far, and not these.

use rapporteur_stage::StageError;

use crate::{
    matching::Hit,
    options::Options,
    vocabulary::{NONE, Thesaurus},
};

/// For each concept, the one that is given in its place.
#[derive(Debug)]
pub(crate) struct Controls {
    targets: Vec<u32>,
}

impl Controls {
    /// Fails for a concept that the vocabulary does not have.
    pub(crate) fn new(options: &Options, thesaurus: &Thesaurus) -> Result<Self, StageError> {
        let all = 0..u32::try_from(thesaurus.len()).unwrap_or(u32::MAX);
        let mut targets: Vec<u32> = all.collect();
        if options.roll_up > 0 {
            targets = rolled_up(thesaurus, options.roll_up);
        }
        let include = named(&options.include, "include", thesaurus)?;
        if !include.is_empty() {
            let within = below(&include, thesaurus);
            targets.iter_mut().zip(0..).filter(|(_, own)| !holds(&within, *own)).for_each(|(t, _)| *t = NONE);
        }
        let exclude = named(&options.exclude, "exclude", thesaurus)?;
        let without = below(&exclude, thesaurus);
        let discard = named(&options.discard, "discard", thesaurus)?;
        for (target, own) in targets.iter_mut().zip(0..) {
            if holds(&without, own) || discard.contains(&own) || discard.contains(target) {
                *target = NONE;
            }
        }
        Ok(Self { targets })
    }

    /// The concept to give in place of one; `None` for none.
    pub(crate) fn target(&self, concept: u32) -> Option<u32> {
        self.targets.get(concept as usize).copied().filter(|&t| t != NONE)
    }

    /// Puts hits where they count.
    pub(crate) fn apply(&self, hits: &mut Vec<Hit>) {
        let moved = |hit: &mut Hit| match self.target(hit.concept) {
            Some(target) => {
                hit.concept = target;
                true
            }
            None => false,
        };
        hits.retain_mut(moved);
        // Only a roll-up can bring two hits of one concept to one place, or out of order.
        hits.sort_by_key(|h| (h.concept, h.first, h.manner, h.last));
        hits.dedup_by_key(|h| (h.concept, h.first, h.last));
    }
}

fn holds(marks: &[bool], concept: u32) -> bool {
    marks.get(concept as usize).copied().unwrap_or(false)
}

/// Concepts by URI, or by a label in one of the vocabulary's languages.
fn named(names: &[String], key: &str, thesaurus: &Thesaurus) -> Result<Vec<u32>, StageError> {
    let find = |name: &String| {
        let by_label = || thesaurus.languages().find_map(|l| thesaurus.concept(thesaurus.named(name, l)?));
        thesaurus.concept(name).or_else(by_label).ok_or_else(|| {
            StageError::new(format!("`{key}` names `{name}`, which is no concept of the vocabulary"))
                .hint("give the URI of a concept, or one of its labels")
        })
    };
    names.iter().map(find).collect()
}

/// Marks concepts and all that are narrower.
fn below(from: &[u32], thesaurus: &Thesaurus) -> Vec<bool> {
    let mut marks = vec![false; thesaurus.len()];
    let mut open = from.to_vec();
    while let Some(concept) = open.pop() {
        if let Some(mark) = marks.get_mut(concept as usize).filter(|m| !**m) {
            *mark = true;
            open.extend(thesaurus.narrower.row(concept));
        }
    }
    marks
}

/// For each concept deeper than so many levels, its nearest broader concept that is not. The top is level 1; a concept
/// with several ways up is as deep as the shortest.
fn rolled_up(thesaurus: &Thesaurus, depth: u32) -> Vec<u32> {
    let all = 0..u32::try_from(thesaurus.len()).unwrap_or(u32::MAX);
    let mut targets: Vec<u32> = vec![NONE; thesaurus.len()];
    let mut level: Vec<(u32, u32)> =
        all.clone().filter(|&c| thesaurus.broader.row(c).is_empty()).map(|c| (c, c)).collect();
    let mut deep = 1;
    while !level.is_empty() {
        let mut next = Vec::new();
        for (concept, target) in level {
            let Some(slot) = targets.get_mut(concept as usize).filter(|t| **t == NONE) else { continue };
            *slot = target;
            let narrower = thesaurus.narrower.row(concept).iter();
            next.extend(narrower.map(|&n| (n, if deep < depth { n } else { target })));
        }
        level = next;
        deep += 1;
    }
    // Whoever is broader than itself has no top above it, and stays.
    targets.iter_mut().zip(all).filter(|(t, _)| **t == NONE).for_each(|(t, own)| *t = own);
    targets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    fn check(options: &Options, expected: [Option<&str>; 4]) {
        let turtle = r#"@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <e:> .
            :a skos:prefLabel "land"@en . :b skos:prefLabel "forest"@en ; skos:broader :a .
            :c skos:prefLabel "rain forest"@en ; skos:broader :b . :d skos:prefLabel "sea"@en ."#;
        let thesaurus = Thesaurus::compile(&Vocabulary::read(turtle.as_bytes()).unwrap());
        let controls = Controls::new(options, &thesaurus).unwrap();
        let targets = [0, 1, 2, 3].map(|c| controls.target(c).map(|t| thesaurus.uris.get(t).to_owned()));
        assert_eq!(targets.each_ref().map(Option::as_deref), expected);
    }

    #[test]
    fn parts_of_a_vocabulary_are_taken_or_left() {
        let some = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let all = Options::default();
        check(&all, [Some("e:a"), Some("e:b"), Some("e:c"), Some("e:d")]);
        check(&Options { include: some(&["e:b"]), ..all.clone() }, [None, Some("e:b"), Some("e:c"), None]);
        check(
            &Options { exclude: some(&["Forests"]), ..all.clone() },
            [Some("e:a"), None, None, Some("e:d")],
        );
        check(
            &Options { discard: some(&["e:b"]), ..all.clone() },
            [Some("e:a"), None, Some("e:c"), Some("e:d")],
        );
        check(&Options { roll_up: 2, ..all.clone() }, [Some("e:a"), Some("e:b"), Some("e:b"), Some("e:d")]);
        check(&Options { roll_up: 1, ..all }, [Some("e:a"), Some("e:a"), Some("e:a"), Some("e:d")]);
    }

    #[test]
    fn an_unknown_concept_is_an_error() {
        let options = Options { exclude: vec!["e:x".to_owned()], ..Options::default() };
        let error = Controls::new(&options, &Thesaurus::default()).unwrap_err();
        assert_eq!(error.message, "`exclude` names `e:x`, which is no concept of the vocabulary");
    }
}
