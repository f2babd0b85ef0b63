//! Dates and ranges of dates in running text, in the languages of the tables below.
//!
//! "May 13–14, 2013", "On 13 and 14 May 2013", "22-24TH FEBRUARY 2005", "from 22 to 24 June 2004",
//! "June 4 thru June 6, 2002", "November 29 to December 2, 2021", "19th and 20th June", "August and September 2020".

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use rapporteur_model::Date;

/// A date or a range of dates as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dates {
    /// Bytes of the text.
    pub(crate) bytes: Range<usize>,
    /// First and last point.
    pub(crate) first: Point,
    pub(crate) last: Point,
}

/// One point in time, as far as it is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) day: Option<u8>,
    pub(crate) month: Option<u8>,
    pub(crate) year: Option<u16>,
}

impl Point {
    /// As a calendar date; `None` without a year.
    pub(crate) fn date(self) -> Option<Date> {
        let year = self.year?;
        match (self.month, self.day) {
            (Some(month), Some(day)) => Date::new(year, month, day),
            (Some(month), None) => Date::month(year, month),
            _ => Some(Date::year(year)),
        }
    }
}

impl Dates {
    /// A day is printed, not only month and year.
    pub(crate) fn has_day(&self) -> bool {
        self.first.day.is_some()
    }

    /// The same with a year, when none is printed.
    pub(crate) fn in_year(mut self, year: Option<u16>) -> Self {
        self.first.year = self.first.year.or(year);
        self.last.year = self.last.year.or(year);
        self
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number(u16),
    Year(u16),
    Month(u8),
    Comma,
    /// "–", "to", "and": between two points.
    Between,
    /// "of", "the", a weekday: says nothing.
    Filler,
    Iso(u16, u8, u8),
    Other,
}

#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "enero", "janeiro", "januar", "gennaio", "января", "январь"],
    &["february", "feb", "février", "fevrier", "febrero", "fevereiro", "februar", "febbraio", "февраля", "февраль"],
    &["march", "mar", "mars", "marzo", "março", "märz", "марта", "март"],
    &["april", "apr", "avril", "abril", "aprile", "апреля", "апрель"],
    &["may", "mai", "mayo", "maio", "maggio", "мая", "май"],
    &["june", "jun", "juin", "junio", "junho", "juni", "giugno", "июня", "июнь"],
    &["july", "jul", "juillet", "julio", "julho", "juli", "luglio", "июля", "июль"],
    &["august", "aug", "août", "aout", "agosto", "августа", "август"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "setembro", "settembre", "сентября", "сентябрь"],
    &["october", "oct", "octobre", "octubre", "outubro", "oktober", "ottobre", "октября", "октябрь"],
    &["november", "nov", "novembre", "noviembre", "novembro", "ноября", "ноябрь"],
    &["december", "dec", "décembre", "decembre", "diciembre", "dezembro", "dezember", "dicembre", "декабря", "декабрь"],
];

#[rustfmt::skip]
const BETWEEN: &[&str] = &["to", "and", "through", "thru", "until", "till", "au", "à", "al", "a", "y", "et", "e", "ao", "bis", "und", "и", "по", "&"];

#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "of", "the", "de", "del", "el", "le", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lundi",
    "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado",
    "domingo", "do", "dia", "dias", "segunda", "terça", "quarta", "quinta", "sexta", "feira", "il", "di", "dell", "lunedì", "martedì", "mercoledì",
    "giovedì", "venerdì", "sabato", "domenica", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "den", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
];

