//! The numbers in front of headings: 3, 4.1, IV, B, Б, "Two", "Première", 三.

/// How a number is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    /// 3
    Arabic,
    /// 4.1, by its depth.
    Decimal,
    /// IV or iv
    Roman,
    /// B or b
    Letter,
    /// Б or б
    Cyrillic,
    /// "Two", "second", "première"
    Word,
    /// 三
    Chinese,
}

/// A number as printed, with every value it may stand for, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// How it is printed.
    pub(crate) style: Style,
    /// 4 and 1 for "4.1"; one value for all other styles.
    pub(crate) parts: Vec<u16>,
    /// Other readings of a single value: "I" as the letter, "l" or "|" as one, "11" as a misread "II".
    pub(crate) others: Vec<(Style, u16)>,
}

impl Numeral {
    fn one(style: Style, value: u16) -> Self {
        Self { style, parts: vec![value], others: Vec::new() }
    }

    /// The value of a number that has one part.
    pub(crate) fn single(&self) -> Option<u16> {
        if let [value] = self.parts.as_slice() { Some(*value) } else { None }
    }

    /// All readings as a single value.
    pub(crate) fn readings(&self) -> impl Iterator<Item = (Style, u16)> + '_ {
        self.single().map(|v| (self.style, v)).into_iter().chain(self.others.iter().copied())
    }

    /// The number as the corrected document would print it in a style.
    pub(crate) fn print(&self, style: Style, value: u16) -> String {
        match style {
            Style::Roman => roman(value),
            Style::Letter => u32::from(value)
                .checked_sub(1)
                .and_then(|n| char::from_u32(u32::from('A') + n))
                .filter(char::is_ascii_uppercase)
                .map_or_else(|| value.to_string(), String::from),
            Style::Cyrillic => CYRILLIC
                .chars()
                .nth(usize::from(value).saturating_sub(1))
                .map_or_else(|| value.to_string(), |c| c.to_uppercase().collect()),
            Style::Decimal => self.parts.iter().map(ToString::to_string).collect::<Vec<_>>().join("."),
            _ => value.to_string(),
        }
    }
}

/// Reads a number that is the whole of a text. A label before it ("Session") allows freer forms.
pub(crate) fn read(text: &str, labelled: bool) -> Option<Numeral> {
    if text.is_empty() || text.len() > 24 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return decimal(text);
    }
    if let Some(value) = text.chars().all(is_chinese).then(|| chinese(text)).flatten() {
        return Some(Numeral::one(Style::Chinese, value));
    }
    if let Some(value) = value_of_roman(text) {
        let mut numeral = Numeral::one(Style::Roman, value);
        if let Some(letter) = letter(text) {
            numeral.others.push((Style::Letter, letter));
        }
        return Some(numeral);
    }
    if let Some(value) = cyrillic(text) {
        return Some(Numeral::one(Style::Cyrillic, value));
    }
    if let Some(value) = letter(text) {
        let mut numeral = Numeral::one(Style::Letter, value);
        if labelled && text == "l" {
            numeral = Numeral { others: numeral.readings().collect(), ..Numeral::one(Style::Roman, 1) };
        } else if matches!(text, "l" | "L") {
            numeral.others.push((Style::Roman, 1));
        }
        return Some(numeral);
    }
    if !labelled {
        return None;
    }
    if let Some(value) = misread(text) {
        return Some(Numeral::one(Style::Roman, value));
    }
    word(text).map(|value| Numeral::one(Style::Word, value))
}

fn decimal(text: &str) -> Option<Numeral> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let parts: Vec<u16> =
        text.split('.').map(|p| p.parse().ok().filter(|&n| n < 1000)).collect::<Option<_>>()?;
    if parts.len() > 6 {
        return None;
    }
    let style = if parts.len() > 1 { Style::Decimal } else { Style::Arabic };
    let mut numeral = Numeral { style, parts, others: Vec::new() };
    if text.bytes().all(|b| b == b'1') {
        numeral.others.push((Style::Roman, u16::try_from(text.len()).unwrap_or(0)));
    }
    if text == "0" {
        return None;
    }
    Some(numeral)
}

fn letter(text: &str) -> Option<u16> {
    match text.as_bytes() {
        [b @ b'A'..=b'Z'] => Some(u16::from(b - b'A') + 1),
        [b @ b'a'..=b'z'] => Some(u16::from(b - b'a') + 1),
        _ => None,
    }
}

/// The letters that Russian lists count with: without ё, й and the signs.
const CYRILLIC: &str = "абвгдежзиклмнопрстуфхцчшщэюя";

fn cyrillic(text: &str) -> Option<u16> {
    let mut chars = text.chars();
    let (Some(char), None) = (chars.next(), chars.next()) else { return None };
    let place = CYRILLIC.chars().position(|c| c == char || c.to_uppercase().eq([char]))?;
    u16::try_from(place + 1).ok()
}

/// The value of a well-formed Roman number of one case, up to 89.
fn value_of_roman(text: &str) -> Option<u16> {
    if text.len() > 8
        || !(text.bytes().all(|b| b"IVXL".contains(&b)) || text.bytes().all(|b| b"ivxl".contains(&b)))
    {
        return None;
    }
    let digit = |b: u8| match b.to_ascii_uppercase() {
        b'I' => 1,
        b'V' => 5,
        b'X' => 10,
        _ => 50,
    };
    let mut value = 0_u16;
    let mut next = 0;
    for b in text.bytes().rev() {
        let d = digit(b);
        value = if d < next { value.checked_sub(d)? } else { value + d };
        next = next.max(d);
    }
    (roman(value) == text.to_ascii_uppercase()).then_some(value)
}

