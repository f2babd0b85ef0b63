//! Whole files, made on the spot.

use lopdf::{
    Dictionary, Document as File, Object, Stream,
    content::{Content, Operation},
    dictionary,
};
use rapporteur_model::{Document, Event, Kind};
use rapporteur_stage::{CancelToken, Context, StageError};

use super::read;
use crate::{Limits, scan::Scans};

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;

/// A piece of text on a page: left edge, distance from the top, size, font, text.
struct Set(f32, f32, f32, &'static str, String);

/// About how wide Helvetica and Times set a text.
fn width(text: &str, size: f32) -> f32 {
    let width = |c: char| match c {
        'i' | 'j' | 'l' | '\'' => 0.222,
        'f' | 't' | ' ' | '.' | ',' => 0.278,
        'r' | '-' => 0.333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 0.5,
        'm' => 0.833,
        'w' => 0.722,
        'A'..='Z' => 0.69,
        _ => 0.556,
    };
    text.chars().map(width).sum::<f32>() * size
}

/// Sets a paragraph as a typewriter would: words until the line is full.
fn set(page: &mut Vec<Set>, x: f32, y: &mut f32, wide: f32, size: f32, text: &str) {
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && width(&format!("{line} {word}"), size) > wide {
            page.push(Set(x, *y, size, "F1", std::mem::take(&mut line)));
            *y += 1.2 * size;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    page.push(Set(x, *y, size, "F1", line));
    *y += 1.2 * size;
}

fn pdf(pages: &[Vec<Set>]) -> Vec<u8> {
    pdf_in_mode(pages, 0)
}

fn pdf_in_mode(pages: &[Vec<Set>], mode: i64) -> Vec<u8> {
    let mut file = File::with_version("1.5");
    let tree = file.new_object_id();
    let font = |name: &str| {
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding" }
    };
    let (plain, bold) = (file.add_object(font("Helvetica")), file.add_object(font("Helvetica-Bold")));
    let resources = file.add_object(dictionary! { "Font" => dictionary! { "F1" => plain, "F2" => bold } });
    let mut kids: Vec<Object> = Vec::new();
    for page in pages {
        let content = file.add_object(Stream::new(Dictionary::new(), operations(page, mode)));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), WIDTH.into(), HEIGHT.into()],
        };
        kids.push(file.add_object(page).into());
    }
    let count = i64::try_from(kids.len()).unwrap();
    file.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    file.trailer.set("Root", catalog);
    let info = file.add_object(dictionary! {
        "Title" => Object::string_literal("Water after the war"),
        "CreationDate" => Object::string_literal("D:20190307100000Z"),
    });
    file.trailer.set("Info", info);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

fn operations(page: &[Set], mode: i64) -> Vec<u8> {
    let mut operations = vec![Operation::new("BT", vec![]), Operation::new("Tr", vec![mode.into()])];
    for Set(x, y, size, font, text) in page {
        let place: Vec<Object> =
            vec![1.into(), 0.into(), 0.into(), 1.into(), (*x).into(), (HEIGHT - y).into()];
        operations.push(Operation::new("Tf", vec![(*font).into(), (*size).into()]));
        operations.push(Operation::new("Tm", place));
        operations.push(Operation::new(
            "Tj",
            vec![Object::string_literal(text.chars().map(|c| c as u8).collect::<Vec<u8>>())],
        ));
    }
    operations.push(Operation::new("ET", vec![]));
    Content { operations }.encode().unwrap()
}

fn try_read(bytes: &[u8]) -> (Result<(), StageError>, Document, Vec<Event>) {
    let token = CancelToken::default();
    let mut cx = Context::new("ingest", &token);
    let mut doc = Document::at("report.pdf");
    let result = read(bytes, &mut doc, &mut cx, &Limits::default(), &Scans::off());
    (result, doc, cx.into_events())
}

