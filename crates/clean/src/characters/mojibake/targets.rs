//! How likely what comes out is: mending must lead to something that is written.

use super::units::{Loss, Unit};

/// The script of a letter, as far as torn text goes: only that letters of one kind stand together matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    /// No letter: punctuation, signs, emoji.
    Signs,
    /// Any other, by the start of its range.
    Other(u32),
}

/// What a sign is; `None` if it would not stand in a text.
pub(super) fn script(char: char) -> Option<Script> {
    match char {
        '\u{a0}'..='\u{bf}' | '×' | '÷' => Some(Script::Signs),
        'ſ' => None,
        'À'..='\u{17f}' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'Ș'..='ț' | '\u{1e00}'..='\u{1eff}' => {
            Some(Script::Latin)
        }
        '\u{300}'..='\u{336}' | '˘'..='˝' | 'ˆ' | 'ˇ' | 'ƒ' => Some(Script::Signs),
        '\u{fb00}'..='\u{fb06}' => Some(Script::Latin),
        '\u{200b}'..='\u{206f}' | '\u{20a0}'..='\u{20bf}' => Some(Script::Signs),
        '\u{2070}'..='\u{209c}' | '\u{2100}'..='\u{2bff}' | '\u{fe0f}' | '\u{feff}' | '\u{fffd}' => {
            Some(Script::Signs)
        }
        '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' => Some(Script::Signs),
        '\u{1f000}'..='\u{1faff}' => Some(Script::Signs),
        _ if char.is_alphanumeric() || marks(char) => other(u32::from(char)).map(Script::Other),
        _ => None,
    }
}

/// Vowel signs and points, which are no letters to themselves.
fn marks(char: char) -> bool {
    matches!(char, '\u{5b0}'..='\u{5c7}' | '\u{60c}'..='\u{61f}' | '\u{64b}'..='\u{655}' | '\u{900}'..='\u{dff}')
        || matches!(char, '\u{e31}'..='\u{e4e}' | '\u{eb1}'..='\u{ecd}')
}

fn other(code: u32) -> Option<u32> {
    match code {
        0x370..=0x3ff => Some(0x370),
        0x400..=0x45f | 0x48a..=0x52f => Some(0x400),
        0x531..=0x587 => Some(0x530),
        0x5b0..=0x5ea => Some(0x590),
        0x60c..=0x6d3 => Some(0x600),
        0x900..=0xeff => Some(code & !0x7f),
        0x10a0..=0x139f => Some(code & !0xff),
        0x3040..=0x30ff | 0x4e00..=0x9fff => Some(0x4e00),
        0xac00..=0xd7a3 => Some(0xac00),
        _ => None,
    }
}

/// Whether a torn sign is clear by what it was: dashes and quotation marks (`â€`, `вЂ`, `‚Ä`), `€`, `™`, emoji.
pub(super) fn clear(unit: &Unit) -> bool {
    match unit.was {
        '\u{fffd}' => {
            unit.lead == 0xe2 && second(unit, &['€', 'Ђ', '\u{80}', 'Ä', 'Ç']) && unit.loss != Loss::Space
        }
        '\u{2010}'..='\u{2022}' | '…' | '‰' | '′' | '″' | '‹' | '›' | '€' | '™' | '−' => {
            true
        }
        '\u{1f000}'..='\u{1faff}' => true,
        _ => false,
    }
}

fn second(unit: &Unit, signs: &[char]) -> bool {
    unit.tail().first().is_some_and(|c| signs.contains(c))
}

/// How well a letter or sign fits where it comes to stand. `far` is the sign before the one before.
pub(super) fn fit(far: Option<char>, before: Option<char>, was: char, after: Option<char>) -> i32 {
    match script(was) {
        Some(Script::Latin) => latin(far, before, was, after),
        Some(Script::Signs) if ('\u{300}'..='\u{336}').contains(&was) => {
            i32::from(before.is_some_and(|c| !c.is_whitespace()))
        }
        Some(Script::Signs) => i32::from(u32::from(was) < 0x100),
        // A Greek letter alone stands in formulas; of other scripts a letter is not alone beside a Latin one.
        Some(Script::Other(0x370)) if was.is_lowercase() => 1,
        Some(Script::Other(_)) if latin_letter(before) || latin_letter(after) => -9,
        _ => 0,
    }
}

fn latin(far: Option<char>, before: Option<char>, was: char, after: Option<char>) -> i32 {
    let is = |char: Option<char>, test: fn(char) -> bool| char.is_some_and(test);
    let capitals = is(before, char::is_uppercase)
        && (is(after, char::is_uppercase) || !is(after, char::is_lowercase) && is(far, char::is_uppercase));
    match was.is_uppercase() {
        false if capitals => -3,
        true if is(before, char::is_lowercase) => -2,
        _ => i32::from(is(before, char::is_alphabetic) || is(after, char::is_alphabetic)),
    }
}

fn latin_letter(char: Option<char>) -> bool {
    char.is_some_and(|c| c.is_alphabetic() && c < '\u{250}')
}