/// All dates of a text, in order.
pub(crate) fn find(text: &str) -> Vec<Dates> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read(&tokens, at) {
            Some((dates, next)) => {
                found.push(dates);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// Reads one date or range that begins at a token.
fn read(tokens: &[(Token, Range<usize>)], from: usize) -> Option<(Dates, usize)> {
    let mut points: Vec<Point> = Vec::new();
    let mut at = from;
    let mut end = from;
    let mut comma = false;
    let mut gap = false;
    while let Some((token, _)) = tokens.get(at) {
        let month_seen = points.iter().any(|p| p.month.is_some());
        let last = points.last_mut();
        match (*token, last) {
            (Token::Iso(year, month, day), None) => {
                points.push(Point { day: Some(day), month: Some(month), year: Some(year) });
                end = at + 1;
                break;
            }
            (Token::Number(n), last) => {
                let day = u8::try_from(n).ok().filter(|d| (1..=31).contains(d))?;
                match last {
                    Some(p) if p.day.is_none() && p.month.is_some() && p.year.is_none() && !comma && !gap => {
                        p.day = Some(day);
                    }
                    _ => points.push(Point { day: Some(day), ..Point::default() }),
                }
            }
            (Token::Month(m), Some(p)) if p.month.is_none() && !comma => p.month = Some(m),
            // "12, May": the number is no day.
            (Token::Month(_), Some(p)) if p.month.is_none() => break,
            (Token::Month(m), _) => points.push(Point { month: Some(m), ..Point::default() }),
            (Token::Year(y), Some(p)) if month_seen && p.year.is_none() => p.year = Some(y),
            (Token::Comma, Some(_)) if !comma => {
                comma = true;
                at += 1;
                continue;
            }
            (Token::Between, Some(_)) => {
                gap = true;
                comma = false;
                at += 1;
                continue;
            }
            (Token::Filler, Some(_)) => {
                at += 1;
                continue;
            }
            _ => break,
        }
        comma = false;
        gap = false;
        at += 1;
        end = at;
        if points.len() > 12 {
            break;
        }
    }
    let points = resolved(points)?;
    let bytes = tokens.get(from)?.1.start..tokens.get(end.checked_sub(1)?)?.1.end;
    Some((Dates { bytes, first: *points.first()?, last: *points.last()? }, end.max(from + 1)))
}

/// Gives each point the month and year its neighbours print. `None` when it is no date.
fn resolved(mut points: Vec<Point>) -> Option<Vec<Point>> {
    // Numbers behind the last month with nothing to name them belong to it only in "May 13–14".
    let first_month = points.iter().position(|p| p.month.is_some())?;
    let leads = points.get(first_month).is_some_and(|p| p.day.is_some()) && first_month == 0;
    let mut month = None;
    if leads {
        for p in &mut points {
            p.month = p.month.or(month);
            month = p.month;
        }
    }
    month = None;
    for p in points.iter_mut().rev() {
        p.month = p.month.or(month);
        month = p.month;
    }
    points.retain(|p| p.month.is_some());
    let mut year = None;
    for p in points.iter_mut().rev() {
        p.year = p.year.or(year);
        year = p.year;
    }
    let mut year = None;
    for p in &mut points {
        p.year = p.year.or(year);
        year = p.year;
    }
    let sound = points.iter().all(|p| p.day.is_some() || p.year.is_some())
        && points.iter().all(|p| p.year.is_none() || p.date().is_some());
    (sound && !points.is_empty()).then_some(points)
}

/// Takes a text apart into what dates are made of.
fn tokens(text: &str) -> Vec<(Token, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c == '.' {
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = class(c);
        if kind != Class::Sign {
            while let Some(&(i, next)) = chars.peek() {
                if class(next) != kind {
                    break;
                }
                end = i + next.len_utf8();
                chars.next();
            }
        }
        let part = text.get(start..end).unwrap_or("");
        let token = match kind {
            Class::Digit => number(part),
            Class::Letter => word(part, tokens.last()),
            Class::Sign => match c {
                ',' => Token::Comma,
                '-' | '–' | '—' | '‐' | '−' | '\u{ad}' | '\u{fffd}' | '/' | '&' | '~' => {
                    Token::Between
                }
                '(' | ')' | 'º' | 'ª' | '°' => Token::Filler,
                _ => Token::Other,
            },
        };
        // "22nd": the letters belong to the number.
        if token == Token::Other && kind == Class::Letter && is_ordinal_end(part) && glued(&tokens, start) {
            continue;
        }
        tokens.push((token, start..end));
        iso(text, &mut tokens);
    }
    tokens
}

#[derive(PartialEq, Clone, Copy)]
enum Class {
    Digit,
    Letter,
    Sign,
}

fn class(c: char) -> Class {
    if c.is_ascii_digit() {
        Class::Digit
    } else if c.is_alphabetic() {
        Class::Letter
    } else {
        Class::Sign
    }
}

fn number(part: &str) -> Token {
    match part.parse::<u16>() {
        Ok(n) if part.len() == 4 && (1800..2200).contains(&n) => Token::Year(n),
        Ok(n) if part.len() <= 2 => Token::Number(n),
        _ => Token::Other,
    }
}

fn word(part: &str, before: Option<&(Token, Range<usize>)>) -> Token {
    if part.len() > 14 {
        return Token::Other;
    }
    let lower = part.to_lowercase();
    let lower = lower.as_str();
    match WORDS.get(lower).copied().unwrap_or(Token::Other) {
        Token::Month(month) => {
            // "may" and "mar" in small letters are words of the text.
            let capital = part.starts_with(char::is_uppercase)
                || !matches!(lower, "may" | "mar" | "march" | "sep" | "dec");
            let after_number = matches!(before, Some((Token::Number(_) | Token::Filler, _)));
            if capital || after_number { Token::Month(month) } else { Token::Other }
        }
        token => token,
    }
}

/// What each word of a date is, by the word.
static WORDS: LazyLock<BTreeMap<&'static str, Token>> = LazyLock::new(|| {
    let mut words = BTreeMap::new();
    words.extend(FILLERS.iter().map(|&word| (word, Token::Filler)));
    words.extend(BETWEEN.iter().map(|&word| (word, Token::Between)));
    for (names, month) in MONTHS.iter().zip(1..) {
        words.extend(names.iter().map(|&name| (name, Token::Month(month))));
    }
    words
});

