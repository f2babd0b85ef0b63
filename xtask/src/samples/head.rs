//! The head of a source: what is known about the event, and how the report is to be rendered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Everything between the two `+++` lines.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Head {
    /// Title, as a reader would write it.
    pub(super) title: String,
    /// Subtitle or genre ("Summary of Discussions").
    pub(super) subtitle: Option<String>,
    /// ISO 639-1 code; also chooses hyphenation and the spacing of punctuation.
    pub(super) language: String,
    /// Day of publication, as ISO 8601. Only Markdown, HTML, Word and EPUB show it, and never in the text.
    pub(super) published: Option<String>,
    /// Lines of the title block: place, dates, hosts, as printed.
    #[serde(default)]
    pub(super) front: Vec<String>,
    /// Lines that stray into the text before the title: logos, document symbols.
    #[serde(default)]
    pub(super) logo: Vec<String>,
    /// Running heads. `{section}` stands for the heading of the current top-level section.
    pub(super) running: Running,
    /// How a heading with label and number is printed.
    #[serde(default = "labelled")]
    pub(super) labelled: String,
    /// How a heading with a number alone is printed.
    #[serde(default = "numbered")]
    pub(super) numbered: String,
    /// Paragraphs carry numbers right through the report.
    #[serde(default)]
    pub(super) numbered_paragraphs: bool,
    /// Acronyms that the text defines, with what they stand for.
    #[serde(default)]
    pub(super) acronyms: BTreeMap<String, String>,
    /// Amounts of money named in the text, as printed.
    #[serde(default)]
    pub(super) money: Vec<String>,
    /// The event the report is about.
    pub(super) event: Event,
    /// Speakers named with their role.
    #[serde(default)]
    pub(super) speakers: Vec<Speaker>,
    /// The files to make.
    pub(super) render: Vec<Render>,
}

fn labelled() -> String {
    "{label} {number}: {title}".to_owned()
}

fn numbered() -> String {
    "{number} {title}".to_owned()
}

/// Running heads of the pages after the first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Running {
    /// On pages with an odd number.
    pub(super) odd: String,
    /// On pages with an even number.
    pub(super) even: String,
}

/// The event, in the words of the exported JSON.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all(deserialize = "kebab-case"), deny_unknown_fields)]
pub(super) struct Event {
    /// First day, as ISO 8601.
    pub(super) start: String,
    /// Last day, as ISO 8601.
    pub(super) end: String,
    /// Building and town, as far as the report names them.
    pub(super) place: String,
    /// Country, in the language of the report.
    pub(super) country: String,
    /// Country, as ISO 3166-1 alpha-2.
    pub(super) country_iso: String,
    /// Who held the event.
    pub(super) organizers: Vec<String>,
    /// In partnership with whom.
    pub(super) partners: Vec<String>,
}

/// A person whose views are reported by name.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Speaker {
    /// Name without title.
    pub(super) name: String,
    /// Role, as printed.
    pub(super) role: String,
    /// Institution, if the text names one beside the role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) affiliation: Option<String>,
}

/// One file to make, and in what state it shall be.
#[derive(Debug, Deserialize)]
#[serde(tag = "format", rename_all = "lowercase")]
pub(super) enum Render {
    /// The text of a scan that went through optical character recognition.
    Text(TextForm),
    /// A page of a site generator.
    Markdown(MarkdownForm),
    /// A page of a web site.
    Html(HtmlForm),
    /// A Word file.
    Docx(DocxForm),
    /// A book for electronic readers.
    Epub(EpubForm),
    /// A report set in type.
    Pdf(PdfForm),
    /// Pictures of pages, with the recognised text behind them.
    Scan(ScanForm),
    /// What an OCR program read on such pictures, as hOCR.
    Hocr(ScanForm),
    /// The same as ALTO.
    Alto(ScanForm),
}

/// How paragraphs stand in a text file.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum TextFlow {
    /// One paragraph a line, cut where the page ended.
    Paragraphs,
    /// One printed line a line.
    Lines,
}

/// What a text file shows at the end of a page.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PageMark {
    /// A blank line, as between paragraphs.
    Blank,
    /// The page number alone on a line.
    Number,
    /// `[Page N]` and a form feed.
    Bracket,
    /// The number stands in the running head.
    InHead,
}

/// The bytes of a text file.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Encoding {
    /// UTF-8 without a mark.
    #[default]
    Utf8,
    /// ISO 8859-1.
    #[serde(rename = "latin-1")]
    Latin1,
    /// Code page 1252.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// How dashes survive in a text file.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Dashes {
    /// As printed.
    #[default]
    Printed,
    /// As U+00AD, which looked like a dash on the screen of whoever made the file.
    SoftHyphen,
}

/// How quotation marks survive in a text file.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Quotes {
    /// As printed.
    #[default]
    Printed,
    /// Straight in every second paragraph.
    Mixed,
    /// Straight throughout.
    Straight,
}

/// How a footnote mark stands in a text file.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Marks {
    /// A superscript digit.
    #[default]
    Superscript,
    /// A plain digit glued to the word.
    Glued,
}

