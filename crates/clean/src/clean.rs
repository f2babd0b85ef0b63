//! The chain.

use rapporteur_model::{Document, Event, Layer};
use rapporteur_stage::{Context, Learned, StageError};

use crate::{
    Options, breaks, characters,
    draft::{self, Draft},
    edits::Log,
    furniture, joins,
    layer::Cleaned,
    lines::Lines,
    markup, notes,
    options::NotePlace,
    specks,
    words::{self, Vocabulary},
};

/// Cleans a document in place: the whole chain, each change and each suggestion logged to its trail.
///
/// # Errors
/// When the options name a rule that does not exist, or a threshold that is not from 0 to 1; when the time is over. No
/// text is beyond cleaning.
pub fn clean(doc: &mut Document, options: &Options, cx: &mut Context<'_>) -> Result<(), StageError> {
    with(doc, options, None, cx)
}

/// The same, with what the archive teaches.
pub(crate) fn with(
    doc: &mut Document,
    options: &Options,
    archive: Option<&Learned>,
    cx: &mut Context<'_>,
) -> Result<(), StageError> {
    let chosen = options.chosen()?;
    if doc.layers.has(Cleaned::NAME) {
        return Ok(());
    }
    let before = doc.blocks.len();
    let printed = draft::is_printed(doc);
    let placed_by_ocr = draft::is_placed_by_ocr(doc);
    let mut draft = Draft::new(&doc.extracted, printed, std::mem::take(&mut doc.blocks), chosen);
    draft.placed_by_ocr = placed_by_ocr;
    draft.archive = archive;
    characters::run(&mut draft);
    markup::run(&mut draft);
    specks::run(&mut draft);

    if printed && chosen.on("page-number") {
        furniture::unstick(&mut draft);
    }
    notes::unstick(&mut draft);
    cx.in_time()?;
    let known = Vocabulary::of(&draft);
    words::spaced(&mut draft, &known);
    cx.in_time()?;
    let mut lines = Lines::of(&draft);
    if printed || furniture::is_left(&draft, &lines) {
        furniture::run(&mut draft, &mut lines);
    }
    cx.in_time()?;
    notes::find(&draft, &mut lines);
    notes::accept(&mut draft, &mut lines);
    cx.in_time()?;
    breaks::run(&mut draft, &lines, &known);
    cx.in_time()?;
    joins::run(&mut draft, &known);
    notes::link(&mut draft);
    cx.in_time()?;
    words::confusions(&mut draft, &known);
    if options.notes == NotePlace::Inline {
        notes::inline(&mut draft);
    }

    let (blocks, Log { repairs, suggestions, .. }, warnings) = draft.finish();
    tracing::debug!(
        repairs = repairs.len(),
        suggestions = suggestions.len(),
        blocks = blocks.len(),
        "cleaned"
    );
    doc.blocks = blocks;
    doc.layers.put(Cleaned::count(&repairs, &suggestions));
    doc.trail.extend(repairs.into_iter().map(Event::Repair));
    doc.trail.extend(suggestions.into_iter().map(Event::Suggestion));
    for warning in warnings {
        cx.warn(warning, None);
    }
    if !doc.sections.is_empty() && doc.blocks.len() != before {
        doc.sections.clear();
        cx.warn(
            "the sections found before `clean` no longer fit the text; put `clean` above `segment`",
            None,
        );
    }
    Ok(())
}
