//! PDF files, written object by object, with whatever may be wrong about them.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use crate::folder::WORDS;

/// A file under way.
pub(crate) struct Pdf {
    bytes: Vec<u8>,
    /// Number and place of each object.
    places: Vec<(u32, usize)>,
    /// More entries of the trailer.
    pub(crate) trailer: String,
    /// What the trailer says of the number of objects; the truth where it says nothing.
    pub(crate) size: Option<String>,
}

/// Numbers of the objects that [`Pdf::sound`] makes: what is hostile can be hung beside them.
pub(crate) const FIRST_FREE: u32 = 10;

impl Pdf {
    pub(crate) fn new() -> Self {
        Self {
            bytes: b"%PDF-1.7\n".to_vec(),
            places: Vec::new(),
            trailer: "/Root 1 0 R".to_owned(),
            size: None,
        }
    }

    /// A catalog, a page tree of one page with [`WORDS`] on it, a font; with more entries in the catalog, the page and
    /// the resources.
    pub(crate) fn sound(catalog: &str, page: &str, resources: &str) -> Self {
        let mut pdf = Self::new();
        pdf.object(1, &format!("<</Type/Catalog/Pages 2 0 R {catalog}>>"));
        pdf.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
        pdf.object(3, &leaf("2 0 R", "4 0 R", page, resources));
        pdf.stream(4, "", said(WORDS, 700).as_bytes());
        pdf.object(5, FONT);
        pdf
    }

    /// The same with another content of the page.
    pub(crate) fn drawing(content: &[u8], resources: &str) -> Self {
        let mut pdf = Self::bare("4 0 R", resources);
        pdf.stream(4, "", content);
        pdf
    }

    /// The same without the content, which is to be object `contents`.
    pub(crate) fn bare(contents: &str, resources: &str) -> Self {
        let mut pdf = Self::new();
        pdf.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        pdf.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
        pdf.object(3, &leaf("2 0 R", contents, "", resources));
        pdf.object(5, FONT);
        pdf
    }

    pub(crate) fn object(&mut self, number: u32, text: &str) {
        self.places.push((number, self.bytes.len()));
        self.bytes.extend_from_slice(format!("{number} 0 obj\n{text}\nendobj\n").as_bytes());
    }

    /// A stream as it is, with its true length.
    pub(crate) fn stream(&mut self, number: u32, entries: &str, data: &[u8]) {
        self.lying_stream(number, &format!("{entries}/Length {}", data.len()), data);
    }

    /// A stream of which the entries say all, the length included.
    pub(crate) fn lying_stream(&mut self, number: u32, entries: &str, data: &[u8]) {
        self.places.push((number, self.bytes.len()));
        self.bytes.extend_from_slice(format!("{number} 0 obj\n<<{entries}>>\nstream\n").as_bytes());
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// A stream packed so many times.
    pub(crate) fn packed(&mut self, number: u32, entries: &str, data: &[u8]) {
        self.stream(number, &format!("/Filter/FlateDecode{entries}"), &deflated(data));
    }

    /// Bytes between objects.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Where the next object will stand.
    pub(crate) fn here(&self) -> usize {
        self.bytes.len()
    }

    /// The file, with a table of its objects.
    pub(crate) fn end(mut self) -> Vec<u8> {
        let table = self.bytes.len();
        self.places.sort_unstable();
        let mut end = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, place) in &self.places {
            end.push_str(&format!("{number} 1\n{place:010} 00000 n \n"));
        }
        let size = self.places.last().map_or(1, |p| p.0.wrapping_add(1)).to_string();
        let size = self.size.unwrap_or(size);
        end.push_str(&format!("trailer\n<</Size {size}{}>>\nstartxref\n{table}\n%%EOF\n", self.trailer));
        self.bytes.extend_from_slice(end.as_bytes());
        self.bytes
    }

    /// The file as it is so far, which begins its search for objects at `start`.
    pub(crate) fn end_at(mut self, start: usize) -> Vec<u8> {
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        self.bytes
    }
}

pub(crate) const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

/// A page; the font F is object 5 unless the resources say otherwise.
pub(crate) fn leaf(parent: &str, contents: &str, entries: &str, resources: &str) -> String {
    let font = if resources.contains("/Font") { "" } else { "/Font<</F 5 0 R>>" };
    format!(
        "<</Type/Page/Parent {parent}/MediaBox[0 0 612 792]/Contents {contents}/Resources<<{font}{resources}>>{entries}>>"
    )
}

/// Operators that write a line.
pub(crate) fn said(words: &str, height: u32) -> String {
    format!("BT /F 11 Tf 72 {height} Td ({words}) Tj ET\n")
}

pub(crate) fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}
