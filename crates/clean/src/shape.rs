//! What a line or paragraph looks like: how it starts, how it ends, whether it is prose.

/// Words that never end a heading, a paragraph or a line of an address: what follows belongs to them.
const LEADING_ON: &[&str] = &[
    "a", "an", "and", "as", "at", "between", "but", "by", "for", "from", "in", "into", "its", "nor", "of",
    "on", "or", "our", "than", "that", "the", "their", "this", "these", "through", "to", "towards", "upon",
    "via", "which", "while", "with", "within", "without", "was", "were", "is", "are", "has", "have", "had",
    "been", "be", "such", "not", "also", "his", "her", "de", "des", "du", "la", "le", "les", "et", "y", "el",
    "los", "las", "del",
];

/// The first word, with its punctuation.
pub(crate) fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or("")
}

/// The last word, without punctuation behind it.
pub(crate) fn last_word(text: &str) -> &str {
    text.split_whitespace().next_back().unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric())
}

/// How much of a paragraph is looked at from either end: a growing one must not be read again and again.
const PART: usize = 1200;

/// The end of a text.
pub(crate) fn last_part(text: &str) -> &str {
    let mut from = text.len().saturating_sub(PART);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or(text)
}

/// The start of a text.
pub(crate) fn first_part(text: &str) -> &str {
    let mut to = text.len().min(PART);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(..to).unwrap_or(text)
}

/// Whether the last word leads on to a next one ("of", "the").
pub(crate) fn leads_on(text: &str) -> bool {
    let word = last_word(text);
    text.ends_with(char::is_alphanumeric) && LEADING_ON.iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// Whether the text starts with a lower-case letter, behind an opening quotation mark or bracket at most.
pub(crate) fn starts_lower(text: &str) -> bool {
    let mut chars = text.chars().skip_while(|c| matches!(c, '(' | '“' | '"' | '‘' | '\'' | '[' | '«'));
    chars.next().is_some_and(char::is_lowercase)
}

/// Whether the text starts with a capital, likewise.
pub(crate) fn starts_upper(text: &str) -> bool {
    let mut chars = text.chars().skip_while(|c| matches!(c, '(' | '“' | '"' | '‘' | '\'' | '[' | '«'));
    chars.next().is_some_and(char::is_uppercase)
}

/// The text without closing quotation marks and brackets, and without a note mark glued behind a stop, or what
/// scanning made of it.
fn without_closers(text: &str) -> &str {
    let closer = |c: char| {
        matches!(c, '”' | '"' | '’' | '\'' | ')' | ']' | '»')
            || matches!(c, '*' | '°' | '®' | '©' | '™' | '^' | '>')
            || is_superscript(c)
    };
    let text = text.trim_end().trim_end_matches(closer);
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - bare.len();
    let stop = bare.ends_with(['.', '!', '?', ':', ';', ',', ')', '”', '"', '’']);
    let decimal = bare.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit());
    if (1..=3).contains(&digits) && stop && !decimal { bare.trim_end_matches(closer) } else { text }
}

/// Whether the text ends where a sentence may end.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = without_closers(text);
    text.ends_with(['.', '!', '?', '。', '！', '？', '…']) && !ends_short(text)
}

/// Whether the text ends with the initial of a name: `J.`
pub(crate) fn ends_initial(text: &str) -> bool {
    let mut chars = last_token(text).chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.') && chars.next().is_none()
}

/// Abbreviations behind which a sentence always goes on: titles before names, and what stands before numbers.
const SHORT: &[&str] = &[
    "Mr.", "Mrs.", "Ms.", "Messrs.", "Dr.", "Prof.", "Amb.", "Sen.", "Gov.", "Hon.", "Rev.", "Lt.", "Capt.",
    "St.", "No.", "Nos.", "Vol.", "vol.", "Fig.", "Figs.", "pp.", "para.", "paras.", "cf.", "vs.", "e.g.",
    "i.e.", "Mme.", "Sr.", "Sra.", "Dra.", "núm.",
];

/// Whether the stop at the end is that of an abbreviation, with which no sentence ends.
fn ends_short(text: &str) -> bool {
    text.ends_with('.') && SHORT.contains(&last_token(text).trim_start_matches(['(', '“', '"', '‘', '[']))
}

/// The last word with the stop behind it.
fn last_token(text: &str) -> &str {
    last_part(text).rsplit(char::is_whitespace).next().unwrap_or(text)
}

/// Whether the text ends with a stop of any kind, colon and semicolon included.
pub(crate) fn ends_stopped(text: &str) -> bool {
    ends_sentence(text) || without_closers(text).ends_with([':', ';', '：', '；'])
}

