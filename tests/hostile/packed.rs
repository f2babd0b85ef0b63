//! Archives, and the packages of Word and of e-books.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use crate::{
    bomb,
    folder::{Folder, Must, WORDS, much},
    zip::{Entry, packed, spaces, stored, zip, zip_said},
};

pub(crate) fn make(into: &mut Folder) {
    names(into);
    bombs(into);
    lies(into);
    word(into);
    books(into);
    gzip(into);
}

fn names(into: &mut Folder) {
    let escaping: Vec<Entry> = [
        "../../../escaped.txt",
        "/escaped.txt",
        "..\\..\\..\\escaped.txt",
        "C:\\escaped.txt",
        "\\\\server\\escaped.txt",
        "a/../../../../escaped.txt",
        "./././escaped.txt",
        "",
        "/",
        "..",
        "con.txt",
        "a\0b.txt",
        "line\nend.txt",
        "\u{1b}[31mred.txt",
        "\u{202e}txt.exe",
    ]
    .map(|name| stored(name, WORDS))
    .to_vec();
    into.put("names-that-escape.zip", Must::Give, zip(&escaping));
    let raw = [
        stored(b"\xff\xfe\xfd.txt", WORDS),
        stored(vec![b'a'; 60_000], WORDS),
        stored("a/".repeat(much(20_000)) + "b.txt", WORDS),
    ];
    into.put("names-that-are-none.zip", Must::Give, zip(&raw));
    into.put("one-name-50-times.zip", Must::Give, zip(&vec![stored("same.txt", WORDS); 50]));
    let million: Vec<Entry> = (0..1_000_000).map(|n| stored(format!("{n}"), "")).collect();
    into.put("entries-1000000.zip", Must::Fail, zip(&million));
    into.put("entries-said-to-be-65535.zip", Must::Give, zip_said(&[stored("a.txt", WORDS)], u16::MAX));
    into.put("entries-said-to-be-0.zip", Must::End, zip_said(&[stored("a.txt", WORDS)], 0));
    let empty: Vec<Entry> = (0..500).map(|n| stored(format!("{n}.txt"), "")).collect();
    into.put("entries-500-empty.zip", Must::Fail, zip(&empty));
    into.put("no-entries.zip", Must::Fail, zip(&[]));
}

fn bombs(into: &mut Folder) {
    into.put("bomb.zip", Must::Fail, zip(&[stored("good.txt", WORDS), spaces("bomb.txt", 3000)]));
    into.put(
        "bombs-of-150-mib.zip",
        Must::Fail,
        zip(&(0..6).map(|n| spaces(&format!("{n}.txt"), 150)).collect::<Vec<_>>()),
    );
    let mut lying = spaces("bomb.txt", 1000);
    lying.size = 1000;
    into.put("bomb-that-lies.zip", Must::Give, zip(&[stored("good.txt", WORDS), lying]));
    let mut nested = stored("good.txt", WORDS);
    for _ in 0..100 {
        nested = packed("inner.zip", zip(&[nested]));
    }
    into.put("nested-100-deep.zip", Must::Fail, zip(&[nested]));
    // Sixteen archives of sixteen archives of sixteen, each with a page of spaces: more than all limits together.
    let mut level = spaces("spaces.txt", 4);
    for _ in 0..3 {
        let of = zip(&(0..16)
            .map(|n| Entry { name: format!("{n}-{}", "x.zip").into_bytes(), ..level.clone() })
            .collect::<Vec<_>>());
        level = packed("x.zip", of);
    }
    into.put("sixteen-of-sixteen-of-sixteen.zip", Must::Fail, zip(&[level]));
}

