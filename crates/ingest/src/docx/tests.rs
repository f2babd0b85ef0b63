use rapporteur_model::{Block, Document, Event, Kind};
use rapporteur_stage::StageError;

use crate::{
    IngestOptions,
    packed::tests::{Given, stage, zip},
};

const RELATIONS: &str = "<Relationships>\
    <Relationship Id='s' Type='http://x/styles' Target='styles.xml'/>\
    <Relationship Id='n' Type='http://x/numbering' Target='/word/numbering.xml'/>\
    <Relationship Id='f' Type='http://x/footnotes' Target='footnotes.xml'/>\
    <Relationship Id='e' Type='http://x/endnotes' Target='endnotes.xml'/>\
    <Relationship Id='h1' Type='http://x/header' Target='header1.xml'/>\
    <Relationship Id='h2' Type='http://x/footer' Target='../word/footer1.xml'/>\
    <Relationship Id='out' Type='http://x/header' Target='http://a.example/x.xml' TargetMode='External'/></Relationships>";

const STYLES: &str = "<w:styles>\
    <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
    <w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
    <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
    <w:style w:styleId='Gezaehlt'><w:name w:val='Gezählt'/><w:basedOn w:val='berschrift1'/>\
    <w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>\
    <w:style w:styleId='Zitat'><w:name w:val='Quote'/></w:style>\
    <w:style w:styleId='Verborgen'><w:name w:val='x'/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";

const NUMBERING: &str = "<w:numbering>\
    <w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='o'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='2'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='Session %1:'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='2'/></w:num></w:numbering>";

const NOTES: &str = "<w:footnotes><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>\
    <w:footnote w:id='4'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> See Rome.</w:t></w:r></w:p><w:p><w:r><w:t>And more.</w:t></w:r></w:p></w:footnote>\
    <w:footnote w:id='5'><w:p><w:r><w:t>* Not for quotation.</w:t></w:r></w:p></w:footnote></w:footnotes>";

const ENDNOTES: &str =
    "<w:endnotes><w:endnote w:id='4'><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote></w:endnotes>";

/// A Word file with a body; the namespace is declared as transitional.
fn file(body: &str) -> Vec<u8> {
    file_of(&format!(
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{body}</w:body></w:document>"
    ))
}

