//! The words a stop may follow without ending a sentence. Lower case, without the last stop, sorted.

/// What a stop after a known abbreviation means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A title before a name, or a word that always leads on: "Amb.", "e.g.", "cf.".
    LeadsOn,
    /// Before a number or a document sign: "para. 41", "No. 5", "UN Doc. S/2006/715".
    BeforeNumber,
    /// May stand at a sentence's end: "Inc.", "U.S.", "etc.".
    MayEnd,
    /// Ends a sentence whenever a capital follows: "etc.", "и т. д.".
    EndsBeforeCapital,
    /// Months: a number follows, or a sentence ends.
    Month,
}

#[rustfmt::skip]
const LEADS_ON: &[&str] = &[
    "adm", "amb", "approx", "av", "avda", "bgen", "bldg", "brig", "bzw", "ca", "capt", "cdr", "cf", "cmdr",
    "col", "cpl", "d.h", "dipl", "dott", "dr", "dra", "drs", "e.g", "eg", "exc", "excmo", "fr", "frau", "ft", "gen", "gob", "gov",
    "gral", "h.e", "h.r.h", "hon", "hr", "hrn", "i.e", "ie", "incl", "ing", "insp", "lic", "lt", "ltc", "m.in", "m", "maj",
    "mgr", "mlle", "mm", "mme", "mmes", "mons", "mr", "mrs", "ms", "msgr", "mssrs", "messrs", "mt", "mx", "o.ä", "p.ej", "p.ex", "pdte", "ph", "pres",
    "p.s", "prof", "profa", "pvt", "rep", "rev", "rep", "resp", "s.e", "sen", "sgt", "sig", "sog", "sr", "sra", "sras", "sres", "srta", "st", "sta", "ste",
    "supt", "u.a", "v", "vgl", "viz", "vs", "z.b", "zit",
];

#[rustfmt::skip]
const BEFORE_NUMBER: &[&str] = &[
    "abs", "add", "app", "art", "arts", "bd", "cap", "cf", "ch", "chap", "chaps", "cit", "col", "corr", "div", "doc", "docs", "eq",
    "eqs", "fig", "figs", "ff", "hrsg", "ibid", "l", "lám", "ll", "n", "no", "nos", "nr", "núm", "núms", "nº", "n°", "op", "p", "par", "para",
    "paras", "pg", "pp", "pt", "pts", "pág", "págs", "ref", "res", "s", "sec", "secs", "sect", "ser", "sess", "supp", "suppl",
    "tab", "tel", "tít", "vol", "vols", "vv", "§",
];

#[rustfmt::skip]
const MAY_END: &[&str] = &[
    "a.m", "al", "assoc", "assn", "ave", "b.a", "b.sc", "blvd", "bros", "co", "corp", "d.c", "dept", "ed", "eds", "esq", "est",
    "ext", "gmbh", "govt", "hrs", "inc", "intl", "jr", "llc", "ltd", "ltda", "m.a", "m.d", "m.sc", "max", "mfg", "min", "mins", "natl", "p.m",
    "ph.d", "plc", "rd", "s.a", "s.a.r.l", "snr", "sq", "trans", "u.k", "u.n", "u.s", "u.s.a", "u.s.s.r", "univ",
];

const ENDS_BEFORE_CAPITAL: &[&str] = &["etc", "usw"];

#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "abr", "ago", "apr", "aug", "avr", "dec", "déc", "dic", "ene", "feb", "févr", "jan", "janv", "juil", "jul", "jun", "mar", "nov",
    "oct", "okt", "sep", "sept",
];

