//! A numbered heading whose line was taken for the first of its paragraph: "1.4 The Wells" right above the text, where
//! 1.3 has a heading and 1.4 has none.

use std::collections::BTreeSet;

use rapporteur_model::{Block, Document, Kind};

use crate::{
    headings::{
        Heading,
        form::{Form, Forms},
    },
    join::leads_on,
    shape::{Start, start_of},
};

/// No heading that is looked for has more words.
const MOST_WORDS: usize = 8;

/// What a number counts: the label before it in lower case, and the parts of the number.
type Place = (String, Vec<u16>);

/// The blocks that open with the number that is missing behind a heading's, each with the byte where the heading's
/// line ends.
pub(super) fn ends(doc: &Document, headings: &[Heading], forms: &Forms) -> Vec<(usize, usize)> {
    let there: BTreeSet<Place> = headings.iter().filter_map(|h| place_of_heading(doc, h)).collect();
    if there.len() < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut seen: BTreeSet<Place> = BTreeSet::new();
    let mut headings = headings.iter().peekable();
    for (index, block) in doc.blocks.iter().enumerate() {
        if let Some(heading) = headings.next_if(|h| h.block == index) {
            seen.extend(place_of_heading(doc, heading));
        } else if block.kind == Kind::Paragraph
            && let Some(form) = opening(block, forms)
            && let Some(place) = place(&block.text, &form)
            && !there.contains(&place)
            && before(&place).is_some_and(|b| seen.contains(&b))
            && let Some(end) = end_of_line(doc, block, &form)
        {
            found.push((index, end));
            seen.insert(place);
        }
    }
    found
}

/// The form of a block that opens with a decimal, or with a label and a number.
fn opening(block: &Block, forms: &Forms) -> Option<Form> {
    let first = block.text.chars().next()?;
    let numbered = |word: &str| word.starts_with(|c: char| c.is_ascii_digit() || "IVXl|".contains(c));
    let labelled = first.is_uppercase() && block.text.split(' ').skip(1).take(3).any(numbered);
    if !labelled && !first.is_ascii_digit() {
        return None;
    }
    let form = forms.read(&block.text);
    let (number, _) = form.number.as_ref()?;
    let told = form.label.is_some() && form.parted || number.parts.len() > 1;
    told.then_some(form)
}

fn place(text: &str, form: &Form) -> Option<Place> {
    let label = form.label.clone().and_then(|l| text.get(l)).unwrap_or("").to_lowercase();
    Some((label, form.number.as_ref()?.0.parts.clone()))
}

fn place_of_heading(doc: &Document, heading: &Heading) -> Option<Place> {
    let text = &doc.blocks.get(heading.block)?.text;
    let label = heading.label.clone().and_then(|l| text.get(l)).unwrap_or("").to_lowercase();
    let (number, _) = heading.number.as_ref()?;
    let parts = number.split('.').map(|p| p.parse().ok()).collect::<Option<_>>()?;
    Some((label, parts))
}

/// The number before one.
fn before((label, parts): &Place) -> Option<Place> {
    let (last, parents) = parts.split_last()?;
    let parts = parents.iter().copied().chain([last.checked_sub(1).filter(|&n| n > 0)?]).collect();
    Some((label.clone(), parts))
}

/// Where the first line of a block ends on paper, when it may be a heading's: short, open, and a new sentence behind it.
fn end_of_line(doc: &Document, block: &Block, form: &Form) -> Option<usize> {
    let spaces = block.text.match_indices(' ').map(|(at, _)| at).skip_while(|&at| at < form.title.start);
    for at in spaces.take(MOST_WORDS) {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let source = block.source_at(small(at))..block.source_at(small(at + 1));
        if !doc.extracted.slice(&source).contains('\n') {
            continue;
        }
        let (line, rest) = block.text.split_at_checked(at)?;
        let open = line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '?')) && !leads_on(line);
        let long = rest.split_whitespace().count() >= MOST_WORDS;
        return (open && long && start_of(rest.trim_start()) == Start::Upper).then_some(at + 1);
    }
    None
}
