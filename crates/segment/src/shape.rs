//! How each block of the running text looks: its length, case, end, type size. Computed once, read by all rules.

use rapporteur_model::{Block, Document, Extracted, Kind};

/// The look of one block in the flow of the text (running heads, notes and empty blocks are no part of it).
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// Index of the block.
    pub(crate) block: usize,
    pub(crate) kind: Kind,
    /// Words, counted up to 400.
    pub(crate) words: usize,
    /// The last letter or sign that matters.
    pub(crate) end: End,
    pub(crate) start: Start,
    /// All letters are capitals, and there are at least three.
    pub(crate) caps: bool,
    /// The share of longer words that begin with a capital.
    pub(crate) title_case: f32,
    /// Reads as running prose: long, or a full sentence of some length.
    pub(crate) prose: bool,
    /// Type size against the body's; 1 when unknown.
    pub(crate) size: f32,
    /// Bold throughout, in a document whose body is not.
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) page: Option<u32>,
    /// Number of lines, as far as line ends are left in the text.
    pub(crate) lines: usize,
    /// Share of its characters that are digits.
    pub(crate) digits: f32,
}

/// How a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Stop,
    Question,
    Colon,
    /// Comma, semicolon, dash, hyphen: something follows.
    Open,
    Bare,
}

/// How a block begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Upper,
    Lower,
    Digit,
    Bullet,
    Other,
}

/// The shapes of a document's flow.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) shapes: Vec<Shape>,
    /// The source has lines with type sizes.
    pub(crate) layout: bool,
    /// The source marks up headings reliably (Markdown, HTML).
    pub(crate) markup: bool,
    /// Words of the whole flow.
    pub(crate) words: usize,
}

impl Flow {
    /// Looks at every block once.
    pub(crate) fn of(doc: &Document) -> Self {
        let body = Body::of(&doc.extracted);
        let mut shapes = Vec::with_capacity(doc.blocks.len());
        for (index, block) in doc.blocks.iter().enumerate() {
            if !matches!(block.kind, Kind::Furniture | Kind::Note) && !block.text.trim().is_empty() {
                shapes.push(shape(index, block, &doc.extracted, &body));
            }
        }
        let markup =
            matches!(doc.source.media_type.as_str(), "text/markdown" | "text/html" | "application/xhtml+xml")
                && shapes.iter().filter(|s| s.kind == Kind::Heading).count() >= 2;
        let words = shapes.iter().map(|s| s.words).sum();
        Self { shapes, layout: !doc.extracted.lines.is_empty(), markup, words }
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Shape> {
        self.shapes.get(at)
    }
}

/// The look of most of the text.
struct Body {
    size: f32,
    bold: bool,
}

impl Body {
    fn of(extracted: &Extracted) -> Self {
        // Sizes in half points, weighted by characters.
        let mut weight = vec![0_usize; 200];
        let mut bold = 0_usize;
        let mut all = 0_usize;
        for line in &extracted.lines {
            let length = (line.bytes.end.saturating_sub(line.bytes.start)) as usize;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to the table"
            )]
            let slot = (line.size * 2.0).round().clamp(0.0, 199.0) as usize;
            if let Some(w) = weight.get_mut(slot) {
                *w += length;
            }
            all += length;
            bold += if line.bold { length } else { 0 };
        }
        let slot = (0..weight.len()).max_by_key(|&i| weight.get(i).copied().unwrap_or(0)).unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "at most 199")]
        let size = slot as f32 / 2.0;
        Self { size, bold: bold * 2 > all }
    }
}

fn shape(index: usize, block: &Block, extracted: &Extracted, body: &Body) -> Shape {
    let text = block.text.trim();
    let mut shape = Shape {
        block: index,
        kind: block.kind,
        words: 0,
        end: end_of(text),
        start: start_of(text),
        caps: false,
        title_case: 0.0,
        prose: false,
        size: 1.0,
        bold: false,
        italic: false,
        page: block.page(),
        lines: 1,
        digits: 0.0,
    };
    if text.len() > 1200 {
        shape.words = text.len() / 6;
        shape.prose = true;
        return shape;
    }
    measure(text, &mut shape);
    shape.prose = !matches!(block.kind, Kind::Heading | Kind::Table)
        && ((shape.words >= 12 && matches!(shape.end, End::Stop | End::Question | End::Colon))
            || shape.words >= 28);
    if shape.words <= 60 {
        layout(block, extracted, body, &mut shape);
    }
    shape
}

