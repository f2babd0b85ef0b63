//! Titles run into the text: "**2.1. The Upper Wells.** The wells of the valley …", as many classes of papers set
//! their numbered subsections.
//!
//! Such a title has a decimal number, is set in another style than the text behind it, and ends in a stop. One of them
//! is chance; where there are several, each becomes a heading of its own.

use rapporteur_model::Kind;

use super::{blocks::Para, lines::Line, spans::Span};

/// Fewer titles run into the text are none.
const ENOUGH: usize = 2;

/// Titles are no longer, in lines and in characters.
const MOST_LINES: usize = 3;
const LONGEST: usize = 200;

/// Where the words with which a line opens in bold or italic end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lead {
    /// Bytes of the line's text.
    pub(super) end: usize,
    /// Right edge.
    pub(super) x: f32,
    pub(super) bold: bool,
}

impl Lead {
    /// The lead after one more span of its line, whose text with it is `end` bytes long. A number in front may be set
    /// in any style.
    pub(super) fn take(lead: Option<Self>, open: &mut bool, span: &Span, end: usize) -> Option<Self> {
        let number = || span.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
        let styled = span.bold || span.italic;
        match lead {
            _ if !*open => lead,
            Some(lead) if styled && span.bold == lead.bold => Some(Self { end, x: span.x1, ..lead }),
            None if styled && !number() => Some(Self { end, x: span.x1, bold: span.bold }),
            None if number() => None,
            _ => {
                *open = false;
                lead
            }
        }
    }
}

/// Parts titles from the text that they run into, on all pages of a document.
pub(super) fn part(pages: &mut [(u32, Vec<Para>)]) {
    let found = pages.iter().flat_map(|(_, paras)| paras).filter_map(end).take(ENOUGH).count();
    if found < ENOUGH {
        return;
    }
    for (_, paras) in pages.iter_mut() {
        let mut at = 0;
        while let Some(para) = paras.get_mut(at) {
            if let Some((line, lead)) = end(para) {
                let text = split(para, line, lead);
                para.kind = Kind::Heading;
                at += 1;
                paras.insert(at, text);
            }
            at += 1;
        }
    }
}

/// Where the title of a paragraph ends that opens with one: in which line, and where in it.
fn end(para: &Para) -> Option<(usize, Lead)> {
    let first = para.lines.first().filter(|_| para.kind == Kind::Paragraph)?;
    if !has_decimal(&first.text) {
        return None;
    }
    let bold = first.lead?.bold;
    let mut chars = 0;
    for (index, line) in para.lines.iter().take(MOST_LINES).enumerate() {
        let lead = line.lead.filter(|l| l.bold == bold)?;
        let (title, rest) = line.text.split_at_checked(lead.end)?;
        chars += title.len();
        if rest.trim().is_empty() && !title.trim_end().ends_with('.') {
            continue;
        }
        let ends = title.trim_end().ends_with(['.', '?', '!']) && chars <= LONGEST;
        let goes_on =
            rest.trim_start().starts_with(|c: char| !c.is_lowercase() && !matches!(c, ',' | ';' | ':'))
                || rest.trim().is_empty() && index + 1 < para.lines.len();
        return (ends && goes_on).then_some((index, lead));
    }
    None
}

/// "2.1. The", "5.1.1 Fit"
fn has_decimal(text: &str) -> bool {
    let (number, title) = text.split_once(' ').unwrap_or((text, ""));
    let parts = number.trim_end_matches('.').split('.').collect::<Vec<_>>();
    let few = |p: &&str| !p.is_empty() && p.len() <= 2 && p.bytes().all(|b| b.is_ascii_digit());
    parts.len() >= 2
        && parts.len() <= 5
        && parts.iter().all(few)
        && title.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Cuts a paragraph behind its title; gives the text.
fn split(para: &mut Para, line: usize, lead: Lead) -> Para {
    let mut rest = para.lines.split_off((line + 1).min(para.lines.len()));
    if let Some(last) = para.lines.last_mut() {
        let tail = last.text.split_off(lead.end.min(last.text.len()));
        let text = tail.trim_start();
        if !text.is_empty() {
            rest.insert(
                0,
                Line {
                    text: text.to_owned(),
                    x0: lead.x,
                    all_bold: false,
                    lead: None,
                    bold: false,
                    ..last.clone()
                },
            );
        }
        last.text.truncate(last.text.trim_end().len());
        last.x1 = lead.x;
        (last.all_bold, last.bold) = (lead.bold, lead.bold);
        last.cells.clear();
    }
    for line in &mut para.lines {
        line.all_bold = lead.bold;
    }
    Para { lines: rest, kind: Kind::Paragraph, above: 1.0, ..Para::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of parts, each with its style: `b`old, `i`talic, `p`lain.
    fn line(parts: &[(char, &str)]) -> Line {
        let mut line = Line { size: 10.0, x1: 100.0, ..Line::default() };
        let (mut lead, mut open) = (None, true);
        for (style, text) in parts {
            line.text.push_str(text);
            let span = Span {
                text: (*text).to_owned(),
                bold: *style == 'b',
                italic: *style == 'i',
                ..Span::default()
            };
            lead = Lead::take(lead, &mut open, &span, line.text.len());
        }
        Line { lead, ..line }
    }

    fn check(paras: &[&[&[(char, &str)]]], expected: &[&str]) {
        let paras = paras
            .iter()
            .map(|lines| Para { lines: lines.iter().map(|l| line(l)).collect(), ..Para::default() });
        let mut pages = [(1, paras.collect::<Vec<_>>())];
        part(&mut pages);
        let seen: Vec<String> =
            pages[0].1.iter().map(|p| format!("{:?} {}", p.kind, p.text().replace('\n', "|"))).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn titles_in_bold_part_from_their_text() {
        check(
            &[
                &[
                    &[('p', "2.1. "), ('b', "The Upper Wells."), ('p', " Most are dry")],
                    &[('p', "in summer.")],
                ],
                &[
                    &[('b', "2.2 Who pays, and how the costs")],
                    &[('b', "are shared?"), ('p', " The towns pay.")],
                ],
                &[&[('p', "2.3. "), ('i', "Next."), ('p', " Nothing.")]],
            ],
            &[
                "Heading 2.1. The Upper Wells.",
                "Paragraph Most are dry|in summer.",
                "Heading 2.2 Who pays, and how the costs|are shared?",
                "Paragraph The towns pay.",
                "Heading 2.3. Next.",
                "Paragraph Nothing.",
            ],
        );
    }

    #[test]
    fn emphasis_inside_a_sentence_is_no_title() {
        let plain: &[&[(char, &str)]] = &[&[('p', "2.1. "), ('b', "Water"), ('p', " is short.")]];
        let listed: &[&[(char, &str)]] = &[&[('b', "12 May."), ('p', " The meeting opened.")]];
        check(
            &[plain, listed, plain],
            &[
                "Paragraph 2.1. Water is short.",
                "Paragraph 12 May. The meeting opened.",
                "Paragraph 2.1. Water is short.",
            ],
        );
        let one: &[&[(char, &str)]] = &[&[('p', "2.1. "), ('b', "Wells."), ('p', " Dry.")]];
        check(&[one], &["Paragraph 2.1. Wells. Dry."]);
    }
}
