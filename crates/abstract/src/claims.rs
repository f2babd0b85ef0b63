//! An answer as sentences with the numbers they cite.

/// A sentence of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The sentence, without citations.
    pub(crate) text: String,
    /// The numbers it cites, as given.
    pub(crate) cited: Vec<u32>,
}

/// Most sentences that one citation with a dash may mean; more is no evidence, but a chapter.
const LONGEST_RANGE: u32 = 8;

/// Parts an answer into its sentences. What a reasoning model thinks aloud comes first and is left out.
pub(crate) fn claims(answer: &str) -> Vec<Claim> {
    let answer = answer.rsplit_once("</think>").map_or(answer, |(_, rest)| rest);
    answer.lines().flat_map(of_line).collect()
}

fn of_line(line: &str) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut rest = without_mark(line.trim());
    let mut text = String::new();
    while let Some(open) = rest.find('[') {
        text.push_str(rest.get(..open).unwrap_or(""));
        rest = rest.get(open..).unwrap_or("");
        let mut cited = Vec::new();
        while let Some((numbers, after)) = citation(rest.trim_start_matches([' ', ',', ';'])) {
            cited.extend(numbers);
            rest = after;
        }
        if cited.is_empty() {
            // A bracket of the sentence's own.
            text.push('[');
            rest = rest.get(1..).unwrap_or("");
            continue;
        }
        if let Some(stop) = rest.chars().next().filter(|c| matches!(c, '.' | '!' | '?')) {
            text.truncate(text.trim_end().len());
            if !stops(&text) {
                text.push(stop);
            }
            rest = rest.get(1..).unwrap_or("");
        }
        add(&mut claims, &std::mem::take(&mut text), &cited);
    }
    text.push_str(rest);
    add(&mut claims, &text, &[]);
    claims
}

/// Numbers in brackets at the start of a text (`[3]`, `[3, 7]`, `[3-5]`, `[s3]`), and what follows.
fn citation(text: &str) -> Option<(Vec<u32>, &str)> {
    let (inside, after) = text.strip_prefix('[')?.split_once(']')?;
    let mut numbers = Vec::new();
    for part in inside.split([',', ';']) {
        let number = |text: &str| text.trim().trim_start_matches(['s', 'S', '#']).parse::<u32>().ok();
        match part.split_once(['-', '–']) {
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                // A range that is too long, or runs backwards, cites nothing that there is.
                let fits = last.checked_sub(first).is_some_and(|length| length < LONGEST_RANGE);
                numbers.extend(if fits { first..=last } else { 0..=0 });
            }
            None => numbers.push(number(part)?),
        }
    }
    Some((numbers, after))
}

/// A citation belongs to the sentence in front of it; those before that have none.
fn add(claims: &mut Vec<Claim>, text: &str, cited: &[u32]) {
    let sentences: Vec<&str> = sentences(text).collect();
    for (at, sentence) in sentences.iter().enumerate() {
        let last = at + 1 == sentences.len();
        let cited = if last { cited.to_vec() } else { Vec::new() };
        claims.push(Claim { text: finished(sentence), cited });
    }
}

/// Sentences end in a stop before a capital letter, unless what ends there is an initial or an abbreviation.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.char_indices().find_map(|(at, c)| {
            let after = rest.get(at + c.len_utf8()..)?;
            let next = after.trim_start().chars().next()?;
            let word = rest.get(..at)?.rsplit(char::is_whitespace).next().unwrap_or("");
            let ends = matches!(c, '.' | '!' | '?')
                && after.starts_with(char::is_whitespace)
                && next.is_uppercase()
                && (c != '.' || word.chars().count() > 3 || word.chars().all(char::is_lowercase));
            ends.then_some(at + c.len_utf8())
        });
        let (sentence, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        rest = after;
        (!sentence.is_empty()).then_some(sentence)
    })
    .map(str::trim)
    .filter(|sentence| sentence.contains(char::is_alphanumeric))
}

/// With a stop at its end: some models set it behind the citation, some leave it out.
fn finished(sentence: &str) -> String {
    let text = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    if stops(&text) { text } else { text + "." }
}

fn stops(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '»', ')']).ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// Without the mark of a list.
fn without_mark(line: &str) -> &str {
    let line = line.trim_start_matches(['-', '*', '•', '#', '>', ' ']);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')']) {
        Some(after) if rest.len() < line.len() && after.starts_with(' ') => after.trim_start(),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answer: &str, expected: &[(&str, &[u32])]) {
        let found = claims(answer);
        let found: Vec<(&str, &[u32])> =
            found.iter().map(|c| (c.text.as_str(), c.cited.as_slice())).collect();
        assert_eq!(found, expected, "{answer}");
    }

    #[test]
    fn citations_are_read_in_all_their_spellings() {
        check("Wells ran dry [3].", &[("Wells ran dry.", &[3])]);
        check("Wells ran dry. [3, 4][7].", &[("Wells ran dry.", &[3, 4, 7])]);
        check(
            "1. Wells ran dry [s2-4]\n- Rain fell [1].",
            &[("Wells ran dry.", &[2, 3, 4]), ("Rain fell.", &[1])],
        );
        check("He [the chair] left [2].", &[("He [the chair] left.", &[2])]);
    }

    #[test]
    fn a_citation_speaks_for_one_sentence() {
        check("Rain fell. Wells ran dry [3].", &[("Rain fell.", &[]), ("Wells ran dry.", &[3])]);
        check("Mr. Diallo left [3].", &[("Mr. Diallo left.", &[3])]);
        check("Rain fell", &[("Rain fell.", &[])]);
        check("Rain fell [1-900].", &[("Rain fell.", &[0])]);
        check("<think>Hm [1].</think>\n\nRain fell [1].", &[("Rain fell.", &[1])]);
        check("", &[]);
    }
}
