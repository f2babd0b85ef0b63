//! Sheets to pages: furniture, columns, footnotes told apart.

use super::{
    columns,
    frame::Frame,
    furniture::{self, Furniture},
    grid::{self, Grid},
    jitter,
    lines::{Line, lines},
    notes::{self, Note},
    rows::Row,
    ruled,
    setting::{self, Setting},
    sheet::Sheet,
    spans::Span,
};

/// A page whose lines are in reading order.
pub(super) struct Page {
    pub(super) number: u32,
    pub(super) size: (f32, f32),
    pub(super) frame: Frame,
    /// Furniture above the text, and below.
    pub(super) head: Vec<(Line, Furniture)>,
    pub(super) foot: Vec<(Line, Furniture)>,
    pub(super) lines: Vec<Line>,
    pub(super) notes: Vec<Note>,
    /// Text that runs another way, with the frame in which it is upright.
    pub(super) aside: Vec<(Frame, Vec<Line>)>,
}

/// Finds the layout of all pages.
pub(super) fn pages(sheets: Vec<Sheet>) -> (Vec<Page>, Setting) {
    let body = setting::body_size(sheets.iter().flat_map(|s| &s.rows));
    let grids: Vec<Vec<Grid>> = sheets.iter().map(|s| grid::grids(&s.strokes)).collect();
    let views: Vec<furniture::Sheet<'_>> = sheets
        .iter()
        .zip(&grids)
        .map(|(s, grids)| furniture::Sheet { rows: &s.rows, grids, height: s.frame.height })
        .collect();
    let mut marks = furniture::find(&views, body);
    for (sheet, marks) in sheets.iter().zip(&mut marks) {
        declared(sheet, marks);
    }
    // A document of furniture alone is none: the same line on every page is what it has to say.
    if is_most(&sheets, &marks) {
        marks.iter_mut().flatten().for_each(|mark| *mark = None);
    }
    let mut pages: Vec<(Page, Vec<Row>, Sheet)> = sheets
        .into_iter()
        .zip(marks)
        .zip(&grids)
        .map(|((sheet, marks), grids)| apart(sheet, &marks, grids))
        .collect();
    let known = known_gutters(&pages);
    for (page, rows, sheet) in &mut pages {
        let regions = columns::regions(std::mem::take(rows), &known);
        let lines: Vec<Line> = regions
            .iter()
            .enumerate()
            .flat_map(|(column, rows)| rows.iter().flat_map(move |row| lines(row, column)))
            .collect();
        (page.lines, page.notes) = notes::lift(lines, body, &sheet.rules);
    }
    let setting = Setting::new(body, pages.iter().map(|(page, _, _)| page.lines.as_slice()));
    for (page, _, _) in &mut pages {
        jitter::still(&mut page.lines, &setting);
    }
    (pages.into_iter().map(|(page, _, _)| page).collect(), setting)
}

/// Whether furniture is more than two thirds of the text.
fn is_most(sheets: &[Sheet], marks: &[Vec<Option<Furniture>>]) -> bool {
    let rows = || sheets.iter().flat_map(|s| &s.rows).zip(marks.iter().flatten());
    let chars = |row: &Row| row.spans.iter().map(Span::chars).sum::<usize>();
    let all: usize = rows().map(|(row, _)| chars(row)).sum();
    let marked: usize = rows().filter(|(_, mark)| mark.is_some()).map(|(row, _)| chars(row)).sum();
    3 * marked > 2 * all
}

/// Believes files that mark heads and feet as no part of the text, unless they say so of everything.
fn declared(sheet: &Sheet, marks: &mut [Option<Furniture>]) {
    let artifact = |row: &Row| row.spans.iter().all(|s| s.artifact);
    if 2 * sheet.rows.iter().filter(|r| artifact(r)).count() > sheet.rows.len() {
        return;
    }
    for (row, mark) in sheet.rows.iter().zip(marks) {
        let share = row.y / sheet.frame.height.max(1.0);
        if mark.is_none() && artifact(row) && !(0.18..0.82).contains(&share) {
            *mark = Some(Furniture::RunningHead);
        }
    }
}

/// Parts a sheet's furniture from its text.
fn apart(mut sheet: Sheet, marks: &[Option<Furniture>], grids: &[Grid]) -> (Page, Vec<Row>, Sheet) {
    let mut page = Page {
        number: sheet.number,
        size: sheet.size,
        frame: sheet.frame,
        head: Vec::new(),
        foot: Vec::new(),
        lines: Vec::new(),
        notes: Vec::new(),
        aside: Vec::new(),
    };
    let mut text = Vec::new();
    for (index, row) in std::mem::take(&mut sheet.rows).into_iter().enumerate() {
        match marks.get(index).copied().flatten() {
            Some(mark) if row.y < sheet.frame.height / 2.0 => page.head.push((Line::new(&row, 0), mark)),
            Some(mark) => page.foot.push((Line::new(&row, 0), mark)),
            None => text.push(row),
        }
    }
    let text = ruled::lift(text, grids);
    for (frame, rows) in std::mem::take(&mut sheet.aside) {
        page.aside.push((frame, rows.iter().map(|r| Line::new(r, 0)).collect()));
    }
    (page, text, sheet)
}

/// Gutters that several pages share.
fn known_gutters(pages: &[(Page, Vec<Row>, Sheet)]) -> Vec<f32> {
    let all: Vec<f32> = pages.iter().flat_map(|(_, rows, _)| columns::gutters(rows)).collect();
    let often = |x: f32| all.iter().filter(|y| (**y - x).abs() < 6.0).count();
    let mut known: Vec<f32> = all.iter().copied().filter(|x| often(*x) >= 2).collect();
    known.sort_by(f32::total_cmp);
    known.dedup_by(|b, a| (*a - *b).abs() < 3.0);
    known
}
