//! What was agreed, disputed, recommended and left open.
//!
//! Told by phrases (see [`crate::cues`]). A sentence stands under one heading; all are counted, the most telling
//! ones shown.

use rapporteur_model::{Digest, DigestPart};

use crate::{
    cues::Verdict,
    select::{Budget, Ground, select},
    weight::Taste,
};

/// The digest of a report, with at most so many sentences under each heading.
pub(crate) fn digest(ground: Ground<'_>, most: u32) -> Digest {
    let part = |verdict| part(ground, verdict, most);
    Digest {
        agreed: part(Verdict::Agreed),
        disputed: part(Verdict::Disputed),
        recommended: part(Verdict::Recommended),
        open_questions: part(Verdict::Open),
    }
}

fn part(ground: Ground<'_>, verdict: Verdict, most: u32) -> DigestPart {
    let pool: Vec<usize> = ground
        .marks
        .iter()
        .enumerate()
        .filter(|(_, marks)| marks.signs.verdict() == Some(verdict))
        .map(|(index, _)| index)
        .collect();
    let budget = Budget { words: u32::MAX, sentences: most };
    let chosen = select(ground, &pool, Vec::new(), budget, Taste::for_pulling());
    DigestPart { count: u32::try_from(pool.len()).unwrap_or(u32::MAX), sentences: ground.cite(chosen) }
}
