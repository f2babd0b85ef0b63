//! Numbering over the whole document: which numbers form a sequence, and what a misprinted one should be.

use std::collections::BTreeMap;

use super::{
    candidate::Candidate,
    numeral::{Numeral, Style},
};

/// The number of a heading as the sequence has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Its value; the last part of a decimal.
    pub(crate) value: u16,
    /// In the style of the sequence; behind a label never in Roman.
    pub(crate) printed: String,
    /// It continues a sequence, or begins one that goes on.
    pub(crate) chained: bool,
}

/// Places the numbers of all candidates. `label` gives the label of one, in lower case.
pub(crate) fn place(
    candidates: &[Candidate],
    label: impl Fn(&Candidate) -> Option<String>,
) -> Vec<Option<Placed>> {
    let mut placed = vec![None; candidates.len()];
    let mut families: BTreeMap<(Option<String>, u8), Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let Some((number, _)) = &candidate.form.number else { continue };
        let family = match (label(candidate), number.style) {
            (Some(label), _) => (Some(label), 0),
            // "2." and "2.1" are one numbering.
            (None, Style::Arabic | Style::Decimal) => (None, 1),
            (None, Style::Roman | Style::Letter) => (None, 2),
            (None, Style::Cyrillic) => (None, 4),
            (None, _) => (None, 3),
        };
        families.entry(family).or_default().push(index);
    }
    lone_ones(candidates, &mut families);
    for ((label, kind), members) in families {
        match kind {
            1 => decimals(candidates, &members, &mut placed),
            2 => romans_and_letters(candidates, &members, &mut placed),
            _ => single(candidates, &members, label.is_some(), &mut placed),
        }
    }
    placed
}

/// OCR reads the Roman "I." as "1.": among Roman numbers, an Arabic numbering of ones alone is theirs.
fn lone_ones(candidates: &[Candidate], families: &mut BTreeMap<(Option<String>, u8), Vec<usize>>) {
    let of = |kind: u8| (None, kind);
    let roman = |&m: &usize| {
        numeral(candidates, m).is_some_and(|n| n.readings().any(|(style, _)| style == Style::Roman))
    };
    let Some(ones) = families.get(&of(1)).filter(|ones| ones.iter().all(roman)).cloned() else { return };
    let Some(romans) = families.get_mut(&of(2)).filter(|r| r.iter().any(roman)) else { return };
    if ones.len() <= romans.len() {
        romans.extend(ones);
        romans.sort_unstable();
        families.remove(&of(1));
    }
}

fn numeral(candidates: &[Candidate], index: usize) -> Option<&Numeral> {
    candidates.get(index)?.form.number.as_ref().map(|(n, _)| n)
}

fn set(placed: &mut [Option<Placed>], index: usize, value: Placed) {
    if let Some(slot) = placed.get_mut(index) {
        *slot = Some(value);
    }
}

/// One value each: "Session I", "Session 2", "Session 3" are 1, 2, 3.
fn single(candidates: &[Candidate], members: &[usize], labelled: bool, placed: &mut [Option<Placed>]) {
    // Behind a label a Roman number is only another way to print it: "Session II" is session 2.
    let style = match majority(candidates, members, labelled) {
        Style::Roman if labelled => Style::Arabic,
        style => style,
    };
    let values = chain(candidates, members);
    for (i, &index) in members.iter().enumerate() {
        let (Some(number), Some(&value)) = (numeral(candidates, index), values.get(i)) else { continue };
        let near = |j: Option<usize>, step: i32| {
            j.and_then(|j| values.get(j)).is_some_and(|&v| i32::from(v) == i32::from(value) + step)
        };
        let chained = near(i.checked_sub(1), -1) || near(Some(i + 1), 1);
        set(placed, index, Placed { value, printed: number.print(style, value), chained });
    }
}

/// The reading of each member that best continues the sequence: one more than before, or a fresh start.
fn chain(candidates: &[Candidate], members: &[usize]) -> Vec<u16> {
    let mut values: Vec<u16> = Vec::with_capacity(members.len());
    for (i, &index) in members.iter().enumerate() {
        let Some(number) = numeral(candidates, index) else { continue };
        let last = values.last().copied().unwrap_or(0);
        let wanted = number.readings().find(|&(_, v)| v == last + 1);
        // What the next member prints helps when this one's first reading does not fit.
        let next = members.get(i + 1).and_then(|&n| numeral(candidates, n)).and_then(Numeral::single);
        let before_next = number.readings().find(|&(_, v)| next == Some(v + 1));
        let first = number.readings().next().map_or(0, |(_, v)| v);
        let chosen = wanted.or(before_next).map_or(first, |(_, v)| v);
        // OCR drops strokes: a second "Session I" right after the first is II.
        let other =
            i.checked_sub(1).and_then(|p| members.get(p)).is_some_and(|&p| differ(candidates, p, index));
        let lost = chosen == last && number.style == Style::Roman && chosen <= 3 && next != Some(2) && other;
        values.push(if lost { chosen + 1 } else { chosen });
    }
    values
}

