//! Writes what an OCR program writes of a scan: words with their boxes in pixels, as hOCR or as ALTO.
//!
//! The pages are those of [`super::scan`], lying askew on the glass, and are read with the same slips. Boxes reach as
//! high and as low as the letters in them, give or take a pixel.

use std::fmt::Write as _;

use hayro_interpret::kurbo::{Affine, Point, Rect};

use super::fault::Result;
use super::head::ScanForm;
use super::html::escape;
use super::lines::End;
use super::misreading::Misreader;
use super::noise::Noise;
use super::scan::askew;
use super::sheet::{self, Drawn, Sheet};
use super::source::Report;
use super::traces::{Slip, Traces};

/// A format of OCR programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// HTML with boxes in `title`.
    Hocr,
    /// XML of the Library of Congress.
    Alto,
}

/// A word as read.
struct Word {
    text: String,
    area: Rect,
    /// In hundredths.
    sure: u32,
}

/// A line as read.
struct Line {
    words: Vec<Word>,
    /// Height of type in pixels, from the top of an `h` to the foot of a `p`.
    height: f64,
    /// Rise to the right, and the distance of the baseline from the foot of the line's box.
    baseline: (f64, f64),
    hyphen: bool,
}

impl Line {
    fn area(&self) -> Rect {
        let areas = self.words.iter().map(|word| word.area);
        areas.reduce(|a, b| a.union(b)).unwrap_or_default()
    }
}

/// The bytes of the file, and what was done to the text.
pub(super) fn render(report: &Report, form: &ScanForm, written: Written) -> Result<(Vec<u8>, Traces)> {
    let sheet = Sheet::scan(report, form);
    let drawn: Vec<Vec<Drawn>> = (0..sheet.pages.len()).map(|at| sheet.lines(report, at)).collect();
    let mut misreader = Misreader::new(&drawn);
    let mut noise = Noise(0x2545_f491);
    let scale = f64::from(form.dots_per_inch) / 72.0;
    let size = ((sheet.width * scale).round(), (sheet.height * scale).round());
    let mut pages = Vec::new();
    for (at, lines) in drawn.iter().enumerate() {
        let from_top = Affine::new([scale, 0.0, 0.0, -scale, 0.0, sheet.height * scale]);
        let place = from_top * askew(&sheet, at);
        let read = lines.iter().map(|drawn| line(drawn, place, scale, &mut misreader, &mut noise));
        pages.push(read.filter(|line| !line.words.is_empty()).collect::<Vec<Line>>());
    }
    let text = match written {
        Written::Hocr => hocr(&pages, size, form),
        Written::Alto => alto(&pages, size),
    };
    let mut traces = sheet.traces(report);
    traces.slips = misreader.slips.into_iter().map(|(printed, read)| Slip { printed, read }).collect();
    Ok((text.into_bytes(), traces))
}

/// Reads one line.
fn line(drawn: &Drawn, place: Affine, scale: f64, misreader: &mut Misreader, noise: &mut Noise) -> Line {
    let last = drawn.line.words.len().saturating_sub(1);
    let hyphen = drawn.line.end == End::Hyphen;
    let mut words: Vec<Word> = Vec::new();
    let mut largest: f64 = 0.0;
    for (at, (x, it)) in sheet::words(&drawn.line).into_iter().enumerate() {
        let Some(ink) = it.runs.first().map(|run| run.ink) else { continue };
        let mut text = misreader.read(drawn, at, &it.text(true));
        let mut width = it.width();
        if at == last && hyphen {
            text.push('-');
            width += 0.33 * ink.size;
        }
        let from = place * Point::new(drawn.x + x, drawn.y);
        let size = ink.size * scale;
        largest = largest.max(size);
        let (up, down) = reach(&text);
        let foot = from.y + noise.pixel();
        let area = Rect::new(from.x, foot - up * size, from.x + width * scale, foot + down * size);
        match words.last_mut() {
            Some(before) if it.glued => {
                before.text.push_str(&text);
                before.area = before.area.union(area.round());
            }
            _ => words.push(Word { text, area: area.round(), sure: noise.sure() }),
        }
    }
    let mut read = Line { words, height: 0.9 * largest, baseline: (0.0, 0.0), hyphen };
    let (start, end) = (place * Point::new(drawn.x, drawn.y), place * Point::new(drawn.x + 100.0, drawn.y));
    read.baseline = ((end.y - start.y) / (end.x - start.x), start.y - read.area().y1);
    read
}

