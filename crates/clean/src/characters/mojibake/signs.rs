//! How odd torn signs look: pairs and triples that no language writes.

use super::units::{Loss, Unit};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Upper,
    Lower,
    /// Signs that hardly stand in a text at all: `¤ ¬ ƒ ˜ ‡`, control characters, U+FFFD.
    Odd,
    /// Currencies, fractions, operators, `© § ™ °`.
    Sign,
    /// Quotation marks and the like that stand before a word.
    Open,
    /// Those behind a word.
    Close,
    Box,
    /// Dashes, the ellipsis, the apostrophe: they stand anywhere.
    Plain,
}

fn class(char: char) -> Class {
    match char {
        '\u{80}'..='\u{9f}'
        | '\u{fffd}'
        | '¤'
        | '¦'
        | '¨'
        | '¬'
        | '¯'
        | '¸'
        | 'ƒ'
        | 'ˆ'
        | 'ˇ'
        | '˘'
        | '˛'
        | '˜' => Class::Odd,
        '˙' | '˝' | '†' | '‡' | '‰' | '⌐' | '◊' | 'ª' | 'º' | '΅' | '΄' | '\u{f8ff}' => {
            Class::Odd
        }
        '‘' | '“' | '‚' | '„' | '«' | '‹' | '¡' | '¿' => Class::Open,
        '”' | '»' | '›' => Class::Close,
        '\u{2500}'..='\u{25a1}' => Class::Box,
        '¢'
        | '£'
        | '¥'
        | '€'
        | '₧'
        | '§'
        | '¶'
        | '©'
        | '®'
        | '™'
        | '°'
        | '±'
        | '¹'
        | '²'
        | '³'
        | 'µ'
        | '¼'..='¾' => Class::Sign,
        '×' | '÷' | '№' | '⁄' | '\u{2202}'..='\u{22ff}' | '⌠' | '⌡' => Class::Sign,
        _ if char.is_uppercase() => Class::Upper,
        _ if char.is_alphabetic() => Class::Lower,
        _ => Class::Plain,
    }
}

/// How odd a torn sign looks between its neighbours: 2 is much, 0 is nothing odd.
pub(super) fn oddness(before: Option<char>, unit: &Unit, after: Option<char>) -> i32 {
    lead(before, unit, after) + tail(unit, after)
}

/// The first sign and what stands before it: `aÃ`, `a√`, `aР`.
fn lead(before: Option<char>, unit: &Unit, after: Option<char>) -> i32 {
    let Some(first) = unit.signs().first().copied() else { return 0 };
    let letter = before.is_some_and(|c| c.is_ascii_alphabetic());
    match class(first) {
        // Behind the last capital of a word the sign may be its own: `PÅ®`.
        Class::Upper if unit.lead > 0xc3 && ends_capitals(before, after) => -1,
        // Formulas: `x√π`.
        Class::Sign if matches!(unit.tail(), ['π' | 'Ω']) => i32::from(letter),
        Class::Upper | Class::Lower if foreign(before, first) => 2,
        Class::Upper if before.is_some_and(char::is_lowercase) => 2,
        // The short words of Russian, `РІ` and `СЏ` for `в` and `я`.
        Class::Upper if matches!(first, 'Р' | 'С') && stands_alone(before, after) => {
            1 + i32::from(unit.tail().iter().all(|c| c.is_alphabetic()))
        }
        Class::Sign | Class::Odd | Class::Box if letter => 3,
        Class::Sign | Class::Odd | Class::Box if after.is_some_and(char::is_alphabetic) => 1,
        Class::Open if letter => 2,
        _ => 0,
    }
}

fn stands_alone(before: Option<char>, after: Option<char>) -> bool {
    [before, after].iter().flatten().all(|c| !c.is_alphanumeric())
}

fn ends_capitals(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_uppercase) && !after.is_some_and(char::is_alphabetic)
}

/// Cyrillic and Greek letters stuck to Latin ones.
fn foreign(before: Option<char>, first: char) -> bool {
    before.is_some_and(|c| c.is_ascii_alphabetic()) && matches!(first, '\u{370}'..='\u{52f}')
}

/// The signs behind the first, each with what comes next.
fn tail(unit: &Unit, after: Option<char>) -> i32 {
    let next = unit.tail().iter().skip(1).copied().map(Some).chain([after]);
    let pairs = unit.signs().iter().zip(unit.tail()).zip(next);
    pairs.map(|((prior, sign), next)| odd_behind(*prior, *sign, next)).sum()
}

fn odd_behind(prior: char, sign: char, next: Option<char>) -> i32 {
    let (before, here) = (class(prior), class(sign));
    let into_word = next.is_some_and(char::is_alphabetic);
    match here {
        Class::Odd if sign == '\u{fffd}' => 2,
        Class::Odd => 3,
        Class::Box if before != Class::Box => 3,
        Class::Sign => 2,
        Class::Open | Class::Close => 1 + 2 * i32::from(into_word),
        Class::Upper | Class::Lower if matches!(before, Class::Box | Class::Odd) => 1,
        Class::Upper if before == Class::Lower => 2,
        Class::Upper if before == Class::Upper && next.is_some_and(char::is_lowercase) => 1,
        Class::Lower if before == Class::Upper && next.is_some_and(char::is_uppercase) => 2,
        Class::Plain if sign == '´' && into_word => 1,
        _ => 0,
    }
}

/// The same of Windows-1252, by what begins most torn signs: `Ã` and `Â`, which no language puts before a sign, nor `Ã` before `Š Œ Ž Ÿ`; and `âœ`,
/// `ï¼`.
pub(super) fn western(before: Option<char>, unit: &Unit) -> i32 {
    let &[first, second] = unit.signs() else {
        return 2 * i32::from(matches!(
            unit.signs(),
            ['â', 'œ' | 'š' | 'ž' | '˜', _] | ['ï', '¼' | '½' | '¸' | '¬', _]
        ));
    };
    let capital = before.is_some_and(char::is_uppercase);
    let parted = before.is_none_or(|c| !c.is_alphabetic());
    match (first, class(second)) {
        _ if unit.loss != Loss::None => 0,
        ('Ã', Class::Upper | Class::Lower) => 3,
        ('Ã', Class::Plain) if u32::from(second) < 0x100 => 3,
        ('Ã', _) if parted && second != '’' => 2,
        ('Ã', Class::Open) if second == '¡' || second == '¿' => 2,
        ('Â', Class::Open | Class::Close) if before.is_some_and(char::is_alphanumeric) && !parted => 0,
        ('Â', _) if !capital => 3,
        _ => 0,
    }
}

/// What is left of signs that were torn and could not be mended: beside it nothing is sure.
pub(super) fn debris(char: char) -> bool {
    matches!(class(char), Class::Odd | Class::Sign)
}
