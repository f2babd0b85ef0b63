//! The brake: a rule that would take away more of the text than page furniture ever is stops instead.

use crate::draft::Draft;

/// The largest share of a document's letters that one furniture rule may set aside.
const MOST: f32 = 0.10;
/// Up to this many letters no share is asked for: two short pages have as much furniture as they have.
const FREE: usize = 400;

/// Whether a rule may set `taken` letters aside; says so in the warnings when it may not.
pub(crate) fn allows(draft: &mut Draft<'_>, rule: &str, taken: usize) -> bool {
    if taken <= FREE {
        return true;
    }
    let all: usize = draft.items.iter().map(|i| letters(&i.block.text)).sum();
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    let share = taken as f32 / all.max(1) as f32;
    if share > MOST {
        let percent = share * 100.0;
        draft.warnings.push(format!(
            "`{rule}` would have set {percent:.0} % of the text aside, so nothing was set aside"
        ));
    }
    share <= MOST
}

/// Whether enough of `body` letters is left when furniture takes `found` of them: what says the same line on every page
/// and nothing else has nothing else to say.
pub(crate) fn leaves_text(draft: &mut Draft<'_>, found: usize, body: usize) -> bool {
    let leaves = 3 * found <= 2 * body;
    if !leaves {
        draft
            .warnings
            .push("nearly all of the text repeats from page to page, so nothing was set aside".into());
    }
    leaves
}

/// The bytes of a text that are not white space.
pub(crate) fn letters(text: &str) -> usize {
    text.bytes().filter(|b| !b.is_ascii_whitespace()).count()
}
