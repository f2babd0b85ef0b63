//! The outer form of a heading: a label ("Session"), a number, a sign between, the title.

use std::ops::Range;

use super::numeral::{self, Numeral, Style};

/// A heading taken apart. All ranges are bytes of the text given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    /// The word before the number.
    pub(crate) label: Option<Range<usize>>,
    /// The number and where it stands.
    pub(crate) number: Option<(Numeral, Range<usize>)>,
    /// What is left.
    pub(crate) title: Range<usize>,
    /// A sign parts number and title, or there is no title: a line of prose rarely has it.
    pub(crate) parted: bool,
}

/// Labels that come with a number, lower case.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    // English
    "session", "panel", "part", "chapter", "annex", "annexe", "appendix", "section", "theme", "topic", "day", "module", "workshop",
    "working group", "round table", "roundtable", "plenary session", "plenary", "breakout session", "breakout group", "working session",
    "panel discussion", "panel session", "technical session", "thematic session", "parallel session", "block", "agenda item", "item",
    "segment", "unit", "paper", "case study", "cluster", "pillar", "objective", "lecture", "discussion group", "group", "table ronde",
    "attachment", "keynote", "presentation", "track", "meeting", "seminar", "recommendation", "issue", "question", "high-level session",
    // French
    "séance", "seance", "séance plénière", "partie", "chapitre", "atelier", "thème", "theme", "groupe de travail", "jour", "journée",
    "point", "volet", "axe", "module", "session plénière", "séance de travail",
    // Spanish
    "sesión", "sesion", "sesión plenaria", "parte", "capítulo", "anexo", "apéndice", "tema", "mesa", "mesa redonda", "mesa de trabajo",
    "taller", "bloque", "grupo de trabajo", "día", "eje", "eje temático", "sección", "módulo", "punto", "panel temático",
    // Portuguese, Italian, German
    "sessão", "painel", "capítulo", "seção", "sessione", "parte", "allegato", "sitzung", "teil", "kapitel", "anhang", "anlage", "abschnitt",
    "tagesordnungspunkt", "top",
    // Russian
    "сессия", "секция", "заседание", "пленарное заседание", "панель", "панельная дискуссия", "круглый стол", "часть", "глава",
    "раздел", "приложение", "тема", "день", "пункт",
];

/// Labels that stand without a number too: "Appendix - Participants".
const BARE: &[&str] = &[
    "annex",
    "annexe",
    "appendix",
    "annexes",
    "appendices",
    "anexo",
    "anexos",
    "apéndice",
    "anhang",
    "приложение",
    "keynote",
];

/// Letters of the shortest label that may be misread in one of them.
const LEAST_MISREAD: usize = 6;

/// A label as it should be read, in lower case: "session" for "SESSION" and for "Seasion".
pub(crate) fn as_label(printed: &str) -> String {
    let lower = printed.to_lowercase();
    match nearly(&lower).filter(|_| !LABELS.contains(&lower.as_str())) {
        Some(label) => label.to_owned(),
        None => lower,
    }
}

/// Whether what follows a word may be a number.
fn numbers(after: &str) -> bool {
    let next = after.trim_start().chars().next();
    next.is_some_and(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | 'l' | '|'))
}

/// The label that a word is but for one letter.
fn nearly(word: &str) -> Option<&'static str> {
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    let differs_once = |label: &&&str| {
        label.chars().count() == letters.len()
            && label.chars().zip(&letters).filter(|(a, b)| a != *b).count() == 1
    };
    LABELS.iter().find(differs_once).copied().filter(|_| letters.len() >= LEAST_MISREAD)
}

/// Which forms of heading a document may use.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forms {
    /// Labels of the house that take a number, lower case.
    numbered: Vec<String>,
    /// Whole headings of the house, lower case.
    plain: Vec<String>,
    /// Which numbers may follow a label.
    numerals: Option<Style>,
}

