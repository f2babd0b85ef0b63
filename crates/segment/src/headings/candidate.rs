//! A block that may be a heading, and the evidence for and against it.

use rapporteur_model::{Document, Kind, Role};

use super::{
    form::{Form, Forms},
    numeral::Style,
};
use crate::{
    contents::Contents,
    front::{dates, genre},
    roles::{self, Fit, normal},
    shape::{End, Flow, Shape, Start},
};

/// A possible heading. The score is a sum of hand-set weights; above zero it is more likely one than not.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Place in the flow.
    pub(crate) at: usize,
    pub(crate) form: Form,
    /// What its words say.
    pub(crate) role: Option<(Role, Fit)>,
    /// Its words in lower case, without label and number.
    pub(crate) key: String,
    pub(crate) score: f32,
    /// What spoke for it, for the log.
    pub(crate) reasons: Vec<&'static str>,
    /// The source's own mark-up says so.
    pub(crate) marked: bool,
    /// A genre line ("Summary note of proceedings").
    pub(crate) genre: bool,
}

impl Candidate {
    fn add(&mut self, weight: f32, reason: &'static str) {
        self.score += weight;
        if weight > 0.4 {
            self.reasons.push(reason);
        }
    }

    /// Its words alone say that it is a heading, wherever it stands.
    pub(crate) fn telling(&self) -> bool {
        self.form.label.is_some() && (self.form.parted || self.form.number.is_none())
            || matches!(self.role, Some((_, Fit::Whole)))
    }

    /// Other headings go on counting from its number.
    pub(crate) fn chained(&self) -> bool {
        self.reasons.contains(&IN_SEQUENCE)
    }

    /// The style of its number, unless it has none or a label stands before it.
    pub(crate) fn plain_number(&self) -> Option<Style> {
        if self.form.label.is_some() {
            return None;
        }
        self.form.number.as_ref().map(|(n, _)| n.style)
    }
}

/// Why a numbered candidate is trusted, when its neighbours in the numbering are there.
pub(super) const IN_SEQUENCE: &str = "number in sequence";

/// Longest heading, in words.
const LONGEST: usize = 45;

/// Reads a block as a heading, when it could be one at all.
pub(crate) fn read(doc: &Document, flow: &Flow, at: usize, forms: &Forms) -> Option<Candidate> {
    let shape = flow.get(at)?;
    let block = doc.blocks.get(shape.block)?;
    if shape.words > LONGEST || matches!(shape.kind, Kind::Table | Kind::Quote) {
        return None;
    }
    let text = block.text.as_str();
    let form = match (shape.kind, &block.mark) {
        // A list's number was taken out of its text.
        (Kind::ListItem, Some(_)) => return None,
        _ => forms.read(text),
    };
    if shape.kind == Kind::ListItem && form.label.is_none() {
        return None;
    }
    let title = text.get(form.title.clone()).unwrap_or("");
    let key = normal(title);
    if key.is_empty() && form.label.is_none() {
        return None;
    }
    let role = roles::told_by(&key);
    let mut candidate = Candidate {
        at,
        form,
        role,
        score: -3.0,
        reasons: Vec::new(),
        marked: shape.kind == Kind::Heading,
        genre: genre::is_genre(&key),
        key,
    };
    words_and_numbers(&mut candidate, shape, forms, title);
    look(&mut candidate, shape, flow);
    against(&mut candidate, shape, text);
    if !flow.markup && is_aside(text) {
        candidate.add(-6.0, "");
    }
    Some(candidate)
}

/// What label, number and words say.
fn words_and_numbers(c: &mut Candidate, shape: &Shape, forms: &Forms, title: &str) {
    if c.form.label.is_some() {
        match (c.form.number.is_some(), c.form.parted) {
            (true, true) => c.add(6.0, "label and number"),
            (true, false) if title.starts_with(char::is_uppercase) => c.add(2.5, "label and number"),
            (true, false) => c.add(-2.0, ""),
            (false, _) => c.add(4.0, "label"),
        }
    } else if let Some((number, _)) = &c.form.number {
        let capital = title.starts_with(|ch: char| !ch.is_lowercase());
        let weight = match number.style {
            Style::Decimal => 3.5,
            Style::Roman if c.form.parted => 2.5,
            Style::Chinese => 3.0,
            Style::Arabic => 1.5,
            _ => 1.0,
        };
        c.add(if capital { weight } else { weight - 3.0 }, "numbered");
    }
    match c.role {
        Some((_, Fit::Whole)) => c.add(4.5, "frame words"),
        Some((_, Fit::Opens)) => c.add(2.5, "frame words"),
        Some((_, Fit::Holds)) => c.add(2.0, "frame words"),
        None => {}
    }
    if forms.is_of_the_house(&c.key) {
        c.add(6.0, "form of the house");
    }
    if shape.end == End::Question && shape.words <= 30 {
        c.add(1.0, "question");
    }
}

