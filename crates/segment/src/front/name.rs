//! What the event was called: as a sentence of the opening says, or as the title has it.

use rapporteur_model::{Document, Found};

use super::{
    dates, genre,
    opening::{self, Sentence},
    places,
};
use crate::roles::normal;

/// Finds the event's name.
pub(super) fn find(doc: &mut Document, opening: &[Sentence]) {
    if doc.meta.event.name.is_some() {
        return;
    }
    let told = opening.iter().find_map(titled);
    doc.meta.event.name = told.or_else(|| of_title(doc)).or_else(|| opening.iter().find_map(held));
}

/// "a conference titled *Water for all* at …"
fn titled(sentence: &Sentence) -> Option<Found<String>> {
    if !sentence.event {
        return None;
    }
    let text = &sentence.text;
    let sign = [
        " titled ",
        " entitled ",
        " intitulé ",
        " intitulée ",
        " titulado ",
        " titulada ",
        " on the theme ",
        " on the theme of ",
    ]
    .iter()
    .filter_map(|s| text.find(s).map(|at| at + s.len()))
    .min()?;
    let rest = text.get(sign..)?;
    let open = rest.chars().next()?;
    let close = match open {
        '“' | '"' => Some(['”', '"']),
        '*' | '_' => Some(['*', '_']),
        '«' => Some(['»', '»']),
        '‘' | '\'' => Some(['’', '\'']),
        _ => None,
    };
    let (from, to) = match close {
        Some(close) => {
            let from = open.len_utf8();
            (from, from + rest.get(from..)?.find(close)?)
        }
        None => {
            let plain = [" at the ", " was ", ". ", " from ", " took place"]
                .iter()
                .filter_map(|s| rest.find(s))
                .min();
            let dated = dates::find(rest).first().and_then(|d| rest.get(..d.bytes.start)?.rfind([',', ' ']));
            let end = [plain, dated].into_iter().flatten().min().unwrap_or(rest.len());
            let place = rest
                .get(..end)
                .and_then(|t| t.rfind(" in ").filter(|&i| t.get(i + 4..).is_some_and(places::is_place)));
            let on = rest.get(..end).and_then(|t| t.strip_suffix(" on")).map(str::len);
            (0, place.or(on).unwrap_or(end))
        }
    };
    let value = rest.get(from..to)?.trim_matches([' ', ',', '.', '*']).to_owned();
    let words = value.split_whitespace().count();
    let capital = value.starts_with(char::is_uppercase);
    ((2..=35).contains(&words) && capital)
        .then(|| Found::at(value, sentence.span(&(sign + from..sign + to)), 0.75))
}

#[rustfmt::skip]
const VERBS: &[&str] = &[
    " was held", " took place", " was organized", " was organised", " was convened", " was hosted", " s'est tenu", " s’est tenu", " a eu lieu",
    " se celebró", " tuvo lugar", " se realizó", " se llevó a cabo",
];

/// "The FAO Expert Consultation on Standards was held …": what stands before the verb, when it is a name.
fn held(sentence: &Sentence) -> Option<Found<String>> {
    // Each of the verbs is one of those that say so.
    sentence.held?;
    let text = &sentence.text;
    let end = VERBS.iter().filter_map(|verb| text.find(verb)).min()?;
    let subject = text.get(..end)?;
    let article = ["The ", "An ", "A ", "Le ", "La ", "L'", "L’", "El ", "Un ", "Une ", "Una "];
    let from = article.iter().find(|a| subject.starts_with(**a))?.len();
    let name = subject.get(from..)?.split(" (").next()?.trim_end_matches([',', ' ']);
    let words = name.split(' ').count();
    let capitals = name.split(' ').filter(|w| w.starts_with(char::is_uppercase)).count();
    let is_name = (3..=30).contains(&words) && capitals >= 2 && !name.contains(['.', ';']);
    (is_name && opening::names_event(name))
        .then(|| Found::at(name.to_owned(), sentence.span(&(from..from + name.len())), 0.65))
}

#[rustfmt::skip]
const OF: &[&str] = &["of the ", "from the ", "on the ", "of a ", "of an ", "of ", "from ", "de la ", "de l'", "de l’", "du ", "des ", "del ", "de los ", "de "];

/// "Overview of the 2002 Workshop on Networks", "Workshop on Smart Cities: Report": the title without what kind of paper
/// it is, when that leaves the name of an event; the whole title, when a line beside it says that this is the report of
/// one.
fn of_title(doc: &Document) -> Option<Found<String>> {
    let title = doc.meta.title.as_ref()?;
    let subtitle = doc.meta.subtitle.as_ref();
    let named = |line: &Found<String>| {
        let bare = without_genre(&line.value);
        let named = bare.split(' ').count() >= 3 && opening::names_event(bare);
        named.then(|| part(line, bare, 0.7))
    };
    let kind = subtitle.map(|s| normal(&s.value)).unwrap_or_default();
    let is_kind = genre::is_genre(&kind);
    let of_its_own = [Some(title), subtitle.filter(|_| !is_kind)].into_iter().flatten().find_map(named);
    let reported = is_kind && opening::names_event(&kind) && doc.meta.event.start.is_some();
    of_its_own.or_else(|| reported.then(|| part(title, &title.value, 0.5)))
}

/// A part of a line of the title block, no surer than the line.
fn part(line: &Found<String>, value: &str, confidence: f32) -> Found<String> {
    let confidence = confidence.min(line.confidence);
    Found { value: value.to_owned(), evidence: line.evidence.clone(), confidence }
}

/// A title without the words that say what kind of paper it is, before and behind.
fn without_genre(title: &str) -> &str {
    let mut bare = title;
    // "Report of the", "Summary Report from the": genre words, and one that leads on.
    for (at, _) in title.match_indices(' ') {
        let (head, rest) = title.split_at(at + 1);
        if let Some(of) = OF.iter().find(|of| rest.starts_with(**of))
            && genre::is_kind(&head.trim_end().to_lowercase())
        {
            bare = rest.get(of.len()..).unwrap_or(bare);
            break;
        }
    }
    let words: Vec<usize> = bare.match_indices(' ').map(|(at, _)| at).collect();
    for at in words.into_iter().rev() {
        let (head, tail) = bare.split_at(at);
        let kind = tail.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if !genre::is_kind(&kind) {
            break;
        }
        bare = head.trim_end_matches([' ', ':', '–', '-', '—', ',']);
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_their_kind_of_paper() {
        for (title, bare) in [
            ("Overview of the 2002 Network Management Workshop", "2002 Network Management Workshop"),
            ("Workshop on Smart Cities Report", "Workshop on Smart Cities"),
            ("Report from the Workshop on Wells (2021)", "Workshop on Wells (2021)"),
            ("Summary Report of the Seminar on Rivers: Proceedings", "Seminar on Rivers"),
            ("Actes du colloque sur l’eau", "colloque sur l’eau"),
            ("Wells and Pastures of the North", "Wells and Pastures of the North"),
            ("Report", "Report"),
        ] {
            assert_eq!(without_genre(title), bare, "{title}");
        }
    }
}