impl Forms {
    /// The forms of the house beside the built-in ones; "Session {n}" takes a number.
    pub(crate) fn new(house: &[String], numerals: Option<Style>) -> Self {
        let mut forms = Self { numerals, ..Self::default() };
        for form in house {
            match form.split_once("{n}") {
                Some((label, _)) => forms.numbered.push(label.trim().to_lowercase()),
                None => forms.plain.push(form.trim().to_lowercase()),
            }
        }
        forms
    }

    /// Whether a title is, or opens with, a heading of the house.
    pub(crate) fn is_of_the_house(&self, title: &str) -> bool {
        !self.plain.is_empty() && {
            let lower = title.to_lowercase();
            self.plain.iter().any(|p| {
                lower
                    .strip_prefix(p.as_str())
                    .is_some_and(|rest| rest.trim_start().is_empty() || starts_with_sign(rest))
            })
        }
    }

    fn is_label(&self, words: &str) -> bool {
        let lower = words.to_lowercase();
        LABELS.contains(&lower.as_str()) || self.numbered.contains(&lower)
    }

    fn accepts(&self, numeral: &Numeral) -> bool {
        match self.numerals {
            None => true,
            Some(Style::Roman) => numeral.style == Style::Roman,
            Some(_) => matches!(numeral.style, Style::Arabic | Style::Decimal),
        }
    }

    /// Takes a heading apart.
    pub(crate) fn read(&self, text: &str) -> Form {
        let begin = text.len() - text.trim_start_matches(is_decoration).len();
        let rest = text.get(begin..).unwrap_or("");
        self.labelled(text, begin, rest)
            .or_else(|| self.ordinal(text, begin, rest))
            .or_else(|| bare_label(text, begin, rest))
            .or_else(|| numbered(text, begin, rest))
            .unwrap_or_else(|| Form { label: None, number: None, title: begin..end_of(text), parted: false })
    }

    /// "Session 3: Title", "PANEL II – Title", "Annexe 1".
    fn labelled(&self, text: &str, begin: usize, rest: &str) -> Option<Form> {
        let mut at = 0;
        for _ in 0..3 {
            let word = word_at(rest, at)?;
            at = word.end;
            let label = rest.get(..at)?;
            if !label.starts_with(char::is_alphabetic) {
                return None;
            }
            let is_label = self.is_label(label);
            let misread = !is_label && word.start == 0 && numbers(rest.get(at..)?) && nearly(label).is_some();
            if !is_label && !misread {
                at += gap(rest.get(at..)?)?;
                continue;
            }
            let mut number_at = at + gap(rest.get(at..)?)?;
            for sign in ["no. ", "No. ", "n° ", "N° ", "nº ", "Nº ", "no ", "#"] {
                if rest.get(number_at..)?.starts_with(sign) {
                    number_at += sign.len();
                }
            }
            let form = self.number_and_title(text, begin, rest, at, number_at);
            // A word that only looks like a label needs all that follows one.
            if let Some(form) = form.filter(|form| !misread || form.parted) {
                return Some(form);
            }
            at += gap(rest.get(at..)?)?;
        }
        None
    }

    fn number_and_title(
        &self,
        text: &str,
        begin: usize,
        rest: &str,
        label_end: usize,
        at: usize,
    ) -> Option<Form> {
        let tail = rest.get(at..)?;
        let length = tail
            .find(|c: char| c.is_whitespace() || matches!(c, ':' | ')' | '–' | '—' | '-' | ',' | ';'))
            .unwrap_or(tail.len());
        let printed = tail.get(..length)?;
        let number = printed.trim_end_matches('.');
        let numeral = numeral::read(number, true).filter(|n| self.accepts(n))?;
        let after = rest.get(at + number.len()..)?;
        let (title, parted) = title_after(after)?;
        let from = begin + at + number.len() + title;
        Some(Form {
            label: Some(begin..begin + label_end),
            number: Some((numeral, begin + at..begin + at + number.len())),
            title: from..end_of(text).max(from),
            parted,
        })
    }

