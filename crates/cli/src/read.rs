//! `read`: one report to standard output.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    path::Path,
};

use rapporteur_config::{Overrides, Pipeline, implicit, load};
use rapporteur_engine::{Chain, Failure, Processed, recall};
use rapporteur_export as export;
use rapporteur_model::{Document, Event, Found, Kind, Status};
use rapporteur_stage::Registry;
use serde_json::json;

use crate::{
    args::ReadArgs,
    complaint::{Complaint, DONE, SET_ASIDE},
    form::{ALL, Form},
    lines,
    output::{self, Voice, Weight},
};

/// The stage whose rules can be left out.
const CLEAN: &str = "clean";

/// Reads one report.
pub(crate) fn read(args: &ReadArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    let form = args.form.unwrap_or(if output::is_terminal() { Form::Digest } else { Form::Markdown });
    if let Some(what) = form.not_yet() {
        return Err(Complaint::new(format!("no stage of this version makes {what}"))
            .hint("`rapporteur read --help` lists the forms there are"));
    }
    if args.lines {
        return lines::read(args, form);
    }
    let mut doc = open(&args.file, args.media_type.as_deref())?;
    if let Some(code) = &args.language {
        doc.meta.language = Some(Found::stated(code.clone(), 1.0));
    }
    let pipeline = match &args.pipeline {
        Some(path) => of_file(path, registry, &overrides(args)?)?,
        None => default_stages(args, form, registry)?,
    };
    if !args.without.is_empty() && !pipeline.stages.iter().any(|step| step.name == CLEAN) {
        return Err(Complaint::new("--without leaves out rules of `clean`, which is not among the stages")
            .hint("leave --without out, or take `clean` in"));
    }
    let mut chain = Chain::build(&pipeline)?;
    for warning in chain.warnings() {
        voice.say(Weight::Warning, &warning.message, warning.hint.as_deref());
    }
    let processed = chain.process(doc);
    write(&processed, form, voice)?;
    Ok(tell(&processed, voice))
}

/// The stages of a pipeline file, with what its runs have learned: a document comes out as it does there.
pub(crate) fn of_file(
    path: &Path,
    registry: &Registry,
    overrides: &Overrides,
) -> Result<Pipeline, Complaint> {
    let pipeline = load(path, registry, overrides).pipeline()?;
    recall(&pipeline);
    Ok(pipeline)
}

/// The stages that come with the program: as many as the form needs, or those asked for.
fn default_stages(args: &ReadArgs, form: Form, registry: &Registry) -> Result<Pipeline, Complaint> {
    let mut stages = if args.stages.is_some() { ALL.to_vec() } else { form.stages() };
    // Stages of others are at hand too, behind ours, in the order asked for.
    let others = args.stages.iter().flatten().filter_map(|name| registry.stage(name));
    for stage in others {
        if !stages.contains(&stage.name) {
            stages.push(stage.name);
        }
    }
    let mut overrides = overrides(args)?;
    if form == Form::Summary && args.stages.is_none() {
        overrides.options.extend(summary_alone());
    }
    Ok(implicit(&stages, registry, &overrides).pipeline()?)
}

/// What `summarize` finds besides the summary is not shown beside it, and not looked for: `read` is quick.
fn summary_alone() -> impl Iterator<Item = (String, String, serde_json::Value)> {
    ["section-words", "key-sentences", "headline-words", "digest-sentences"]
        .into_iter()
        .map(|key| ("summarize".to_owned(), key.to_owned(), json!(0)))
}