fn read_all(pages: &[Vec<Set>]) -> Document {
    let (result, doc, _) = try_read(&pdf(pages));
    result.unwrap();
    for block in &doc.blocks {
        let origin = &block.origin[0];
        assert_eq!(doc.extracted.slice(&origin.bytes), block.text);
    }
    assert!(doc.extracted.lines.is_sorted_by(|a, b| a.bytes.end <= b.bytes.start));
    doc
}

fn texts(doc: &Document, kind: Kind) -> Vec<String> {
    doc.blocks.iter().filter(|b| b.kind == kind).map(|b| b.text.replace('\n', " ")).collect()
}

const FIRST: &str = "The seminar was held in the town hall of the port and brought together thirty persons from the \
    fishing villages along the coast, two members of the regional council and four researchers who had followed \
    the return of the boats since the harbour was opened again in the spring.";
const SECOND: &str = "Most of them agreed that the repair of the pumps had been slower than promised, and that nobody \
    had told the villages why. Several said that the money was there, but that the rules under which it could be \
    spent had been written for another country and another kind of well.";

/// A page with one column: a heading, two paragraphs, a note, head and foot.
fn report_page(number: usize) -> Vec<Set> {
    let mut page = vec![
        Set(72.0, 40.0, 9.0, "F1", "Water after the war".into()),
        Set(
            72.0,
            80.0,
            15.0,
            "F2",
            format!("{}. What the villages said", ["One", "Two", "Three", "Four"][number]),
        ),
        Set(295.0, 810.0, 9.0, "F1", (number + 7).to_string()),
    ];
    let mut y = 110.0;
    set(&mut page, 72.0, &mut y, 450.0, 11.0, &format!("Day {}. {FIRST}", number + 20));
    // A mark raised above the end of the paragraph.
    let last = page.last().unwrap();
    let (x, base) = (72.0 + helvetica(&last.4) * 11.0, last.1);
    page.push(Set(x + 0.5, base - 4.0, 6.5, "F1", "3".into()));
    y += 8.0;
    set(&mut page, 72.0, &mut y, 450.0, 11.0, SECOND);
    page.push(Set(72.0, 756.0, 5.5, "F1", "3".into()));
    page.push(Set(
        76.0,
        760.0,
        9.0,
        "F1",
        "Counted on the second day, without the staff of the hall.".into(),
    ));
    page
}

/// The exact width of a text in Helvetica, in ems.
fn helvetica(text: &str) -> f32 {
    width(text, 1.0)
}

#[test]
fn one_column_gives_headings_paragraphs_notes_and_furniture() {
    let doc = read_all(&[report_page(0), report_page(1), report_page(2)]);
    assert_eq!(
        texts(&doc, Kind::Heading),
        ["One. What the villages said", "Two. What the villages said", "Three. What the villages said"]
    );
    let paragraphs = texts(&doc, Kind::Paragraph);
    assert_eq!(paragraphs.len(), 6, "{paragraphs:#?}");
    assert!(
        paragraphs[0].starts_with("Day 20. The seminar was held") && paragraphs[0].contains('³'),
        "{}",
        paragraphs[0]
    );
    assert_eq!(paragraphs[1], SECOND);
    assert_eq!(
        texts(&doc, Kind::Furniture),
        ["Water after the war", "7", "Water after the war", "8", "Water after the war", "9"]
    );
    let notes = texts(&doc, Kind::Note);
    assert_eq!(notes.len(), 3);
    assert!(notes[0].starts_with("³Counted on"), "{}", notes[0]);
    assert_eq!(doc.repairs().filter(|r| r.rule == "running-head" && r.before == r.after).count(), 3);
    assert_eq!(doc.repairs().filter(|r| r.rule == "page-number").count(), 3);
    assert_eq!(doc.repairs().filter(|r| r.rule == "note-lift").count(), 3);
}

