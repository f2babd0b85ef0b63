//! A small set of stems that errs on one side.

/// The stems of a stretch, roughly: small enough to stay at hand, where the table of all stems does not.
#[derive(Default)]
pub(crate) struct Roughly([u64; 4]);

impl Roughly {
    fn bit(stem: u32) -> (usize, u64) {
        // Neighbours in the alphabet fall into different words of the mask.
        ((stem % 4) as usize, 1 << (stem / 4 % 64))
    }

    pub(crate) fn add(&mut self, stem: u32) {
        let (word, bit) = Self::bit(stem);
        if let Some(mask) = self.0.get_mut(word) {
            *mask |= bit;
        }
    }

    /// `false` only when the stem was not added.
    pub(crate) fn may_have(&self, stem: u32) -> bool {
        let (word, bit) = Self::bit(stem);
        self.0.get(word).is_some_and(|mask| mask & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_may_be_there_and_most_else_is_not() {
        let mut some = Roughly::default();
        (0..20).for_each(|n| some.add(n * 37));
        assert!((0..20).all(|n| some.may_have(n * 37)));
        assert!((0..1000).filter(|&n| some.may_have(n)).count() < 120);
    }
}
