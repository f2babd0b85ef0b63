//! Text written as UTF-8 and read in another encoding: `â€™` for `’`, `Ã©` for `é`, `Ð¿Ñ€Ð¸` for `при`.
//!
//! The method is that of ftfy, by Robyn Speer: write the signs in each encoding that they may have been read in, read
//! the bytes as UTF-8, and take the result only where the signs are such as no language writes beside each other. ftfy
//! does so with whole texts; here it is done with each run of torn signs, since in a report torn lines are quoted beside
//! whole ones. Oddness of the torn signs ([`signs`]) and likelihood of what comes out ([`targets`]) are weighed
//! together ([`judge`]); what is doubtful is only taken where torn signs of the same encoding stand nearby. What went
//! through the mill several times (`Ã¢â‚¬â„¢`) is led back as often, and not always through the same encoding.
//!
//! Bytes that were lost on the way are U+FFFD in the result, except a no-break space that became a space.

mod judge;
mod signs;
mod tables;
mod targets;
#[cfg(test)]
mod tests;
mod units;

use judge::{BORNE_OUT, Place, Run, TORN_BEFORE, best, is_near};

use super::{Found, Spot};

/// The most often that a text is led back.
const LAYERS: usize = 6;
/// Bytes behind the first torn sign that are mended together with it.
const LONGEST: usize = 2000;

pub(super) fn find(spot: &Spot<'_>) -> Option<Found> {
    if matches!(spot.char, '\u{80}'..='\u{9f}') {
        return control(spot);
    }
    if tables::leads(spot.char) == 0 {
        return None;
    }
    let place = Place { before: spot.text.get(..spot.at)?, rest: spot.text.get(spot.at..)? };
    let run = best(place, BORNE_OUT, |code| is_near(place, code)).filter(|_| !in_debris(place))?;
    Some(mend(place, &run))
}

/// A control character of Latin-1: nobody writes one, and Windows-1252 has a sign in its place.
fn control(spot: &Spot<'_>) -> Option<Found> {
    spot.with(tables::of_control(spot.char)?.to_string(), 0.9, "Windows-1252 that was read as Latin-1")
}

/// Whether signs before a place were torn too and cannot be mended.
fn in_debris(place: Place<'_>) -> bool {
    place.last().is_some_and(signs::debris) && place.last_but_one().is_some_and(|c| !c.is_ascii())
}

/// Mends a run, and what is torn right behind it, layer by layer.
fn mend(place: Place<'_>, run: &Run) -> Found {
    let (torn, mut text) = first_layer(place, run);
    let after = place.rest.get(torn..).unwrap_or_default();
    for _ in 1..LAYERS {
        let Some(next) = next_layer(place.before, &text, after) else { break };
        text = next;
    }
    let same = same_end(place.rest.get(..torn).unwrap_or_default(), &text);
    text.truncate(text.len() - same);
    let with: String = text.chars().map(settled).collect();
    Found { bytes: torn - same, with: with.into(), confidence: run.confidence(), reason: run.reason() }
}

/// The run and all signs behind it that are not plain: how many bytes they have, and what they are.
fn first_layer(place: Place<'_>, run: &Run) -> (usize, String) {
    let mut text = run.mended(place);
    let mut torn = run.len;
    while let Some(char) = place.rest.get(torn..).and_then(|rest| rest.chars().next()) {
        if char.is_ascii() || torn > LONGEST {
            break;
        }
        torn += step(place, torn, char, BORNE_OUT, &mut text).0;
    }
    (torn, text)
}

/// The same text, led back once more.
fn next_layer(before: &str, text: &str, after: &str) -> Option<String> {
    let whole = format!("{}{text}{after}", tail(before), after = head(after));
    let from = tail(before).len();
    let place = Place { before: whole.get(..from)?, rest: whole.get(from..)? };
    let mut next = String::new();
    let mut at = 0;
    let mut changed = false;
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let (len, mended) = step(place, at, char, TORN_BEFORE, &mut next);
        at += len;
        changed |= mended;
    }
    // What is torn beyond the end belongs to another run.
    (changed && at == text.len()).then_some(next)
}

/// Mends what stands at a place, or takes the sign as it is: its bytes, and whether it was mended.
fn step(place: Place<'_>, at: usize, char: char, least: i32, text: &mut String) -> (usize, bool) {
    let (behind, rest) = place.rest.split_at_checked(at).unwrap_or((place.rest, ""));
    // The sign before it stands in what is mended already, or in front of all.
    let before = if behind.is_empty() { place.before } else { behind };
    let here = Place { before, rest };
    let run = if char.is_ascii() { None } else { best(here, least, |_| true) };
    match run {
        Some(run) => {
            text.push_str(&run.mended(here));
            (run.len, true)
        }
        None => {
            text.push(char);
            (char.len_utf8(), false)
        }
    }
}

/// A few signs of what stands around are enough.
fn tail(text: &str) -> &str {
    text.char_indices().rev().nth(2).and_then(|(at, _)| text.get(at..)).unwrap_or(text)
}

fn head(text: &str) -> &str {
    text.char_indices().nth(8).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// Bytes that two texts have in common at their ends.
fn same_end(one: &str, other: &str) -> usize {
    let pairs = one.chars().rev().zip(other.chars().rev());
    pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// What other rules would make of a sign, had they seen it.
fn settled(char: char) -> char {
    match char {
        '\u{a0}' => ' ',
        '\u{80}'..='\u{9f}' => tables::of_control(char).unwrap_or(char),
        _ => char,
    }
}
