//! PDF files whose objects lead in circles, or without end.

use crate::{
    folder::{Folder, Must, WORDS, much},
    pdf::{FIRST_FREE, FONT, Pdf, leaf, said},
};

pub(crate) fn make(into: &mut Folder) {
    pages(into);
    nested(into);
    catalogs(into);
}

fn pages(into: &mut Folder) {
    let mut cycle = Pdf::new();
    cycle.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    cycle.object(2, "<</Type/Pages/Kids[3 0 R 2 0 R 6 0 R]/Count 3>>");
    cycle.object(3, &leaf("2 0 R", "4 0 R", "", ""));
    cycle.stream(4, "", said(WORDS, 700).as_bytes());
    cycle.object(5, FONT);
    cycle.object(6, "<</Type/Pages/Parent 2 0 R/Kids[2 0 R 6 0 R]/Count 9>>");
    into.put("page-tree-cycle.pdf", Must::Give, cycle.end());

    let mut deep = Pdf::new();
    deep.object(1, "<</Type/Catalog/Pages 10 0 R>>");
    for number in FIRST_FREE..FIRST_FREE + 10_000 {
        deep.object(number, &format!("<</Type/Pages/Kids[{} 0 R]/Count 1>>", number + 1));
    }
    deep.object(FIRST_FREE + 10_000, &leaf("10009 0 R", "4 0 R", "", ""));
    deep.stream(4, "", said(WORDS, 700).as_bytes());
    deep.object(5, FONT);
    into.put("page-tree-10000-deep.pdf", Must::End, deep.end());

    let mut own = Pdf::new();
    own.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    own.object(2, "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>");
    into.put("page-tree-of-itself.pdf", Must::Fail, own.end());

    let mut parents = Pdf::new();
    parents.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    parents.object(2, "<</Type/Pages/Parent 6 0 R/Kids[3 0 R]/Count 1>>");
    parents.object(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>");
    parents.stream(4, "", said(WORDS, 700).as_bytes());
    parents.object(6, "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>");
    into.put("parents-in-a-ring.pdf", Must::End, parents.end());

    let mut none = Pdf::new();
    none.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    none.object(2, "<</Type/Pages/Kids[]/Count 0>>");
    into.put("no-pages.pdf", Must::Fail, none.end());

    let mut count = Pdf::new();
    count.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    count.object(2, "<</Type/Pages/Kids[3 0 R]/Count 2147483647>>");
    count.object(3, &leaf("2 0 R", "4 0 R", "", ""));
    count.stream(4, "", said(WORDS, 700).as_bytes());
    count.object(5, FONT);
    into.put("count-giant.pdf", Must::Give, count.end());

    let mut empty = Pdf::new();
    empty.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    let kids: String = (0..50_000).map(|n| format!("{} 0 R ", FIRST_FREE + n)).collect();
    empty.object(2, &format!("<</Type/Pages/Kids[{kids}]/Count 50000>>"));
    for number in 0..50_000 {
        empty.object(FIRST_FREE + number, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>");
    }
    into.put("pages-50000-empty.pdf", Must::Fail, empty.end());

    let mut same = Pdf::new();
    same.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    same.object(2, &format!("<</Type/Pages/Kids[{}]/Count 100000>>", "3 0 R ".repeat(much(100_000))));
    same.object(3, &leaf("2 0 R", "4 0 R", "", ""));
    same.stream(4, "", said(WORDS, 700).as_bytes());
    same.object(5, FONT);
    into.put("one-page-100000-times.pdf", Must::End, same.end());
}

fn nested(into: &mut Folder) {
    for (name, open, close) in [("arrays", "[", "]"), ("dictionaries", "<</A ", ">>")] {
        let deep = format!("{}{}", open.repeat(much(100_000)), close.repeat(much(100_000)));
        let mut pdf = Pdf::sound("/Names 10 0 R", "/Annots 10 0 R", "");
        pdf.object(FIRST_FREE, &deep);
        into.put(&format!("{name}-100000-deep.pdf"), Must::End, pdf.end());
        let pdf = Pdf::drawing(format!("{}\n{deep} TJ", said(WORDS, 700)).as_bytes(), "");
        into.put(&format!("{name}-100000-deep-in-contents.pdf"), Must::End, pdf.end());
        let mut open_end = Pdf::sound("/Names 10 0 R", "", "");
        open_end.object(FIRST_FREE, &open.repeat(much(1_000_000)));
        into.put(&format!("{name}-never-closed.pdf"), Must::End, open_end.end());
    }
    let mut strings = Pdf::sound("/Names 10 0 R", "", "");
    strings.object(FIRST_FREE, &"(".repeat(much(2_000_000)));
    into.put("string-of-brackets.pdf", Must::End, strings.end());
    let mut many = Pdf::sound("", "", "");
    for number in FIRST_FREE..300_000 {
        many.object(number, "null");
    }
    into.put("objects-300000.pdf", Must::End, many.end());
    let mut comments = Pdf::sound("", "", "");
    comments.raw(&b"%\n".repeat(much(3_000_000)));
    into.put("comments-3000000.pdf", Must::Give, comments.end());
}

fn catalogs(into: &mut Folder) {
    let mut ring = Pdf::sound("/Outlines 10 0 R", "", "");
    ring.object(10, "<</First 11 0 R/Last 12 0 R/Count 2>>");
    ring.object(11, "<</Title(One)/Parent 10 0 R/Next 12 0 R/First 11 0 R/Dest[3 0 R/Fit]>>");
    ring.object(12, "<</Title(Two)/Parent 10 0 R/Next 11 0 R/First 10 0 R/Dest[3 0 R/Fit]>>");
    into.put("outlines-in-a-ring.pdf", Must::Give, ring.end());

    let mut deep = Pdf::sound("/Outlines 10 0 R", "", "");
    for number in FIRST_FREE..60_000 {
        deep.object(number, &format!("<</Title(Deeper)/First {0} 0 R/Last {0} 0 R/Count 1>>", number + 1));
    }
    into.put("outlines-60000-deep.pdf", Must::Give, deep.end());

    let mut labels = Pdf::sound("/PageLabels 10 0 R/Names<</Dests 11 0 R>>/Dests 11 0 R", "", "");
    labels.object(10, "<</Kids[10 0 R 10 0 R]/Nums[0<</S/r/St 2147483647>>0 10 0 R]>>");
    labels.object(11, "<</Kids[11 0 R 11 0 R]/Names[(a)11 0 R]/Limits[(a)(z)]>>");
    into.put("names-in-a-ring.pdf", Must::Give, labels.end());

    let mut tags = Pdf::sound("/MarkInfo<</Marked true>>/StructTreeRoot 10 0 R", "/StructParents 0", "");
    tags.object(10, "<</Type/StructTreeRoot/K[11 0 R 11 0 R]/ParentTree 12 0 R/RoleMap<</A/B/B/A>>>>");
    tags.object(11, "<</S/A/P 10 0 R/K[10 0 R 11 0 R 11 0 R 0]/Pg 3 0 R>>");
    tags.object(12, "<</Kids[12 0 R 12 0 R]/Nums[0[11 0 R 11 0 R]]>>");
    into.put("structure-in-a-ring.pdf", Must::Give, tags.end());

    // Ten levels of which each names the next ten times.
    let mut wide = Pdf::sound("/MarkInfo<</Marked true>>/StructTreeRoot 10 0 R", "/StructParents 0", "");
    for number in 10..20 {
        let kids = format!("{} 0 R ", number + 1).repeat(10);
        wide.object(number, &format!("<</S/Sect/P 10 0 R/K[{kids}]/Pg 3 0 R>>"));
    }
    wide.object(20, "<</S/P/K 0/Pg 3 0 R>>");
    into.put("structure-of-ten-to-the-tenth.pdf", Must::Give, wide.end());

    let mut notes = Pdf::sound("", &format!("/Annots[{}]", "10 0 R ".repeat(much(100_000))), "");
    notes.object(
        10,
        "<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(a)/AP<</N 11 0 R>>/Parent 10 0 R>>",
    );
    notes.stream(11, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 11 0 R>>>>", b"/X Do");
    into.put("annotations-100000.pdf", Must::End, notes.end());

    let form = format!(
        "<?xml version='1.0'?><!DOCTYPE xdp [<!ENTITY x SYSTEM '{}'>]><xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>\
         <template><field><value><text>&x;</text></value></field></template></xdp:xdp>",
        into.secret()
    );
    let mut xfa = Pdf::sound("/AcroForm<</XFA 10 0 R/Fields[]>>/Metadata 10 0 R", "", "");
    xfa.stream(10, "/Type/Metadata/Subtype/XML", form.as_bytes());
    into.put("xfa-with-an-outer-entity.pdf", Must::Give, xfa.end());

    let launch =
        "/OpenAction<</S/Launch/F(/bin/sh)>>/Names<</EmbeddedFiles<</Names[(../../../escaped.txt)10 0 R]>>>>";
    let mut files = Pdf::sound(launch, "", "");
    files.object(10, "<</Type/Filespec/F(../../../escaped.txt)/EF<</F 11 0 R>>>>");
    files.stream(11, "/Type/EmbeddedFile", b"escaped");
    into.put("attachment-with-a-path.pdf", Must::Give, files.end());
}
