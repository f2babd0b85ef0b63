//! PDF files whose pages draw without end, or with numbers beyond all measure.

use crate::{
    folder::{Folder, Must, WORDS, much},
    pdf::{Pdf, said},
};

pub(crate) fn make(into: &mut Folder) {
    operators(into);
    forms(into);
    numbers(into);
}

fn operators(into: &mut Folder) {
    for (name, what) in [
        ("saved-5000000-times", "q "),
        ("restored-5000000-times", "Q "),
        ("texts-begun-1000000-times", "BT "),
        ("marked-1000000-times", "/P <</MCID 0>> BDC "),
        ("compatible-1000000-times", "BX "),
        ("clipped-500000-times", "0 0 9 9 re W n "),
        ("lines-2000000", "0 0 m 9 9 l S "),
    ] {
        let times = if what.len() < 3 {
            5_000_000
        } else if what.len() < 4 {
            1_000_000
        } else {
            500_000
        };
        let content = format!("{}{}", said(WORDS, 700), what.repeat(times));
        let mut pdf = Pdf::bare("4 0 R", "");
        pdf.packed(4, "", content.as_bytes());
        into.put(&format!("{name}.pdf"), Must::End, pdf.end());
    }
    let letters =
        format!("BT /F 11 Tf 72 700 Td ({WORDS}) Tj {} ET", "(flood of letters) Tj ".repeat(much(300_000)));
    let mut pdf = Pdf::bare("4 0 R", "");
    pdf.packed(4, "", letters.as_bytes());
    into.put("letters-5000000.pdf", Must::End, pdf.end());
    let curve = format!("{}0 0 m {} S", said(WORDS, 700), "1 2 3 4 5 6 c ".repeat(much(1_000_000)));
    let mut pdf = Pdf::bare("4 0 R", "");
    pdf.packed(4, "", curve.as_bytes());
    into.put("curve-of-1000000-pieces.pdf", Must::End, pdf.end());
    let operands = format!("{}{}", said(WORDS, 700), "1 ".repeat(much(10_000_000)));
    let mut pdf = Pdf::bare("4 0 R", "");
    pdf.packed(4, "", operands.as_bytes());
    into.put("operands-10000000.pdf", Must::End, pdf.end());
    // Letters of one place above one another, which a layout may compare pair by pair.
    let heap = said(WORDS, 700).repeat(3_000);
    into.put("lines-3000-in-one-place.pdf", Must::End, Pdf::drawing(heap.as_bytes(), "").end());
    let mut strewn = said(WORDS, 700);
    for n in 0..60_000_u64 {
        strewn.push_str(&format!("BT /F 5 Tf {} {} Td (a) Tj ET ", n * 7919 % 612, n * 104_729 % 792));
    }
    into.put("letters-strewn.pdf", Must::End, Pdf::drawing(strewn.as_bytes(), "").end());
    let mut ruled = said(WORDS, 700);
    for n in 0..20_000_u64 {
        let (x, y) = (n * 7919 % 612, n * 104_729 % 792);
        ruled.push_str(&format!("{x} 0 m {x} 792 l S 0 {y} m 612 {y} l S "));
    }
    into.put("rules-40000.pdf", Must::End, Pdf::drawing(ruled.as_bytes(), "").end());
}

const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]";