/// How far the letters of a word reach above and below the baseline, in ems, as in Times.
fn reach(word: &str) -> (f64, f64) {
    let tall = |sign: char| sign.is_uppercase() || sign.is_ascii_digit() || "bdfhijkl”“’‘".contains(sign);
    let up = if word.chars().any(tall) {
        0.68
    } else if word.contains('t') {
        0.58
    } else {
        0.46
    };
    let down = if word.contains(['g', 'j', 'p', 'q', 'y', 'Q', '(', ')']) {
        0.21
    } else if word.contains([',', ';']) {
        0.14
    } else {
        0.01
    };
    (up, down)
}

impl Noise {
    /// Now and then a box is a pixel too high or too low.
    fn pixel(&mut self) -> f64 {
        match self.next() % 8 {
            0 => -1.0,
            1 => 1.0,
            _ => 0.0,
        }
    }

    fn sure(&mut self) -> u32 {
        if self.next().is_multiple_of(20) { 60 + self.next() % 30 } else { 92 + self.next() % 6 }
    }
}

/// A box as hOCR has it.
fn bbox(area: Rect) -> String {
    format!("bbox {:.0} {:.0} {:.0} {:.0}", area.x0, area.y0, area.x1, area.y1)
}

fn hocr(pages: &[Vec<Line>], size: (f64, f64), form: &ScanForm) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n\
         <title></title>\n<meta name='ocr-system' content='xtask samples'/>\n\
         <meta name='ocr-capabilities' content='ocr_page ocr_line ocrx_word ocrp_wconf'/>\n</head>\n<body>\n",
    );
    let dpi = form.dots_per_inch;
    for (at, lines) in pages.iter().enumerate() {
        let page = bbox(Rect::new(0.0, 0.0, size.0, size.1));
        let _infallible = writeln!(
            out,
            "<div class='ocr_page' id='page_{}' title='{page}; ppageno {at}; scan_res {dpi} {dpi}'>",
            at + 1
        );
        for line in lines {
            let (slope, offset) = line.baseline;
            let _infallible = writeln!(
                out,
                "<span class='ocr_line' title=\"{}; baseline {slope:.3} {offset:.0}; x_size {:.1}\">",
                bbox(line.area()),
                line.height
            );
            for word in &line.words {
                let _infallible = writeln!(
                    out,
                    "<span class='ocrx_word' title='{}; x_wconf {}'>{}</span>",
                    bbox(word.area),
                    word.sure,
                    escape(&word.text)
                );
            }
            out.push_str("</span>\n");
        }
        out.push_str("</div>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// A box as ALTO has it.
fn place(area: Rect) -> String {
    let (width, height) = (area.width(), area.height());
    format!(r#"HPOS="{:.0}" VPOS="{:.0}" WIDTH="{width:.0}" HEIGHT="{height:.0}""#, area.x0, area.y0)
}

fn alto(pages: &[Vec<Line>], size: (f64, f64)) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\">\n\
         <Description><MeasurementUnit>pixel</MeasurementUnit></Description>\n<Layout>\n",
    );
    for (at, lines) in pages.iter().enumerate() {
        let (width, height) = size;
        let _infallible = writeln!(
            out,
            r#"<Page ID="page_{at}" PHYSICAL_IMG_NR="{at}" WIDTH="{width:.0}" HEIGHT="{height:.0}"><PrintSpace><TextBlock ID="block_{at}">"#
        );
        for line in lines {
            let _infallible = writeln!(out, "<TextLine {}>", place(line.area()));
            for (index, word) in line.words.iter().enumerate() {
                let divided = line.hyphen && index + 1 == line.words.len();
                let text = if divided { word.text.trim_end_matches('-') } else { &word.text };
                let _infallible = writeln!(
                    out,
                    r#"<String {} WC="0.{:02}" CONTENT="{}"/>{}"#,
                    place(word.area),
                    word.sure,
                    escape(text),
                    if divided { r#"<HYP CONTENT="-"/>"# } else { "<SP/>" }
                );
            }
            out.push_str("</TextLine>\n");
        }
        out.push_str("</TextBlock></PrintSpace></Page>\n");
    }
    out.push_str("</Layout>\n</alto>\n");
    out
}
