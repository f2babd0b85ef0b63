use rapporteur_model::{Document, Kind};
use rapporteur_stage::{CancelToken, Context};

use super::*;

fn read_str(html: &str) -> Document {
    let cancel = CancelToken::default();
    let mut doc = Document::default();
    read(html, &mut doc, &mut Context::new("ingest", &cancel)).unwrap();
    let length = u32::try_from(doc.extracted.text.len()).unwrap();
    let mut last = 0;
    for block in &doc.blocks {
        assert!(!block.text.trim().is_empty(), "{block:?}");
        assert!(block.origin.is_sorted_by_key(|o| o.at));
        for origin in &block.origin {
            assert!(last <= origin.bytes.start && origin.bytes.end <= length, "{block:?} in {html:?}");
            last = origin.bytes.end;
        }
        for (at, c) in block.text.char_indices() {
            let at = u32::try_from(at).unwrap();
            let from = block.source_of(&(at..at + u32::try_from(c.len_utf8()).unwrap()));
            assert_eq!(doc.extracted.slice(&from), c.to_string(), "{block:?}");
        }
        for note in &block.notes {
            assert!(block.text.is_char_boundary(note.at as usize));
            assert!(note.note.is_none_or(|n| doc.blocks[n as usize].kind == Kind::Note));
        }
    }
    doc
}

/// The blocks as `kind level mark text` lines; furniture only by its first word.
fn lines(html: &str) -> Vec<String> {
    let line = |b: rapporteur_model::Block| {
        let level = b.level.map(|l| l.to_string()).unwrap_or_default();
        format!("{:?}{level} {}{}", b.kind, b.mark.map(|m| m + " ").unwrap_or_default(), b.text)
    };
    read_str(html).blocks.into_iter().map(line).collect()
}

#[test]
fn paragraphs_headings_and_lists() {
    let html = "<title>T</title><h1>Seminar<br>Report</h1><p>One\n  <b>two</b>\u{a0}x &amp; y<p>Three\
                <ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul><ol start=3 type=a><li>e</ol>\
                <blockquote><p>said</blockquote><div>loose <span>words</span></div>";
    assert_eq!(
        lines(html),
        [
            "Heading1 Seminar Report",
            "Paragraph One two\u{a0}x & y",
            "Paragraph Three",
            "ListItem1 • a",
            "ListItem2 • b",
            "ListItem1 • c",
            "ListItem1 d",
            "ListItem1 c. e",
            "Quote said",
            "Paragraph loose words",
        ]
    );
}

#[test]
fn the_site_around_the_report_is_set_aside() {
    let html = "<body><header><a href='/'>Home</a><h1>Water Seminar</h1><p>Rome, 2004</p>\
                <nav><ul><li><a href=x>Agenda</a></ul></nav></header>\
                <main><section><h2>Summary</h2><p>The group met in Rome and agreed on much.</p>\
                <script>var x = '<p>no</p>';</script><p hidden>no</p><template><p>no</p></template></section></main>\
                <footer><p>Contact us about this page</footer>";
    assert_eq!(
        lines(html),
        [
            "Furniture Home",
            "Heading1 Water Seminar",
            "Paragraph Rome, 2004",
            "Furniture • Agenda",
            "Heading2 Summary",
            "Paragraph The group met in Rome and agreed on much.",
            "Furniture Contact us about this page",
        ]
    );
    let doc = read_str(html);
    assert_eq!(doc.repairs().count(), 3);
    assert!(doc.repairs().all(|r| r.before == r.after && doc.extracted.slice(&r.bytes) == r.before));
}

#[test]
fn sidebars_and_feet_known_by_class() {
    let html = "<div id=page><div class=menu><a href=a>Agenda</a></div><h1>Report</h1><p>The group met and agreed on much.\
                <div class=sidebar><h3>Latest</h3><ul><li><a href=x>One</a></ul></div><div id=footer><p>© Institute</div></div>";
    assert_eq!(
        lines(html),
        [
            "Furniture Agenda",
            "Heading1 Report",
            "Paragraph The group met and agreed on much.",
            "Furniture Latest",
            "Furniture • One",
            "Furniture © Institute",
        ]
    );
    assert_eq!(
        lines("<div class=menu><h1>Report</h1><p>All of it.</div>"),
        ["Heading1 Report", "Paragraph All of it."]
    );
}

