//! Lays a report out as one long column of strips, to be cut into pages afterwards.

use super::inline::{Span, Style};
use super::lines::{self, End, Line, Word};
use super::manner::{Kind, Manner};
use super::source::{Block, Heading, Note, Report};
use super::strip::{Part, Role, Strip};

/// The strips of a report, title block first. `labels` are the page numbers printed in the contents, one a heading;
/// they may be missing while they are not known.
pub(super) fn strips(report: &Report, manner: &Manner, labels: &[String]) -> Vec<Strip> {
    let mut setter = Setter { report, manner, labels, strips: Vec::new(), flow: 0, fresh: false };
    setter.title_block();
    setter.body();
    setter.strips
}

/// The strips of a note, its mark first.
pub(super) fn note(note: &Note, report: &Report, manner: &Manner) -> Vec<Strip> {
    let mut setter = Setter { report, manner, labels: &[], strips: Vec::new(), flow: 0, fresh: false };
    let mark = Word { runs: vec![manner.note.inks.mark(&note.mark)], ..Word::default() };
    let words: Vec<Word> = std::iter::once(mark).chain(manner.note.inks.words(&note.text)).collect();
    setter.set(&words, manner.note, &Place { role: Role::Note, ..Place::default() });
    setter.strips
}

/// Where and how a run of lines is put.
struct Place {
    role: Role,
    before: f64,
    indent: f64,
    width: Option<f64>,
    centred: bool,
    ragged: bool,
    keep: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            role: Role::Paragraph,
            before: 0.0,
            indent: 0.0,
            width: None,
            centred: false,
            ragged: false,
            keep: false,
        }
    }
}

/// Puts strip after strip.
pub(super) struct Setter<'a> {
    pub(super) report: &'a Report,
    pub(super) manner: &'a Manner,
    /// Page numbers for the contents.
    pub(super) labels: &'a [String],
    pub(super) strips: Vec<Strip>,
    /// Number of the paragraph being set.
    pub(super) flow: usize,
    /// The next strip begins a page.
    pub(super) fresh: bool,
}

