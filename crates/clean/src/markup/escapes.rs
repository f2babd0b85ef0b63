//! Backslashes in front of signs that Markdown and TeX would otherwise read: `\$100 million`.

use std::borrow::Cow;

use crate::{draft::len, edits::Edit};

pub(super) fn find(text: &str, edits: &mut Vec<Edit>) {
    for (at, _) in text.match_indices('\\') {
        let escaped = text.as_bytes().get(at + 1).is_some_and(|b| b"$%&#_*[]".contains(b));
        let doubled = at > 0 && text.as_bytes().get(at - 1) == Some(&b'\\');
        if escaped && !doubled {
            let start = len(text.get(..at).unwrap_or(""));
            edits.push(Edit {
                range: start..start + 1,
                with: Cow::Borrowed(""),
                rule: "escape",
                confidence: 0.98,
                reason: "a backslash in front of a sign is left over from an export",
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn escapes_go_and_other_backslashes_stay() {
        check(super::find, r"about \$100 million, 7\%, R\&D", "about $100 million, 7%, R&D");
        check(super::find, r"C:\reports\new \\$ \n", r"C:\reports\new \\$ \n");
    }
}
