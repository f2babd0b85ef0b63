//! How alike two sentences are.

use crate::rows::Rows;

use super::words::standing_in;

/// Unit vectors of the stems that carry a subject, rare ones weighing more.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub(super) fn subjects(sentences: &Rows<(u32, bool)>, stems: usize) -> Rows<(u32, f32)> {
    let all = sentences.len() as f32;
    let weights: Vec<f32> =
        standing_in(sentences, stems).into_iter().map(|n| (all / n.max(1) as f32).ln()).collect();
    let weight = |stem: u32| weights.get(stem as usize).copied().unwrap_or(0.0);
    let mut vectors = Rows::with_room(sentences.len(), sentences.entries());
    let (mut own, mut vector): (Vec<u32>, Vec<(u32, f32)>) = (Vec::new(), Vec::new());
    for words in sentences.iter() {
        own.clear();
        own.extend(words.iter().filter(|(_, stop)| !stop).map(|(stem, _)| *stem));
        own.sort_unstable();
        let runs = own.chunk_by(|a, b| a == b);
        vector
            .extend(runs.filter_map(|run| run.first().map(|&stem| (stem, run.len() as f32 * weight(stem)))));
        let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        vectors.push(vector.drain(..).map(|(stem, w)| (stem, w / length)));
    }
    vectors
}

/// How alike two candidates are: 1 for the same words, 0 for none in common.
pub(crate) fn likeness(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let mut rest = b.iter().peekable();
    let mut sum = 0.0;
    for &(stem, weight) in a {
        while rest.next_if(|(other, _)| *other < stem).is_some() {}
        if let Some(&&(other, second)) = rest.peek()
            && other == stem
        {
            sum += weight * second;
        }
    }
    sum
}
