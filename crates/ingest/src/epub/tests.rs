use rapporteur_model::{Document, Event, Kind};

use crate::{
    IngestOptions,
    packed::tests::{stage, zip},
};

const CONTAINER: &[u8] =
    b"<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>";

const PACKAGE: &str = "<package xmlns:dc='x'><metadata><dc:title>Water for All</dc:title><dc:title>A series</dc:title>\
    <dc:language>en-GB</dc:language><dc:date>2019-06-03</dc:date><dc:date event='modification'>2020</dc:date></metadata>\
    <manifest><item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
    <item id='cov' href='cover.xhtml' media-type='application/xhtml+xml'/>\
    <item id='one' href='text/one%20a.xhtml' media-type='application/xhtml+xml'/>\
    <item id='two' href='text/two.xhtml' media-type='application/xhtml+xml'/>\
    <item id='notes' href='text/notes.xhtml' media-type='application/xhtml+xml'/>\
    <item id='pic' href='x.png' media-type='image/png'/></manifest>\
    <spine><itemref idref='cov'/><itemref idref='nav'/><itemref idref='two'/><itemref idref='one'/><itemref idref='two'/><itemref idref='pic'/><itemref idref='notes' linear='no'/></spine>\
    <guide><reference type='cover' href='cover.xhtml'/></guide></package>";

const TWO: &str = "<?xml version='1.0'?><html xmlns:epub='x'><head><title/><script src='a.js'/></head><body><h1>Water for All</h1><p>Front.</p>\
    <span epub:type='pagebreak' id='p1' title='1'/><h1>Two</h1><p>It begins<a href='notes.xhtml#n1'><sup>1</sup></a> and goes \
    <span epub:type='pagebreak' title='2'>2</span>on.</p><aside><p>A box of the book.</p></aside></body></html>";

const ONE: &str = "<html><body><h1>One</h1><p id='n1'>A paragraph of the same name.</p></body></html>";

const NOTES: &str =
    "<html><body><aside id='n1' epub:type='footnote'><p>1. See Rome.</p></aside></body></html>";

fn book(two: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", PACKAGE.as_bytes()),
        ("OEBPS/nav.xhtml", b"<nav><ol><li>Menu</li></ol></nav>"),
        ("OEBPS/cover.xhtml", b"<p>Cover</p>"),
        ("OEBPS/text/two.xhtml", two.as_bytes()),
        ("OEBPS/text/notes.xhtml", NOTES.as_bytes()),
    ];
    entries.extend(more);
    zip(&entries)
}

fn read(bytes: &[u8]) -> (Document, Vec<Event>) {
    let mut given = stage("a.epub", bytes, &IngestOptions::default()).unwrap();
    (given.documents.remove(0), given.events)
}

#[test]
fn chapters_in_the_order_of_the_spine_with_notes_of_other_files() {
    let (doc, events) = read(&book(TWO, &[("OEBPS/text/one a.xhtml", ONE.as_bytes())]));
    let found: Vec<_> = doc.blocks.iter().map(|b| (b.kind, b.level, b.text.as_str())).collect();
    assert_eq!(
        found,
        [
            (Kind::Heading, Some(1), "Water for All"),
            (Kind::Paragraph, None, "Front."),
            (Kind::Heading, Some(2), "Two"),
            (Kind::Paragraph, None, "It begins and goes on."),
            (Kind::Paragraph, None, "A box of the book."),
            (Kind::Heading, Some(2), "One"),
            (Kind::Paragraph, None, "A paragraph of the same name."),
            (Kind::Note, None, "See Rome."),
        ]
    );
    let mark = &doc.blocks[3].notes[0];
    assert_eq!((mark.at, mark.mark.as_str(), mark.note), (9, "1", Some(7)));
    assert!(events.is_empty(), "{events:?}");
    assert_eq!(doc.source.media_type, "application/epub+zip");
    assert_eq!(
        (doc.meta.title.unwrap().value, doc.meta.language.unwrap().value),
        ("Water for All".into(), "en".into())
    );
    assert_eq!(doc.meta.document_date.unwrap().value.to_string(), "2019-06-03");
}

#[test]
fn pages_of_the_printed_edition() {
    let (doc, _) = read(&book(TWO, &[("OEBPS/text/one a.xhtml", ONE.as_bytes())]));
    let pages: Vec<_> = doc.extracted.pages.iter().map(|p| (p.number, p.label.as_deref())).collect();
    assert_eq!(pages, [(1, None), (2, Some("1")), (3, Some("2"))]);
    let page = |index: usize| (doc.blocks[index].page(), doc.blocks[index].last_page());
    assert_eq!((page(0), page(2), page(3)), ((Some(1), Some(1)), (Some(2), Some(2)), (Some(2), Some(3))));
    for block in &doc.blocks {
        assert!(block.origin.iter().all(|o| o.bytes.start <= o.bytes.end && o.page.is_some()), "{block:?}");
    }
}

#[test]
fn a_missing_chapter_is_a_loss_and_no_chapter_an_error() {
    let (doc, events) = read(&book(TWO, &[]));
    assert_eq!(doc.blocks.len(), 6);
    assert!(matches!(&events[..], [Event::Error(e)] if e.message.contains("one a.xhtml")), "{events:?}");
    let error = |bytes: &[u8]| stage("a.epub", bytes, &IngestOptions::default()).unwrap_err().message;
    assert!(error(&zip(&[("mimetype", b"application/epub+zip")])).contains("no package document"));
    let empty = zip(&[("META-INF/container.xml", CONTAINER), ("OEBPS/book.opf", b"<package/>")]);
    assert!(error(&empty).contains("no chapter"));
    let lock = b"<e><CipherReference URI='OEBPS/text/two.xhtml'/></e>";
    assert!(error(&book(TWO, &[("META-INF/encryption.xml", lock)])).contains("locked"));
}
