//! When and where: the event's dates and place, and the document's own date.

use std::collections::BTreeMap;

use rapporteur_model::{Conference, Date, Document, Found, Kind, Span};

use super::{
    dates::{self, Dates},
    opening::{Sentence, names_event},
    places,
    title::is_body,
    zone::{Line, span},
};
use crate::{
    roles::normal,
    shape::{Flow, Shape},
};

/// A date that may be the event's.
#[derive(Debug, Clone)]
struct When {
    dates: Dates,
    span: Span,
    weight: f32,
    /// From the title block.
    head: bool,
}

/// Finds dates and place. Says when title block and opening contradict each other.
pub(super) fn find(
    doc: &mut Document,
    flow: &Flow,
    lines: &[Line],
    opening: &[Sentence],
) -> Option<(String, Span)> {
    let mut whens = in_title(lines);
    whens.extend(in_opening(opening));
    let year = whens
        .iter()
        .find_map(|w| w.dates.last.year)
        .or_else(|| doc.meta.document_date.as_ref().map(|d| d.value.parts().0));
    for when in &mut whens {
        when.dates = when.dates.clone().in_year(year);
    }
    let signed = sign_off(doc, flow);
    let chosen = choose(&whens);
    let mut warning = None;
    if let Some(when) = chosen {
        warning = contradiction(when, &whens);
        set_dates(&mut doc.meta.event, when, &whens);
    }
    in_stated_title(&mut doc.meta.event, doc.meta.title.as_ref());
    let start = doc.meta.event.start.as_ref().map(|s| s.value);
    // What the text prints counts more than the date a program put into the file.
    let (stated, unsure) = match doc.meta.document_date.take() {
        Some(date) if date.confidence >= 0.9 => (Some(date), None),
        date => (None, date),
    };
    doc.meta.document_date = stated
        .or(signed.filter(|d| start.is_none_or(|start| d.value >= start)))
        .or_else(|| published(&whens, chosen, start))
        .or_else(|| in_heads(doc, start))
        .or(unsure.filter(|d| is_possible(d.value, start)));
    place(doc, lines, opening);
    warning
}

/// Years after its event in which a report is still written; a file made later was scanned or converted.
const LATEST: u16 = 8;

/// Whether a file's own date can be that of the report: not before the event, and not long after.
fn is_possible(date: Date, start: Option<Date>) -> bool {
    start.is_none_or(|start| {
        let (of_event, of_file) = (start.parts().0, date.parts().0);
        of_event <= of_file && of_file <= of_event.saturating_add(LATEST)
    })
}

/// The dates that the title itself has, where it stands in no line of the title block.
fn in_stated_title(event: &mut Conference, title: Option<&Found<String>>) {
    let Some(title) = title.filter(|t| event.start.is_none() && names_event(&t.value)) else { return };
    let dates = dates::find(&title.value);
    let [dates] = dates.as_slice() else { return };
    let found = |date: Date| Found { value: date, evidence: title.evidence.clone(), confidence: 0.6 };
    event.start = dates.first.date().map(found);
    event.end = dates.last.date().map(found);
}

fn in_title(lines: &[Line]) -> Vec<When> {
    let mut whens = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let lower = line.text.to_lowercase();
        let printed = ["published", "copyright", "©", "issued", "version", "revised", "received", "accessed"];
        for found in dates::find(&line.text) {
            let from = line.span.bytes.start as usize;
            let bytes = from + found.bytes.start..from + found.bytes.end;
            let mut weight = if found.has_day() { 0.9 } else { 0.35 };
            if printed.iter().any(|w| lower.contains(w)) {
                weight = 0.1;
            }
            weight -= 0.01 * f32::from(u8::try_from(i).unwrap_or(40).min(40));
            whens.push(When {
                dates: found,
                span: span(line.span.block as usize, bytes),
                weight,
                head: true,
            });
        }
    }
    whens
}

fn in_opening(opening: &[Sentence]) -> Vec<When> {
    let mut whens = Vec::new();
    for (i, sentence) in opening.iter().enumerate() {
        for found in dates::find(&sentence.text) {
            let mut weight = if found.has_day() { 0.25 } else { 0.1 };
            if sentence.held.is_some() {
                weight += if found.has_day() { 0.55 } else { 0.4 };
            }
            if sentence.event {
                weight += 0.08;
            }
            weight -= 0.012 * f32::from(u8::try_from(i).unwrap_or(30).min(30));
            let span = sentence.span(&found.bytes);
            whens.push(When { dates: found, span, weight, head: false });
        }
    }
    whens
}