fn overrides(args: &ReadArgs) -> Result<Overrides, Complaint> {
    let mut options = Vec::new();
    let mut set = |stage: &str, key: &str, value| options.push((stage.to_owned(), key.to_owned(), value));
    if let Some(words) = args.words {
        set("summarize", "words", json!(words));
    }
    if let Some(top) = args.top {
        set("themes", "most", json!(top));
        // Who asks for so many wants so many, also the less likely ones.
        if args.model.is_some() {
            set("themes", "least-score", json!(0.0));
        }
        set("themes", "keyphrases", json!(top));
    }
    if args.form == Some(Form::Topics) {
        set("segment", "topics", json!(true));
    }
    if !args.without.is_empty() {
        let off: BTreeMap<&str, &str> = args.without.iter().map(|rule| (rule.as_str(), "off")).collect();
        set(CLEAN, "rules", json!(off));
    }
    if !args.vocabulary.is_empty() {
        let paths = args.vocabulary.iter().map(|path| from_here(path)).collect::<Result<Vec<_>, _>>()?;
        set("themes", "vocabulary", json!(paths));
    }
    if let Some(model) = &args.model {
        set("themes", "model", json!(from_here(model)?));
    }
    options.extend(args.passwords.option());
    Ok(Overrides { only: args.stages.clone(), options, ..Overrides::stages_only() })
}

/// Paths in a pipeline file are relative to the file; those of the command line are relative to where we are.
fn from_here(path: &Path) -> Result<String, Complaint> {
    fs::File::open(path).map_err(|e| unreadable(path, &e))?;
    let path = std::path::absolute(path)
        .map_err(|e| Complaint::new(format!("cannot find {}: {e}", path.display())))?;
    Ok(path.to_string_lossy().into_owned())
}

/// A document of which only the source is known; the bytes of standard input are taken along.
pub(crate) fn open(path: &Path, media_type: Option<&str>) -> Result<Document, Complaint> {
    let mut doc = Document::at(path);
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|e| Complaint::new(format!("cannot read standard input: {e}")))?;
        doc.source.content = Some(bytes.into());
    } else {
        let found = fs::metadata(path).map_err(|e| unreadable(path, &e))?;
        if found.is_dir() {
            return Err(Complaint::new(format!("{} is a folder", path.display()))
                .hint("`read` takes one file; `rapporteur run --source FOLDER` takes all in it"));
        }
        fs::File::open(path).map_err(|e| unreadable(path, &e))?;
    }
    if let Some(named) = media_type {
        doc.source.media_type = media(named)?.to_owned();
    }
    Ok(doc)
}

/// Why a file cannot be read, in one sentence.
pub(crate) fn unreadable(path: &Path, e: &io::Error) -> Complaint {
    if e.kind() == io::ErrorKind::NotFound {
        Complaint::new(format!("there is no file {}", path.display()))
    } else {
        Complaint::new(format!("cannot read {}: {e}", path.display()))
    }
}

/// The media types that can be read, also by their short names.
fn media(named: &str) -> Result<&'static str, Complaint> {
    let known = [
        ("text/plain", "text", "txt"),
        ("text/markdown", "markdown", "md"),
        ("text/html", "html", "htm"),
        ("application/pdf", "pdf", "pdf"),
        ("text/vnd.hocr+html", "hocr", "hocr"),
        ("application/alto+xml", "alto", "alto"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "word"),
        ("application/epub+zip", "epub", "epub"),
        ("image/png", "png", "png"),
        ("image/jpeg", "jpeg", "jpg"),
    ];
    let plain = named.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let found = known.iter().find(|(full, name, short)| [full, name, short].contains(&&plain.as_str()));
    found.map(|(full, ..)| *full).ok_or_else(|| {
        Complaint::new(format!("`{named}` is not a media type that can be read"))
            .hint(format!("known are {}", known.map(|(full, ..)| full).join(", ")))
    })
}

