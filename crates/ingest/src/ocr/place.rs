//! Places for words that the file leaves without one, and bounds for pages.

use kurbo::Rect;

use super::{Line, Page, Word};

/// Farthest place on a page that is believed, in pixels.
const FARTHEST: f64 = 200_000.0;
/// Height of a line, and width of a letter, of which nobody says how large it is printed.
const HEIGHT: f64 = 30.0;
const LETTER: f64 = 13.0;

/// A box that can be one; `None` for those without extent and those beyond any page.
pub(crate) fn believed(area: Rect) -> Option<Rect> {
    let near = [area.x0, area.y0, area.x1, area.y1].iter().all(|n| n.abs() <= FARTHEST);
    (near && area.x0 < area.x1 && area.y0 < area.y1).then_some(area)
}

impl Word {
    fn is_placed(&self) -> bool {
        self.area.x0 < self.area.x1
    }
}

/// Gives each word a place and the page a size.
pub(super) fn all(page: &mut Page) {
    let mut last = Rect::new(0.0, 0.0, 0.0, 0.0);
    for line in &mut page.lines {
        if !line.words.iter().all(Word::is_placed) {
            let known = line.area.or_else(|| union(&line.words));
            let letters = line.words.iter().map(|w| w.text.chars().count() + 1).sum::<usize>();
            let top = last.y1 + 0.2 * HEIGHT;
            let below = Rect::new(last.x0, top, last.x0 + LETTER * letters as f64, top + HEIGHT);
            spread(&mut line.words, known.unwrap_or(below));
        }
        last = union(&line.words).unwrap_or(last);
    }
    let (width, height) = page.size;
    let fits = |side: f32| (1.0..=FARTHEST as f32).contains(&side);
    if !fits(width) || !fits(height) {
        page.size = extent(&page.lines);
    }
}

/// The page that lines need, with margins.
fn extent(lines: &[Line]) -> (f32, f32) {
    let areas = || lines.iter().flat_map(|l| &l.words).map(|w| w.area);
    let right = areas().map(|a| a.x1).fold(0.0, f64::max);
    let bottom = areas().map(|a| a.y1).fold(0.0, f64::max);
    let left = areas().map(|a| a.x0).fold(right, f64::min).max(0.0);
    let top = areas().map(|a| a.y0).fold(bottom, f64::min).max(0.0);
    ((right + left).max(1.0) as f32, (bottom + top).max(1.0) as f32)
}

/// The box around the words that have one.
pub(super) fn union(words: &[Word]) -> Option<Rect> {
    words.iter().filter(|w| w.is_placed()).map(|w| w.area).reduce(|a, b| a.union(b))
}

/// Puts words into a box, each as wide as it has characters.
fn spread(words: &mut [Word], area: Rect) {
    let chars = words.iter().map(|w| w.text.chars().count() + 1).sum::<usize>().saturating_sub(1).max(1);
    let step = area.width() / chars as f64;
    let mut x = area.x0;
    for word in words {
        let end = x + step * word.text.chars().count() as f64;
        word.area = Rect::new(x, area.y0, end, area.y1);
        x = end + step;
    }
}
