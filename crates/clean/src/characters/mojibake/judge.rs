//! Runs of torn signs, and whether they are torn beyond doubt.

use super::{
    signs::{oddness, western},
    tables::{Code, WESTERN, codes, follows, leads, reason},
    targets::{Script, clear, fit, script},
    units::{Loss, Unit, unit},
};

/// Units in a row that are looked at.
const LONGEST: usize = 200;
/// Bytes to either side in which other torn signs bear a doubtful one out.
const NEAR: usize = 400;
/// What a run must reach in signs that were torn before, with torn signs nearby, and without either: in Windows-1252,
/// and in a rarer encoding.
pub(super) const TORN_BEFORE: i32 = 1;
pub(super) const BORNE_OUT: i32 = 2;
const ALONE: i32 = 3;
const ALONE_IN_A_RARE_ENCODING: i32 = 4;

/// A place in a text.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub(super) before: &'t str,
    pub(super) rest: &'t str,
}

impl Place<'_> {
    pub(super) fn last(&self) -> Option<char> {
        self.before.chars().next_back()
    }

    pub(super) fn last_but_one(&self) -> Option<char> {
        self.before.chars().rev().nth(1)
    }
}

/// Torn signs in a row, read in one encoding.
pub(super) struct Run {
    units: Vec<Unit>,
    pub(super) code: Code,
    /// Bytes of the torn text.
    pub(super) len: usize,
    /// How odd the torn signs look.
    odd: i32,
    /// That, and how well what comes out fits.
    total: i32,
}

impl Run {
    /// Whether nothing else is needed to be sure.
    pub(super) fn is_sure(&self) -> bool {
        let least = if self.code == WESTERN { ALONE } else { ALONE_IN_A_RARE_ENCODING };
        let guessed =
            self.units.iter().all(|u| u.loss == Loss::Space && u.lead >= 0xe0 && u.was < '\u{1f000}');
        self.odd >= 2 && self.total >= least && !guessed && !self.is_lone_ring()
    }

    fn reaches(&self, least: i32) -> bool {
        self.odd >= 1 && self.total >= least
    }

    /// `Ã¥` may be `å`, or what MacRoman makes of two other letters.
    fn is_lone_ring(&self) -> bool {
        matches!(self.units.as_slice(), [only] if only.signs() == ['Ã', '¥'])
    }

    pub(super) fn confidence(&self) -> f32 {
        let lost = self.units.iter().any(|u| u.loss != Loss::None);
        match self.total {
            _ if lost || !self.is_sure() => 0.85,
            6.. => 0.98,
            _ => 0.9,
        }
    }

    pub(super) fn reason(&self) -> &'static str {
        reason(self.code)
    }

    /// What it was.
    pub(super) fn mended(&self, place: Place<'_>) -> String {
        let mut text: String = self.units.iter().map(|u| u.was).collect();
        let after = place.rest.get(self.len..).unwrap_or_default();
        let last = self.units.last().filter(|u| u.loss == Loss::Space && u.lead == 0xc3);
        // The space may have been both: the lost byte, and the space between two words.
        if last.is_some() && !after.starts_with(' ') && !is_torn_word(after) {
            text.push(' ');
        }
        text
    }
}

/// The rest of Portuguese words with `à`: `às`, `àquele`.
fn is_torn_word(after: &str) -> bool {
    ["s ", "quele", "quela", "quilo"].iter().any(|rest| after.starts_with(rest))
}

/// The best reading of what stands at a place, if it is torn beyond doubt, or reaches the `least` and is `borne_out`.
pub(super) fn best(place: Place<'_>, least: i32, borne_out: impl Fn(Code) -> bool) -> Option<Run> {
    let mut chars = place.rest.chars();
    let bits = leads(chars.next()?);
    let bits = match chars.next()? {
        ' ' | '?' | '\u{fffd}' => bits,
        next => bits & follows(next),
    };
    codes(bits)
        .filter_map(|code| run(place, code))
        .filter(|run| run.is_sure() || run.reaches(least) && borne_out(run.code))
        .reduce(|best, next| if next.total > best.total { next } else { best })
}

/// Whether torn signs of an encoding stand nearby.
pub(super) fn is_near(place: Place<'_>, code: Code) -> bool {
    let before = place.before;
    let from = (before.len().saturating_sub(NEAR)..before.len()).find(|at| before.is_char_boundary(*at));
    let ahead = place.rest.char_indices().skip(1).take_while(|(at, _)| *at < NEAR);
    let behind = before.get(from.unwrap_or(before.len())..).unwrap_or_default().char_indices();
    let sure = |before: &str, rest: &str| run(Place { before, rest }, code).is_some_and(|run| run.is_sure());
    let torn = |char: char| leads(char) & (1 << code) != 0;
    behind.filter(|(_, c)| torn(*c)).any(|(at, _)| {
        let at = from.unwrap_or(0) + at;
        before.get(..at).zip(before.get(at..)).is_some_and(|(before, rest)| sure(before, rest))
    }) || ahead.filter(|(_, c)| torn(*c)).any(|(at, _)| {
        place.rest.get(..at).zip(place.rest.get(at..)).is_some_and(|(before, rest)| sure(before, rest))
    })
}

