//! The name of a stage, in the forms in which it is written.

use rapporteur_stage::Registry;

use crate::complaint::Complaint;

/// Longer names do not fit the lists that they stand in.
const LONGEST: usize = 40;

/// Words that cannot be the name of a crate, or would hide one that every program has.
const TAKEN: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "pub",
    "ref",
    "return",
    "schemars",
    "self",
    "serde",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "tests",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// A name that a stage can have: small letters, figures, and dashes between words.
#[derive(Debug)]
pub(crate) struct Name(String);

impl Name {
    /// Takes a name, or says what is wrong with it and which one is near.
    pub(crate) fn parse(text: &str, registry: &Registry) -> Result<Self, Complaint> {
        let wrong = |why: &str, hint: String| {
            Err(Complaint::new(format!("`{text}` cannot be the name of a stage: {why}")).hint(hint))
        };
        let near = nearest(text);
        if near != text || near.is_empty() {
            let near = if near.is_empty() { "house-terms".to_owned() } else { near };
            return wrong(
                "names are small letters and figures, with dashes between words, and begin with a letter",
                format!("try `{near}`"),
            );
        }
        if text.len() > LONGEST {
            return wrong(&format!("it has more than {LONGEST} letters"), "take one or two words".to_owned());
        }
        if TAKEN.contains(&text) || text.starts_with("rapporteur") {
            return wrong("the word means something else to Rust or to us", format!("try `house-{text}`"));
        }
        let there = registry.stage(text).is_some()
            || registry.source(text).is_some()
            || registry.export(text).is_some();
        if there {
            return wrong(
                "this program has a stage, source or export of that name",
                format!("try `house-{text}`; `rapporteur stages` lists what there is"),
            );
        }
        Ok(Self(text.to_owned()))
    }

    /// As in the pipeline file: `house-terms`.
    pub(crate) fn kebab(&self) -> &str {
        &self.0
    }

    /// As the name of a module: `house_terms`.
    pub(crate) fn snake(&self) -> String {
        self.0.replace('-', "_")
    }

    /// As the name of a type: `HouseTerms`.
    pub(crate) fn camel(&self) -> String {
        let word = |word: &str| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        };
        self.0.split('-').filter_map(word).collect()
    }

    /// A template with this name in place of its own, `house-terms`, in all three forms.
    pub(crate) fn fill(&self, template: &str) -> String {
        template
            .replace("house-terms", self.kebab())
            .replace("house_terms", &self.snake())
            .replace("HouseTerms", &self.camel())
    }
}

/// The nearest name that is well formed: `HouseTerms` and `house_terms` are `house-terms`.
fn nearest(text: &str) -> String {
    let mut near = String::new();
    let mut small = false;
    for letter in text.chars() {
        if letter.is_ascii_uppercase() && small {
            near.push('-');
        }
        small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        near.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    }
    let words: Vec<&str> = near.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, said: &str) {
        let program = crate::shipped();
        let told = match Name::parse(text, program.registry()) {
            Ok(name) => name.camel(),
            Err(complaint) => {
                let (message, hint) = complaint.told();
                format!("{} | {hint}", message.split_once(": ").unwrap().1)
            }
        };
        assert_eq!(told, said);
    }

    #[test]
    fn names_are_taken_or_a_near_one_is_named() {
        let form =
            "names are small letters and figures, with dashes between words, and begin with a letter | try";
        check("house-terms", "HouseTerms");
        check("g7", "G7");
        check("HouseTerms", &format!("{form} `house-terms`"));
        check("house_terms", &format!("{form} `house-terms`"));
        check("../etc", &format!("{form} `etc`"));
        check("7th-session", &format!("{form} `th-session`"));
        check("été", &format!("{form} `t`"));
        check("", &format!("{form} `house-terms`"));
        check("use", "the word means something else to Rust or to us | try `house-use`");
        check(
            "clean",
            "this program has a stage, source or export of that name | try `house-clean`; `rapporteur stages` lists what there is",
        );
        check(&"a".repeat(41), "it has more than 40 letters | take one or two words");
    }
}
