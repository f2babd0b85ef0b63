//! The figures of a run for a Prometheus server, whose collector of text files reads them from a folder.

use std::{fs, io, path::Path};

use crate::{report::Report, staging::Disk};

/// Writes the file, whole or not at all.
pub(crate) fn write(report: &Report, path: &Path, disk: &Disk) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    disk.file(path, text(report).as_bytes())
}

/// The figures of a run in the text format of Prometheus.
pub fn text(report: &Report) -> String {
    let n = &report.documents;
    let mut text = String::new();
    let mut family = |name: &str, help: &str, samples: &[(String, String)]| {
        text.push_str(&format!("# HELP rapporteur_{name} {help}\n# TYPE rapporteur_{name} gauge\n"));
        for (labels, value) in samples {
            text.push_str(&format!("rapporteur_{name}{{{labels}}} {value}\n"));
        }
    };
    let pipeline = format!("pipeline=\"{}\"", label(&report.pipeline));
    let by_outcome = [
        ("done", n.done),
        ("partial", n.partial),
        ("set_aside", n.set_aside),
        ("left_out", n.left_out),
        ("unchanged", n.skipped),
        ("removed", n.removed),
    ]
    .map(|(outcome, n)| (format!("{pipeline},outcome=\"{outcome}\""), n.to_string()));
    family("run_documents", "Documents of the last run by outcome.", &by_outcome);
    let missing: u64 = report.missing.iter().map(|m| m.documents).sum();
    let missing = [(pipeline.clone(), missing.to_string())];
    family("run_missing_documents", "Known documents in folders that were away in the last run.", &missing);
    let ok = u8::from(report.trouble.is_none() && !report.interrupted);
    family("run_success", "1 when the last run came to its end.", &[(pipeline.clone(), ok.to_string())]);
    let seconds = [(pipeline.clone(), report.seconds.to_string())];
    family("run_seconds", "How long the last run took.", &seconds);
    let end = crate::clock::seconds(&report.end).unwrap_or_default().to_string();
    family("run_end_timestamp_seconds", "When the last run ended.", &[(pipeline.clone(), end)]);
    let of = |what: fn(&crate::StageCount) -> String| -> Vec<(String, String)> {
        let stages = report.stages.0.iter();
        stages.map(|(id, count)| (format!("{pipeline},stage=\"{}\"", label(id)), what(count))).collect()
    };
    family(
        "stage_executed",
        "Documents that a stage worked on in the last run.",
        &of(|c| c.executed.to_string()),
    );
    family("stage_cached", "Documents whose earlier result was taken.", &of(|c| c.cached.to_string()));
    family(
        "stage_seconds",
        "Time that a stage took, added up over its workers.",
        &of(|c| c.seconds.to_string()),
    );
    text
}

/// A value between quotation marks.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{StageCount, report::Stages};

    #[test]
    fn every_sample_has_its_family() {
        let count = StageCount { executed: 3, cached: 7, seconds: 0.5 };
        let stages = Stages(vec![("in\"gest".to_owned(), count)]);
        let report = Report { pipeline: "night".to_owned(), stages, ..Report::default() };
        let text = text(&report);
        assert!(
            text.contains("rapporteur_stage_cached{pipeline=\"night\",stage=\"in\\\"gest\"} 7\n"),
            "{text}"
        );
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let name = line.split('{').next().unwrap_or_default();
            assert!(text.contains(&format!("# TYPE {name} gauge\n")), "{line}");
        }
    }
}
