//! PDF files whose fonts lead in circles or promise more characters than there are.

use crate::{
    bomb,
    folder::{Folder, Must, WORDS, much},
    pdf::{Pdf, said},
};

/// A page that writes [`WORDS`] with a sound font and a few codes with the one under trial, object 10.
fn page() -> Pdf {
    let content = format!("{}BT /T 10 Tf 72 600 Td <004100420043> Tj (abc) Tj ET", said(WORDS, 700));
    Pdf::drawing(content.as_bytes(), "/Font<</F 5 0 R/T 10 0 R>>")
}

fn composite(entries: &str) -> String {
    format!("<</Type/Font/Subtype/Type0/BaseFont/T/DescendantFonts[11 0 R]{entries}>>")
}

const CID: &str = "<</Type/Font/Subtype/CIDFontType2/BaseFont/T/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 12 0 R>>";
const FACE: &str = "<</Type/FontDescriptor/FontName/T/Flags 4/FontBBox[0 0 9 9]/ItalicAngle 0/Ascent 9/Descent 0/CapHeight 9/StemV 1>>";

fn map(body: &str) -> Vec<u8> {
    format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def 1 begincodespacerange <0000> <ffff> \
         endcodespacerange {body} endcmap end end"
    )
    .into_bytes()
}

pub(crate) fn make(into: &mut Folder) {
    for (name, body) in [
        ("giant-range", "1 beginbfrange <00000000> <ffffffff> <0041> endbfrange".to_owned()),
        ("turned-range", "1 beginbfrange <ffff> <0000> <0041> endbfrange".to_owned()),
        (
            "many-ranges",
            format!("100000 beginbfrange {} endbfrange", "<0000> <ffff> <0041> ".repeat(much(100_000))),
        ),
        ("long-target", format!("1 beginbfchar <0041> <{}> endbfchar", "0041".repeat(much(1_000_000)))),
        ("no-end", "1 beginbfrange ".repeat(much(200_000))),
        ("deep-array", format!("1 beginbfrange <0000> <ffff> {} endbfrange", "[".repeat(much(200_000)))),
    ] {
        let mut pdf = page();
        pdf.object(10, &composite("/Encoding/Identity-H/ToUnicode 13 0 R"));
        pdf.object(11, CID);
        pdf.object(12, FACE);
        pdf.packed(13, "", &map(&body));
        into.put(&format!("to-unicode-{name}.pdf"), Must::End, pdf.end());
    }
    for (name, entries, body) in [
        ("of-itself", "/UseCMap 13 0 R", "/T usecmap"),
        ("giant-range", "", "1 begincidrange <00000000> <ffffffff> 0 endcidrange"),
        ("turned-range", "", "1 begincidrange <ffffffff> <00000000> 4294967295 endcidrange"),
        ("giant-space", "", "1 begincodespacerange <> <ffffffffffffffffffffffffffffffff> endcodespacerange"),
    ] {
        let mut pdf = page();
        pdf.object(10, &composite("/Encoding 13 0 R/ToUnicode 13 0 R"));
        pdf.object(11, CID);
        pdf.object(12, FACE);
        pdf.stream(13, &format!("/Type/CMap/CMapName/T{entries}"), &map(body));
        into.put(&format!("code-map-{name}.pdf"), Must::End, pdf.end());
    }
    rings(into);
    programs(into);
}

fn rings(into: &mut Folder) {
    let mut itself = page();
    itself.object(10, "<</Type/Font/Subtype/Type0/BaseFont/T/Encoding/Identity-H/DescendantFonts[10 0 R]/ToUnicode 10 0 R>>");
    into.put("font-of-itself.pdf", Must::Give, itself.end());
    for (name, widths) in [
        ("giant-range", "/W[0 4294967295 500]/DW 1e38".to_owned()),
        ("many-ranges", format!("/W[{}]", "0 65535 500 ".repeat(much(50_000)))),
        ("deep", format!("/W{}", "[0 ".repeat(much(100_000)))),
    ] {
        let mut pdf = page();
        pdf.object(10, &composite("/Encoding/Identity-H"));
        pdf.object(11, &CID.replace(">>/FontDescriptor", &format!(">>{widths}/FontDescriptor")));
        pdf.object(12, FACE);
        into.put(&format!("widths-{name}.pdf"), Must::End, pdf.end());
    }
    let mut codes = page();
    codes.object(10, "<</Type/Font/Subtype/TrueType/BaseFont/T/FirstChar -2147483648/LastChar 2147483647/Widths[1 2 3]/Encoding<</BaseEncoding/None/Differences[2147483647/a -5/b 4294967296/c 65/A]>>/FontDescriptor 12 0 R>>");
    codes.object(12, FACE);
    into.put("font-of-4000000000-codes.pdf", Must::End, codes.end());
}

fn programs(into: &mut Folder) {
    for (name, key, subtype, data) in [
        ("truetype", "FontFile2", "TrueType", b"\0\x01\0\0\xff\xff\0\0\0\0\0\0".repeat(100)),
        (
            "type1",
            "FontFile",
            "Type1",
            [b"%!PS-AdobeFont-1.0 ".to_vec(), b"/a { a } def eexec ".repeat(much(10_000))].concat(),
        ),
        (
            "cff",
            "FontFile3/Subtype/Type1C",
            "Type1",
            [b"\x01\0\x04\x04\xff\xff\x04".to_vec(), vec![0xff; 10_000]].concat(),
        ),
    ] {
        let mut pdf = page();
        pdf.object(10, &format!("<</Type/Font/Subtype/{subtype}/BaseFont/T/FirstChar 65/LastChar 67/Widths[9 9 9]/FontDescriptor 12 0 R>>"));
        let (key, kind) =
            key.split_once('/').map_or((key, String::new()), |(k, rest)| (k, format!("/{rest}")));
        pdf.object(12, &FACE.replace("/StemV 1", &format!("/StemV 1/{key} 13 0 R")));
        pdf.stream(13, &format!("{kind}/Length1 2147483647/Length2 2147483647/Length3 -1"), &data);
        into.put(&format!("font-program-{name}.pdf"), Must::End, pdf.end());
        let mut bomb = page();
        bomb.object(10, &format!("<</Type/Font/Subtype/{subtype}/BaseFont/T/FirstChar 65/LastChar 67/Widths[9 9 9]/FontDescriptor 12 0 R>>"));
        bomb.object(12, &FACE.replace("/StemV 1", &format!("/StemV 1/{key} 13 0 R")));
        bomb.stream(13, &format!("{kind}/Filter/FlateDecode"), &bomb::zlib(0, 300));
        into.put(&format!("font-program-{name}-bomb.pdf"), Must::End, bomb.end());
    }
}
