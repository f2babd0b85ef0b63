//! Lines in scripts that run from right to left, put into the order in which they are read.
//!
//! Glyphs are put together from left to right, as they stand on the page. This undoes what a renderer does by the
//! bidirectional algorithm (Unicode Standard Annex 9), for lines of letters, figures and the signs between them.

use std::borrow::Cow;

/// The text of a line in reading order; `None` when it has no letters that run from right to left.
pub(super) fn logical(line: &str) -> Option<String> {
    if !line.chars().any(is_rtl) {
        return None;
    }
    let mut runs = runs(line);
    let (rtl, ltr) = (count(line, is_rtl), count(line, |c| c.is_alphabetic() && !is_rtl(c)));
    if rtl >= ltr {
        runs.reverse();
    }
    Some(runs.into_iter().map(|run| if run.backwards { mirrored(&run.text) } else { run.text }).collect())
}

/// A word as it stands on the page from left to right: what [`logical`] puts back into reading order.
pub(crate) fn visual(word: &str) -> Cow<'_, str> {
    // For one word the way there is the way back.
    logical(word).map_or(Cow::Borrowed(word), Cow::Owned)
}

fn count(line: &str, is: impl Fn(char) -> bool) -> usize {
    line.chars().filter(|c| is(*c)).count()
}

/// A part of a line that runs one way.
struct Run {
    text: String,
    backwards: bool,
}

/// The parts of a line, from left to right. Signs between two parts of one way belong to it; others to the way of the
/// line, which is that of most of its letters.
fn runs(line: &str) -> Vec<Run> {
    let base = count(line, is_rtl) >= count(line, |c| c.is_alphabetic() && !is_rtl(c));
    let chars: Vec<char> = line.chars().collect();
    let strong = |c: char| if is_rtl(c) { Some(true) } else { c.is_alphanumeric().then_some(false) };
    let mut ways: Vec<Option<bool>> = chars.iter().map(|c| strong(*c)).collect();
    let mut before = Some(base);
    for at in 0..ways.len() {
        match ways.get(at).copied().flatten() {
            Some(way) => before = Some(way),
            None => {
                let after = ways.iter().skip(at).flatten().next().copied().unwrap_or(base);
                let way = if before == Some(after) { after } else { base };
                if let Some(slot) = ways.get_mut(at) {
                    *slot = Some(way);
                }
            }
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for (c, way) in chars.into_iter().zip(ways) {
        let backwards = way.unwrap_or(base);
        match runs.last_mut() {
            Some(run) if run.backwards == backwards => run.text.push(c),
            _ => runs.push(Run { text: c.to_string(), backwards }),
        }
    }
    runs
}

/// A text back to front, with brackets that still enclose what they enclosed.
fn mirrored(text: &str) -> String {
    let turned = |c| match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        c => c,
    };
    let mut out = String::with_capacity(text.len());
    // Marks stay behind the letter that carries them.
    let mut marks = String::new();
    for c in text.chars().rev() {
        if is_mark(c) {
            marks.push(c);
        } else {
            out.push(turned(c));
            out.extend(marks.drain(..).rev());
        }
    }
    out.push_str(&marks);
    out
}

/// Letters of Hebrew, Arabic and their relatives, in their forms for printing, too.
fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{65f}' | '\u{66a}'..='\u{6ef}' | '\u{6fa}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}')
}

/// Points over and under letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::logical;

    #[test]
    fn lines_are_put_into_reading_order() {
        assert_eq!(logical("no letters of such scripts"), None);
        assert_eq!(logical("ةيبرعلا").as_deref(), Some("العربية"));
        assert_eq!(logical("ריצק חוד").as_deref(), Some("דוח קציר"), "words, too");
        assert_eq!(logical("2013 ליגר").as_deref(), Some("רגיל 2013"), "figures run from left to right");
        assert_eq!(
            logical("A line with an Arabic ةيبرعلا word embedded.").as_deref(),
            Some("A line with an Arabic العربية word embedded.")
        );
        assert_eq!(logical("(ריצק)").as_deref(), Some("(קציר)"), "brackets enclose what they enclosed");
    }
}
