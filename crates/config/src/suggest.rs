//! "Did you mean …?"

/// The word nearest to one that is not known, when it is near enough to be meant.
///
/// ```
/// assert_eq!(rapporteur_config::closest("segement", ["clean", "segment"]), Some("segment"));
/// assert_eq!(rapporteur_config::closest("fruit", ["clean", "segment"]), None);
/// ```
///
/// When none is, it may be the beginning or the end of just one:
///
/// ```
/// let options = ["ocr", "ocr-cache", "ocr-languages"];
/// assert_eq!(rapporteur_config::closest("ocr-lang", options), Some("ocr-languages"));
/// assert_eq!(rapporteur_config::closest("languages", options), Some("ocr-languages"));
/// ```
pub fn closest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase().replace('_', "-");
    let among: Vec<&str> = among.into_iter().collect();
    near(&word, &among).or_else(|| part(&word, &among))
}

/// The shortest word of which others make a whole name.
const SHORTEST_PART: usize = 3;

/// The only name that begins with the word, or ends with it behind a dash.
fn part<'a>(word: &str, among: &[&'a str]) -> Option<&'a str> {
    let holds = |name: &&&str| {
        name.starts_with(word) || name.strip_suffix(word).is_some_and(|before| before.ends_with('-'))
    };
    let mut found = among.iter().filter(holds);
    let only = found.next().filter(|_| word.len() >= SHORTEST_PART && found.next().is_none());
    only.copied()
}

fn near<'a>(word: &str, among: &[&'a str]) -> Option<&'a str> {
    among
        .iter()
        .copied()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (word.len().min(candidate.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Names for a hint: "a, b, c".
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Names for a sentence: `a, b or c`.
pub(crate) fn or(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        all => all.concat(),
    }
}

/// The same as [`list`], each in backticks, "and" before the last.
pub(crate) fn quoted<'a>(names: impl IntoIterator<Item = &'a str>, and: &str) -> String {
    let names: Vec<_> = names.into_iter().map(|n| format!("`{n}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
