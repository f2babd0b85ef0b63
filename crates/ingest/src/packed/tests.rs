use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use rapporteur_model::{Document, Event};
use rapporteur_stage::{CancelToken, Context, Outbox, Shared, StageError, StageKind};

use crate::{IngestOptions, ingest::IngestKind};

/// A ZIP archive of packed entries.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, data) in entries {
        let path = rawzip::path::EntryPath::verbatim(name.as_bytes());
        let (mut entry, config) =
            archive.new_file(path).compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(data).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

pub(crate) fn gz(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// What the stage gives for a file.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) documents: Vec<Document>,
    pub(crate) left_out: Vec<String>,
    pub(crate) failed: Vec<String>,
    pub(crate) events: Vec<Event>,
}

/// Takes a file through the stage.
pub(crate) fn stage(name: &str, bytes: &[u8], options: &IngestOptions) -> Result<Given, StageError> {
    let cancel = CancelToken::default();
    let mut cx = Context::new("ingest", &cancel);
    let mut doc = Document::at(name);
    doc.source.content = Some(bytes.into());
    let mut out = Outbox::default();
    IngestKind::build(options, &Shared::new("", "out"))?.process(doc, &mut cx, &mut out)?;
    let name = |doc: &Document| doc.source.path.display().to_string();
    let failed = out.take_failed().iter().map(|(doc, e)| format!("{}: {e}", name(doc))).collect();
    let (documents, left) = out.into_parts();
    let left_out = left.iter().map(|(doc, why)| format!("{}: {why}", name(doc))).collect();
    Ok(Given { documents, left_out, failed, events: cx.into_events() })
}

fn given(bytes: &[u8]) -> Given {
    stage("a.zip", bytes, &IngestOptions::default()).unwrap()
}

fn refused(bytes: &[u8], options: &IngestOptions) -> String {
    let error = stage("a.zip", bytes, options).unwrap_err();
    assert!(error.hint.is_some(), "{error}");
    error.message
}

fn paths(given: &Given) -> Vec<String> {
    given.documents.iter().map(|d| d.source.path.display().to_string().replace('\\', "/")).collect()
}

const TEXT: &[u8] = b"The consultation met in Rome.\n\nIt agreed on three points.\n";

#[test]
fn every_entry_is_a_document_of_its_own() {
    let inner = zip(&[
        ("deep.txt", b"Deep in the archive, a report."),
        ("x/page.html", b"<p>A page</p><p>of two</p>"),
    ]);
    let found = given(&zip(&[
        ("2004/", b""),
        ("2004/rome.txt", TEXT),
        ("2004/rome.txt", b"Another Rome."),
        ("__MACOSX/2004/._rome.txt", b"junk"),
        (".hidden", b"no report"),
        ("more.zip", &inner),
        ("packed.md.gz", &gz(b"# Seeds\n\nOf change.")),
        ("photo.gif", b"GIF89a...."),
        ("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"),
        ("blank.txt", b"  \n"),
    ]));
    assert_eq!(
        paths(&found),
        [
            "a.zip/2004/rome.txt",
            "a.zip/2004/rome-3.txt",
            "a.zip/more.zip/deep.txt",
            "a.zip/more.zip/x/page.html",
            "a.zip/packed.md.gz"
        ]
    );
    assert_eq!(found.left_out, ["a.zip/photo.gif: it is a GIF picture"]);
    assert_eq!(found.failed.len(), 2, "{:?}", found.failed);
    assert!(
        found.failed[0].contains("old Microsoft Office") && found.failed[1].contains("empty")
            || found.failed[1].contains("not one word")
    );
    assert_eq!(found.documents[0].id, blake3::hash(TEXT).to_hex().to_string());
    assert_eq!(found.documents[4].source.media_type, "text/markdown");
    assert_eq!(found.documents[4].blocks[0].text, "Seeds");
}

#[test]
fn what_is_odd_in_one_entry_is_said_of_it_alone() {
    let found = given(&zip(&[("a.txt", b"Fili\xE8re courte"), ("b.txt", TEXT)]));
    assert_eq!(found.documents[0].trail.len(), 1);
    assert!(found.documents[1].trail.is_empty() && found.events.is_empty());
}

#[test]
fn names_in_archives_never_become_paths() {
    let found = given(&zip(&[
        ("../../etc/passwd", TEXT),
        ("/root.txt", TEXT),
        ("C:\\x\\y.txt", TEXT),
        ("n\0ul.txt", TEXT),
    ]));
    assert_eq!(paths(&found), ["a.zip/etc/passwd", "a.zip/root.txt", "a.zip/C_/x/y.txt", "a.zip/n_ul.txt"]);
}

