//! Writes a report set in type as a PDF.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::fault::{Fault, Result};
use super::fonts::win_ansi;
use super::head::{DrawOrder, PdfForm};
use super::sheet::{self, Drawn, Sheet};
use super::source::Report;
use super::traces::Traces;

/// The bytes of the file, and what was done to the text.
pub(super) fn render(report: &Report, form: &PdfForm) -> Result<(Vec<u8>, Traces)> {
    let sheet = Sheet::pdf(report, form);
    let mut book = Book::new(&sheet);
    for at in 0..sheet.pages.len() {
        let mut lines = sheet.lines(report, at);
        if form.draw_order == DrawOrder::Rows {
            lines.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
        }
        book.page(operations(&sheet, &lines, at)?, Dictionary::new())?;
    }
    let info = form.title_in_info.as_ref().map(|title| dictionary! { "Title" => string(title) });
    Ok((book.finish(&form.file, info)?, sheet.traces(report)))
}

/// The operations that draw a page in black.
pub(super) fn operations(sheet: &Sheet, lines: &[Drawn], at: usize) -> Result<Vec<Operation>> {
    let mut operations = Vec::new();
    for (x, y, length) in sheet.rules(at) {
        operations.push(Operation::new("re", vec![number(x), number(y), number(length), number(0.5)]));
        operations.push(Operation::new("f", vec![]));
    }
    for line in lines {
        draw(line, &mut operations)?;
    }
    Ok(operations)
}

fn draw(drawn: &Drawn, operations: &mut Vec<Operation>) -> Result<()> {
    let (runs, stretch) = sheet::runs(&drawn.line);
    operations.push(Operation::new("BT", vec![]));
    operations.push(Operation::new("Tw", vec![number(stretch)]));
    let place = [1.0, 0.0, 0.0, 1.0, drawn.x, drawn.y].map(number).to_vec();
    operations.push(Operation::new("Tm", place));
    for (ink, text) in runs {
        let font = vec![Object::Name(ink.face.resource().into()), number(ink.size)];
        operations.push(Operation::new("Tf", font));
        operations.push(Operation::new("Ts", vec![number(ink.rise)]));
        operations.push(Operation::new("Tj", vec![shown(&text)?]));
    }
    operations.push(Operation::new("ET", vec![]));
    Ok(())
}

/// A text as the bytes of its code page.
pub(super) fn shown(text: &str) -> Result<Object> {
    let bytes: Option<Vec<u8>> = text.chars().map(win_ansi).collect();
    let bytes = bytes.ok_or_else(|| Fault::new("", format!("the built-in fonts cannot show `{text}`")))?;
    Ok(Object::String(bytes, StringFormat::Literal))
}

fn string(text: &str) -> Object {
    Object::String(text.bytes().collect(), StringFormat::Literal)
}

/// A measure to a hundredth of a point; more would only make the file longer.
#[allow(clippy::cast_possible_truncation, reason = "a PDF has numbers of single precision")]
pub(super) fn number(value: f64) -> Object {
    Object::Real(((value * 100.0).round() / 100.0) as f32)
}

/// A PDF in the making. Nothing in it depends on the day or the machine.
pub(super) struct Book {
    document: Document,
    tree: ObjectId,
    fonts: ObjectId,
    kids: Vec<Object>,
    size: [f64; 2],
}

impl Book {
    /// An empty book for the pages of a sheet.
    pub(super) fn new(sheet: &Sheet) -> Self {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let mut fonts = Dictionary::new();
        for (face, name) in sheet::faces() {
            let font = dictionary! {
                "Type" => "Font",
                "Subtype" => "Type1",
                "BaseFont" => face.base_font(),
                "Encoding" => "WinAnsiEncoding",
            };
            fonts.set(name, document.add_object(font));
        }
        let fonts = document.add_object(fonts);
        Self { document, tree, fonts, kids: Vec::new(), size: [sheet.width, sheet.height] }
    }

    /// Adds an object that pages refer to, such as a picture.
    pub(super) fn object(&mut self, object: impl Into<Object>) -> ObjectId {
        self.document.add_object(object)
    }

    /// Adds a page.
    pub(super) fn page(&mut self, operations: Vec<Operation>, pictures: Dictionary) -> Result<()> {
        let content = Content { operations }.encode().map_err(|fault| Fault::new("", fault.to_string()))?;
        let content = self.object(compressed(Dictionary::new(), &content));
        let mut resources = dictionary! { "Font" => self.fonts };
        if !pictures.is_empty() {
            resources.set("XObject", pictures);
        }
        let [width, height] = self.size;
        let page = dictionary! {
            "Type" => "Page",
            "Parent" => self.tree,
            "MediaBox" => vec![0.into(), 0.into(), number(width), number(height)],
            "Resources" => resources,
            "Contents" => content,
        };
        let page = self.object(page);
        self.kids.push(page.into());
        Ok(())
    }

    /// The bytes of the finished file. The identifier is made from its name.
    pub(super) fn finish(mut self, name: &str, info: Option<Dictionary>) -> Result<Vec<u8>> {
        let count = i64::try_from(self.kids.len()).unwrap_or(i64::MAX);
        let tree = dictionary! { "Type" => "Pages", "Kids" => self.kids, "Count" => count };
        self.document.objects.insert(self.tree, tree.into());
        let catalog = self.document.add_object(dictionary! { "Type" => "Catalog", "Pages" => self.tree });
        self.document.trailer.set("Root", catalog);
        if let Some(info) = info {
            let info = self.document.add_object(info);
            self.document.trailer.set("Info", info);
        }
        let identifier = Object::String(identifier(name).to_vec(), StringFormat::Hexadecimal);
        self.document.trailer.set("ID", vec![identifier.clone(), identifier]);
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).map_err(|fault| Fault::new("", fault.to_string()))?;
        Ok(bytes)
    }
}

/// A stream compressed with a compressor whose output does not depend on the processor.
pub(super) fn compressed(mut dictionary: Dictionary, bytes: &[u8]) -> Stream {
    dictionary.set("Filter", "FlateDecode");
    let bytes = miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9);
    Stream::new(dictionary, bytes).with_compression(false)
}

/// Sixteen bytes that are always the same for a name.
fn identifier(name: &str) -> [u8; 16] {
    let hash = |seed: u64| {
        name.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    let mut bytes = [0; 16];
    let both = hash(0xcbf2_9ce4_8422_2325)
        .to_be_bytes()
        .into_iter()
        .chain(hash(0x9ae1_6a3b_2f90_404f).to_be_bytes());
    for (place, byte) in bytes.iter_mut().zip(both) {
        *place = byte;
    }
    bytes
}
