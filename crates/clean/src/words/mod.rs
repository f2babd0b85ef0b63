//! Words as evidence: those of the document itself, and small lexica of English, French and Spanish.

mod compounds;
mod confusions;
mod language;
mod lexicon;
mod list;
mod spaced;
mod vocabulary;

pub(crate) use confusions::run as confusions;
use lexicon::Lexicon;
pub(crate) use spaced::run as spaced;
pub(crate) use vocabulary::{Vocabulary, each};

/// So many reports of the archive are believed.
const REPORTS: u32 = 2;

/// What to do with a hyphen between two halves that a line's end parted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hyphen {
    /// Whether it belongs to the word.
    pub(crate) keep: bool,
    pub(crate) confidence: f32,
    pub(crate) reason: &'static str,
}

/// Decides between `consulta-tion` and `long-term`: by how the document writes the word, how the other reports of the
/// archive do, the lexicon of the document's language, and the shape of the halves, in this order.
pub(crate) fn hyphen(words: &Vocabulary<'_>, left: &str, right: &str) -> Hyphen {
    let compound = run(right);
    let (left, right) = (tail(left), head(right));
    if left.is_empty() || right.is_empty() {
        return keep(0.6, "nothing to join");
    }
    let capitals = left.chars().all(|c| !c.is_lowercase()) && right.chars().all(|c| !c.is_lowercase());
    if right.starts_with(|c: char| c.is_ascii_digit()) || left.ends_with(|c: char| c.is_ascii_digit()) {
        return keep(0.95, "a hyphen at a number belongs there");
    }
    if right.starts_with(char::is_uppercase) && !(capitals && left.chars().count() > 1) {
        return keep(0.95, "a hyphen before a capital belongs there");
    }
    if let Some(told) = by_document(words, left, right).or_else(|| by_archive(words, left, right)) {
        return told;
    }
    let halves = words.lexicon().map(|lexicon| Halves::new(lexicon, left, right, compound));
    if let Some(told) = halves.and_then(|h| h.tied().or_else(|| h.by_lexicon(capitals))) {
        return told;
    }
    if capitals {
        return keep(0.7, "capitals beside a hyphen are mostly a name");
    }
    join(0.75, "a hyphen at the line's end mostly breaks a word")
}

fn keep(confidence: f32, reason: &'static str) -> Hyphen {
    Hyphen { keep: true, confidence, reason }
}

fn join(confidence: f32, reason: &'static str) -> Hyphen {
    Hyphen { keep: false, confidence, reason }
}

/// How the document writes the word elsewhere, with or without its article.
fn by_document(words: &Vocabulary<'_>, left: &str, right: &str) -> Option<Hyphen> {
    for left in [left, vocabulary::elided(left)] {
        let joined = words.count(&[left, right]);
        let hyphenated = words.count(&[left, "-", right]);
        if joined > 0 && joined >= hyphenated {
            return Some(join(0.97, "the document writes the word in one"));
        }
        if hyphenated > 0 {
            return Some(keep(0.97, "the document writes the word with a hyphen"));
        }
    }
    None
}

/// How other reports write it. What stands in a single one may be a slip.
fn by_archive(words: &Vocabulary<'_>, left: &str, right: &str) -> Option<Hyphen> {
    [left, vocabulary::elided(left)].iter().find_map(|left| {
        let joined = words.in_archive(&[left, right]);
        let hyphenated = words.in_archive(&[left, "-", right]);
        if joined.max(hyphenated) < REPORTS {
            None
        } else if joined >= hyphenated {
            Some(join(0.93, "other reports write the word in one"))
        } else {
            Some(keep(0.93, "other reports write the word with a hyphen"))
        }
    })
}

/// The halves of a word, in small letters, before the lexicon of their language.
struct Halves {
    lexicon: Lexicon,
    /// What stands before the hyphen, back to the last hyphen or article.
    first: String,
    second: String,
    /// The same without regard to hyphens before `first` and behind `second`.
    before: String,
    behind: String,
    /// Whether there are hyphens before `first`.
    chain: bool,
}

