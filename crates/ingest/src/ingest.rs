//! The stage `ingest`: from a file to a document with blocks.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use rapporteur_model::{Document, Extracted, Kind, Layers, Meta};
use rapporteur_stage::{Context, Edit, Outbox, Shared, Stage, StageError, StageKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tracing::debug;

use crate::{
    Limits, Password, binary,
    counted::counted_were,
    cut,
    decode::{self, Decoded},
    docx, epub, html, markdown,
    media::{self, Media},
    ocr,
    packed::{
        entries::{self, Within},
        open::{self, Opened},
    },
    pdf, picture,
    scan::{Ocr, Scans},
    text,
};

/// A file without words is read when it has so many figures: fewer are page numbers.
const FEWEST_FIGURES: usize = 10;

/// Options of `ingest`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct IngestOptions {
    /// Largest file that is read, in MiB (1 to 1024). Larger ones are set aside.
    #[schemars(range(min = 1, max = 1024))]
    pub largest_mib: u64,
    /// Most pages that are read of one PDF; the document is partial when it has more.
    #[schemars(range(min = 1))]
    pub largest_pages: u32,
    /// Most characters that are read of one page of a PDF; a page with more is cut short and the document partial.
    #[schemars(range(min = 1))]
    pub largest_glyphs: u32,
    /// Most lines, areas and pieces of text that are drawn on one page of a PDF before it is cut short.
    #[schemars(range(min = 1))]
    pub largest_drawings: u32,
    /// Most that the pages of a PDF unpack to, in MiB (8 to 4096); a page may have half of it, one packed
    /// part a quarter. Parts and pages that unpack to more are left out, and the document is partial.
    #[schemars(range(min = 8, max = 4096))]
    pub largest_unpacked_mib: u64,
    /// Passwords to try on encrypted PDFs, in this order, for archives with a house password. Files that open
    /// without one need none.
    pub passwords: Vec<Password>,
    /// Most that the files of one archive may have together when unpacked, in MiB. An archive with more is set
    /// aside as a whole.
    #[schemars(range(min = 1))]
    pub largest_archive_mib: u64,
    /// Most files of one archive. An archive with more is set aside as a whole.
    #[schemars(range(min = 1))]
    pub largest_entries: u32,
    /// Most paragraphs, headings, list items and tables that are read of one document; it is partial when it has more.
    #[schemars(range(min = 1))]
    pub largest_paragraphs: u32,
    /// Most text of one document, in MiB (1 to 1024): a thousand pages have about three. A document with more is set aside;
    /// of an archive, the files are read that have four times as much together.
    #[schemars(range(min = 1, max = 1024))]
    pub largest_text_mib: u64,
    /// How deep the elements of an XML file, as in DOCX and EPUB, may be nested (16 to 4096).
    #[schemars(range(min = 16, max = 4096))]
    pub deepest_nesting: u32,
    /// When pages of PDFs are read by OCR, with the program tesseract: "auto" reads pages that are pictures without a
    /// text layer, or whose text is rubbish; "off" none; "always" all.
    pub ocr: Ocr,
    /// Languages of the scans, by tesseract's codes (`["eng"]`, `["fra", "lat"]`); `tesseract --list-langs` lists those
    /// that are installed. Without any, each page is read in English first, and once more when it turns out to be in
    /// another language with Latin letters that is installed. Give the languages when you know them: it is faster,
    /// and needed for other scripts.
    pub ocr_languages: Vec<String>,
    /// How finely pages are drawn for OCR, in pixels per inch (72 to 600). Very large pages are drawn more coarsely.
    #[schemars(range(min = 72, max = 600))]
    pub ocr_dpi: u16,
    /// Longest time for one page, in seconds (1 to 3600). Pages that take longer are told as lost.
    #[schemars(range(min = 1, max = 3600))]
    pub ocr_seconds: u64,
    /// The program: its name, when it is on the PATH, or where it is, relative to the pipeline file.
    pub ocr_program: PathBuf,
    /// Folder that keeps what was read of each picture, so that it is not read again; relative to the pipeline file.
    /// Without one, a run keeps it in `cache/ocr` in its output folder, and `rapporteur read` keeps nothing.
    pub ocr_cache: PathBuf,
    /// Most that the folder may hold, in MiB; the oldest goes first. 0 keeps nothing.
    #[schemars(range(min = 0, max = 1048576))]
    pub ocr_cache_mib: u64,
}

