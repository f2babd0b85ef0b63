//! Rows of different lengths, one behind the other.

/// Lists of `T`, one for each sentence, in one stretch of memory: a report has thousands of sentences, and a list of
/// its own for each is most of what a summary used to cost.
#[derive(Debug)]
pub(crate) struct Rows<T> {
    all: Vec<T>,
    ends: Vec<usize>,
}

impl<T> Rows<T> {
    /// No rows, with room for so many, and for so many entries in all.
    pub(crate) fn with_room(rows: usize, entries: usize) -> Self {
        Self { all: Vec::with_capacity(entries), ends: Vec::with_capacity(rows) }
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.all.extend(row);
        self.ends.push(self.all.len());
    }

    /// A row by number; empty for one that is not there.
    pub(crate) fn row(&self, number: usize) -> &[T] {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|&end| self.all.get(start..end)).unwrap_or(&[])
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many entries all rows have.
    pub(crate) fn entries(&self) -> usize {
        self.all.len()
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.len()).map(|number| self.row(number))
    }

    /// All entries, row after row, to be changed.
    pub(crate) fn entries_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.all.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_ends() {
        let mut rows = Rows::with_room(3, 4);
        rows.push([1, 2]);
        rows.push([]);
        rows.push([3]);
        assert_eq!(rows.iter().collect::<Vec<_>>(), [&[1, 2][..], &[], &[3]]);
        assert_eq!((rows.len(), rows.entries(), rows.row(7)), (3, 3, &[][..]));
    }
}
