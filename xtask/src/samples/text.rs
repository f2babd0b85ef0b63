//! Writes the text that character recognition leaves of a report, with its usual damage.

use super::cuts;
use super::damage;
use super::fault::{Fault, Result};
use super::fonts::win_ansi;
use super::head::{Encoding, PageMark, TextFlow, TextForm};
use super::lines::{End, count};
use super::manner::Manner;
use super::pages::{self, Geometry, Page, Placed};
use super::source::Report;
use super::strip::{Role, Strip};
use super::traces::{Slip, Traces};

/// The bytes of the file, and what was done to the text.
pub(super) fn render(report: &Report, form: &TextForm) -> Result<(Vec<u8>, Traces)> {
    let manner = Manner::text(form);
    let geometry = Geometry {
        top: 0.0,
        bottom: count(form.page_lines),
        left: 0.0,
        columns: 1,
        gutter: 0.0,
        note_gap: 1.0,
        roman_front: form.roman_front,
        offset: form.number_offset,
    };
    let pages = pages::pages(report, &manner, geometry);
    let mut writer =
        Writer { report, form, text: String::new(), traces: Traces::of_pages(&pages, report), quotes: 0 };
    for (at, page) in pages.iter().enumerate() {
        writer.page(at, page, at + 1 == pages.len());
    }
    let Writer { mut text, mut traces, .. } = writer;
    unused(form, &traces)?;
    damage::apply(&mut text, form, &mut traces)?;
    if form.page_mark == PageMark::Blank {
        traces.forget_pages();
    }
    if form.flow == TextFlow::Lines {
        traces.divided_words = cuts::divided(&pages);
    }
    if form.stray_logo {
        traces.furniture.extend(report.head.logo.iter().flat_map(|line| line.lines()).map(str::to_owned));
    }
    let bytes = encode(&text, form.encoding)?;
    Ok((bytes, traces))
}

/// A form may not ask for damage that had no occasion.
fn unused(form: &TextForm, traces: &Traces) -> Result<()> {
    let missing = |what: &str| Err(Fault::new("", format!("no occasion for {what}")));
    if let Some(slip) = form.running_slips.values().find(|slip| !traces.running_heads.contains(slip)) {
        return missing(&format!("the running head `{slip}`"));
    }
    if traces.glued_page_numbers.len() < form.glued_page_numbers.len() {
        return missing("all glued page numbers");
    }
    if form.lose_hyphens && traces.lost_hyphens.is_empty() {
        return missing("a lost hyphen");
    }
    Ok(())
}

struct Writer<'a> {
    report: &'a Report,
    form: &'a TextForm,
    text: String,
    traces: Traces,
    /// Paragraphs so far, for quotation marks that change from one to the next.
    quotes: usize,
}