/// Whether the text ends with a hyphen that hangs on a word.
pub(crate) fn ends_hyphen(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|t| t.ends_with(char::is_alphanumeric))
}

/// Superscript digits and letters, the marks of notes.
pub(crate) fn is_superscript(char: char) -> bool {
    superscript(char).is_some() || char == 'ⁱ'
}

/// The digit of a superscript.
pub(crate) fn superscript(char: char) -> Option<u32> {
    Some(match char {
        '⁰' => 0,
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁴'..='⁹' => u32::from(char) - u32::from('⁰'),
        _ => return None,
    })
}

/// Whether all letters are capitals, and there are some.
pub(crate) fn all_capitals(text: &str) -> bool {
    let mut letters = 0;
    for char in text.chars() {
        if char.is_lowercase() {
            return false;
        }
        letters += usize::from(char.is_uppercase());
    }
    letters >= 4
}

/// The share of words that start with a lower-case letter, in per cent; prose has many, titles and lists few.
pub(crate) fn lower_share(text: &str) -> usize {
    let (mut words, mut lower) = (0, 0);
    for word in text.split_whitespace().take(200) {
        words += 1;
        lower += usize::from(word.starts_with(char::is_lowercase));
    }
    lower * 100 / words.max(1)
}

/// Whether the text is running prose: long enough, and mostly words in lower case.
pub(crate) fn is_prose(text: &str, least_words: usize) -> bool {
    text.split_whitespace().take(least_words).count() >= least_words && lower_share(text) >= 45
}

/// Whether a text is short and opens as the titles of sessions do, with a word, its number and a sign:
/// `Session II: …`, `Panel 2 – …`.
pub(crate) fn is_titled(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(label), Some(number)) = (words.next(), words.next()) else { return false };
    let value = number.trim_end_matches([':', ';', '.']);
    let figures = value.len() <= 2 && value.bytes().all(|b| b.is_ascii_digit());
    let roman = value.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'l' | b'|'));
    let signed = value.len() < number.len() || matches!(words.next(), Some("-" | "–" | "—" | ":"));
    let named = label.chars().count() >= 3 && label.chars().all(char::is_alphabetic) && starts_upper(label);
    named && !value.is_empty() && (figures || roman) && signed && text.len() <= LONGEST_TITLE
}

/// No title has more bytes.
const LONGEST_TITLE: usize = 250;

/// Whether a line leads to a page number with dots: `Introduction . . . . . 2`.
pub(crate) fn has_leaders(text: &str) -> bool {
    let (mut run, mut longest) = (0, 0);
    for byte in text.bytes() {
        match byte {
            b'.' | b'_' => run += 1,
            b' ' => {}
            0xe2 | 0x80 | 0xa6 => run += 1,
            _ => run = 0,
        }
        longest = longest.max(run);
    }
    longest >= 5
}

/// Whether a line has a wide gap inside, as the rows of a table have.
pub(crate) fn has_gap(text: &str) -> bool {
    text.as_bytes().windows(3).any(|w| w == b"   ") || text.contains('\t')
}

/// Signs that drawings are made of.
fn is_stroke(char: char) -> bool {
    matches!(char, '|' | '+' | '-' | '_' | '=' | '/' | '\\' | '<' | '>' | '^' | '#' | '*')
}

/// Whether any two strokes stand together, as in a drawing some must.
pub(crate) fn has_strokes(text: &str) -> bool {
    let mut before = false;
    text.bytes().filter(u8::is_ascii_graphic).any(|b| {
        let stroke = is_stroke(char::from(b));
        std::mem::replace(&mut before, stroke) && stroke
    })
}

/// Whether a line is drawn rather than written: `+----+  |    |`.
pub(crate) fn is_drawn(text: &str) -> bool {
    let (mut drawn, mut all) = (0, 0);
    for char in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        drawn += usize::from(is_stroke(char));
    }
    drawn * 2 > all && all >= 3
}

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "fév", "avr", "mai",
    "juin", "juil", "août", "déc", "ene", "abr", "ago", "dic",
];

/// Whether a short line is a date: a month and a number.
pub(crate) fn is_date(text: &str) -> bool {
    text.split_whitespace().take(9).count() <= 8
        && text.contains(|c: char| c.is_ascii_digit())
        && text.split(|c: char| !c.is_alphabetic()).any(|word| {
            let low = word.to_lowercase();
            low.len() >= 3 && MONTHS.iter().any(|m| low.starts_with(m))
        })
}

