//! Follows the tokens of a part that holds text: the document, the notes, a header or a footer.

use std::collections::BTreeMap;

use rapporteur_stage::{Context, StageError};

use super::{
    draft::Draft, notes::NoteKind, numbering::Numbering, paragraph::Paragraph, styles::Styles, tables::Table,
};
use crate::{
    Limits, ingest,
    packed::xml::{Element, Family, Fault, Token, Tokens},
};

/// Which page breaks are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// None: the file does not tell its pages.
    None,
    /// Those the author set.
    Set,
    /// Those where the writing program began a page when it last set the text.
    Rendered,
}

/// What was read of a part.
#[derive(Debug, Default)]
pub(crate) struct Story {
    pub(crate) drafts: Vec<Draft>,
    /// Relations of the headers and footers, in the order of the sections.
    pub(crate) furniture: Vec<String>,
    /// How the marks of notes are written.
    pub(crate) formats: BTreeMap<NoteKind, String>,
    /// The notes by their ids.
    pub(crate) notes: BTreeMap<String, Vec<Draft>>,
    /// Its pages are known.
    pub(crate) paged: bool,
    /// Number of the last page.
    pub(crate) last_page: u32,
}

/// How deep fields may be nested; honest ones are not deeper than three or four.
const DEEPEST_FIELD: usize = 64;

/// An open element that holds paragraphs.
#[derive(Debug)]
enum Frame {
    Paragraph,
    /// What hangs on a paragraph.
    Box,
    Table,
    Cell,
    /// A note; `None` for the lines that part notes from the text.
    Note(Option<String>),
}

/// The state of reading.
pub(crate) struct Body<'d> {
    styles: &'d Styles,
    numbering: &'d mut Numbering,
    breaks: Breaks,
    nesting: usize,
    story: Story,
    page: u32,
    frames: Vec<Frame>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    /// Where finished paragraphs go: one for the story and one for each open frame that collects.
    sinks: Vec<Vec<Draft>>,
    /// Paragraphs whose end was deleted, with the number of sinks they stand under.
    joined: Option<(usize, Draft)>,
    /// Depth inside an element that is not read.
    silent: usize,
    /// Open fields; true while their code is read.
    fields: Vec<bool>,
    properties: bool,
    run_properties: bool,
    text: bool,
    placeholder: bool,
    note_properties: Option<NoteKind>,
}