    /// "First session: Title", "Deuxième séance".
    fn ordinal(&self, text: &str, begin: usize, rest: &str) -> Option<Form> {
        let word = word_at(rest, 0)?;
        let value = numeral::word(rest.get(word.clone())?)?;
        let mut at = word.end;
        for _ in 0..2 {
            at += gap(rest.get(at..)?)?;
            let next = word_at(rest, at)?;
            let label_from = word.end + gap(rest.get(word.end..)?)?;
            at = next.end;
            if !self.is_label(rest.get(label_from..at)?) {
                continue;
            }
            let (title, parted) = title_after(rest.get(at..)?)?;
            if !parted {
                return None;
            }
            let numeral = Numeral { style: Style::Word, parts: vec![value], others: Vec::new() };
            let from = begin + at + title;
            return Some(Form {
                label: Some(begin + label_from..begin + at),
                number: Some((numeral, begin + word.start..begin + word.end)),
                title: from..end_of(text).max(from),
                parted,
            });
        }
        None
    }
}

/// "Appendix - Participants", "ANNEX: Programme", "Annex".
fn bare_label(text: &str, begin: usize, rest: &str) -> Option<Form> {
    let word = word_at(rest, 0)?;
    let label = rest.get(word.clone())?.to_lowercase();
    if !BARE.contains(&label.as_str()) {
        return None;
    }
    let (title, parted) = title_after(rest.get(word.end..)?)?;
    let from = begin + word.end + title;
    parted.then(|| Form {
        label: Some(begin..begin + word.end),
        number: None,
        title: from..end_of(text).max(from),
        parted,
    })
}

/// "4.1 Title", "III. Title", "B) Title", "(c) Title", "一、题目".
fn numbered(text: &str, begin: usize, rest: &str) -> Option<Form> {
    let open = rest.chars().next().filter(|c| matches!(c, '(' | '（' | '第' | '§')).map_or(0, char::len_utf8);
    let inner = rest.get(open..)?;
    let length = inner
        .find(|c: char| {
            c.is_whitespace() || matches!(c, ')' | ':' | '–' | '—' | '）' | '、' | '-' | '章' | '节' | '部')
        })
        .unwrap_or(inner.len());
    let printed = inner.get(..length)?;
    let number = printed.trim_end_matches(['.', ',']);
    let after = inner.get(number.len()..)?;
    // OCR reads the stop as a comma, and strokes as letters: "Il, GUADELOUPE".
    let comma = after.starts_with(',');
    let numeral = numeral::read(number, false)
        .filter(|n| !comma || number.len() > 1 || n.style == Style::Arabic)
        .or_else(|| numeral::strokes(number).filter(|_| after.starts_with(['.', ','])))?;
    let roman = numeral.style == Style::Roman && number.len() > 1 && number.starts_with(char::is_uppercase);
    let stopped = comma
        || after.starts_with(['.', ')', '）', '、', '章', '节', '部'])
        || (after.starts_with([':', '–', '—']));
    // A letter or Roman number without a sign is a word ("A note", "I think"); a bare number needs a space.
    let plain = matches!(numeral.style, Style::Arabic | Style::Decimal);
    let dashed = after.trim_start().starts_with(['–', '—', ':']) || after.trim_start().starts_with("- ");
    if !(stopped || dashed || ((plain || roman) && after.starts_with(char::is_whitespace))) {
        return None;
    }
    let sign: usize = after
        .chars()
        .take_while(|&c| {
            c.is_whitespace() || is_sign(c) || matches!(c, ',' | ')' | '）' | '、' | '章' | '节' | '部')
        })
        .map(char::len_utf8)
        .sum();
    let from = begin + open + number.len() + sign;
    let title = text.get(from..)?;
    if title.trim().is_empty() || !after.contains(|c: char| c.is_whitespace() || !c.is_ascii()) {
        return None;
    }
    Some(Form {
        label: None,
        number: Some((numeral, begin + open..begin + open + number.len())),
        title: from..end_of(text).max(from),
        parted: stopped || dashed,
    })
}

