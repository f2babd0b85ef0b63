//! The numbers of a text, in one form.

use std::collections::BTreeSet;

use rapporteur_words::tokens;

use crate::tables;

/// All numbers of a text: `1,200` and `1200` are the same, and so are `five` and `5`; `1.5` and `15` are not.
pub(crate) fn numbers(text: &str) -> BTreeSet<String> {
    let in_words = tokens(text).filter_map(|t| tables::number(&t.text.to_lowercase())).map(str::to_owned);
    digits(text).chain(in_words).collect()
}

fn digits(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(|c: char| c.is_ascii_digit())?;
        let run = rest.get(start..)?;
        let end = end_of_number(run);
        rest = run.get(end..)?;
        run.get(..end).map(plain)
    })
}

/// Digits, with single points and commas between them.
fn end_of_number(run: &str) -> usize {
    let bytes = run.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || matches!(bytes.get(end), Some(b'.' | b',')) && digit(end + 1) {
        end += 1;
    }
    end
}

/// Commas in front of three digits part thousands.
fn plain(number: &str) -> String {
    let mut parts = number.split(',');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |whole, part| {
        let thousands = part.split('.').next().is_some_and(|digits| digits.len() == 3);
        whole + if thousands { "" } else { "," } + part
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        let of = |text: &str| numbers(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(of("In 2013, 1,200 wells cost $4.2 million."), "1200 2013 4.2 million");
        assert_eq!(of("five of the G20, 12,5 % on the 21st"), "12,5 20 21 5");
        assert_eq!(of("one of them"), "");
    }
}