#[test]
fn an_archive_without_a_report_is_no_success() {
    let default = IngestOptions::default();
    for entries in [&[][..], &[("a/", &b""[..])], &[("photo.gif", b"GIF89a")], &[(".hidden", b"x")]] {
        assert!(refused(&zip(entries), &default).contains("no file that can be read"), "{entries:?}");
    }
    assert!(refused(&zip(&[("xl/workbook.xml", b"<x/>")]), &default).contains("Excel"));
    assert!(
        refused(&zip(&[("mimetype", b"application/vnd.oasis.opendocument.text")]), &default)
            .contains("OpenDocument")
    );
}

#[test]
fn a_torn_archive_costs_itself_and_a_torn_entry_that_entry() {
    let whole = zip(&[("a.txt", &TEXT.repeat(50)), ("b.txt", TEXT)]);
    assert!(refused(&whole[..whole.len() / 2], &IngestOptions::default()).contains("no readable list"));
    let mut torn = whole;
    torn[50] ^= 0xFF;
    let found = given(&torn);
    assert_eq!(
        (paths(&found), found.failed.len()),
        (vec!["a.zip/b.txt".to_owned()], 1),
        "{:?}",
        found.failed
    );
    assert!(found.failed[0].contains("torn"));
}

#[test]
fn torn_and_oft_packed_gzip_is_refused() {
    let packed = gz(TEXT);
    let default = IngestOptions::default();
    assert!(refused(&packed[..packed.len() - 9], &default).contains("torn"));
    assert_eq!(given(&gz(&packed)).documents.len(), 1);
    let often = (0..4).fold(TEXT.to_vec(), |bytes, _| gz(&bytes));
    assert!(refused(&often, &default).contains("more than 3 times"));
    let small = IngestOptions { largest_mib: 1, ..default };
    assert!(refused(&gz(&vec![b'a'; 3 << 20]), &small).contains("more than 1 MiB"));
}

#[test]
fn bombs_are_refused_before_they_burst() {
    let options = IngestOptions { largest_archive_mib: 4, ..IngestOptions::default() };
    let zeros = vec![b' '; 1 << 20];
    let many: Vec<(String, &[u8])> = (0..8).map(|n| (format!("{n}.txt"), &*zeros)).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    assert!(refused(&zip(&many), &options).contains("more than 4 MiB"));
    let large = vec![b' '; 65 << 20];
    assert!(
        refused(&zip(&[("large.txt", &large)]), &IngestOptions::default()).contains("times its own size")
    );
    let few = IngestOptions { largest_entries: 3, ..IngestOptions::default() };
    assert!(refused(&zip(&many), &few).contains("more than 3 entries"));
    let deep = (0..6).fold(zip(&[("a.txt", TEXT)]), |bytes, _| zip(&[("in.zip", &bytes)]));
    let found = given(&deep);
    assert!(
        found.documents.is_empty() && found.failed[0].contains("lie in one another"),
        "{:?}",
        found.failed
    );
}

#[test]
fn entries_on_top_of_one_another_are_refused() {
    // The list names the first entry's place for both.
    let mut bytes = zip(&[("a.txt", &TEXT.repeat(9)), ("b.txt", &TEXT.repeat(9))]);
    let places: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, w)| *w == b"PK\x01\x02").map(|(at, _)| at).collect();
    bytes[places[1] + 42..places[1] + 46].fill(0);
    assert!(refused(&bytes, &IngestOptions::default()).contains("on top of one another"));
}

#[test]
fn a_list_that_lies_about_a_size_costs_the_entry() {
    let mut bytes = zip(&[("a.txt", &TEXT.repeat(9)), ("b.txt", TEXT)]);
    let first = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[first + 24..first + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert_eq!(given(&bytes).failed.len(), 1);
    bytes[first + 24..first + 28].copy_from_slice(&u32::MAX.to_le_bytes()[..4]);
    assert!(stage("a.zip", &bytes, &IngestOptions::default()).is_err());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn any_damage_gives_documents_or_reasons(at in 0_usize..600, with in proptest::num::u8::ANY, cut in 0_usize..600) {
        let mut bytes = zip(&[("a.txt", TEXT), ("b.html", b"<p>A page</p>"), ("c.gz", &gz(TEXT))]);
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % 3);
        if let Ok(found) = stage("a.zip", &bytes, &IngestOptions::default()) {
            proptest::prop_assert!(!found.documents.is_empty() || !found.failed.is_empty());
        }
    }
}

#[test]
fn every_entry_has_the_time_of_a_document() {
    let limit = std::time::Duration::from_millis(400);
    let token = CancelToken::default().within(Some(limit));
    std::thread::sleep(limit);
    let mut cx = Context::new("ingest", &token);
    assert!(cx.cancelled());
    let mut doc = Document::at("a.zip");
    doc.source.content = Some(zip(&[("a.txt", b"One report."), ("b.txt", b"Another one.")]).into());
    let mut out = Outbox::default();
    let mut stage = IngestKind::build(&IngestOptions::default(), &Shared::new("", "out")).unwrap();
    stage.process(doc, &mut cx, &mut out).unwrap();
    assert!(out.take_failed().is_empty());
    assert_eq!(out.into_parts().0.len(), 2);
}
