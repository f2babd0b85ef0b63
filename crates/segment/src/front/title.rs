//! The title: the line, or lines, that a reader would call the report by.

use rapporteur_model::{Document, Found, Kind, Span};

use super::{
    dates, genre,
    series::{is_drawn, is_file_name, is_series},
    zone::Line,
};
use crate::{join::leads_on, roles::normal, shape::Flow};

/// Words of bodies that hold conferences; a title-block line with one is a logo or a venue.
#[rustfmt::skip]
pub(super) const BODIES: &[&str] = &[
    "university", "universität", "université", "universidad", "institute", "institut", "instituto", "council", "committee", "office",
    "organization", "organisation", "organización", "foundation", "fondation", "fundación", "association", "society", "centre", "center", "centro", "ministry",
    "ministère", "ministerio", "department", "agency", "commission", "programme", "network", "federation", "school", "college", "academy",
    "board", "union", "bank", "secretariat", "embassy", "mission", "authority", "service", "trust", "fund", "observatory", "hotel", "palais", "house", "hall", "headquarters",
    "group", "forum", "press",
];

/// Finds title and subtitle.
pub(super) fn find(doc: &mut Document, flow: &Flow, lines: &[Line]) {
    let title = pick(doc, flow, lines);
    let used = title.as_ref().map(|t| t.lines.clone()).unwrap_or_default();
    if doc.meta.subtitle.is_none() {
        doc.meta.subtitle = subtitle(lines, &used);
    }
    let Some(title) = title else { return };
    let stated = doc.meta.title.take();
    let agrees = stated.as_ref().is_some_and(|s| {
        let (a, b) = (normal(&s.value), normal(&title.text));
        a == b || (a.len() > 12 && (b.starts_with(&a) || a.starts_with(&b)))
    });
    let trusted =
        stated.as_ref().is_some_and(|s| s.confidence >= 0.9 && s.value.split_whitespace().count() >= 2);
    let evidence: Vec<Span> = title.spans;
    doc.meta.title = match stated {
        Some(stated) if trusted && !agrees && !flow.markup => Some(Found { evidence: Vec::new(), ..stated }),
        _ => Some(Found {
            value: title.text,
            evidence,
            confidence: if agrees { 0.95 } else { title.confidence },
        }),
    };
}

/// Takes the genre line that opens the body as the subtitle.
pub(super) fn genre_line(doc: &mut Document, flow: &Flow, zone: &super::Zone) {
    if doc.meta.subtitle.is_some() {
        return;
    }
    let block = zone
        .openers
        .first()
        .and_then(|&at| flow.get(at))
        .and_then(|s| Some((s.block, doc.blocks.get(s.block)?)));
    if let Some((index, block)) = block
        && genre::is_genre(&normal(&block.text))
    {
        let text = block.text.trim().to_owned();
        let span = super::zone::span(index, 0..block.text.len());
        doc.meta.subtitle = Some(Found::at(text, span, 0.8));
    }
}

struct Title {
    text: String,
    spans: Vec<Span>,
    lines: Vec<usize>,
    confidence: f32,
}

fn pick(doc: &Document, flow: &Flow, lines: &[Line]) -> Option<Title> {
    let marked = |l: &Line| flow.markup && flow.get(l.at).is_some_and(|s| s.kind == Kind::Heading);
    let best = if lines.iter().any(marked) {
        let last = |dated: bool| {
            let named = |l: &&Line| marked(l) && l.dated == dated && (!dated || is_more_than_dates(&l.text));
            lines.iter().filter(named).map(|l| l.at).next_back()
        };
        let last = last(false).or_else(|| last(true))?;
        let first = lines.iter().position(|l| l.at == last)?;
        return Some(joined(
            lines,
            (first..lines.len()).filter(|&i| lines.get(i).is_some_and(|l| l.at == last)),
            0.95,
        ));
    } else if flow.layout {
        largest(flow, lines)
    } else {
        None
    };
    let best = best.or_else(|| likeliest(doc, flow, lines))?;
    let mut chosen = vec![best];
    extend(flow, lines, &mut chosen);
    chosen.sort_unstable();
    Some(joined(lines, chosen.into_iter(), 0.8))
}

