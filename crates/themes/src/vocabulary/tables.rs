//! Tables that lie in one piece: many texts, many short lists.

/// Many texts in one.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Texts {
    pub(super) ends: Vec<u32>,
    pub(super) all: String,
}

impl Texts {
    pub(crate) fn push(&mut self, text: &str) -> u32 {
        self.all.push_str(text);
        self.ends.push(number(self.all.len()));
        number(self.ends.len() - 1)
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Empty for a number that does not exist.
    pub(crate) fn get(&self, nth: u32) -> &str {
        let range = range(&self.ends, nth);
        self.all.get(range).unwrap_or("")
    }

    /// The number of a text, when the texts are sorted.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        let (mut low, mut high) = (0, number(self.len()));
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

impl<'t> FromIterator<&'t str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'t str>>(texts: I) -> Self {
        let mut table = Self::default();
        texts.into_iter().for_each(|text| _ = table.push(text));
        table
    }
}

/// Many lists of numbers in one.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(super) ends: Vec<u32>,
    pub(super) items: Vec<u32>,
}

impl Rows {
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = u32>) {
        self.items.extend(row);
        self.ends.push(number(self.items.len()));
    }

    /// Empty for a row that does not exist.
    pub(crate) fn row(&self, nth: u32) -> &[u32] {
        self.items.get(range(&self.ends, nth)).unwrap_or(&[])
    }

    /// Where a row lies among the items.
    pub(crate) fn range(&self, nth: u32) -> std::ops::Range<usize> {
        range(&self.ends, nth)
    }

    /// Puts pairs of row and item in their rows; the pairs have to be sorted.
    pub(crate) fn from_pairs(rows: usize, pairs: &[(u32, u32)]) -> Self {
        let mut table = Self::default();
        let mut rest = pairs;
        for row in 0..number(rows) {
            let (here, after) = rest.split_at(rest.partition_point(|p| p.0 <= row));
            table.push(here.iter().map(|p| p.1));
            rest = after;
        }
        table
    }
}

fn range(ends: &[u32], nth: u32) -> std::ops::Range<usize> {
    let nth = nth as usize;
    let end = ends.get(nth).copied().unwrap_or(0) as usize;
    let start = nth.checked_sub(1).and_then(|n| ends.get(n)).copied().unwrap_or(0) as usize;
    start.min(end)..end
}

/// Tables hold fewer than four thousand million entries; a larger one would be cut off.
pub(crate) fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_when_sorted() {
        let texts: Texts = ["aid", "peace", "war"].into_iter().collect();
        assert_eq!((texts.get(1), texts.get(9)), ("peace", ""));
        assert_eq!((texts.find("war"), texts.find("truce")), (Some(2), None));
    }

    #[test]
    fn rows_may_be_empty() {
        let rows = Rows::from_pairs(3, &[(0, 7), (2, 8), (2, 9)]);
        assert_eq!([rows.row(0), rows.row(1), rows.row(2), rows.row(3)], [&[7][..], &[], &[8, 9], &[]]);
    }
}