fn run(place: Place<'_>, code: Code) -> Option<Run> {
    let mut units = Vec::new();
    let mut len = 0;
    while let Some(unit) = place.rest.get(len..).and_then(|rest| unit(rest, code)) {
        // A control character comes out where another layer is below.
        let layered = unit.was.is_control() && (!units.is_empty() || unit.tail() == [unit.was]);
        let written = script(unit.was).is_some() || layered;
        if units.len() == LONGEST || !written {
            break;
        }
        len += unit.len;
        units.push(unit);
    }
    while let Some(last) =
        units.pop_if(|last| last.loss == Loss::Space && matches!(last.lead, 0xce | 0xd0 | 0xd9))
    {
        len -= last.len;
    }
    if matches!(units.as_slice(), [only] if is_nothing(only)) {
        return None;
    }
    units.first()?;
    let mut run = Run { units, code, len, odd: 0, total: 0 };
    run.weigh(place);
    Some(run)
}

/// What tells nothing when it stands alone: a question mark, or a lost sign behind one that is no letter.
fn is_nothing(unit: &Unit) -> bool {
    match unit.loss {
        Loss::Question => !clear(unit),
        Loss::Mark => unit.lead < 0xe0 && !unit.signs().first().is_some_and(|c| c.is_alphabetic()),
        _ => false,
    }
}

impl Run {
    fn weigh(&mut self, place: Place<'_>) {
        let after = place.rest.get(self.len..).and_then(|rest| rest.chars().next());
        let mut fits = 0;
        let mut odd = 0;
        for (at, unit) in self.units.iter().enumerate() {
            let next = self.units.get(at + 1);
            let prior = at.checked_sub(1).and_then(|at| self.units.get(at));
            let torn_before = prior.map_or(place.last(), |u| u.signs().last().copied());
            let torn_after = next.map_or(after, |u| u.signs().first().copied());
            if is_spaced(unit, self.code) {
                let (more, fit) = spaced(unit, self.code, torn_before, torn_after);
                odd += more;
                fits += fit;
                continue;
            }
            odd += oddness(torn_before, unit, torn_after);
            if self.code == WESTERN {
                odd += western(torn_before, unit);
            }
            if clear(unit) {
                odd += 2;
                fits += 2;
            } else if self.units.len() > 1 {
                fits += self.fit_in_company(unit);
            } else {
                fits += fit(place.last_but_one(), place.last(), unit.was, after);
            }
        }
        self.odd = odd;
        self.total = odd + fits;
    }

    /// Letters of one script in a row bear each other out; one among others is an accident.
    fn fit_in_company(&self, unit: &Unit) -> i32 {
        match script(unit.was) {
            Some(Script::Other(kind)) => {
                let same = self.units.iter().filter(|u| script(u.was) == Some(Script::Other(kind)));
                if same.take(2).count() == 2 { 1 } else { -2 }
            }
            Some(Script::Latin) => 1,
            _ => 0,
        }
    }
}

/// Whether the second of two bytes is a space now, or still a no-break space behind a letter that may be right.
fn is_spaced(unit: &Unit, code: Code) -> bool {
    let space = unit.loss == Loss::Space || code != WESTERN && unit.tail() == ['\u{a0}'];
    space && unit.lead < 0xe0
}

/// A first byte whose second is a space now: how odd it is, and how well it fits.
fn spaced(unit: &Unit, code: Code, before: Option<char>, after: Option<char>) -> (i32, i32) {
    let small = before.is_some_and(char::is_lowercase);
    let parted = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '\'' | '’'));
    let word = after.is_some_and(char::is_lowercase);
    let capital = unit.signs().first().copied();
    match (unit.lead, capital) {
        (0xc3, _) if code == WESTERN && small => (3, 1),
        (0xc3, _) if code == WESTERN && parted && word => (2, 1),
        (0xc3, _) if small || parted => (1, 1),
        (0xc2, Some('Â')) if small || before.is_some_and(ends) => (3, 1),
        (0xc2, Some('Â')) if parted => (1, 1),
        (0xc5, _) if parted && word => (1, 1),
        (0xce | 0xd0 | 0xd9, _) => (0, 1),
        _ => (0, 0),
    }
}

/// Signs before which a no-break space stood.
fn ends(char: char) -> bool {
    char.is_ascii_digit() || matches!(char, '.' | ',' | '!' | '?' | ';' | ':' | ')' | '\u{fffd}' | '”' | '»')
}
