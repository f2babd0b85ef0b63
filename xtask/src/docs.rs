//! `cargo xtask docs`: schemas and the reference of options, made by the program itself.

use std::{fs, io};

use crate::cargo::{cargo, root};

/// Where the generated files lie, and the words that make the program print them.
const FILES: &[(&str, &[&str])] = &[
    ("crates/cli/docs/pipeline.schema.json", &["schema", "pipeline"]),
    ("crates/cli/docs/document.schema.json", &["schema", "document"]),
    ("crates/cli/docs/protocol.schema.json", &["schema", "protocol"]),
];

/// Writes the generated files, or with `check` only says which are not current.
pub(crate) fn docs(check: bool) -> io::Result<()> {
    let mut stale = Vec::new();
    for (file, args) in FILES {
        compare(file, program(args)?, check, &mut stale)?;
    }
    compare("crates/cli/docs/stages.md", reference()?, check, &mut stale)?;
    if stale.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!("not current: {}; run `cargo xtask docs`", stale.join(", "))))
}

fn compare(file: &str, text: Vec<u8>, check: bool, stale: &mut Vec<String>) -> io::Result<()> {
    let path = root().join(file);
    if fs::read(&path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if check {
        stale.push(file.to_owned());
        return Ok(());
    }
    println!("wrote {file}");
    fs::create_dir_all(path.parent().unwrap_or(&path))?;
    fs::write(path, text)
}

/// One page with the options of all stages, sources and exports.
fn reference() -> io::Result<Vec<u8>> {
    let list = String::from_utf8(program(&["stages"])?).map_err(io::Error::other)?;
    let mut page =
        "# Stages, sources, exports\n\nMade by `cargo xtask docs` from the options' own documentation.\n"
            .to_owned();
    let named = list.lines().filter(|l| l.starts_with("  ")).filter_map(|l| l.split_whitespace().next());
    for name in named {
        let text = String::from_utf8(program(&["stages", "show", name])?).map_err(io::Error::other)?;
        page += &format!("\n## {name}\n\n```toml\n{}\n```\n", text.trim_end());
    }
    Ok(page.into_bytes())
}

fn program(args: &[&str]) -> io::Result<Vec<u8>> {
    let mut call = vec!["run", "--quiet", "--package", "rapporteur-cli", "--"];
    call.extend(args);
    let output = cargo(&call).stderr(std::process::Stdio::inherit()).output()?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(io::Error::other(format!("rapporteur {} ended with {}", args.join(" "), output.status)))
    }
}
