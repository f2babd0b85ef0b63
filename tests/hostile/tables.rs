//! PDF files whose tables of objects, lengths and keys lie.

use crate::{
    folder::{Folder, Must, WORDS, much},
    pdf::{FIRST_FREE, FONT, Pdf, deflated, leaf, said},
};

pub(crate) fn make(into: &mut Folder) {
    chains(into);
    numbers(into);
    object_streams(into);
    torn(into);
    locked(into);
}

fn chains(into: &mut Folder) {
    let mut itself = Pdf::sound("", "", "");
    itself.trailer = format!("/Root 1 0 R/Prev {}", itself.here());
    into.put("table-before-itself.pdf", Must::Give, itself.end());

    let mut pdf = Pdf::sound("", "", "");
    let first = pdf.here();
    let table = |prev: usize| {
        format!("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 6/Root 1 0 R/Prev {prev:010}>>\n")
    };
    let second = first + table(0).len();
    pdf.raw(table(second).as_bytes());
    pdf.raw(table(first).as_bytes());
    into.put("tables-in-a-ring.pdf", Must::Give, pdf.end_at(first));

    let mut pdf = Pdf::sound("", "", "");
    let here = pdf.here();
    let data = [0_u8; 7 * 20];
    pdf.stream(10, &format!("/Type/XRef/W[1 4 2]/Size 20/Root 1 0 R/Prev {here}"), &data);
    into.put("table-stream-before-itself.pdf", Must::Give, pdf.end_at(here));

    let mut pdf = Pdf::sound("", "", "");
    let here = pdf.here();
    for _ in 0..100_000 {
        let place = pdf.here().saturating_sub(60);
        pdf.raw(format!("xref\n0 0\ntrailer\n<</Size 6/Root 1 0 R/Prev {place}>>\n").as_bytes());
    }
    into.put("tables-100000.pdf", Must::Give, pdf.end_at(here));
}

fn numbers(into: &mut Folder) {
    for (name, length) in [
        ("giant", "9999999999999"),
        ("negative", "-1"),
        ("beyond", "99999999999999999999999"),
        ("itself", "4 0 R"),
    ] {
        let mut pdf = Pdf::bare("4 0 R", "");
        pdf.lying_stream(4, &format!("/Length {length}"), said(WORDS, 700).as_bytes());
        into.put(&format!("length-{name}.pdf"), Must::Give, pdf.end());
    }
    let mut pdf = Pdf::sound("", "", "");
    pdf.size = Some("2147483647".to_owned());
    into.put("size-giant.pdf", Must::Give, pdf.end());

    let mut pdf = Pdf::sound("", "", "");
    let here = pdf.here();
    pdf.raw(b"xref\n0 4294967295\n0000000000 65535 f \ntrailer\n<</Size 4294967295/Root 1 0 R>>\n");
    into.put("table-giant.pdf", Must::Give, pdf.end_at(here));

    for (name, entries) in [
        ("widths", "/W[2147483647 2147483647 2147483647]/Size 2147483647"),
        ("index", "/W[1 2 1]/Index[0 4294967295 4294967295 4294967295]/Size 4294967295"),
        ("nothing", "/W[0 0 0]/Index[0 4294967295]/Size 4294967295"),
    ] {
        let mut pdf = Pdf::sound("", "", "");
        let here = pdf.here();
        let data = deflated(&[1; 4000]);
        pdf.stream(10, &format!("/Type/XRef/Filter/FlateDecode{entries}/Root 1 0 R"), &data);
        into.put(&format!("table-stream-{name}.pdf"), Must::Give, pdf.end_at(here));
    }
    let mut pdf = Pdf::sound("", "", "");
    pdf.object(4_294_967_295, "null");
    pdf.object(8_388_607, "[4294967295 65535 R 0 0 R 99999999999999999999 0 R]");
    pdf.size = Some("1".to_owned());
    into.put("object-numbers-giant.pdf", Must::Give, pdf.end());
}