fn joined(lines: &[Line], chosen: impl Iterator<Item = usize>, confidence: f32) -> Title {
    let mut title = Title { text: String::new(), spans: Vec::new(), lines: Vec::new(), confidence };
    for index in chosen {
        let Some(line) = lines.get(index) else { continue };
        let text = line.text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#'));
        if title.text.ends_with('-') && text.starts_with(char::is_lowercase) {
            title.text.pop();
        } else if !title.text.is_empty() {
            title.text.push(' ');
        }
        title.text.push_str(text);
        title.spans.push(line.span.clone());
        title.lines.push(index);
    }
    // Lines joined to one may hold the name of the draft's file too.
    if let Some((rest, name)) = title.text.rsplit_once(' ')
        && is_file_name(name)
    {
        title.text.truncate(rest.trim_end().len());
    }
    title
}

/// "Minutes of the third session (3 May 2010)": a title with its date.
fn is_more_than_dates(text: &str) -> bool {
    let dated: usize = dates::find(text)
        .iter()
        .filter_map(|d| text.get(d.bytes.clone()))
        .map(|d| d.split_whitespace().count())
        .sum();
    text.split_whitespace().count() >= dated + 3
}

/// The line in the largest type that is no genre, date or number.
fn largest(flow: &Flow, lines: &[Line]) -> Option<usize> {
    let size = |l: &Line| flow.get(l.at).map_or(0.0, |s| s.size);
    let usable = |l: &&Line| {
        !l.dated
            && l.text.split_whitespace().count() >= 2
            && !genre::is_genre(&normal(&l.text))
            && !is_series(&l.text)
            && !lists_people(&l.text)
    };
    let most = lines.iter().filter(usable).map(size).fold(0.0, f32::max);
    if most < 1.05 {
        return None;
    }
    lines.iter().position(|l| usable(&l) && size(l) >= most - 0.02)
}

/// The line of plain text that looks most like a title.
fn likeliest(doc: &Document, flow: &Flow, lines: &[Line]) -> Option<usize> {
    let date = lines.iter().position(|l| l.dated);
    let opening = opening_words(doc, flow);
    let score = |i: usize, l: &Line| {
        let words = l.text.split_whitespace().count();
        let lower = normal(&l.text);
        let mut score = match words {
            0 | 1 => -4.0,
            2 | 3 => 0.0,
            4..=25 => 2.0,
            _ => -2.0,
        };
        if l.dated {
            score -= 3.0;
        }
        if genre::is_genre(&lower) {
            score -= 1.5;
        }
        if is_series(&l.text) || is_drawn(&l.text) {
            score -= 3.0;
        }
        if l.text.contains("   ") {
            score -= 3.0;
        }
        if l.text.contains(':') {
            score += 1.0;
        }
        if is_body(&lower) && words <= 8 {
            score -= 2.0;
        }
        if super::places::country(l.text.rsplit(',').next().unwrap_or("").trim()).is_some() && words <= 8 {
            score -= 3.0;
        }
        if flow.get(l.at).is_some_and(|s| s.kind == Kind::Heading || s.caps) {
            score += 0.7;
        }
        if date.is_some_and(|d| i < d) {
            score += 1.0;
        }
        if date.is_some_and(|d| i > d) {
            score -= 1.0;
        }
        if words >= 2 && above_genre(lines, i) {
            score += 2.5;
        }
        if told(&opening, &lower) {
            score += 2.5;
        }
        if doc.meta.title.as_ref().is_some_and(|t| normal(&t.value).contains(&lower) && words >= 3) {
            score += 2.0;
        }
        score
    };
    let mut best: Option<(f32, usize)> = None;
    for (i, line) in lines.iter().enumerate() {
        let s = score(i, line);
        if best.is_none_or(|(b, _)| s > b) {
            best = Some((s, i));
        }
    }
    best.filter(|&(s, _)| s > -1.0).map(|(_, i)| i)
}

/// The words of the first paragraphs of prose, a space at each end.
fn opening_words(doc: &Document, flow: &Flow) -> String {
    let mut words = String::from(" ");
    for shape in flow.shapes.iter().filter(|s| s.prose).take(16) {
        let text = doc.blocks.get(shape.block).map_or("", |b| b.text.as_str());
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(250) {
            words.extend(word.chars().flat_map(char::to_lowercase));
            words.push(' ');
        }
    }
    words
}

/// Whether the opening names the event by the first words of a line.
fn told(opening: &str, line: &str) -> bool {
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(5).collect();
    words.len() >= 4 && opening.contains(&format!(" {} ", words.join(" ")))
}