/// What mark-up, type and case say.
fn look(c: &mut Candidate, shape: &Shape, flow: &Flow) {
    if shape.kind == Kind::Heading {
        c.add(if flow.markup { 9.0 } else { 4.0 }, "marked up");
    } else if flow.markup && c.form.label.is_none() {
        c.add(-5.0, "");
    }
    if shape.caps {
        c.add(if flow.layout { 1.5 } else { 2.2 }, "capitals");
    } else if shape.title_case > 0.74 && shape.words >= 2 {
        c.add(0.8, "capitals");
    }
    if shape.size >= 1.3 {
        c.add(3.5, "large type");
    } else if shape.size >= 1.08 {
        c.add(2.5, "large type");
    } else if shape.size < 0.93 {
        c.add(-2.5, "");
    }
    if shape.bold {
        c.add(2.2, "bold");
    } else if flow.layout && shape.size < 1.05 && !shape.caps && !shape.italic {
        c.add(-1.0, "");
    }
    match shape.words {
        0..=8 => c.add(0.8, "short"),
        9..=14 => {}
        15..=20 => c.add(-1.2, ""),
        21..=30 => c.add(-2.5, ""),
        _ => c.add(-5.0, ""),
    }
}

/// What speaks against any heading.
fn against(c: &mut Candidate, shape: &Shape, text: &str) {
    match shape.end {
        End::Stop if c.form.number.is_some() && shape.words <= 10 => c.add(-2.0, ""),
        End::Stop => c.add(-4.0, ""),
        End::Open => c.add(-3.0, ""),
        End::Colon if shape.words > 4 => c.add(-2.5, ""),
        End::Colon => c.add(-0.8, ""),
        _ => {}
    }
    match shape.start {
        Start::Lower => c.add(-4.0, ""),
        Start::Bullet => c.add(-5.0, ""),
        Start::Digit if c.form.number.is_none() => c.add(-2.5, ""),
        Start::Other => c.add(-1.5, ""),
        _ => {}
    }
    if shape.lines > 3 {
        c.add(-2.0, "");
    }
    if shape.digits > 0.3 {
        c.add(-3.0, "");
    }
    if is_address(text) {
        c.add(-6.0, "");
    }
    if c.form.label.is_none() && is_date(text) {
        c.add(-6.0, "");
    }
    if is_caption(&c.key) {
        c.add(-6.0, "");
    }
    if shape.end == End::Question && c.form.number.is_none() && is_asked_of_somebody(&c.key) {
        c.add(-3.0, "");
    }
    if shape.end != End::Question && c.role.is_none() && is_statement(&c.key) {
        c.add(-1.5, "");
    }
    let letters = text.chars().filter(|ch| ch.is_alphabetic()).count();
    if letters < 3 && c.form.label.is_none() {
        c.add(-6.0, "");
    }
}

/// Whether the surroundings speak for a heading: prose before and behind.
pub(crate) fn surroundings(c: &mut Candidate, flow: &Flow) {
    let next = flow.get(c.at + 1);
    let own = flow.get(c.at);
    let tiny =
        !flow.layout && own.is_some_and(|s| s.words <= 4 && s.start == Start::Upper && s.end == End::Bare);
    // An interview begins.
    let asked = |s: &Shape| s.end == End::Question && s.words >= 4 && s.start == Start::Upper;
    if tiny && next.is_some_and(|s| s.prose || asked(s)) {
        c.add(1.0, "stands alone");
    }
    match next {
        None => c.add(-5.0, ""),
        Some(s) if s.prose => c.add(1.2, "prose follows"),
        Some(s) if asked(s) => c.add(0.5, "a question follows"),
        // "The participants recommend:" announces the list.
        Some(s) if s.kind == Kind::ListItem && announces(c, own) => c.add(-1.5, ""),
        Some(s) if matches!(s.kind, Kind::ListItem | Kind::Table) => c.add(0.3, ""),
        Some(s) if s.kind == Kind::Heading => {}
        Some(_) => c.add(-1.0, ""),
    }
    let Some(before) = c.at.checked_sub(1).and_then(|i| flow.get(i)) else { return };
    let list = before.kind == Kind::ListItem;
    match before.end {
        End::Stop | End::Question if before.prose || list => c.add(1.0, "prose before"),
        // "Fort Lee is a town on the river."
        End::Stop if before.words >= 5 && before.start == Start::Upper => c.add(0.6, "a sentence before"),
        // A line in the middle of a sentence is a running head or a torn line.
        End::Bare | End::Open if before.prose && !list => {
            let torn = next.is_some_and(|s| s.start == Start::Lower);
            c.add(
                if torn {
                    -3.0
                } else if tiny {
                    0.0
                } else {
                    -1.2
                },
                "",
            );
        }
        // "We discussed the following:" opens a list, not a section.
        End::Colon if before.kind != Kind::Heading => c.add(-1.5, ""),
        _ => {}
    }
}