impl Default for IngestOptions {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            largest_mib: limits.largest_mib,
            largest_pages: limits.pages,
            largest_glyphs: limits.glyphs,
            largest_drawings: limits.drawings,
            largest_unpacked_mib: limits.unpacked_mib,
            passwords: limits.passwords,
            largest_archive_mib: limits.archive_mib,
            largest_entries: limits.entries,
            largest_paragraphs: limits.blocks,
            largest_text_mib: limits.text_mib,
            deepest_nesting: limits.nesting,
            ocr: Ocr::default(),
            ocr_languages: Vec::new(),
            ocr_dpi: 300,
            ocr_seconds: 120,
            ocr_program: PathBuf::from("tesseract"),
            ocr_cache: PathBuf::new(),
            ocr_cache_mib: 1024,
        }
    }
}

/// `use = "ingest"`
pub(crate) struct IngestKind;

impl StageKind for IngestKind {
    const NAME: &'static str = "ingest";
    const VERSION: u32 = 6;
    // Text is read sooner than what was kept of it is.
    const KEEP: Option<fn(&Document) -> bool> = Some(|doc| !doc.source.media_type.starts_with("text/"));
    const SUMMARY: &'static str = "reads PDF, DOCX, EPUB, HTML, Markdown and text files into blocks";
    const GIVES: &'static [&'static str] = &["blocks"];
    type Options = IngestOptions;

    fn build(options: &IngestOptions, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Unpacking(Ingest::with(options, shared)?)))
    }
}

/// Reads the file that a document names, or its content when it has some, into blocks.
#[derive(Debug)]
pub struct Ingest {
    limits: Limits,
    scans: Scans,
}

impl Ingest {
    /// A reader with these options that keeps nothing for the next time.
    ///
    /// # Errors
    /// When an option is out of range, or asks for an OCR program or language that is not installed.
    pub fn new(options: &IngestOptions) -> Result<Self, StageError> {
        Self::with(options, &Shared::default())
    }

    fn with(options: &IngestOptions, shared: &Shared) -> Result<Self, StageError> {
        if !(1..=1024).contains(&options.largest_mib) {
            return Err(StageError::new(format!("`largest-mib` is {}", options.largest_mib))
                .hint("give a number from 1 to 1024"));
        }
        for (name, value) in [
            ("largest-pages", options.largest_pages),
            ("largest-glyphs", options.largest_glyphs),
            ("largest-drawings", options.largest_drawings),
            ("largest-entries", options.largest_entries),
            ("largest-paragraphs", options.largest_paragraphs),
        ] {
            if value == 0 {
                return Err(StageError::new(format!("`{name}` is 0")).hint("give a number from 1"));
            }
        }
        if !(8..=4096).contains(&options.largest_unpacked_mib) {
            return Err(StageError::new(format!(
                "`largest-unpacked-mib` is {}",
                options.largest_unpacked_mib
            ))
            .hint("give a number from 8 to 4096"));
        }
        if !(1..=1024).contains(&options.largest_text_mib) {
            return Err(StageError::new(format!("`largest-text-mib` is {}", options.largest_text_mib))
                .hint("give a number from 1 to 1024"));
        }
        if options.largest_archive_mib == 0 {
            return Err(StageError::new("`largest-archive-mib` is 0").hint("give a number from 1"));
        }
        if !(16..=4096).contains(&options.deepest_nesting) {
            return Err(StageError::new(format!("`deepest-nesting` is {}", options.deepest_nesting))
                .hint("give a number from 16 to 4096"));
        }
        let limits = Limits {
            largest_mib: options.largest_mib,
            pages: options.largest_pages,
            glyphs: options.largest_glyphs,
            drawings: options.largest_drawings,
            unpacked_mib: options.largest_unpacked_mib,
            passwords: options.passwords.clone(),
            archive_mib: options.largest_archive_mib,
            entries: options.largest_entries,
            blocks: options.largest_paragraphs,
            text_mib: options.largest_text_mib,
            nesting: options.deepest_nesting,
        };
        Ok(Self { limits, scans: Scans::new(options, shared)? })
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads an opened file, whose own bytes are `bytes`, into a document.
    pub(crate) fn read(
        &mut self,
        opened: Opened,
        bytes: &[u8],
        doc: &mut Document,
        cx: &mut Context<'_>,
    ) -> Result<(), StageError> {
        doc.id = blake3::hash(bytes).to_hex().to_string();
        doc.source.bytes = bytes.len() as u64;
        doc.source.pages = None;
        doc.extracted = Extracted::default();
        doc.meta = Meta::default();
        doc.blocks.clear();
        doc.sections.clear();
        doc.layers = Layers::default();
        doc.trail.clear();
        let media = read(opened, doc, cx, &self.limits, &self.scans)?;
        media.name().clone_into(&mut doc.source.media_type);
        cut::cut(doc, self.limits.blocks, cx);
        cut::bounded(doc, &self.limits)?;
        if doc.blocks.is_empty() && media.may_be_pictures() && cx.has_lost() {
            debug!(bytes = bytes.len(), media = media.name(), "the pages wait for OCR");
            return Ok(());
        }
        let text = || doc.blocks.iter().filter(|b| b.kind != Kind::Furniture).flat_map(|b| b.text.chars());
        if !text().any(char::is_alphabetic) {
            if text().filter(|c| c.is_numeric()).count() < FEWEST_FIGURES {
                return Err(wordless(media));
            }
            cx.warn("there are figures in the file, but not one word", None);
        }
        debug!(bytes = bytes.len(), blocks = doc.blocks.len(), media = media.name(), "read a file");
        Ok(())
    }
}

impl Edit for Ingest {
    /// Reads a file that is one document; an archive of several is for the stage as a whole.
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let (opened, bytes) = open::open(load(doc, &self.limits)?, &self.limits)?;
        self.read(opened, &bytes, doc, cx)
    }
}