fn is_ordinal_end(part: &str) -> bool {
    matches!(part.to_lowercase().as_str(), "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "o")
}

fn glued(tokens: &[(Token, Range<usize>)], start: usize) -> bool {
    matches!(tokens.last(), Some((Token::Number(_), range)) if range.end == start || range.end + 1 == start)
}

/// Turns "2022-12-05" into one token.
fn iso(text: &str, tokens: &mut Vec<(Token, Range<usize>)>) {
    let Some(
        [
            (Token::Year(y), a),
            (Token::Between, _),
            (Token::Number(m), _),
            (Token::Between, _),
            (Token::Number(d), b),
        ],
    ) = tokens.len().checked_sub(5).and_then(|n| tokens.get(n..))
    else {
        return;
    };
    let (Ok(month), Ok(day)) = (u8::try_from(*m), u8::try_from(*d)) else { return };
    if b.end - a.start != 10 || Date::new(*y, month, day).is_none() || text.get(a.start..b.end).is_none() {
        return;
    }
    let token = (Token::Iso(*y, month, day), a.start..b.end);
    tokens.truncate(tokens.len() - 5);
    tokens.push(token);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &[(&str, &str)]) {
        let show = |p: Point| {
            p.date().map_or_else(
                || format!("--{:02}-{:02}", p.month.unwrap_or(0), p.day.unwrap_or(0)),
                |d| d.to_string(),
            )
        };
        let found: Vec<(String, String)> = find(text).iter().map(|d| (show(d.first), show(d.last))).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, wanted, "{text}");
    }

    #[test]
    fn forms_of_dates() {
        check("May 13–14, 2013", &[("2013-05-13", "2013-05-14")]);
        check("On 13 and 14 May 2013, they met", &[("2013-05-13", "2013-05-14")]);
        check("22-24TH FEBRUARY 2005", &[("2005-02-22", "2005-02-24")]);
        check("in Rome from 22 to 24 June 2004.", &[("2004-06-22", "2004-06-24")]);
        check("on June 4 thru June 6, 2002", &[("2002-06-04", "2002-06-06")]);
        check("from November 29 to December 2, 2021", &[("2021-11-29", "2021-12-02")]);
        check("30 November – 2 December 2021", &[("2021-11-30", "2021-12-02")]);
        check("On 5th December 2022, all met", &[("2022-12-05", "2022-12-05")]);
        check("19th and 20th June", &[("--06-19", "--06-20")]);
        check("in August and September 2020", &[("2020-08", "2020-09")]);
        check("May 2003", &[("2003-05", "2003-05")]);
        check("4, 5 and 6 October 1999", &[("1999-10-04", "1999-10-06")]);
        check("du 3 au 5 février 2010 à Dakar", &[("2010-02-03", "2010-02-05")]);
        check("del 7 al 9 de marzo de 2011", &[("2011-03-07", "2011-03-09")]);
        check("nos dias 3 e 4 de maio de 2013", &[("2013-05-03", "2013-05-04")]);
        check("dal 30 maggio al 2 giugno 2013", &[("2013-05-30", "2013-06-02")]);
        check("Montag, 3. bis Mittwoch, 5. Mai 2010", &[("2010-05-03", "2010-05-05")]);
        check("3–4 мая 2013 г.", &[("2013-05-03", "2013-05-04")]);
        check("le 1er août 2012", &[("2012-08-01", "2012-08-01")]);
        check("Monday, 2 May – Wednesday, 4 May 2016", &[("2016-05-02", "2016-05-04")]);
        check("date: 2022-12-05", &[("2022-12-05", "2022-12-05")]);
        check("30 December 2009 to 2 January 2010", &[("2009-12-30", "2010-01-02")]);
    }

    #[test]
    fn no_dates() {
        for text in ["we may 12 times", "Session 3", "resolution 1325", "May", "p. 12, 14", ""] {
            check(text, &[]);
        }
    }
}
