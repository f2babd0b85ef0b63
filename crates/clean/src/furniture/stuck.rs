//! Page numbers stuck to the last line of text on their page: `access to funds. Resi- 5`.

use std::borrow::Cow;

use crate::{
    draft::{self, Draft},
    edits::Edit,
    lines::Lines,
    shape,
};

/// A number at the end of a page's last line of text.
struct Stuck {
    item: usize,
    start: u32,
    end: u32,
    difference: i64,
    /// Whether the text in front of it is complete without it: a broken word, or a full stop.
    plain: bool,
}

/// So many lines at the foot of a page are looked at: a running foot may stand below the number.
const DEPTH: usize = 2;

/// Takes the numbers away.
pub(crate) fn run(draft: &mut Draft<'_>) {
    if draft.source.pages.len() < 2 {
        return;
    }
    let lines = Lines::of(draft);
    let mut found = Vec::new();
    for page in lines.pages() {
        for at in page.rev().take(DEPTH) {
            found.extend(stuck(draft, &lines, at));
        }
    }
    // A number may belong to the sentence; it does not when it says which page this is, or when the page's other
    // numbers are as far from theirs.
    let agrees = |s: &Stuck| {
        s.plain && (s.difference == 0 || found.iter().filter(|o| o.difference == s.difference).count() >= 2)
    };
    for stuck in found.iter().filter(|s| agrees(s)) {
        let Some(item) = draft.items.get_mut(stuck.item) else { continue };
        let edit = Edit {
            range: stuck.start..stuck.end,
            with: Cow::Borrowed(""),
            rule: "page-number",
            confidence: 0.8,
            reason: "the page's number is stuck to its last line",
        };
        draft.log.apply(&mut item.block, &mut vec![edit]);
    }
}

fn stuck(draft: &Draft<'_>, lines: &Lines, at: usize) -> Option<Stuck> {
    let line = lines.all.get(at).filter(|l| l.is_body() && l.page > 0)?;
    let text = line.text(draft);
    let (rest, number) = text.rsplit_once(' ')?;
    let value: u32 =
        number.parse().ok().filter(|_| number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit()))?;
    let rest = rest.trim_end();
    let plain = rest.len() >= 30
        && !shape::has_leaders(rest)
        && !shape::has_gap(rest)
        && (shape::ends_hyphen(rest) || shape::ends_sentence(rest));
    Some(Stuck {
        item: line.item as usize,
        start: line.body + draft::len(rest),
        end: line.end,
        difference: i64::from(value) - i64::from(line.page),
        plain,
    })
}
