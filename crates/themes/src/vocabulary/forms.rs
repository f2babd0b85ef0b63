//! The forms in which a label may stand in a text.

/// A form of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) text: String,
    /// A qualifier in brackets was taken away: the words alone may mean something else.
    pub(super) unqualified: bool,
}

/// Without a bracketed qualifier; "seas, law of the" also as "law of the seas"; "&" also as "and".
pub(super) fn forms(label: &str) -> Vec<Form> {
    let (plain, unqualified) = without_brackets(label);
    let mut texts = vec![plain.clone()];
    if let Some((noun, rest)) = plain.split_once(", ")
        && !rest.contains(',')
        && !rest.contains(" and ")
    {
        texts.push(format!("{rest} {noun}"));
    }
    if plain.contains('&') {
        texts.push(plain.replace('&', " and "));
    }
    texts.into_iter().map(|text| Form { text, unqualified }).collect()
}

fn without_brackets(label: &str) -> (String, bool) {
    let mut plain = String::new();
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((_, behind)) = after.split_once(')') else { break };
        // Brackets inside a word belong to it: "worker(s)", "2,4-D(amine)".
        if !before.is_empty() && !before.ends_with(' ') {
            break;
        }
        plain.push_str(before);
        rest = behind;
    }
    let qualified = plain.len() + rest.len() < label.len();
    plain.push_str(rest);
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.is_empty() { (label.to_owned(), false) } else { (plain, qualified) }
}

/// An abbreviation, or a word so short that only its exact spelling is safe: it must stand in the text as written.
pub(super) fn is_exact(form: &str) -> bool {
    let single = rapporteur_words::tokens(form).count() == 1;
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    single && (capitals >= 2 || form.chars().count() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(label: &str, expected: &[&str]) {
        assert_eq!(forms(label).iter().map(|f| f.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn labels_have_several_forms() {
        check("mediation (peace)", &["mediation"]);
        check("sea, law of the", &["sea, law of the", "law of the sea"]);
        check("food & agriculture", &["food & agriculture", "food  and  agriculture"]);
        check("Congo (Democratic Republic) history", &["Congo history"]);
        check("worker(s)", &["worker(s)"]);
        check("(none)", &["(none)"]);
        check("truth, justice and reparation", &["truth, justice and reparation"]);
        assert!(forms("Acre (Brazil)").iter().all(|f| f.unqualified));
    }

    #[test]
    fn abbreviations_are_exact() {
        assert!(is_exact("WHO") && is_exact("NGOs") && is_exact("Be"));
        assert!(!is_exact("Peace") && !is_exact("New START"));
    }
}
