//! Who held the event, and with whom.

use std::ops::Range;

use rapporteur_model::{Document, Found};

use super::{
    dates,
    names::{clean, holds_verb, is_name, names},
    opening::{EVENTS, Sentence},
    places,
    title::is_body,
    zone::Line,
};
use crate::roles::normal;

#[rustfmt::skip]
const PASSIVE: &[&str] = &[
    "held by ", "organized by ", "organised by ", "convened by ", "hosted by ", "co-hosted by ", "co-organized by ", "co-organised by ",
    "co-sponsored by ", "sponsored by ", "jointly by ", "arranged by ", "initiated by ", "convened jointly by ",
    "organisé par ", "organisée par ", "organisés par ", "organizado por ", "organizada por ", "convocado por ", "convocada por ", "auspiciado por ",
    "organizado pelo ", "organizado pela ", "organizada pelo ", "organizada pela ", "promovido pelo ", "promovido pela ", "promovida pelo ", "promovida pela ",
    "organizzato da ", "organizzata da ", "organizzato dal ", "organizzata dal ", "organizzato dalla ", "organizzata dalla ", "organizzato dall'", "organizzata dall'",
];

#[rustfmt::skip]
const ACTIVE: &[&str] = &[
    " held ", " organized ", " organised ", " convened ", " hosted ", " co-hosted ", " co-organized ", " co-organised ", " jointly organized ", " jointly organised ",
    " a organisé ", " ont organisé ", " organizó ", " organizaron ", " convocó ", " convocaron ",
];

#[rustfmt::skip]
const WITH: &[&str] = &[
    "in partnership with", "in collaboration with", "in cooperation with", "in co-operation with", "in association with", "in conjunction with",
    "together with", "with the support of", "with support from", "with funding from", "en partenariat avec", "en collaboration avec", "avec l'appui de",
    "avec le soutien de", "en colaboración con", "en cooperación con", "con el apoyo de", "en alianza con",
    "em parceria com", "em colaboração com", "com o apoio d", "in collaborazione con", "con il sostegno d", "in zusammenarbeit mit", "in kooperation mit", "gemeinsam mit",
];

/// Finds organizers and partners.
pub(super) fn find(doc: &mut Document, lines: &[Line], opening: &[Sentence]) {
    let mut organizers = std::mem::take(&mut doc.meta.event.organizers);
    let mut partners = std::mem::take(&mut doc.meta.event.partners);
    for sentence in opening.iter().filter(|s| s.held.is_some()) {
        let (by, with) = in_sentence(&sentence.text);
        let found = |range: Range<usize>, confidence| {
            let name = clean(sentence.text.get(range.clone()).unwrap_or(""));
            Found::at(name, sentence.span(&range), confidence)
        };
        if organizers.is_empty() {
            organizers.extend(by.into_iter().map(|r| found(r, 0.75)));
        }
        if partners.is_empty() && !organizers.is_empty() {
            partners.extend(with.into_iter().map(|r| found(r, 0.7)));
        }
    }
    if organizers.is_empty() {
        organizers = in_title(doc, lines);
    }
    doc.meta.event.organizers = organizers;
    doc.meta.event.partners = partners;
}

/// Organizers and partners that a sentence names.
fn in_sentence(text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let with = partners(text);
    for sign in PASSIVE {
        if let Some(at) = text.find(sign) {
            let from = at + sign.len();
            let list = names(text, from..end_of_list(text, from));
            if !list.is_empty() {
                return (list, with);
            }
        }
    }
    if let Some(list) = before_participle(text) {
        return (list, with);
    }
    let verb = ACTIVE.iter().filter_map(|v| text.find(v).map(|at| (at, v.len()))).min();
    if let Some((at, length)) = verb {
        let object: String =
            text.get(at + length..).unwrap_or("").chars().take(90).collect::<String>().to_lowercase();
        let subject = subject(text, at);
        if EVENTS.iter().any(|e| object.contains(e)) && !subject.is_empty() {
            return (names(text, subject), with);
        }
    }
    (Vec::new(), with)
}