/// Counts words and letters, in one pass.
fn measure(text: &str, shape: &mut Shape) {
    let (mut upper, mut lower, mut digits, mut all) = (0_u32, 0_u32, 0_u32, 0_u32);
    let (mut long, mut capital) = (0_u32, 0_u32);
    // The word being read: its first letter or figure, and how many letters there were before it.
    let (mut first, mut before, mut inside) = (None, 0, false);
    for c in text.chars().chain([' ']) {
        if c.is_lowercase() {
            lower += 1;
        } else if c.is_whitespace() {
            if inside {
                shape.words += 1;
                if upper + lower - before >= 4 {
                    long += 1;
                    capital += u32::from(first.is_some_and(char::is_uppercase));
                }
            }
            (first, before, inside) = (None, upper + lower, false);
            continue;
        } else if c.is_uppercase() {
            upper += 1;
        } else if c.is_ascii_digit() {
            digits += 1;
        } else if c.is_alphabetic() {
            lower += 1;
        } else {
            all += 1;
            inside = true;
            continue;
        }
        all += 1;
        inside = true;
        first.get_or_insert(c);
    }
    shape.lines = 1 + text.bytes().filter(|&b| b == b'\n').count();
    shape.caps = upper >= 3 && upper > lower * 8;
    shape.title_case = ratio(capital, long);
    shape.digits = ratio(digits, all);
}

#[expect(clippy::cast_precision_loss, reason = "counts of one short text")]
fn ratio(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// Type size and weight of a block's lines.
fn layout(block: &Block, extracted: &Extracted, body: &Body, shape: &mut Shape) {
    if extracted.lines.is_empty() || body.size <= 0.0 {
        return;
    }
    let mut size = f32::MAX;
    let (mut bold, mut italic, mut any) = (true, true, false);
    for origin in &block.origin {
        for line in extracted.lines_in(&origin.bytes) {
            any = true;
            size = size.min(line.size);
            bold &= line.bold;
            italic &= line.italic;
        }
    }
    if any {
        shape.size = size / body.size;
        shape.bold = bold && !body.bold;
        shape.italic = italic;
    }
}

fn end_of(text: &str) -> End {
    let closing = |c: char| {
        matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '*' | '_')
            || ('\u{2070}'..='\u{2079}').contains(&c)
            || matches!(c, '¹' | '²' | '³' | ' ')
    };
    let text = text.trim_end_matches(closing);
    // A lone sign behind a full stop is dirt: "The lake is deep. :"
    let text = match text.rsplit_once(' ') {
        Some((before, sign)) if sign.len() == 1 && before.ends_with(['.', '!', '?', ']']) => before,
        _ => text,
    };
    match text.trim_end_matches(closing).chars().next_back() {
        Some('.' | '!' | '…' | '。') => End::Stop,
        Some('?' | '？' | '؟') => End::Question,
        Some(':' | '：') => End::Colon,
        Some(',' | ';' | '-' | '–' | '—' | '‐' | '/' | '&') => End::Open,
        _ => End::Bare,
    }
}

/// How a text begins, behind quotation marks and marks of emphasis.
pub(crate) fn start_of(text: &str) -> Start {
    let text = text.trim_start_matches(['*', '_', '"', '“', '‘', '«', '(', '¿', '¡', '\'', ' ']);
    match text.chars().next() {
        Some(c) if c.is_lowercase() => {
            // "o text" and "e text" are bullets gone through OCR.
            if matches!(c, 'o' | 'e') && text.get(1..2) == Some(" ") { Start::Bullet } else { Start::Lower }
        }
        Some(c) if c.is_alphabetic() => Start::Upper,
        Some(c) if c.is_ascii_digit() => Start::Digit,
        Some(
            '•' | '·' | '▪' | '◦' | '●' | '○' | '■' | '□' | '➢' | '✓' | '–' | '-' | '—' | '+' | '►'
            | '\u{f0b7}',
        ) => Start::Bullet,
        _ => Start::Other,
    }
}
