//! `vocabulary`: looks at a thesaurus, compiles it, or says what it lacks.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rapporteur_stage::Shared;
use rapporteur_themes::{
    Finding, Places, Thesaurus, Vocabulary, check, compiled_beside, compiled_of, gaps, load_vocabulary,
};
use serde::Deserialize;

use crate::{
    args::{VocabularyArgs, VocabularyVerb},
    complaint::{Complaint, DONE, SET_ASIDE},
    output::{self, Voice},
    read::unreadable,
};

/// Checks or compiles.
pub(crate) fn vocabulary(args: &VocabularyArgs, voice: Voice) -> Result<u8, Complaint> {
    match &args.what {
        VocabularyVerb::Check { file } => report(file),
        VocabularyVerb::Compile { file, to } => compile(file, to.as_deref(), voice),
        VocabularyVerb::Gaps { reports, vocabulary, least } => lacking(reports, vocabulary, *least),
    }
}

fn report(file: &Path) -> Result<u8, Complaint> {
    let (bytes, vocabulary) = open(file)?;
    let findings = check(&vocabulary);
    let places = Places::of(&bytes)
        .map_err(|e| Complaint::new(format!("cannot use the vocabulary {}: {e}", file.display())))?;
    let line = |finding: &Finding| match places.line(finding.concept()) {
        Some(line) => format!("{}:{line}: {finding}\n", file.display()),
        None => format!("{}: {finding}\n", file.display()),
    };
    let lines: String = findings.iter().map(line).collect();
    output::result(&lines)?;
    output::result(&summary(&vocabulary, &findings))?;
    Ok(if findings.is_empty() { DONE } else { SET_ASIDE })
}

fn summary(vocabulary: &Vocabulary, findings: &[Finding]) -> String {
    let labels: usize = vocabulary.concepts.values().map(|c| c.labels.len()).sum();
    let languages = vocabulary.languages();
    let languages = if languages.is_empty() { "no language named".to_owned() } else { languages.join(", ") };
    let remarks = match findings.len() {
        0 => "nothing to remark".to_owned(),
        1 => "1 remark".to_owned(),
        n => format!("{n} remarks"),
    };
    format!("{} concepts, {labels} labels ({languages}), {remarks}\n", vocabulary.concepts.len())
}

fn compile(file: &Path, to: Option<&Path>, voice: Voice) -> Result<u8, Complaint> {
    let (bytes, vocabulary) = open(file)?;
    let thesaurus = Thesaurus::compile(&vocabulary);
    let to = to.map_or_else(|| compiled_beside(file), PathBuf::from);
    write(&to, &compiled_of(&thesaurus, &bytes))?;
    let languages: Vec<_> =
        thesaurus.languages().map(|l| format!("{l}: {} forms of labels", thesaurus.forms(l))).collect();
    let message = format!("{} concepts ({}) in {}", thesaurus.len(), languages.join(", "), to.display());
    voice.remark(&message);
    Ok(DONE)
}

fn lacking(reports: &Path, vocabulary: &[PathBuf], least: usize) -> Result<u8, Complaint> {
    let shared = Shared::default().keeping_nothing();
    for path in vocabulary {
        fs::File::open(path).map_err(|e| unreadable(path, &e))?;
    }
    let thesaurus = load_vocabulary(vocabulary, &shared)?;
    let text = if reports == Path::new("-") {
        io::read_to_string(io::stdin().lock())
            .map_err(|e| Complaint::new(format!("cannot read standard input: {e}")))?
    } else {
        fs::read_to_string(reports).map_err(|e| unreadable(reports, &e))?
    };
    let mut all = Vec::new();
    for (line, content) in (1..).zip(text.lines()).filter(|(_, l)| !l.trim().is_empty()) {
        let report: Reported = serde_json::from_str(content).map_err(|e| {
            Complaint::new(format!("{}, line {line}: {e}", reports.display()))
                .hint("this reads what the export `jsonl` writes")
        })?;
        all.push(report);
    }
    let phrases = all.iter().map(|r| {
        (r.language.as_deref().unwrap_or("en"), r.keyphrases.iter().map(|k| k.phrase.as_str()).collect())
    });
    let found = gaps(phrases, &thesaurus);
    let lines = found.iter().filter(|g| g.reports >= least).map(|g| format!("{}\t{}\n", g.phrase, g.reports));
    output::result(&lines.collect::<String>())?;
    Ok(DONE)
}

/// What is read of an exported report.
#[derive(Deserialize)]
struct Reported {
    language: Option<String>,
    #[serde(default)]
    keyphrases: Vec<Phrase>,
}

#[derive(Deserialize)]
struct Phrase {
    phrase: String,
}

fn open(file: &Path) -> Result<(Vec<u8>, Vocabulary), Complaint> {
    let bytes = fs::read(file).map_err(|e| unreadable(file, &e))?;
    if Thesaurus::is_compiled(&bytes) {
        return Err(Complaint::new(format!("{} is compiled already", file.display()))
            .hint("name the SKOS file that it was made of"));
    }
    let vocabulary = Vocabulary::read(&bytes).map_err(|e| {
        Complaint::new(format!("cannot use the vocabulary {}: {e}", file.display()))
            .hint("a vocabulary is a SKOS file in Turtle, RDF/XML or N-Triples")
    })?;
    Ok((bytes, vocabulary))
}

/// Written beside and renamed, so that no half file is ever seen.
pub(crate) fn write(to: &Path, bytes: &[u8]) -> Result<(), Complaint> {
    let mut beside = to.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, to));
    written.map_err(|e| {
        let _gone = fs::remove_file(&beside);
        Complaint::new(format!("cannot write {}: {e}", to.display()))
    })
}