/// Whether a line is a place as it stands under a title: `Vienna, Austria`.
pub(crate) fn is_place(text: &str) -> bool {
    let words = text.split_whitespace().take(7).count();
    let inside = text.split_once(", ").is_some_and(|(town, land)| !town.is_empty() && !land.is_empty());
    inside && words <= 6 && !text.contains(|c: char| c.is_ascii_digit()) && {
        let mut names = text.split_whitespace().filter(|w| w.chars().count() > 3);
        names.all(|w| w.starts_with(char::is_uppercase))
    }
}

/// What stands in front of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// A bullet that is nothing else.
    Bullet,
    /// A sign that may be a bullet: a dash, an asterisk, a lone `o`.
    Maybe,
    /// A letter or a small Roman number: `(a)`, `b)`, `(iv)`.
    Letter,
    /// A number: `1.`, `(2)`, `4.1`.
    Number,
}

/// The label of a list item at the start of a line, and its length without the space behind it.
pub(crate) fn label(text: &str) -> Option<(Label, usize)> {
    let word = first_word(text);
    let rest = text.get(word.len()..)?;
    if rest.trim().is_empty() || !text.starts_with(word) {
        return None;
    }
    let kind = match word {
        "•" | "·" | "▪" | "◦" | "‣" | "●" | "■" | "○" | "◆" | "►" | "➢" | "✓" | "\u{f0b7}" | "\u{f0a7}"
        | "\u{f0d8}" | "\u{f076}" => Label::Bullet,
        "-" | "–" | "—" | "*" | "o" | "+" | "»" | "¢" | "°" | "©" | "®" => Label::Maybe,
        // What OCR takes a bullet for may also be a quotation, or a word of its language.
        "«" if !rest.contains('»') => Label::Maybe,
        "e" if rest.trim_start().starts_with(char::is_uppercase) => Label::Maybe,
        _ => numbered(word)?,
    };
    Some((kind, word.len()))
}

fn numbered(word: &str) -> Option<Label> {
    let open = word.strip_prefix('(');
    let inner = open.unwrap_or(word);
    let closed = inner.strip_suffix([')', '.']).or_else(|| inner.strip_suffix(".)"));
    let inner = closed.unwrap_or(inner);
    let bytes = inner.as_bytes();
    let letter = bytes.len() == 1 && bytes.first().is_some_and(u8::is_ascii_alphabetic);
    let roman = bytes.len() <= 5 && !bytes.is_empty() && bytes.iter().all(|b| b"ivxIVX".contains(b));
    if closed.is_some() && (letter || roman) {
        return Some(if bytes.first().is_some_and(u8::is_ascii_lowercase) || open.is_some() {
            Label::Letter
        } else {
            Label::Number
        });
    }
    let digits = !bytes.is_empty() && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    let decimal = digits && inner.contains('.') && !inner.ends_with('.') && !inner.starts_with('.');
    (digits && bytes.len() <= 8 && (decimal || closed.is_some() && bytes.len() <= 3)).then_some(Label::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends() {
        for text in ["the end.", "the end.”", "free man.1", "(so it was.)", "was it?’", "world.15"] {
            assert!(ends_sentence(text), "{text}");
        }
        for text in [
            "version 1.2",
            "the UN Security",
            "in 1995",
            "as follows:",
            "assessment5",
            "said Mr.",
            "(see pp.",
        ] {
            assert!(!ends_sentence(text), "{text}");
        }
        assert!(ends_stopped("as follows:"));
        assert!(ends_hyphen("consulta-") && !ends_hyphen("so -"));
        assert!(leads_on("the role of") && !leads_on("the role of."));
    }

    #[test]
    fn labels() {
        let kind = |t| label(t).map(|(k, _)| k);
        assert_eq!(kind("• peace"), Some(Label::Bullet));
        assert_eq!(kind("o  The protocol"), Some(Label::Maybe));
        assert_eq!(kind("e The protocol"), Some(Label::Maybe));
        assert_eq!(kind("« Learning. To learn"), Some(Label::Maybe));
        assert_eq!(kind("(a) to do"), Some(Label::Letter));
        assert_eq!(kind("iv) to do"), Some(Label::Letter));
        assert_eq!(kind("4.1 Scope"), Some(Label::Number));
        assert_eq!(kind("12. Scope"), Some(Label::Number));
        for text in [
            "2013 was",
            "a good",
            "I think",
            "-",
            "$3.5 million",
            "e.g. this",
            "e os outros",
            "« Oui », dit-il",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn looks() {
        assert!(has_leaders("1. Introduction . . . . . . .  2") && has_leaders("Scope ..... 4"));
        assert!(!has_leaders("and so on ... he said."));
        assert!(is_drawn("+----+  |") && !is_drawn("long-term aims"));
        assert!(is_date("May 13–14, 2013") && !is_date("the market of 2013 in figures was large and grew"));
    }
}
