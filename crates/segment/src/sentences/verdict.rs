//! Whether a sentence ends with a stop.

use super::{
    Splitter, lowered,
    next::Next,
    stop::Stop,
    words::{Abbreviation, abbreviation, is_starter, is_subject, is_title, opens_clause},
};

impl Splitter<'_> {
    pub(super) fn known(&self, at: usize) -> Option<Abbreviation> {
        self.known_word(self.word_before(at))
    }

    fn known_word(&self, word: &str) -> Option<Abbreviation> {
        // "l'art. 5": the article is no part of the word.
        let word = word.rsplit(['\'', '’']).next().filter(|tail| tail.len() > 1).unwrap_or(word);
        lowered(word, |w| self.profile.abbreviation(w).or_else(|| abbreviation(w))).flatten()
    }

    /// Whether an abbreviation follows that may open a sentence: a title, or in other languages than English, whose
    /// lists are shorter, any word of the language's own list: "Mme Ba", "Zob. s. 5".
    fn opens_by_abbreviation(&self, next: &Next<'_>) -> bool {
        let own = |w: &str| w.chars().count() > 1 && self.profile.abbreviation(w).is_some();
        next.upper
            && next.rest.starts_with('.')
            && lowered(next.word, |w| is_title(w) || own(w)) == Some(true)
    }

    fn starter(&self, next: &Next<'_>) -> bool {
        lowered(next.word, |w| is_starter(w) || self.profile.starters.contains(&w)).unwrap_or(false)
    }

    /// Whether a sentence ends with the stop.
    pub(super) fn breaks(&self, stop: &Stop) -> bool {
        let rest = self.text.get(stop.end..).unwrap_or("");
        let next = rest.trim_start();
        if next.is_empty() {
            return false;
        }
        if !stop.full && next.len() == rest.len() {
            return false;
        }
        let next = Next::of(next);
        self.breaks_before(stop, &next) && !self.inside_going_on(stop.end)
    }

    fn breaks_before(&self, stop: &Stop, next: &Next<'_>) -> bool {
        if stop.full {
            return !(stop.quote && leads_quote_on(self.text.get(stop.end..).unwrap_or("")));
        }
        if next.leads_on() {
            return false;
        }
        if stop.mark {
            return self.breaks_after_mark(stop, next);
        }
        if !self.profile.dots {
            return false;
        }
        if stop.dots > 1 {
            return self.breaks_after_dots(stop, next);
        }
        if next.lower {
            return self.breaks_before_small(stop, next);
        }
        self.breaks_after_dot(stop, next)
    }

    /// After "...": not when nothing has been said yet, nor before a source in brackets behind "[...]".
    fn breaks_after_dots(&self, stop: &Stop, next: &Next<'_>) -> bool {
        let said = || self.text.get(self.start..stop.at).is_some_and(|t| t.contains(char::is_alphanumeric));
        let omission = self.text.get(stop.after..stop.end).is_some_and(|c| c.starts_with(']'));
        next.upper && !(stop.dots == 3 && next.word == "I") && (!omission || next.bare) && said()
    }

    fn breaks_after_mark(&self, stop: &Stop, next: &Next<'_>) -> bool {
        if next.lower {
            let plain = !stop.quote && stop.end == stop.after;
            return plain && (self.starts_lower() || self.small_opening(stop, next));
        }
        // "Yahoo! Inc.", "?!)": a mark inside a name or a bracket leads on.
        (next.upper || next.digit || next.symbol) && !next.is_year()
    }

    /// In text without capitals, or that lost one, an ordinary word before and a pronoun after end a sentence.
    fn breaks_before_small(&self, stop: &Stop, next: &Next<'_>) -> bool {
        let closed = stop.end > stop.after;
        let word = self.word_before(stop.at);
        if closed || self.known_word(word).is_some() {
            return false;
        }
        (self.starts_lower() && word.len() > 3) || self.small_opening(stop, next)
    }

    fn small_opening(&self, stop: &Stop, next: &Next<'_>) -> bool {
        let word = self.word_before(stop.at);
        let ordinary = word.chars().count() > 2 && word.chars().all(char::is_lowercase);
        ordinary && next.bare && self.opens_small(word, next.word)
    }

    fn opens_small(&self, before: &str, word: &str) -> bool {
        if self.profile.english {
            return lowered(word, is_subject) == Some(true);
        }
        ends_like_a_word(before) && self.profile.starters.contains(&word)
    }

    fn breaks_after_dot(&self, stop: &Stop, next: &Next<'_>) -> bool {
        let word = self.word_before(stop.at);
        let closed = stop.end > stop.after;
        if closed && stop.quote {
            return true;
        }
        if is_first_half(word) && next.is_half() {
            return false;
        }
        let starter = self.starter(next);
        if let Some(kind) = self.known_word(word) {
            let opens = starter || (stop.at - self.start > SHORT && self.opens_by_abbreviation(next));
            return after_abbreviation(kind, next, starter, opens, closed);
        }
        if self.is_item_number(stop, word) {
            return false;
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        // "J. Smith", "c. 1818", "د. محمد": one letter is an initial or an abbreviation.
        if letters == 1 && word.chars().count() == 1 {
            return self.breaks_after_letter(stop, word, next, starter);
        }
        if is_acronym(word) {
            return starter || next.symbol || (!next.upper && !next.digit);
        }
        if self.profile.ordinals && is_ordinal(word) {
            return starter
                || self.opens_by_abbreviation(next)
                || (next.upper && self.is_counted(stop, word));
        }
        next.upper || next.digit || next.symbol
    }

    fn breaks_after_letter(&self, stop: &Stop, letter: &str, next: &Next<'_>, starter: bool) -> bool {
        let before = self.text.get(self.start..stop.at - letter.len()).unwrap_or("").trim_end();
        if letter.chars().all(char::is_lowercase) && before.ends_with(|c: char| c.is_ascii_digit()) {
            // "It began at 10 h. Mme Ba spoke.": a unit of measure.
            return next.upper;
        }
        let case = letter.chars().all(|c| c.is_uppercase() || c.is_lowercase());
        case && starter && next.word != "A"
    }

    /// Whether an abbreviation stands before a number, which then counts and does not order: "str. 5", "Nr. 12".
    fn is_counted(&self, stop: &Stop, number: &str) -> bool {
        let at = stop.at - number.len();
        let before = self.text.get(self.start..at).unwrap_or("").trim_end();
        before.strip_suffix('.').is_some_and(|b| self.known(self.start + b.len()).is_some())
    }

    /// A list's number or letter opens its sentence: "1. The first", "a. The first", "iv. The fourth".
    fn is_item_number(&self, stop: &Stop, word: &str) -> bool {
        let before = self.text.get(self.start..stop.at - word.len()).unwrap_or("");
        if before.len() > 16 {
            return false;
        }
        if !before.chars().all(|c| c.is_whitespace() || matches!(c, '•' | '⁃' | '-' | '–' | '*')) {
            return false;
        }
        let closed = self.text.get(stop.after..stop.end).is_some_and(|c| !c.is_empty() && c != ")");
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        !closed && (letters <= 1 || is_small_roman(word)) && word.chars().count() <= 5
    }

    /// Whether a comma or colon is what OCR made of a full stop: an ordinary word stands before it, and after it a
    /// word with a capital that has one only at the head of a sentence, followed by a small one.
    pub(super) fn misread_stop(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        if !self.profile.english
            || !matches!(bytes.get(at), Some(b',' | b':'))
            || bytes.get(at + 1) != Some(&b' ')
            || !bytes.get(at + 2).is_some_and(u8::is_ascii_uppercase)
            || at < self.start + 24
        {
            return false;
        }
        let word = self.word_before(at);
        if word.len() < 2 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return false;
        }
        let next = Next::of(self.text.get(at + 2..).unwrap_or(""));
        let mut rest = next.rest.chars();
        rest.next() == Some(' ')
            && rest.next().is_some_and(char::is_lowercase)
            && lowered(next.word, opens_clause) == Some(true)
            && next.word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
    }

    /// Whether the sentence being read starts with a small letter: in such text case says nothing.
    fn starts_lower(&self) -> bool {
        let part = self.text.get(self.start..).unwrap_or("");
        part.chars().take(64).find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
    }
}

