//! Feature values as small numbers: the trees look at these alone while they grow.

/// So many bins at most; the number of one is a byte.
const MOST: usize = 64;

/// Values by column, and the bounds that bin them.
#[derive(Debug)]
pub(super) struct Bins {
    /// A value is in the first bin whose bound it does not exceed; in the last when it exceeds all.
    pub(super) bounds: Vec<Vec<f32>>,
    /// The bins of each row of a feature.
    pub(super) columns: Vec<Vec<u8>>,
}

impl Bins {
    /// Bins rows of equal length.
    pub(super) fn new<const N: usize>(rows: &[[f32; N]]) -> Self {
        let column = |nth: usize| rows.iter().filter_map(move |row| row.get(nth).copied());
        let bounds: Vec<Vec<f32>> = (0..N).map(|nth| bounds(column(nth).collect())).collect();
        let columns =
            bounds.iter().enumerate().map(|(nth, bounds)| column(nth).map(|v| bin(bounds, v)).collect());
        Self { columns: columns.collect(), bounds }
    }
}

fn bin(bounds: &[f32], value: f32) -> u8 {
    u8::try_from(bounds.partition_point(|&b| b < value)).unwrap_or(u8::MAX)
}

/// Bounds between values, so that each bin has about as many rows.
fn bounds(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_unstable_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= MOST {
        return distinct.iter().zip(distinct.iter().skip(1)).map(|(a, b)| a + (b - a) / 2.0).collect();
    }
    let mut bounds: Vec<f32> =
        (1..MOST).filter_map(|nth| values.get(nth * values.len() / MOST).copied()).collect();
    bounds.dedup();
    // What lies above the last bound has to be a bin of its own: rare and large values tell most.
    let largest = values.last().copied().unwrap_or(0.0);
    bounds.retain(|&b| b < largest);
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fall_into_bins() {
        let bins = Bins::new(&[[0.0], [1.0], [1.0], [3.0]]);
        assert_eq!(bins.bounds, [[0.5, 2.0]]);
        assert_eq!(bins.columns, [[0, 1, 1, 2]]);
        let many: Vec<[f32; 1]> = (0..1000_u16).map(|n| [f32::from(n)]).collect();
        let bins = Bins::new(&many);
        assert!(bins.bounds[0].len() < MOST && bins.columns[0].is_sorted());
    }
}
