//! Openings that point back to a sentence the reader of a summary does not see.

mod words;

use std::sync::LazyLock;

use crate::prose::is_opening_quote;

use words::{AT_HAND, CLAUSES, EMPTY, LEANING};

/// [`LEANING`] by first letter, `a` to `z`.
static BY_LETTER: LazyLock<[Vec<&str>; 26]> = LazyLock::new(|| {
    let opens = |letter: usize, opening: &str| opening.bytes().next().and_then(place_of) == Some(letter);
    std::array::from_fn(|letter| LEANING.iter().copied().filter(|o| opens(letter, o)).collect())
});

fn place_of(letter: u8) -> Option<usize> {
    letter.is_ascii_alphabetic().then(|| usize::from(letter.to_ascii_lowercase() - b'a'))
}

/// Whether a sentence leans on the one before it.
pub(crate) fn leans(text: &str) -> bool {
    let opening = text.trim_start_matches(is_opening_quote);
    let letter = opening.bytes().next().and_then(place_of);
    let candidates = letter.and_then(|letter| BY_LETTER.get(letter)).into_iter().flatten();
    let opens = |word: &str| {
        opening.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && !opening.get(word.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    };
    candidates.copied().any(opens) && !points_at_nothing(opening)
        || is_aside(text)
        || points_back_first(opening)
}

/// An opening clause that holds a "this", "these" or "such" for something said before: "To assess these questions, …".
fn points_back_first(text: &str) -> bool {
    const LONGEST_CLAUSE: usize = 80;
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if !CLAUSES.iter().any(|word| word.eq_ignore_ascii_case(first)) {
        return false;
    }
    let Some(clause) = text.find(',').filter(|&at| at < LONGEST_CLAUSE).and_then(|at| text.get(..at)) else {
        return false;
    };
    let lower = clause.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let after = |at: usize| words.get(at + 1..).unwrap_or(&[]).iter().take(2);
    let points = |(at, word): (usize, &&str)| match *word {
        "this" | "these" | "those" => !after(at).any(|w| is_at_hand(w)),
        "such" => after(at).next().is_some_and(|w| !matches!(*w, "as" | "a" | "an")),
        "that" => at == 1,
        _ => false,
    };
    words.iter().enumerate().any(points)
}

fn is_at_hand(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    AT_HAND.contains(&word) || AT_HAND.contains(&one)
}

/// "This report …", "There is …", "It is necessary to …": they open like a leaning sentence and stand by themselves.
fn points_at_nothing(text: &str) -> bool {
    let lower: String = text.chars().take(60).flat_map(char::to_lowercase).collect();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    match words.next() {
        Some("this" | "these" | "such") => words.take(2).any(is_at_hand),
        Some("in") => {
            words.next().is_some_and(|w| matches!(w, "this" | "these")) && words.take(2).any(is_at_hand)
        }
        Some("there") => words.next().is_some_and(|w| EMPTY.contains(&w)),
        Some("it") => words.next().is_some_and(|w| matches!(w, "is" | "was")) && opens_a_clause(words),
        _ => false,
    }
}

/// After "it is": "necessary to …", "important that …", "suggested that …", and not "sent to …".
fn opens_a_clause<'w>(words: impl Iterator<Item = &'w str>) -> bool {
    let mut before = "";
    for word in words.take(4) {
        match word {
            "that" | "whether" => return true,
            "to" => return !before.ends_with("ed") || matches!(before, "needed" | "required" | "expected"),
            _ => before = word,
        }
    }
    false
}

/// A whole sentence in parentheses is a remark on the one before it.
fn is_aside(text: &str) -> bool {
    text.starts_with(['(', '[']) && text.ends_with([')', ']'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaning_openings_are_whole_words() {
        assert!(leans("However, they did not agree."));
        assert!(leans("They did not agree."));
        assert!(!leans("Italy and Andorra agreed."));
        assert!(!leans("Participants agreed."));
    }

    #[test]
    fn opening_clauses_may_point_back() {
        for text in [
            "Related to this, participants called for more work with local communities.",
            "For that purpose, we should consider various cases.",
            "To assess these questions, affiliations were discussed.",
        ] {
            assert!(leans(text), "{text}");
        }
        for text in [
            "During this workshop, participants met twice.",
            "For countries such as Niger, wells are dear.",
            "Some said that, in such cases, wells are dear.",
            "With support from Niger, these wells were dug.",
        ] {
            assert!(!leans(text), "{text}");
        }
    }

    #[test]
    fn what_points_at_the_report_or_at_nothing_stands_alone() {
        for text in [
            "This report sums up two days of debate.",
            "In this second paper, costs are compared.",
            "There is a lack of representation of developing countries.",
            "It is necessary to make a clear distinction.",
            "It was suggested that a group be formed.",
        ] {
            assert!(!leans(text), "{text}");
        }
        for text in [
            "This view was not shared.",
            "It failed.",
            "It was handed to FAO.",
            "(Some left.)",
            "In this case, costs rise.",
            "There they met again.",
        ] {
            assert!(leans(text), "{text}");
        }
    }
}
