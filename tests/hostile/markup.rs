//! HTML, the XML of OCR programs, and Markdown.

use crate::folder::{Folder, Must, WORDS, much};

pub(crate) fn make(into: &mut Folder) {
    html(into);
    tables(into);
    xml(into);
    markdown(into);
}

fn html(into: &mut Folder) {
    let page = |body: &str| format!("<!DOCTYPE html><html><body><p>{WORDS}</p>{body}</body></html>");
    for tag in ["div", "span", "blockquote", "ul><li", "table><tr><td", "svg><g", "a href=x", "sup", "button"]
    {
        let name = tag.split(['>', ' ']).next().unwrap_or(tag);
        let body = format!("{}deep", format!("<{tag}>").repeat(much(100_000)));
        into.put(&format!("nested-100000-{name}.html"), Must::Give, page(&body));
    }
    let crossed = "<b><i><p><div><a><table>".repeat(much(50_000));
    into.put("never-closed.html", Must::Give, page(&crossed));
    into.put(
        "closed-but-never-opened.html",
        Must::Give,
        page(&"</p></div></b></table></body>".repeat(much(100_000))),
    );
    let attribute = format!("<p title=\"{}", "endless ".repeat(much(2_000_000)));
    into.put("attribute-16-mib.html", Must::Give, page(&attribute));
    let attributes: String = (0..much(200_000)).map(|n| format!(" a{n}=\"{n}\"")).collect();
    into.put("attributes-200000.html", Must::End, page(&format!("<p{attributes}>{WORDS}</p>")));
    let entities = "&amp;&lt;&#x41;&#1114112;&#99999999999;&bogus;&CounterClockwiseContourIntegral;&"
        .repeat(much(100_000));
    into.put("entities-800000.html", Must::Give, page(&entities));
    into.put("breaks-1000000.html", Must::Give, page(&"<br>".repeat(much(1_000_000))));
    into.put(
        "comment-never-closed.html",
        Must::Give,
        page(&format!("<!--{}", "--!-".repeat(much(2_000_000)))),
    );
    into.put(
        "script-never-closed.html",
        Must::Give,
        page(&format!("<script>{}", "<!--<script>".repeat(much(500_000)))),
    );
    into.put(
        "title-of-10-mib.html",
        Must::End,
        format!("<title>{}</title><p>{WORDS}", "long title ".repeat(much(900_000))),
    );
    into.put(
        "letter-that-is-no-letter.html",
        Must::Give,
        page(&"<\u{0}\u{fffe}\u{10ffff}>".repeat(much(100_000))),
    );
    let notes: String = (0..much(50_000))
        .map(|n| {
            format!(
                "<a href='#n{n}' id='r{n}'><sup>{n}</sup></a><p id='n{n}'><a href='#r{n}'>{n}</a> note</p>"
            )
        })
        .collect();
    into.put("notes-50000.html", Must::End, page(&notes));
    into.put(
        "notes-of-one-name.html",
        Must::End,
        page(&"<a href='#n'>1</a><p id='n'>1 note</p>".repeat(much(50_000))),
    );
    into.put("headings-200000.html", Must::End, page(&"<h1>One</h1><h6>Six</h6>".repeat(much(100_000))));
    into.put("wrong-charset.html", Must::Give, page("<meta charset='utf-7'><meta charset='x-user-defined'>"));
}

fn tables(into: &mut Folder) {
    let cells = "<td colspan=1000000 rowspan=65534>a".repeat(1_000);
    let body = format!("<p>{WORDS}</p><table>{}</table>", format!("<tr>{cells}").repeat(20));
    into.put("table-of-wide-cells.html", Must::End, body);
    let rows = "<tr><td rowspan=99999999999>a<td>b".repeat(much(50_000));
    into.put("table-of-high-cells.html", Must::End, format!("<p>{WORDS}</p><table>{rows}</table>"));
    let row = format!("<tr>{}", "<td>a".repeat(much(200_000)));
    into.put("table-of-200000-columns.html", Must::End, format!("<p>{WORDS}</p><table>{row}</table>"));
}

