//! `train`: learns theme ranking from an archive that is already indexed.

use std::{
    collections::BTreeMap,
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use rapporteur_config::{Overrides, Pipeline, implicit};
use rapporteur_engine::Chain;
use rapporteur_model::Document;
use rapporteur_stage::{Registry, StageKind};
use rapporteur_themes::{Lesson, TagThemes, Thesaurus, Trainer, load_vocabulary};

use crate::{
    args::TrainArgs,
    complaint::{Complaint, DONE},
    output::{Voice, Weight},
    read::{of_file, sentence, unreadable},
    vocabulary::write,
};

/// What a report goes through before its themes are looked for.
const BEFORE: [&str; 3] = ["ingest", "clean", "segment"];
/// So many reports are read before they are learned from and forgotten.
const AT_ONCE: usize = 64;

/// An indexed report: the file, and what its indexers wrote beside it.
struct Pair {
    report: PathBuf,
    themes: PathBuf,
}

/// Learns a model and writes it.
pub(crate) fn train(args: &TrainArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    let pairs = pairs(&args.dir)?;
    let (pipeline, named) = match &args.pipeline {
        Some(file) => above_themes(file, registry)?,
        None => (implicit(&BEFORE, registry, &Overrides::stages_only()).pipeline()?, Vec::new()),
    };
    let paths = args.vocabulary.iter().map(std::path::absolute).collect::<Result<Vec<_>, _>>();
    let paths = paths.map_err(|e| Complaint::new(format!("cannot find the vocabulary: {e}")))?;
    let paths = if paths.is_empty() { named } else { paths };
    let thesaurus = load_vocabulary(&paths, &pipeline.shared).map_err(Complaint::from)?;
    let mut course = Course { thesaurus, trainer: None, language: args.language.clone(), voice };
    for some in pairs.chunks(AT_ONCE) {
        let read = read_all(some, &pipeline, voice)?;
        course.take(some, read)?;
    }
    let Course { thesaurus, trainer, .. } = course;
    let trainer = trainer.ok_or_else(|| Complaint::new("none of the reports could be read"))?;
    let (model, lesson) = trainer.learn().map_err(|message| {
        Complaint::new(message).hint("beside NAME.txt put NAME.tsv, with the URI of one theme a line")
    })?;
    write(&args.model, model.to_text(&thesaurus).as_bytes())?;
    tell(&lesson, &args.model, voice);
    Ok(DONE)
}

/// The stages of a pipeline file above `themes`, all of them where there is none; and the vocabulary of `themes`. That
/// stage itself is not made: its model may be the one that is to be learned.
fn above_themes(file: &Path, registry: &Registry) -> Result<(Pipeline, Vec<PathBuf>), Complaint> {
    let text = fs::read_to_string(file).map_err(|e| unreadable(file, &e))?;
    // A file that is no TOML is refused with its place when the pipeline is made.
    let table: toml::Table = toml::from_str(&text).unwrap_or_default();
    let stages = table.get("stage").and_then(toml::Value::as_array).map_or(&[][..], Vec::as_slice);
    let text = |stage: &toml::Value, key: &str| Some(stage.get(key)?.as_str()?.to_owned());
    let is_themes = |stage: &&toml::Value| text(stage, "use").as_deref() == Some(TagThemes::NAME);
    let above = stages.iter().take_while(|stage| !is_themes(stage));
    let only = above.filter_map(|stage| text(stage, "id").or_else(|| text(stage, "use"))).collect();
    let overrides = Overrides { only: Some(only), ..Overrides::stages_only() };
    let vocabulary = match stages.iter().find(is_themes).and_then(|stage| stage.get("vocabulary")) {
        Some(toml::Value::String(path)) => vec![PathBuf::from(path)],
        Some(toml::Value::Array(paths)) => {
            paths.iter().filter_map(toml::Value::as_str).map(PathBuf::from).collect()
        }
        _ => Vec::new(),
    };
    Ok((of_file(file, registry, &overrides)?, vocabulary))
}

fn tell(lesson: &Lesson, model: &Path, voice: Voice) {
    let m = lesson.measures;
    let message = format!(
        "learned from {} reports; of those held back, the ten best themes had F1 {:.3}, nDCG {:.3}, and MAP was {:.3}",
        lesson.reports, m.f1_at_10, m.ndcg_at_10, m.map
    );
    voice.remark(&message);
    voice.remark(&format!("the model is in {}", model.display()));
}

/// The reports of a folder that have themes beside them, by name.
fn pairs(dir: &Path) -> Result<Vec<Pair>, Complaint> {
    let entries = fs::read_dir(dir).map_err(|e| unreadable(dir, &e))?;
    let mut by_name: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()) {
        by_name.entry(path.with_extension("")).or_default().push(path);
    }
    let pair = |mut files: Vec<PathBuf>| {
        files.sort();
        let with = |ending: &str| files.iter().find(|p| p.extension().is_some_and(|e| e == ending)).cloned();
        let themes = with("tsv").or_else(|| with("key"))?;
        let report = files.iter().find(|p| !p.extension().is_some_and(|e| e == "tsv" || e == "key"))?.clone();
        Some(Pair { report, themes })
    };
    let pairs: Vec<Pair> = by_name.into_values().filter_map(pair).collect();
    if pairs.is_empty() {
        return Err(Complaint::new(format!("{} holds no indexed reports", dir.display())).hint(
            "beside NAME.txt or NAME.pdf put NAME.tsv, with the URI of one theme a line, or NAME.key, with a label a line",
        ));
    }
    Ok(pairs)
}