impl<'d> Body<'d> {
    pub(crate) fn new(
        styles: &'d Styles,
        numbering: &'d mut Numbering,
        breaks: Breaks,
        limits: &Limits,
    ) -> Self {
        Self {
            styles,
            numbering,
            breaks,
            nesting: limits.nesting as usize,
            story: Story { paged: breaks != Breaks::None, ..Story::default() },
            page: 1,
            frames: Vec::new(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            sinks: vec![Vec::new()],
            joined: None,
            silent: 0,
            fields: Vec::new(),
            properties: false,
            run_properties: false,
            text: false,
            placeholder: false,
            note_properties: None,
        }
    }

    /// Reads a part. What is broken off is told as lost.
    pub(crate) fn read(mut self, xml: &str, cx: &mut Context<'_>) -> Result<Story, StageError> {
        for (count, token) in Tokens::of(xml, self.nesting).enumerate() {
            if count % 4096 == 0 && cx.cancelled() {
                return Err(ingest::stopped());
            }
            match token {
                Ok(Token::Open(element)) => self.open(&element),
                Ok(Token::Close(element)) => self.close(&element),
                Ok(Token::Text(text)) => self.words(&text),
                Err(Fault::Broken) => {
                    let hint = "open it in a word processor, which may repair it, and save it anew";
                    cx.lost("the text of the Word file breaks off: its XML is torn", Some(hint), None);
                }
                Err(Fault::Deep(deepest)) => {
                    return Err(StageError::new(format!(
                        "the XML of the file is nested deeper than {deepest}"
                    ))
                    .hint("raise `deepest-nesting` of `ingest` if the file is a report"));
                }
            }
        }
        while let Some(frame) = self.frames.pop() {
            self.shut(frame);
        }
        self.flush_joined();
        self.story.drafts = self.sinks.pop().unwrap_or_default();
        self.story.last_page = self.page;
        Ok(self.story)
    }

    fn open(&mut self, element: &Element<'_>) {
        let name = element.name();
        if self.silent > 0 {
            self.silent += 1;
            self.placeholder |= name == "showingPlcHdr" && element.is_on();
            return;
        }
        let deleted = element.is_word("del") && !self.properties && !self.run_properties;
        if deleted || is_silent(element) || (name == "sdtContent" && std::mem::take(&mut self.placeholder)) {
            self.silent = 1;
            return;
        }
        if element.family != Family::Word {
            self.text |= name == "t";
            return;
        }
        match name {
            "p" => self.open_paragraph(),
            "txbxContent" => self.open_sink(Frame::Box),
            "tbl" => {
                self.frames.push(Frame::Table);
                self.tables.push(Table::default());
            }
            "tr" => self.tables.iter_mut().last().into_iter().for_each(Table::open_row),
            "tc" => self.open_sink(Frame::Cell),
            "footnote" | "endnote" => self.open_note(element),
            "pPr" => self.properties = true,
            "rPr" => self.run_properties = true,
            "r" => self.open_run(),
            "t" => self.text = true,
            "headerReference" | "footerReference" => self.story.furniture.extend(element.value("id")),
            "footnotePr" => self.note_properties = Some(NoteKind::Foot),
            "endnotePr" => self.note_properties = Some(NoteKind::End),
            _ => self.detail(element),
        }
    }

    /// Takes elements without content.
    fn detail(&mut self, element: &Element<'_>) {
        let name = element.name();
        match name {
            "numFmt" => {
                if let (Some(kind), Some(format)) = (self.note_properties, element.value("val")) {
                    self.story.formats.insert(kind, format);
                }
                return;
            }
            "gridSpan" | "gridBefore" => {
                if let (Some(table), Some(columns)) = (self.tables.last_mut(), element.number("val")) {
                    table.skip(columns, name == "gridBefore");
                }
                return;
            }
            "fldChar" => return self.field(element),
            _ => {}
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match (self.properties, self.run_properties) {
            (true, true) => paragraph.joined |= name == "del",
            (true, false) => paragraph.property(element, self.styles),
            (false, true) => paragraph.run_property(element, self.styles),
            (false, false) if self.fields.contains(&true) => {}
            (false, false) => {
                paragraph.piece(element, self.page);
                let breaks = match self.breaks {
                    Breaks::None => false,
                    Breaks::Set => name == "br" && element.value("type").as_deref() == Some("page"),
                    Breaks::Rendered => name == "lastRenderedPageBreak",
                };
                // The cells of one row are cut by the same page's end.
                if breaks && self.tables.last_mut().is_none_or(Table::takes_break) {
                    self.page = self.page.saturating_add(1);
                    paragraph.draft.page_break();
                }
            }
        }
    }

    fn open_paragraph(&mut self) {
        self.frames.push(Frame::Paragraph);
        let before = self.joined.take_if(|(depth, _)| *depth == self.sinks.len()).map(|(_, draft)| draft);
        self.paragraphs.push(Paragraph::after(before, self.styles));
        self.properties = false;
    }

    fn open_sink(&mut self, frame: Frame) {
        self.frames.push(frame);
        self.sinks.push(Vec::new());
        (self.properties, self.run_properties) = (false, false);
    }

    fn open_note(&mut self, element: &Element<'_>) {
        let parts = !matches!(element.value("type").as_deref(), None | Some("normal"));
        self.open_sink(Frame::Note(element.value("id").filter(|_| !parts)));
    }

    fn open_run(&mut self) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.settle(self.numbering);
            paragraph.run();
        }
    }

