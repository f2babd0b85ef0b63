//! Signs that stand for other signs: one pass over the text, each sign offered to the rules in turn.

mod controls;
mod dashes;
mod ligatures;
mod mojibake;
mod soft_hyphens;
mod spaces;

use std::borrow::Cow;

use rapporteur_model::Block;

use crate::{
    draft::{Draft, len},
    edits::Edit,
    modes::Chosen,
};

/// What a character rule sees: the text, and where it looks.
pub(crate) struct Spot<'t> {
    text: &'t str,
    at: usize,
    char: char,
}

/// What a character rule proposes: how many bytes go, and what comes in their place.
pub(crate) struct Found {
    bytes: usize,
    with: Cow<'static, str>,
    confidence: f32,
    reason: &'static str,
}

impl Spot<'_> {
    fn before(&self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    fn after(&self) -> Option<char> {
        self.text.get(self.at + self.char.len_utf8()..)?.chars().next()
    }

    /// The sign itself replaced.
    fn with(
        &self,
        with: impl Into<Cow<'static, str>>,
        confidence: f32,
        reason: &'static str,
    ) -> Option<Found> {
        Some(Found { bytes: self.char.len_utf8(), with: with.into(), confidence, reason })
    }
}

type CharacterRule = (&'static str, fn(&Spot<'_>) -> Option<Found>);

/// Mojibake first: its signs would otherwise be taken for spaces and dashes.
const RULES: &[CharacterRule] = &[
    ("mojibake", mojibake::find),
    ("ligature", ligatures::find),
    ("space", spaces::find),
    ("soft-hyphen", soft_hyphens::find),
    ("dash", dashes::find),
    ("control", controls::find),
];

/// Runs the character rules that are on.
pub(crate) fn run(draft: &mut Draft<'_>) {
    let chosen = draft.log.chosen;
    let rules: Vec<CharacterRule> = RULES.iter().filter(|(name, _)| chosen.on(name)).copied().collect();
    draft.edit_all(|block, edits| scan(block, &rules, &chosen, edits));
}

fn scan(block: &Block, rules: &[CharacterRule], chosen: &Chosen, edits: &mut Vec<Edit>) {
    let text = block.text.as_str();
    let bytes = text.as_bytes();
    let mut at = 0;
    // Nearly all bytes are plain; only the others are looked at as characters.
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| is_special(*b))) {
        at += step;
        let Some(char) = text.get(at..).and_then(|t| t.chars().next()) else { break };
        let spot = Spot { text, at, char };
        let mut next = at + char.len_utf8();
        for (rule, find) in rules {
            let Some(found) = find(&spot) else { continue };
            let end = at + found.bytes.max(1);
            edits.push(Edit {
                range: len(text.get(..at).unwrap_or(""))..len(text.get(..end).unwrap_or(text)),
                with: found.with,
                rule,
                confidence: found.confidence,
                reason: found.reason,
            });
            // What is only suggested leaves the sign to the rules behind.
            if chosen.applies(rule, found.confidence) {
                next = end;
                break;
            }
        }
        at = next;
    }
}

fn is_special(byte: u8) -> bool {
    byte >= 0x7f || (byte < 0x20 && byte != b'\n' && byte != b'\t')
}

#[cfg(test)]
pub(crate) fn check(find: fn(&Spot<'_>) -> Option<Found>, from: &str, to: &str) {
    let mut block = Block::new(rapporteur_model::Kind::Paragraph, from, None, 0);
    let mut edits = Vec::new();
    scan(&block, &[("control", find)], &Chosen::default(), &mut edits);
    let source = rapporteur_model::Extracted::default();
    crate::edits::Log::new(&source, Chosen::default()).apply(&mut block, &mut edits);
    assert_eq!(block.text, to);
}