#[test]
fn numbered_headings_and_handles_of_standards_documents() {
    let html = "<table class=ears><thead><tr><td>Series 12<td>Water<td>2004</thead><tfoot><tr><td>Doe<td>[Page]</tfoot></table>\
                <dl><dt>Published:<dd><time datetime=2004-06 class=published>June 2004</time>\
                <dt>Authors:<dd><div><div>A. Bellini</div><div>Rome</div></div></dl><h1>Report</h1>\
                <h2>Table of Contents</h2><nav class=toc><ul><li><a href=#s1>1. Tools</a></ul></nav>\
                <section id=s1><h2><a href=#s1 class=section-number>1. </a><a href=#n>Tools, Data</a></h2>\
                <p id=p1>They met [<a href=#REF>REF</a>].<a href=#p1 class=pilcrow>¶</a></p></section>";
    assert_eq!(
        lines(html),
        [
            "Furniture Series 12\tWater\t2004\nDoe\t[Page]",
            "ListItem1 Published: June 2004",
            "ListItem1 Authors: A. Bellini",
            "ListItem1 Rome",
            "Heading1 Report",
            "Furniture Table of Contents",
            "Furniture • 1. Tools",
            "Heading2 1. Tools, Data",
            "Paragraph They met [REF].",
        ]
    );
    assert_eq!(read_str(html).meta.document_date.unwrap().value.to_string(), "2004-06");
}

#[test]
fn tables_of_data_and_tables_of_layout() {
    assert_eq!(
        lines(
            "<table><caption>Members</caption><tr><th>Name<th>Town<tr><td>Doe<td><p>Rome<p>Oslo<tr><td><td>Bonn</table>"
        ),
        ["Paragraph Members", "Table Name\tTown\nDoe\tRome Oslo\n\tBonn"]
    );
    let layout = "<table><tr><td>Menu<td><h2>Title</h2><p>Text</p><table><tr><td>a<td>b</table></table>";
    assert_eq!(lines(layout), ["Paragraph Menu", "Heading2 Title", "Paragraph Text", "Table a\tb"]);
}

#[test]
fn notes_by_anchor_role_and_word_processor() {
    let marks = |html: &str| {
        let doc = read_str(html);
        let text = doc.blocks[0].text.clone();
        let found = doc.blocks[0].notes.iter().map(|n| (n.at, n.mark.clone(), n.note)).collect::<Vec<_>>();
        let notes: Vec<_> = doc
            .blocks
            .iter()
            .filter(|b| b.kind == Kind::Note)
            .map(|b| (b.mark.clone().unwrap_or_default(), b.text.clone()))
            .collect();
        (text, found, notes)
    };
    let note = |mark: &str, text: &str| (mark.to_owned(), text.to_owned());
    let (text, found, notes) = marks(
        "<p>Peace<sup><a href=#fn1 id=r1>1</a>, <a href=#fn2>2</a></sup> holds.<hr><ol><li id=fn1><p>See A.\
         <a href=#r1>↩</a></p><li id=fn2>See B.</ol>",
    );
    assert_eq!(text, "Peace holds.");
    assert_eq!(found, [(5, "1".to_owned(), Some(1)), (5, "2".to_owned(), Some(2))]);
    assert_eq!(notes, [note("1", "See A."), note("2", "See B.")]);

    let (text, found, notes) = marks(
        "<p>Land<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a> is life.</p>\
         <p><a href='#_ftnref1' name='_ftn1'><span>[1]</span></a> 2004, p. 3.</p>",
    );
    assert_eq!((text.as_str(), found), ("Land is life.", vec![(4, "1".to_owned(), Some(1))]));
    assert_eq!(notes, [note("1", "2004, p. 3.")]);

    let (text, found, notes) = marks(
        "<p>Seeds<a role=doc-noteref href=#a><sup>*</sup></a>.<aside id=a role=doc-footnote><p>* Ibid.</aside>",
    );
    assert_eq!((text.as_str(), found), ("Seeds.", vec![(5, "*".to_owned(), Some(1))]));
    assert_eq!(notes, [note("*", "Ibid.")]);

    let (text, found, notes) = marks(
        "<p>Agreed.<a href=#n1>(1)</a> <a href=#n2>(2)</a><p>x<p><a name=n1>(1)</a> Doc. 5<p id=n2>Other",
    );
    assert_eq!((text.as_str(), found.len()), ("Agreed. (2)", 1));
    assert_eq!(notes, [note("1", "Doc. 5")]);

    let (text, found, _) =
        marks("<p>10 km<sup>2</sup>, <a href=#x>2</a> of H<sub>2</sub>O, see <a href=#s>3</a><p id=s>x");
    assert_eq!((text.as_str(), found.len()), ("10 km², 2 of H2O, see 3", 0));
}

