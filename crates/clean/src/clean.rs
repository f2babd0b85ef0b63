//! The chain.

use rapporteur_model::{Document, Event, Layer};
use rapporteur_stage::{Context, StageError};

use crate::{
    Options, breaks, characters,
    draft::{self, Draft},
    furniture, joins,
    layer::Cleaned,
    lines::Lines,
    markup, notes,
    options::NotePlace,
    words::Vocabulary,
};

/// Cleans a document in place: the whole chain, each change logged to its trail.
///
/// # Errors
/// When the options name a rule that does not exist. No text is beyond cleaning.
pub fn clean(doc: &mut Document, options: &Options, cx: &mut Context<'_>) -> Result<(), StageError> {
    let chosen = options.chosen()?;
    if doc.layers.has(Cleaned::NAME) {
        return Ok(());
    }
    let before = doc.blocks.len();
    let printed = draft::is_printed(doc);
    let placed_by_ocr = draft::is_placed_by_ocr(doc);
    let mut draft = Draft::new(&doc.extracted, printed, std::mem::take(&mut doc.blocks));
    draft.placed_by_ocr = placed_by_ocr;
    characters::run(&mut draft, chosen);
    markup::run(&mut draft, chosen);

    if printed && chosen.on("page-number") {
        furniture::unstick(&mut draft);
    }
    notes::unstick(&mut draft, chosen);
    let words = Vocabulary::of(&draft);
    let mut lines = Lines::of(&draft);
    if printed {
        furniture::run(&mut draft, &mut lines, chosen);
    }
    notes::find(&draft, &mut lines, chosen);
    breaks::run(&mut draft, &lines, &words, chosen);
    joins::run(&mut draft, &words, chosen);
    notes::link(&mut draft, chosen);
    if options.notes == NotePlace::Inline {
        notes::inline(&mut draft);
    }

    let (blocks, repairs, warnings) = draft.finish();
    tracing::debug!(repairs = repairs.len(), blocks = blocks.len(), "cleaned");
    doc.blocks = blocks;
    doc.layers.put(Cleaned::count(&repairs));
    doc.trail.extend(repairs.into_iter().map(Event::Repair));
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
