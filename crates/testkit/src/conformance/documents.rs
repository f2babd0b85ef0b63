//! Documents that find out what a stage does when reports are not as its author thought.

use rapporteur_model::{Document, Kind};
use rapporteur_stage::StageEntry;

use crate::{Report, document};

/// Blocks of the document with very many.
const MANY: usize = 5_000;
/// Sentences of the document with a very long block.
const LONG: usize = 2_000;

const SENTENCE: &str =
    "The delegates agreed that the wells of the district should be counted before the summer. ";

/// The documents for a stage, each with what it is called: files for one that reads, reports for all others.
pub(super) fn for_stage(entry: &StageEntry) -> Vec<(String, Document)> {
    let reads = reads(entry);
    let reports = texts().into_iter().map(|(name, paragraphs)| {
        let doc =
            if reads { document(&paragraphs.join("\n\n"), "text/plain") } else { report(name, &paragraphs) };
        (name.to_owned(), doc)
    });
    reports.collect()
}

/// The same as reports that stages have read, for an export.
pub(super) fn reports() -> Vec<(String, Document)> {
    texts().into_iter().map(|(name, paragraphs)| (name.to_owned(), report(name, &paragraphs))).collect()
}

/// Whether a stage reads files: it needs nothing, and gives blocks.
pub(super) fn reads(entry: &StageEntry) -> bool {
    entry.needs.is_empty() && entry.gives.contains(&"blocks")
}

/// The large one, to be interrupted.
pub(super) fn large(entry: &StageEntry) -> Document {
    let all = for_stage(entry).into_iter();
    all.map(|(_, doc)| doc)
        .max_by_key(|doc| doc.extracted.text.len().max(doc.source.content.as_ref().map_or(0, |c| c.len())))
        .unwrap_or_default()
}

fn report(name: &str, paragraphs: &[String]) -> Document {
    let language = match name {
        "a French report" => "fr",
        "an Arabic report" => "ar",
        "a Chinese report" => "zh",
        "a Greek report" => "el",
        _ => "en",
    };
    let mut report = Report::new(language);
    for (at, text) in paragraphs.iter().enumerate() {
        report = match at % 7 {
            0 => report.heading(text),
            3 => report.page().paragraph(text),
            4 => report.block(Kind::ListItem, text),
            5 => report.block(Kind::Note, text),
            6 => report.block(Kind::Table, text),
            _ => report.paragraph(text),
        };
    }
    report.build()
}

fn texts() -> Vec<(&'static str, Vec<String>)> {
    let own = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect::<Vec<_>>();
    vec![
        (
            "a small report",
            own(&[
                "Session 1: Water",
                "The wells were counted twice. The two counts did not agree, and nobody knew why.",
                "The chair recommended that a third count be made by people from another district.",
                "Participants from Kenya and Mali disagreed. They asked who would pay for it.",
                "to count the wells in May",
                "See the report of the committee, p. 12.",
                "District\tWells\nNorth\t12\nSouth\t31",
                "Session 2: Land",
                "Land and water belong together, the minister said.",
            ]),
        ),
        ("an empty document", own(&[])),
        ("a document of one word", own(&["Water"])),
        ("a document of blanks", own(&[" ", "\u{a0}\u{2003}", "\t"])),
        ("a report in one endless paragraph", vec![SENTENCE.repeat(LONG)]),
        ("a report of very many paragraphs", vec![SENTENCE.to_owned(); MANY]),
        ("one word of a hundred thousand letters", vec!["w".repeat(100_000)]),
        (
            "a hostile report",
            own(&[
                "Null\u{0} and \u{1b}[31mescape\u{7}, \u{202e}backwards\u{202c}, zero\u{200b}width\u{feff}",
                "e\u{301}\u{301}\u{301}\u{301} \u{fffd}\u{fffd} \u{10ffff} 👩‍👩‍👧‍👦 ﬁﬂ",
                "(((((((((((((((((((( ]]]]]]]] \"\"\"\" ''''' \\\\\\ %s {n} ${HOME} <script>alert(1)</script>",
                "- - - - - . . . . . ….….… 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 I II III IV V",
                "A B C D E F G H. I. J. K. e.g. i.e. Mr. Dr. No. 5 vs. 6.",
                "\u{301}begins with a mark that belongs to no letter",
            ]),
        ),
        (
            "a French report",
            own(&[
                "Séance 1 : L’eau",
                "Les puits ont été comptés deux fois. Les deux comptes n’étaient pas d’accord, et personne ne savait pourquoi.",
                "L’après-midi, les participants ont recommandé qu’un troisième compte soit fait.",
            ]),
        ),
        (
            "an Arabic report",
            own(&[
                "الجلسة الأولى: المياه",
                "أحصيت الآبار مرتين. ولم يتفق الإحصاءان، ولم يعرف أحد السبب.",
                "وأوصى المشاركون بإحصاء ثالث.",
            ]),
        ),
        (
            "a Chinese report",
            own(&[
                "第一次会议：水",
                "水井被清点了两次。两次清点的结果不一致，没有人知道为什么。",
                "与会者建议进行第三次清点。",
            ]),
        ),
        (
            "a Greek report",
            own(&[
                "Συνεδρία 1: Το νερό",
                "Τα πηγάδια μετρήθηκαν δύο φορές. ισαισα και ισαισεσ.",
                "Κανείς δεν ήξερε γιατί.",
            ]),
        ),
    ]
}
