//! Headings: short blocks that stand out by size, or by weight and white space.

use rapporteur_model::Kind;

use super::{
    blocks::Para,
    breaks::centred,
    setting::Setting,
    tagged::{Role, Tags},
};

/// One entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) title: String,
    /// Page, counted from 1.
    pub(crate) page: Option<u32>,
    /// Depth in the outline, counted from 1.
    pub(crate) level: u8,
}

/// Finds the headings of a document and their levels. `pages` are the blocks of each page; `tags` are those of the
/// file, where they can be trusted.
pub(super) fn find(
    pages: &mut [(u32, Vec<Para>)],
    setting: &Setting,
    outline: &[Entry],
    tags: Option<&Tags>,
) {
    let bold_text = mostly_bold(pages);
    let titles: Vec<(Option<u32>, String)> = outline.iter().map(|e| (e.page, letters(&e.title))).collect();
    for (number, paras) in pages.iter_mut() {
        let here = titles.iter().filter(|(page, _)| page.is_none_or(|p| p == *number));
        let listed: Vec<&str> = here.map(|(_, title)| title.as_str()).collect();
        for index in 0..paras.len() {
            let next_bold = paras.get(index + 1).is_some_and(is_bold);
            let Some(para) = paras.get_mut(index) else { continue };
            let plain = para.kind == Kind::Paragraph && has_words(para);
            if plain && (is_listed(para, &listed) || stands_out(para, setting, bold_text, next_bold)) {
                para.kind = Kind::Heading;
            }
        }
        join(paras, setting);
    }
    rank(pages, setting);
    if let Some(tags) = tags {
        tagged(pages, tags);
    }
}

/// Takes over the headings that the file names, when they are no more than headings can be.
fn tagged(pages: &mut [(u32, Vec<Para>)], tags: &Tags) {
    let level = |page: u32, para: &Para| {
        let mut roles = para.lines.iter().map(|line| tags.role(page, line));
        match roles.next()?? {
            first @ Role::Heading(level) if roles.all(|role| role == Some(first)) => Some(level),
            _ => None,
        }
    };
    let chars = |para: &Para| para.lines.iter().map(|l| l.text.len()).sum::<usize>();
    let (mut all, mut named) = (0, 0);
    for (page, para) in pages.iter().flat_map(|(page, paras)| paras.iter().map(move |p| (*page, p))) {
        all += chars(para);
        named += if level(page, para).is_some() { chars(para) } else { 0 };
    }
    if 4 * named > all {
        return;
    }
    for (page, para) in pages.iter_mut().flat_map(|(page, paras)| paras.iter_mut().map(move |p| (*page, p))) {
        let plain =
            matches!(para.kind, Kind::Paragraph | Kind::Heading) && has_words(para) && chars(para) <= 300;
        if plain && let Some(level) = level(page, para) {
            para.kind = Kind::Heading;
            para.level = level.or(para.level);
        }
    }
}

fn mostly_bold(pages: &[(u32, Vec<Para>)]) -> bool {
    let lines = || pages.iter().flat_map(|(_, paras)| paras).flat_map(|p| &p.lines);
    2 * lines().filter(|l| l.all_bold).count() > lines().count()
}

fn is_bold(para: &Para) -> bool {
    !para.lines.is_empty() && para.lines.iter().all(|l| l.all_bold)
}

fn has_words(para: &Para) -> bool {
    let letters = para.lines.iter().flat_map(|l| l.text.chars()).filter(|c| c.is_alphabetic()).count();
    letters >= 2 && para.lines.iter().all(|l| l.cells.is_empty() && !l.text.contains("...."))
}

fn stands_out(para: &Para, setting: &Setting, bold_text: bool, next_bold: bool) -> bool {
    let chars: usize = para.lines.iter().map(|l| l.text.chars().count()).sum();
    let lines = para.lines.len();
    let text = para.lines.last().map_or("", |l| l.text.trim_end());
    let large = if setting.scanned { 1.145 } else { 1.1 };
    if para.size() >= large * setting.body {
        let alone = !setting.scanned || para.above > 1.2 || para.size() >= 1.3 * setting.body;
        return alone && chars <= 250 && lines <= 4 && (!text.ends_with(['.', ',', ';']) || chars <= 80);
    }
    let mono = para.lines.iter().all(|l| l.mono);
    is_bold(para)
        && !bold_text
        && !next_bold
        && !mono
        && para.size() >= 0.95 * setting.body
        && chars <= 160
        && lines <= 3
        && para.above > 1.15
        && !text.ends_with(['.', ',', ';'])
}