/// The likeliest event date. A single day in the title block gives way to an earlier date of the opening: it is
/// the day of publication.
fn choose(whens: &[When]) -> Option<&When> {
    let usable = |w: &&When| w.dates.first.date().is_some() && w.weight >= 0.3;
    let best = |head: bool| {
        whens
            .iter()
            .filter(usable)
            .filter(|w| w.head == head)
            .reduce(|a, b| if b.weight > a.weight { b } else { a })
    };
    match (best(true), best(false)) {
        (Some(head), Some(told)) if told.weight >= 0.6 => {
            let (h, t) = (head.dates.first.date(), told.dates.first.date());
            let ranged = head.dates.first != head.dates.last;
            let later = h > t && !ranged && !overlap(&head.dates, &told.dates);
            if later || !head.dates.has_day() { Some(told) } else { Some(head) }
        }
        (head, told) => head.or(told),
    }
}

fn overlap(a: &Dates, b: &Dates) -> bool {
    let range = |d: &Dates| d.first.date().zip(d.last.date());
    match (range(a), range(b)) {
        (Some((a0, a1)), Some((b0, b1))) => a0 <= b1 && b0 <= a1,
        _ => false,
    }
}

fn set_dates(event: &mut Conference, when: &When, whens: &[When]) {
    let same: Vec<&When> = whens
        .iter()
        .filter(|w| {
            w.dates.first.date() == when.dates.first.date() && w.dates.last.date() == when.dates.last.date()
        })
        .collect();
    let agreed = same.iter().any(|w| w.head) && same.iter().any(|w| !w.head);
    let confidence = if agreed { 0.97 } else { when.weight.clamp(0.1, 0.9) };
    let evidence: Vec<Span> = same.iter().take(3).map(|w| w.span.clone()).collect();
    let found =
        |date: Option<Date>| date.map(|value| Found { value, evidence: evidence.clone(), confidence });
    // A date that the file itself states for the event stands.
    if event.start.is_none() {
        event.start = found(when.dates.first.date());
    }
    if event.end.is_none() {
        event.end =
            found(when.dates.last.date()).filter(|e| event.start.as_ref().is_none_or(|s| s.value <= e.value));
    }
}

fn contradiction(chosen: &When, whens: &[When]) -> Option<(String, Span)> {
    let other = whens.iter().find(|w| {
        w.head != chosen.head
            && w.weight >= 0.75
            && w.dates.has_day()
            && w.dates.first.date().is_some()
            && !overlap(&w.dates, &chosen.dates)
    })?;
    let agrees = whens.iter().any(|w| w.head != chosen.head && overlap(&w.dates, &chosen.dates));
    if agrees {
        return None;
    }
    let (a, b) = (chosen.dates.first.date()?, other.dates.first.date()?);
    Some((
        format!("the event is dated {a} in one place and {b} in another; {a} was taken"),
        other.span.clone(),
    ))
}

/// A date of the title block that is not the event's.
fn published(whens: &[When], chosen: Option<&When>, start: Option<Date>) -> Option<Found<Date>> {
    let when = whens.iter().filter(|w| w.head).find(|w| {
        w.dates.last.date().is_some()
            && chosen.is_none_or(|c| c.span != w.span && !overlap(&c.dates, &w.dates))
            && start.is_none_or(|s| w.dates.last.date() > Some(s))
    })?;
    when.dates.last.date().map(|date| Found::at(date, when.span.clone(), 0.6))
}

/// Running heads that are looked at.
const HEADS: usize = 60;

/// A date that running heads repeat page after page, after the event.
fn in_heads(doc: &Document, start: Option<Date>) -> Option<Found<Date>> {
    let mut counts: BTreeMap<Date, Vec<Span>> = BTreeMap::new();
    let heads =
        doc.blocks.iter().enumerate().filter(|(_, b)| b.kind == Kind::Furniture && b.text.len() < 200);
    for (index, block) in heads.take(HEADS) {
        for found in dates::find(&block.text) {
            if let Some(date) = found.last.date() {
                counts.entry(date).or_default().push(span(index, found.bytes));
            }
        }
    }
    let (date, spans) = counts.into_iter().max_by_key(|(_, spans)| spans.len())?;
    let repeated = spans.len() >= 3 && start.is_none_or(|start| date > start);
    repeated.then(|| Found { value: date, evidence: spans.into_iter().take(3).collect(), confidence: 0.6 })
}