fn lies(into: &mut Folder) {
    let good = stored("good.txt", WORDS);
    let wrong = |name: &str, change: fn(&mut Entry)| {
        let mut entry = packed(name, WORDS.repeat(50));
        change(&mut entry);
        entry
    };
    let sizes = [
        wrong("larger.txt", |e| e.size *= 2),
        wrong("smaller.txt", |e| e.size /= 2),
        wrong("giant.txt", |e| e.size = u32::MAX),
        wrong("sum.txt", |e| e.crc ^= 1),
        wrong("locked.txt", |e| e.flags = 1),
        wrong("torn.txt", |e| e.data.truncate(10)),
        wrong("noise.txt", |e| e.data.iter_mut().for_each(|b| *b ^= 0x5a)),
    ];
    into.put("sizes-that-lie.zip", Must::Fail, zip(&[std::slice::from_ref(&good), &sizes[..]].concat()));
    into.put("sums-that-lie.zip", Must::Give, zip(&[std::slice::from_ref(&good), &sizes[3..]].concat()));
    let kernel = packed("kernel.txt", " ".repeat(1 << 20));
    let mut overlapping = vec![kernel.clone()];
    overlapping.extend((0..200).map(|n| Entry {
        name: format!("{n}.txt").into_bytes(),
        elsewhere: Some(0),
        ..kernel.clone()
    }));
    into.put("entries-on-top-of-one-another.zip", Must::Fail, zip(&overlapping));
    let outside = Entry { elsewhere: Some(u32::MAX), ..stored("outside.txt", WORDS) };
    into.put("entry-outside.zip", Must::End, zip(&[good.clone(), outside]));
    let whole = zip(&[good.clone(), stored("b.txt", WORDS)]);
    into.put("half-an-archive.zip", Must::Fail, &whole[..whole.len() / 2]);
    into.put("two-archives.zip", Must::Give, [whole.as_slice(), &whole].concat());
    into.put(
        "lists-only.zip",
        Must::Fail,
        [b"PK\x03\x04".to_vec(), b"PK\x05\x06".repeat(much(500_000))].concat(),
    );
}

const WORD: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

fn docx(body: &str, more: &[Entry]) -> Vec<u8> {
    let document = format!(
        "<?xml version='1.0'?><w:document {WORD}><w:body><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>{body}</w:body></w:document>"
    );
    docx_of(packed("word/document.xml", document), more)
}

fn docx_of(document: Entry, more: &[Entry]) -> Vec<u8> {
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    zip(&[&[stored("[Content_Types].xml", types), document], more].concat())
}

