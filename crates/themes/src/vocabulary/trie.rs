//! Labels as a trie over stems, in tables that need no building when they are loaded.

use rustc_hash::FxHashMap;

use super::tables::{Rows, number};

/// Node 0 is the root.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Trie {
    /// From the root, by stem; 0 where no label begins with it.
    pub(super) first: Vec<u32>,
    /// The stems that lead on from a node, sorted, and beside them (same places) where they lead.
    pub(super) steps: Rows,
    pub(super) nodes: Vec<u32>,
    /// The entries that end at a node.
    pub(super) ends: Rows,
}

impl Trie {
    /// The node behind a node, by a stem.
    pub(crate) fn step(&self, node: u32, stem: u32) -> Option<u32> {
        if node == 0 {
            return self.first.get(stem as usize).copied().filter(|&next| next != 0);
        }
        let range = self.steps.range(node);
        let at = self.steps.items.get(range.clone())?.binary_search(&stem).ok()?;
        self.nodes.get(range.start + at).copied()
    }

    /// The entries that end at a node.
    pub(crate) fn ends(&self, node: u32) -> &[u32] {
        self.ends.row(node)
    }
}

/// A trie that grows.
#[derive(Debug, Default)]
pub(super) struct Growing {
    steps: FxHashMap<(u32, u32), u32>,
    ends: Vec<(u32, u32)>,
}

impl Growing {
    /// Adds an entry under its stems.
    pub(super) fn add(&mut self, stems: &[u32], entry: u32) {
        let mut node = 0;
        for &stem in stems {
            let next = number(self.steps.len() + 1);
            node = *self.steps.entry((node, stem)).or_insert(next);
        }
        if node != 0 {
            self.ends.push((node, entry));
        }
    }

    /// The tables, for so many stems.
    pub(super) fn grown(mut self, stems: usize) -> Trie {
        let nodes = self.steps.len() + 1;
        let mut steps: Vec<((u32, u32), u32)> = self.steps.into_iter().collect();
        steps.sort_unstable();
        let mut first = vec![0; stems];
        for &((_, stem), next) in steps.iter().take_while(|s| s.0.0 == 0) {
            if let Some(slot) = first.get_mut(stem as usize) {
                *slot = next;
            }
        }
        self.ends.sort_unstable();
        self.ends.dedup();
        let pairs: Vec<(u32, u32)> = steps.iter().map(|s| s.0).collect();
        Trie {
            first,
            steps: Rows::from_pairs(nodes, &pairs),
            nodes: steps.iter().map(|s| s.1).collect(),
            ends: Rows::from_pairs(nodes, &self.ends),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_walked_stem_by_stem() {
        let mut growing = Growing::default();
        growing.add(&[1, 2], 10);
        growing.add(&[1, 2, 0], 11);
        growing.add(&[2], 12);
        let trie = growing.grown(3);
        let node = |stems: &[u32]| stems.iter().try_fold(0, |node, &stem| trie.step(node, stem));
        assert_eq!(node(&[1, 2]).map(|n| trie.ends(n)), Some(&[10][..]));
        assert_eq!(node(&[1, 2, 0]).map(|n| trie.ends(n)), Some(&[11][..]));
        assert_eq!(node(&[2]).map(|n| trie.ends(n)), Some(&[12][..]));
        assert_eq!((node(&[0]), node(&[1, 1])), (None, None));
        assert_eq!(node(&[1]).map(|n| trie.ends(n).len()), Some(0));
    }
}
