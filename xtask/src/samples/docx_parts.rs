//! The parts of a Word file beside its text. The ids of styles are those of a German Word, as in many archives; the
//! names of styles are the same in all languages.

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What kind of content each part has.
pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>
<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>
"#;

/// Relations of the file as a whole.
pub(super) const ROOT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>
"#;

/// Relations of the text.
pub(super) const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>
</Relationships>
"#;

fn part(name: &str, inner: &str) -> String {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:{name} xmlns:w=\"{WORD}\" xmlns:r=\"{relations}\">\n{inner}</w:{name}>\n"
    )
}

/// The text.
pub(super) fn document(body: &str) -> String {
    let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/></w:sectPr>\n";
    part("document", &format!("<w:body>\n{body}{section}</w:body>\n"))
}

/// The styles.
pub(super) fn styles() -> String {
    let mut inner = String::from(
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Standard\"><w:name w:val=\"Normal\"/></w:style>\n\
         <w:style w:type=\"character\" w:styleId=\"Funotenzeichen\"><w:name w:val=\"footnote reference\"/>\
         <w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\n",
    );
    let mut style = |id: &str, name: &str, more: &str| {
        inner.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"Standard\"/>{more}</w:style>\n"
        ));
    };
    for (id, name) in [
        ("Titel", "Title"),
        ("Untertitel", "Subtitle"),
        ("Textkrper", "Body Text"),
        ("Listenabsatz", "List Paragraph"),
        ("Funotentext", "footnote text"),
        ("Kopfzeile", "header"),
    ] {
        style(id, name, "");
    }
    for level in 1..=3 {
        let outline = format!("<w:pPr><w:outlineLvl w:val=\"{}\"/></w:pPr>", level - 1);
        style(&format!("berschrift{level}"), &format!("heading {level}"), &outline);
        style(&format!("Verzeichnis{level}"), &format!("toc {level}"), "");
    }
    part("styles", &inner)
}

/// One list with bullets, and as many with numbers as are asked for.
pub(super) fn numbering(numbered: usize) -> String {
    let mut inner = String::from(
        "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/>\
         <w:lvlText w:val=\"&#xF0B7;\"/></w:lvl></w:abstractNum>\n\
         <w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
         <w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>\n\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\n",
    );
    for list in 0..numbered {
        inner.push_str(&format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">\
             <w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>\n",
            list + 2
        ));
    }
    part("numbering", &inner)
}

/// The footnotes: marks and runs.
pub(super) fn footnotes(notes: &[(String, String)]) -> String {
    let mut inner = String::from(
        "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\n",
    );
    for (mark, runs) in notes {
        inner.push_str(&format!(
            "<w:footnote w:id=\"{mark}\"><w:p><w:pPr><w:pStyle w:val=\"Funotentext\"/></w:pPr>\
             <w:r><w:rPr><w:rStyle w:val=\"Funotenzeichen\"/></w:rPr><w:footnoteRef/></w:r>\
             <w:r><w:t xml:space=\"preserve\"> </w:t></w:r>{runs}</w:p></w:footnote>\n"
        ));
    }
    part("footnotes", &inner)
}

/// The running head.
pub(super) fn header(words: &str) -> String {
    part(
        "hdr",
        &format!("<w:p><w:pPr><w:pStyle w:val=\"Kopfzeile\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>\n"),
    )
}

/// The file's properties. The title is that of the template, as it often is.
pub(super) fn core(published: Option<&str>) -> String {
    let day = published
        .map_or(String::new(), |day| format!("<dcterms:created>{day}T09:00:00Z</dcterms:created>\n"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\">\n\
         <dc:title>Report template 2017</dc:title>\n{day}</cp:coreProperties>\n"
    )
}
