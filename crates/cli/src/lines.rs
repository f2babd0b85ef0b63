//! `read --lines`: every line is a paragraph, and only its sentences, or changes of topic, are wanted.

use std::{fs, path::Path};

use crate::{
    args::ReadArgs,
    complaint::{Complaint, DONE},
    form::Form,
    output,
    read::{open, unreadable},
};

/// Writes the sentences of every line, one a line, or the lines with their changes of topic.
pub(crate) fn read(args: &ReadArgs, form: Form) -> Result<u8, Complaint> {
    let form = if args.form.is_none() { Form::Sentences } else { form };
    let language = args.language.as_deref();
    let out = match form {
        Form::Sentences => sentences(&text(&args.file)?, language),
        Form::Topics => topics(&text(&args.file)?, language),
        _ => {
            return Err(Complaint::new(format!(
                "--lines goes with --as sentences or --as topics, not with another form ({form:?})"
            ))
            .hint("leave --lines out to read the file as a report"));
        }
    };
    output::result(&out)?;
    Ok(DONE)
}

fn sentences(text: &str, language: Option<&str>) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 50);
    for line in text.lines() {
        for range in rapporteur_segment::sentences(line, language) {
            let sentence = line.get(range.start as usize..range.end as usize).unwrap_or("").trim();
            if !sentence.is_empty() {
                out.push_str(sentence);
                out.push('\n');
            }
        }
    }
    out
}

/// The lines, with a line between two topics, however short the text is.
fn topics(text: &str, language: Option<&str>) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let starts = rapporteur_segment::topic_starts(&lines, language);
    let mut out = String::with_capacity(text.len() + starts.len() * 12);
    for (at, line) in lines.iter().enumerate() {
        if starts.binary_search(&at).is_ok() {
            out.push_str(rapporteur_export::BETWEEN_TOPICS);
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn text(path: &Path) -> Result<String, Complaint> {
    let doc = open(path, None)?;
    let bytes = match doc.source.content {
        Some(bytes) => bytes.to_vec(),
        None => fs::read(path).map_err(|e| unreadable(path, &e))?,
    };
    Ok(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}