/// The letters of a text in lower case: what titles are compared by.
fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            letters.push(c.to_ascii_lowercase());
        } else if c.is_alphabetic() {
            letters.extend(c.to_lowercase());
        }
    }
    letters
}

/// Whether the outline has a title of the same letters on the page.
fn is_listed(para: &Para, outline: &[&str]) -> bool {
    if outline.is_empty() || para.lines.len() > 4 {
        return false;
    }
    let own = letters(&para.text());
    own.len() >= 3 && outline.contains(&own.as_str())
}

/// Joins the lines of one heading that were taken for several.
fn join(paras: &mut Vec<Para>, setting: &Setting) {
    let mut joined: Vec<Para> = Vec::with_capacity(paras.len());
    let edges = edges(paras);
    for para in paras.drain(..) {
        match joined.last_mut() {
            Some(last)
                if continues(last, &para, setting) && (!setting.scanned || fills(last, &para, &edges)) =>
            {
                last.lines.extend(para.lines);
            }
            _ => joined.push(para),
        }
    }
    *paras = joined;
}

/// Where the lines of each column end.
fn edges(paras: &[Para]) -> Vec<f32> {
    let mut edges: Vec<f32> = Vec::new();
    for line in paras.iter().flat_map(|p| &p.lines) {
        if edges.len() <= line.column {
            edges.resize(line.column + 1, f32::NEG_INFINITY);
        }
        if let Some(edge) = edges.get_mut(line.column) {
            *edge = edge.max(line.x1);
        }
    }
    edges
}

/// Whether the last line of a heading had no room for the next word, or both lines are centred: sizes of scanned type
/// are too uncertain to tell a heading that goes on from the next one.
fn fills(last: &Para, next: &Para, edges: &[f32]) -> bool {
    let (Some(a), Some(b)) = (last.lines.last(), next.lines.first()) else { return false };
    let edge = edges.get(a.column).copied().unwrap_or(a.x1);
    centred(a, b) || edge - a.x1 < b.first_word() + a.size
}

fn continues(last: &Para, para: &Para, setting: &Setting) -> bool {
    let (Some(a), Some(b)) = (last.lines.last(), para.lines.first()) else { return false };
    let numbered = b.text.chars().next().is_some_and(|c| c.is_ascii_digit());
    last.kind == Kind::Heading
        && para.kind == Kind::Heading
        && a.column == b.column
        && (a.size - b.size).abs() < if setting.scanned { 0.15 } else { 0.05 } * a.size
        && a.all_bold == b.all_bold
        && a.all_italic == b.all_italic
        && b.y - a.y <= 1.3 * setting.leading(a.size).max(1.15 * a.size)
        && !numbered
        && last.lines.len() < 4
}

/// Levels by size: the largest is 1. Bold counts as larger than plain of the same size.
fn rank(pages: &mut [(u32, Vec<Para>)], setting: &Setting) {
    let style = |p: &Para| ((p.size() * 2.0).round() as i32, is_bold(p));
    let mut styles: Vec<(i32, bool)> =
        pages.iter().flat_map(|(_, paras)| paras).filter(|p| p.kind == Kind::Heading).map(style).collect();
    styles.sort_unstable_by(|a, b| b.cmp(a));
    // Under scans one size of type comes out as several.
    let near = if setting.scanned { 0.12 } else { 0.02 };
    styles.dedup_by(|b, a| (a.1 == b.1 || setting.scanned) && f64::from(a.0 - b.0) <= near * f64::from(a.0));
    for para in pages.iter_mut().flat_map(|(_, paras)| paras) {
        if para.kind == Kind::Heading {
            let own = style(para);
            // The last of the styles that are not smaller.
            let rank = styles.iter().rposition(|s| *s >= own).unwrap_or(0);
            para.level = Some(u8::try_from(rank + 1).unwrap_or(6).min(6));
        }
    }
}
