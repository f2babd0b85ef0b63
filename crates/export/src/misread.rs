//! What Markdown would misread: the fewest backslashes that keep a text what it is.

/// Whether, and why, a character has to be escaped, is told by its surroundings. A lone `*` or `_` starts
/// nothing, `snake_case` is no emphasis, and `$` and `#` inside a line mean nothing to CommonMark.
pub(crate) fn escape(text: &str, out: &mut String) {
    let pairs = Pairs::of(text);
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        if misread(c, before, after, &pairs, rest.as_str()) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

fn misread(c: char, before: Option<char>, after: Option<char>, pairs: &Pairs, rest: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let touches = before.is_some_and(|c| !c.is_whitespace()) || after.is_some_and(|c| !c.is_whitespace());
    match c {
        '*' => pairs.star && touches,
        '_' => pairs.underscore && touches && !(word(before) && word(after)),
        '`' => pairs.backtick,
        '~' => before != Some('~') && after == Some('~') && pairs.tilde,
        '\\' => after.is_some_and(|c| c.is_ascii_punctuation()),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)) && rest.contains('>'),
        '&' => entity(rest),
        '[' => after == Some('^') || link(rest),
        _ => false,
    }
}

/// Which delimiters can open and later close something, as they must to mean anything.
struct Pairs {
    star: bool,
    underscore: bool,
    backtick: bool,
    tilde: bool,
}

impl Pairs {
    fn of(text: &str) -> Self {
        let twice = |c: char| text.matches(c).nth(1).is_some();
        Self { star: pair(text, '*'), underscore: pair(text, '_'), backtick: twice('`'), tilde: twice('~') }
    }
}

/// Whether one stands in front of a word and another, later, behind one.
fn pair(text: &str, c: char) -> bool {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let opens =
        text.match_indices(c).find(|(at, _)| !blank(text.get(at + 1..).and_then(|t| t.chars().next())));
    let closes =
        text.match_indices(c).rfind(|(at, _)| !blank(text.get(..*at).and_then(|t| t.chars().next_back())));
    opens.zip(closes).is_some_and(|((open, _), (close, _))| open < close)
}

/// `&amp;` and `&#38;` would be read as one character.
fn entity(rest: &str) -> bool {
    let name = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    name > 0 && name < 32 && rest.as_bytes().get(name) == Some(&b';')
}

/// `[text](address)` on one level; looks no further than a link would reach.
fn link(rest: &str) -> bool {
    let near = rest.char_indices().take(300).find(|(_, c)| *c == ']');
    near.is_some_and(|(at, _)| rest.get(at + 1..).is_some_and(|after| after.starts_with('(')))
}

/// Whether a paragraph would be taken for a heading, a quotation, a list, a rule or a table by its beginning.
pub(crate) fn begins_a_block(text: &str) -> bool {
    let rest = text.trim_start_matches('#');
    let hashes = text.len() - rest.len();
    if hashes > 0 {
        return hashes <= 6 && (rest.is_empty() || rest.starts_with([' ', '\t']));
    }
    let mut chars = text.chars();
    match chars.next() {
        Some('>' | '|') => true,
        Some(c @ ('-' | '*' | '+' | '_' | '=')) => {
            chars.next().is_none_or(char::is_whitespace) && c != '_' && c != '='
                || (text.len() > 2 && text.chars().all(|x| x == c || x.is_whitespace()))
        }
        Some('~') => text.starts_with("~~~"),
        Some(':') => text.starts_with(": "),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_misread_is_escaped() {
        for (text, expected) in [
            ("a cost of $100 and 5 % of C# users", "a cost of $100 and 5 % of C# users"),
            ("the *Charter* of 1945", r"the \*Charter\* of 1945"),
            ("2 * 3 * 4, one* more, two* more", "2 * 3 * 4, one* more, two* more"),
            ("4*a and 5*b", r"4\*a and 5\*b"),
            ("a lone * or note*", "a lone * or note*"),
            ("snake_case_name and _so_", r"snake_case_name and \_so\_"),
            ("see [1] and [2]", "see [1] and [2]"),
            ("see [the report](2003)", r"see \[the report](2003)"),
            ("AT&T &amp; R&D; x < y", r"AT&T \&amp; R\&D; x < y"),
            ("<b>bold</b>", r"\<b>bold\</b>"),
            (r"C:\temp \$100", r"C:\temp \\$100"),
        ] {
            let mut out = String::new();
            escape(text, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn beginnings_that_mean_something() {
        for text in ["# a", "###### b", "#", "> c", "- d", "* e", "+ f", "---", "***", "___", "| g |", "~~~"]
        {
            assert!(begins_a_block(text), "{text}");
        }
        for text in ["#hashtag", "####### g", "-5 degrees", "*Note", "_x_", "1. first", "", "=", "a - b"] {
            assert!(!begins_a_block(text), "{text}");
        }
    }
}