/// A sentence up to so many bytes may be no more than its opening: "At 5 a.m. Mr. Lind left".
const SHORT: usize = 16;

/// Whether a sentence ends after a known abbreviation.
fn after_abbreviation(kind: Abbreviation, next: &Next<'_>, starter: bool, opens: bool, closed: bool) -> bool {
    match kind {
        Abbreviation::LeadsOn => closed && starter,
        Abbreviation::BeforeNumber => !next.digit && !next.sign && (starter || closed) && next.bare,
        Abbreviation::MayEnd => opens || (closed && next.upper),
        Abbreviation::EndsBeforeCapital => next.upper || next.symbol,
        Abbreviation::Month => !next.digit && (starter || next.upper),
    }
}

/// 「本当ですか？」と聞いた: a particle takes the quotation into the sentence.
fn leads_quote_on(rest: &str) -> bool {
    rest.starts_with(['と', 'が', 'を', 'の', 'に', 'も', 'な', 'で', 'は'])
}

/// Words are cut short behind a consonant ("meteor.", "tech."); a last vowel or a Greek final sigma is a whole word's.
fn ends_like_a_word(word: &str) -> bool {
    word.chars()
        .next_back()
        .is_some_and(|c| "aeiouyàáâäãåèéêëìíîïòóôöõøùúûüýąęőűăаеиоуыэюяєіїαεηιουωάέήίόύώς".contains(c))
}

/// The first half of "z. B.", "EE. UU.".
fn is_first_half(word: &str) -> bool {
    match word.chars().count() {
        1 => word.chars().all(char::is_alphabetic),
        2 => word.chars().all(char::is_uppercase),
        _ => false,
    }
}

/// "U.S", "E.U", "B.Sc", "d.h": letters in groups of one or two, parted by stops.
fn is_acronym(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() <= 3 && part.chars().all(|c| c.is_alphabetic() || c == '-'))
}

/// "3", "XII": in some languages a stop behind it makes it the third, the twelfth.
fn is_ordinal(word: &str) -> bool {
    let word = word.trim_start_matches('-');
    let digits = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    digits || (!word.is_empty() && word.bytes().all(|b| b"IVXLC".contains(&b)))
}

fn is_small_roman(word: &str) -> bool {
    (1..=4).contains(&word.len()) && word.bytes().all(|b| b"ivxIVX".contains(&b))
}
