//! `read --lines`: every line is a paragraph, and only its sentences are wanted.

use std::{fs, path::Path};

use crate::{
    args::ReadArgs,
    complaint::{Complaint, DONE},
    form::Form,
    output,
    read::{open, unreadable},
};

/// Writes the sentences of every line, one a line.
pub(crate) fn sentences(args: &ReadArgs, form: Form) -> Result<u8, Complaint> {
    if args.form.is_some_and(|f| f != Form::Sentences) {
        return Err(Complaint::new(format!(
            "--lines goes with --as sentences, not with another form ({form:?})"
        ))
        .hint("leave --lines out to read the file as a report"));
    }
    let text = text(&args.file)?;
    let language = args.language.as_deref();
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
    output::result(&out)?;
    Ok(DONE)
}

fn text(path: &Path) -> Result<String, Complaint> {
    let doc = open(path, None)?;
    let bytes = match doc.source.content {
        Some(bytes) => bytes.to_vec(),
        None => fs::read(path).map_err(|e| unreadable(path, &e))?,
    };
    Ok(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}
