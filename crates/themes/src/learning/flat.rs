//! Trees laid out for many questions: a full tree of fixed depth in three arrays, walked without a branch.
//!
//! A row takes as many steps through every tree, whatever it holds, so the processor guesses nothing and works on
//! several rows at once; where the learned tree ends early, the steps below lead to the same leaf either way.

use super::tree::{Node, Tree};

/// The deepest tree there may be, in questions.
pub(super) const DEPTH: usize = 4;
/// Leaves; and places for the questions, of which the first is not used.
const LEAVES: usize = 1 << DEPTH;
/// Features of a row, filled up with zeros: no number of a feature can lead outside.
const WIDE: usize = 64;
/// So many rows walk a tree together.
const TOGETHER: usize = 8;

/// A tree in arrays. The question at place `n` leads to `2n`, or to `2n + 1` where the feature exceeds the bound.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Flat {
    features: [u8; LEAVES],
    bounds: [f32; LEAVES],
    leaves: [f32; LEAVES],
}

impl Flat {
    /// Lays a tree out; `None` for one that is deeper than [`DEPTH`], or leads back or nowhere.
    pub(super) fn of(tree: &Tree) -> Option<Self> {
        let mut flat = Self { features: [0; LEAVES], bounds: [f32::INFINITY; LEAVES], leaves: [0.0; LEAVES] };
        // Where the tree ends early, all places below are filled with its leaf.
        let mut open = vec![(1_usize, 0_u32)];
        while let Some((place, at)) = open.pop() {
            match (tree.0.get(at as usize)?, place.checked_sub(LEAVES)) {
                (Node::Leaf(value), Some(leaf)) => *flat.leaves.get_mut(leaf)? = *value,
                (Node::Leaf(_), None) => open.extend([(2 * place, at), (2 * place + 1, at)]),
                (Node::Split { .. }, Some(_)) => return None,
                (Node::Split { feature, bound, low }, None) => {
                    *flat.features.get_mut(place)? =
                        u8::try_from(*feature).ok().filter(|&f| usize::from(f) < WIDE)?;
                    *flat.bounds.get_mut(place)? = *bound;
                    let high = low.checked_add(1).filter(|_| *low > at)?;
                    open.extend([(2 * place, *low), (2 * place + 1, high)]);
                }
            }
        }
        Some(flat)
    }

    fn value(&self, row: &[f32; WIDE]) -> f32 {
        let mut at = 1;
        for _ in 0..DEPTH {
            let place = at % LEAVES;
            let above = row[usize::from(self.features[place]) % WIDE] > self.bounds[place];
            at = 2 * at + usize::from(above);
        }
        self.leaves[at % LEAVES]
    }
}

/// What some trees say together to each of some rows, in the order of the trees.
pub(super) fn sums<const N: usize>(trees: &[Flat], rows: &[[f32; N]]) -> Vec<f32> {
    const { assert!(N <= WIDE, "a row has no more features than fit") };
    let mut all = Vec::with_capacity(rows.len());
    let mut wide = [[0.0; WIDE]; TOGETHER];
    for some in rows.chunks(TOGETHER) {
        for (wide, row) in wide.iter_mut().zip(some) {
            wide.iter_mut().zip(row).for_each(|(to, from)| *to = *from);
        }
        let mut sums = [0.0; TOGETHER];
        for tree in trees {
            sums.iter_mut().zip(&wide).for_each(|(sum, row)| *sum += tree.value(row));
        }
        all.extend(sums.iter().take(some.len()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(feature: u16, low: u32) -> Node {
        Node::Split { feature, bound: 0.5, low }
    }

    #[test]
    fn a_flat_tree_says_what_the_tree_says() {
        let (a, b, c, d) = (Node::Leaf(1.0), Node::Leaf(2.0), Node::Leaf(3.0), Node::Leaf(4.0));
        let tree = Tree(vec![split(0, 1), a, split(1, 3), split(2, 5), b, c, d]);
        let flat = Flat::of(&tree).unwrap();
        let rows: Vec<[f32; 3]> =
            (0..27_u8).map(|n| [n % 3, n / 3 % 3, n / 9].map(|v| f32::from(v) / 2.0)).collect();
        let expected: Vec<f32> = rows.iter().map(|row| 0.0 + tree.value(row)).collect();
        assert_eq!(sums(&[flat], &rows), expected);
        assert!([1.0, 2.0, 3.0, 4.0].iter().all(|leaf| expected.contains(leaf)));
    }

    #[test]
    fn what_is_no_tree_of_this_depth_is_refused() {
        let deep: Vec<Node> = (0..5_u32)
            .flat_map(|n| [split(0, 2 * n + 1), Node::Leaf(0.0)])
            .chain([Node::Leaf(0.0)])
            .collect();
        assert_eq!(Flat::of(&Tree(deep)), None);
        assert_eq!(Flat::of(&Tree(vec![split(0, 0), Node::Leaf(0.0)])), None, "leads back");
        assert_eq!(Flat::of(&Tree(vec![split(0, 7), Node::Leaf(0.0)])), None, "leads nowhere");
        assert_eq!(Flat::of(&Tree(Vec::new())), None);
    }
}