fn word(into: &mut Folder) {
    for (name, must, open) in [
        ("paragraphs", Must::End, "<w:p>"),
        ("tables", Must::End, "<w:tbl><w:tr><w:tc>"),
        ("boxes", Must::End, "<w:p><w:r><w:txbxContent>"),
        ("changes", Must::End, "<w:ins><w:del>"),
    ] {
        into.put(&format!("word-100000-{name}-deep.docx"), must, docx(&open.repeat(much(100_000)), &[]));
    }
    let paragraph = "<w:p><w:r><w:t>a</w:t></w:r></w:p>";
    into.put("word-500000-paragraphs.docx", Must::End, docx(&paragraph.repeat(much(500_000)), &[]));
    let spans =
        "<w:tc><w:tcPr><w:gridSpan w:val='2147483647'/><w:vMerge/></w:tcPr><w:p/></w:tc>".repeat(1_000);
    into.put(
        "word-wide-cells.docx",
        Must::Give,
        docx(&format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{spans}</w:tr>").repeat(20)), &[]),
    );
    into.put("word-bomb.docx", Must::Fail, docx_of(spaces("word/document.xml", 1000), &[]));
    let secret = into.secret();
    let document = format!(
        "<!DOCTYPE d [<!ENTITY x SYSTEM '{secret}'>]><w:document {WORD}><w:body><w:p><w:r><w:t>{WORDS} &x;</w:t></w:r></w:p>\
         </w:body></w:document>"
    );
    into.put("word-outer-entity.docx", Must::Give, docx_of(packed("word/document.xml", document), &[]));
    let styles = format!(
        "<w:styles {WORD}><w:style w:type='paragraph' w:styleId='A'><w:basedOn w:val='B'/><w:link w:val='A'/></w:style><w:style \
         w:type='paragraph' w:styleId='B'><w:basedOn w:val='A'/></w:style></w:styles>"
    );
    let numbering = format!(
        "<w:numbering {WORD}><w:abstractNum w:abstractNumId='1'><w:numStyleLink w:val='A'/><w:lvl w:ilvl='4294967295'><w:start \
         w:val='2147483647'/><w:lvlText w:val='%1%2%3%4%5%6%7%8%9%9999'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId \
         w:val='1'/></w:num></w:numbering>"
    );
    let notes = format!(
        "<w:footnotes {WORD}><w:footnote w:id='1'><w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p></w:footnote></w:footnotes>"
    );
    let styled = "<w:p><w:pPr><w:pStyle w:val='A'/><w:numPr><w:ilvl w:val='4294967295'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r>\
                  <w:t>One</w:t><w:footnoteReference w:id='1'/></w:r></w:p>"
        .repeat(100);
    let more = [
        packed("word/styles.xml", styles),
        packed("word/numbering.xml", numbering),
        packed("word/footnotes.xml", notes),
        spaces("word/settings.xml", 300),
        spaces("word/comments.xml", 300),
    ];
    into.put("word-in-circles.docx", Must::End, docx(&styled, &more));
    let relations = "<Relationships><Relationship Id='r' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
                     officeDocument' Target='../../../../secret.txt'/><Relationship Id='s' TargetMode='External' \
                     Target='http://127.0.0.1:9/'/></Relationships>";
    into.put("word-with-a-path.docx", Must::End, docx("", &[stored("_rels/.rels", relations)]));
}

fn books(into: &mut Folder) {
    let container = |path: &str| {
        stored(
            "META-INF/container.xml",
            format!(
                "<container><rootfiles><rootfile full-path='{path}' media-type='application/oebps-package+xml'/></rootfiles></container>"
            ),
        )
    };
    let book = |opf: &str, more: &[Entry]| {
        zip(&[&[stored("mimetype", "application/epub+zip"), container("a.opf"), packed("a.opf", opf)], more]
            .concat())
    };
    let chapter = packed("a.xhtml", format!("<html><body><p>{WORDS}</p></body></html>"));
    let opf = |manifest: &str, spine: &str| {
        format!(
            "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>{manifest}</manifest><spine>{spine}</spine></package>"
        )
    };
    let thousands = "<itemref idref='a'/>".repeat(much(100_000));
    into.put(
        "book-of-one-chapter-100000-times.epub",
        Must::End,
        book(&opf("", &thousands), std::slice::from_ref(&chapter)),
    );
    let escaping = opf(
        "<item id='b' href='../../../../secret.txt' media-type='application/xhtml+xml'/><item id='c' href='/etc/passwd' media-type='text/html'/>",
        "<itemref idref='b'/><itemref idref='c'/><itemref idref='a'/>",
    );
    into.put("book-with-a-path.epub", Must::Give, book(&escaping, std::slice::from_ref(&chapter)));
    into.put(
        "book-of-itself.epub",
        Must::Fail,
        zip(&[stored("mimetype", "application/epub+zip"), container("META-INF/container.xml")]),
    );
    into.put(
        "book-without-a-list.epub",
        Must::Fail,
        zip(&[stored("mimetype", "application/epub+zip"), container("../a.opf")]),
    );
    let bombs = opf(
        "<item id='b' href='b.xhtml' media-type='application/xhtml+xml'/>",
        "<itemref idref='a'/><itemref idref='b'/>",
    );
    into.put("book-with-a-bomb.epub", Must::End, book(&bombs, &[chapter.clone(), spaces("b.xhtml", 1000)]));
    let deep = packed("a.xhtml", format!("<p>{WORDS}</p>{}", "<div>".repeat(much(200_000))));
    into.put("book-200000-deep.epub", Must::Give, book(&opf("", "<itemref idref='a'/>"), &[deep]));
    let secret = into.secret();
    let entity = packed(
        "a.xhtml",
        format!(
            "<!DOCTYPE html [<!ENTITY x SYSTEM '{secret}'>]><html><body><p>{WORDS} &x;</p></body></html>"
        ),
    );
    into.put("book-with-an-outer-entity.epub", Must::Give, book(&opf("", "<itemref idref='a'/>"), &[entity]));
}

fn gzip(into: &mut Folder) {
    let gz = |data: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    };
    let mut layers = WORDS.as_bytes().to_vec();
    (0..100).for_each(|_| layers = gz(&layers));
    into.put("gzip-100-deep.txt.gz", Must::Fail, &layers);
    let bomb = bomb::gzip(b' ', 2000);
    into.put("gzip-bomb.txt.gz", Must::Fail, &bomb);
    into.put("gzip-bomb-in-gzip.txt.gz", Must::Fail, gz(&bomb));
    into.put("gzip-100000-members.txt.gz", Must::Fail, gz(b" \n").repeat(much(100_000)));
    into.put("gzip-head-only.gz", Must::Fail, b"\x1f\x8b\x08\xff\0\0\0\0\0\0");
    into.put(
        "gzip-name-without-end.gz",
        Must::Fail,
        [b"\x1f\x8b\x08\x08\0\0\0\0\0\0".to_vec(), vec![b'a'; 10_000_000]].concat(),
    );
    into.put("gzip-of-an-archive.zip.gz", Must::Give, gz(&zip(&[stored("a.txt", WORDS)])));
}