impl Halves {
    fn new(lexicon: Lexicon, left: &str, right: &str, compound: &str) -> Self {
        let bare = vocabulary::elided(left);
        let first = bare.rsplit('-').next().unwrap_or(bare);
        Self {
            lexicon,
            first: first.to_lowercase(),
            second: right.to_lowercase(),
            before: bare.to_lowercase(),
            behind: compound.to_lowercase(),
            chain: first.len() != bare.len(),
        }
    }

    fn by_lexicon(&self, capitals: bool) -> Option<Hyphen> {
        let (lexicon, first, second) = (self.lexicon, self.first.as_str(), self.second.as_str());
        let english = lexicon == Lexicon::English;
        if english && compounds::keeps(&self.before, second) {
            return Some(keep(0.8, "reports write this compound with a hyphen"));
        }
        let whole = [first, second].concat();
        let in_one = self.chain && lexicon.has(&[&self.before, second].concat());
        if lexicon.has(&whole) || in_one {
            return Some(join(0.95, "the word is in the lexicon"));
        }
        // An inflected word is not in the lexicon, but its stem is: `in-\nformations`, `re-\nvisited`.
        if lexicon.has_stem(&whole, first.len()) {
            return Some(join(0.9, "the word's stem is in the lexicon"));
        }
        if compounds::prefixes(lexicon).contains(&first) && second.len() >= 3 && lexicon.has_form(second) {
            return Some(keep(0.85, "the first part is one that keeps its hyphen"));
        }
        // `more-or-less`: a word that is not known in one, behind words that a hyphen ties already.
        if self.chain && second.len() >= 3 && lexicon.has(first) && lexicon.has_form(second) {
            return Some(keep(0.8, "the words before are tied by hyphens"));
        }
        // Stems are known sooner than words: halves of words in French and Spanish must be longer to be believed.
        let least = if english { 3 } else { 5 };
        let long = first.len() >= least && second.len() >= least;
        (!capitals && long && lexicon.has(first) && lexicon.has_form(second))
            .then(|| keep(0.75, "both parts are words, and not known as one"))
    }

    /// What French ties by hyphens: compounds of the lexicon, pronouns behind verbs, small words between hyphens.
    fn tied(&self) -> Option<Hyphen> {
        if self.lexicon != Lexicon::French {
            return None;
        }
        let (first, second) = (self.first.as_str(), self.second.as_str());
        if self.lexicon.has_compound(&self.before, &self.behind) || self.lexicon.has_compound(first, second) {
            return Some(keep(0.85, "the lexicon writes the word with a hyphen"));
        }
        let within = self.chain && compounds::between(first)
            || self.behind.len() != second.len() && compounds::between(second);
        if within {
            return Some(keep(0.85, "a small word stands between hyphens"));
        }
        let whole = [first, second].concat();
        (!self.lexicon.has(&whole) && compounds::tied(first, second))
            .then(|| keep(0.85, "a hyphen ties a pronoun to its verb"))
    }
}

/// The word at the start of a text, hyphens inside it included.
fn run(text: &str) -> &str {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or("").trim_end_matches(['-', '\'', '’'])
}

/// The word at the end of a text, hyphens inside it included.
fn tail(text: &str) -> &str {
    let text = text.trim_end_matches('-');
    let start =
        text.char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or("").trim_start_matches(['-', '\'', '’'])
}

/// The word at the start of a text, up to its first hyphen.
fn head(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '-' | '\'' | '’')
}

#[cfg(test)]
mod tests {
    use rapporteur_stage::Learned;

    use super::*;

    fn keeps(lexicon: Option<Lexicon>, document: &str, left: &str, right: &str) -> bool {
        let mut words = Vocabulary::with(lexicon, None);
        words.read(document);
        hyphen(&words, left, right).keep
    }

    /// Pairs of halves, parted by `|`: those to join, and those that keep their hyphen.
    fn check(lexicon: Option<Lexicon>, joined: &[&str], kept: &[&str]) {
        for (halves, keep) in joined.iter().map(|h| (h, false)).chain(kept.iter().map(|h| (h, true))) {
            let (left, right) = halves.split_once('|').unwrap();
            assert_eq!(keeps(lexicon, "", &format!("of {left}-"), right), keep, "{lexicon:?} {halves}");
        }
    }

