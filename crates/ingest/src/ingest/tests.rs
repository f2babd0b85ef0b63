use rapporteur_model::Event;
use rapporteur_stage::CancelToken;

use super::*;

fn run(name: &str, media: &str, bytes: &[u8]) -> (Document, Vec<Event>, Result<(), StageError>) {
    let cancel = CancelToken::default();
    let mut cx = Context::new("ingest", &cancel);
    let mut doc = Document::at(name);
    doc.source.content = Some(bytes.into());
    media.clone_into(&mut doc.source.media_type);
    let result = Ingest::new(&IngestOptions::default()).unwrap().edit(&mut doc, &mut cx);
    (doc, cx.into_events(), result)
}

fn error(name: &str, bytes: &[u8]) -> String {
    let error = run(name, "", bytes).2.unwrap_err();
    assert!(error.hint.is_some(), "{error} has no hint");
    error.to_string()
}

#[test]
fn a_text_gets_id_size_kind_and_blocks() {
    let (doc, events, result) = run("-", "", b"Summary note\r\n\r\nThe group met.\r\n");
    result.unwrap();
    assert_eq!(doc.id, blake3::hash(b"Summary note\r\n\r\nThe group met.\r\n").to_hex().to_string());
    assert_eq!((doc.source.bytes, doc.source.media_type.as_str()), (32, "text/plain"));
    assert_eq!(doc.blocks.len(), 2);
    assert_eq!(doc.extracted.text, "Summary note\n\nThe group met.\n");
    assert!(events.is_empty());
}

#[test]
fn the_same_bytes_twice_give_the_same_document() {
    let text = b"# Report\n\nWater[^1].\n\n[^1]: See A.\n";
    let (mut doc, ..) = run("a.md", "", text);
    let once = doc.clone();
    let cancel = CancelToken::default();
    let mut ingest = Ingest::new(&IngestOptions::default()).unwrap();
    ingest.edit(&mut doc, &mut Context::new("ingest", &cancel)).unwrap();
    assert_eq!(doc, once);
}

#[test]
fn what_is_no_report_is_an_error_with_a_reason() {
    assert_eq!(error("a.txt", b""), "the file is empty");
    assert!(error("a.txt", b" \n\x0C\n ").contains("not one word"));
    assert!(error("a.txt", b"12\n\n- 3 -\n").contains("not one word"));
    assert!(
        error("a.txt", &[0; 500]).contains("not one word") || error("a.txt", &[0; 500]).contains("control")
    );
    assert!(error("a.md", b"---\ntitle: A\n---\n").contains("not one word"));
    assert!(error("a.html", b"<html><script>var a</script>").contains("not one word"));
    assert!(error("a.txt", b"PK\x03\x04abc").contains("ZIP"));
    assert!(error("a.txt", b"<?xml version='1.0'?><mets>x</mets>").contains("XML"));
    assert!(run("a", "image/gif", b"words").2.unwrap_err().message.contains("image/gif"));
}

#[test]
fn a_table_of_figures_is_content_and_told() {
    let (doc, events, result) = run("a.txt", "", b"12 400\n\n13 900\n\n14 250\n");
    result.unwrap();
    assert_eq!(doc.blocks.len(), 3);
    assert!(
        matches!(events.as_slice(), [Event::Warning(w)] if w.message.contains("not one word")),
        "{events:?}"
    );
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let read = |path: &Path, largest_mib| {
        let cancel = CancelToken::default();
        let options = IngestOptions { largest_mib, ..IngestOptions::default() };
        let mut doc = Document::at(path);
        Ingest::new(&options).unwrap().edit(&mut doc, &mut Context::new("ingest", &cancel)).map(|()| doc)
    };
    let missing = folder.path().join("none.txt");
    assert!(read(&missing, 1).unwrap_err().message.starts_with("there is no file"));
    assert!(read(folder.path(), 1).unwrap_err().message.contains("is a folder"));
    let large = folder.path().join("large.txt");
    std::fs::write(&large, "word ".repeat(300_000)).unwrap();
    assert_eq!(read(&large, 1).unwrap_err().message, "the file has 2 MiB, and 1 are allowed");
    assert_eq!(read(&large, 2).unwrap().blocks.len(), 1);
}

#[test]
fn odd_bytes_are_told() {
    let (doc, events, result) = run("a.txt", "", b"Fili\xE8re courte, \x00 march\xE9s");
    result.unwrap();
    assert_eq!(doc.blocks[0].text, "Filière courte,  marchés");
    assert_eq!(events.len(), 2);
}

#[test]
fn a_given_media_type_is_believed() {
    let (doc, _, result) = run("a.html", "text/plain", b"<p>Tags as text</p>");
    result.unwrap();
    assert_eq!(doc.blocks[0].text, "<p>Tags as text</p>");
    assert_eq!(doc.source.media_type, "text/plain");
    let (doc, ..) = run("-", "md", b"# Title");
    assert_eq!((doc.blocks[0].kind, doc.source.media_type.as_str()), (Kind::Heading, "text/markdown"));
}

#[test]
fn options_out_of_range_are_refused() {
    for largest_mib in [0, 1025] {
        assert!(Ingest::new(&IngestOptions { largest_mib, ..IngestOptions::default() }).is_err());
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_give_a_document_or_an_error(
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300), kind in 0..3_usize,
    ) {
        let media = ["text/html", "text/markdown", "text/plain"][kind];
        let (doc, _, result) = run("-", media, &bytes);
        if result.is_ok() {
            let length = u32::try_from(doc.extracted.text.len()).unwrap();
            proptest::prop_assert!(doc.blocks.iter().flat_map(|b| &b.origin).all(|o| o.bytes.end <= length));
        }
    }
}