fn file_of(document: &str) -> Vec<u8> {
    let header = "<w:hdr><w:p><w:r><w:t>Meridian Trust</w:t></w:r></w:p></w:hdr>";
    let core = "<cp:coreProperties xmlns:dc='x'><dc:title>Stated title</dc:title><dcterms:created>2019-06-03T10:00:00Z</dcterms:created></cp:coreProperties>";
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships><Relationship Id='1' Type='http://x/officeDocument' Target='word/document.xml'/>\
            <Relationship Id='2' Type='http://x/metadata/core-properties' Target='docProps/core.xml'/></Relationships>"),
        ("word/_rels/document.xml.rels", RELATIONS.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/numbering.xml", NUMBERING.as_bytes()),
        ("word/footnotes.xml", NOTES.as_bytes()),
        ("word/endnotes.xml", ENDNOTES.as_bytes()),
        ("word/header1.xml", header.as_bytes()),
        ("word/footer1.xml", header.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn try_read(bytes: &[u8]) -> Result<(Document, Vec<Event>), StageError> {
    let Given { mut documents, events, .. } = stage("a.docx", bytes, &IngestOptions::default())?;
    let doc = documents.remove(0);
    for block in &doc.blocks {
        for origin in block.origin.windows(1).flat_map(|w| w.first()) {
            let page = origin.bytes.clone();
            assert!(doc.extracted.text.get(page.start as usize..page.end as usize).is_some());
        }
        let whole: String = block.origin.iter().map(|o| doc.extracted.slice(&o.bytes)).collect();
        assert_eq!(whole, block.text);
    }
    Ok((doc, events))
}

fn read(body: &str) -> Document {
    try_read(&file(body)).unwrap().0
}

fn told(block: &Block) -> String {
    let kind = match block.kind {
        Kind::Heading => "h",
        Kind::ListItem => "li",
        Kind::Quote => "q",
        Kind::Note => "note",
        Kind::Table => "table",
        Kind::Furniture => "f",
        _ => "p",
    };
    let level = block.level.map_or(String::new(), |l| l.to_string());
    let mark = block.mark.as_ref().map_or(String::new(), |m| format!("[{m}]"));
    format!("{kind}{level}{mark} {}", block.text)
}

fn blocks(body: &str) -> Vec<String> {
    read(body).blocks.iter().map(told).collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn headings_by_style_with_their_numbers_below_the_title() {
    let body = [
        styled("Titel", "Water for All"),
        styled("berschrift1", "Introduction"),
        p("The group met."),
        styled("Gezaehlt", "Rights"),
        styled("Gezaehlt", "Pipes"),
        styled("Zitat", "Water is life."),
        "<w:p><w:pPr><w:outlineLvl w:val='2'/></w:pPr><w:r><w:t>Small</w:t></w:r></w:p>".to_owned(),
        styled("berschrift1", &"long ".repeat(100)),
    ];
    let found = blocks(&body.concat());
    assert_eq!(
        found[..7],
        [
            "h1 Water for All",
            "h2 Introduction",
            "p The group met.",
            "h2 Session I: Rights",
            "h2 Session II: Pipes",
            "q Water is life.",
            "h4 Small"
        ]
    );
    assert!(found[7].starts_with("p long"));
}

#[test]
fn list_items_have_the_marks_that_word_computes() {
    let body = [
        item(1, 0, "One"),
        item(1, 1, "Sub"),
        item(1, 1, "Sub"),
        item(1, 0, "Two"),
        item(2, 0, "Dot"),
        item(0, 0, "Not"),
    ];
    assert_eq!(
        blocks(&body.concat()),
        ["li1[1.] One", "li2[(a)] Sub", "li2[(b)] Sub", "li1[2.] Two", "li1[•] Dot", "p Not"]
    );
}

#[test]
fn notes_stand_behind_their_paragraph() {
    let doc = read(&format!(
        "<w:p><w:r><w:t>Water</w:t></w:r><w:r><w:footnoteReference w:id='4'/></w:r><w:r><w:t xml:space='preserve'> and land</w:t></w:r>\
         <w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:footnoteReference w:customMarkFollows='1' w:id='5'/><w:t>*</w:t></w:r>\
         <w:r><w:endnoteReference w:id='4'/><w:t>.</w:t></w:r></w:p>{}",
        p("Next.")
    ));
    let found: Vec<String> = doc.blocks.iter().map(told).collect();
    assert_eq!(
        found,
        [
            "p Water and land.",
            "note[1] See Rome.",
            "note And more.",
            "note[*] Not for quotation.",
            "note[i] At the end.",
            "p Next."
        ]
    );
    let marks: Vec<_> = doc.blocks[0].notes.iter().map(|n| (n.at, n.mark.as_str(), n.note)).collect();
    assert_eq!(marks, [(5, "1", Some(1)), (14, "*", Some(3)), (14, "i", Some(4))]);
}

#[test]
fn what_was_deleted_is_out_and_what_was_inserted_is_in() {
    let body = "<w:p><w:pPr><w:pPrChange w:id='1'><w:pPr><w:pStyle w:val='Titel'/></w:pPr></w:pPrChange></w:pPr>\
        <w:r><w:t>The </w:t></w:r><w:del><w:r><w:delText>old </w:delText></w:r></w:del><w:ins><w:r><w:t xml:space='preserve'> new </w:t></w:r></w:ins>\
        <w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:t>text</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del w:id='2'/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>One sentence </w:t></w:r></w:p><w:p><w:r><w:t>again.</w:t></w:r></w:p>";
    assert_eq!(blocks(body), ["p The new text", "p One sentence again."]);
}

#[test]
fn fields_signs_and_breaks() {
    let body = "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>REF x</w:instrText><w:t>code</w:t><w:fldChar w:fldCharType='separate'/></w:r>\
        <w:r><w:t>Result</w:t><w:fldChar w:fldCharType='end'/><w:tab/><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>eration</w:t>\
        <w:sym w:font='Symbol' w:char='F0B3'/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Verborgen'/></w:rPr><w:t>too</w:t></w:r>\
        <w:r><w:t>5 km</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r></w:p>\
        <w:p><w:r><w:t>Rome, Italy</w:t><w:br/><w:t>22 June 2004</w:t></w:r></w:p>\
        <w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p><w:p><w:hyperlink><w:r><w:t>Never ended</w:t></w:r></w:hyperlink></w:p>";
    assert_eq!(
        blocks(body),
        ["p Result co-operation≥5 km²", "p Rome, Italy", "p 22 June 2004", "p Never ended"]
    );
}

#[test]
fn tables_of_data_and_of_layout() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>());
    let wide = format!("<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}{}</w:tc>", p("wide"), p("cell"));
    let data = format!("<w:tbl>{}<w:tr>{wide}{}</w:tr></w:tbl>", row(&["Name", "", "Town"]), cell("last"));
    let layout =
        format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", styled("berschrift1", "Head"), p("Text"));
    assert_eq!(blocks(&(data + &layout)), ["table Name\t\tTown\nwide cell\t\tlast", "h1 Head", "p Text"]);
}

#[test]
fn boxes_come_behind_their_paragraph_and_once() {
    let body = "<w:p><w:r><w:t>Host</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t xml:space='preserve'> goes on</w:t></w:r></w:p>\
        <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>\
        <w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Kept</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    assert_eq!(blocks(body), ["p Host goes on", "p In a box", "p Kept"]);
}

#[test]
fn headers_and_footers_are_furniture_each_once() {
    let section = "<w:sectPr><w:headerReference r:id='h1'/><w:footerReference r:id='h2'/><w:headerReference r:id='h1'/><w:headerReference r:id='out'/></w:sectPr>";
    let doc = read(&(p("Text") + section));
    assert_eq!(doc.blocks.iter().map(told).collect::<Vec<_>>(), ["p Text", "f Meridian Trust"]);
    assert_eq!(doc.repairs().count(), 1);
}

#[test]
fn pages_are_those_that_word_last_set() {
    let body = "<w:p><w:r><w:t>Cover</w:t><w:br w:type='page'/></w:r></w:p>\
        <w:p><w:r><w:lastRenderedPageBreak/><w:t>One sentence over</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>the end.</w:t></w:r></w:p>";
    let doc = read(body);
    let pages: Vec<_> =
        doc.extracted.pages.iter().map(|p| doc.extracted.slice(&p.bytes).trim().to_owned()).collect();
    assert_eq!(pages, ["Cover", "One sentence over", "the end."]);
    let origins: Vec<_> = doc.blocks[1].origin.iter().map(|o| (o.at, o.page)).collect();
    assert_eq!(origins, [(0, Some(2)), (18, Some(3))]);
    assert_eq!(doc.source.pages, Some(3));
    let set = read(&("<w:p><w:r><w:t>A</w:t><w:br w:type='page'/></w:r></w:p>".to_owned() + &p("B")));
    assert_eq!((set.source.pages, set.blocks[1].page()), (Some(2), Some(2)));
    assert_eq!(read(&p("A")).source.pages, None);
}

#[test]
fn pages_without_a_word_lie_in_the_text() {
    let turned = "<w:r><w:t xml:space='preserve'>A  </w:t><w:br w:type='page'/></w:r>";
    for body in [
        format!("<w:p>{turned}</w:p>"),
        format!("<w:p>{turned}</w:p>") + &p("B"),
        p("A") + &format!("<w:p>{turned}{turned}</w:p>"),
    ] {
        let doc = read(&body);
        let starts: Vec<u32> =
            doc.extracted.pages.iter().flat_map(|p| [p.bytes.start, p.bytes.end]).collect();
        let length = u32::try_from(doc.extracted.text.len()).unwrap();
        assert!(starts.is_sorted() && starts.last() == Some(&length), "{starts:?} of {length}");
    }
}

#[test]
fn the_strict_form_is_read_as_the_usual_one() {
    let document = "<x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:body><x:p><x:r><x:t>Strict</x:t></x:r></x:p></x:body></x:document>";
    let (doc, _) = try_read(&file_of(document)).unwrap();
    assert_eq!(doc.blocks[0].text, "Strict");
    assert_eq!(
        doc.source.media_type,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    );
    assert_eq!(doc.meta.title.unwrap().value, "Stated title");
    assert_eq!(doc.meta.document_date.unwrap().value.to_string(), "2019-06-03");
}

#[test]
fn hostile_files_give_a_document_or_a_reason() {
    let error = |bytes: &[u8]| try_read(bytes).unwrap_err().message;
    assert!(error(&file(&"<w:sdt>".repeat(100_000))).contains("nested deeper than 256"));
    assert!(error(&file("")).contains("not one word"));
    assert!(
        error(&zip(&[("[Content_Types].xml", b"<T x=\"a.word.main+xml\"/>")])).contains("no document in it")
    );
    let laughs = "<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>x &b; y</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(try_read(&file_of(laughs)).unwrap().0.blocks[0].text, "x y");
    let (doc, events) = try_read(&file_of("<w:document><w:body><w:p><w:r><w:t>Torn text")).unwrap();
    assert_eq!(doc.blocks[0].text, "Torn text");
    assert!(matches!(events[..], [Event::Error(_)]), "{events:?}");
    // Marks of notes, breaks and tables where they do not belong.
    let odd = "<w:tc><w:p><w:r><w:footnoteReference w:id='77'/><w:t>a</w:t></w:r></w:p></w:tc><w:tr/><w:tbl><w:tr/></w:tbl>\
        <w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:p><w:t>c</w:t><w:txbxContent><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>d</w:t></w:r></w:p></w:txbxContent>";
    assert_eq!(blocks(odd), ["p a", "p b", "p d"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_order_of_elements_gives_a_document_or_a_reason(
        parts in proptest::collection::vec(0_usize..24, 0..60),
    ) {
        const PARTS: [&str; 24] = [
            "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>word </w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>",
            "</w:tc>", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "<w:br/>", "<w:lastRenderedPageBreak/>",
            "<w:footnoteReference w:id='4'/>", "<w:txbxContent>", "</w:txbxContent>", "<w:fldChar w:fldCharType='begin'/>",
            "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>", "<w:t>12</w:t>", "<w:footnoteReference w:customMarkFollows='1' w:id='5'/>",
            "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>", "<w:t> é</w:t>", "<w:del>",
        ];
        let body: String = parts.iter().map(|&at| PARTS[at]).collect();
        if let Ok((doc, _)) = try_read(&file(&body)) {
            let notes = doc.blocks.iter().flat_map(|b| b.notes.iter().map(move |n| (b, n)));
            for (block, note) in notes {
                proptest::prop_assert!(block.text.is_char_boundary(note.at as usize));
                proptest::prop_assert!(note.note.is_none_or(|n| doc.blocks[n as usize].kind == Kind::Note));
            }
        }
    }
}
