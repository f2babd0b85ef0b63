//! Words as evidence: those of the document itself, and a small English lexicon.

mod lexicon;
mod vocabulary;

pub(crate) use vocabulary::Vocabulary;

/// What to do with a hyphen between two halves that a line's end parted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hyphen {
    /// Whether it belongs to the word.
    pub(crate) keep: bool,
    pub(crate) confidence: f32,
    pub(crate) reason: &'static str,
}

/// First parts of English compounds that keep their hyphen.
const PREFIXES: &[&str] = &[
    "all", "anti", "best", "cost", "counter", "cross", "decision", "ex", "fact", "far", "first", "five",
    "four", "full", "half", "hard", "high", "human", "ill", "inter", "large", "least", "less", "long", "low",
    "mid", "middle", "much", "multi", "near", "newly", "non", "on", "one", "open", "part", "policy", "post",
    "pre", "pro", "quasi", "real", "rights", "second", "self", "semi", "seven", "short", "six", "small",
    "so", "state", "ten", "third", "three", "two", "value", "web", "well", "wide", "world", "year",
];

/// Decides between `consulta-tion` and `long-term`: by the joined word in the document, the hyphenated word in
/// the document, the lexicon, and the shape of the halves, in this order.
pub(crate) fn hyphen(words: &Vocabulary, left: &str, right: &str) -> Hyphen {
    let keep = |confidence, reason| Hyphen { keep: true, confidence, reason };
    let join = |confidence, reason| Hyphen { keep: false, confidence, reason };
    let left = tail(left);
    let right = head(right);
    let last = left.rsplit('-').next().unwrap_or(left);
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
    let joined = words.count(&[left, right]);
    let hyphenated = words.count(&[left, "-", right]);
    if joined > 0 && joined >= hyphenated {
        return join(0.97, "the document writes the word in one");
    }
    if hyphenated > 0 {
        return keep(0.97, "the document writes the word with a hyphen");
    }
    let known = |word: &str| lexicon::holds(word);
    let whole = [last, right].concat().to_lowercase();
    let (first, second) = (last.to_lowercase(), right.to_lowercase());
    if known(&whole) || (last.len() != left.len() && known(&[left, right].concat())) {
        return join(0.95, "the word is in the lexicon");
    }
    if PREFIXES.contains(&first.as_str()) && (known(&second) || known(stem(&second))) {
        return keep(0.85, "the first part is one that keeps its hyphen");
    }
    // An inflected word is not in the lexicon, but its stem is: `peacekeepers`, `re-\nvitalization`.
    if stem(&whole).len() > last.len() && known(stem(&whole)) {
        return join(0.9, "the word's stem is in the lexicon");
    }
    if capitals {
        return keep(0.7, "capitals beside a hyphen are mostly a name");
    }
    if first.len() >= 3 && second.len() >= 3 && known(&first) && known(&second) {
        return keep(0.75, "both parts are words, and not known as one");
    }
    join(0.75, "a hyphen at the line's end mostly breaks a word")
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

/// A word without the commonest endings.
fn stem(word: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "ization", "isation", "ations", "ingly", "ments", "ation", "ness", "ings", "ers", "ing", "ed", "ly",
        "es", "s",
    ];
    ENDINGS.iter().find_map(|e| word.strip_suffix(e).filter(|w| w.len() >= 4)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(document: &str, left: &str, right: &str) -> bool {
        let mut words = Vocabulary::default();
        words.read(document);
        hyphen(&words, left, right).keep
    }

    #[test]
    fn broken_words_are_joined() {
        for (left, right) in [
            ("consulta", "tion"),
            ("govern", "ment"),
            ("Peacebuild", "ing"),
            ("paramet", "ers"),
            ("re", "vitalization"),
            ("co", "operation"),
        ] {
            assert!(!check("", left, right), "{left} {right}");
        }
        assert!(!check("Statebuilding matters", "state", "building"));
    }

    #[test]
    fn hyphens_of_the_word_stay() {
        for (left, right) in [
            ("long", "term"),
            ("non", "use"),
            ("G", "7"),
            ("COPS", "PR"),
            ("Guinea", "Bissau"),
            ("policy", "makers"),
            ("decision", "making"),
        ] {
            assert!(check("", &format!("on {left}-"), right), "{left} {right}");
        }
        assert!(check("on peace-building,", "peace", "building"));
        assert!(check("on re-entry", "the re", "entry."));
    }
}
