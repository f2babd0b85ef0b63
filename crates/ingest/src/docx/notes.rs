//! Footnotes and endnotes: their marks, which Word computes, and their place behind the paragraph that refers to
//! them.

use std::collections::BTreeMap;

use rapporteur_model::Kind;
use rapporteur_stage::{Context, StageError};

use super::{
    body::{Body, Breaks, Story},
    draft::Draft,
    numbering::{self, Numbering},
    styles::Styles,
};
use crate::{
    Limits,
    packed::xml::{Token, Tokens},
};

/// Where a note stands on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NoteKind {
    Foot,
    End,
}

/// Both kinds.
pub(crate) const KINDS: [NoteKind; 2] = [NoteKind::Foot, NoteKind::End];

impl NoteKind {
    /// The type of the relation to the part that holds the notes.
    pub(crate) fn part(self) -> &'static str {
        match self {
            Self::Foot => "footnotes",
            Self::End => "endnotes",
        }
    }

    /// The form of the marks when nothing else is said.
    fn usual(self) -> &'static str {
        match self {
            Self::Foot => "decimal",
            Self::End => "lowerRoman",
        }
    }
}

/// The notes of a file.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    formats: BTreeMap<NoteKind, String>,
    texts: BTreeMap<(NoteKind, String), Vec<Draft>>,
}

impl Notes {
    /// Takes how marks are written from the settings.
    pub(crate) fn with(settings: &str, limits: &Limits) -> Self {
        let mut notes = Self::default();
        let mut open = None;
        for token in Tokens::of(settings, limits.nesting as usize).map_while(Result::ok) {
            let Token::Open(element) = token else { continue };
            match (element.name(), open) {
                ("footnotePr", _) => open = Some(NoteKind::Foot),
                ("endnotePr", _) => open = Some(NoteKind::End),
                ("numFmt", Some(kind)) => notes.formats.extend(element.value("val").map(|f| (kind, f))),
                ("numStart" | "numRestart" | "pos" | "footnote" | "endnote", _) => {}
                _ => open = None,
            }
        }
        notes
    }

    /// Reads the part that holds the notes of a kind.
    pub(crate) fn take(
        &mut self,
        kind: NoteKind,
        part: &str,
        styles: &Styles,
        numbering: &mut Numbering,
        limits: &Limits,
        cx: &mut Context<'_>,
    ) -> Result<(), StageError> {
        if !part.is_empty() {
            let story = Body::new(styles, numbering, Breaks::None, limits).read(part, cx)?;
            self.texts.extend(story.notes.into_iter().map(|(id, drafts)| ((kind, id), drafts)));
        }
        Ok(())
    }

    /// Puts every note behind the draft that refers to it, and gives reference and note the mark as printed.
    pub(crate) fn place(&mut self, story: &mut Story) {
        self.formats.append(&mut story.formats);
        let mut counts: BTreeMap<NoteKind, i64> = BTreeMap::new();
        let mut placed = Vec::with_capacity(story.drafts.len());
        for mut draft in std::mem::take(&mut story.drafts) {
            let page = draft.last_page().max(1);
            let mut behind = Vec::new();
            for reference in &mut draft.refs {
                let mark = reference.typed.clone().unwrap_or_else(|| {
                    let count = counts.entry(reference.kind).or_insert(0);
                    *count += 1;
                    let format = self.formats.get(&reference.kind).map_or(reference.kind.usual(), |f| f);
                    numbering::number(*count, format)
                });
                // The note's text is taken: a second reference to it leads to the same block.
                if let Some(drafts) = self.texts.remove(&(reference.kind, reference.id.clone())) {
                    behind.extend(as_note(drafts, &mark, reference.kind, &reference.id, page));
                }
                reference.typed = Some(mark);
            }
            placed.push(draft);
            placed.append(&mut behind);
        }
        story.drafts = placed;
    }
}

/// The paragraphs of a note, the first with its mark and its name.
fn as_note(drafts: Vec<Draft>, mark: &str, kind: NoteKind, id: &str, page: u32) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = drafts.into_iter().filter(|d| !d.text.trim().is_empty()).collect();
    for draft in &mut drafts {
        (draft.kind, draft.level, draft.mark) = (Kind::Note, None, None);
        (draft.page, draft.title) = (page, false);
        draft.pages.clear();
    }
    if let Some(first) = drafts.first_mut() {
        first.mark = Some(mark.to_owned());
        first.note = Some((kind, id.to_owned()));
        let start = first.text.len() - first.text.trim_start().len();
        // A typed mark stands in the note once more.
        if let Some(rest) = first.text.get(start..).and_then(|t| t.strip_prefix(mark))
            && !rest.starts_with(char::is_alphanumeric)
        {
            first.skip = first.text.len() - rest.trim_start_matches(['.', ')', ':', ' ']).len();
        }
    }
    drafts
}
