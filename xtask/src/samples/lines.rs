//! Breaks words into lines, dividing a word where a line would be too loose without it.

use hypher::Lang;

use super::fonts::Face;

/// Face and size of a piece of text, and how far it is raised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ink {
    /// The face.
    pub(super) face: Face,
    /// The size: points in a PDF, 1 in a text file.
    pub(super) size: f64,
    /// How far above the line it stands.
    pub(super) rise: f64,
}

/// A part of a word in one ink.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// The letters.
    pub(super) text: String,
    /// Their ink.
    pub(super) ink: Ink,
    /// Whether this is the mark of a note, not a part of the sentence.
    pub(super) mark: bool,
}

/// What stands between two places where a line may end.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Word {
    /// Its parts, without spaces.
    pub(super) runs: Vec<Run>,
    /// The notes whose marks it carries.
    pub(super) notes: Vec<String>,
    /// Follows the word before without a space, as after a hyphen or a dash.
    pub(super) glued: bool,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With the last word of the paragraph.
    Last,
    /// Between two words.
    Space,
    /// Within a word; a hyphen is printed that the word does not have.
    Hyphen,
    /// After a hyphen or a dash that belongs to the text.
    Kept,
}

/// A line of type.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its words.
    pub(super) words: Vec<Word>,
    /// How it ends.
    pub(super) end: End,
    /// The width of a space in it.
    pub(super) space: f64,
}

/// The rules for a paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// Width of the lines.
    pub(super) width: f64,
    /// Width of a space before justification.
    pub(super) space: f64,
    /// A line may fall short by this much before a word is divided.
    pub(super) slack: f64,
    /// Stretch spaces until all lines but the last are full.
    pub(super) justify: bool,
    /// Divide words by the rules of this language.
    pub(super) divide: Option<Lang>,
}

/// No more than this many divided words one below the other.
const LADDER: usize = 2;

/// Fewest letters of a divided word on either line.
const FEWEST: usize = 3;

impl Run {
    fn width(&self) -> f64 {
        self.ink.face.width(&self.text, self.ink.size)
    }
}

impl Word {
    /// Its width without the space before it.
    pub(super) fn width(&self) -> f64 {
        self.runs.iter().map(Run::width).sum()
    }

    /// Its letters; the marks of notes only when asked for.
    pub(super) fn text(&self, marks: bool) -> String {
        self.runs.iter().filter(|run| marks || !run.mark).map(|run| run.text.as_str()).collect()
    }
}

impl Line {
    /// The words with single spaces, and the hyphen of a divided word.
    pub(super) fn text(&self, marks: bool) -> String {
        let mut text = String::new();
        for (at, word) in self.words.iter().enumerate() {
            if at > 0 && !word.glued {
                text.push(' ');
            }
            text.push_str(&word.text(marks));
        }
        if self.end == End::Hyphen {
            text.push('-');
        }
        text
    }

    /// The width as it will be drawn.
    pub(super) fn width(&self) -> f64 {
        let words: f64 = self.words.iter().map(Word::width).sum();
        let hyphen = if self.end == End::Hyphen { self.hyphen() } else { 0.0 };
        words + self.space * count(self.gaps()) + hyphen
    }

    fn gaps(&self) -> usize {
        self.words.iter().skip(1).filter(|word| !word.glued).count()
    }

    fn hyphen(&self) -> f64 {
        self.words.last().map_or(0.0, hyphen_after)
    }
}

/// A small number as a measure.
pub(super) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn hyphen_after(word: &Word) -> f64 {
    word.runs.last().map_or(0.0, |run| run.ink.face.width("-", run.ink.size))
}

/// The lines of a paragraph. There is at least one word in each, even if it is wider than the line.
pub(super) fn break_lines(words: &[Word], setting: Setting) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line: Vec<Word> = Vec::new();
    let mut used = 0.0;
    let mut ladder = 0;
    for word in words {
        let mut word = word.clone();
        loop {
            let gap = if line.is_empty() || word.glued { 0.0 } else { setting.space };
            let room = setting.width - used - gap;
            if word.width() <= room || (line.is_empty() && divided(&word, room, setting).is_none()) {
                used += gap + word.width();
                line.push(word);
                break;
            }
            let parts = if ladder < LADDER && setting.width - used > setting.slack {
                divided(&word, room, setting)
            } else {
                None
            };
            let glued = word.glued;
            match parts {
                Some((first, rest)) => {
                    line.push(first);
                    lines.push(full(std::mem::take(&mut line), End::Hyphen, setting));
                    word = rest;
                    ladder += 1;
                }
                None => {
                    let end = if glued { End::Kept } else { End::Space };
                    lines.push(full(std::mem::take(&mut line), end, setting));
                    word.glued = false;
                    ladder = 0;
                }
            }
            used = 0.0;
        }
    }
    if !line.is_empty() {
        lines.push(Line { words: line, end: End::Last, space: setting.space });
    }
    lines
}