/// Takes reports through the stages, several at a time; `None` for one that failed, which is told.
fn read_all(pairs: &[Pair], pipeline: &Pipeline, voice: Voice) -> Result<Vec<Option<Document>>, Complaint> {
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let share = pairs.len().div_ceil(workers).max(1);
    let read = thread::scope(|scope| {
        let threads: Vec<_> =
            pairs.chunks(share).map(|some| scope.spawn(move || read_some(some, pipeline, voice))).collect();
        let broken = || Complaint::new("the program failed in itself; this is a fault of ours");
        threads.into_iter().map(|t| t.join().map_err(|_| broken())).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(read.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn read_some(pairs: &[Pair], pipeline: &Pipeline, voice: Voice) -> Result<Vec<Option<Document>>, Complaint> {
    let mut chain = Chain::build(pipeline)?;
    let mut one = |pair: &Pair| match chain.process_one(Document::at(&pair.report)) {
        Ok(doc) => Some(doc),
        Err(failure) => {
            voice.say(Weight::Warning, &sentence(&failure), failure.hint.as_deref());
            None
        }
    };
    Ok(pairs.iter().map(&mut one).collect())
}

/// A trainer at work.
struct Course {
    thesaurus: Arc<Thesaurus>,
    /// There is none before the language is known.
    trainer: Option<Trainer>,
    language: Option<String>,
    voice: Voice,
}

impl Course {
    fn take(&mut self, pairs: &[Pair], read: Vec<Option<Document>>) -> Result<(), Complaint> {
        let language = match &self.language {
            Some(language) => language.clone(),
            None => most_spoken(&read).unwrap_or_else(|| "en".to_owned()),
        };
        if !self.thesaurus.languages().any(|l| l == language) {
            return Err(Complaint::new(format!("the vocabulary has no labels in `{language}`"))
                .hint("say with --language which of its languages to learn in"));
        }
        self.language = Some(language.clone());
        let trainer = self.trainer.get_or_insert_with(|| Trainer::new(&self.thesaurus, &language));
        for (pair, doc) in pairs.iter().zip(read) {
            let Some(doc) = doc else { continue };
            let (uris, mut unknown) = themes(&pair.themes, &self.thesaurus, &language)?;
            let name = pair.report.file_stem().unwrap_or_default().to_string_lossy();
            unknown.extend(trainer.add(&name, &doc, &uris));
            if !unknown.is_empty() {
                let message =
                    format!("{}: not in the vocabulary: {}", pair.themes.display(), unknown.join(", "));
                self.voice.say(Weight::Warning, &message, None);
            }
        }
        Ok(())
    }
}

/// The language of most of the reports.
fn most_spoken(read: &[Option<Document>]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    read.iter().flatten().filter_map(Document::language).for_each(|l| *counts.entry(l).or_default() += 1);
    counts.into_iter().max_by_key(|c| c.1).map(|(language, _)| language.to_owned())
}

/// The URIs in a file of themes, and the labels that no concept has. A line is a URI, in <> or not, with anything
/// behind a tab; or a label.
fn themes(
    file: &Path,
    thesaurus: &Thesaurus,
    language: &str,
) -> Result<(Vec<String>, Vec<String>), Complaint> {
    let bytes = fs::read(file).map_err(|e| unreadable(file, &e))?;
    let (mut uris, mut unknown) = (Vec::new(), Vec::new());
    for line in String::from_utf8_lossy(&bytes).lines() {
        let first = line.split('\t').next().unwrap_or("").trim();
        let uri = first.strip_prefix('<').and_then(|u| u.strip_suffix('>')).unwrap_or(first);
        if uri.is_empty() {
            continue;
        }
        match (uri.contains("://"), thesaurus.named(uri, language)) {
            (true, _) => uris.push(uri.to_owned()),
            (false, Some(found)) => uris.push(found.to_owned()),
            (false, None) => unknown.push(uri.to_owned()),
        }
    }
    Ok((uris, unknown))
}