/// The stage: one document of a file, many of an archive of files.
struct Unpacking(Ingest);

impl Stage for Unpacking {
    fn lacks(&self) -> Option<StageError> {
        self.0.scans.lacks()
    }

    fn process(
        &mut self,
        mut doc: Document,
        cx: &mut Context<'_>,
        out: &mut Outbox,
    ) -> Result<(), StageError> {
        let Self(ingest) = self;
        match open::open(load(&doc, &ingest.limits)?, &ingest.limits)? {
            (Opened::Files(archive), _) => {
                entries::read(ingest, archive, &doc.source.path, cx, out, &mut Within::outermost())
            }
            (opened, bytes) => {
                ingest.read(opened, &bytes, &mut doc, cx)?;
                out.emit(doc);
                Ok(())
            }
        }
    }
}

fn wordless(media: Media) -> StageError {
    let error = StageError::new("there is not one word of text in the file");
    match media {
        Media::Pdf => error.hint("open it in a viewer and see whether there is any"),
        _ => error.hint("open the file and see whether it is the right one"),
    }
}

/// What a reader says when it was told to stop.
pub(crate) fn stopped() -> StageError {
    StageError::new("reading was stopped before the end of the file")
        .hint("raise `timeout-seconds` if the time was too short")
}

/// The bytes of a document, from memory or from its file.
fn load(doc: &Document, limits: &Limits) -> Result<Arc<[u8]>, StageError> {
    let bytes = match &doc.source.content {
        Some(content) => Arc::clone(content),
        None => load_file(&doc.source.path, limits)?,
    };
    if bytes.is_empty() {
        return Err(StageError::new("the file is empty").hint("see whether it was copied whole"));
    }
    if bytes.len() as u64 > limits.largest_bytes() {
        return Err(too_large(bytes.len() as u64, limits));
    }
    Ok(bytes)
}

fn load_file(path: &Path, limits: &Limits) -> Result<Arc<[u8]>, StageError> {
    let fails = |e: io::Error| unreadable(path, e);
    let file = File::open(path).map_err(fails)?;
    let known = file.metadata().map_err(fails)?;
    if known.is_dir() {
        return Err(StageError::new(format!("{} is a folder", path.display()))
            .hint("name its files, or the folder as `include` of a `files` source"));
    }
    if known.len() > limits.largest_bytes() {
        return Err(too_large(known.len(), limits));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(known.len()).unwrap_or(0));
    // One byte more than allowed shows that a pipe or a growing file has more.
    file.take(limits.largest_bytes().saturating_add(1)).read_to_end(&mut bytes).map_err(fails)?;
    Ok(bytes.into())
}

fn unreadable(path: &Path, error: io::Error) -> StageError {
    let name = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => StageError::new(format!("there is no file {name}")).hint("check the path"),
        io::ErrorKind::PermissionDenied => {
            StageError::new(format!("{name} may not be read")).hint("check the file's permissions")
        }
        io::ErrorKind::IsADirectory => StageError::new(format!("{name} is a folder")).hint("name its files"),
        _ => StageError::new(format!("{name} cannot be read: {error}")),
    }
    .because(error)
}

