//! From the trees' scores to how often such a score is right (Platt 1999).

/// `1 / (1 + exp(-(slope * score + shift)))`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calibration {
    pub(super) slope: f32,
    pub(super) shift: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { slope: 1.0, shift: 0.0 }
    }
}

impl Calibration {
    /// How likely a score is right.
    pub(crate) fn likely(self, score: f32) -> f32 {
        1.0 / (1.0 + (-(self.slope * score + self.shift)).exp())
    }

    /// Fits the curve to scores of which it is known whether they were right, by Newton's method.
    pub(super) fn learn(pairs: impl Iterator<Item = (f32, bool)>) -> Self {
        let pairs: Vec<(f64, f64)> =
            pairs.map(|(score, right)| (f64::from(score), f64::from(u8::from(right)))).collect();
        let (mut slope, mut shift) = (1.0_f64, 0.0_f64);
        for _ in 0..30 {
            let (mut g, mut h) = ([0.0; 2], [1e-6, 0.0, 1e-6]);
            for &(score, right) in &pairs {
                let likely = 1.0 / (1.0 + (-(slope * score + shift)).exp());
                let (off, weight) = (likely - right, likely * (1.0 - likely));
                g = [g[0] + off * score, g[1] + off];
                h = [h[0] + weight * score * score, h[1] + weight * score, h[2] + weight];
            }
            let det = h[0] * h[2] - h[1] * h[1];
            if det.abs() < 1e-9 {
                break;
            }
            slope -= (h[2] * g[0] - h[1] * g[1]) / det;
            shift -= (h[0] * g[1] - h[1] * g[0]) / det;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a score needs no more digits")]
        let found = Self { slope: slope as f32, shift: shift as f32 };
        // Scores that are all right or all wrong, or worse than chance, cannot be fitted.
        if found.slope.is_finite() && found.shift.is_finite() && found.slope > 0.05 {
            found
        } else {
            Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_that_is_right_half_the_time_is_a_half() {
        let pairs = (0..100).map(|n| (2.0, n % 2 == 0)).chain((0..100).map(|n| (0.0, n % 10 == 0)));
        let fitted = Calibration::learn(pairs);
        assert!((fitted.likely(2.0) - 0.5).abs() < 0.01 && (fitted.likely(0.0) - 0.1).abs() < 0.01);
    }

    #[test]
    fn what_cannot_be_fitted_is_left() {
        assert_eq!(Calibration::learn(std::iter::empty()), Calibration::default());
    }
}
