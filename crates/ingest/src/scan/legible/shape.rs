//! Whether a token looks like a word.

use unicode_normalization::UnicodeNormalization as _;

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Word,
    Rubbish,
    /// Letters of a script whose words are not known here.
    Foreign,
    /// Numbers, marks, addresses: they say nothing about legibility.
    Neutral,
}

/// Longer than any word.
const LONGEST: usize = 30;
/// Short forms without a vowel.
#[rustfmt::skip]
const SHORT: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "vs", "pp", "cf", "ff", "nd", "rd", "th", "km", "kg", "cm", "mm", "ml", "ph", "jr",
    "sr", "vol", "bd", "hr", "nr", "ss", "ch", "mt", "ft", "bzw", "mgr", "mme", "mlle", "nb", "hrsg", "vgl",
];

/// A token without the marks around it.
pub(super) fn plain(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric() && c != '\u{fffd}')
}

/// What a token looks like.
pub(super) fn look(token: &str) -> Look {
    let word = plain(token);
    if word.is_empty() || word.contains("://") || word.contains("www.") || word.contains('@') {
        // Marks alone: a dash, bullets, leaders. A heap of different ones is none of these.
        return if word.is_empty() && heap(token) { Look::Rubbish } else { Look::Neutral };
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return if word.chars().all(numeric) { Look::Neutral } else { Look::Rubbish };
    }
    if word.chars().any(|c| c.is_alphabetic() && !latin(c)) {
        return Look::Foreign;
    }
    if letters == 1 && word.chars().count() == 1 {
        return if "aAiIyYoOeEàÀéuwzsvk".contains(word) { Look::Word } else { Look::Rubbish };
    }
    let parts = word.split(|c: char| "'’‘-\u{ad}–—/.&·".contains(c)).filter(|p| !p.is_empty());
    if parts.into_iter().all(is_part) { Look::Word } else { Look::Rubbish }
}

fn heap(token: &str) -> bool {
    let mut marks: Vec<char> = token.chars().filter(|c| !"\"'“”‘’().,;:!?[]".contains(*c)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks.len() > 1
}

fn numeric(c: char) -> bool {
    c.is_numeric() || ".,:;%/$€£+-–—'’°()§#*=×<>^±&".contains(c)
}

fn latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}')
}

/// A word, or one side of a hyphen or apostrophe.
fn is_part(part: &str) -> bool {
    let chars: Vec<char> = part.chars().collect();
    if !chars.iter().all(|c| c.is_alphabetic()) {
        return is_number_with_letters(&chars);
    }
    let [_, rest @ ..] = chars.as_slice() else { return false };
    if rest.is_empty() {
        return true;
    }
    chars.len() <= LONGEST && is_cased(&chars) && is_sounding(part, &chars)
}

/// `1st`, `1990s`, `A4`, `10kg`, `S5`.
fn is_number_with_letters(chars: &[char]) -> bool {
    let digits = chars.iter().filter(|c| c.is_numeric()).count();
    let changes = chars.windows(2).filter(|w| w[0].is_numeric() != w[1].is_numeric()).count();
    digits + chars.iter().filter(|c| c.is_alphabetic()).count() == chars.len()
        && changes == 1
        && chars.len() <= 8
}

/// All capitals, all small, or capitals where names and short forms have them (`McLean`, `NGOs`, `iPad`).
fn is_cased(chars: &[char]) -> bool {
    let upper = chars.iter().filter(|c| c.is_uppercase()).count();
    let after_first = chars.iter().skip(1).filter(|c| c.is_uppercase()).count();
    let plural = chars.len() - upper == 1 && chars.last() == Some(&'s');
    let begins = chars.first().is_some_and(|c| c.is_uppercase());
    let single = chars.windows(2).filter(|w| w[0].is_uppercase() && w[1].is_uppercase()).count() == 0;
    upper == 0 || upper == chars.len() || plural || after_first == 0 || (begins && after_first <= 2 && single)
}

/// It has a vowel, and no heap of consonants or of one letter.
fn is_sounding(part: &str, chars: &[char]) -> bool {
    let short = chars.iter().all(|c| c.is_uppercase()) && chars.len() <= 6;
    let low = part.to_lowercase();
    if SHORT.contains(&low.as_str()) || short {
        return true;
    }
    let mut vowels = 0_usize;
    let (mut run, mut longest, mut same) = (0_usize, 0_usize, 1_usize);
    let mut last = ' ';
    for c in low.chars() {
        same = if c == last { same + 1 } else { 1 };
        if same >= 3 {
            return false;
        }
        last = c;
        let vowel = is_vowel(c);
        vowels += usize::from(vowel);
        run = if vowel { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    vowels > 0 && longest < 7
}

fn is_vowel(c: char) -> bool {
    let base = c.nfd().next().unwrap_or(c);
    "aeiouyæœøıə".contains(base) || ('\u{fb00}'..='\u{fb04}').contains(&c)
}