impl Writer<'_> {
    fn page(&mut self, at: usize, page: &Page, last: bool) {
        let form = self.form;
        if at > 0 && (form.running_heads || form.page_mark == PageMark::InHead) {
            self.running_head(at, page);
        }
        // Words of the new page never follow those of the old one without a blank line.
        self.paragraph_break();
        let placed: Vec<&Placed> = page.body().collect();
        for strips in placed.chunk_by(|a, b| a.strip.flow == b.strip.flow) {
            let strips: Vec<&Strip> = strips.iter().map(|placed| &placed.strip).collect();
            self.fragment(&strips);
        }
        for frame in &page.frames {
            for strips in frame.notes.chunk_by(|a, b| a.strip.flow == b.strip.flow) {
                let mut strips: Vec<Strip> = strips.iter().map(|placed| placed.strip.clone()).collect();
                if let Some(first) = strips.first_mut() {
                    first.before = 1.0;
                }
                self.fragment(&strips.iter().collect::<Vec<_>>());
            }
        }
        self.page_end(at, page, last);
    }

    fn running_head(&mut self, at: usize, page: &Page) {
        let odd = page.label.parse().unwrap_or(at + 1) % 2 == 1;
        let running = &self.report.head.running;
        let form = if odd { &running.odd } else { &running.even };
        let section = page.section.and_then(|section| self.report.headings().nth(section));
        let mut words = form.replace("{section}", section.map_or("", |section| section.printed.as_str()));
        if section.is_some_and(|section| section.printed == words && opens(page)) {
            return;
        }
        if let Some(slip) = self.form.running_slips.get(&words)
            && !self.traces.running_heads.contains(&words)
            && !self.traces.running_heads.contains(slip)
        {
            words.clone_from(slip);
        }
        self.traces.running_head(&words);
        let line = match (self.form.page_mark, odd) {
            (PageMark::InHead, true) => format!("{words} {}", page.label),
            (PageMark::InHead, false) => format!("{} {words}", page.label),
            _ => words,
        };
        self.paragraph_break();
        self.text.push_str(&line);
    }

    /// A paragraph, or the part of it that stands on this page.
    fn fragment(&mut self, strips: &[&Strip]) {
        let Some(first) = strips.first() else { return };
        let whole = match self.form.flow {
            TextFlow::Lines => strips.iter().map(|strip| printed(strip)).collect::<Vec<_>>().join("\n"),
            TextFlow::Paragraphs if matches!(first.role, Role::Row | Role::Entry) => {
                strips.iter().map(|strip| printed(strip)).collect::<Vec<_>>().join("\n")
            }
            TextFlow::Paragraphs => self.on_one_line(strips),
        };
        let whole = damage::quotes(&whole, self.form.quotes, self.quotes);
        if first.role == Role::Paragraph {
            self.quotes += 1;
        }
        if first.before > 0.5 {
            self.paragraph_break();
        } else if !self.text.is_empty() && !self.text.ends_with(['\n', '\u{c}']) {
            self.text.push('\n');
        }
        let whole = self.apart(&whole, first.role);
        self.text.push_str(&whole);
    }

    /// The number of some headings stands apart from the title.
    fn apart(&self, words: &str, role: Role) -> String {
        let Role::Heading(heading) = role else { return words.to_owned() };
        let number = self.report.headings().nth(heading).and_then(|heading| heading.number.as_ref());
        match words.split_once(' ') {
            Some((first, title)) if number.is_some_and(|number| self.form.apart.contains(number)) => {
                format!("{first}\n\n{title}")
            }
            _ => words.to_owned(),
        }
    }

    fn on_one_line(&mut self, strips: &[&Strip]) -> String {
        let mut text = cuts::joined(strips, true);
        for pair in strips.windows(2) {
            let [strip, next] = pair else { continue };
            let (Some(word), Some(rest)) = (outer_word(strip, true), outer_word(next, false)) else {
                continue;
            };
            let Some(lost) = word.strip_suffix('-').filter(|_| strip.end() == End::Kept) else { continue };
            if self.form.lose_hyphens {
                let (printed, read) = (format!("{word}{rest}"), format!("{lost}{rest}"));
                text = text.replacen(&printed, &read, 1);
                self.traces.lost_hyphens.push(Slip { printed, read });
            }
        }
        text
    }

    fn paragraph_break(&mut self) {
        while self.text.ends_with('\n') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with('\u{c}') {
            self.text.push_str("\n\n");
        }
    }

    fn page_end(&mut self, at: usize, page: &Page, last: bool) {
        if self.form.glued_page_numbers.contains(&(at + 1)) {
            self.text.push_str(&format!(" {}", page.label));
            self.traces.glued_page_numbers.push(page.label.clone());
        } else {
            match self.form.page_mark {
                PageMark::Blank => {}
                PageMark::InHead => self.traces.page_numbers = true,
                PageMark::Number => {
                    self.traces.page_numbers = true;
                    self.paragraph_break();
                    self.text.push_str(&page.label);
                }
                PageMark::Bracket => {
                    self.traces.page_numbers = true;
                    self.paragraph_break();
                    self.text.push_str(&format!("[Page {}]", page.label));
                }
            }
        }
        if self.form.page_mark == PageMark::Bracket && !last {
            self.text.push_str("\n\u{c}");
        } else if last {
            self.text.push('\n');
        }
    }
}

/// The last or the first word of a line, with its punctuation.
fn outer_word(strip: &Strip, last: bool) -> Option<String> {
    let text = strip.parts.last()?.line.text(true);
    let mut words = text.split(' ');
    if last { words.next_back().map(str::to_owned) } else { words.next().map(str::to_owned) }
}

/// Whether a page begins with a heading.
fn opens(page: &Page) -> bool {
    page.body().next().is_some_and(|placed| matches!(placed.strip.role, Role::Heading(_)))
}

/// A strip as a line of even type.
fn printed(strip: &Strip) -> String {
    let mut line = String::new();
    let mut at = 0;
    for part in &strip.parts {
        while count(at) + 0.5 < part.x {
            line.push(' ');
            at += 1;
        }
        let text = part.line.text(true);
        at += text.chars().count();
        line.push_str(&text);
    }
    line
}

fn encode(text: &str, encoding: Encoding) -> Result<Vec<u8>> {
    let code = |sign: char| match encoding {
        Encoding::Latin1 => u8::try_from(u32::from(sign)).ok(),
        Encoding::Windows1252 => win_ansi(sign),
        Encoding::Utf8 => None,
    };
    if encoding == Encoding::Utf8 {
        return Ok(text.as_bytes().to_vec());
    }
    text.chars()
        .map(|sign| code(sign).ok_or_else(|| Fault::new("", format!("the encoding has no `{sign}`"))))
        .collect()
}
