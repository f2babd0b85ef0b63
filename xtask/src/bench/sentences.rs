//! How fast sentences are told apart.

use std::{
    fs, io,
    path::Path,
    process::{Command, Stdio},
};

use super::timed;

/// The size of the file that is read, in bytes: large, so that the start of the program does not count.
const SIZE: usize = 64_000_000;

/// Megabytes per CPU second of `read --lines --as sentences`, which uses one thread: reading and writing included.
/// The paragraphs are those of the texts.
#[expect(clippy::cast_precision_loss, reason = "sizes are small")]
pub(super) fn sentences(program: &Path, folder: &Path, texts: &[String]) -> io::Result<f64> {
    let paragraphs = paragraphs(texts);
    let copies = SIZE / paragraphs.len().max(1) + 1;
    let file = folder.join("paragraphs.txt");
    fs::write(&file, paragraphs.repeat(copies))?;
    let mut command = Command::new(program);
    command.arg("read").arg(&file).args(["--lines", "--as", "sentences", "--language", "en"]);
    let (_, cpu, _) = timed(command.stdout(Stdio::null()))?;
    fs::remove_file(&file)?;
    Ok((paragraphs.len() * copies) as f64 / 1e6 / cpu.max(0.01))
}

/// The paragraphs of texts, one a line.
fn paragraphs(texts: &[String]) -> String {
    let mut lines = String::new();
    for paragraph in texts.iter().flat_map(|text| text.split("\n\n")) {
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    lines
}
