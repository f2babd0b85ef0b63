//! PDF files that unpack to far more than they hold.

use crate::{
    bomb,
    folder::{Folder, Must, WORDS},
    pdf::{Pdf, deflated, said},
};

pub(crate) fn make(into: &mut Folder) {
    bombs(into);
    parameters(into);
    pictures(into);
}

fn bombs(into: &mut Folder) {
    let contents = |filter: &str, data: &[u8]| {
        let mut pdf = Pdf::bare("4 0 R", "");
        pdf.stream(4, filter, data);
        pdf.end()
    };
    let one = bomb::zlib(b' ', 1000);
    into.put("flate-bomb.pdf", Must::Fail, contents("/Filter/FlateDecode", &one));
    let two = deflated(&one);
    into.put("flate-bomb-in-a-bomb.pdf", Must::Fail, contents("/Filter[/FlateDecode/FlateDecode]", &two));
    let three = deflated(&two);
    into.put("flate-bomb-threefold.pdf", Must::Fail, contents("/Filter[/Fl/Fl/Fl]", &three));
    let many = format!("/Filter[{}]", "/FlateDecode".repeat(10_000));
    into.put("filters-10000.pdf", Must::Fail, contents(&many, &three));
    let zeros = "z".repeat(17_000_000);
    into.put("ascii85-bomb.pdf", Must::Fail, contents("/Filter/ASCII85Decode", zeros.as_bytes()));
    let runs: Vec<u8> = [129, b' '].repeat(3_000_000);
    into.put("runs-bomb.pdf", Must::Fail, contents("/Filter/RunLengthDecode", &runs));
    let runs = deflated(&runs);
    into.put("runs-in-flate-bomb.pdf", Must::Fail, contents("/Filter[/FlateDecode/RunLengthDecode]", &runs));
    // Codes of LZW that grow by one byte each: 4096 of them make eight million bytes of six thousand.
    into.put("lzw-bomb.pdf", Must::Fail, contents("/Filter/LZWDecode", &lzw(40)));
    let part = bomb::zlib(b' ', 30);
    let mut pages = Pdf::bare(&format!("[{}]", "4 0 R ".repeat(100_000)), "");
    pages.stream(4, "/Filter/FlateDecode", &part);
    into.put("contents-100000-times-one-stream.pdf", Must::Fail, pages.end());
    for (name, kind) in
        [("object-stream", "/Type/ObjStm/N 1000000/First 9"), ("metadata", "/Type/Metadata/Subtype/XML")]
    {
        let mut pdf = Pdf::sound("/Metadata 10 0 R", "", "");
        pdf.stream(10, &format!("{kind}/Filter/FlateDecode"), &one);
        into.put(&format!("{name}-bomb.pdf"), Must::Give, pdf.end());
    }
}

/// Codes that repeat the longest string so far, `rounds` times through the whole table.
fn lzw(rounds: usize) -> Vec<u8> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u64, 0);
    let mut put = |code: u64, width: u32| {
        held = held << width | code;
        bits += width;
        while bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 0xFF) as u8);
        }
    };
    for _ in 0..rounds {
        put(256, 9);
        put(u64::from(b' '), 9);
        for code in 258..4094_u64 {
            put(
                code,
                match code {
                    0..511 => 9,
                    511..1023 => 10,
                    1023..2047 => 11,
                    _ => 12,
                },
            );
        }
    }
    put(257, 12);
    put(0, 8);
    out
}

fn parameters(into: &mut Folder) {
    let data = deflated(said(WORDS, 700).as_bytes());
    for (name, parameters) in [
        ("columns", "/Predictor 12/Columns 2147483647"),
        ("colours", "/Predictor 15/Colors 2147483647/BitsPerComponent 16/Columns 2147483647"),
        ("tiff", "/Predictor 2/Columns 2147483647/Colors 32/BitsPerComponent 16"),
        ("nothing", "/Predictor 10/Columns 0/Colors 0/BitsPerComponent 0"),
        ("negative", "/Predictor 12/Columns -1/Colors -1/BitsPerComponent -8"),
    ] {
        let mut pdf = Pdf::bare("4 0 R", "");
        pdf.stream(4, &format!("/Filter/FlateDecode/DecodeParms<<{parameters}>>"), &data);
        into.put(&format!("predictor-{name}.pdf"), Must::End, pdf.end());
    }
}

fn pictures(into: &mut Folder) {
    let packed = bomb::zlib(0, 64);
    for (name, entries) in [
        ("giant", "/Width 1000000/Height 1000000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"),
        (
            "largest",
            "/Width 2147483647/Height 2147483647/ColorSpace/DeviceCMYK/BitsPerComponent 16/Filter/FlateDecode",
        ),
        (
            "fax",
            "/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000/Rows 60000>>",
        ),
        ("jbig2", "/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"),
        ("jpx", "/Width 60000/Height 60000/Filter/JPXDecode"),
        ("dct", "/Width 65535/Height 65535/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"),
        (
            "masked",
            "/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/SMask 10 0 R/Mask 10 0 R",
        ),
    ] {
        let mut pdf = Pdf::drawing(
            format!("{}q 612 0 0 792 0 0 cm /X Do Q", said(WORDS, 700)).as_bytes(),
            "/XObject<</X 10 0 R>>",
        );
        pdf.stream(10, &format!("/Type/XObject/Subtype/Image{entries}"), &packed);
        into.put(&format!("picture-{name}.pdf"), Must::Give, pdf.end());
        // Without words beside it, the page is one for OCR.
        let mut scan = Pdf::drawing(b"q 612 0 0 792 0 0 cm /X Do Q", "/XObject<</X 10 0 R>>");
        scan.stream(10, &format!("/Type/XObject/Subtype/Image{entries}"), &packed);
        into.put(&format!("scan-{name}.pdf"), Must::End, scan.end());
    }
    let many = format!(
        "{}{}",
        said(WORDS, 700),
        "BI /W 60000 /H 60000 /BPC 8 /CS /RGB /F /Fl ID x EI\n".repeat(10_000)
    );
    into.put("pictures-in-line-10000.pdf", Must::Give, Pdf::drawing(many.as_bytes(), "").end());
}
