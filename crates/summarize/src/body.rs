//! Which sections speak.

use rapporteur_model::{Document, Role, Section};

/// For each section, whether its sentences may stand in a summary.
///
/// Roles decide, with two second looks. An annex stands at the end: what carries that role before
/// [`BEFORE_ANNEXES`] of the report is an entry of a contents page that was taken for a heading, and the report's
/// own chapters below it (three GAO reports out of PDF lost all their chapters that way). And the last pages may
/// hold addresses and thanks that no role was given to.
pub(crate) fn speaking(doc: &Document) -> Vec<bool> {
    let lengths: Vec<usize> = doc.sections.iter().map(|s| length(doc, s)).collect();
    let total: usize = lengths.iter().sum();
    let (mut before, mut in_annex) = (0, true);
    let mut speaking = Vec::with_capacity(lengths.len());
    for (section, length) in doc.sections.iter().zip(lengths) {
        if section.role == Role::Annex && section.label.is_some() {
            in_annex = before * 100 >= total * BEFORE_ANNEXES;
        }
        let body = if section.role == Role::Annex { !in_annex } else { section.role.is_body() };
        let colophon = before * 100 >= total * BEFORE_COLOPHON && is_colophon(&section.title);
        speaking.push(body && !colophon);
        before += length;
    }
    speaking
}

/// Per cent of the text before which no annex begins.
const BEFORE_ANNEXES: usize = 15;
/// Per cent of the text after which headings may be a colophon's.
const BEFORE_COLOPHON: usize = 80;

fn length(doc: &Document, section: &Section) -> usize {
    section.blocks.clone().filter_map(|b| doc.blocks.get(b as usize)).map(|b| b.text.len()).sum()
}

/// Headings of what follows the last chapter: whom to write to, whom to thank, how to order copies.
const COLOPHON: &[&str] = &[
    "acknowledgement",
    "acknowledgment",
    "contact",
    "copyright",
    "disclaimer",
    "obtaining copies",
    "order by",
];

fn is_colophon(title: &str) -> bool {
    let lower = title.to_lowercase();
    COLOPHON.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Kind};

    use super::*;

    fn report(sections: &[(Role, Option<&str>, &str, usize)]) -> Document {
        let mut doc = Document::default();
        for (role, label, title, words) in sections {
            let first = u32::try_from(doc.blocks.len()).unwrap();
            doc.blocks.push(Block::new(Kind::Paragraph, "word ".repeat(*words), None, 0));
            doc.sections.push(Section {
                heading: None,
                blocks: first..first + 1,
                level: 1,
                role: *role,
                number: None,
                label: label.map(str::to_owned),
                title: (*title).to_owned(),
            });
        }
        doc
    }

    #[test]
    fn chapters_below_an_annex_of_the_contents_page_speak() {
        let doc = report(&[
            (Role::Annex, Some("Appendix"), "Methodology 31", 10),
            (Role::Annex, None, "Costs rose at nine sites", 500),
            (Role::Closing, None, "Conclusions", 50),
            (Role::Annex, Some("Appendix"), "Methodology", 100),
            (Role::Annex, None, "Survey", 100),
            (Role::Body, None, "Contact and staff", 40),
        ]);
        assert_eq!(speaking(&doc), [true, true, true, false, false, false]);
    }

    #[test]
    fn annexes_without_a_label_stay_annexes() {
        let doc =
            report(&[(Role::Annex, None, "Position papers", 20), (Role::Body, None, "Contact zones", 80)]);
        assert_eq!(speaking(&doc), [false, true]);
    }
}