    fn field(&mut self, element: &Element<'_>) {
        match element.value("fldCharType").as_deref() {
            Some("begin") if self.fields.len() < DEEPEST_FIELD => self.fields.push(true),
            Some("separate") => self.fields.iter_mut().last().into_iter().for_each(|code| *code = false),
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.text
            && self.silent == 0
            && !self.fields.contains(&true)
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.text(text, self.page);
        }
    }

    fn close(&mut self, element: &Element<'_>) {
        if self.silent > 0 {
            self.silent -= 1;
            return;
        }
        if element.name() == "t" {
            self.text = false;
        }
        if element.family != Family::Word {
            return;
        }
        match element.name() {
            "pPr" => {
                self.properties = false;
                self.paragraphs.iter_mut().last().into_iter().for_each(|p| p.settle(self.numbering));
            }
            "rPr" => self.run_properties = false,
            "r" => self.paragraphs.iter_mut().last().into_iter().for_each(Paragraph::end_run),
            "footnotePr" | "endnotePr" => self.note_properties = None,
            "p" | "txbxContent" | "tbl" | "tc" | "footnote" | "endnote" => {
                if let Some(frame) = self.frames.pop() {
                    self.shut(frame);
                }
            }
            _ => {}
        }
    }

    /// Ends what a frame collected.
    fn shut(&mut self, frame: Frame) {
        if !matches!(frame, Frame::Paragraph | Frame::Table) {
            self.flush_joined();
        }
        match frame {
            Frame::Paragraph => self.close_paragraph(),
            Frame::Table => {
                let drafts = self.tables.pop().map(Table::close).unwrap_or_default();
                self.tables.iter_mut().last().into_iter().for_each(|outer| outer.nested = true);
                self.put(drafts);
            }
            Frame::Box => {
                let drafts = self.sinks.pop().unwrap_or_default();
                match self.paragraphs.last_mut() {
                    Some(host) => host.boxes.extend(drafts),
                    None => self.put(drafts),
                }
            }
            Frame::Cell => {
                let drafts = self.sinks.pop().unwrap_or_default();
                match self.tables.last_mut() {
                    Some(table) => table.cell(drafts),
                    None => self.put(drafts),
                }
            }
            Frame::Note(id) => {
                let drafts = self.sinks.pop().unwrap_or_default();
                self.story.notes.extend(id.map(|id| (id, drafts)));
            }
        }
    }

    fn close_paragraph(&mut self) {
        // A field whose code was never ended does not swallow the rest of the text.
        self.fields.iter_mut().for_each(|code| *code = false);
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        paragraph.settle(self.numbering);
        if paragraph.joined {
            let boxes = std::mem::take(&mut paragraph.boxes);
            self.put(boxes);
            self.joined = Some((self.sinks.len(), paragraph.draft));
            return;
        }
        self.put(paragraph.finish());
    }

    fn put(&mut self, drafts: impl IntoIterator<Item = Draft>) {
        if let Some(sink) = self.sinks.last_mut() {
            sink.extend(drafts);
        }
    }

    /// A paragraph whose end was deleted, and that no other follows.
    fn flush_joined(&mut self) {
        let here = self.joined.take_if(|(depth, draft)| *depth >= self.sinks.len() && !draft.is_blank());
        self.put(here.map(|(_, draft)| draft));
    }
}

/// Whether what stands in an element is not on the page: what was deleted or moved away, older properties, the
/// other form of a picture, the reading of a Chinese or Japanese word.
fn is_silent(element: &Element<'_>) -> bool {
    match element.family {
        Family::Word => {
            let name = element.name();
            matches!(
                name,
                "moveFrom" | "delText" | "instrText" | "delInstrText" | "rt" | "sdtPr" | "sdtEndPr"
            ) || (name.ends_with("Change") && name.len() > 6)
        }
        Family::Drawing => false,
        Family::Other => element.name() == "Fallback",
    }
}