    #[test]
    fn english() {
        check(
            Some(Lexicon::English),
            &[
                "consulta|tion",
                "govern|ment",
                "Peacebuild|ing",
                "paramet|ers",
                "re|vitalization",
                "co|operation",
                "geohydro|logical",
                "in|formations",
                "in|sist",
                "with|in",
                "through|out",
                "peace-build|ing",
            ],
            &[
                "long|term",
                // Two words, not known as one: only a document can tell that they are.
                "news|group",
                "base|man",
                "non|use",
                "G|7",
                "COPS|PR",
                "Guinea|Bissau",
                "policy|makers",
                "decision|making",
                "fine|grained",
                "follow|up",
                "follow|ups",
                "build|up",
                "trade|off",
                "by|products",
                "more-or|less",
                "state-of-the|art",
                "in|processing",
                "ninety|nine",
                "cross|cultural",
            ],
        );
    }

    #[test]
    fn french() {
        check(
            Some(Lexicon::French),
            &[
                "négocia|tions",
                "l’organi|sation",
                "d'impor|tance",
                "cha|leur",
                "indépendan|ce",
                "con|tre",
                "par|mi",
                "sur|tout",
                "contre|dire",
                "Bougain|villiers",
                "natio|nale",
                "ren|contre",
                "al|lemand",
            ],
            &[
                "porte|parole",
                "l’avant|projet",
                "dit|elle",
                "celui|ci",
                "eux|mêmes",
                "a-t|il",
                "a|t-il",
                "c’est-à|dire",
                "c’est|à-dire",
                "vis-à|vis",
                "peut|être",
                "est|ce",
                "ex|ministre",
                "sous|comité",
                "franco|allemandes",
                "socio|économiques",
                "arc-en|ciel",
                "Guinée|Bissau",
                "non|respect",
            ],
        );
    }

    #[test]
    fn spanish() {
        check(
            Some(Lexicon::Spanish),
            &[
                "negocia|ciones",
                "muje|res",
                "desarro|llo",
                "contra|dicción",
                "no|vela",
                "post|eriores",
                "ex|presar",
            ],
            &[
                "ex|presidente",
                "franco|alemán",
                "italo|francés",
                "teórico|práctico",
                "no|violencia",
                "vice|ministro",
            ],
        );
    }

    #[test]
    fn without_a_lexicon_the_document_decides() {
        check(
            None,
            &["non|ostante", "anti|cipava", "long|term", "self|same"],
            &["G|7", "Guinea|Bissau", "COPS|PR"],
        );
        assert!(keeps(None, "la conferenza italo-francese", "italo-", "francese"));
        assert!(keeps(None, "in the self-same hour", "self-", "same"));
    }

    #[test]
    fn the_archive_decides_where_the_document_is_silent() {
        let archive = Learned::from_text(
            "rapporteur learned 1, documents\t9\nword\tagroeco-region\t2\nword\tfollow-up\t1\nword\tpeacebuilding\t3\n",
        );
        let archive = archive.unwrap();
        let keeps = |document: &str, left: &str, right: &str| {
            let mut words = Vocabulary::with(Some(Lexicon::English), Some(&archive));
            words.read(document);
            hyphen(&words, left, right).keep
        };
        assert!(keeps("", "the agroeco-", "region"));
        assert!(!keeps("", "on Peace-", "building"));
        assert!(keeps("a peace-building fund", "on peace-", "building"));
        assert!(!keeps("", "con-", "tinue"));
    }

    #[test]
    fn the_spelling_of_the_document_comes_first() {
        let english = Some(Lexicon::English);
        assert!(!keeps(english, "Statebuilding matters", "state-", "building"));
        assert!(!keeps(english, "a followup meeting", "follow-", "up"));
        assert!(keeps(english, "on peace-building,", "peace-", "building"));
        assert!(keeps(english, "on re-entry", "the re-", "entry."));
        let french = Some(Lexicon::French);
        assert!(!keeps(french, "l’exministre", "d’ex-", "ministre"));
        assert!(keeps(french, "l’éco-quartier", "d’éco-", "quartier"));
    }
}