/// Function words that open sentences far more often than they follow an abbreviation.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    "a", "according", "after", "all", "also", "although", "an", "and", "another", "any", "are", "as", "at", "auf", "aux", "because", "before", "both",
    "but", "by", "can", "ce", "ces", "cette", "como", "could", "das", "dans", "de", "der", "des", "despite", "did", "die", "do", "does", "du", "during", "each", "ein", "eine", "el",
    "elle", "en", "er", "es", "esta", "este", "even", "every", "few", "finally", "first", "for", "from", "further", "furthermore", "given", "had", "has", "have", "he",
    "hence", "her", "here", "his", "how", "however", "i", "if", "il", "ils", "in", "indeed", "instead", "is", "it", "its", "la", "las",
    "last", "le", "les", "let", "likewise", "los", "many", "meanwhile", "more", "moreover", "most", "my", "nevertheless", "no", "nor", "not", "now",
    "of", "on", "once", "one", "or", "other", "others", "otherwise", "our", "para", "participants", "please", "por", "pour", "rather", "see", "several", "she", "should", "si",
    "sie", "similarly", "since", "so", "some", "still", "su", "such", "sur", "that", "the", "their", "then", "there", "therefore", "these", "they",
    "this", "those", "though", "through", "thus", "to", "today", "un", "una", "under", "une", "unless", "until", "upon", "was", "we", "were", "what",
    "when", "where", "whereas", "whether", "which", "while", "who", "why", "will", "wir", "with", "within", "without", "would",
    "yet", "you", "your", "à", "él",
];

/// The kind of abbreviation a word is; the word in lower case, without its last stop.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    const LISTS: [(&[&str], Abbreviation); 5] = [
        (LEADS_ON, Abbreviation::LeadsOn),
        (BEFORE_NUMBER, Abbreviation::BeforeNumber),
        (MAY_END, Abbreviation::MayEnd),
        (ENDS_BEFORE_CAPITAL, Abbreviation::EndsBeforeCapital),
        (MONTHS, Abbreviation::Month),
    ];
    LISTS.iter().find(|(list, _)| list.contains(&word)).map(|&(_, kind)| kind)
}

/// Whether a word, in lower case, usually opens a sentence.
pub(super) fn is_starter(word: &str) -> bool {
    STARTERS.contains(&word)
}

/// Words that have a capital only at the head of a sentence or inside a title.
#[rustfmt::skip]
const OPENS_CLAUSE: &[&str] = &[
    "additionally", "after", "although", "also", "and", "another", "as", "at", "because", "before", "both", "but", "by", "despite",
    "during", "each", "even", "finally", "first", "for", "from", "further", "furthermore", "given", "hence", "he", "her", "here", "his", "how", "however",
    "if", "in", "indeed", "instead", "it", "its", "many", "meanwhile", "moreover", "most", "nevertheless", "nor", "now", "of", "on", "once",
    "only", "or", "our", "rather", "she", "since", "so", "some", "such", "that", "the", "their", "then", "there", "therefore", "these", "they",
    "this", "those", "though", "through", "thus", "to", "under", "unless", "until", "upon", "we", "what", "when", "where", "whereas", "whether",
    "while", "who", "why", "with", "within", "without", "you", "your",
];

/// Words that are the subject of a clause, or ask: with a small letter after a stop they still open a sentence.
#[rustfmt::skip]
const SUBJECTS: &[&str] = &[
    "but", "he", "how", "i", "if", "it", "my", "please", "she", "so", "that", "the", "then", "there", "these", "they", "this",
    "we", "what", "when", "why", "you",
];

/// Titles that open a sentence as often as a name does. Not those of office: "U.S. Sen. Lund" is one name.
const TITLES: &[&str] = &["dr", "mr", "mrs", "ms", "prof"];

/// Whether a word, in lower case, has a capital only where a sentence begins.
pub(super) fn opens_clause(word: &str) -> bool {
    OPENS_CLAUSE.contains(&word)
}

/// Whether a word, in lower case, opens a sentence even without its capital.
pub(super) fn is_subject(word: &str) -> bool {
    SUBJECTS.contains(&word)
}

/// Whether a word, in lower case and without its stop, is a title before a name.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}
