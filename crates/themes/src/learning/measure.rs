//! How good a ranking is, beside what indexers chose.

use super::learner::Judged;

/// Means over reports, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Measures {
    /// Harmonic mean of precision and recall of the ten best themes.
    pub f1_at_10: f32,
    /// The ten best themes, where a better place counts for more.
    pub ndcg_at_10: f32,
    /// Mean average precision of all themes.
    pub map: f32,
}

pub(super) fn measure(reports: &[Judged]) -> Measures {
    let mut sum = Measures::default();
    for report in reports {
        sum.f1_at_10 += f1(report);
        sum.ndcg_at_10 += ndcg(report);
        sum.map += average_precision(report);
    }
    let all = float(reports.len().max(1));
    Measures { f1_at_10: sum.f1_at_10 / all, ndcg_at_10: sum.ndcg_at_10 / all, map: sum.map / all }
}

fn f1(report: &Judged) -> f32 {
    let taken = report.right.len().min(10);
    let right = report.right.iter().take(10).filter(|r| **r).count();
    2.0 * float(right) / float((taken + report.chosen).max(1))
}

fn ndcg(report: &Judged) -> f32 {
    let gain = |nth: usize| 1.0 / float(nth + 2).log2();
    let got: f32 = report.right.iter().take(10).enumerate().filter(|r| *r.1).map(|r| gain(r.0)).sum();
    let best: f32 = (0..report.chosen.min(10)).map(gain).sum();
    if best > 0.0 { got / best } else { 0.0 }
}

fn average_precision(report: &Judged) -> f32 {
    let mut sum = 0.0;
    let right = report.right.iter().enumerate().filter(|r| *r.1);
    for (found, (nth, _)) in right.enumerate() {
        sum += float(found + 1) / float(nth + 1);
    }
    sum / float(report.chosen.max(1))
}

#[expect(clippy::cast_precision_loss, reason = "counts")]
fn float(n: usize) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_right_of_four() {
        let judged = Judged { scores: vec![], right: vec![true, false, true, false], chosen: 2 };
        let found = measure(&[judged]);
        assert!((found.f1_at_10 - 2.0 / 3.0).abs() < 1e-6);
        assert!((found.map - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-6);
        assert!((found.ndcg_at_10 - (1.0 + 0.5) / (1.0 + 1.0 / 3.0_f32.log2())).abs() < 1e-6);
    }
}
