//! Files that are damaged, locked, or made to explode.

use std::{collections::BTreeMap, sync::Arc};

use lopdf::{
    Document as File, EncryptionState, EncryptionVersion, Object, Permissions,
    encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter},
};
use rapporteur_model::{Document, Event};
use rapporteur_stage::{CancelToken, Context, StageError};

use super::super::read;
use crate::layout::Role;
use crate::{Limits, Password, scan::Scans};

const TEXT: &str = "The pumps were repaired in spring";
const DRAWN: &str = "BT /F1 12 Tf 60 700 Td (The pumps were repaired in spring) Tj ET";

/// A file from the texts of its objects, the first of which is the catalog.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let (start, size) = (out.len(), objects.len() + 1);
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(
        format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    out
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    [format!("<<{entries}/Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// One page with these contents; `more` are objects from number 6 on, `resources` what the page has beside a font.
fn page(contents: &[u8], resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>{resources}>>>>"
    );
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        contents.to_vec(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

fn plain() -> Vec<u8> {
    page(&stream("", DRAWN.as_bytes()), "", &[])
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), data.to_vec());
    stream.compress().unwrap();
    stream.content
}

/// The same file with its objects in an object stream and its table in a stream.
fn modern() -> Vec<u8> {
    let mut file = File::load_mem(&plain()).unwrap();
    let mut out = Vec::new();
    file.save_modern(&mut out).unwrap();
    out
}

fn try_with(bytes: &[u8], limits: &Limits) -> (Result<(), StageError>, Document, Vec<Event>) {
    let token = CancelToken::default();
    let mut cx = Context::new("ingest", &token);
    let mut doc = Document::at("report.pdf");
    let result = read(bytes, &mut doc, &mut cx, limits, &Scans::off());
    (result, doc, cx.into_events())
}

fn told(bytes: &[u8], limits: &Limits) -> Result<String, StageError> {
    let (result, doc, _) = try_with(bytes, limits);
    result.map(|()| doc.extracted.text.clone())
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let from = from.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    for place in memchr::memmem::find_iter(bytes, from) {
        out.extend_from_slice(&bytes[at..place]);
        out.extend_from_slice(to.as_bytes());
        at = place + from.len();
    }
    assert!(at > 0, "{from:?} is not in the file");
    out.extend_from_slice(&bytes[at..]);
    out
}

#[test]
fn damaged_files_give_their_text() {
    let file = plain();
    for (from, to) in [
        ("%PDF-1.5\n", ""),
        ("%PDF-1.5\n", "HTTP/1.1 200 OK\r\n\r\n%PDF-1.5\n"),
        ("%PDF-1.5", "%PDF.x"),
        ("xref", "xxxx"),
        ("trailer", "tr"),
        ("/Root 1 0 R", ""),
        ("/Root 1 0 R", "/Root 77 0 R"),
        ("/Catalog", "/Dog"),
        ("/Type/Catalog/Pages 2 0 R", ""),
        ("/Pages 2 0 R", "/Pages 9 0 R"),
        ("/Kids[3 0 R]", "/Kids[]"),
        ("/Kids[3 0 R]", "/Kids[2 0 R 2 0 R]"),
        ("/Kids[3 0 R]", ""),
        ("/Type/Pages", ""),
        ("/Type/Page/", "/Type/Leaf/"),
        ("/Parent 2 0 R", ""),
        ("/Count 1", "/Count 0"),
        ("/Length ", "/Lngth "),
        ("/Length ", "/Length 9"),
        ("/Length ", "/Length 0."),
        ("endstream", ""),
        ("endobj", ""),
        (" 00000 n", " 00007 n"),
        ("0 obj", "3 obj"),
        ("/Resources", "/Xesources"),
        ("\n", "\r\n"),
    ] {
        let text = told(&replaced(&file, from, to), &Limits::default());
        assert!(text.as_ref().is_ok_and(|t| t.contains(TEXT)), "{from} -> {to}: {text:?}");
    }
    for cut in [file.len() - 20, file.len() - 100, file.len() - 200] {
        assert!(told(&file[..cut], &Limits::default()).unwrap().contains(TEXT), "{cut}");
    }
    // No page at all, only what one would draw.
    let start = memchr::memmem::find(&file, b"4 0 obj").unwrap();
    let end = memchr::memmem::find(&file, b"xref").unwrap();
    assert!(told(&[b"%PDF-1.4\n", &file[start..end]].concat(), &Limits::default()).unwrap().contains(TEXT));
}

#[test]
fn objects_in_streams_are_found_without_a_table() {
    let file = modern();
    assert!(told(&file, &Limits::default()).unwrap().contains(TEXT));
    for (from, to) in
        [("startxref", "stXrtxref"), ("/XRef", "/Xxxx"), ("/First", "/Fxrst"), ("/Root", "/Xoot")]
    {
        let text = told(&replaced(&file, from, to), &Limits::default());
        assert!(text.as_ref().is_ok_and(|t| t.contains(TEXT)), "{from} -> {to}: {text:?}");
    }
}

#[test]
fn a_file_that_is_mended_says_so() {
    let (result, _, events) = try_with(&replaced(&plain(), "/Kids[3 0 R]", "/Kids[]"), &Limits::default());
    result.unwrap();
    assert!(events.iter().any(|e| format!("{e:?}").contains("gathered anew")), "{events:?}");
    let (.., events) = try_with(&plain(), &Limits::default());
    assert!(events.is_empty(), "{events:?}");
}

/// The file locked in the ways there are, with the passwords `user` and `owner`.
fn locked(method: u32) -> Vec<u8> {
    let mut file = File::load_mem(&plain()).unwrap();
    let id = || Object::string_literal("0123456789abcdef");
    file.trailer.set("ID", vec![id(), id()]);
    let (owner_password, user_password) = ("owner", "user");
    let permissions = Permissions::all();
    let filters = |filter: Arc<dyn CryptFilter>| BTreeMap::from([(b"StdCF".to_vec(), filter)]);
    let (stream_filter, string_filter) = (b"StdCF".to_vec(), b"StdCF".to_vec());
    let key = [7_u8; 32];
    let version = match method {
        1 => EncryptionVersion::V1 { document: &file, owner_password, user_password, permissions },
        2 => EncryptionVersion::V2 {
            document: &file,
            owner_password,
            user_password,
            key_length: 128,
            permissions,
        },
        4 => EncryptionVersion::V4 {
            document: &file,
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes128CryptFilter)),
            stream_filter,
            string_filter,
            owner_password,
            user_password,
            permissions,
        },
        _ => EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &key,
            stream_filter,
            string_filter,
            owner_password,
            user_password,
            permissions,
        },
    };
    let state = EncryptionState::try_from(version).unwrap();
    file.encrypt(&state).unwrap();
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