fn too_large(bytes: u64, limits: &Limits) -> StageError {
    StageError::new(format!(
        "the file has {} MiB, and {} are allowed",
        bytes.div_ceil(1 << 20),
        limits.largest_mib
    ))
    .hint("raise `largest-mib` of `ingest`, or split the file")
}

/// Reads a file by its kind, and says which it was.
fn read(
    opened: Opened,
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
    scans: &Scans,
) -> Result<Media, StageError> {
    let told = match doc.source.media_type.as_str() {
        "" => None,
        name => Some(Media::named(name).ok_or_else(|| unknown_media(name))?),
    };
    let bytes = match opened {
        Opened::Word(archive) => return docx::read(archive, doc, cx, limits).map(|()| Media::Docx),
        Opened::Epub(archive) => return epub::read(archive, doc, cx, limits).map(|()| Media::Epub),
        Opened::Files(_) => {
            return Err(StageError::new("the file is an archive of files")
                .hint("`rapporteur run` and `rapporteur read` take each of them as a report"));
        }
        Opened::Plain(_) if matches!(told, Some(Media::Docx | Media::Epub)) => {
            return Err(StageError::new("the file is no DOCX or EPUB: it is not a ZIP archive")
                .hint("leave `--media-type` out: what a file is, is seen from its content"));
        }
        Opened::Plain(bytes)
            if picture::kind(&bytes).is_none() && matches!(told, Some(Media::Png | Media::Jpeg)) =>
        {
            return Err(StageError::new("the file is no PNG or JPEG picture")
                .hint("leave `--media-type` out: what a file is, is seen from its content"));
        }
        Opened::Plain(bytes) => bytes,
    };
    let bytes = &*bytes;
    let picture = picture::kind(bytes);
    if let Some(kind) = picture.filter(|_| matches!(told, None | Some(Media::Png | Media::Jpeg))) {
        return picture::read(bytes, kind, doc, cx, limits, scans).map(|()| kind);
    }
    if told == Some(Media::Pdf) || (told.is_none() && media::is_pdf(bytes)) {
        return pdf::read(bytes, doc, cx, limits, scans).map(|()| Media::Pdf);
    }
    if let Some(name) = binary::known(bytes) {
        return Err(StageError::new(format!("the file is {name}, which cannot be read"))
            .hint("save it as PDF, DOCX, HTML, Markdown or plain text"));
    }
    let decoded = decode::decode(bytes, html::declared_encoding(bytes)).ok_or_else(|| {
        StageError::new("the file is not a text: it is full of control characters")
            .hint("PDF, DOCX, EPUB, HTML, hOCR, ALTO, Markdown and plain text can be read")
    })?;
    tell_oddities(&decoded, cx);
    let text = decoded.text;
    let media = told.unwrap_or_else(|| media::of_text(&text, &media::unpacked_name(&doc.source.path)));
    if told.is_none() && media::is_xml(&text) {
        return Err(StageError::new("the file is XML, but neither XHTML nor ALTO")
            .hint("PDF, DOCX, EPUB, HTML, hOCR, ALTO, Markdown and plain text can be read"));
    }
    if matches!(media, Media::Text | Media::Markdown) {
        cut::fits(text.len(), limits)?;
    }
    match media {
        Media::Html => html::read(&text, doc, cx)?,
        Media::Hocr => ocr::hocr::read(&text, doc, cx, limits)?,
        Media::Alto => ocr::alto::read(&text, doc, cx, limits)?,
        Media::Markdown => markdown::read(text, doc, cx)?,
        Media::Text | Media::Pdf | Media::Docx | Media::Epub | Media::Png | Media::Jpeg => {
            text::read(text, doc, limits.blocks);
        }
    }
    Ok(media)
}

fn unknown_media(name: &str) -> StageError {
    StageError::new(format!("files of the media type `{name}` cannot be read"))
        .hint("pdf, docx, epub, html, hocr, alto, markdown and text can")
}

fn tell_oddities(decoded: &Decoded, cx: &mut Context<'_>) {
    if decoded.guessed {
        cx.warn(format!("the text is not UTF-8; it was read as {}", decoded.encoding), None);
    }
    if decoded.broken > 0 {
        let sequence = format!("broken {} sequence", decoded.encoding);
        cx.warn(format!("{} replaced by \u{FFFD}", counted_were(decoded.broken, &sequence)), None);
    }
    if decoded.nuls > 0 {
        cx.warn(format!("{} taken out", counted_were(decoded.nuls, "NUL character")), None);
    }
}

#[cfg(test)]
mod tests;