#[test]
fn what_the_file_says_of_itself_is_taken_with_little_trust() {
    let doc = read_all(&[report_page(0)]);
    let title = doc.meta.title.unwrap();
    assert_eq!((title.value.as_str(), title.evidence.len()), ("Water after the war", 0));
    assert!(title.confidence < 0.5);
    assert_eq!(doc.meta.document_date.unwrap().value.to_string(), "2019-03-07");
    assert_eq!(doc.source.pages, Some(1));
    let page = &doc.extracted.pages[0];
    assert_eq!((page.number, page.size), (1, Some((WIDTH, HEIGHT))));
    let line = &doc.extracted.lines[1];
    assert!(line.bold && (line.area.y0 - 68.0).abs() < 3.0, "{line:?}");
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut page = Vec::new();
    let title = "A title that reaches across both of the columns of this page";
    page.push(Set(90.0, 70.0, 14.0, "F2", title.into()));
    let (mut left, mut right) = (110.0, 110.0);
    set(&mut page, 72.0, &mut left, 210.0, 10.0, FIRST);
    // The paragraph breaks off at the foot of the first column and goes on at the head of the second.
    let mut rest = Vec::new();
    set(&mut rest, 312.0, &mut right, 210.0, 10.0, SECOND);
    let drawn: Vec<Set> = interleave(page, rest);
    let doc = read_all(&[drawn]);
    assert_eq!(texts(&doc, Kind::Heading), [title]);
    assert_eq!(texts(&doc, Kind::Paragraph), [FIRST, SECOND]);
}

/// Two columns that end in the middle of a sentence, under a head that no other page has.
fn page_with_head_of_its_own(x: f32, head: &str, texts: [&str; 2]) -> Vec<Set> {
    let mut page = vec![Set(x, 40.0, 8.5, "F1", head.into())];
    let (mut left, mut right) = (76.0, 76.0);
    set(&mut page, 72.0, &mut left, 210.0, 11.0, texts[0]);
    set(&mut page, 312.0, &mut right, 210.0, 11.0, texts[1]);
    page
}

#[test]
fn heads_of_one_page_each_are_known_by_their_place() {
    let doc = read_all(&[
        report_page(0).split_off(1),
        page_with_head_of_its_own(72.0, "Harbour Papers, Second Series", [FIRST, SECOND]),
        page_with_head_of_its_own(420.0, "Whose Water?", [SECOND, FIRST]),
    ]);
    let furniture = texts(&doc, Kind::Furniture);
    assert!(furniture.contains(&"Harbour Papers, Second Series".to_owned()), "{furniture:#?}");
    assert!(furniture.contains(&"Whose Water?".to_owned()), "{furniture:#?}");
    let paragraphs = texts(&doc, Kind::Paragraph);
    assert_eq!(
        paragraphs.iter().filter(|p| p.starts_with("The seminar was held")).count(),
        2,
        "{paragraphs:#?}"
    );
}

#[test]
fn small_lines_that_begin_pages_at_other_heights_stay() {
    let mut second = page_with_head_of_its_own(72.0, "Members of the council of the port", [FIRST, SECOND]);
    second[0].1 = 50.0;
    let first = page_with_head_of_its_own(72.0, "Boats by village and year", [SECOND, FIRST]);
    let doc = read_all(&[first, second]);
    assert_eq!(texts(&doc, Kind::Furniture), Vec::<String>::new());
}

#[test]
fn a_mark_pushed_away_from_its_note_by_justified_type_is_its_mark() {
    let mut page = Vec::new();
    let mut y = 100.0;
    set(&mut page, 72.0, &mut y, 450.0, 11.0, FIRST);
    page.push(Set(72.0, 746.5, 5.7, "F1", "2".into()));
    page.push(Set(81.0, 750.0, 8.8, "F1", "Counted on the second day, without the staff".into()));
    let doc = read_all(&[page]);
    assert_eq!(texts(&doc, Kind::Note), ["² Counted on the second day, without the staff"]);
}

/// Draws line by line across the columns, as some word processors do.
fn interleave(left: Vec<Set>, right: Vec<Set>) -> Vec<Set> {
    let mut all: Vec<Set> = left.into_iter().chain(right).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    all
}

