//! Which links are marks of notes, and which drafts are the notes.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_model::Kind;

use super::draft::{Draft, Reference};

/// The named places of a page.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// First draft, and the one after the last.
    places: Vec<(usize, usize)>,
    names: BTreeMap<String, usize>,
}

impl Anchors {
    /// Keeps a name for the next draft; of two equal names the first counts.
    pub(crate) fn open(&mut self, name: &str, next: usize) -> usize {
        let index = self.places.len();
        self.places.push((next, next + 1));
        self.names.entry(name.to_owned()).or_insert(index);
        index
    }

    /// Says which draft comes after the named element.
    pub(crate) fn close(&mut self, anchor: usize, next: usize) {
        if let Some(place) = self.places.get_mut(anchor) {
            place.1 = next.max(place.0 + 1);
        }
    }

    fn find(&self, name: &str) -> Option<(usize, usize)> {
        self.places.get(*self.names.get(name)?).copied()
    }
}

/// A mark that was taken out of a draft's text.
#[derive(Debug)]
pub(crate) struct NoteLink {
    /// Bytes of the draft's text that are the mark, with its brackets.
    pub(crate) bytes: std::ops::Range<usize>,
    /// The mark; `None` when it is the note's own, in front of the note.
    pub(crate) mark: Option<String>,
    /// The note's draft, when the page has it.
    pub(crate) note: Option<usize>,
}

/// Longest note, in drafts: an anchor around more is a chapter of notes, not one of them.
const LONGEST: usize = 6;

/// Makes notes of the drafts that marks lead to; gives the marks of each draft that has some.
pub(crate) fn find(drafts: &mut [Draft], anchors: &Anchors) -> BTreeMap<usize, Vec<NoteLink>> {
    let mut referred = BTreeSet::new();
    for (index, draft) in drafts.iter().enumerate().filter(|(_, d)| !d.dead) {
        let targets = draft.refs.iter().filter(|r| r.bytes.start > 0).filter_map(|r| anchors.find(&r.target));
        referred.extend(targets.map(|(first, _)| first).filter(|&first| first != index));
    }
    let mut links: BTreeMap<usize, Vec<NoteLink>> = BTreeMap::new();
    for index in 0..drafts.len() {
        let Some(draft) = drafts.get_mut(index) else { break };
        if let (Kind::Note, Some(mark)) = (draft.kind, &mut draft.mark) {
            // A note in a numbered list has its number with a stop.
            let bare = mark.trim_end_matches('.').len();
            mark.truncate(bare);
        }
        if draft.dead || draft.refs.is_empty() {
            continue;
        }
        let text = draft.text.clone();
        let mut found: Vec<NoteLink> = Vec::new();
        for reference in std::mem::take(&mut draft.refs) {
            let own = reference.bytes.start == 0 && referred.contains(&index);
            let mut bytes = with_brackets(&text, &reference.bytes);
            if let Some(last) = found.last()
                && text
                    .get(last.bytes.end..bytes.start)
                    .is_some_and(|t| t.trim_matches([',', ';', ' ']).is_empty())
            {
                bytes.start = last.bytes.end;
            }
            let link = if own {
                Some(NoteLink { bytes, mark: None, note: None })
            } else {
                link(reference, bytes, index, drafts, anchors)
            };
            found.extend(link);
        }
        if !found.is_empty() {
            links.insert(index, found);
        }
    }
    for (index, draft) in drafts.iter().enumerate().filter(|(_, d)| d.kind == Kind::Note && !d.dead) {
        own_mark(index, draft, &mut links);
    }
    links
}

/// The link that a reference makes, with its note made a note.
fn link(
    reference: Reference,
    bytes: std::ops::Range<usize>,
    from: usize,
    drafts: &mut [Draft],
    anchors: &Anchors,
) -> Option<NoteLink> {
    let place = anchors.find(&reference.target);
    let note = place.and_then(|(first, end)| {
        let notes = drafts
            .get_mut(first..end.min(first + LONGEST + 1))
            .filter(|n| !n.is_empty() && n.len() <= LONGEST)?;
        let fits = |d: &Draft| !d.dead && !matches!(d.kind, Kind::Heading | Kind::Table);
        let marked = notes.first().is_some_and(|d| starts_with_mark(&d.text, &reference.mark));
        if (first..first + notes.len()).contains(&from)
            || !notes.iter().all(fits)
            || (reference.doubtful && (first < from || !marked))
        {
            return None;
        }
        for draft in notes.iter_mut() {
            (draft.kind, draft.level, draft.furniture) = (Kind::Note, None, false);
        }
        let first_note = notes.first_mut()?;
        first_note.mark = Some(reference.mark.clone());
        Some(first)
    });
    // A mark that leads back to where it stands, or to a chapter, is a word of the text.
    (note.is_some() || (place.is_none() && !reference.doubtful)).then_some(NoteLink {
        bytes,
        mark: Some(reference.mark),
        note,
    })
}

fn starts_with_mark(text: &str, mark: &str) -> bool {
    let rest = text.trim_start_matches(['[', '(', ' ']).strip_prefix(mark);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The bytes of a mark with the brackets around it.
fn with_brackets(text: &str, bytes: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let around = |open, close| {
        text.get(..bytes.start).is_some_and(|t| t.ends_with(open))
            && text.get(bytes.end..).is_some_and(|t| t.starts_with(close))
    };
    if around('[', ']') || around('(', ')') { bytes.start - 1..bytes.end + 1 } else { bytes.clone() }
}

/// A note that starts with its own mark, as text: the mark is taken out.
fn own_mark(index: usize, draft: &Draft, links: &mut BTreeMap<usize, Vec<NoteLink>>) {
    let Some(mark) = draft.mark.as_deref() else { return };
    let of_draft = links.entry(index).or_default();
    let start = of_draft.first().filter(|l| l.mark.is_none()).map_or(0, |l| l.bytes.end);
    let rest = draft.text.get(start..).unwrap_or_default();
    let plain = crate::superscript::lowered(
        rest.get(..rest.char_indices().nth(8).map_or(rest.len(), |(at, _)| at)).unwrap_or_default(),
    );
    let mut end = start;
    if start == 0 {
        let opened = plain.trim_start_matches(['[', '(', ' ']);
        let bare = mark.trim_end_matches(['.', ')']);
        let Some(after) = opened.strip_prefix(bare) else { return drop_empty(index, links) };
        if after.starts_with(|c: char| c.is_alphanumeric()) {
            return drop_empty(index, links);
        }
        // Count in characters: raised digits are longer than plain ones.
        let taken = plain.chars().count() - after.chars().count();
        end = rest.char_indices().nth(taken).map_or(rest.len(), |(at, _)| at);
    }
    let tail = draft.text.get(end..).unwrap_or_default();
    end += tail.len() - tail.trim_start_matches([']', ')', '.', ':', ' ']).len();
    if of_draft.first().is_some_and(|l| l.mark.is_none()) {
        of_draft.remove(0);
    }
    if end > 0 {
        of_draft.insert(0, NoteLink { bytes: 0..end, mark: None, note: None });
    }
    drop_empty(index, links);
}

fn drop_empty(index: usize, links: &mut BTreeMap<usize, Vec<NoteLink>>) {
    if links.get(&index).is_some_and(Vec::is_empty) {
        links.remove(&index);
    }
}