fn roman(value: u16) -> String {
    const SIGNS: [(u16, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = value;
    let mut text = String::new();
    for (sign, letters) in SIGNS {
        while rest >= sign {
            text.push_str(letters);
            rest -= sign;
        }
    }
    text
}

/// A Roman number of two or three strokes as OCR reads it: "Il", "ll", "IIl".
pub(crate) fn strokes(text: &str) -> Option<Numeral> {
    let usable = (2..=3).contains(&text.len())
        && text.chars().all(|c| matches!(c, 'I' | 'l' | '|' | 'L'))
        && !text.starts_with('L');
    usable.then(|| misread(text)).flatten().map(|value| Numeral::one(Style::Roman, value))
}

/// What OCR makes of Roman numbers behind a label: "|", "Il", "ll", "lll", "IIl", "!".
fn misread(text: &str) -> Option<u16> {
    let strokes = text.chars().all(|c| matches!(c, 'I' | 'l' | 'L' | '|' | '1' | '!' | 'i'));
    let count = text.chars().count();
    if strokes && count <= 3 {
        return u16::try_from(count).ok();
    }
    let mended: String =
        text.chars().map(|c| if matches!(c, 'l' | '|' | '1' | '!') { 'I' } else { c }).collect();
    if mended == text { None } else { value_of_roman(&mended) }
}

#[rustfmt::skip]
const WORDS: &[(&str, u16)] = &[
    ("one", 1), ("first", 1), ("un", 1), ("une", 1), ("uno", 1), ("una", 1), ("premier", 1), ("première", 1), ("primera", 1),
    ("primer", 1), ("primero", 1), ("1st", 1), ("1ère", 1), ("1re", 1), ("1er", 1), ("1a", 1), ("1ª", 1),
    ("two", 2), ("second", 2), ("deux", 2), ("deuxième", 2), ("seconde", 2), ("dos", 2), ("segunda", 2), ("segundo", 2), ("2nd", 2),
    ("2e", 2), ("2ème", 2), ("2ª", 2),
    ("three", 3), ("third", 3), ("trois", 3), ("troisième", 3), ("tres", 3), ("tercera", 3), ("tercer", 3), ("tercero", 3), ("3rd", 3),
    ("3e", 3), ("3ème", 3), ("3ª", 3),
    ("four", 4), ("fourth", 4), ("quatre", 4), ("quatrième", 4), ("cuatro", 4), ("cuarta", 4), ("cuarto", 4), ("4th", 4), ("4e", 4),
    ("4ème", 4), ("4ª", 4),
    ("five", 5), ("fifth", 5), ("cinq", 5), ("cinquième", 5), ("cinco", 5), ("quinta", 5), ("quinto", 5), ("5th", 5), ("5e", 5),
    ("5ème", 5), ("5ª", 5),
    ("six", 6), ("sixth", 6), ("sixième", 6), ("seis", 6), ("sexta", 6), ("sexto", 6), ("6th", 6), ("6e", 6), ("6ème", 6), ("6ª", 6),
    ("seven", 7), ("seventh", 7), ("sept", 7), ("septième", 7), ("siete", 7), ("séptima", 7), ("séptimo", 7), ("7th", 7),
    ("eight", 8), ("eighth", 8), ("huit", 8), ("huitième", 8), ("ocho", 8), ("octava", 8), ("octavo", 8), ("8th", 8),
    ("nine", 9), ("ninth", 9), ("neuf", 9), ("neuvième", 9), ("nueve", 9), ("novena", 9), ("9th", 9),
    ("ten", 10), ("tenth", 10), ("dix", 10), ("dixième", 10), ("diez", 10), ("décima", 10), ("10th", 10),
    ("eleven", 11), ("eleventh", 11), ("twelve", 12), ("twelfth", 12),
];

/// The value of a number in words, cardinal or ordinal, in any case.
pub(crate) fn word(text: &str) -> Option<u16> {
    if text.len() > 12 {
        return None;
    }
    let text = text.to_lowercase();
    WORDS.iter().find(|(w, _)| *w == text).map(|&(_, value)| value)
}

fn is_chinese(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

fn chinese(text: &str) -> Option<u16> {
    let digit =
        |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|p| u16::try_from(p + 1).ok());
    let (tens, ones) = match text.split_once('十') {
        Some((t, o)) => (if t.is_empty() { 1 } else { digit(t.chars().next()?)? }, o),
        None => (0, text),
    };
    let mut chars = ones.chars();
    let one = chars.next().map_or(Some(0), digit)?;
    (chars.next().is_none() && tens + one > 0).then_some(tens * 10 + one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_many_dresses() {
        let value = |text| read(text, true).and_then(|n| n.single());
        for (text, wanted) in [
            ("3", 3),
            ("IV", 4),
            ("xii", 12),
            ("Two", 2),
            ("première", 1),
            ("|", 1),
            ("Il", 2),
            ("B", 2),
            ("十二", 12),
            ("Б", 2),
            ("в", 3),
        ] {
            assert_eq!(value(text), Some(wanted), "{text}");
        }
        assert_eq!(read("4.1.", false).map(|n| n.parts), Some(vec![4, 1]));
        for text in ["IIX", "2013", "the", "", "..", "1..2", "0"] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }

    #[test]
    fn letters_print_in_their_own_alphabet() {
        for text in ["A", "K", "А", "К", "Я"] {
            let numeral = read(text, false).unwrap();
            assert_eq!(numeral.print(numeral.style, numeral.single().unwrap()), text);
        }
    }

    #[test]
    fn a_roman_number_prints_as_it_reads() {
        for n in 1..90 {
            assert_eq!(value_of_roman(&roman(n)), Some(n));
        }
    }
}