/// German puts the verb last: "wurde vom Institut A und der Stiftung B organisiert".
fn before_participle(text: &str) -> Option<Vec<Range<usize>>> {
    let end = [" organisiert", " veranstaltet", " ausgerichtet"].iter().filter_map(|v| text.find(v)).min()?;
    let head = text.get(..end)?;
    let sign = [" vom ", " von der ", " von den ", " von dem ", " von "];
    let from = sign.iter().filter_map(|s| head.find(s).map(|at| at + s.len())).min()?;
    let rest = head.get(from..)?;
    let when = [" am ", " vom ", " zum ", " im ", " in ", " mit ", " gemeinsam "];
    let date = dates::find(rest).first().map(|d| d.bytes.start);
    let stop = when.iter().filter_map(|w| rest.find(w)).chain(date).min().unwrap_or(rest.len());
    let list = names(text, from..from + stop);
    (!list.is_empty()).then_some(list)
}

/// The bytes of an active sentence's subject: from its start, without a date, up to the verb or "in partnership".
fn subject(text: &str, verb: usize) -> Range<usize> {
    let head = text.get(..verb).unwrap_or("");
    let end = WITH.iter().filter_map(|w| head.find(w)).min().unwrap_or(verb);
    let mut range = 0..end;
    for dates in dates::find(head.get(..end).unwrap_or("")) {
        if dates.bytes.start < 24 && dates.bytes.end < end {
            // "On 13 and 14 May 2013, the …"
            range.start = dates.bytes.end
                + text
                    .get(dates.bytes.end..)
                    .map_or(0, |t| t.len() - t.trim_start_matches([',', ' ', '*']).len());
        } else if dates.bytes.start > range.start {
            // "The Board, on 4 June 2002, held …"
            range.end = head.get(..dates.bytes.start).and_then(|t| t.rfind(',')).unwrap_or(range.end);
        }
    }
    let start = text.get(range.clone()).unwrap_or("").trim_start();
    let first = start.split(' ').next().unwrap_or("").to_lowercase();
    let lower = start.to_lowercase();
    let plain = matches!(
        first.as_str(),
        "it" | "this"
            | "these"
            | "they"
            | "he"
            | "she"
            | "we"
            | "there"
            | "participants"
            | "in"
            | "during"
            | "as"
            | "a"
            | "an"
    ) || EVENTS.iter().any(|e| lower.starts_with(&format!("the {e}")) || lower.ends_with(e))
        || holds_verb(&lower);
    if plain || range.start >= range.end { 0..0 } else { range }
}

fn partners(text: &str) -> Vec<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    for sign in WITH {
        if let Some(at) = lower.find(sign) {
            let from = at + sign.len() + 1;
            return names(text, from.min(text.len())..end_of_list(text, from));
        }
    }
    Vec::new()
}