/// A line that is not the last of its paragraph.
fn full(words: Vec<Word>, end: End, setting: Setting) -> Line {
    let mut line = Line { words, end, space: setting.space };
    let gaps = line.gaps();
    let short = setting.width - line.width();
    if setting.justify && gaps > 0 && short > 0.0 {
        line.space += short / count(gaps);
    }
    line
}

/// The longest beginning of a word that fits with a hyphen, and the rest.
fn divided(word: &Word, room: f64, setting: Setting) -> Option<(Word, Word)> {
    let lang = setting.divide?;
    let run = word.runs.first()?;
    if word.runs.iter().skip(1).any(|run| !run.mark) {
        return None;
    }
    let room = room - hyphen_after(word);
    let at = points(&run.text, lang).into_iter().rfind(|&at| {
        run.text.get(..at).is_some_and(|first| run.ink.face.width(first, run.ink.size) <= room)
    })?;
    let (first, rest) = run.text.split_at(at);
    let begin = Word {
        runs: vec![Run { text: first.to_owned(), ..run.clone() }],
        notes: Vec::new(),
        glued: word.glued,
    };
    let mut end = Word { glued: false, ..word.clone() };
    if let Some(run) = end.runs.first_mut() {
        run.text = rest.to_owned();
    }
    Some((begin, end))
}

/// Byte places at which a word may be divided, in order.
fn points(text: &str, lang: Lang) -> Vec<usize> {
    let core = text.trim_matches(|sign: char| !sign.is_alphabetic());
    let start = text.find(core).unwrap_or_default();
    let plain = core.chars().all(char::is_alphabetic) && core.chars().skip(1).all(char::is_lowercase);
    let lower = core.to_lowercase();
    if !plain || lower.len() != core.len() {
        return Vec::new();
    }
    let mut at = 0;
    let mut places = Vec::new();
    for syllable in hypher::hyphenate(&lower, lang) {
        at += syllable.len();
        let letters = |part: Option<&str>| part.is_some_and(|part| part.chars().count() >= FEWEST);
        if letters(core.get(..at)) && letters(core.get(at..)) {
            places.push(start + at);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Ink = Ink { face: Face::Even, size: 1.0, rise: 0.0 };

    fn words(text: &str) -> Vec<Word> {
        text.split(' ')
            .map(|word| Word {
                runs: vec![Run { text: word.to_owned(), ink: INK, mark: false }],
                ..Word::default()
            })
            .collect()
    }

    fn broken(text: &str, width: f64, divide: Option<Lang>) -> Vec<String> {
        let setting = Setting { width, space: 1.0, slack: 3.0, justify: false, divide };
        break_lines(&words(text), setting).iter().map(|line| line.text(true)).collect()
    }

    #[test]
    fn a_line_takes_all_the_words_that_fit() {
        assert_eq!(broken("one two three four", 9.0, None), ["one two", "three", "four"]);
    }

    #[test]
    fn a_loose_line_takes_the_beginning_of_the_next_word() {
        assert_eq!(
            broken("a public consultation", 14.0, Some(Lang::English)),
            ["a public con-", "sultation"]
        );
        assert_eq!(broken("a public consultation", 14.0, None), ["a public", "consultation"]);
    }

    #[test]
    fn no_line_is_wider_than_the_measure_unless_a_word_is() {
        let text = "Participants nevertheless recommended extraordinary interinstitutional arrangements";
        for width in [9.0, 12.0, 17.0, 30.0] {
            for line in broken(text, width, Some(Lang::English)) {
                assert!(line.len() <= 14 || line.contains(' '), "{line}");
                assert!(line.chars().count() <= 30);
            }
        }
    }

    #[test]
    fn the_words_come_back_when_the_lines_are_joined() {
        let text =
            "Les participants ont recommandé un fonctionnement interdépartemental véritablement durable";
        let setting =
            Setting { width: 15.0, space: 1.0, slack: 2.0, justify: false, divide: Some(Lang::French) };
        let mut joined = String::new();
        for line in break_lines(&words(text), setting) {
            let shown = line.text(true);
            match line.end {
                End::Hyphen => joined.push_str(shown.trim_end_matches('-')),
                End::Kept | End::Last => joined.push_str(&shown),
                End::Space => {
                    joined.push_str(&shown);
                    joined.push(' ');
                }
            }
        }
        assert_eq!(joined, text);
    }

    #[test]
    fn names_in_capitals_and_numbers_are_never_divided() {
        assert!(points("ECOWAS", Lang::English).is_empty());
        assert!(points("1,940", Lang::English).is_empty());
        assert_eq!(points("(committees)", Lang::English), [4, 7]);
    }

    #[test]
    fn justified_lines_are_exactly_full() {
        let setting = Setting { width: 20.0, space: 1.0, slack: 3.0, justify: true, divide: None };
        let lines = break_lines(&words("who answers for the well when they leave"), setting);
        let (last, full) = lines.split_last().unwrap();
        assert!(full.iter().all(|line| (line.width() - 20.0).abs() < 1e-9));
        assert_eq!(last.end, End::Last);
    }
}