/// Whether a line leads on to what stands below it, and does not name a part of the report.
fn announces(c: &Candidate, own: Option<&Shape>) -> bool {
    own.is_some_and(|s| s.end == End::Colon) && !matches!(c.role, Some((_, Fit::Whole)))
}

/// The contents page lists it.
pub(crate) fn listed(c: &mut Candidate, contents: &Contents) {
    if contents.lists(&c.key) {
        let one_word = !c.key.contains(' ');
        c.add(if one_word { 2.5 } else { 4.5 }, "in the contents");
    }
}

/// What the record of a debate says that was done, not spoken: "(Question put and agreed to)", "[Laughter]".
fn is_aside(text: &str) -> bool {
    let text = text.trim();
    let inside = text
        .strip_prefix('(')
        .and_then(|t| t.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|t| t.strip_suffix(']')));
    inside.is_some_and(|t| !t.contains(['(', ')', '[', ']']) && t.contains(char::is_alphabetic))
}

/// Words of lines that say where somebody is reached.
const REACHED: &[&str] =
    &["Tel", "Fax", "Phone", "E-mail", "Email", "EMail", "P.O. Box", "ISBN", "ISSN", "©", "://", "www."];

/// Lines of addresses: mail, web, telephone.
fn is_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    (bytes.contains(&b'@') && bytes.contains(&b'.')) || holds_any(bytes, REACHED)
}

/// Whether a text holds one of several words, looked for in one pass.
fn holds_any(text: &[u8], words: &[&str]) -> bool {
    text.iter().enumerate().any(|(at, first)| {
        matches!(first, b'T' | b'F' | b'P' | b'E' | b'I' | b':' | b'w' | 0xc2)
            && text.get(at..).is_some_and(|rest| words.iter().any(|word| rest.starts_with(word.as_bytes())))
    })
}

/// No line of a date has more bytes.
const LONGEST_DATE: usize = 160;

/// A line that is a date and little else: "Monday, 3 May 2010".
pub(super) fn is_date(text: &str) -> bool {
    if text.len() > LONGEST_DATE {
        return false;
    }
    let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).count();
    let dated: usize = dates::find(text).iter().filter_map(|d| text.get(d.bytes.clone())).map(letters).sum();
    dated > 0 && letters(text) <= dated + 12
}

fn is_caption(key: &str) -> bool {
    let mut words = key.split(' ');
    let first = words.next().unwrap_or("");
    let second = words.next().unwrap_or("");
    let numbered =
        second.starts_with(|c: char| c.is_ascii_digit()) || second.len() <= 2 && !second.is_empty();
    matches!(
        first,
        "figure"
            | "fig."
            | "table"
            | "box"
            | "chart"
            | "map"
            | "photo"
            | "graph"
            | "tableau"
            | "cuadro"
            | "gráfico"
            | "tabla"
            | "encadré"
            | "recuadro"
    ) && numbered
        || matches!(
            first,
            "source:"
                | "sources:"
                | "note:"
                | "photo:"
                | "credit:"
                | "keywords:"
                | "moderator:"
                | "chair:"
                | "speaker:"
                | "speakers:"
                | "panelists:"
                | "panellists:"
                | "rapporteur:"
                | "facilitator:"
                | "discussant:"
        )
}

/// "How did you two meet?" is asked in an interview; the questions that head a section are asked of nobody.
fn is_asked_of_somebody(key: &str) -> bool {
    key.split(' ')
        .any(|w| matches!(w, "you" | "your" | "yours" | "vous" | "votre" | "vos" | "usted" | "ustedes"))
}

/// Words that make a line a sentence of the text.
fn is_statement(key: &str) -> bool {
    key.split(' ').skip(1).any(|w| {
        matches!(
            w,
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "said"
                | "noted"
                | "stressed"
                | "that"
                | "which"
                | "est"
                | "sont"
                | "était"
                | "fue"
                | "fueron"
                | "son"
                | "será"
        )
    })
}
