//! "Did you mean …?"

/// The word nearest to one that is not known, when it is near enough to be meant.
///
/// ```
/// assert_eq!(rapporteur_config::closest("segement", ["clean", "segment"]), Some("segment"));
/// assert_eq!(rapporteur_config::closest("fruit", ["clean", "segment"]), None);
/// ```
pub fn closest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase().replace('_', "-");
    among
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (word.len().min(candidate.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Names for a hint: "a, b, c".
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The same, each in backticks, "and" before the last.
pub(crate) fn quoted<'a>(names: impl IntoIterator<Item = &'a str>, and: &str) -> String {
    let names: Vec<_> = names.into_iter().map(|n| format!("`{n}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
