//! Plain text without end, without lines, without letters.

use std::fs::File;

use crate::folder::{Folder, Must, WORDS, much};

pub(crate) fn make(into: &mut Folder) {
    sizes(into);
    bytes(into);
    lines(into);
}

fn sizes(into: &mut Folder) {
    // It takes no room on the disk.
    let path = into.place("sparse-2-gib.txt");
    File::create(&path).unwrap().set_len(2 << 30).unwrap();
    into.is_there(path, Must::Fail);
    let path = into.place("sparse-150-mib.txt");
    File::create(&path).unwrap().set_len(150 << 20).unwrap();
    into.is_there(path, Must::Fail);
    into.put("nothing.txt", Must::Fail, "");
    into.put("one-byte.txt", Must::Fail, "\n");
    into.put("nuls-10000000.txt", Must::Fail, vec![0; 10_000_000]);
    let line = format!("{WORDS} ").repeat(much(60_000));
    into.put("line-of-4-mib.txt", Must::End, &line);
    into.put("word-of-10-mib.txt", Must::End, format!("{WORDS}\n\n{}", "a".repeat(much(10_000_000))));
    into.put("line-ends-10000000.txt", Must::Give, format!("{WORDS}{}", "\n".repeat(much(10_000_000))));
    into.put(
        "carriage-returns-10000000.txt",
        Must::Give,
        format!("{WORDS}{}", "\r".repeat(much(10_000_000))),
    );
    into.put("spaces-10000000.txt", Must::Give, format!("{WORDS}{}.", " ".repeat(much(10_000_000))));
    into.put("pages-1000000.txt", Must::End, format!("{WORDS}{}", "\u{c}a".repeat(much(1_000_000))));
    into.put("paragraphs-200000.txt", Must::End, format!("{WORDS}\n\n{}", "a b\n\n".repeat(much(200_000))));
}

fn bytes(into: &mut Folder) {
    let after = |bytes: &[u8]| [WORDS.as_bytes(), b"\n\n", bytes].concat();
    into.put(
        "invalid-utf8.txt",
        Must::End,
        after(&b"\xff\xc0\xaf\xed\xa0\x80\xf5word ".repeat(much(200_000))),
    );
    let wide =
        |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    into.put(
        "utf16-without-mark.txt",
        Must::Give,
        wide(&format!("{WORDS}\n").repeat(1000), u16::to_le_bytes),
    );
    into.put(
        "utf16-turned-over.txt",
        Must::End,
        [b"\xff\xfe".to_vec(), wide(WORDS, u16::to_be_bytes)].concat(),
    );
    into.put(
        "utf16-of-halves.txt",
        Must::End,
        [b"\xff\xfe".to_vec(), b"\0\xd8a\0".repeat(much(500_000))].concat(),
    );
    into.put("marks-of-order.txt", Must::Give, after("\u{feff}a\u{fffe} ".repeat(much(200_000)).as_bytes()));
    into.put(
        "directions.txt",
        Must::Give,
        after("\u{202e}\u{2066}\u{202a}abc\u{2069} ".repeat(much(100_000)).as_bytes()),
    );
    into.put(
        "combining-1000000.txt",
        Must::End,
        after(format!("e{}", "\u{301}".repeat(much(1_000_000))).as_bytes()),
    );
    into.put(
        "combining-of-two-orders.txt",
        Must::End,
        after(format!("e{}", "\u{301}\u{323}".repeat(much(500_000))).as_bytes()),
    );
    into.put(
        "joiners-1000000.txt",
        Must::Give,
        after("\u{200d}\u{200b}\u{ad}".repeat(much(400_000)).as_bytes()),
    );
    into.put(
        "hangul-and-emoji.txt",
        Must::End,
        after("\u{1100}\u{1161}\u{1f468}\u{200d}\u{1f469}\u{fdfa}".repeat(much(100_000)).as_bytes()),
    );
    into.put(
        "escapes-of-a-terminal.txt",
        Must::End,
        after("\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m".repeat(100).as_bytes()),
    );
}

fn lines(into: &mut Folder) {
    let after = |text: String| format!("{WORDS}\n\n{text}");
    for (name, line) in [
        ("hyphens", "water-\n"),
        ("hyphenated-parts", "wa-\nter-\nworks-\n"),
        ("page-numbers", "14\n\u{c}"),
        ("footnote-marks", "a1 b2 c3 [4] (5) 6 \n"),
        ("footnotes", "1 See the report.\n"),
        ("list-marks", "1. a) (i) - * \n"),
        ("headings", "SESSION I: WATER\n\n"),
        ("numbered-headings", "1.1.1.1.1.1.1.1 Water\n\n"),
        ("quotation-marks", "\u{201c}\u{2018}\"'\u{ab}\u{2039}\n"),
        ("brackets", "((([[[{{{\n"),
        ("backslashes", "\\\\\\$\\%\\_\\[\n"),
        ("stops", "A. B. C. Dr. Mr. e.g. i.e. ... ?!?!\n"),
        ("dots-of-a-list-of-contents", "Water ........................ 12\n"),
        ("table-rows", "a\tb\tc\td | e | f\n"),
        ("acronyms", "WHO (World Health Organization) (WHO) (WHO) "),
        ("capitals", "THE COMMITTEE OF THE MINISTERS OF THE STATES "),
        ("one-sentence", "and the water and the river and the basin, "),
        ("numerals", "IVXLCDM XVIII MMXXVI mdclxvi "),
        ("letters-apart", "w a t e r  "),
        ("dates", "3 May 2019 to 12/13/14 99.99.9999 May 32, 0000; "),
        ("running-heads", "Report of the Committee      Page 1 of 1\n\nwater\n\n\u{c}"),
    ] {
        let times = much(600_000 / line.len());
        into.put(&format!("nothing-but-{name}.txt"), Must::End, after(line.repeat(times)));
    }
}
