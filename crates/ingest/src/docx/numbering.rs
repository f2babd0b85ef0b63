//! Lists: the marks that Word computes and does not write down.

use std::collections::BTreeMap;

use super::styles::{InList, Styles};
use crate::{
    Limits,
    packed::xml::{Element, Token, Tokens},
};

/// Levels that a list has.
const LEVELS: usize = 9;

/// Longest mark, in characters.
const LONGEST: usize = 60;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: i64,
    format: String,
    /// The mark, with `%1` to `%9` for the numbers of the levels.
    text: String,
    /// Numbers of all levels are written in figures.
    legal: bool,
    /// The level after which the number starts anew, counted from 1; 0 for never.
    restart: Option<usize>,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new(), legal: false, restart: None }
    }
}

/// A kind of list.
#[derive(Debug, Clone, Default)]
struct Abstract {
    levels: BTreeMap<usize, Level>,
    /// The style of lists that it takes its levels from.
    link: Option<String>,
}

/// A list: a kind, with changes to it.
#[derive(Debug, Clone, Default)]
struct List {
    kind: String,
    changed: BTreeMap<usize, Level>,
    starts: BTreeMap<usize, i64>,
    /// Its own starts have been put in force.
    begun: bool,
}

/// All lists, and how far each has been counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    kinds: BTreeMap<String, Abstract>,
    lists: BTreeMap<String, List>,
    counts: BTreeMap<String, [Option<i64>; LEVELS]>,
}

/// What stands in front of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The mark as printed; empty for a level that prints none.
    pub(crate) text: String,
    /// Depth in the list, counted from 1.
    pub(crate) level: u8,
    pub(crate) bullet: bool,
}

/// Reads the part with the lists.
pub(crate) fn read(xml: &str, styles: &Styles, limits: &Limits) -> Numbering {
    let mut reader = Reader::default();
    for token in Tokens::of(xml, limits.nesting as usize).map_while(Result::ok) {
        match token {
            Token::Open(element) => reader.open(&element),
            Token::Close(element) => reader.close(&element),
            Token::Text(_) => {}
        }
    }
    let mut numbering = reader.numbering;
    numbering.link(styles);
    numbering
}

/// What is open while the part is read.
#[derive(Debug, Default)]
struct Reader {
    numbering: Numbering,
    kind: Option<(String, Abstract)>,
    list: Option<(String, List)>,
    level: Option<(usize, Level)>,
    over: usize,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        let value = || element.value("val");
        match element.name() {
            "abstractNum" => self.kind = element.value("abstractNumId").map(|id| (id, Abstract::default())),
            "num" => self.list = element.value("numId").map(|id| (id, List::default())),
            "lvl" => self.level = element.number("ilvl").map(|at| (at, Level::default())),
            "lvlOverride" => self.over = element.number("ilvl").unwrap_or(0),
            _ => {}
        }
        if let Some((_, list)) = &mut self.list {
            match element.name() {
                "abstractNumId" => list.kind = value().unwrap_or_default(),
                "startOverride" => {
                    list.starts.extend(element.number("val").map(|start| (self.over, start)));
                }
                _ => {}
            }
        }
        if let (Some((_, kind)), "numStyleLink") = (&mut self.kind, element.name()) {
            kind.link = value();
        }
        let Some((_, level)) = &mut self.level else { return };
        match element.name() {
            "start" => level.start = element.number("val").unwrap_or(1),
            "numFmt" => level.format = value().unwrap_or_default(),
            "lvlText" => level.text = value().unwrap_or_default().chars().take(LONGEST).collect(),
            "isLgl" => level.legal = element.is_on(),
            "lvlRestart" => level.restart = element.number("val"),
            _ => {}
        }
    }

    fn close(&mut self, element: &Element<'_>) {
        match element.name() {
            "lvl" => {
                let Some((at, level)) = self.level.take().filter(|(at, _)| *at < LEVELS) else { return };
                if let Some((_, list)) = &mut self.list {
                    list.changed.insert(at, level);
                } else if let Some((_, kind)) = &mut self.kind {
                    kind.levels.insert(at, level);
                }
            }
            "abstractNum" => self.numbering.kinds.extend(self.kind.take()),
            "num" => self.numbering.lists.extend(self.list.take()),
            _ => {}
        }
    }
}

impl Numbering {
    /// Gives kinds that take their levels from a style of lists the levels of that style's list.
    fn link(&mut self, styles: &Styles) {
        let links = self.kinds.iter().filter_map(|(id, kind)| Some((id.clone(), kind.link.clone()?)));
        for (id, link) in links.collect::<Vec<_>>() {
            let list = styles.of_run(&link).and_then(|style| style.list.list.clone());
            let levels = list
                .and_then(|list| self.kinds.get(&self.lists.get(&list)?.kind))
                .map(|kind| kind.levels.clone());
            if let (Some(kind), Some(levels)) = (self.kinds.get_mut(&id), levels) {
                kind.levels = levels;
            }
        }
    }

