use std::path::PathBuf;

use rapporteur_model::{Document, Event};
use rapporteur_stage::{CancelToken, Context, Edit as _};

use super::*;
use crate::{Ingest, IngestOptions};

fn chunk(name: &[u8], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    // Nobody looks at the checksum.
    [&length, name, body, &[0; 4]].concat()
}

/// A grey PNG at 150 dots per inch, with stripes where lines of text would be.
fn png(width: u32, height: u32) -> Vec<u8> {
    use std::io::Write as _;
    let row = |y: u32| {
        let ink = move |x: u32| y % 40 < 12 && x % 9 < 4 && (80..height - 80).contains(&y);
        std::iter::once(0).chain((0..width).map(move |x| if ink(x) { 0 } else { 255 }))
    };
    let pixels: Vec<u8> = (0..height).flat_map(row).collect();
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&pixels).unwrap();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let density = 5906_u32.to_be_bytes();
    let parts = [
        chunk(b"IHDR", &head),
        chunk(b"pHYs", &[&density[..], &density, &[1]].concat()),
        chunk(b"IDAT", &packer.finish().unwrap()),
        chunk(b"IEND", b""),
    ];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

/// The beginning of a JPEG, without any picture.
fn jpeg(parts: u8) -> Vec<u8> {
    let frame = [0xFF, 0xC2, 0, 9, 8, 0x06, 0xD6, 0x04, 0xD8, parts, 0];
    let jfif = b"\xFF\xE0\0\x10JFIF\0\x01\x01\x02\0\x3B\0\x3B\0\0";
    [b"\xFF\xD8".as_slice(), jfif, b"\xFF\xFF\xFE\0\x04hm", &frame].concat()
}

fn read_with(bytes: &[u8], program: PathBuf) -> (Result<(), StageError>, Document, Vec<Event>) {
    let token = CancelToken::default();
    let mut cx = Context::new("ingest", &token);
    let mut doc = Document::at("page.png");
    doc.source.content = Some(bytes.to_vec().into());
    let options = IngestOptions { ocr_program: program, ..IngestOptions::default() };
    let result = Ingest::new(&options).unwrap().edit(&mut doc, &mut cx);
    (result, doc, cx.into_events())
}

fn refusal(bytes: &[u8]) -> String {
    read_with(bytes, PathBuf::from("no-such-program")).0.unwrap_err().message
}

#[cfg(all(unix, feature = "scans"))]
#[test]
fn a_picture_of_a_page_is_read_as_a_scan() {
    use crate::scan::tests::{fake, prints};
    let folder = tempfile::tempdir().unwrap();
    let program = fake(&folder, "9.0", &prints(&["Water after the war", "Summary of the talks in May"]));
    let bytes = png(1240, 1754);
    let (result, doc, events) = read_with(&bytes, program.clone());
    result.unwrap();
    assert_eq!(doc.source.media_type, "image/png");
    assert_eq!((doc.source.pages, doc.source.bytes), (Some(1), bytes.len() as u64));
    assert!(doc.extracted.text.contains("Water after the war"), "{}", doc.extracted.text);
    assert!(doc.blocks.iter().all(|b| b.page() == Some(1)));
    let told = format!("{events:?}");
    assert!(told.contains("read from the picture by tesseract 9.0"), "{told}");
    assert!(!told.contains("the end of the picture"), "{told}");
    let (result, _, events) = read_with(&bytes[..bytes.len() - 20], program);
    result.unwrap();
    let lost = |e: &Event| matches!(e, Event::Error(i) if i.message == "the end of the picture is missing");
    assert!(events.iter().any(lost), "{events:?}");
}

#[cfg(feature = "scans")]
#[test]
fn without_the_program_it_says_what_to_install() {
    let (result, _, events) = read_with(&png(1240, 1754), PathBuf::from("no-such-program"));
    result.unwrap();
    let [Event::Error(issue)] = &events[..] else { panic!("{events:?}") };
    assert_eq!(issue.message, "nothing was read: page 1 is a picture without a text layer");
    assert!(issue.hint.as_ref().unwrap().contains("apt install tesseract-ocr"));
}

#[test]
fn what_is_no_page_is_refused_with_a_sentence() {
    assert!(refusal(&png(640, 480)).ends_with("it has 640 by 480 pixels, too few for a page"));
    let mut huge = png(600, 600);
    huge[16..20].copy_from_slice(&400_000_u32.to_be_bytes());
    assert!(refusal(&huge).ends_with("pixels, more than any page"));
    for (place, value, why) in
        [(25, 6, "transparent"), (28, 1, "interlaced"), (25, 3, "damaged"), (12, 0, "damaged")]
    {
        let mut odd = png(600, 600);
        odd[place] = value;
        assert!(refusal(&odd).contains(why), "{why}: {}", refusal(&odd));
    }
    assert!(refusal(&jpeg(4)).contains("those of print"));
    for cut in 3..jpeg(3).len() {
        assert!(!refusal(&jpeg(3)[..cut]).is_empty());
    }
}

#[test]
fn a_picture_says_its_size_and_resolution() {
    let picture = jpeg::open(&jpeg(3)).unwrap();
    assert_eq!((picture.size, picture.dpi.map(f32::round)), ((1240, 1750), Some(150.0)));
    assert!(picture.cut && !jpeg::open(&[jpeg(3).as_slice(), b"\xFF\xD9"].concat()).unwrap().cut);
    let picture = png::open(&png(600, 800)).unwrap();
    assert_eq!((picture.size, picture.dpi.map(f32::round)), ((600, 800), Some(150.0)));
    assert_eq!(kind(b"GIF89a"), None);
    assert!(kind(&jpeg(1)) == Some(Media::Jpeg) && kind(&png(9, 200)) == Some(Media::Png));
}