#[test]
fn a_locked_file_opens_with_either_password() {
    let with = |passwords: &[&str]| Limits {
        passwords: passwords.iter().map(|p| Password::from(*p)).collect(),
        ..Limits::default()
    };
    for method in [1, 2, 4, 5] {
        let file = locked(method);
        for password in ["user", "owner"] {
            let (result, doc, events) = try_with(&file, &with(&["wrong", password]));
            assert!(result.is_ok(), "{method} {password}: {result:?}");
            assert!(doc.extracted.text.contains(TEXT), "{method} {password}");
            assert!(events.is_empty(), "{method} {password}: {events:?}");
        }
        let error = told(&file, &with(&[])).unwrap_err();
        assert_eq!(error.message, "the PDF is encrypted and needs a password");
        assert!(error.hint.as_deref().is_some_and(|h| h.contains("`passwords`")));
        let error = told(&file, &with(&["swordfish"])).unwrap_err();
        assert_eq!(error.message, "the PDF is encrypted, and none of the passwords opens it");
        assert!(!format!("{error:?}").contains("swordfish"));
    }
}

#[test]
fn limits_are_met_with_a_reason() {
    let many = format!("{DRAWN} {}", "0 0 m 9 9 l S ".repeat(500));
    let small = Limits { drawings: 100, ..Limits::default() };
    let few = Limits { glyphs: 10, ..Limits::default() };
    for (limits, option) in [(small, "largest-drawings"), (few, "largest-glyphs")] {
        let (result, doc, events) = try_with(&page(&stream("", many.as_bytes()), "", &[]), &limits);
        result.unwrap();
        assert!(doc.extracted.text.contains("The pumps"));
        assert!(format!("{events:?}").contains(option), "{events:?}");
    }
    let tight = Limits { unpacked_mib: 8, ..Limits::default() };
    let bomb = stream("/Filter/FlateDecode", &packed(&vec![b' '; 3 << 20]));
    let error = told(&page(&bomb, "", &[]), &tight).unwrap_err();
    assert!(error.message.contains("1 packed part of the PDF unpacks to more than 2 MiB"), "{error}");
    // A small stream of operators takes longer than a large one of anything else.
    let busy = stream("", "q Q ".repeat(400_000).as_bytes());
    let error = told(&page(&busy, "", &[]), &tight).unwrap_err();
    assert!(error.message.contains("unpacks to too much"), "{error}");
    // Elsewhere in the file it costs itself alone.
    let (result, doc, events) = try_with(&page(&stream("", DRAWN.as_bytes()), "", &[bomb]), &tight);
    result.unwrap();
    assert!(doc.extracted.text.contains(TEXT) && format!("{events:?}").contains("largest-unpacked-mib"));
}

