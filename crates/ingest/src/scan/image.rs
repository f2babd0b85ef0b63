//! Pictures of pages, in shades of grey.

/// Levels of grey that differ by less are the same paper.
const PAPER: usize = 48;
/// With a smaller part of ink than this a page is blank.
const BLANK: f64 = 0.0002;
/// Part of a printed page that is paper, at least.
const PRINTED: f64 = 0.6;
/// Part of it that is ink, at most.
const INKY: f64 = 0.4;

/// A picture of a page.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    width: usize,
    height: usize,
    /// Pixels per inch.
    dpi: u32,
    /// Row by row from the top, 0 is black.
    pixels: Vec<u8>,
}

impl Image {
    /// A picture of so many rows; `None` when the pixels do not make them up.
    pub(crate) fn new(width: usize, height: usize, dpi: u32, pixels: Vec<u8>) -> Option<Self> {
        let fits = width > 0 && height > 0 && width.checked_mul(height) == Some(pixels.len());
        fits.then_some(Self { width, height, dpi, pixels })
    }

    pub(super) fn dpi(&self) -> u32 {
        self.dpi
    }

    /// Stands for the picture and what it is read with.
    pub(super) fn key(&self, languages: &str) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{} {} {} {languages}\n", self.width, self.height, self.dpi).as_bytes());
        hasher.update(&self.pixels);
        hasher.finalize()
    }

    /// The picture as a file that every program for pictures reads.
    pub(crate) fn pgm(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend_from_slice(&self.pixels);
        file
    }

    /// Whether nothing is on it.
    pub(crate) fn is_blank(&self) -> bool {
        self.ink().0 < BLANK
    }

    /// Whether it may be a printed page: ink on paper. A photograph has all levels of grey.
    pub(crate) fn is_printed(&self) -> bool {
        let (ink, paper) = self.ink();
        (BLANK..INKY).contains(&ink) && paper > PRINTED
    }

    /// The picture turned clockwise by quarters.
    pub(super) fn turned(&self, quarters: u8) -> Self {
        (0..quarters % 4).fold(self.clone(), |image, _| image.turned_once())
    }

    fn turned_once(&self) -> Self {
        let column = |x: usize| self.pixels.iter().skip(x).step_by(self.width).rev();
        let pixels = (0..self.width).flat_map(column).copied().collect();
        Self { width: self.height, height: self.width, dpi: self.dpi, pixels }
    }

    /// Parts of the page that differ from its paper, and that are paper beyond doubt.
    fn ink(&self) -> (f64, f64) {
        let mut levels = [0_usize; 256];
        for &pixel in &self.pixels {
            if let Some(count) = levels.get_mut(usize::from(pixel)) {
                *count += 1;
            }
        }
        let near = |level: usize, far: usize| -> usize {
            levels.iter().skip(level.saturating_sub(far)).take(level.min(far) + far + 1).sum()
        };
        let paper = (0..256).max_by_key(|&level| near(level, 8)).unwrap_or(255);
        let all = self.pixels.len() as f64;
        (1.0 - near(paper, PAPER) as f64 / all, near(paper, PAPER / 2) as f64 / all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(pixel: impl Fn(usize) -> u8) -> Image {
        Image::new(100, 100, 300, (0..10_000).map(pixel).collect()).unwrap()
    }

    #[test]
    fn paper_print_and_photographs_are_told_apart() {
        let grey_paper = image(|n| 200 + (n % 7) as u8);
        assert!(grey_paper.is_blank() && !grey_paper.is_printed());
        let print = image(|n| if n % 13 == 0 { 20 } else { 230 });
        assert!(!print.is_blank() && print.is_printed());
        let inverted = image(|n| if n % 13 == 0 { 255 } else { 10 });
        assert!(!inverted.is_blank() && inverted.is_printed());
        let photograph = image(|n| (n % 256) as u8);
        assert!(!photograph.is_blank() && !photograph.is_printed());
    }

    #[test]
    fn a_quarter_turn_brings_the_left_edge_to_the_top() {
        let image = Image::new(3, 2, 300, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let turned = image.turned(1);
        assert_eq!((turned.width, turned.height, turned.pixels.as_slice()), (2, 3, &[4, 1, 5, 2, 6, 3][..]));
        assert_eq!(image.turned(2).pixels, [6, 5, 4, 3, 2, 1]);
        assert_eq!(image.turned(4).pixels, image.pixels);
    }

    #[test]
    fn the_key_changes_with_all_that_decides() {
        let a = image(|_| 255);
        let b = image(|n| if n == 5 { 254 } else { 255 });
        assert_eq!(a.key("eng"), a.clone().key("eng"));
        assert_ne!(a.key("eng"), b.key("eng"));
        assert_ne!(a.key("eng"), a.key("fra"));
        assert_ne!(a.key("eng"), Image { dpi: 200, ..a.clone() }.key("eng"));
        assert!(Image::new(3, 3, 300, vec![0; 8]).is_none());
    }
}
