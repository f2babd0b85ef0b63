//! Parts of compounds that keep their hyphen, language by language.

use super::lexicon::Lexicon;

/// First parts that keep their hyphen before a word.
pub(super) fn prefixes(lexicon: Lexicon) -> &'static [&'static str] {
    match lexicon {
        Lexicon::English => ENGLISH,
        Lexicon::French => FRENCH,
        Lexicon::Spanish => SPANISH,
    }
}

const ENGLISH: &[&str] = &[
    "all", "anti", "best", "cost", "counter", "cross", "decision", "ex", "fact", "far", "first", "five",
    "four", "full", "half", "hard", "high", "human", "ill", "in", "inter", "large", "least", "less", "long",
    "low", "mid", "middle", "much", "multi", "near", "newly", "non", "on", "one", "open", "part", "policy",
    "post", "pre", "pro", "quasi", "real", "rights", "second", "self", "semi", "seven", "short", "six",
    "small", "so", "state", "ten", "third", "three", "two", "value", "web", "well", "wide", "world", "year",
];

const FRENCH: &[&str] = &[
    "afro",
    "anglo",
    "anti",
    "après",
    "arrière",
    "auto",
    "avant",
    "basse",
    "bien",
    "cent",
    "centre",
    "cinquante",
    "contre",
    "demi",
    "dix",
    "est",
    "euro",
    "ex",
    "extra",
    "franco",
    "grand",
    "grande",
    "germano",
    "haut",
    "haute",
    "hispano",
    "hors",
    "infra",
    "inter",
    "intra",
    "mi",
    "micro",
    "mini",
    "multi",
    "non",
    "nord",
    "néo",
    "ouest",
    "outre",
    "post",
    "presque",
    "pro",
    "pseudo",
    "quarante",
    "quasi",
    "quatre",
    "sans",
    "semi",
    "sino",
    "socio",
    "soixante",
    "sous",
    "sud",
    "trente",
    "ultra",
    "vice",
    "vingt",
];

/// Few, since Spanish writes most prefixes in one with their word.
const SPANISH: &[&str] = &[
    "afro", "anglo", "anti", "ex", "franco", "germano", "greco", "hispano", "ibero", "indo", "italo",
    "judeo", "luso", "no", "norte", "post", "pro", "sino", "socio", "vice",
];

/// English compounds that reports write with a hyphen, though the lexicon has them in one.
const KEPT: &[&str] = &[
    "by-election",
    "by-law",
    "by-product",
    "check-in",
    "day-to-day",
    "hand-out",
    "opt-in",
    "opt-out",
    "phase-in",
    "phase-out",
    "print-out",
    "roll-out",
    "sit-in",
    "stand-by",
    "stand-in",
    "turn-out",
    "walk-out",
    "wash-out",
    "work-in",
];

/// Whether English reports write two parts with a hyphen against the lexicon: `by-product`, and all with the last parts
/// `up` and `off`, which no program that divides words would part from them.
pub(super) fn keeps(left: &str, right: &str) -> bool {
    let right = right.strip_suffix('s').unwrap_or(right);
    let particle = matches!(right, "up" | "off") && left.len() >= 3 && Lexicon::English.has(left);
    particle || KEPT.contains(&[left, "-", right].concat().as_str())
}

/// French pronouns and particles that a hyphen ties to the word before: `dit-elle`, `celui-ci`, `eux-mêmes`.
const TIED: &[&str] = &[
    "ce", "ci", "elle", "elles", "en", "eux", "il", "ils", "je", "la", "le", "les", "leur", "lui", "là",
    "moi", "même", "mêmes", "nous", "on", "toi", "tu", "vous", "y",
];

/// Forms of irregular verbs, which no stem leads to, and other words that stand before the tied ones.
const TYING: &[&str] = &[
    "a", "aux", "ce", "cela", "ces", "cet", "dis", "disent", "disons", "dit", "dites", "eux", "fais",
    "faisons", "fait", "faites", "faut", "font", "met", "mettent", "par", "peuvent", "peux", "prend",
    "prennent", "puis", "sait", "savent", "tiennent", "tient", "va", "vas", "veulent", "veut", "viennent",
    "vient", "voilà", "voit", "vont",
];

/// Whether a French word is tied to the one before by its hyphen.
pub(super) fn tied(left: &str, right: &str) -> bool {
    let before = |word: &str| {
        TYING.contains(&word) || Lexicon::French.small_words().has(word) || Lexicon::French.has(word)
    };
    TIED.contains(&right) && before(left)
}

/// French words that stand between two hyphens: `c'est-à-dire`, `y a-t-il`, `arc-en-ciel`.
const BETWEEN: &[&str] =
    &["au", "aux", "d", "de", "des", "du", "en", "et", "la", "le", "les", "sur", "t", "à"];

/// Whether a French word stands between two hyphens.
pub(super) fn between(word: &str) -> bool {
    BETWEEN.contains(&word)
}
