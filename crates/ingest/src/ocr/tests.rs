use std::fmt::Write as _;

use rapporteur_model::{Event, Kind};
use rapporteur_stage::{CancelToken, Context, Edit, StageError};

use super::*;
use crate::{Ingest, IngestOptions};

fn run(text: &str) -> (Document, Vec<Event>, Result<(), StageError>) {
    let cancel = CancelToken::default();
    let mut cx = Context::new("ingest", &cancel);
    let mut doc = Document::at("-");
    doc.source.content = Some(text.as_bytes().into());
    let result = Ingest::new(&IngestOptions::default()).unwrap().edit(&mut doc, &mut cx);
    (doc, cx.into_events(), result)
}

fn blocks(text: &str) -> Vec<String> {
    let (doc, _, result) = run(text);
    result.unwrap();
    doc.blocks.into_iter().map(|b| format!("{:?} {}", b.kind, b.text.replace('\n', " / "))).collect()
}

fn hocr(body: &str) -> String {
    format!(
        "<html><body><div class='ocr_page' title='bbox 0 0 1000 1400; scan_res 120 120'>{body}</div></body></html>"
    )
}

fn alto(body: &str) -> String {
    format!(
        "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout>\
         <Page WIDTH='1000' HEIGHT='1400'><PrintSpace><TextBlock>{body}</TextBlock></PrintSpace></Page></Layout></alto>"
    )
}

#[test]
fn words_keep_their_places_and_how_sure_the_program_was() {
    let text = hocr(
        "<p class='ocr_par'><span class='ocr_line' title='bbox 100 100 500 130; baseline 0 -6; x_size 30'>\
         <span class='ocrx_word' title='bbox 100 100 250 130; x_wconf 90'><strong>Joining</strong></span>\
         <span class='ocrx_word' title='bbox 260 100 500 124; x_wconf 50'>hands</span></span></p>",
    );
    let (doc, events, result) = run(&text);
    result.unwrap();
    assert!(events.is_empty());
    assert_eq!(doc.source.media_type, "text/vnd.hocr+html");
    assert_eq!(doc.extracted.pages.len(), 1);
    let (width, height) = doc.extracted.pages[0].size.unwrap();
    assert!((width - 600.0).abs() < 0.1 && (height - 840.0).abs() < 0.1, "120 pixels an inch");
    let line = &doc.extracted.lines[0];
    assert_eq!(doc.extracted.slice(&line.bytes), "Joining hands");
    assert!((line.area.x0 - 60.0).abs() < 0.5 && (line.area.x1 - 300.0).abs() < 0.5, "{:?}", line.area);
    assert!(line.confidence.is_some_and(|c| (0.7..0.8).contains(&c)), "{:?}", line.confidence);
}

#[test]
fn lines_without_words_and_words_without_boxes_are_read() {
    let text = hocr(
        "<span class='ocr_line' title='bbox 100 100 500 130'>The seminar met in <em>Rome</em>.</span>\
         <span class='ocr_line'><span class='ocrx_word'>Twice</span> <span class='ocrx_word'>indeed.</span></span>",
    );
    assert_eq!(
        blocks(&text).join(" | ").replace(" / ", " "),
        "Paragraph The seminar met in Rome. Twice indeed."
    );
}

#[test]
fn alto_is_read_with_or_without_a_prefix() {
    let line = "<TextLine HPOS='100' VPOS='100' WIDTH='400' HEIGHT='30'>\
        <String HPOS='100' VPOS='100' WIDTH='150' HEIGHT='24' WC='0.9' CONTENT='Land &amp;'/><SP/>\
        <String HPOS='260' VPOS='100' WIDTH='240' HEIGHT='24' WC='0.5' CONTENT='wa' SUBS_TYPE='HypPart1' SUBS_CONTENT='water'/>\
        <HYP CONTENT='&#xAD;'/></TextLine>\
        <TextLine HPOS='100' VPOS='140' WIDTH='300' HEIGHT='30'>\
        <String HPOS='100' VPOS='140' WIDTH='300' HEIGHT='24' CONTENT='ter'/></TextLine>";
    let plain = alto(line);
    assert_eq!(blocks(&plain), ["Paragraph Land & wa- / ter"]);
    let prefixed = plain.replace("</", "</a:").replace('<', "<a:").replace("<a:/a:", "</a:");
    assert_eq!(blocks(&prefixed), blocks(&plain));
}

#[test]
fn units_that_are_no_pixels_give_the_size_of_the_page() {
    let line =
        "<TextLine><String HPOS='254' VPOS='254' WIDTH='508' HEIGHT='40' CONTENT='Summary'/></TextLine>";
    let text = alto(line)
        .replace("pixel", "mm10")
        .replace("WIDTH='1000' HEIGHT='1400'", "WIDTH='2100' HEIGHT='2970'");
    let (doc, _, result) = run(&text);
    result.unwrap();
    let (width, height) = doc.extracted.pages[0].size.unwrap();
    assert!((width - 595.3).abs() < 0.5 && (height - 841.9).abs() < 0.5);
    assert!((doc.extracted.lines[0].area.x0 - 72.0).abs() < 0.5);
}

