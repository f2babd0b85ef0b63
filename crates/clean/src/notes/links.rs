//! Linking marks to notes, in order.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

use rapporteur_model::{Kind, NoteRef};

use super::marks::{self, Place};
use crate::{draft::Draft, edits::Edit, shape};

/// More places or notes than this on one page are not compared each with each.
const MOST: usize = 600;

/// A place in a block where a mark may stand.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    item: usize,
    page: u32,
    place: Place,
    /// Whether it is an asterisk, which a note may bear in place of a number.
    star: bool,
}

/// A note that waits for its mark.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    id: u32,
    number: u32,
    page: u32,
}

/// Links the notes that this run has found.
pub(crate) fn run(draft: &mut Draft<'_>) {
    if !draft.log.chosen.on("note-mark") || draft.fresh_notes.is_empty() {
        return;
    }
    let waiting = waiting(draft);
    let candidates = candidates(draft);
    let mut links: Vec<(Candidate, Waiting)> = Vec::new();
    let mut left: Vec<Waiting> = Vec::new();
    let mut pages: BTreeMap<u32, (Vec<Candidate>, Vec<Waiting>)> = BTreeMap::new();
    for candidate in &candidates {
        pages.entry(candidate.page).or_default().0.push(*candidate);
    }
    for note in &waiting {
        pages.entry(note.page).or_default().1.push(*note);
    }
    let paged = draft.source.pages.len() > 1;
    for (places, notes) in pages.values() {
        let found = assign(places, notes, paged);
        let linked: HashSet<u32> = found.iter().map(|(_, n)| n.id).collect();
        left.extend(notes.iter().filter(|n| !linked.contains(&n.id)));
        links.extend(found);
    }
    // Notes at the end of a report have their marks on other pages.
    if paged && left.len() > links.len() {
        let taken: HashSet<(usize, usize)> = links.iter().map(|(c, _)| (c.item, c.place.at)).collect();
        let is_free = |c: &&Candidate| c.place.value.is_some() && !taken.contains(&(c.item, c.place.at));
        let free: Vec<Candidate> = candidates.iter().filter(is_free).copied().collect();
        links.extend(assign(&free, &left, false));
    }
    set(draft, links);
}

fn waiting(draft: &Draft<'_>) -> Vec<Waiting> {
    draft
        .items
        .iter()
        .filter(|i| i.block.kind == Kind::Note)
        .filter_map(|i| {
            let number = *draft.fresh_notes.get(&i.id)?;
            Some(Waiting { id: i.id, number, page: i.block.page().unwrap_or(0) })
        })
        .collect()
}

fn candidates(draft: &Draft<'_>) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (item, i) in draft.items.iter().enumerate() {
        let text = &i.block.text;
        if matches!(i.block.kind, Kind::Note | Kind::Furniture | Kind::Table)
            || text.len() < 200 && shape::has_leaders(text)
        {
            continue;
        }
        marks::places(&i.block.text, |place| {
            let page = i.block.page_at(u32::try_from(place.at).unwrap_or(0)).unwrap_or(0);
            let star = text.get(place.at..).is_some_and(|t| t.starts_with('*'));
            out.push(Candidate { item, page, place, star });
        });
    }
    out
}

/// The best assignment that keeps the order of both; misread marks count only where pages bound the search.
fn assign(places: &[Candidate], notes: &[Waiting], misread: bool) -> Vec<(Candidate, Waiting)> {
    let numbers: HashSet<u32> = notes.iter().map(|n| n.number).collect();
    let starred = numbers.contains(&0);
    let fits = |c: &&Candidate| match c.place.value {
        Some(value) => numbers.contains(&value),
        None => misread || starred && c.star,
    };
    let places: Vec<Candidate> = places.iter().filter(fits).copied().collect();
    if places.is_empty() || notes.is_empty() {
        return Vec::new();
    }
    if places.len() > MOST || notes.len() > MOST {
        return greedy(&places, notes);
    }
    // best[i][j]: the highest score with the first i places and the first j notes.
    let columns = notes.len() + 1;
    let mut best = vec![0u32; (places.len() + 1) * columns];
    let get = |best: &[u32], i: usize, j: usize| best.get(i * columns + j).copied().unwrap_or(0);
    for (i, place) in places.iter().enumerate() {
        for (j, note) in notes.iter().enumerate() {
            let skip = get(&best, i, j + 1).max(get(&best, i + 1, j));
            let take = score(place, note, misread).map_or(0, |s| get(&best, i, j) + s);
            if let Some(slot) = best.get_mut((i + 1) * columns + j + 1) {
                *slot = skip.max(take);
            }
        }
    }
    let mut links = Vec::new();
    let (mut i, mut j) = (places.len(), notes.len());
    while i > 0 && j > 0 {
        let here = get(&best, i, j);
        if here == get(&best, i - 1, j) {
            i -= 1;
        } else if here == get(&best, i, j - 1) {
            j -= 1;
        } else {
            links.extend(places.get(i - 1).copied().zip(notes.get(j - 1).copied()));
            i -= 1;
            j -= 1;
        }
    }
    links.reverse();
    links
}