#[test]
fn old_pages_and_set_text() {
    assert_eq!(
        lines(
            "<font size=2>Rome, Italy<br>June 2004<br><br>The group met.<br><b>Agenda</b></font><pre>\none\n two\n\nthree</pre>"
        ),
        [
            "Paragraph Rome, Italy",
            "Paragraph June 2004",
            "Paragraph The group met.",
            "Paragraph Agenda",
            "Paragraph one\n two",
            "Paragraph three",
        ]
    );
}

#[test]
fn what_the_head_states() {
    let doc = read_str(
        "<html lang=en-GB><head><title>Water &amp; Land</title><meta name=DC.date content='5 June 2004'></head><p>x",
    );
    assert_eq!(doc.meta.title.unwrap().value, "Water & Land");
    assert_eq!(doc.meta.language.unwrap().value, "en");
    assert_eq!(doc.meta.document_date.unwrap().value.to_string(), "2004-06-05");
    assert_eq!(doc.blocks.len(), 1);
}

#[test]
fn a_head_for_the_generator_is_no_text() {
    let doc = read_str("---\ntitle: Water Seminar\nlayout: page\n---\n<h2>Summary</h2><p>The group met.");
    assert_eq!((doc.blocks[0].kind, doc.blocks[1].kind), (Kind::Furniture, Kind::Heading));
    assert_eq!(doc.meta.title.unwrap().value, "Water Seminar");
}

#[test]
fn encodings_are_declared() {
    let declared = |html: &str| declared_encoding(html.as_bytes()).map(encoding_rs::Encoding::name);
    assert_eq!(declared("<meta charset='iso-8859-2'>"), Some("ISO-8859-2"));
    assert_eq!(declared("<meta content=\"text/html; charset=windows-1251\">"), Some("windows-1251"));
    assert_eq!(declared("<?xml version='1.0' encoding='latin1'?>"), Some("windows-1252"));
    assert_eq!(declared("<meta charset=utf-16>"), None);
    assert_eq!(declared("encoding=latin1"), None);
}

#[test]
fn depth_and_disorder_cost_nothing() {
    let start = std::time::Instant::now();
    let deep = format!("{}<p>text{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(read_str(&deep).blocks[0].text, "text");
    for piece in [
        "<font size=1>x<p>",
        "<table><tr><td>x",
        "<ul><li>x",
        "<a href=#a id=a>1",
        "<sup>1",
        "<b><i><p>x</b>",
        "<h1>x",
        "x<br>",
        "<dl><dt>x<dd>",
        "</p></div>x",
        "<pre>x\n",
        "<td>x",
        "<blockquote>x",
        "<!--",
        "<title>",
        "&#",
        "<p id=x>x<a href=#x><sup>1</sup></a>",
    ] {
        read_str(&piece.repeat(20_000));
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_soup_gives_sound_blocks(html in "(<(/?)(p|div|table|tr|td|th|li|ul|ol|h1|h2|sup|a href=#[ab]|a id=[ab]|dl|dt|dd|pre|br|nav|main|header|b|span id=[ab])>|[a1* é\n\\[\\]]|&amp;){0,40}") {
        read_str(&html);
    }
}

#[test]
fn a_page_that_was_cut_off_has_lost_its_end() {
    let issues = |html: &str| {
        let cancel = CancelToken::default();
        let mut cx = Context::new("ingest", &cancel);
        read(html, &mut Document::default(), &mut cx).unwrap();
        let told = |e: rapporteur_model::Event| match e {
            rapporteur_model::Event::Error(issue) => Some(issue.message),
            rapporteur_model::Event::Warning(issue) => Some(format!("perhaps: {}", issue.message)),
            _ => None,
        };
        cx.into_events().into_iter().filter_map(told).collect::<Vec<_>>()
    };
    let whole =
        "<html><body><div><h1>Wells</h1><p>One well was dry.</p><p>Two were not.</p></div></body></html>\n";
    assert!(issues(whole).is_empty());
    for cut in ["<p>Two", "</p></div>", "</div>", "/h1>"] {
        let cut = whole.split(cut).next().unwrap();
        assert_eq!(issues(cut), ["the end of the HTML file is missing"], "{cut}");
    }
    let unsaid = issues("<html><body><h1>Wells</h1><p>One well was dry.<p>Two were not.");
    assert!(unsaid.len() == 1 && unsaid[0].starts_with("perhaps: the HTML file has neither"), "{unsaid:?}");
    // Pieces of pages promise no end, and an end that is said counts, whatever is open.
    for honest in ["<p>One well was dry.<p>Two <b>were not.", "<body><div><p>One well was dry.</body>"] {
        assert!(issues(honest).is_empty(), "{honest}");
    }
}