fn forms(into: &mut Folder) {
    let calls = |content: &str, resources: &str| {
        Pdf::drawing(format!("{}{content}", said(WORDS, 700)).as_bytes(), resources)
    };
    let mut itself = calls("/X Do", "/XObject<</X 10 0 R>>");
    itself.stream(10, &format!("{FORM}/Resources<</XObject<</X 10 0 R>>>>"), b"/X Do /X Do");
    into.put("form-calls-itself.pdf", Must::End, itself.end());

    let mut ten = calls("/X Do", "/XObject<</X 10 0 R>>");
    for number in 10..20 {
        let inner = format!("{FORM}/Resources<</Font<</F 5 0 R>>/XObject<</X {} 0 R>>>>", number + 1);
        ten.stream(number, &inner, "/X Do ".repeat(10).as_bytes());
    }
    ten.stream(20, &format!("{FORM}/Resources<</Font<</F 5 0 R>>>>"), said("again", 600).as_bytes());
    into.put("forms-ten-to-the-tenth.pdf", Must::End, ten.end());

    let tile = "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001";
    let mut pattern = calls("/Pattern cs /P scn 0 0 612 792 re f", "/Pattern<</P 10 0 R>>");
    pattern.stream(
        10,
        &format!("{tile}/Resources<</Pattern<</P 10 0 R>>>>"),
        b"/Pattern cs /P scn 0 0 1 1 re f",
    );
    into.put("pattern-of-itself.pdf", Must::Give, pattern.end());

    let mut mask = calls("/G gs /X Do", "/ExtGState<</G 11 0 R>>/XObject<</X 10 0 R>>");
    mask.stream(
        10,
        &format!("{FORM}/Group<</S/Transparency>>/Resources<</ExtGState<</G 11 0 R>>/XObject<</X 10 0 R>>>>"),
        b"/G gs /X Do",
    );
    mask.object(11, "<</Type/ExtGState/SMask<</S/Luminosity/G 10 0 R>>>>");
    into.put("mask-of-itself.pdf", Must::Give, mask.end());

    let mut type3 = calls("BT /T 10 Tf 50 50 Td (aaaaaaaaaa) Tj ET", "/Font<</F 5 0 R/T 10 0 R>>");
    let glyphs = "/FirstChar 97/LastChar 97/Widths[10]/Encoding<</Differences[97/a]>>/CharProcs<</a 11 0 R>>";
    type3.object(10, &format!("<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]{glyphs}/Resources<</Font<</T 10 0 R>>>>>>"));
    type3.stream(11, "", b"10 0 d0 BT /T 10 Tf (aaaaaaaaaa) Tj ET");
    into.put("type3-of-itself.pdf", Must::End, type3.end());

    let mut shade = calls("/S sh", "/Shading<</S 10 0 R>>/ColorSpace<</C 12 0 R>>");
    shade.object(10, "<</ShadingType 1/ColorSpace 12 0 R/Function 11 0 R/Domain[0 1e9 0 1e9]>>");
    shade.stream(
        11,
        "/FunctionType 0/Domain[0 1 0 1]/Range[0 1 0 1 0 1]/Size[2147483647 2147483647]/BitsPerSample 32",
        b"x",
    );
    shade.object(12, "[/Indexed 12 0 R 255 12 0 R]");
    into.put("shading-without-end.pdf", Must::Give, shade.end());
}

fn numbers(into: &mut Folder) {
    for (name, content) in [
        (
            "size",
            "BT /F 1e38 Tf (a) Tj /F 99999999999999999999999999999999999999999999 Tf (b) Tj /F 0 Tf (c) Tj ET",
        ),
        ("place", "BT /F 9 Tf 1e38 1e38 Td 1e38 1e38 Td (a) Tj -1e38 -1e38 1e38 1e38 0 0 Tm (b) Tj ET"),
        ("spaces", "BT /F 9 Tf 1e38 Tw 1e38 Tc 1e38 Tz 1e38 TL T* (a b c) Tj [(a) -1e38 (b) 1e38 (c)] TJ ET"),
        ("matrix", "1e38 1e38 1e38 1e38 1e38 1e38 cm 0 0 0 0 0 0 cm BT /F 9 Tf (a) Tj ET 0 0 1e38 1e38 re f"),
    ] {
        let content = format!("{}{content}", said(WORDS, 700));
        into.put(&format!("number-{name}.pdf"), Must::Give, Pdf::drawing(content.as_bytes(), "").end());
    }
    for (name, place) in [
        ("giant", "[0 0 1e30 1e30]"),
        ("nothing", "[0 0 0 0]"),
        ("turned-over", "[612 792 0 0]"),
        ("infinite", "[-1e39 -1e39 1e39 1e39]"),
        ("itself", "3 0 R"),
    ] {
        let mut pdf = Pdf::new();
        pdf.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        pdf.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
        pdf.object(3, &format!("<</Type/Page/Parent 2 0 R/MediaBox {place}/CropBox {place}/Rotate 2147483647/UserUnit 1e30/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"));
        pdf.stream(4, "", said(WORDS, 700).as_bytes());
        pdf.object(5, crate::pdf::FONT);
        into.put(&format!("page-box-{name}.pdf"), Must::End, pdf.end());
    }
}