    /// Counts a paragraph of a list and gives its mark; `None` when there is no such list.
    pub(crate) fn next(&mut self, place: &InList) -> Option<Mark> {
        let list = self.lists.get_mut(place.list.as_deref()?)?;
        let kind = self.kinds.get(&list.kind)?;
        let at = usize::from(place.level.unwrap_or(0)).min(LEVELS - 1);
        let level = |at: usize| list.changed.get(&at).or_else(|| kind.levels.get(&at));
        let counts = self.counts.entry(list.kind.clone()).or_default();
        if !list.begun {
            list.starts.keys().filter(|&&at| at < LEVELS).for_each(|&at| {
                counts.get_mut(at).into_iter().for_each(|count| *count = None);
            });
        }
        let start = |at: usize| list.starts.get(&at).copied().or(level(at).map(|l| l.start)).unwrap_or(1);
        for (above, count) in counts.iter_mut().enumerate().take(at) {
            count.get_or_insert(start(above));
        }
        let count = counts.get_mut(at)?;
        *count = Some(count.map_or(start(at), |n| n.saturating_add(1)));
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restart = level(below).and_then(|l| l.restart).unwrap_or(below);
            if restart != 0 && at < restart {
                *count = None;
            }
        }
        let mark = level(at).map(|own| written(own, counts, |at| level(at).map_or("decimal", |l| &l.format)));
        let bullet = level(at).is_some_and(|l| l.format == "bullet");
        list.begun = true;
        let level = u8::try_from(at + 1).unwrap_or(u8::MAX);
        Some(Mark { text: mark.unwrap_or_default(), level, bullet })
    }
}

/// The mark of a level.
fn written<'l>(own: &Level, counts: &[Option<i64>; LEVELS], format: impl Fn(usize) -> &'l str) -> String {
    match own.format.as_str() {
        "none" => return String::new(),
        "bullet" => return bullet(&own.text),
        _ => {}
    }
    let mut mark = String::new();
    let mut signs = own.text.chars().peekable();
    while let Some(sign) = signs.next() {
        let digit = signs.peek().and_then(|c| c.to_digit(10)).filter(|d| sign == '%' && *d > 0);
        let Some(at) = digit.and_then(|d| usize::try_from(d - 1).ok()) else {
            mark.push(sign);
            continue;
        };
        signs.next();
        let format = if own.legal { "decimal" } else { format(at) };
        mark.push_str(&number(counts.get(at).copied().flatten().unwrap_or(1), format));
    }
    mark.trim().to_owned()
}

/// The sign of a list without numbers. Most stand in fonts of symbols, where they are other characters.
fn bullet(text: &str) -> String {
    let sign = text.trim().chars().next().filter(|c| "–—-*•◦▪■□►▶→✓✔❖○●".contains(*c));
    sign.unwrap_or('•').to_string()
}

/// A number in one of Word's formats.
pub(crate) fn number(number: i64, format: &str) -> String {
    let written = match format {
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).map(|l| l.to_uppercase()),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).map(|r| r.to_uppercase()),
        "decimalZero" if number < 10 => Some(format!("0{number}")),
        "chicago" => chicago(number),
        _ => None,
    };
    written.unwrap_or_else(|| number.to_string())
}

/// `a` to `z`, `aa`, `bb`, as Word counts on.
fn letters(number: i64) -> Option<String> {
    let number = usize::try_from(number.checked_sub(1)?).ok().filter(|n| *n < 26 * 5)?;
    let letter = char::from(b'a' + u8::try_from(number % 26).ok()?);
    Some(std::iter::repeat_n(letter, number / 26 + 1).collect())
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = Some(number).filter(|n| (1..4000).contains(n))?;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    Some(out)
}

/// `*`, `†`, `‡`, `§`, then doubled.
fn chicago(number: i64) -> Option<String> {
    let number = usize::try_from(number.checked_sub(1)?).ok().filter(|n| *n < 12)?;
    let sign = ['*', '†', '‡', '§'].get(number % 4)?;
    Some(std::iter::repeat_n(*sign, number / 4 + 1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "<w:numbering>\
        <w:abstractNum w:abstractNumId='0'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl>\
        <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2.%3'/><w:isLgl/></w:lvl>\
        </w:abstractNum>\
        <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='&#xF0B7;'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
        <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
        <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>\
        <w:num w:numId='9'><w:abstractNumId w:val='99'/></w:num></w:numbering>";

    fn marks(places: &[(&str, u8)]) -> Vec<String> {
        let mut numbering = read(LISTS, &Styles::default(), &Limits::default());
        let mut mark = |&(list, level): &(&str, u8)| {
            let place = InList { list: Some(list.to_owned()), level: Some(level) };
            numbering.next(&place).map_or("?".to_owned(), |m| m.text)
        };
        places.iter().map(&mut mark).collect()
    }

    #[test]
    fn marks_are_counted_level_by_level() {
        let found = marks(&[("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("2", 0)]);
        assert_eq!(found, ["1.", "a)", "b)", "1.2.1", "2.", "a)", "•"]);
    }

    #[test]
    fn a_list_may_start_anew_or_not_be_there() {
        assert_eq!(
            marks(&[("1", 0), ("1", 0), ("3", 0), ("3", 0), ("1", 0)]),
            ["1.", "2.", "1.", "2.", "3."]
        );
        assert_eq!(marks(&[("9", 0), ("8", 0)]), ["?", "?"]);
        assert_eq!(marks(&[("1", 200)]).len(), 1);
    }

    #[test]
    fn numbers_in_all_formats() {
        assert_eq!(number(28, "lowerLetter"), "bb");
        assert_eq!(number(1994, "upperRoman"), "MCMXCIV");
        assert_eq!((number(3, "decimalZero"), number(5, "chicago")), ("03".to_owned(), "**".to_owned()));
        assert_eq!(number(i64::MAX, "lowerRoman"), i64::MAX.to_string());
        assert_eq!(number(i64::MIN, "lowerLetter"), i64::MIN.to_string());
    }
}
