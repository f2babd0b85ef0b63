//! What was agreed, disputed, recommended and left open.
//!
//! Told by phrases (see [`crate::cues`]). A sentence stands under one heading; all are counted, the most telling
//! ones shown.

use rapporteur_model::{Digest, DigestPart};

use crate::{cues::Verdict, select::Chooser, weight::Taste};

/// The digest of a report, with at most so many sentences under each heading.
pub(crate) fn digest(chooser: &mut Chooser<'_>, most: u32) -> Digest {
    let mut part = |verdict| part(chooser, verdict, most);
    Digest {
        agreed: part(Verdict::Agreed),
        disputed: part(Verdict::Disputed),
        recommended: part(Verdict::Recommended),
        open_questions: part(Verdict::Open),
    }
}

fn part(chooser: &mut Chooser<'_>, verdict: Verdict, most: u32) -> DigestPart {
    let marks = chooser.ground.marks.iter().enumerate();
    let pool: Vec<usize> =
        marks.filter(|(_, marks)| marks.signs.verdict() == Some(verdict)).map(|(index, _)| index).collect();
    let sentences = chooser.choose_single(&pool, Vec::new(), most, Taste::for_pulling());
    DigestPart { count: u32::try_from(pool.len()).unwrap_or(u32::MAX), sentences }
}
