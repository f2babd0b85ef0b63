//! The stage: options and document in, the layer [`Summary`] out.

use std::collections::BTreeMap;

use rapporteur_model::{Cited, Document, Summary};
use rapporteur_stage::{Context, Edit, Shared, Stage, StageError, StageKind};

use crate::{
    candidate::{Candidate, candidates},
    coverage::Matter,
    options::Options,
    seats,
    select::{Budget, select},
};

/// `use = "summarize"`.
#[derive(Debug)]
pub struct Summarize {
    options: Options,
}

impl StageKind for Summarize {
    const NAME: &'static str = "summarize";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "extractive summary that covers every session, each sentence cited";
    const NEEDS: &'static [&'static str] = &["sections"];
    const GIVES: &'static [&'static str] = &["summary"];
    type Options = Options;

    fn build(options: &Options, _shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Self { options: options.clone() }))
    }
}

impl Edit for Summarize {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let summary = summarize(doc, &self.options);
        if summary.sentences.is_empty() && self.options.words > 0 {
            cx.warn("no sentence of this report can stand in a summary", None);
        }
        doc.layers.put(summary);
        Ok(())
    }
}

/// Summarizes a document that has sections and sentences.
pub fn summarize(doc: &Document, options: &Options) -> Summary {
    let candidates = candidates(doc);
    let matter = Matter::of(doc, &candidates);
    let all: Vec<usize> = (0..candidates.len()).collect();
    let parts = || seats::parts(doc, &candidates);
    let cite = |chosen: Vec<usize>| -> Vec<Cited> {
        chosen.into_iter().filter_map(|i| candidates.get(i)).map(Candidate::cited).collect()
    };
    let of_document = Budget { words: options.words, sentences: u32::MAX };
    let key = Budget { words: u32::MAX, sentences: options.key_sentences };
    Summary {
        sentences: cite(select(&candidates, &matter, &all, parts(), of_document)),
        sections: sections(&candidates, &matter, options.section_words)
            .into_iter()
            .map(|(section, chosen)| (section, cite(chosen)))
            .collect(),
        key_sentences: cite(select(&candidates, &matter, &all, Vec::new(), key)),
    }
}

impl Candidate {
    fn cited(&self) -> Cited {
        Cited { section: self.section, span: self.span.clone() }
    }
}

/// The choice for each section by itself.
fn sections(candidates: &[Candidate], matter: &Matter, most: u32) -> BTreeMap<u32, Vec<usize>> {
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        members.entry(candidate.section).or_default().push(index);
    }
    let choose = |pool: &[usize]| {
        let words: u32 = pool.iter().filter_map(|&i| candidates.get(i)).map(|c| c.words).sum();
        // At least one sentence, if the budget allows any.
        let words = most.min((words / 3).max(seats::shortest(pool, candidates)));
        select(candidates, matter, pool, Vec::new(), Budget { words, sentences: u32::MAX })
    };
    members
        .into_iter()
        .map(|(section, pool)| (section, choose(&pool)))
        .filter(|(_, chosen)| !chosen.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Kind, Role, Section};

    use super::*;

    fn len(text: &str) -> u32 {
        u32::try_from(text.len()).unwrap()
    }

    /// Sections of one paragraph, its sentences parted by `|`.
    fn report(sections: &[(&str, &str)]) -> Document {
        let mut doc = Document::default();
        for (title, text) in sections {
            let first = u32::try_from(doc.blocks.len()).unwrap();
            doc.blocks.push(Block::new(Kind::Heading, *title, None, 0));
            let mut block = Block::new(Kind::Paragraph, text.replace('|', " "), None, 0);
            let mut at = 0;
            for sentence in text.split('|') {
                block.sentences.push(at..at + len(sentence));
                at += len(sentence) + 1;
            }
            doc.blocks.push(block);
            doc.sections.push(Section {
                heading: Some(first),
                blocks: first..first + 2,
                level: 1,
                role: if *title == "Participants" { Role::Participants } else { Role::Session },
                number: None,
                label: None,
                title: (*title).to_owned(),
            });
        }
        doc
    }

    fn sample() -> Document {
        let long = |subject: &str| {
            format!(
                "Participants discussed {subject} at great length and with many examples.|\
                 They disagreed on the cost of {subject} for poorer countries in the region.|\
                 Several speakers called {subject} the most urgent task of the coming decade.|\
                 One delegate asked who would pay for {subject} after the project ends."
            )
        };
        let (a, b, c) = (long("water supply"), long("land rights"), long("early warning"));
        report(&[("One", &a), ("Two", &b), ("Three", &c), ("Participants", &long("lists of names"))])
    }

    #[test]
    fn every_section_has_a_seat_and_the_budget_holds() {
        let doc = sample();
        for words in [0, 5, 20, 36, 45, 60, 120, 1000] {
            let summary = summarize(&doc, &Options { words, ..Options::default() });
            let used: usize =
                summary.sentences.iter().map(|c| doc.text(&c.span).split_whitespace().count()).sum();
            assert!(used <= words as usize, "{used} of {words}");
            let mut sections: Vec<u32> = summary.sentences.iter().map(|c| c.section).collect();
            sections.dedup();
            if words >= 45 {
                assert_eq!(sections, [0, 1, 2], "with {words} words");
            }
            assert!(summary.sentences.is_sorted_by_key(|c| (c.span.block, c.span.bytes.start)));
            assert!(summary.sentences.iter().all(|c| c.section != 3));
        }
    }

    #[test]
    fn sections_have_summaries_of_their_own() {
        let summary = summarize(&sample(), &Options::default());
        assert_eq!(summary.sections.keys().copied().collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(summary.key_sentences.len(), 10);
    }

    #[test]
    fn an_empty_document_has_an_empty_summary() {
        assert_eq!(summarize(&Document::default(), &Options::default()), Summary::default());
    }
}