/// Writes what came of the document: nothing, one, or many when a stage splits it.
fn write(processed: &Processed, form: Form, voice: Voice) -> Result<(), Complaint> {
    for (number, doc) in processed.documents.iter().enumerate() {
        if number > 0 && form != Form::Json {
            output::result("\n")?;
        }
        if processed.documents.len() > 1 {
            voice.remark(&doc.source.path.display().to_string());
        }
        let missing = || {
            let (what, stage) = form.shows();
            Complaint::new(format!("no stage of this pipeline made a {what}").replace("a themes", "themes"))
                .hint(format!("it is the stage `{stage}` that does"))
        };
        match form {
            Form::Digest => output::styled(&export::digest(doc, output::width()))?,
            Form::Text => output::result(&export::text(doc))?,
            Form::Html => output::result(&export::html(doc).map_err(|e| Complaint::new(e.message))?)?,
            Form::Json if output::is_terminal() => output::result(&(export::json_pretty(doc) + "\n"))?,
            Form::Json => output::result(&(export::json(doc) + "\n"))?,
            Form::Outline => output::result(&export::outline(doc))?,
            Form::Sentences => output::result(&export::sentences(doc))?,
            Form::Themes => output::result(&export::themes(doc).ok_or_else(missing)?)?,
            Form::Keyphrases => output::result(&export::keyphrases(doc).ok_or_else(missing)?)?,
            Form::Topics => output::result(&export::topics(doc).ok_or_else(missing)?)?,
            Form::Summary => output::result(&export::summary(doc).ok_or_else(missing)?)?,
            _ => output::result(&export::markdown(doc))?,
        }
        if form != Form::Digest {
            issues(doc, voice);
        }
    }
    Ok(())
}

/// What was lost is always told; what was merely odd when more is wanted.
fn issues(doc: &Document, voice: Voice) {
    for event in &doc.trail {
        let (issue, lost) = match event {
            Event::Error(issue) => (issue, true),
            Event::Warning(issue) => (issue, false),
            _ => continue,
        };
        if lost || voice.verbose() {
            let page = issue.page.map_or(String::new(), |p| format!(" (page {p})"));
            let message = format!("{}: {}{page}", issue.stage, issue.message);
            voice.say(Weight::Warning, &message, issue.hint.as_deref());
        }
    }
}

/// Says what did not become a document; gives the exit code.
fn tell(processed: &Processed, voice: Voice) -> u8 {
    for left in &processed.left_out {
        let message = format!("{} was left out by {}: {}", left.path.display(), left.stage, left.reason);
        voice.say(Weight::Warning, &message, None);
    }
    for failure in &processed.failures {
        voice.say(Weight::Error, &sentence(failure), failure.hint.as_deref());
    }
    let all = processed.failures.is_empty() && processed.documents.iter().all(says_something);
    if all { DONE } else { SET_ASIDE }
}

/// Whether anything could be read of a document. What could not is told already, as lost.
fn says_something(doc: &Document) -> bool {
    doc.status() == Status::Done || doc.blocks.iter().any(|b| b.kind != Kind::Furniture)
}

/// A failure in one sentence, with the file's name.
pub(crate) fn sentence(failure: &Failure) -> String {
    let path = failure.path.display().to_string();
    let name = if path == "-" { "standard input" } else { &path };
    // Many messages name the file already.
    if failure.message.contains(name) {
        format!("{}: {}", failure.stage, failure.message)
    } else {
        format!("{name}: {}: {}", failure.stage, failure.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_short_names() {
        assert_eq!(media("PDF").unwrap(), "application/pdf");
        assert_eq!(media("text/html; charset=utf-8").unwrap(), "text/html");
        assert_eq!(media("epub").unwrap(), "application/epub+zip");
        assert!(media("docx").unwrap().ends_with("wordprocessingml.document"));
        assert!(media("image/gif").is_err());
    }

    #[test]
    fn a_form_asks_for_no_stage_it_can_do_without() {
        assert_eq!(Form::Markdown.stages(), ["ingest", "clean", "segment"]);
        assert_eq!(Form::Summary.stages(), ["ingest", "clean", "segment", "summarize"]);
        assert_eq!(Form::Json.stages(), ALL);
    }
}
