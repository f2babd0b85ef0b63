//! Turns spans into words in ink.

use super::inline::{Span, Style};
use super::lines::{Ink, Run, Word};

/// The inks of running text, and how marks are printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inks {
    /// Upright.
    pub(super) roman: Ink,
    /// Italic.
    pub(super) italic: Ink,
    /// Bold.
    pub(super) bold: Ink,
    /// Marks of notes.
    pub(super) mark: Ink,
    /// Marks are superscript characters, not raised figures.
    pub(super) superscript: bool,
    /// Italics are left between asterisks.
    pub(super) asterisks: bool,
}

impl Inks {
    /// One ink for everything.
    pub(super) fn even(ink: Ink, superscript: bool, asterisks: bool) -> Self {
        Self { roman: ink, italic: ink, bold: ink, mark: ink, superscript, asterisks }
    }

    fn of(&self, style: Style) -> Ink {
        match style {
            Style::Roman => self.roman,
            Style::Italic => self.italic,
            Style::Bold => self.bold,
        }
    }

    /// The run of a note's mark.
    pub(super) fn mark(&self, mark: &str) -> Run {
        let text = if self.superscript { superscript(mark) } else { mark.to_owned() };
        Run { text, ink: self.mark, mark: true }
    }

    /// The words of a text, with the places at which a line may end.
    pub(super) fn words(&self, spans: &[Span]) -> Vec<Word> {
        let mut words = vec![Word::default()];
        for span in spans {
            match span {
                Span::Mark(mark) => {
                    if let Some(word) = words.last_mut() {
                        word.runs.push(self.mark(mark));
                        word.notes.push(mark.clone());
                    }
                }
                Span::Text { text, style, .. } => {
                    let stars = if self.asterisks && *style == Style::Italic { "*" } else { "" };
                    add(&mut words, &format!("{stars}{text}{stars}"), self.of(*style));
                }
            }
        }
        words.retain(|word| !word.runs.is_empty());
        words
    }

    /// The words of a text without markup.
    pub(super) fn plain(&self, text: &str, style: Style) -> Vec<Word> {
        self.words(&[Span::Text { text: text.to_owned(), style, link: None }])
    }
}

fn add(words: &mut Vec<Word>, text: &str, ink: Ink) {
    for (at, piece) in text.split(' ').enumerate() {
        if at > 0 {
            words.push(Word::default());
        }
        for (at, part) in breakable(piece).into_iter().enumerate() {
            if at > 0 {
                words.push(Word { glued: true, ..Word::default() });
            }
            if let Some(word) = words.last_mut().filter(|_| !part.is_empty()) {
                word.runs.push(Run { text: part.to_owned(), ink, mark: false });
            }
        }
    }
}

/// Fewest characters on either side of a hyphen at which a line may end.
const FEWEST: usize = 3;

/// A word cut after its hyphens and dashes.
fn breakable(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, sign) in word.char_indices() {
        let end = at + sign.len_utf8();
        let around = word.get(start..at).zip(word.get(end..));
        let long = around.is_some_and(|(before, after)| {
            before.chars().count() >= FEWEST
                && after.chars().count() >= FEWEST
                && after.starts_with(char::is_alphabetic)
        });
        if matches!(sign, '-' | '—') && long {
            parts.extend(word.get(start..end));
            start = end;
        }
    }
    parts.extend(word.get(start..));
    parts
}

/// A number in superscript figures.
pub(super) fn superscript(number: &str) -> String {
    const FIGURES: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .chars()
        .map(|sign| {
            sign.to_digit(10)
                .and_then(|digit| usize::try_from(digit).ok())
                .and_then(|digit| FIGURES.get(digit))
                .copied()
                .unwrap_or(sign)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fonts::Face;
    use super::super::inline;
    use super::*;

    fn inks(asterisks: bool) -> Inks {
        Inks::even(Ink { face: Face::Even, size: 1.0, rise: 0.0 }, true, asterisks)
    }

    fn shown(words: &[Word], marks: bool) -> Vec<String> {
        words.iter().map(|word| word.text(marks)).collect()
    }

    #[test]
    fn a_mark_belongs_to_the_word_before_it() {
        let words = inks(false).words(&inline::parse("eighteen months later.[^1] One"));
        assert_eq!(shown(&words, true), ["eighteen", "months", "later.¹", "One"]);
        assert_eq!(shown(&words, false), ["eighteen", "months", "later.", "One"]);
        assert_eq!(words[2].notes, ["1"]);
    }

    #[test]
    fn a_line_may_end_after_a_hyphen_between_long_parts() {
        let words = inks(false).plain("community-based e-mail", Style::Roman);
        assert_eq!(shown(&words, true), ["community-", "based", "e-mail"]);
        assert!(words[1].glued);
    }

    #[test]
    fn asterisks_stay_where_they_are_asked_for() {
        let words = inks(true).words(&inline::parse("titled *After the Ceasefire* at"));
        assert_eq!(shown(&words, true), ["titled", "*After", "the", "Ceasefire*", "at"]);
    }
}