#[test]
fn entities_of_a_document_type_are_not_resolved() {
    let bomb = "<!DOCTYPE alto [<!ENTITY a \"secret\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>";
    let word = |c: &str| format!("<String HPOS='9' VPOS='9' WIDTH='90' HEIGHT='20' CONTENT='{c}'/>");
    let text = alto(&format!("<TextLine>{}{}{}</TextLine>", word("Summary"), word("&a;"), word("&b;")));
    let found = blocks(&format!("{bomb}{text}")).join("");
    assert!(found.contains("Summary") && !found.contains("secret") && !found.contains("root"), "{found}");
}

#[test]
fn pages_without_a_word_are_an_error() {
    let empty = "<div class='ocr_page' title='bbox 0 0 1000 1400'></div>";
    for text in [hocr(""), hocr(empty), alto(""), alto("<TextLine><String CONTENT=' '/></TextLine>")] {
        let error = run(&text).2.unwrap_err();
        assert!(error.message.contains("not one word"), "{error}");
    }
    let pageless = run("<html><head><meta name='ocr-system' content='x'></head><body>text</body></html>").2;
    assert!(pageless.unwrap_err().message.contains("ocr_page"));
    assert!(run("<alto></alto>").2.unwrap_err().message.contains("`Page`"));
}

#[test]
fn a_torn_file_gives_what_is_whole_and_says_so() {
    let word = "<String HPOS='90' VPOS='90' WIDTH='90' HEIGHT='20' CONTENT='Summary'/>";
    let whole = alto(&format!("<TextLine>{word}</TextLine>"));
    let at = whole.find("</TextLine>").unwrap();
    let (doc, events, result) = run(&whole[..at]);
    result.unwrap();
    assert_eq!(doc.blocks.len(), 1);
    assert!(events.iter().any(|e| matches!(e, Event::Error(_))), "{events:?}");
    for cut in (0..whole.len()).step_by(7) {
        let _either = run(&whole[..cut]);
    }
}

#[test]
fn depth_is_bounded() {
    let word = "<span class='ocrx_word' title='bbox 10 10 200 40'>Deep</span>";
    let nested = hocr(&format!("{}{word}", "<div>".repeat(100_000)));
    assert_eq!(blocks(&nested).len(), 1);
    let word = "<TextLine><String HPOS='9' VPOS='9' WIDTH='90' HEIGHT='20' CONTENT='Deep'/></TextLine>";
    let nested = alto(&format!("{}{word}", "<ComposedBlock>".repeat(100_000)));
    assert_eq!(blocks(&nested).len(), 1);
}

#[test]
fn absurd_boxes_do_no_harm() {
    let boxes = [
        "NaN NaN NaN NaN",
        "-5 -5 -1 -1",
        "0 0 1e308 1e308",
        "9 9 1 1",
        "0 0 0 0",
        "",
        "1 2",
        "199999 0 200000 9",
    ];
    let mut words = String::new();
    for (at, area) in boxes.iter().enumerate() {
        let _infallible = write!(
            words,
            "<span class='ocr_line' title='bbox {area}; baseline NaN 1e9; x_size -4'>\
            <span class='ocrx_word' title='bbox {area}; x_wconf -7'>word{at}</span></span>"
        );
    }
    for page in ["bbox 0 0 1000 1400", "bbox 0 0 0 0", "bbox NaN", "bbox 0 0 1 200000; scan_res 0 0"] {
        let text = hocr(&words).replace("bbox 0 0 1000 1400; scan_res 120 120", page);
        let (doc, _, result) = run(&text);
        result.unwrap();
        let all: String = doc.blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join(" ");
        for at in 0..boxes.len() {
            assert!(all.contains(&format!("word{at}")), "{page}: {all}");
        }
        assert!(doc.extracted.lines.iter().all(|l| l.area.x0.is_finite() && l.size.is_finite()));
    }
}

#[test]
fn a_page_of_a_million_words_is_cut_short() {
    let word = "<String HPOS='90' VPOS='90' WIDTH='90' HEIGHT='20' CONTENT='word'/>";
    let text = alto(&format!("<TextLine>{}</TextLine>", word.repeat(200_000)));
    let (doc, events, result) = run(&text);
    result.unwrap();
    assert!(events.iter().any(|e| matches!(e, Event::Error(_))), "{}", events.len());
    assert!(doc.extracted.text.len() < 5 * MOST_WORDS + 100);
}

#[test]
fn what_has_no_letters_is_no_note() {
    let line = |y: u32, text: &str| {
        format!(
            "<span class='ocr_line' title='bbox 100 {y} 500 {}'>\
             <span class='ocrx_word' title='bbox 100 {y} 500 {}; x_wconf 90'>{text}</span></span>",
            y + 30,
            y + 30
        )
    };
    let (doc, _, result) = run(&hocr(&(line(100, "The seminar met.") + &line(1300, "12"))));
    result.unwrap();
    let kinds: Vec<Kind> = doc.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [Kind::Paragraph, Kind::Furniture]);
}