/// Takes in the lines above and below that carry the rest of the title.
fn extend(flow: &Flow, lines: &[Line], chosen: &mut Vec<usize>) {
    let Some(&best) = chosen.first() else { return };
    let mut last = best;
    while let (Some(this), Some(that)) = (lines.get(last), lines.get(last + 1)) {
        if chosen.len() > 6 || !runs_on(flow, this, that) {
            break;
        }
        last += 1;
        chosen.push(last);
    }
    let mut first = best;
    while let Some(before) = first.checked_sub(1) {
        let (Some(this), Some(that)) = (lines.get(before), lines.get(first)) else { break };
        if chosen.len() > 6 || !runs_on(flow, this, that) {
            break;
        }
        first = before;
        chosen.push(first);
    }
}

fn runs_on(flow: &Flow, this: &Line, that: &Line) -> bool {
    let apart =
        |line: &Line| line.dated || is_series(&line.text) || is_drawn(&line.text) || is_file_name(&line.text);
    if apart(this) || apart(that) {
        return false;
    }
    let size = |l: &Line| flow.get(l.at).map_or(1.0, |s| s.size);
    let colon = this.text.ends_with(':');
    if (genre::is_genre(&normal(&that.text)) && !colon) || is_place_line(that) || is_place_line(this) {
        return false;
    }
    if this.at == that.at {
        let lower = normal(&that.text);
        return !is_body(&lower) || that.text.split_whitespace().count() > 8 || flow.layout;
    }
    let same_type = flow.layout && size(this) > 1.05 && (size(this) - size(that)).abs() < 0.03;
    let open = colon || this.text.ends_with([',', '-', '–', '—', '&']) || leads_on(&this.text);
    same_type || open || (that.text.starts_with(char::is_lowercase) && !flow.layout)
}

fn is_place_line(line: &Line) -> bool {
    line.text.split_whitespace().count() <= 6 && super::places::is_place(&line.text)
}

/// The line that stands alone right above the genre line: the title and what kind of paper it is.
fn above_genre(lines: &[Line], i: usize) -> bool {
    let Some([line, below]) = lines.get(i..i + 2) else { return false };
    let lower = normal(&line.text);
    let named = !line.dated && !is_body(&lower) && !genre::is_genre(&lower) && !is_series(&line.text);
    // One word ("Proceedings") names a series as often as a genre.
    let plain = below.text.contains(' ') && line.at != below.at && !is_place_line(line);
    named && plain && genre::is_genre(&normal(&below.text))
}

/// A line that names a body.
pub(super) fn is_body(lower: &str) -> bool {
    lower.split(|c: char| !c.is_alphanumeric()).any(|w| BODIES.contains(&w))
}

/// An address, or a line that says itself what it is: "Scribe: A. Hill".
fn is_told_apart(text: &str) -> bool {
    text.contains("://")
        || text.contains('@')
        || text.split(' ').next().is_some_and(|word| word.ends_with(':'))
}

/// A line of authors: names parted by commas, each of a few words with a capital or an initial.
fn lists_people(text: &str) -> bool {
    if !text.contains(',') && !text.contains(" and ") && !text.contains(" & ") {
        return false;
    }
    let text = text.replace(" and ", ", ").replace(" & ", ", ");
    let names: Vec<&str> = text.split(',').map(str::trim).filter(|n| !n.is_empty()).collect();
    let word = |w: &str| {
        w.starts_with(char::is_uppercase)
            || matches!(w, "de" | "da" | "di" | "del" | "der" | "van" | "von" | "y" | "el")
    };
    let person = |name: &&str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (2..=4).contains(&words.len()) && words.iter().all(|w| word(w))
    };
    let marked = text.contains(['∗', '†', '‡', '§', '¶', '¹', '²']);
    let people = names.iter().filter(|n| person(n)).count();
    people == names.len() && (people >= 3 || marked || people == 2 && text.contains(". "))
}

/// The genre line, else the line after the title.
fn subtitle(lines: &[Line], used: &[usize]) -> Option<Found<String>> {
    let free = |i: &usize| !used.contains(i);
    let genre = (0..lines.len())
        .filter(free)
        .find(|&i| lines.get(i).is_some_and(|l| genre::is_genre(&normal(&l.text))));
    let after = used.last().map(|&l| l + 1).filter(|&i| {
        lines.get(i).is_some_and(|l| {
            let words = l.text.split_whitespace().count();
            !l.dated
                && (3..=25).contains(&words)
                && !is_body(&normal(&l.text))
                && l.text.starts_with(char::is_uppercase)
                && !lists_people(&l.text)
                && !is_told_apart(&l.text)
                && !super::places::is_place(&l.text)
        })
    });
    let line = lines.get(genre.or(after)?)?;
    Some(Found::at(line.text.clone(), line.span.clone(), if genre.is_some() { 0.8 } else { 0.5 }))
}