/// "New York, Nairobi, and Beijing, 18 October, 2013": a short dated line at the very end.
fn sign_off(doc: &Document, flow: &Flow) -> Option<Found<Date>> {
    let last: Vec<&Shape> = flow.shapes.iter().rev().take(3).collect();
    for shape in last {
        if shape.words > 16 || shape.prose {
            continue;
        }
        let text = doc.blocks.get(shape.block)?.text.as_str();
        for line in text.lines() {
            let found = dates::find(line);
            if let [dates] = found.as_slice()
                && dates.has_day()
                && let Some(date) = dates.first.date()
            {
                let at = text.find(line).unwrap_or(0);
                return Some(Found::at(
                    date,
                    span(shape.block, at + dates.bytes.start..at + dates.bytes.end),
                    0.8,
                ));
            }
        }
    }
    None
}

/// Sets place and country.
fn place(doc: &mut Document, lines: &[Line], opening: &[Sentence]) {
    let found = place_in_title(lines).or_else(|| {
        opening
            .iter()
            .filter(|s| s.held.is_some())
            .find_map(|s| places::held_at(&s.text).map(|(text, bytes)| Found::at(text, s.span(&bytes), 0.7)))
    });
    let Some(found) = doc.meta.event.place.take().or(found) else { return };
    if doc.meta.event.country.is_none()
        && let Some(country) = places::country_in(&found.value)
    {
        doc.meta.event.country = Some(Found {
            value: country.to_owned(),
            evidence: found.evidence.clone(),
            confidence: found.confidence,
        });
    }
    doc.meta.event.place = Some(found);
}

/// The venue and town lines beside the date, or what stands on the date's own line.
fn place_in_title(lines: &[Line]) -> Option<Found<String>> {
    let mut parts: Vec<(usize, String, Span)> = Vec::new();
    let dated = lines.iter().position(|l| dates::find(&l.text).iter().any(Dates::has_day));
    if let Some(at) = dated {
        parts.extend(lines.get(at).and_then(beside_date).map(|(text, span)| (at, text, span)));
        let told = parts.iter().any(|(_, text, _)| places::is_place(text));
        for step in [-1_i32, 1].into_iter().filter(|_| !told) {
            let mut i = i32::try_from(at).unwrap_or(0) + step;
            while let Some(line) = usize::try_from(i).ok().and_then(|i| lines.get(i)) {
                let lower = normal(&line.text);
                let short = line.text.split_whitespace().count() <= 12;
                if line.dated || !short || !(places::is_place(&line.text) || is_body(&lower)) {
                    break;
                }
                parts.push((usize::try_from(i).unwrap_or(0), line.text.clone(), line.span.clone()));
                i += step;
            }
        }
    }
    if !parts.iter().any(|(_, text, _)| places::is_place(text) || places::is_online(text)) {
        // Without a date beside it only a line that is a place throughout counts.
        parts = lines
            .iter()
            .enumerate()
            .filter(|(_, l)| l.text.contains(',') && l.text.split_whitespace().count() <= 6)
            .filter(|(_, l)| places::country(l.text.rsplit(',').next().unwrap_or("").trim()).is_some())
            .map(|(i, l)| (i, l.text.clone(), l.span.clone()))
            .take(1)
            .collect();
    }
    parts.sort_by_key(|(i, ..)| *i);
    // Bodies that stand apart from the place are organizers' names.
    let keep = parts.iter().position(|(_, t, _)| places::is_place(t) || places::is_online(t)).unwrap_or(0);
    let from = keep.saturating_sub(2);
    let parts = parts.get(from..).unwrap_or(&[]);
    let value = parts.iter().map(|(_, text, _)| text.trim_end_matches(',')).collect::<Vec<_>>().join(", ");
    let evidence = parts.iter().map(|(.., span)| span.clone()).collect();
    (!value.is_empty()).then_some(Found { value, evidence, confidence: 0.85 })
}

/// "Rome, 22–24 June 2004" and "25 June 2021, Virtual on Zoom": the line without the date.
fn beside_date(line: &Line) -> Option<(String, Span)> {
    let dates = dates::find(&line.text);
    let (first, last) = (dates.first()?, dates.last()?);
    for (from, to) in [(0, first.bytes.start), (last.bytes.end, line.text.len())] {
        let part = line.text.get(from..to).unwrap_or("");
        let part = part.trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '(' && c != '.');
        let text = places::without_genre(part);
        if text.split_whitespace().count() <= 12 && (places::is_place(text) || places::is_online(text)) {
            let at = line.text.find(text).unwrap_or(0);
            let start = line.span.bytes.start as usize + at;
            return Some((text.to_owned(), span(line.span.block as usize, start..start + text.len())));
        }
    }
    None
}