/// Whether two headings have titles of their own; a running head repeats one.
fn differ(candidates: &[Candidate], a: usize, b: usize) -> bool {
    let key = |i: usize| candidates.get(i).map_or("", |c| c.key.as_str());
    !key(a).starts_with(key(b)) && !key(b).starts_with(key(a))
}

/// The style that most members can be read in.
fn majority(candidates: &[Candidate], members: &[usize], labelled: bool) -> Style {
    let count = |style: Style| {
        members.iter().filter(|&&m| numeral(candidates, m).is_some_and(|n| n.style == style)).count()
    };
    let roman = count(Style::Roman);
    let letters = count(Style::Letter);
    let cyrillic = count(Style::Cyrillic);
    let arabic = count(Style::Arabic) + count(Style::Decimal) + count(Style::Word);
    if arabic > 0 && arabic >= roman.min(letters + roman) {
        Style::Arabic
    } else if cyrillic > letters.max(roman) {
        Style::Cyrillic
    } else if letters > roman || (!labelled && letters > 0) {
        Style::Letter
    } else if roman > 0 {
        Style::Roman
    } else {
        Style::Arabic
    }
}

/// Letters may look like Roman numbers: "C." after "B." is a letter, "II." is not.
fn romans_and_letters(candidates: &[Candidate], members: &[usize], placed: &mut [Option<Placed>]) {
    // Per style the last value seen; a heading continues the style in which it fits.
    let mut last: [u16; 2] = [0, 0];
    for (i, &index) in members.iter().enumerate() {
        let Some(number) = numeral(candidates, index) else { continue };
        let slot = |style: Style| usize::from(style == Style::Letter);
        let fits = |&(style, v): &(Style, u16)| {
            last.get(slot(style)).is_some_and(|&l| v == l + 1 && (l > 0 || v == 1))
        };
        let mut readings: Vec<(Style, u16)> = number.readings().filter(fits).collect();
        // "I" after "H" is a letter, at the start a number.
        readings.sort_by_key(|&(style, v)| (v == 1, style));
        let lost = lost_stroke(candidates, members, i, last);
        let chosen = lost.or(readings.first().copied()).or_else(|| number.readings().next());
        let Some((style, value)) = chosen else { continue };
        let continues = (!readings.is_empty() || lost.is_some()) && value > 1;
        let two = |&m: &usize| {
            numeral(candidates, m).is_some_and(|n| n.readings().any(|(s, v)| s == style && v == 2))
        };
        let opens = value == 1
            && (members.iter().skip(i + 1).take(12).any(two)
                || lost_stroke(candidates, members, i + 1, [1, 0]).is_some());
        if let Some(l) = last.get_mut(slot(style)) {
            *l = value;
        }
        // Letters begin anew below each Roman number.
        if style == Style::Roman
            && let Some(l) = last.get_mut(1)
        {
            *l = 0;
        }
        set(
            placed,
            index,
            Placed { value, printed: number.print(style, value), chained: continues || opens },
        );
    }
}

/// A second "I." right after the first is "II." that lost a stroke, when both have titles of their own and no "II."
/// follows.
fn lost_stroke(
    candidates: &[Candidate],
    members: &[usize],
    i: usize,
    last: [u16; 2],
) -> Option<(Style, u16)> {
    let (here, before) = (*members.get(i)?, *members.get(i.checked_sub(1)?)?);
    let one = |m: usize| {
        numeral(candidates, m)
            .is_some_and(|n| n.style != Style::Letter && n.readings().any(|r| r == (Style::Roman, 1)))
    };
    let two =
        |&m: &usize| numeral(candidates, m).is_some_and(|n| n.readings().any(|r| r == (Style::Roman, 2)));
    let lost = last == [1, 0] && one(here) && one(before) && differ(candidates, before, here);
    (lost && !members.iter().skip(i + 1).any(two)).then_some((Style::Roman, 2))
}

/// "1", "1.1", "1.2", "2": each number must follow from one before it.
fn decimals(candidates: &[Candidate], members: &[usize], placed: &mut [Option<Placed>]) {
    let mut seen: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
    let parts = |m: usize| numeral(candidates, m).map(|n| n.parts.clone()).unwrap_or_default();
    for (i, &index) in members.iter().enumerate() {
        let Some(number) = numeral(candidates, index) else { continue };
        let own = &number.parts;
        let Some((&value, parents)) = own.split_last() else { continue };
        let mut sibling = parents.to_vec();
        sibling.push(value.saturating_sub(1));
        let mut follower = parents.to_vec();
        follower.push(value + 1);
        let follows = value > 1 && seen.contains_key(&sibling);
        let opens = value == 1
            && (members.iter().skip(i + 1).take(40).any(|&m| parts(m) == follower)
                || (!parents.is_empty() && seen.contains_key(parents)));
        // "3" right above "3.1".
        let child = [own.as_slice(), &[1]].concat();
        let holds = members.get(i + 1).is_some_and(|&m| parts(m) == child);
        seen.insert(own.clone(), i);
        let printed = number.print(if own.len() > 1 { Style::Decimal } else { Style::Arabic }, value);
        set(placed, index, Placed { value, printed, chained: follows || opens || holds });
    }
}
