//! How a document is set: its size of type, the distance of its lines.

use std::collections::BTreeMap;

use super::{lines::Line, rows::Row};

/// What the layout of single pages is judged by.
#[derive(Debug, Clone, Default)]
pub(super) struct Setting {
    /// Size of running text.
    pub(super) body: f32,
    /// Distance of the lines of running text in ems.
    leading: f32,
    /// The same for other sizes (to half a point) that occur often.
    leadings: BTreeMap<i32, f32>,
    /// Sizes and places are guesses of an OCR program.
    pub(super) scanned: bool,
}

/// The size in which most of the text is set.
pub(super) fn body_size<'r>(rows: impl IntoIterator<Item = &'r Row>) -> f32 {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for span in rows.into_iter().flat_map(|r| &r.spans) {
        *counts.entry((span.size * 4.0).round() as i32).or_default() += span.text.len();
    }
    counts.iter().max_by_key(|(size, count)| (**count, **size)).map_or(10.0, |(size, _)| *size as f32 / 4.0)
}

impl Setting {
    pub(super) fn new<'l>(body: f32, pages: impl IntoIterator<Item = &'l [Line]>) -> Self {
        let mut gaps: BTreeMap<(i32, i32), usize> = BTreeMap::new();
        let (mut hidden, mut all) = (0_usize, 0_usize);
        for page in pages {
            for pair in page.windows(2) {
                let [a, b] = pair else { continue };
                if a.table.is_some() || b.table.is_some() {
                    continue;
                }
                all += 1;
                hidden += usize::from(a.hidden);
                let ems = (b.y - a.y) / a.size.max(1.0);
                if a.column != b.column || (a.size - b.size).abs() > 0.3 || !(0.8..2.6).contains(&ems) {
                    continue;
                }
                let key = ((a.size * 2.0).round() as i32, (ems * 20.0).round() as i32);
                *gaps.entry(key).or_default() += 1;
            }
        }
        let leadings = leadings(&gaps);
        let body_key = (body * 2.0).round() as i32;
        let leading = leadings.get(&body_key).copied().unwrap_or(1.25);
        Self { body, leading, leadings, scanned: 2 * hidden > all }
    }

    /// The distance of two lines of one paragraph set in this size, in points.
    pub(super) fn leading(&self, size: f32) -> f32 {
        let key = (size * 2.0).round() as i32;
        let ems = self.leadings.get(&key).copied().unwrap_or(self.leading);
        ems * size
    }
}

/// The most frequent distance for each size that has at least eight pairs of lines.
fn leadings(gaps: &BTreeMap<(i32, i32), usize>) -> BTreeMap<i32, f32> {
    let mut sizes: BTreeMap<i32, (usize, usize, i32)> = BTreeMap::new();
    for (&(size, gap), &count) in gaps {
        let (all, most, best) = sizes.entry(size).or_default();
        *all += count;
        // Of equally frequent distances the smaller, which comes first.
        if count > *most {
            (*most, *best) = (count, gap);
        }
    }
    sizes
        .into_iter()
        .filter(|(_, (all, _, _))| *all >= 8)
        .map(|(size, (_, _, gap))| (size, gap as f32 / 20.0))
        .collect()
}
