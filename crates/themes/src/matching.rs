//! Finding the labels of a vocabulary in a report.

use std::collections::BTreeMap;

use rapporteur_model::Span;
use rapporteur_words::tokens;

use crate::{
    index::{Index, Word},
    reading::{Place, Stretch},
};

/// A place where a concept is named.
#[derive(Debug)]
pub(crate) struct Hit {
    pub(crate) span: Span,
    pub(crate) section: u32,
    pub(crate) place: Place,
    /// Words of the label found.
    pub(crate) words: usize,
}

/// All places, by the concept's number in the index, in reading order.
pub(crate) fn matches(index: &mut Index, stretches: &[Stretch<'_>]) -> BTreeMap<u32, Vec<Hit>> {
    let mut hits: BTreeMap<u32, Vec<Hit>> = BTreeMap::new();
    for stretch in stretches {
        let found: Vec<_> = tokens(stretch.text).collect();
        let words: Vec<_> = found.iter().map(|t| Word { text: t.text, stem: index.stem(t.text) }).collect();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|r| !r.is_empty()) {
            let Some((length, concepts)) = index.longest(rest) else {
                at += 1;
                continue;
            };
            if let (Some(first), Some(last)) = (found.get(at), found.get(at + length - 1)) {
                for concept in concepts {
                    hits.entry(concept).or_default().push(Hit {
                        span: within(&stretch.span, first.bytes.start, last.bytes.end),
                        section: stretch.section,
                        place: stretch.place,
                        words: length,
                    });
                }
            }
            at += length;
        }
    }
    hits
}

/// A part of a span, given in bytes of its text.
pub(crate) fn within(span: &Span, from: usize, to: usize) -> Span {
    let at = |n: usize| span.bytes.start + u32::try_from(n).unwrap_or(0);
    Span { block: span.block, bytes: at(from)..at(to) }
}
