//! Genre lines: what kind of paper this is, without saying of what ("Summary note of proceedings").

#[rustfmt::skip]
const CORE: &[&str] = &[
    "report", "reports", "proceedings", "note", "minutes", "record", "records", "summary", "highlights", "communiqué", "communique",
    "rapport", "actes", "compte", "compte-rendu", "procès-verbal", "synthèse", "informe", "relatoría", "relatoria", "memoria", "memorias",
    "acta", "actas", "resumen", "relatório", "ata", "atas", "anais", "relazione", "atti", "verbale", "bericht", "tagungsbericht", "abschlussbericht", "ergebnisbericht", "dokumentation", "protokoll", "отчет", "доклад",
];

#[rustfmt::skip]
const WITH: &[&str] = &[
    "of", "the", "on", "a", "an", "and", "from", "for", "to", "conference", "workshop", "seminar", "meeting", "expert", "experts", "final", "draft", "outcome",
    "document", "symposium", "consultation", "consultations", "rapporteur's", "rapporteur", "rapporteurs'", "chair", "co-chairs", "chairs", "chair's", "chairs'", "co-chairs'",
    "international", "regional", "national", "high-level", "panel", "discussion", "discussions", "dialogue", "forum", "roundtable", "round", "table", "summit", "colloquium",
    "event", "session", "sessions", "policy", "brief", "full", "short", "official", "annual", "technical", "synthesis", "group", "working", "programme",
    "de", "des", "du", "la", "le", "les", "l'atelier", "atelier", "conférence", "séminaire", "réunion", "colloque", "rendu", "final", "finale", "journée", "d'experts", "d'étude",
    "del", "el", "los", "las", "taller", "seminario", "conferencia", "reunión", "encuentro", "coloquio", "final", "expertos", "relatoría", "foro",
    "do", "da", "dos", "das", "seminário", "conferência", "oficina", "encontro", "reunião", "convegno", "conferenza", "incontro", "seminario", "della", "dell", "dei", "sul", "über", "zum", "zur",
    "der", "die", "den", "tagung", "konferenz", "fachtagung", "seminar", "о", "семинаре", "конференции",
];

/// Whether a line, in lower case, names a genre and nothing else.
pub(crate) fn is_genre(key: &str) -> bool {
    let mut core = false;
    let mut count = 0;
    for word in key.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '–' | '/')) {
        if word.is_empty() {
            continue;
        }
        count += 1;
        let is_core = CORE.contains(&word);
        if count > 8 || !(is_core || WITH.contains(&word)) {
            return false;
        }
        core |= is_core;
    }
    core && key != "summary" && key != "note" && key != "resumen" && key != "synthèse"
}

/// Whether a text, in lower case, is made of words for kinds of paper alone: "report", "summary report", "overview".
pub(super) fn is_kind(key: &str) -> bool {
    const MORE: &[&str] = &[
        "overview",
        "outcome",
        "outcomes",
        "results",
        "conclusions",
        "final",
        "full",
        "draft",
        "official",
        "executive",
    ];
    !key.is_empty() && key.split(' ').all(|word| CORE.contains(&word) || MORE.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::is_genre;

    #[test]
    fn genres() {
        for line in [
            "summary note of proceedings",
            "workshop report",
            "report of the expert workshop",
            "actes du colloque",
            "report of the chair",
        ] {
            assert!(is_genre(line), "{line}");
        }
        for line in ["introduction", "report on water", "summary", "executive summary", ""] {
            assert!(!is_genre(line), "{line}");
        }
    }
}
