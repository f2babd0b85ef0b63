//! How large a line is printed and where its letters stand, by the boxes of its words.
//!
//! OCR programs say the one or the other differently or not at all; the boxes are common to all of them. A word
//! without `g`, `p`, `y` ends on the baseline, one with an `h` or a capital reaches up to the height of these.

use kurbo::Rect;

use super::{Baseline, Line, Page, Word, place};

/// Height of capitals and of letters like `h` in ems, on average over the faces reports are set in.
const TALL: f64 = 0.69;
/// Height of a `t`, of letters like `x`, and depth of letters like `p`.
const MIDDLE: f64 = 0.59;
const LOW: f64 = 0.47;
const DEEP: f64 = 0.21;
/// Smallest size in pixels that is believed.
const LEAST: f64 = 3.0;

/// Size and baseline of a line, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measure {
    pub(super) size: f64,
    pub(super) baseline: Baseline,
    /// Width of the line: how much it counts.
    width: f64,
}

/// Measures all lines of a page.
pub(super) fn lines(page: &Page) -> Vec<Measure> {
    page.lines.iter().map(line).collect()
}

/// The angle by which the page hangs askew, in radians: that of most of its lines.
pub(super) fn askew(lines: &[Measure]) -> f64 {
    let slopes = lines.iter().filter(|l| l.width > 8.0 * l.size).map(|l| (l.baseline.slope, l.width));
    let angle = middle(slopes.collect()).unwrap_or(0.0).atan();
    if angle.abs() < 0.0005 { 0.0 } else { angle }
}

fn line(line: &Line) -> Measure {
    let area = place::union(&line.words).unwrap_or_default();
    let whole = flat(line, area);
    let words = whole.as_ref().map_or_else(|| telling(line), |whole| vec![whole]);
    let guess = guess(&words);
    let baseline = line.baseline.unwrap_or_else(|| baseline(&words, guess));
    let size = sizes(&words, baseline).map_or(guess, |sizes| typical(&sizes, 0.15 * guess).unwrap_or(guess));
    Measure { size: size.max(LEAST), baseline, width: area.width() }
}

/// The line as one word, when its words have no boxes of their own: all are as high as the line.
fn flat(line: &Line, area: Rect) -> Option<Word> {
    let level = |w: &Word| (w.area.y0 - area.y0).abs() < 0.5 && (w.area.y1 - area.y1).abs() < 0.5;
    let text = || line.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
    (line.words.len() > 1 && line.words.iter().all(level)).then(|| Word {
        text: text(),
        area,
        ..Word::default()
    })
}

/// The words that show how a line is printed: those with letters or figures, if there are any.
fn telling(line: &Line) -> Vec<&Word> {
    let worded = |w: &&Word| w.text.chars().any(char::is_alphanumeric);
    let words: Vec<&Word> = line.words.iter().filter(worded).collect();
    if words.is_empty() { line.words.iter().collect() } else { words }
}

/// The sizes that a line's words speak for by their height above the baseline: those with high letters, if there are
/// any. Each word counts once, since now and then a box takes in a part of the line above.
fn sizes(words: &[&Word], baseline: Baseline) -> Option<Vec<(f64, f64)>> {
    let highest = words.iter().map(|w| Shape::of(&w.text).up).fold(0.0, f64::max);
    let high = words.iter().filter(|w| Shape::of(&w.text).up >= highest);
    let sizes = high.map(|w| ((baseline.at(w.area.center().x) - w.area.y0) / highest, 1.0));
    let sizes: Vec<(f64, f64)> = sizes.filter(|s| s.0 > 0.0).collect();
    (!sizes.is_empty()).then_some(sizes)
}

/// A first guess at the size: what each word's height says for itself.
fn guess(words: &[&Word]) -> f64 {
    let sizes = words.iter().map(|w| (w.area.height() / Shape::of(&w.text).ems(), w.area.width()));
    middle(sizes.collect()).unwrap_or(LEAST).max(LEAST)
}

/// The line on which the words stand that have no letter reaching below it.
fn baseline(words: &[&Word], size: f64) -> Baseline {
    let feet: Vec<(f64, f64)> = words
        .iter()
        .map(|w| {
            let deep = if Shape::of(&w.text).deep { DEEP * size } else { 0.0 };
            (w.area.center().x, w.area.y1 - deep)
        })
        .collect();
    let slope = slope(&feet);
    let x = feet.first().map_or(0.0, |f| f.0);
    let heights = feet.iter().zip(words).map(|(f, w)| (f.1 - slope * (f.0 - x), w.area.width()));
    let y = typical(&heights.collect::<Vec<_>>(), 0.1 * size).unwrap_or(0.0);
    Baseline { x, y, slope }
}

/// The middle one of the slopes between points of the left half and their fellows of the right half.
fn slope(points: &[(f64, f64)]) -> f64 {
    if points.len() < 6 {
        return 0.0;
    }
    let (left, right) = points.split_at(points.len() / 2);
    let slopes =
        left.iter().zip(right).filter(|(a, b)| b.0 > a.0).map(|(a, b)| ((b.1 - a.1) / (b.0 - a.0), 1.0));
    middle(slopes.collect()).unwrap_or(0.0)
}

/// The mean of what lies within `reach` of the middle: boxes are whole pixels, and a mean is finer than these.
fn typical(values: &[(f64, f64)], reach: f64) -> Option<f64> {
    let middle = middle(values.to_vec())?;
    let near = || values.iter().filter(|(v, weight)| (v - middle).abs() <= reach && *weight > 0.0);
    let weight: f64 = near().map(|v| v.1).sum();
    Some(near().map(|v| v.0 * v.1).sum::<f64>() / weight)
}

/// The value in the middle of all, each counted by its weight.
fn middle(mut values: Vec<(f64, f64)>) -> Option<f64> {
    values.retain(|(value, weight)| value.is_finite() && *weight > 0.0);
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|v| v.1).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    values
        .iter()
        .find(|(_, weight)| {
            sum += weight;
            sum >= half
        })
        .map(|v| v.0)
}

/// How far the letters of a word reach above the baseline, in ems, and whether they reach below it.
struct Shape {
    up: f64,
    deep: bool,
}

impl Shape {
    fn of(word: &str) -> Self {
        let tall = |c: char| c.is_uppercase() || c.is_ascii_digit() || "bdfhklijß".contains(c);
        let deep = |c: char| "gjpqyQçş,;()[]{}|/§".contains(c);
        let up = match word {
            _ if word.chars().any(tall) => TALL,
            _ if word.contains('t') => MIDDLE,
            // Raised signs reach as high as capitals, roughly.
            _ if word.contains(['\'', '’', '‘', '"', '”', '“', '*', '°', '?', '!', '®', '>']) => {
                TALL
            }
            _ => LOW,
        };
        Self { up, deep: word.chars().any(deep) }
    }

    /// Height of such a word in ems.
    fn ems(&self) -> f64 {
        if self.deep { self.up + DEEP } else { self.up }
    }
}
