//! One paragraph while its runs are read.

use rapporteur_model::Kind;

use super::{
    draft::{Draft, Reference},
    notes::NoteKind,
    numbering::{Mark, Numbering},
    styles::{self, InList, Role, Style, Styles},
    symbols,
};
use crate::{packed::xml::Element, superscript};

/// Longest heading, in bytes: beyond, the style was used for its looks.
const LONGEST_HEADING: usize = 300;

/// A paragraph, and the run that is being read.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) draft: Draft,
    style: Style,
    outline: Option<u8>,
    list: InList,
    mark: Option<Mark>,
    /// Its properties are known.
    settled: bool,
    /// Its end was deleted: it goes on in the next paragraph.
    pub(crate) joined: bool,
    run: Run,
    /// What stood in boxes that hang on this paragraph.
    pub(crate) boxes: Vec<Draft>,
}

/// What holds for the text of a run.
#[derive(Debug, Default)]
struct Run {
    hidden: bool,
    raised: bool,
    /// Where its text starts.
    from: usize,
    /// Its text is the mark of the note just referred to.
    typed_mark: bool,
}

impl Paragraph {
    /// A paragraph that goes on with the text of one whose end was deleted.
    pub(crate) fn after(draft: Option<Draft>, styles: &Styles) -> Self {
        Self { draft: draft.unwrap_or_default(), style: styles.of(None).clone(), ..Self::default() }
    }

    /// Takes one of the paragraph's properties.
    pub(crate) fn property(&mut self, element: &Element<'_>, styles: &Styles) {
        match element.name() {
            "pStyle" => self.style = styles.of(element.value("val").as_deref()).clone(),
            "outlineLvl" => self.outline = element.number("val"),
            "numId" => self.list.list = element.value("val"),
            "ilvl" => self.list.level = element.number("val"),
            _ => {}
        }
    }

    /// Says that its properties are known; counts it if it belongs to a list.
    pub(crate) fn settle(&mut self, numbering: &mut Numbering) {
        if std::mem::replace(&mut self.settled, true) {
            return;
        }
        let list = InList {
            list: self.list.list.take().or(self.style.list.list.clone()).filter(|id| id != "0"),
            level: self.list.level.or(self.style.list.level),
        };
        self.mark = numbering.next(&list);
    }

    /// Starts a run.
    pub(crate) fn run(&mut self) {
        self.run = Run { from: self.draft.text.len(), hidden: self.style.hidden, ..Run::default() };
    }

    /// Takes one of the run's properties.
    pub(crate) fn run_property(&mut self, element: &Element<'_>, styles: &Styles) {
        match element.name() {
            "vanish" => self.run.hidden = element.is_on(),
            "vertAlign" => self.run.raised = element.value("val").as_deref() == Some("superscript"),
            "rStyle" => {
                if let Some(style) = element.value("val").and_then(|id| styles.of_run(&id)) {
                    self.run.hidden |= style.hidden;
                    self.run.raised |= style.raised;
                }
            }
            _ => {}
        }
    }

    /// Takes what stands in a run beside text: breaks, signs, references.
    pub(crate) fn piece(&mut self, element: &Element<'_>, page: u32) {
        if self.run.hidden {
            return;
        }
        let mut sign = |sign: &str| self.draft.push(sign, page);
        match element.name() {
            "tab" | "ptab" => self.draft.space(),
            "cr" => self.draft.line_break(),
            "br" if matches!(element.value("type").as_deref(), None | Some("textWrapping")) => {
                self.draft.line_break();
            }
            "br" => self.draft.space(),
            "noBreakHyphen" => sign("-"),
            "sym" => {
                let code = element.value("char").and_then(|c| u32::from_str_radix(c.trim(), 16).ok());
                let font = element.value("font").unwrap_or_default();
                sign(symbols::sign(&font, code.unwrap_or(0)).encode_utf8(&mut [0; 4]));
            }
            "footnoteReference" => self.refer(NoteKind::Foot, element),
            "endnoteReference" => self.refer(NoteKind::End, element),
            _ => {}
        }
    }

    fn refer(&mut self, kind: NoteKind, element: &Element<'_>) {
        let Some(id) = element.value("id") else { return };
        self.run.typed_mark =
            matches!(element.value("customMarkFollows").as_deref(), Some("1" | "true" | "on"));
        let at = self.draft.text.len();
        self.run.from = at;
        self.draft.refs.push(Reference { at, kind, id, typed: None });
    }

    /// Takes text.
    pub(crate) fn text(&mut self, text: &str, page: u32) {
        if !self.run.hidden {
            self.draft.push(text, page);
        }
    }

    /// Ends a run: raises its digits, takes a typed note mark out of the text.
    pub(crate) fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.typed_mark {
            let mark = self.draft.cut(run.from).trim().to_owned();
            if let Some(last) = self.draft.refs.last_mut() {
                last.typed = Some(mark).filter(|m| !m.is_empty());
            }
        } else if run.raised
            && let Some(raised) = self.draft.text.get(run.from..).and_then(superscript::raised)
        {
            self.draft.cut(run.from);
            self.draft.text.push_str(&raised);
        }
    }

    /// The finished paragraph, with what stood in its boxes; nothing for what shows nothing.
    pub(crate) fn finish(mut self) -> impl Iterator<Item = Draft> {
        let role = self.outline.map_or(self.style.role, styles::of_outline);
        let short = (1..=LONGEST_HEADING).contains(&self.draft.text.trim().len());
        let draft = &mut self.draft;
        match role {
            Role::Title if short => (draft.kind, draft.level, draft.title) = (Kind::Heading, Some(1), true),
            Role::Heading(level) if short => {
                (draft.kind, draft.level) = (Kind::Heading, Some(level));
                // The number of a heading is a part of its words.
                if let Some(mark) = self.mark.take().filter(|m| !m.bullet && !m.text.is_empty()) {
                    draft.put_before(&(mark.text + " "));
                }
            }
            Role::Contents(level) => (draft.kind, draft.level) = (Kind::ListItem, Some(level)),
            _ => {
                if let Some(mark) = self.mark.take() {
                    (draft.kind, draft.level) = (Kind::ListItem, Some(mark.level));
                    draft.mark = Some(mark.text).filter(|m| !m.is_empty());
                } else if role == Role::Quote {
                    draft.kind = Kind::Quote;
                }
            }
        }
        let own = Some(self.draft).filter(|d| !d.is_blank());
        own.into_iter().chain(self.boxes)
    }
}