/// A page that stands in an object stream with the given entries.
fn in_stream(entries: &str, inner: &[(u32, &str)]) -> Vec<u8> {
    let (mut head, mut body) = (String::new(), String::new());
    for (number, text) in inner {
        head.push_str(&format!("{number} {} ", body.len()));
        body.push_str(text);
        body.push(' ');
    }
    let first = head.len();
    let mut pdf = Pdf::new();
    let stream = pdf.here();
    let entries = entries.replace("FIRST", &first.to_string());
    pdf.stream(20, &format!("/Type/ObjStm{entries}"), format!("{head}{body}").as_bytes());
    let contents = pdf.here();
    pdf.stream(4, "", said(WORDS, 700).as_bytes());
    let table = pdf.here();
    let mut rows = vec![0_u8; 8 * 22];
    let mut row = |number: usize, kind: u8, place: u32, index: u8| {
        rows[8 * number] = kind;
        rows[8 * number + 1..8 * number + 5].copy_from_slice(&place.to_be_bytes());
        rows[8 * number + 7] = index;
    };
    for (index, (number, _)) in (0..).zip(inner) {
        row(*number as usize, 2, 20, index);
    }
    row(4, 1, u32::try_from(contents).unwrap(), 0);
    if !inner.iter().any(|(number, _)| *number == 20) {
        row(20, 1, u32::try_from(stream).unwrap(), 0);
    }
    row(21, 1, u32::try_from(table).unwrap(), 0);
    pdf.stream(21, "/Type/XRef/W[1 4 3]/Size 22/Root 1 0 R", &rows);
    pdf.end_at(table)
}

fn object_streams(into: &mut Folder) {
    let page = leaf("2 0 R", "4 0 R", "", "");
    let sound = [
        (1, "<</Type/Catalog/Pages 2 0 R>>"),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, &page),
        (5, FONT),
    ];
    into.put("object-stream.pdf", Must::Give, in_stream("/N 4/First FIRST", &sound));
    into.put(
        "object-stream-extends-itself.pdf",
        Must::Give,
        in_stream("/N 4/First FIRST/Extends 20 0 R", &sound),
    );
    into.put("object-stream-giant.pdf", Must::Give, in_stream("/N 2147483647/First FIRST", &sound));
    into.put("object-stream-first-giant.pdf", Must::End, in_stream("/N 4/First 2147483647", &sound));
    let mut itself = sound.to_vec();
    itself.push((20, "<</Type/ObjStm/N 1/First 5/Length 20 0 R>>"));
    into.put("object-stream-in-itself.pdf", Must::End, in_stream("/N 5/First FIRST", &itself));
    let mut measured = sound.to_vec();
    measured.push((6, "400"));
    into.put(
        "object-stream-measured-by-itself.pdf",
        Must::End,
        in_stream("/N 6 0 R/First 6 0 R/Length 6 0 R", &measured),
    );
}

fn torn(into: &mut Folder) {
    let mut whole = Pdf::new();
    whole.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    let kids: String = (0..16).map(|n| format!("{} 0 R ", FIRST_FREE + 2 * n)).collect();
    whole.object(2, &format!("<</Type/Pages/Kids[{kids}]/Count 16>>"));
    whole.object(5, FONT);
    for number in 0..16 {
        let (page, contents) = (FIRST_FREE + 2 * number, FIRST_FREE + 2 * number + 1);
        whole.object(page, &leaf("2 0 R", &format!("{contents} 0 R"), "", ""));
        let lines: String = (0..30).map(|line| said(WORDS, 750 - 20 * line)).collect();
        whole.packed(contents, "", lines.as_bytes());
    }
    let whole = whole.end();
    for eighth in 1..8 {
        let part = &whole[..whole.len() * eighth / 8];
        into.put(
            &format!("torn-after-{eighth}-eighths.pdf"),
            if eighth > 2 { Must::Give } else { Must::End },
            part,
        );
    }
    into.put("nothing-but-a-head.pdf", Must::Fail, "%PDF-1.7\n");
    into.put("heads-only.pdf", Must::Fail, "%PDF-1.7\n1 0 obj\n".repeat(much(100_000)));
    // The reader looks for the end of a dictionary that has none, from each of fifty thousand places.
    into.put_if_isolated(
        "ends-only.pdf",
        Must::Fail,
        format!("%PDF-1.7\n{}", "endobj startxref 0 %%EOF xref trailer << ".repeat(much(50_000))),
    );
}

fn locked(into: &mut Folder) {
    let id = "/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]";
    for (name, encrypt) in [
        ("by-an-unknown-handler", "<</Filter/Rapporteurs.Own/V 4/R 4/O(o)/U(u)/P -1>>".to_owned()),
        ("by-itself", "10 0 R".to_owned()),
        (
            "with-a-giant-key",
            format!("<</Filter/Standard/V 1/R 3/Length 2147483647/O<{0}>/U<{0}>/P -1>>", "41".repeat(32)),
        ),
        ("without-a-key", "<</Filter/Standard/V 5/R 6/O()/U()/OE()/UE()/Perms()/P -1>>".to_owned()),
    ] {
        let mut pdf = Pdf::sound("", "", "");
        pdf.object(10, if encrypt == "10 0 R" { "10 0 R" } else { encrypt.as_str() });
        pdf.trailer = format!("/Root 1 0 R/Encrypt 10 0 R{id}");
        into.put(&format!("locked-{name}.pdf"), Must::End, pdf.end());
    }
}