/// Where the title begins behind a number, and whether a sign stands before it. `None` when something glued follows.
fn title_after(after: &str) -> Option<(usize, bool)> {
    if after.trim().is_empty() {
        return Some((after.len(), true));
    }
    let spaces: usize = after.chars().take_while(|c| c.is_whitespace()).map(char::len_utf8).sum();
    let signs: usize = after
        .get(spaces..)?
        .chars()
        .take_while(|&c| is_sign(c) || c.is_whitespace() || c == ')')
        .map(char::len_utf8)
        .sum();
    if signs > 0 {
        return Some((spaces + signs, true));
    }
    (spaces > 0).then_some((spaces, false))
}

fn starts_with_sign(text: &str) -> bool {
    text.trim_start().starts_with(is_sign)
}

fn is_sign(c: char) -> bool {
    matches!(c, ':' | ';' | '.' | '-' | '–' | '—' | '‐' | '−' | '~' | '|' | '·' | '•' | '_')
}

/// Marks of emphasis and OCR specks before a heading.
fn is_decoration(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '*' | '_' | '#' | '-' | '—' | '–' | '~' | '"' | '“' | '‘' | '.' | '>' | '\\')
}

/// The end of the text without spaces and marks of emphasis.
fn end_of(text: &str) -> usize {
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#')).len()
}

/// The word that begins at a byte.
fn word_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let length: usize = rest
        .chars()
        .take(24)
        .take_while(|&c| c.is_alphanumeric() || matches!(c, '-' | '’' | '\''))
        .map(char::len_utf8)
        .sum();
    (length > 0).then_some(at..at + length)
}

/// The length of the spaces at the head of a text; `None` when there are none.
fn gap(text: &str) -> Option<usize> {
    let length: usize = text.chars().take_while(|c| c.is_whitespace()).map(char::len_utf8).sum();
    (length > 0).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, label: &str, number: &str, title: &str) {
        let form = Forms::new(&["Mesa técnica {n}".into()], None).read(text);
        let part = |r: Option<Range<usize>>| r.and_then(|r| text.get(r)).unwrap_or("").to_owned();
        let found = (part(form.label), part(form.number.map(|n| n.1)), part(Some(form.title)));
        assert_eq!(found, (label.to_owned(), number.to_owned(), title.to_owned()), "{text}");
    }

    #[test]
    fn forms_come_apart() {
        check("Session I: Water and borders", "Session", "I", "Water and borders");
        check("SESSION | - WATER", "SESSION", "|", "WATER");
        check("Panel 2 – Trade", "Panel", "2", "Trade");
        check("PANEL 1 ~- TRADE", "PANEL", "1", "TRADE");
        check("Seasion 1: Trade", "Seasion", "1", "Trade");
        check("Season 1: Trade", "", "", "Season 1: Trade");
        check("Annexe 1", "Annexe", "1", "");
        check("Annex II. Programme", "Annex", "II", "Programme");
        check("First session: Trade", "session", "First", "Trade");
        check("Séance 3 : Les frontières", "Séance", "3", "Les frontières");
        check("Working Group 2: Trade", "Working Group", "2", "Trade");
        check("Mesa técnica 2: Agua", "Mesa técnica", "2", "Agua");
        check("Appendix - Participants", "Appendix", "", "Participants");
        check("4.1. Trade", "", "4.1", "Trade");
        check("2.1 SNMP / SMI", "", "2.1", "SNMP / SMI");
        check("III. TRADE", "", "III", "TRADE");
        check("Il, TRADE", "", "Il", "TRADE");
        check("IV Trade", "", "IV", "Trade");
        check("(c) Trade", "", "c", "Trade");
        check("（一）贸易", "", "一", "贸易");
        check("A note on trade", "", "", "A note on trade");
        check("Introduction", "", "", "Introduction");
        check("2013 was a year", "", "", "2013 was a year");
        check("", "", "", "");
    }
}