/// How well a place fits a note.
fn score(candidate: &Candidate, note: &Waiting, misread: bool) -> Option<u32> {
    match candidate.place.value {
        // A figure that may as well be part of a number counts hardly more than a misread mark.
        Some(value) if candidate.place.strength == 1 => (value == note.number).then_some(4),
        Some(value) => (value == note.number).then_some(candidate.place.strength * 10),
        None if note.number == 0 => candidate.star.then_some(candidate.place.strength * 10),
        None => misread.then_some(candidate.place.strength),
    }
}

/// Each note the first place behind the last one that bears its number.
fn greedy(places: &[Candidate], notes: &[Waiting]) -> Vec<(Candidate, Waiting)> {
    let mut places = places.iter();
    let mut links = Vec::new();
    for note in notes {
        let mut ahead = places.clone();
        if let Some(found) = ahead.by_ref().take(MOST).find(|c| c.place.value == Some(note.number)) {
            links.push((*found, *note));
            places = ahead;
        }
    }
    links
}

/// Takes the marks out of the text and links them.
fn set(draft: &mut Draft<'_>, mut links: Vec<(Candidate, Waiting)>) {
    links.sort_by_key(|(c, _)| (c.item, c.place.at));
    let mut edits = Vec::new();
    for group in links.chunk_by(|(a, _), (b, _)| a.item == b.item) {
        let Some(item) = group.first().and_then(|(c, _)| draft.items.get_mut(c.item)) else { continue };
        let mut gone = 0;
        let mut refs = Vec::new();
        for (candidate, note) in group {
            let start = u32::try_from(candidate.place.at).unwrap_or(u32::MAX);
            let length = u32::try_from(candidate.place.length).unwrap_or(0);
            let read = candidate.place.value.is_some() || note.number == 0;
            let edit = Edit {
                range: start..start + length,
                with: Cow::Borrowed(""),
                rule: "note-mark",
                confidence: if read { 0.9 } else { 0.6 },
                reason: if read {
                    "the mark of a note"
                } else {
                    "a misread mark, told by the order of the notes"
                },
            };
            if !draft.log.accepts_edit(&item.block, &edit) {
                continue;
            }
            edits.push(edit);
            refs.push(NoteRef { at: start - gone, mark: super::mark(note.number), note: Some(note.id) });
            gone += length;
        }
        draft.log.apply(&mut item.block, &mut edits);
        refs.retain(|r| item.block.text.is_char_boundary(r.at as usize));
        item.block.notes.extend(refs);
        item.block.notes.sort_by_key(|n| n.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, numbers: &[u32], misread: bool) -> Vec<(usize, u32)> {
        let mut places = Vec::new();
        marks::places(text, |place| places.push(Candidate { item: 0, page: 1, place, star: false }));
        let notes: Vec<Waiting> =
            (0..).zip(numbers).map(|(id, n)| Waiting { id, number: *n, page: 1 }).collect();
        assign(&places, &notes, misread).iter().map(|(c, n)| (c.place.at, n.number)).collect()
    }

    #[test]
    fn marks_are_linked_in_order() {
        assert_eq!(check("one,¹ two.2 three3 end", &[1, 2, 3], false), [(4, 1), (11, 2), (18, 3)]);
    }

    #[test]
    fn a_lost_mark_leaves_its_note_alone() {
        assert_eq!(check("one,¹ two. three3 end", &[1, 2, 3], false), [(4, 1), (17, 3)]);
    }

    #[test]
    fn misread_marks_are_told_by_their_order() {
        assert_eq!(check("one.! Then two.2 And three.° End", &[1, 2, 3], true), [(4, 1), (15, 2), (27, 3)]);
        assert_eq!(check("one.! Then two.2 And three.° End", &[1, 2, 3], false), [(15, 2)]);
    }
}