/// Where a list of names ends: at a stop, a verb, a date, or a place.
fn end_of_list(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or("");
    let mut end = rest.len();
    for sign in [
        " in the ",
        " in ",
        " from ",
        " on ",
        " at ",
        " held ",
        " organised ",
        " organized ",
        " convened ",
        " hosted ",
        " with ",
        " to ",
        " was ",
        " were ",
        " as ",
        " under ",
        " during ",
        " which ",
        " that ",
        " who ",
        ", with",
        "; ",
        ". ",
        " brought ",
        " has ",
        " à ",
        " du ",
        " em ",
        " e realizou",
        " e decorreu",
        " e teve ",
        " e si ",
        " und fand ",
        " nos dias ",
        " no dia ",
        " il ",
        " en ",
        " el ",
        " los ",
        " del ",
        " le ",
        " que ",
        " qui ",
        " between ",
    ] {
        for (at, _) in rest.match_indices(sign) {
            // "the Ministry in charge", "University of California at Berkeley" go on; a capital right after "in" is a place.
            // French dates begin with an article; in Italian it is one.
            let article = sign == " le "
                && !rest.get(at + sign.len()..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
            if at > 2 && at < end && !article {
                end = at;
            }
        }
    }
    let head = rest.get(..end).unwrap_or("");
    let date = dates::find(head).first().map_or(end, |d| d.bytes.start);
    from + end.min(date)
}

/// Bodies named in the title block, when no sentence names any.
fn in_title(doc: &Document, lines: &[Line]) -> Vec<Found<String>> {
    let place = doc.meta.event.place.as_ref().map(|p| normal(&p.value)).unwrap_or_default();
    let title = doc.meta.title.as_ref().map(|t| normal(&t.value)).unwrap_or_default();
    lines
        .iter()
        .filter_map(|line| {
            let text = without_imprint(&line.text);
            let lower = normal(text);
            let usable = is_body(&lower)
                && is_name(text)
                && !text.ends_with(['.', ',', ';'])
                && !line.dated
                && lower.split(' ').count() <= 14
                && !place.contains(&lower)
                && !title.contains(&lower)
                && !line.text.contains("   ")
                && text.split(' ').count() >= 2;
            usable.then(|| Found::at(in_case(text), line.span.clone(), 0.45))
        })
        .take(4)
        .collect()
}

/// "… OF THE UNITED NATIONS Rome, 2005" without town and year.
fn without_imprint(text: &str) -> &str {
    let Some((head, tail)) = text.rsplit_once(',') else { return text };
    if !tail.trim().bytes().all(|b| b.is_ascii_digit()) {
        return text;
    }
    match head.rsplit_once(' ') {
        Some((rest, town)) if places::country(town).is_some() => rest,
        _ => head,
    }
}

/// A name in capitals, set in lower case but for its initials.
fn in_case(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    let small =
        |w: &str| matches!(w, "of" | "the" | "and" | "for" | "de" | "des" | "et" | "la" | "du" | "on" | "in");
    text.split(' ')
        .enumerate()
        .map(|(i, word)| {
            let lower = word.to_lowercase();
            let mut chars = lower.chars();
            match chars.next() {
                Some(c) if i == 0 || !small(&lower) => c.to_uppercase().chain(chars).collect(),
                _ => lower,
            }
        })
        .collect::<Vec<String>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, by: &[&str], with: &[&str]) {
        let (a, b) = in_sentence(text);
        let read =
            |ranges: Vec<Range<usize>>| ranges.into_iter().map(|r| clean(&text[r])).collect::<Vec<_>>();
        assert_eq!(read(a), by, "{text}");
        assert_eq!(read(b), with, "{text}");
    }

    #[test]
    fn who_held_it() {
        check(
            "On 3 and 4 May 2013, the Friends of Peace (FP), the Hill Council (HC), and the Lake Office in partnership with the Lund University held a two-day conference.",
            &["Friends of Peace", "Hill Council", "Lake Office"],
            &["Lund University"],
        );
        check(
            "The workshop was convened by the Water and Land Board (WLB) from 3 to 5 May.",
            &["Water and Land Board"],
            &[],
        );
        check(
            "Der Workshop wurde vom Institut für Wasser und der Stiftung Land am 3. Mai 2013 in Lund organisiert.",
            &["Institut für Wasser", "Stiftung Land"],
            &[],
        );
        check(
            "O seminário foi organizado pelo Instituto da Água e pela Fundação Terra em Lisboa.",
            &["Instituto da Água", "Fundação Terra"],
            &[],
        );
        check(
            "Il convegno è stato organizzato dall'Istituto per le Acque e si è svolto a Roma.",
            &["Istituto per le Acque"],
            &[],
        );
        check("ACME organized a virtual workshop on rivers.", &["ACME"], &[]);
        check(
            "The Board of Rivers, on June 4 thru June 6, 2002, held a workshop.",
            &["Board of Rivers"],
            &[],
        );
        check("This meeting was held in Rome.", &[], &[]);
        check("Participants held several meetings.", &[], &[]);
        check(
            "To share what was learnt, the First Workshop on Wells was held in conjunction with the Lake Days.",
            &[],
            &["Lake Days"],
        );
        check(
            "Previous meetings of the series are WELLS1 [1, 2], held in conjunction with the Lake Forum.",
            &[],
            &["Lake Forum"],
        );
    }
}