/// A text file and its damage.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TextForm {
    /// File name in `samples/reports`.
    pub(super) file: String,
    /// Paragraphs or printed lines.
    pub(super) flow: TextFlow,
    /// Characters in a printed line.
    pub(super) width: usize,
    /// Lines on a page, running head and page number not counted.
    pub(super) page_lines: usize,
    /// What stands at the end of a page.
    pub(super) page_mark: PageMark,
    /// Print running heads from the second page on.
    #[serde(default)]
    pub(super) running_heads: bool,
    /// Running heads that are misspelt at their first use.
    #[serde(default)]
    pub(super) running_slips: BTreeMap<String, String>,
    /// The title page and contents have Roman page numbers.
    #[serde(default)]
    pub(super) roman_front: bool,
    /// Pages that came before the first one in the volume.
    #[serde(default)]
    pub(super) number_offset: usize,
    /// Pages whose number is glued to the end of their last line.
    #[serde(default)]
    pub(super) glued_page_numbers: Vec<usize>,
    /// Print the logo lines, and the place before the subtitle.
    #[serde(default)]
    pub(super) stray_logo: bool,
    /// Write `\$` for `$`.
    #[serde(default)]
    pub(super) escape_dollars: bool,
    /// Leave the asterisks of italics in the text.
    #[serde(default)]
    pub(super) asterisks: bool,
    /// Write ligatures as U+FB00 to U+FB04.
    #[serde(default)]
    pub(super) ligatures: bool,
    /// Divide words at line ends.
    #[serde(default)]
    pub(super) hyphenate: bool,
    /// Lose a hyphen that stood at the end of a line ("community-" / "based" becomes "communitybased").
    #[serde(default)]
    pub(super) lose_hyphens: bool,
    /// Run list items into the paragraph before them, each after `o`.
    #[serde(default)]
    pub(super) inline_lists: bool,
    /// Numbers of headings that stand apart from their titles.
    #[serde(default)]
    pub(super) apart: Vec<String>,
    /// Words after which a blank line stands for no reason.
    #[serde(default)]
    pub(super) torn: Vec<String>,
    /// Words that were misread, each at its first use.
    #[serde(default)]
    pub(super) slips: BTreeMap<String, String>,
    /// Footnote marks.
    #[serde(default)]
    pub(super) marks: Marks,
    /// Quotation marks.
    #[serde(default)]
    pub(super) quotes: Quotes,
    /// Dashes.
    #[serde(default)]
    pub(super) dashes: Dashes,
    /// Bullet of list items.
    #[serde(default = "bullet")]
    pub(super) bullet: String,
    /// Encoding of the file.
    #[serde(default)]
    pub(super) encoding: Encoding,
}

fn bullet() -> String {
    "•".to_owned()
}

/// A Markdown file and its habits.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct MarkdownForm {
    /// File name in `samples/reports`; one that ends in `.gz` is packed.
    pub(super) file: String,
    /// Begin with a UTF-8 byte order mark.
    #[serde(default)]
    pub(super) byte_order_mark: bool,
    /// Write bold text in pieces, each in its own pair of asterisks.
    #[serde(default)]
    pub(super) split_bold: bool,
    /// Put `<a name>` before headings.
    #[serde(default)]
    pub(super) anchors: bool,
    /// Leave spaces inside the brackets of links.
    #[serde(default)]
    pub(super) loose_links: bool,
    /// Put `<!--more-->` after the section with this role.
    pub(super) more_after: Option<String>,
}

/// A web page.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct HtmlForm {
    /// File name in `samples/reports`.
    pub(super) file: String,
}

/// A Word file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct DocxForm {
    /// File name in `samples/reports`.
    pub(super) file: String,
}

/// A book for electronic readers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct EpubForm {
    /// File name in `samples/reports`.
    pub(super) file: String,
}

/// Paper.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Paper {
    /// 595 by 842 points.
    A4,
    /// 420 by 595 points, as booklets have it.
    A5,
    /// 612 by 792 points.
    #[default]
    Letter,
}

/// A family of type.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Family {
    /// Times.
    #[default]
    Times,
    /// Helvetica.
    Helvetica,
}

/// The order in which a page's lines stand in the file.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum DrawOrder {
    /// Column after column.
    #[default]
    Columns,
    /// From the top down, across the columns: only the places of the lines tell their order.
    Rows,
}

/// A report set in type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct PdfForm {
    /// File name in `samples/reports`.
    pub(super) file: String,
    /// Columns of the body; the title block always has one.
    #[serde(default = "one")]
    pub(super) columns: usize,
    /// Paper.
    #[serde(default)]
    pub(super) page: Paper,
    /// Size of the body in points.
    #[serde(default = "eleven")]
    pub(super) size: f64,
    /// Family of the body.
    #[serde(default)]
    pub(super) face: Family,
    /// Family of title and headings, if it is another.
    pub(super) heads_face: Option<Family>,
    /// Order of the lines in the file.
    #[serde(default)]
    pub(super) draw_order: DrawOrder,
    /// Title in the information dictionary, which is often wrong; left out if absent.
    pub(super) title_in_info: Option<String>,
}

fn one() -> usize {
    1
}

fn eleven() -> f64 {
    11.0
}

/// Pictures of pages.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ScanForm {
    /// File name in `samples/reports`.
    pub(super) file: String,
    /// Resolution of the pictures.
    pub(super) dots_per_inch: u32,
    /// Paper.
    #[serde(default)]
    pub(super) page: Paper,
    /// Size of the body in points.
    #[serde(default = "eleven")]
    pub(super) size: f64,
}

impl Render {
    /// The name of the file to make.
    pub(super) fn file(&self) -> &str {
        match self {
            Self::Text(form) => &form.file,
            Self::Markdown(form) => &form.file,
            Self::Html(form) => &form.file,
            Self::Docx(form) => &form.file,
            Self::Epub(form) => &form.file,
            Self::Pdf(form) => &form.file,
            Self::Scan(form) | Self::Hocr(form) | Self::Alto(form) => &form.file,
        }
    }
}