#[test]
fn a_text_layer_under_a_scan_is_read() {
    let (result, doc, _) = try_read(&pdf_in_mode(&[report_page(0)], 3));
    result.unwrap();
    assert!(doc.extracted.text.replace('\n', " ").contains("brought together thirty persons"));
    assert!(doc.meta.document_date.is_none(), "a scan's date is that of the scanning");
}

#[test]
fn list_items_have_their_mark_taken_out() {
    let mut page = Vec::new();
    let mut y = 100.0;
    set(&mut page, 72.0, &mut y, 450.0, 11.0, FIRST);
    for text in ["\u{95} repair the pumps;", "\u{95} tell the villages why;"] {
        // 0x95 is the bullet of the encoding.
        page.push(Set(90.0, y, 11.0, "F1", text.into()));
        y += 14.0;
    }
    let bytes = pdf(&[page]);
    let (result, doc, _) = try_read(&bytes);
    result.unwrap();
    let items: Vec<(&str, Option<&str>)> = doc
        .blocks
        .iter()
        .filter(|b| b.kind == Kind::ListItem)
        .map(|b| (b.text.as_str(), b.mark.as_deref()))
        .collect();
    assert_eq!(items, [("repair the pumps;", Some("•")), ("tell the villages why;", Some("•"))]);
}

#[test]
fn rows_of_a_table_keep_their_cells() {
    let mut page = Vec::new();
    let mut y = 100.0;
    set(&mut page, 72.0, &mut y, 450.0, 11.0, FIRST);
    y += 10.0;
    for (name, wells, pumps) in [("Village", "Wells", "Pumps"), ("Arbe", "12", "3"), ("Salina", "7", "2")] {
        for (x, text) in [(72.0, name), (220.0, wells), (320.0, pumps)] {
            page.push(Set(x, y, 11.0, "F1", text.into()));
        }
        y += 14.0;
    }
    let doc = read_all(&[page]);
    let table = doc.blocks.iter().find(|b| b.kind == Kind::Table).unwrap();
    assert_eq!(table.text, "Village\tWells\tPumps\nArbe\t12\t3\nSalina\t7\t2");
}

/// Every file here costs itself alone, with a sentence for its owner.
#[test]
fn files_that_cannot_be_read_are_refused_in_a_sentence() {
    let whole = pdf(&[report_page(0), report_page(1)]);
    let noise: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (bytes, says) in [
        (noise, "not a PDF"),
        (Vec::new(), "not a PDF"),
        (pdf(&[]), "no pages"),
        (pdf(&[vec![]]), "no text layer"),
        (b"%PDF-1.7\n%%EOF".to_vec(), "no pages"),
    ] {
        let (result, doc, _) = try_read(&bytes);
        let error = result.unwrap_err();
        assert!(error.message.contains(says), "{error}");
        assert!(error.hint.is_some());
        assert!(doc.blocks.is_empty());
    }
    // Cut in half: whatever is left is read, or the refusal says what happened. Never nothing.
    let (result, doc, _) = try_read(&whole[..whole.len() / 2]);
    assert!(result.is_err() || !doc.blocks.is_empty());
}

#[test]
fn a_page_tree_that_leads_back_to_itself_ends() {
    let mut file = File::with_version("1.4");
    let tree = file.new_object_id();
    file.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => vec![tree.into()], "Count" => 1 });
    let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    file.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    let (result, ..) = try_read(&bytes);
    assert!(result.unwrap_err().message.contains("no pages"));
}

#[test]
fn a_run_that_is_ending_is_not_held_up() {
    let token = CancelToken::default();
    token.cancel();
    let mut cx = Context::new("ingest", &token);
    let mut doc = Document::at("report.pdf");
    assert!(read(&pdf(&[report_page(0)]), &mut doc, &mut cx, &Limits::default(), &Scans::off()).is_err());
}

#[test]
fn the_same_file_gives_the_same_document() {
    let pages: Vec<Vec<Set>> = (0..4).map(report_page).collect();
    assert_eq!(read_all(&pages), read_all(&pages));
}
