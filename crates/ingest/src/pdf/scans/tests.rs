//! The sample that is a scan, with its text layer taken out or spoilt.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use hayro_interpret::hayro_syntax::Pdf;
use lopdf::{Document as File, Object, Stream, content::Content, dictionary};
use rapporteur_model::{Document, Event, Issue};
use rapporteur_stage::{CancelToken, Context, Edit as _, StageError};

use super::render::Renderer;
use crate::{
    Ingest, IngestOptions,
    scan::tests::{fake, prints},
};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/reports").join(name)
}

/// Some pages of the scan, with something done to their text layers.
fn scan(pages: std::ops::RangeInclusive<u32>, change: impl Fn(usize, Content) -> Content) -> Vec<u8> {
    let mut file = File::load(sample("after-the-ceasefire-scan.pdf")).unwrap();
    let others: Vec<u32> = file.get_pages().into_keys().filter(|n| !pages.contains(n)).collect();
    file.delete_pages(&others);
    for (index, id) in file.get_pages().into_values().enumerate() {
        let content = Content::decode(&file.get_page_content(id)).unwrap();
        file.change_page_content(id, change(index, content).encode().unwrap()).unwrap();
    }
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

fn without_text(mut content: Content) -> Content {
    let mut inside = false;
    content.operations.retain(|operation| {
        inside = operation.operator == "BT" || (inside && operation.operator != "ET");
        !inside && operation.operator != "ET"
    });
    content
}

fn spoilt(mut content: Content) -> Content {
    fn spoil(object: &mut Object) {
        match object {
            Object::String(bytes, _) => {
                let spoilt =
                    |b: &u8| if b"aeiounst".contains(b) { b"~}x1|#;z"[usize::from(*b) % 8] } else { *b };
                *bytes = bytes.iter().map(spoilt).collect();
            }
            Object::Array(parts) => parts.iter_mut().for_each(spoil),
            _ => {}
        }
    }
    content.operations.iter_mut().flat_map(|o| &mut o.operands).for_each(spoil);
    content
}

fn read(bytes: &[u8], options: &IngestOptions) -> (Result<(), StageError>, Document, Vec<Event>) {
    let token = CancelToken::default();
    let mut cx = Context::new("ingest", &token);
    let mut doc = Document::at("scan.pdf");
    doc.source.content = Some(bytes.to_vec().into());
    let result = Ingest::new(options).unwrap().edit(&mut doc, &mut cx);
    (result, doc, cx.into_events())
}

fn with(program: &Path) -> IngestOptions {
    IngestOptions { ocr_program: program.to_owned(), ..IngestOptions::default() }
}

fn lost(events: &[Event]) -> Vec<&Issue> {
    events.iter().filter_map(|e| if let Event::Error(issue) = e { Some(issue) } else { None }).collect()
}

fn warned(events: &[Event]) -> String {
    let warnings =
        events.iter().filter_map(|e| if let Event::Warning(issue) = e { Some(&issue.message) } else { None });
    warnings.fold(String::new(), |all, message| all + message + "\n")
}

fn bag(text: &str) -> BTreeMap<String, usize> {
    let mut bag = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *bag.entry(word.to_lowercase()).or_default() += 1;
    }
    bag
}

/// Part of the words of `truth` that are in `text`.
fn recall(truth: &str, text: &str) -> f64 {
    let (truth, text) = (bag(truth), bag(text));
    let found: usize = truth.iter().map(|(w, n)| (*n).min(text.get(w).copied().unwrap_or(0))).sum();
    found as f64 / truth.values().sum::<usize>() as f64
}

const LINES: [&str; 4] = [
    "A mission leaves roads and wells and masts in the towns it had come to,",
    "but also habits: the weekly meeting on security, a list of the telephone numbers,",
    "and the expectation that a dispute will be written down by somebody who is paid",
    "for it and who was not there when the first shot of the war was heard.",
];

/// Whether the program is there; says so when it is not.
fn tesseract(test: &str) -> bool {
    let there = std::process::Command::new("tesseract").arg("--version").output().is_ok();
    if !there {
        eprintln!("skipped: {test} (tesseract is not on the PATH)");
    }
    there
}

/// Some pages of a sample as pictures, with nothing beside them.
fn pictures(name: &str, pages: std::ops::Range<usize>) -> Vec<u8> {
    let pdf = Pdf::new(fs::read(sample(name)).unwrap()).unwrap();
    let renderer = Renderer::new(&pdf);
    let mut file = File::with_version("1.5");
    let tree = file.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for index in pages {
        let (width, height) = pdf.pages()[index].render_dimensions();
        let pgm = renderer.page(index, 300).unwrap().pgm();
        let header: Vec<&[u8]> = pgm.splitn(4, |b| *b == b'\n').collect();
        let size = std::str::from_utf8(header[1]).unwrap().split_once(' ').unwrap();
        let (across, down): (i64, i64) = (size.0.parse().unwrap(), size.1.parse().unwrap());
        let image = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => across, "Height" => down,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        };
        let image = file.add_object(Stream::new(image, header[3].to_vec()));
        let content = format!("q {width} 0 0 {height} 0 0 cm /Im Do Q").into_bytes();
        let content = file.add_object(Stream::new(dictionary! {}, content));
        let resources = dictionary! { "XObject" => dictionary! { "Im" => image } };
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), width.into(), height.into()],
        };
        kids.push(file.add_object(page).into());
    }
    let count = i64::try_from(kids.len()).unwrap();
    file.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    file.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_clean_print_is_read_from_its_picture_as_from_its_glyphs() {
    if !tesseract("a_clean_print_is_read_from_its_picture_as_from_its_glyphs") {
        return;
    }
    let (_, truth, _) = read(&fs::read(sample("land-restitution.pdf")).unwrap(), &IngestOptions::default());
    let truth: String = truth.extracted.pages[2..4]
        .iter()
        .map(|p| truth.extracted.slice(&p.bytes))
        .collect::<Vec<_>>()
        .join("\n");
    let (result, doc, events) = read(&pictures("land-restitution.pdf", 2..4), &with(Path::new("tesseract")));
    result.unwrap();
    let recall = recall(&truth, &doc.extracted.text);
    assert!(recall >= 0.97, "{recall}\n{}", doc.extracted.text);
    assert_eq!(lost(&events), Vec::<&Issue>::new());
    assert!(warned(&events).contains("pages 1–2 read from the picture by tesseract"), "{}", warned(&events));
    assert!(doc.extracted.lines.iter().all(|l| l.confidence.is_some_and(|c| c > 0.3)));
}

