//! The words by which headings tell what their sections are, in the languages of the reports.

use std::{collections::BTreeMap, sync::LazyLock};

use rapporteur_model::Role;

/// How much of a heading its words cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// The heading is these words, perhaps with an article or a year.
    Whole,
    /// The heading opens with them.
    Opens,
    /// The heading holds them.
    Holds,
}

#[rustfmt::skip]
const WORDS: &[(Role, &[&str])] = &[
    (Role::Contents, &[
        "contents", "table of contents", "table des matières", "sommaire", "índice", "indice", "contenido", "contenidos",
        "tabla de contenido", "tabla de contenidos", "inhalt", "inhaltsverzeichnis", "sumário", "sommario", "содержание", "оглавление", "目录",
    ]),
    (Role::Participants, &[
        "participants", "list of participants", "participant list", "workshop participants", "conference participants", "meeting participants",
        "attendees", "list of attendees", "attendance", "delegates", "list of delegates", "participating organizations", "speakers and participants",
        "liste des participants", "liste de participants", "liste de présence", "participantes", "lista de participantes", "lista de asistentes",
        "asistentes", "list of speakers", "speaker biographies", "biographies", "program committee", "programme committee", "organizing committee",
        "organising committee", "workshop attendees", "teilnehmer", "teilnehmende", "teilnehmerliste", "teilnehmerinnen und teilnehmer", "lista de presenças", "participantes do seminário",
        "partecipanti", "elenco dei partecipanti", "участники", "список участников",
    ]),
    (Role::References, &[
        "references", "reference", "bibliography", "works cited", "literature cited", "references cited", "normative references", "informative references",
        "further reading", "additional bibliography", "selected bibliography", "sources", "notes and references", "endnotes", "bibliographie",
        "références", "références bibliographiques", "bibliografía", "referencias", "referencias bibliográficas", "notes", "footnotes", "notas",
        "fuentes", "参考文献", "literatur", "literaturverzeichnis", "quellen", "referências", "referências bibliográficas", "bibliografia", "riferimenti bibliografici", "литература", "список литературы",
    ]),
    (Role::Boilerplate, &[
        "acknowledgements", "acknowledgments", "acknowledgement", "acknowledgment", "copyright", "copyright notice", "full copyright statement",
        "status of this memo", "disclaimer", "legal notice", "author's address", "authors' addresses", "author's addresses", "authors' address",
        "authors", "about the authors", "about the author", "about us", "contact", "contacts", "contact information", "imprint", "credits", "contributors",
        "remerciements", "agradecimientos", "aviso legal", "mentions légales", "avertissement", "agradecimentos", "ringraziamenti", "danksagung", "impressum", "abkürzungen", "abkürzungsverzeichnis", "благодарности", "intellectual property", "note to readers",
        "about this report", "about this publication", "about the organizers", "about the organisers", "iab members at the time of approval",
        "glossary", "glossaire", "glosario", "abbreviations", "acronyms", "list of abbreviations", "list of acronyms", "abbreviations and acronyms",
        "acronyms and abbreviations", "sigles et acronymes", "siglas y acrónimos", "siglas", "sigles", "iab members",
        "note from the editor", "photo credits", "sponsors", "editors", "rights and permissions",
    ]),
    (Role::Recommendations, &[
        "recommendations", "recommendation", "conclusions and recommendations", "summary of recommendations", "key recommendations",
        "policy recommendations", "recommandations", "conclusions et recommandations", "recomendaciones", "conclusiones y recomendaciones",
        "recomendações", "conclusões e recomendações", "raccomandazioni", "conclusioni e raccomandazioni", "empfehlungen", "schlussfolgerungen und empfehlungen",
        "рекомендации", "выводы и рекомендации", "建议",
    ]),
    (Role::Abstract, &[
        "abstract", "executive summary", "summary", "résumé", "résumé exécutif", "synthèse", "note de synthèse", "resumen", "resumen ejecutivo", "síntesis", "synopsis",
        "key messages", "key findings", "main findings", "highlights", "at a glance", "key points", "key takeaways", "main points",
        "messages clés", "mensajes clave", "摘要", "zusammenfassung", "kurzfassung", "sumário executivo", "resumo", "resumo executivo", "sintesi", "sommario esecutivo", "резюме", "аннотация",
    ]),
    (Role::Introduction, &[
        "introduction", "background", "introduction and background", "background and introduction", "context", "background and context",
        "context and background", "purpose", "objectives", "purpose of the meeting", "aims and objectives", "purpose and scope", "scope and objectives", "scope of the workshop",
        "preamble", "why this workshop", "why this conference", "why this meeting", "why this seminar", "about the workshop", "about the conference", "about the meeting", "rationale", "overview", "introductory remarks", "introductory note", "general introduction", "contexte",
        "objectifs", "historique", "introducción", "antecedentes", "contexto", "presentación",
        "objetivos", "introdução", "enquadramento", "objetivos do seminário", "introduzione", "premessa", "contesto", "obiettivi", "einleitung", "einführung", "hintergrund", "ausgangslage",
        "ziele", "введение", "引言",
    ]),
    (Role::Front, &["preface", "foreword", "avant-propos", "préface", "prefacio", "prólogo", "vorwort", "prefazione", "prefácio", "предисловие", "前言"]),
    (Role::Plenary, &[
        "plenary", "plenary session", "opening", "opening session", "opening plenary", "opening ceremony", "opening remarks", "opening statements", "opening of the meeting",
        "opening of the session", "opening of the conference", "opening address", "welcome", "welcome remarks", "welcome address", "welcoming remarks", "welcome and introduction", "welcome and introductions", "keynote", "keynote address",
        "keynote speech", "keynote speeches", "keynotes", "keynote addresses", "inaugural session", "inauguration", "séance plénière", "session plénière", "plénière",
        "ouverture", "séance d'ouverture", "cérémonie d'ouverture", "allocutions d'ouverture", "ouverture de la réunion", "mots de bienvenue", "discours d'ouverture",
        "apertura", "sesión de apertura", "sesión inaugural", "sesión plenaria", "plenaria", "acto de apertura", "palabras de bienvenida", "ceremonia de apertura",
        "discurso de apertura", "conferencia magistral", "inauguración", "abertura", "sessão de abertura", "sessão plenária", "sessione plenaria", "saluti", "saluti istituzionali", "apertura dei lavori",
        "eröffnung", "begrüßung", "begrüßung und eröffnung", "plenum", "открытие", "пленарное заседание",
    ]),
    (Role::Closing, &[
        "closing", "close", "closing session", "closing remarks", "closing plenary", "closing ceremony", "closing statements", "closing of the meeting", "closing of the session",
        "closure", "closure of the meeting", "conclusion", "conclusions", "concluding remarks", "concluding session", "concluding observations", "conclusions and next steps", "next steps",
        "way forward", "the way forward", "ways forward", "the way ahead", "looking ahead", "looking forward", "wrap-up", "wrap up", "wrap-up session", "summing up", "action items",
        "follow-up", "follow up", "final remarks", "final reflections", "final discussion", "final considerations", "reflections", "reflections on the conference", "future directions", "future work", "clôture", "séance de clôture",
        "cérémonie de clôture", "conclusion générale", "remarques finales", "observations finales", "prochaines étapes", "suites à donner", "conclusiones",
        "clausura", "sesión de clausura", "sesión de cierre", "cierre", "próximos pasos", "reflexiones finales", "consideraciones finales", "palabras de clausura",
        "acto de clausura", "palabras finales", "seguimiento", "conclusões", "encerramento", "sessão de encerramento", "próximos passos", "considerações finais", "conclusioni", "chiusura", "chiusura dei lavori", "prossimi passi",
        "schlussfolgerungen", "fazit", "ausblick", "fazit und ausblick", "abschluss", "schlusswort", "nächste schritte", "заключение", "выводы", "закрытие", "结论",
    ]),
    (Role::Annex, &[
        "annexes", "appendices", "anexos", "programme", "program", "agenda", "conference programme", "workshop programme", "workshop agenda", "meeting agenda",
        "agenda of the meeting", "programme of work", "ordre du jour", "programme de travail", "programa", "orden del día", "list of documents", "position papers", "working papers", "background papers",
        "liste des documents", "lista de documentos", "anhang", "anhänge", "programm", "tagesordnung", "ordem de trabalhos", "ordine del giorno", "allegati", "приложения", "программа", "повестка дня",
    ]),
    (Role::Session, &[
        "discussion", "discussions", "panel discussion", "general discussion", "panel", "round table", "roundtable", "working groups", "working group reports",
        "breakout sessions", "breakout groups", "questions and answers", "question and answer", "q&a", "q & a", "general debate", "summary of discussions", "summary of the discussion", "exchange of views", "débat", "débats", "discussions",
        "table ronde", "groupes de travail", "mesa redonda", "debate", "grupos de trabajo", "discusión", "preguntas y respuestas",
    ]),
];

