//! Makes the sample reports: `samples/sources/*.md` in, `samples/reports` out, each file with its expectation.
//!
//! A source is written once and rendered to several formats, with the damage its head asks for. What a reader
//! should find is known from the source and from the setting, never from reading the rendering again. The same
//! sources give the same bytes on every machine: no clock, no random numbers, no compressor that asks for the
//! processor.

mod cuts;
mod damage;
mod docx;
mod docx_parts;
mod epub;
mod expect;
mod fault;
mod flow;
mod fonts;
mod grid;
mod head;
mod html;
mod inline;
mod lines;
mod manner;
mod markdown;
mod misreading;
mod noise;
mod ocr;
mod pages;
mod pdf;
mod raster;
mod scan;
mod sheet;
mod source;
mod strip;
#[cfg(test)]
mod tests;
mod text;
mod traces;
mod widths;
mod words;
mod zip;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use fault::{Fault, Result};
use head::Render;
use source::Report;
use traces::Traces;

/// The task `samples`: writes the reports, or with `--check` names those that are not current.
pub(crate) fn run(options: &[&str]) -> ExitCode {
    let check = match options {
        [] => false,
        ["--check"] => true,
        _ => {
            eprintln!("error: `samples` knows one option, `--check`");
            return ExitCode::from(2);
        }
    };
    let done = make(&folder().join("sources")).and_then(|files| {
        let reports = folder().join("reports");
        if check { compare(&reports, &files) } else { write(&reports, &files) }
    });
    match done {
        Ok(stale) if stale.is_empty() => ExitCode::SUCCESS,
        Ok(stale) => {
            stale.iter().for_each(|name| eprintln!("samples/reports/{name} is not current"));
            eprintln!("hint: run `cargo xtask samples`");
            ExitCode::FAILURE
        }
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples")
}

/// File names with their bytes, in the order of the names.
type Files = BTreeMap<String, Vec<u8>>;

/// Renders all sources of a folder.
fn make(sources: &Path) -> Result<Files> {
    let mut files = Files::new();
    for (name, written) in read_sources(sources)? {
        let report = source::parse(&written).map_err(|fault| fault.within(&name))?;
        for render in &report.head.render {
            let rendered =
                file(&report, &name, render).map_err(|fault| fault.within(render.file()).within(&name))?;
            for (name, bytes) in rendered {
                if files.insert(name.clone(), bytes).is_some() {
                    return Err(Fault::new(name, "two sources make this file"));
                }
            }
        }
    }
    Ok(files)
}

fn read_sources(folder: &Path) -> Result<BTreeMap<String, String>> {
    let unreadable = |fault: io::Error| Fault::new(folder.display().to_string(), fault.to_string());
    let mut sources = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            sources.insert(name, fs::read_to_string(&path).map_err(unreadable)?);
        }
    }
    Ok(sources)
}

/// A sample and its expectation.
fn file(report: &Report, source: &str, render: &Render) -> Result<[(String, Vec<u8>); 2]> {
    let (media_type, (bytes, traces)): (_, (Vec<u8>, Traces)) = match render {
        Render::Text(form) => ("text/plain", text::render(report, form)?),
        Render::Markdown(form) => ("text/markdown", markdown::render(report, form)),
        Render::Html(form) => ("text/html", html::render(report, form)),
        Render::Docx(form) => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx::render(report, form),
        ),
        Render::Epub(form) => ("application/epub+zip", epub::render(report, form)),
        Render::Pdf(form) => ("application/pdf", pdf::render(report, form)?),
        Render::Scan(form) => ("application/pdf", scan::render(report, form)?),
        Render::Hocr(form) => ("text/vnd.hocr+html", ocr::render(report, form, ocr::Written::Hocr)?),
        Render::Alto(form) => ("application/alto+xml", ocr::render(report, form, ocr::Written::Alto)?),
    };
    let expected = expect::expected(report, source, media_type, &traces);
    let mut json = serde_json::to_vec_pretty(&expected).map_err(|fault| Fault::new("", fault.to_string()))?;
    json.push(b'\n');
    let bytes = if render.file().ends_with(".gz") { zip::gzip(&bytes) } else { bytes };
    Ok([(render.file().to_owned(), bytes), (format!("{}.expected.json", render.file()), json)])
}

/// Names of files that differ from what the sources make.
fn compare(folder: &Path, files: &Files) -> Result<Vec<String>> {
    let stale = |name: &&String| fs::read(folder.join(name)).ok().as_ref() != files.get(*name);
    Ok(files.keys().filter(stale).cloned().collect())
}

/// Writes the files; there is nothing stale afterwards.
fn write(folder: &Path, files: &Files) -> Result<Vec<String>> {
    let cannot = |name: &str| {
        let name = name.to_owned();
        move |fault: io::Error| Fault::new(name, fault.to_string())
    };
    fs::create_dir_all(folder).map_err(cannot("samples/reports"))?;
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).map_err(cannot(name))?;
    }
    let size: usize = files.values().map(Vec::len).sum();
    println!("{} files, {} KiB", files.len(), size / 1024);
    Ok(Vec::new())
}
