//! The rules by name: what each repairs, in an archivist's words.

use rapporteur_stage::StageError;

/// What is known of a rule. Its code is in the file named after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The name in the log, in the options `off` and `rules`, and behind `read --without`.
    pub name: &'static str,
    /// What it belongs to: `characters`, `escapes`, `markup`, `furniture`, `notes`, `lines`, `hyphens`, `joins`,
    /// `words`.
    pub group: &'static str,
    /// What it repairs.
    pub summary: &'static str,
}

const fn rule(name: &'static str, group: &'static str, summary: &'static str) -> Rule {
    Rule { name, group, summary }
}

/// All rules, in the order in which they are tried.
pub const RULES: &[Rule] = &[
    rule("mojibake", "characters", "letters torn into two or three signs by a wrong encoding (`â€™`, `Ã©`)"),
    rule("ligature", "characters", "printers' ligatures written as one sign (`ﬁ`, `ﬄ`)"),
    rule("space", "characters", "no-break, thin and zero-width spaces"),
    rule("soft-hyphen", "characters", "invisible hyphens inside words, or used as dashes"),
    rule("dash", "characters", "hyphens with a code of their own (U+2010, U+2011)"),
    rule("control", "characters", "control characters"),
    rule("escape", "escapes", "backslashes in front of `$ % & # _`"),
    rule("emphasis", "markup", "asterisks and underscores left around words in italics or bold"),
    rule("letter-space", "words", "words set with a space behind every letter (`R E P O R T`)"),
    rule("page-number", "furniture", "page numbers, alone on a line or stuck to its end"),
    rule("running-head", "furniture", "titles repeated at the top or the foot of the pages"),
    rule("speck", "furniture", "lone signs without a letter at the edge of a page, or at the ends of lines"),
    rule("note-part", "notes", "footnotes stuck to the half of a word above them (`the con1 Ibid.`)"),
    rule("note-lift", "notes", "footnotes between the lines of the text"),
    rule("note-mark", "notes", "the marks that lead to a footnote"),
    rule("table", "lines", "columns and drawings, which keep their lines"),
    rule("indent", "lines", "white space in front of and behind a line"),
    rule("line-join", "lines", "lines broken only because the page was full"),
    rule("line-split", "lines", "headings, items and paragraphs that share a block"),
    rule("list-mark", "lines", "bullets and numbers in front of list items"),
    rule("hyphen-join", "hyphens", "words broken at the end of a line"),
    rule("hyphen-keep", "hyphens", "hyphens at the end of a line that belong to the word"),
    rule("paragraph-join", "joins", "paragraphs cut by a page break, a note or an empty line"),
    rule(
        "confusion",
        "words",
        "letters that scanning takes for others (`tlie`, `govemment`); suggested unless set to apply",
    ),
];

/// Rules that only suggest unless they are told to apply: a wrong guess would change what the page says.
pub(crate) const SUGGESTED: &[&str] = &["confusion"];

/// A rule's place among all, by its name.
pub(crate) fn find(name: &str) -> Result<usize, StageError> {
    if let Some(at) = RULES.iter().position(|r| r.name == name) {
        return Ok(at);
    }
    let nearest = RULES
        .iter()
        .map(|r| (strsim::damerau_levenshtein(name, r.name), r.name))
        .min()
        .filter(|(distance, near)| *distance <= 1 + near.len() / 3);
    let error = StageError::new(format!("`{name}` is not a rule of `clean`"));
    Err(match nearest {
        Some((_, near)) => error.hint(format!("did you mean `{near}`?")),
        None => {
            let names: Vec<_> = RULES.iter().map(|r| r.name).collect();
            error.hint(format!("the rules are {}", names.join(", ")))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_rule_is_refused_with_the_nearest_name() {
        let error = find("runing-head").unwrap_err();
        assert_eq!(error.message, "`runing-head` is not a rule of `clean`");
        assert_eq!(error.hint.as_deref(), Some("did you mean `running-head`?"));
        assert!(find("zzzzzzzzzz").unwrap_err().hint.unwrap().starts_with("the rules are mojibake, "));
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = RULES.iter().map(|r| r.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}
