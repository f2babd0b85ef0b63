//! The `[[test]]` tables: a little text, the stages it goes through, what must come out.

use std::{ops::Range, path::PathBuf};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    Problem,
    keys::{Keys, whole},
};

/// One `[[test]]` of a pipeline file.
#[derive(Debug, Clone)]
pub struct TestCase {
    /// What it shows, as a sentence.
    pub name: String,
    /// The stages the text goes through, by id or name, together with those before them whose results they need;
    /// all when `None`.
    pub stages: Option<Vec<String>>,
    /// What goes in.
    pub input: Input,
    /// Of what kind the text is (`text/markdown`); guessed when `None`.
    pub media_type: Option<String>,
    /// What must come out.
    pub expect: Expect,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

/// What goes into a test.
#[derive(Debug, Clone)]
pub enum Input {
    /// `text = '''…'''`
    Text(String),
    /// `file = "…"`, relative to the pipeline file.
    File(PathBuf),
}

/// What must come out of a test; what is `None` or empty is not looked at.
#[derive(Debug, Clone, Default)]
pub struct Expect {
    /// Number of blocks of running text: page furniture, notes and empty blocks are not counted.
    pub blocks: Option<u64>,
    /// Passages that the running text must contain. Blocks are parted by a blank line.
    pub contains: Vec<String>,
    /// Passages that it must not contain.
    pub lacks: Vec<String>,
    /// The headings, all of them, in order: as printed, or without label and number.
    pub sections: Option<Vec<String>>,
    /// The title.
    pub title: Option<String>,
    /// The language, ISO 639-1.
    pub language: Option<String>,
    /// The notes.
    pub notes: Option<Notes>,
    /// Number of sentences.
    pub sentences: Option<u64>,
    /// Labels of themes that must be among those found.
    pub themes: Vec<String>,
}

/// What is expected of the notes.
#[derive(Debug, Clone)]
pub enum Notes {
    /// So many.
    Count(u64),
    /// These passages, one in each note, in order; no further notes.
    Texts(Vec<String>),
}

impl TestCase {
    pub(crate) fn read(
        table: &DeTable<'_>,
        span: Range<usize>,
        stages: &[(String, &'static str)],
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let mut keys = Keys::new("a [[test]]", table, problems);
        let name = keys.string("name");
        let wanted = wanted(&mut keys, stages);
        let input = input(&mut keys, &span);
        let media_type = keys.string("media-type");
        let expect = keys.table("expect").map(|t| Expect::read(t, keys.problems()));
        if expect.is_none() && keys.span_of("expect").is_none() {
            keys.push(
                Problem::error("this [[test]] expects nothing", Some(span.clone()))
                    .hint("say what must come out: expect.contains = \"…\", expect.blocks = 1"),
            );
        }
        keys.finish();
        let name = name.unwrap_or_else(|| "a test without a name".to_owned());
        Some(Self { name, stages: wanted, input: input?, media_type, expect: expect?, span })
    }
}

fn wanted(keys: &mut Keys<'_, '_, '_>, stages: &[(String, &'static str)]) -> Option<Vec<String>> {
    let wanted = keys.strings("stages")?;
    let span = keys.span_of("stages");
    for name in &wanted {
        if !stages.iter().any(|(id, kind)| id == name || kind == name) {
            let ids = || stages.iter().map(|(id, _)| id.as_str());
            keys.push(
                Problem::error(format!("no stage `{name}` in this pipeline"), span.clone())
                    .did_you_mean(crate::closest(name, ids()))
                    .hint(format!("stages of this pipeline: {}", crate::suggest::list(ids()))),
            );
        }
    }
    Some(wanted)
}

fn input(keys: &mut Keys<'_, '_, '_>, span: &Range<usize>) -> Option<Input> {
    let given = [keys.span_of("text"), keys.span_of("file")];
    let text = keys.string("text");
    let file = keys.path("file");
    match (given, text, file) {
        ([Some(_), Some(file)], ..) => {
            keys.push(Problem::error("a [[test]] has `text` or `file`, not both", Some(file)));
            None
        }
        (_, Some(text), _) => Some(Input::Text(text)),
        (_, _, Some(file)) => Some(Input::File(file)),
        ([None, None], ..) => {
            keys.push(
                Problem::error("this [[test]] has no text", Some(span.clone()))
                    .hint("give it `text = '''…'''` or `file = \"…\"`"),
            );
            None
        }
        _ => None,
    }
}

impl Expect {
    fn read(table: &DeTable<'_>, problems: &mut Vec<Problem>) -> Self {
        let mut keys = Keys::new("`expect`", table, problems);
        let any = 0..=u64::MAX;
        let expect = Self {
            blocks: keys.number("blocks", &any),
            contains: keys.strings("contains").unwrap_or_default(),
            lacks: keys.strings("lacks").unwrap_or_default(),
            sections: keys.strings("sections"),
            title: keys.string("title"),
            language: keys.string("language"),
            notes: notes(&mut keys),
            sentences: keys.number("sentences", &any),
            themes: keys.strings("themes").unwrap_or_default(),
        };
        keys.finish();
        expect
    }
}

fn notes(keys: &mut Keys<'_, '_, '_>) -> Option<Notes> {
    let value: &Spanned<DeValue<'_>> = keys.value("notes")?;
    match value.get_ref() {
        DeValue::Integer(_) => whole(value.get_ref()).map(Notes::Count),
        _ => keys.strings("notes").map(Notes::Texts),
    }
}
