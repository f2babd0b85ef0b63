use rapporteur_model::{Document, Kind};
use rapporteur_stage::{CancelToken, Context};

use super::*;

fn read_str(text: &str) -> Document {
    let cancel = CancelToken::default();
    let mut doc = Document::default();
    read(text.to_owned(), &mut doc, &Context::new("ingest", &cancel)).unwrap();
    for block in &doc.blocks {
        assert!(!block.text.trim().is_empty());
        assert!(block.origin.is_sorted_by_key(|o| o.at), "{block:?}");
        assert_eq!(block.origin.first().map(|o| o.at), Some(0));
        let (mut last, length) = (0, u32::try_from(doc.extracted.text.len()).unwrap());
        for origin in &block.origin {
            assert!(origin.bytes.start <= origin.bytes.end && origin.bytes.end <= length, "{block:?}");
            assert!(origin.bytes.start >= last, "{block:?}");
            last = origin.bytes.end;
        }
    }
    doc
}

fn shape(text: &str) -> Vec<(Kind, String, Option<u8>)> {
    read_str(text).blocks.into_iter().map(|b| (b.kind, b.text, b.level)).collect()
}

/// The blocks as `kind level mark text` lines.
fn lines(text: &str) -> Vec<String> {
    let line = |b: rapporteur_model::Block| {
        let level = b.level.map(|l| l.to_string()).unwrap_or_default();
        format!("{:?}{level} {}{}", b.kind, b.mark.map(|m| m + " ").unwrap_or_default(), b.text)
    };
    read_str(text).blocks.into_iter().map(line).collect()
}

#[test]
fn the_head_goes_into_meta_and_stays_as_furniture() {
    let doc =
        read_str("---\ntitle: Seeds of Peace\nsubtitle: Summary note\ndate: 2004-06-22\n---\n\nText.\n");
    assert_eq!(doc.blocks[0].kind, Kind::Furniture);
    assert!(doc.blocks[0].text.contains("title: Seeds"));
    assert_eq!(doc.meta.title.unwrap().value, "Seeds of Peace");
    assert_eq!(doc.meta.subtitle.unwrap().value, "Summary note");
    assert_eq!(doc.meta.document_date.unwrap().value.to_string(), "2004-06-22");
    assert_eq!(doc.blocks[1].text, "Text.");
}

#[test]
fn inline_markup_leaves_plain_text_with_true_origins() {
    let text = "<a name=\"top\"></a>**RURAL** BY **DESIGN** met[ in Rome](http://a.org) and\npaid \\$100 &amp; more.\n";
    let doc = read_str(text);
    let block = &doc.blocks[0];
    assert_eq!(block.text, "RURAL BY DESIGN met in Rome and paid $100 & more.");
    for word in ["RURAL", "DESIGN", "met", "in Rome", "paid", "$100", "more."] {
        let at = u32::try_from(block.text.find(word).unwrap()).unwrap();
        let bytes = block.source_of(&(at..at + u32::try_from(word.len()).unwrap()));
        assert_eq!(doc.extracted.slice(&bytes), word);
    }
}

#[test]
fn lists_quotes_headings_tables() {
    let text = "# Report  #\n\nSession 1\n---------\n\n3. one\n4. two\n   - deep\n\n     more\n\n> said *she*\n\n\
                | a | b |\n|---|---|\n| 1 | two words |\n";
    assert_eq!(
        lines(text),
        [
            "Heading1 Report",
            "Heading2 Session 1",
            "ListItem1 3. one",
            "ListItem1 4. two",
            "ListItem2 • deep",
            "ListItem2 more",
            "Quote said she",
            "Table a\tb\n1\ttwo words",
        ]
    );
}

#[test]
fn notes_are_linked() {
    let doc = read_str("Peace[^1] and water[^spring].\n\n[^1]: See A.\n\n[^spring]: See *B*.\n\n    More.\n");
    let notes: Vec<_> = doc.blocks.iter().filter(|b| b.kind == Kind::Note).collect();
    assert_eq!(notes.len(), 3);
    assert_eq!((notes[0].mark.as_deref(), notes[0].text.as_str()), (Some("1"), "See A."));
    assert_eq!((notes[1].mark.as_deref(), notes[2].mark.as_deref()), (Some("2"), None));
    let refs = &doc.blocks[0].notes;
    assert_eq!(doc.blocks[0].text, "Peace and water.");
    assert_eq!((refs[0].at, refs[0].mark.as_str(), refs[0].note), (5, "1", Some(1)));
    assert_eq!((refs[1].mark.as_str(), refs[1].note), ("2", Some(2)));
}

#[test]
fn comments_go_and_html_keeps_its_text() {
    let text = "One.\n\n<!--more-->\n\n<div class=\"x\">\n<h2>A &amp; B</h2>\n<p>Two\n lines</p>\n<!-- no\n no -->\n</div>\n\n\
                <table><tr><td>a</td><td>b</td></tr></table>\n\nH<sub>2</sub>O, km<sup>2</sup>\n";
    assert_eq!(
        lines(text),
        ["Paragraph One.", "Heading2 A & B", "Paragraph Two lines", "Table a\tb", "Paragraph H2O, km²"]
    );
}

#[test]
fn indented_text_pictures_and_template_signs() {
    let text = "![Figure 1: the cycle](a.png)\n\n    Rome\n    Italy\n\n{% include nav.html %}\n\nend\n";
    assert_eq!(
        shape(text),
        [
            (Kind::Furniture, "Figure 1: the cycle".to_owned(), None),
            (Kind::Paragraph, "Rome\n    Italy".to_owned(), None),
            (Kind::Furniture, "{% include nav.html %}".to_owned(), None),
            (Kind::Paragraph, "end".to_owned(), None),
        ]
    );
}

#[test]
fn hostile_input_ends() {
    for sign in
        [">", "[", "*", "_a", "- ", "![", "<a", "`", "&", "\\", "<!--", "| a ", "[^1]: ", "# ", "~~", "]("]
    {
        let text = sign.repeat(20_000);
        read_str(&text);
        read_str(&format!("{sign}\n").repeat(5_000));
    }
}

proptest::proptest! {
    #[test]
    fn origins_lie_in_the_text(text in "([#>*_`|\\-\\[\\]()!^:<>&;\n ]|é|<br>|</p>|<p>|\\[\\^1\\]|word|1\\. |  \n|\t|<sup>|</sup>){0,60}") {
        read_str(&text);
    }
}