/// Words that may stand beside the telling ones without changing their meaning.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "and", "by", "conference", "consultation", "day", "de", "del", "des", "discussion", "du", "et", "event", "final", "for", "general", "in", "key", "l", "la",
    "le", "les", "los", "main", "meeting", "of", "on", "our", "réunion", "reunión", "seminar", "some", "sur", "taller", "the", "to", "von", "workshop", "y", "remarks", "statements", "symposium",
];

/// Roles that are told by a word inside a longer heading too.
const HELD: &[Role] =
    &[Role::Recommendations, Role::Participants, Role::Closing, Role::Plenary, Role::Introduction];

/// A heading's words in lower case, single-spaced, without signs at the ends.
pub(crate) fn normal(heading: &str) -> String {
    let mut text = String::with_capacity(heading.len());
    for c in heading.chars() {
        match c {
            c if c.is_ascii_graphic() => text.push(c.to_ascii_lowercase()),
            '’' => text.push('\''),
            '‐' | '‑' => text.push('-'),
            c if c.is_whitespace() => {
                if !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            c => text.extend(c.to_lowercase()),
        }
    }
    text.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != ')').trim().to_owned()
}

/// The telling words by the first word of each, so that a heading is compared with few of them.
static BY_FIRST: LazyLock<BTreeMap<&'static str, Vec<(&'static str, Role)>>> = LazyLock::new(|| {
    let mut map: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for &(role, list) in WORDS {
        for &telling in list {
            map.entry(first_word(telling)).or_default().push((telling, role));
        }
    }
    map
});

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}