impl Setter<'_> {
    fn title_block(&mut self) {
        let head = &self.report.head;
        let manner = self.manner;
        if manner.logo {
            for line in &head.logo {
                for line in line.lines() {
                    self.front(line, Role::Logo, manner.body, 0.0);
                }
            }
        }
        self.front(&head.title, Role::Title, manner.title, manner.gap);
        let subtitle = |setter: &mut Self| {
            if let Some(subtitle) = &head.subtitle {
                setter.front(subtitle, Role::Front, manner.heads[0], manner.gap);
            }
        };
        if !manner.logo {
            subtitle(self);
        }
        for (at, line) in head.front.iter().enumerate() {
            self.front(line, Role::Front, manner.body, if at == 0 { manner.gap } else { 0.0 });
        }
        if manner.logo {
            subtitle(self);
        }
    }

    fn front(&mut self, text: &str, role: Role, kind: Kind, gap: f64) {
        let words = kind.inks.plain(text, Style::Roman);
        let place = Place {
            role,
            before: gap * self.manner.body.leading,
            width: Some(self.manner.full),
            centred: self.manner.centred,
            ragged: true,
            ..Place::default()
        };
        self.set(&words, kind, &place);
    }

    fn body(&mut self) {
        let report = self.report;
        let mut headings = 0;
        let mut numbering = false;
        let mut paragraphs = 0;
        let mut blocks = report.blocks.iter().peekable();
        let mut in_list = false;
        while let Some(block) = blocks.next() {
            match block {
                Block::Heading(heading) => {
                    numbering = report.head.numbered_paragraphs && heading.label.is_none();
                    self.heading(heading, headings);
                    headings += 1;
                }
                Block::Paragraph(text) => {
                    paragraphs += usize::from(numbering);
                    let mut words = self.numbered(text, paragraphs, numbering);
                    while let Some(Block::Item { text, .. }) = blocks.next_if(|next| self.runs_in(next)) {
                        words.extend(self.manner.body.inks.plain("o", Style::Roman));
                        words.extend(self.manner.body.inks.words(text));
                    }
                    self.paragraph(&words);
                }
                Block::Item { number, text } => {
                    let first = !in_list;
                    self.item(number.as_deref(), text, first);
                }
                Block::Table(rows) => self.table(rows),
                Block::Contents => self.contents(),
            }
            in_list = matches!(block, Block::Item { .. });
        }
    }

    /// The words of a paragraph, its number first if paragraphs have numbers.
    fn numbered(&self, text: &[Span], number: usize, numbering: bool) -> Vec<Word> {
        let inks = &self.manner.body.inks;
        let number = if numbering { inks.plain(&format!("{number}."), Style::Roman) } else { Vec::new() };
        number.into_iter().chain(inks.words(text)).collect()
    }

    /// Whether a block is printed in the paragraph before it.
    fn runs_in(&self, block: &Block) -> bool {
        self.manner.inline_lists && matches!(block, Block::Item { .. })
    }

    fn heading(&mut self, heading: &Heading, place: usize) {
        let level = usize::from(heading.level.clamp(1, 3)) - 1;
        let kind = self.manner.heads.get(level).copied().unwrap_or(self.manner.body);
        let words = kind.inks.plain(&heading.printed, Style::Roman);
        let before = self.manner.head_gap * self.manner.body.leading;
        self.set(
            &words,
            kind,
            &Place { role: Role::Heading(place), before, ragged: true, keep: true, ..Place::default() },
        );
    }

    fn paragraph(&mut self, words: &[Word]) {
        let before = self.manner.gap * self.manner.body.leading;
        self.set(words, self.manner.body, &Place { before, ..Place::default() });
    }

    fn item(&mut self, number: Option<&str>, text: &[Span], first: bool) {
        let manner = self.manner;
        let sign = number.map_or_else(|| manner.bullet.clone(), |number| format!("{number}."));
        let sign = manner.body.inks.plain(&sign, Style::Roman);
        let width: f64 = sign.iter().map(Word::width).sum();
        let space = manner.body.inks.roman;
        let indent = manner.indent.max(width + space.face.width(" ", space.size));
        let before = if first { manner.gap * manner.body.leading } else { 0.0 };
        let start = self.strips.len();
        let place = Place { role: Role::Item, before, indent, ..Place::default() };
        self.set(&manner.body.inks.words(text), manner.body, &place);
        if let Some(strip) = self.strips.get_mut(start) {
            let line = Line { words: sign, end: End::Last, space: 0.0 };
            strip.parts.insert(0, Part { x: 0.0, line });
        }
    }

    /// Breaks words into lines and puts them one below the other.
    fn set(&mut self, words: &[Word], kind: Kind, place: &Place) {
        let width = place.width.unwrap_or(self.manner.measure) - place.indent;
        let setting = self.manner.setting(kind, width, &self.report.head.language, place.ragged);
        let lines = lines::break_lines(words, setting);
        let several = lines.len() > 1 && self.manner.justify;
        for (at, line) in lines.into_iter().enumerate() {
            let x = if place.centred { (width - line.width()) / 2.0 } else { place.indent };
            self.put(vec![Part { x, line }], kind, if at == 0 { place.before } else { 0.0 }, place.role);
            if let Some(strip) = self.strips.last_mut() {
                strip.keep = place.keep || (at == 0 && several);
            }
        }
        self.flow += 1;
    }

    /// Puts one strip below the others.
    pub(super) fn put(&mut self, parts: Vec<Part>, kind: Kind, before: f64, role: Role) {
        let fresh = std::mem::take(&mut self.fresh);
        self.strips.push(Strip {
            parts,
            before,
            height: kind.leading,
            flow: self.flow,
            role,
            keep: false,
            fresh,
        });
    }
}