/// 150 dots an inch in black and white, askew, with specks; the layer that is the truth has its own misreadings.
#[test]
fn an_old_scan_is_read_too() {
    if !tesseract("an_old_scan_is_read_too") {
        return;
    }
    let options = with(Path::new("tesseract"));
    let (_, truth, _) = read(&scan(2..=2, |_, content| content), &options);
    let (result, doc, _) = read(&scan(2..=2, |_, content| without_text(content)), &options);
    result.unwrap();
    let recall = recall(&truth.extracted.text, &doc.extracted.text);
    assert!(recall >= 0.93, "{recall}\n{}", doc.extracted.text);
}

#[test]
fn without_tesseract_a_scan_is_partial_and_says_what_to_install() {
    let bytes = scan(2..=3, |_, content| without_text(content));
    let (result, doc, events) = read(&bytes, &with(Path::new("no-such-program")));
    result.unwrap();
    let [issue] = lost(&events)[..] else { panic!("{events:?}") };
    assert_eq!(issue.message, "nothing was read: pages 1–2 are pictures without a text layer");
    assert!(issue.hint.as_ref().unwrap().contains("apt install tesseract-ocr"));
    assert_eq!((doc.source.pages, doc.blocks.len()), (Some(2), 0));
}

#[test]
fn without_tesseract_a_document_of_text_and_pictures_is_partial() {
    let bytes = scan(2..=3, |index, content| if index == 1 { without_text(content) } else { content });
    let (result, doc, events) = read(&bytes, &with(Path::new("no-such-program")));
    result.unwrap();
    assert!(!doc.blocks.is_empty());
    let [issue] = lost(&events)[..] else { panic!("{events:?}") };
    assert_eq!((issue.message.as_str(), issue.page), ("page 2 is a picture without a text layer", Some(2)));
    assert!(issue.hint.as_ref().unwrap().contains("apt install tesseract-ocr"));
}

#[cfg(unix)]
#[test]
fn a_layer_of_rubbish_gives_way_to_a_better_reading_only() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = scan(2..=2, |_, content| spoilt(content));
    let many: Vec<&str> = LINES.iter().copied().cycle().take(40).collect();
    let (result, doc, events) = read(&bytes, &with(&fake(&folder, "good", &prints(&many))));
    result.unwrap();
    assert!(doc.extracted.text.contains("A mission leaves roads and wells"), "{}", doc.extracted.text);
    assert!(warned(&events).contains("the text layer of page 1 is rubbish"), "{}", warned(&events));

    let rubbish = ["xq~}; 1|z#x ;;~q }}x1 qqz|x", "zx#1 ~x;q |z}x1 q~;x 11x|z"].repeat(20);
    let (_, kept, events) = read(&bytes, &with(&fake(&folder, "bad", &prints(&rubbish))));
    assert!(!kept.extracted.text.contains("zx#1 ~x;q"), "{}", kept.extracted.text);
    assert!(warned(&events).contains("its picture reads no better"), "{}", warned(&events));
}

#[cfg(unix)]
#[test]
fn a_good_layer_is_not_even_compared() {
    let folder = tempfile::tempdir().unwrap();
    let program = fake(&folder, "9.0", &prints(&LINES));
    let bytes = fs::read(sample("after-the-ceasefire-scan.pdf")).unwrap();
    let (result, ..) = read(&bytes, &with(&program));
    result.unwrap();
    assert!(!folder.path().join("calls").exists());
    let (_, doc, _) = read(&bytes, &IngestOptions { ocr: crate::Ocr::Always, ..with(&program) });
    assert!(doc.extracted.text.contains("A mission leaves roads and wells"));
}

#[cfg(unix)]
#[test]
fn a_program_that_keeps_failing_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let program = fake(&folder, "9.0", "echo 'out of memory' >&2; exit 1");
    let bytes = scan(1..=6, |index, content| if index > 0 { without_text(content) } else { content });
    let (result, doc, events) = read(&bytes, &with(&program));
    result.unwrap();
    assert!(!doc.blocks.is_empty());
    assert_eq!(fs::read_to_string(folder.path().join("calls")).unwrap().lines().count(), 3);
    let [issue] = lost(&events)[..] else { panic!("{events:?}") };
    assert_eq!(issue.message, "pages 2–6 are pictures without a text layer");
    assert!(issue.hint.as_ref().unwrap().contains("out of memory"));
}