/// The role a heading's words tell, and how far they cover it. The words come from [`normal`].
pub(crate) fn told_by(words: &str) -> Option<(Role, Fit)> {
    if words.is_empty() || words.len() > 160 {
        return None;
    }
    let mut best: Option<(usize, Role, Fit)> = None;
    let mut seen = 0;
    for word in words.split(|c: char| !c.is_alphanumeric()) {
        let at = seen;
        seen += word.len()
            + words.get(at + word.len()..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
        for &(telling, role) in BY_FIRST.get(word).map_or(&[][..], Vec::as_slice) {
            let Some(fit) = fit(words, at, telling, role) else { continue };
            let exact = words.len() == telling.len();
            let bonus = if exact {
                200
            } else if fit == Fit::Whole {
                100
            } else if fit == Fit::Opens {
                50
            } else {
                0
            };
            if best.is_none_or(|(w, ..)| telling.len() + bonus > w) {
                best = Some((telling.len() + bonus, role, fit));
            }
        }
    }
    best.map(|(_, role, fit)| (role, fit))
}

fn fit(words: &str, at: usize, telling: &str, role: Role) -> Option<Fit> {
    let before = words.get(..at)?;
    let after = words.get(at..)?.strip_prefix(telling)?;
    let bound = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
    if !bound(before.chars().next_back()) || !bound(after.chars().next()) {
        return None;
    }
    let filler = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .all(|w| w.is_empty() || FILLERS.contains(&w) || w.bytes().all(|b| b.is_ascii_digit()))
    };
    if filler(before) && filler(after) {
        return Some(Fit::Whole);
    }
    let short = words.split(' ').count() <= 9;
    if filler(before) && short && telling.len() > 4 && role != Role::Session {
        return Some(Fit::Opens);
    }
    let ends = filler(after);
    (short && HELD.contains(&role) && telling.len() > 8 && (ends || role == Role::Recommendations))
        .then_some(Fit::Holds)
}

/// The role a label tells.
pub(crate) fn of_label(label: &str) -> Option<Role> {
    let label = label.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| label.contains(w));
    if has(&[
        "annex",
        "appendix",
        "appendic",
        "anex",
        "apéndice",
        "anhang",
        "anlage",
        "attachment",
        "allegato",
        "приложение",
    ]) {
        Some(Role::Annex)
    } else if has(&["plenar", "plénière", "keynote", "пленарн"]) {
        Some(Role::Plenary)
    } else if has(&[
        "session",
        "panel",
        "séance",
        "seance",
        "sesión",
        "sesion",
        "sessão",
        "sessione",
        "sitzung",
        "сессия",
        "заседание",
        "панель",
        "atelier",
        "taller",
        "workshop",
        "group",
        "groupe",
        "grupo",
        "table",
        "mesa",
        "track",
        "painel",
        "agenda item",
        "seminar",
        "meeting",
        "lecture",
        "presentation",
    ]) {
        Some(Role::Session)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_roles() {
        let role = |text: &str| told_by(&normal(text)).map(|(role, _)| role);
        for (text, wanted) in [
            ("Introduction", Role::Introduction),
            ("EXECUTIVE SUMMARY:", Role::Abstract),
            ("Reflections on the Conference and Conclusions", Role::Closing),
            ("Plenary Session", Role::Plenary),
            ("Recommendations for FAO", Role::Recommendations),
            ("Séance d’ouverture", Role::Plenary),
            ("Conclusiones y recomendaciones", Role::Recommendations),
            ("Liste des participants", Role::Participants),
            ("Table of Contents", Role::Contents),
            ("Authors’ Addresses", Role::Boilerplate),
        ] {
            assert_eq!(role(text), Some(wanted), "{text}");
        }
        for text in ["Operator requirements", "", "The enclosed economy", "Data at work"] {
            assert_eq!(role(text), None, "{text}");
        }
    }
}
