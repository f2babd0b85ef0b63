//! Writes a scan: pictures of the pages, slightly askew and with specks, and behind them the text as a program
//! recognised it, invisible and with a few slips.

use hayro_interpret::kurbo::Affine;
use lopdf::content::Operation;
use lopdf::{Dictionary, Object, dictionary};

use super::fault::Result;
use super::head::ScanForm;
use super::misreading::Misreader;
use super::noise::Noise;
use super::pdf::{self, Book, compressed, number, shown};
use super::raster::{self, Picture};
use super::sheet::{self, Drawn, Sheet};
use super::source::Report;
use super::traces::{Slip, Traces};

/// The sine of the angle at which each page lay on the glass.
const ASKEW: [f64; 4] = [0.0024, -0.0031, 0.0009, -0.0013];

/// The bytes of the file, and what was done to the text.
pub(super) fn render(report: &Report, form: &ScanForm) -> Result<(Vec<u8>, Traces)> {
    let sheet = Sheet::scan(report, form);
    let pages: Vec<Vec<Drawn>> = (0..sheet.pages.len()).map(|at| sheet.lines(report, at)).collect();
    let pictures = pictures(&sheet, &pages, form)?;
    let mut book = Book::new(&sheet);
    let mut misreader = Misreader::new(&pages);
    for (at, (lines, picture)) in pages.iter().zip(&pictures).enumerate() {
        let picture = book.object(image(picture, at));
        let mut operations = vec![
            Operation::new("q", vec![]),
            Operation::new("cm", [sheet.width, 0.0, 0.0, sheet.height, 0.0, 0.0].map(number).to_vec()),
            Operation::new("Do", vec![Object::Name(b"Im0".to_vec())]),
            Operation::new("Q", vec![]),
        ];
        layer(&sheet, lines, at, &mut misreader, &mut operations)?;
        book.page(operations, dictionary! { "Im0" => picture })?;
    }
    let mut traces = sheet.traces(report);
    traces.slips = misreader.slips.into_iter().map(|(printed, read)| Slip { printed, read }).collect();
    Ok((book.finish(&form.file, None)?, traces))
}

/// How page `at` lay on the glass, in points.
pub(super) fn askew(sheet: &Sheet, at: usize) -> Affine {
    let sine = ASKEW.get(at % ASKEW.len()).copied().unwrap_or_default();
    let cosine = (1.0 - sine * sine).sqrt();
    let (x, y) = (sheet.width / 2.0, sheet.height / 2.0);
    Affine::translate((x, y))
        * Affine::new([cosine, sine, -sine, cosine, 0.0, 0.0])
        * Affine::translate((-x, -y))
}

/// The pages as pictures. They are printed first, then looked at.
fn pictures(sheet: &Sheet, pages: &[Vec<Drawn>], form: &ScanForm) -> Result<Vec<Picture>> {
    let mut print = Book::new(sheet);
    for (at, lines) in pages.iter().enumerate() {
        print.page(pdf::operations(sheet, lines, at)?, Dictionary::new())?;
    }
    let scale = f64::from(form.dots_per_inch) / 72.0;
    let (width, height) = (dots(sheet.width * scale), dots(sheet.height * scale));
    let from_top = Affine::new([scale, 0.0, 0.0, -scale, 0.0, sheet.height * scale]);
    raster::pictures(print.finish(&form.file, None)?, width, height, |at| from_top * askew(sheet, at))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand at most")]
fn dots(length: f64) -> usize {
    length.round().clamp(1.0, 65_535.0) as usize
}

/// A picture in black and white, eight dots a byte, as a scanner of its time would have stored it.
fn image(picture: &Picture, at: usize) -> lopdf::Stream {
    let mut noise = Noise(0x9e37_79b9 ^ u32::try_from(at).unwrap_or_default());
    let mut bytes = Vec::with_capacity(picture.dots.len() / 8 + picture.height);
    for row in picture.dots.chunks(picture.width) {
        for eight in row.chunks(8) {
            let byte = (0..8).fold(0, |byte, bit| {
                let black = eight.get(bit).is_some_and(|dot| noise.is_black(*dot));
                (byte << 1) | u8::from(!black)
            });
            bytes.push(byte);
        }
    }
    let side = |length: usize| Object::Integer(i64::try_from(length).unwrap_or_default());
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => side(picture.width),
        "Height" => side(picture.height),
        "ColorSpace" => "DeviceGray",
        "BitsPerComponent" => 1,
    };
    compressed(dictionary, &bytes)
}

impl Noise {
    fn is_black(&mut self, dot: u8) -> bool {
        let chance = self.next();
        if dot == 0 {
            return chance.is_multiple_of(30_011);
        }
        let threshold = 96 + u8::try_from(chance % 64).unwrap_or_default();
        dot > threshold
    }
}

/// Writes the recognised words where they stand on the picture.
fn layer(
    sheet: &Sheet,
    lines: &[Drawn],
    at: usize,
    misreader: &mut Misreader,
    operations: &mut Vec<Operation>,
) -> Result<()> {
    let place = askew(sheet, at);
    operations.push(Operation::new("BT", vec![]));
    operations.push(Operation::new("Tr", vec![3.into()]));
    for drawn in lines {
        let last = drawn.line.words.len().saturating_sub(1);
        for (word, (x, it)) in sheet::words(&drawn.line).into_iter().enumerate() {
            let Some(ink) = it.runs.first().map(|run| run.ink) else { continue };
            let mut text = misreader.read(drawn, word, &it.text(true));
            if word == last && drawn.line.end == super::lines::End::Hyphen {
                text.push('-');
            }
            let [a, b, c, d, e, f] = (place * Affine::translate((drawn.x + x, drawn.y))).as_coeffs();
            let slope = |value: f64| Object::Real(single(value));
            let matrix = vec![slope(a), slope(b), slope(c), slope(d), number(e), number(f)];
            operations
                .push(Operation::new("Tf", vec![Object::Name(ink.face.resource().into()), number(ink.size)]));
            operations.push(Operation::new("Tm", matrix));
            operations.push(Operation::new("Tj", vec![shown(&text)?]));
        }
    }
    operations.push(Operation::new("ET", vec![]));
    Ok(())
}

#[allow(clippy::cast_possible_truncation, reason = "a PDF has numbers of single precision")]
fn single(value: f64) -> f32 {
    value as f32
}