#[test]
fn pages_that_would_never_end_are_not_begun() {
    let form = |draws: &str, next: usize| {
        let entries =
            format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>");
        stream(&entries, draws.as_bytes())
    };
    let deep: Vec<Vec<u8>> = (7..50).map(|next| form("/X Do /X Do /X Do /X Do", next)).collect();
    let draws = format!("{DRAWN} /X Do");
    let forms = page(&stream("", draws.as_bytes()), "/XObject<</X 6 0 R>>", &deep);
    let error = told(&forms, &Limits::default()).unwrap_err();
    assert!(error.message.contains("unpacks to too much"), "{error}");
    // A form that draws itself does so once.
    let own = page(&stream("", draws.as_bytes()), "/XObject<</X 6 0 R>>", &[form("/X Do /X Do", 6)]);
    assert!(told(&own, &Limits::default()).unwrap().contains(TEXT));
    let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[\
        <</Type/Font/Subtype/CIDFontType2/BaseFont/A/W[0 4294967294 500]>>]>>";
    let widths = page(&stream("", DRAWN.as_bytes()), "/Font<</F1 6 0 R>>", &[font.as_bytes().to_vec()]);
    assert!(told(&widths, &Limits::default()).is_err());
}

#[test]
fn marked_content_is_joined_to_the_structure_tree() {
    let drawn = "BT /F1 12 Tf 60 700 Td /H1 <</MCID 0>> BDC (One) Tj EMC 0 -20 Td /P /M BDC (Two, and) Tj \
        /Span <</Lang(fr)>> BDC ( three) Tj EMC EMC /Artifact BMC ( 4) Tj EMC ET";
    let mut file = page(
        &stream("", drawn.as_bytes()),
        "/Properties<</M <</MCID 1>>>>",
        &[
            b"<</Type/StructTreeRoot/K[7 0 R 8 0 R]>>".to_vec(),
            b"<</S/H1/Pg 3 0 R/K 0>>".to_vec(),
            b"<</S/P/Pg 3 0 R/K[1]>>".to_vec(),
        ],
    );
    file = replaced(&file, "/Type/Catalog", "/StructTreeRoot 6 0 R/Type/Catalog");
    let token = CancelToken::default();
    let mut cx = Context::new("ingest", &token);
    let opened = super::open(&file, &mut cx, &Limits::default()).unwrap();
    assert_eq!(opened.glyphs(), 19);
    let tags = &opened.catalog.hints.tags;
    let role = |content| tags.content.get(&(1, content)).map(|tag| tag.role);
    assert_eq!(role(0), Some(Role::Heading(Some(1))));
    assert_eq!((role(1), role(2)), (Some(Role::Text), None));
}

/// Numbers that look like chance and are always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

fn mutated(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    const WORDS: [&str; 14] = [
        "0",
        "-1",
        "4294967295",
        "99999999999999999999",
        "<<",
        ">>",
        "[",
        "(",
        " R ",
        "3 0 R",
        "/Kids",
        "endobj",
        "stream\n",
        "endstream",
    ];
    let mut out = bytes.to_vec();
    for _ in 0..1 + chance.below(6) {
        let at = chance.below(out.len());
        let end = (at + chance.below(200)).min(out.len());
        let word = WORDS[chance.below(WORDS.len())].bytes();
        match chance.below(6) {
            0 => out[at] ^= 1 << chance.below(8),
            1 => drop(out.drain(at..end)),
            2 => drop(out.splice(at..at, word)),
            3 => drop(out.splice(at..end.min(at + 8), word)),
            4 => {
                let piece = out[at..end].to_vec();
                let place = chance.below(out.len());
                out.splice(place..place, piece);
            }
            _ if chance.below(4) == 0 => out.truncate(at.max(64)),
            _ => {}
        }
        if out.len() < 64 {
            return bytes.to_vec();
        }
    }
    out
}

/// Whatever is done to a file, it is read or refused in a sentence: no panic, no end without a word.
#[test]
fn mutated_files_are_read_or_refused() {
    let form = stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", DRAWN.as_bytes());
    let with_form = page(&stream("/Filter/FlateDecode", &packed(b"/X Do")), "/XObject<</X 6 0 R>>", &[form]);
    let seeds = [plain(), modern(), with_form, locked(2), locked(5)];
    let limits = Limits { drawings: 20_000, unpacked_mib: 16, ..Limits::default() };
    let mut chance = Chance(20_261_125);
    let mut whole = 0;
    for round in 0..600 {
        let bytes = mutated(&seeds[round % seeds.len()], &mut chance);
        let (result, doc, _) = try_with(&bytes, &limits);
        match result {
            Ok(()) => assert!(doc.blocks.iter().any(|b| !b.text.is_empty()), "round {round}"),
            Err(error) => {
                assert!(!error.message.contains("gave up"), "round {round}: {error}");
                assert!(error.hint.is_some(), "round {round}: {error}");
            }
        }
        whole += usize::from(doc.extracted.text.contains(TEXT));
    }
    assert!(whole > 100, "{whole} of 600 gave their text");
}