fn xml(into: &mut Folder) {
    let laughs: String =
        (1..12).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let secret = into.secret();
    let outer = format!("<!ENTITY x SYSTEM '{secret}'><!ENTITY % p SYSTEM '{secret}'>%p;");
    for (name, entities, used) in [
        ("laughs", format!("<!ENTITY l0 \"ha\">{laughs}"), "&l11;"),
        ("outer-entity", outer, "&x;"),
        ("entity-of-itself", "<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">".to_owned(), "&a;"),
    ] {
        let hocr = format!(
            "<?xml version='1.0'?><!DOCTYPE html [{entities}]><html xmlns='http://www.w3.org/1999/xhtml'><body><div \
             class='ocr_page' title='bbox 0 0 1000 1000'>{}<p class='ocr_par'>{used}</p></div></body></html>",
            hocr_line(WORDS)
        );
        into.put(&format!("hocr-{name}.hocr"), Must::Give, hocr);
        let head = format!("<?xml version='1.0'?><!DOCTYPE alto [{entities}]>");
        into.put(
            &format!("alto-{name}.xml"),
            Must::Give,
            format!("{head}{}", alto(&alto_line(WORDS, 10), used)),
        );
    }
    for encoding in ["utf-16", "ebcdic-cp-us", "no-such-encoding", "utf-8' standalone='maybe"] {
        let head = format!("<?xml version='1.0' encoding='{encoding}'?>");
        let name = encoding.split('\'').next().unwrap_or(encoding);
        into.put(
            &format!("alto-said-to-be-{name}.xml"),
            Must::Give,
            format!("{head}{}", alto(&alto_line(WORDS, 10), "")),
        );
    }
    let lines: String = (0..much(100_000)).map(|n| alto_line("word", n)).collect();
    into.put("alto-100000-lines.xml", Must::End, alto(&lines, ""));
    let deep = format!("{}{}", alto_line(WORDS, 10), "<ComposedBlock>".repeat(much(100_000)));
    into.put("alto-100000-deep.xml", Must::End, alto(&deep, ""));
    let far = alto_line(WORDS, 10).replace("HPOS='10'", "HPOS='1e308'").replace("WIDTH='9'", "WIDTH='NaN'");
    into.put("alto-beyond-all-measure.xml", Must::End, alto(&far, ""));
    let page = |n: usize| format!("<div class='ocr_page' title='bbox 0 0 9 9; ppageno {n}'></div>");
    let pages: String = (0..much(50_000)).map(page).collect();
    into.put("hocr-50000-empty-pages.hocr", Must::Fail, format!("<html><body>{pages}</body></html>"));
    let far = hocr_line(WORDS).replace("bbox", "bbox 1e308 -1e308 NaN inf; bbox");
    into.put(
        "hocr-beyond-all-measure.hocr",
        Must::End,
        format!("<html><body><div class='ocr_page' title='bbox 0 0 99999999999999999999 0'>{far}</div></body></html>"),
    );
}

fn hocr_line(words: &str) -> String {
    let word = |(n, word): (usize, &str)| {
        format!("<span class='ocrx_word' title='bbox {} 100 {} 120'>{word}</span> ", 60 * n, 60 * n + 50)
    };
    let words: String = words.split(' ').enumerate().map(word).collect();
    format!("<span class='ocr_line' title='bbox 0 100 900 120'>{words}</span>")
}

fn alto(blocks: &str, after: &str) -> String {
    format!(
        "<alto xmlns='http://www.loc.gov/standards/alto/ns-v3#'><Layout><Page WIDTH='1000' HEIGHT='1000'><PrintSpace>\
         <TextBlock>{blocks}</TextBlock>{after}</PrintSpace></Page></Layout></alto>"
    )
}

fn alto_line(words: &str, height: usize) -> String {
    let word = |(n, word): (usize, &str)| {
        format!("<String HPOS='{}' VPOS='{height}' WIDTH='9' HEIGHT='9' CONTENT='{word}'/>", 10 + 10 * n)
    };
    let words: String = words.split(' ').enumerate().map(word).collect();
    format!("<TextLine HPOS='10' VPOS='{height}' WIDTH='900' HEIGHT='9'>{words}</TextLine>")
}

fn markdown(into: &mut Folder) {
    let with = |rest: &str| format!("# Report\n\n{WORDS}\n\n{rest}\n");
    let lists: String = (0..2_000).map(|n| format!("{}- a\n", " ".repeat(2 * n))).collect();
    for (name, must, body) in [
        ("quotes-100000-deep", Must::End, ">".repeat(much(100_000)) + " deep"),
        ("quotes-deeper-and-deeper", Must::End, (0..2_000).map(|n| ">".repeat(n) + " a\n").collect()),
        ("lists-2000-deep", Must::End, lists),
        ("lists-100000-deep-in-a-line", Must::End, "- ".repeat(much(100_000)) + "a"),
        (
            "table-of-100000-columns",
            Must::End,
            format!("{0}|\n{1}|\n{0}|\n", "|a".repeat(much(100_000)), "|-".repeat(much(100_000))),
        ),
        ("brackets-100000", Must::Give, "[".repeat(much(100_000))),
        ("links-of-one-name", Must::Give, format!("[a]: b\n\n{}", "[a][a]".repeat(much(100_000)))),
        ("links-unfinished", Must::Give, "[a](".repeat(much(100_000))),
        ("pictures-in-pictures", Must::Give, "![".repeat(much(50_000)) + &"](a)".repeat(much(50_000))),
        ("stars-200000", Must::Give, "*a **b ".repeat(much(100_000))),
        ("backticks", Must::Give, (1..1_500).map(|n| "`".repeat(n) + " ").collect()),
        (
            "footnotes-100000",
            Must::End,
            (0..much(100_000)).map(|n| format!("[^{n}]\n\n[^{n}]: note\n\n")).collect(),
        ),
        ("footnote-of-itself", Must::End, "[^a]\n\n[^a]: [^a]\n\n".repeat(much(10_000))),
        ("tags-100000-deep", Must::Give, "<div>\n\n".repeat(much(100_000))),
        ("tildes-and-fences", Must::Give, "~~~\n```\n".repeat(much(200_001))),
        ("headings-200000", Must::End, "# One\n\n###### Six\n\n".repeat(much(100_000))),
    ] {
        into.put(&format!("{name}.md"), must, with(&body));
    }
    let laughs: String =
        (1..30).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(10))).collect();
    into.put("front-matter-laughs.md", Must::Give, format!("---\na0: &a0 ha\n{laughs}---\n\n{WORDS}\n"));
    into.put(
        "front-matter-10-mib.md",
        Must::End,
        format!("---\ntitle: {}\n---\n\n{WORDS}\n", "long ".repeat(much(2_000_000))),
    );
}
