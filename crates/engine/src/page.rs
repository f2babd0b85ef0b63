//! `report.html`: the report of a run as one page for people, without scripts and without anything from elsewhere.

use crate::report::Report;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;\
background:#fff}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{text-align:left;padding:.25rem .75rem \
.25rem 0;border-bottom:1px solid #ddd;vertical-align:top;overflow-wrap:anywhere}td.n,th.n{text-align:right;\
white-space:nowrap}.bad{color:#a00}.hint{color:#555}@media(prefers-color-scheme:dark){body{color:#ddd;background:#111}\
th,td{border-color:#444}.bad{color:#f88}.hint{color:#aaa}}";

/// The page.
pub(crate) fn page(report: &Report) -> String {
    let mut page = String::new();
    let title = escaped(&report.pipeline);
    page.push_str("<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width\">");
    page.push_str(&format!("<title>{title}: run of {}</title><style>{STYLE}</style>\n", report.start));
    page.push_str(&format!("<h1>{title}</h1>\n"));
    let cut = if report.interrupted { ", ended before its time" } else { "" };
    page.push_str(&format!(
        "<p>Run of {} to {}, {:.1} seconds{cut}; rapporteur {}.</p>\n",
        report.start, report.end, report.seconds, report.version
    ));
    if let Some(trouble) = &report.trouble {
        page.push_str(&format!("<p class=\"bad\">The run was given up: {}</p>\n", escaped(trouble)));
    }
    for missing in &report.missing {
        let (folder, n) = (escaped(&missing.to_string()), missing.documents);
        let documents =
            if n == 1 { "the document known from it stays" } else { "the documents known from it stay" };
        page.push_str(&format!(
            "<p><span class=\"bad\">{folder}{}; {documents} in the exports ({n}).</span><br><span class=\"hint\">See that \
             its disk is mounted; if it was cleared on purpose, run once with --remove-missing.</span></p>\n",
            escaped(&missing.duration())
        ));
    }
    counts(report, &mut page);
    reasons(report, &mut page);
    set_aside(report, &mut page);
    lists(report, &mut page);
    stages(report, &mut page);
    page
}

fn table(page: &mut String, title: &str, heads: &[&str], rows: &[Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    page.push_str(&format!("<h2>{title}</h2>\n<table>\n<tr>"));
    heads.iter().for_each(|h| page.push_str(&format!("<th>{h}</th>")));
    page.push_str("</tr>\n");
    for row in rows {
        page.push_str("<tr>");
        row.iter().for_each(|cell| page.push_str(&format!("<td>{cell}</td>")));
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
}

fn counts(report: &Report, page: &mut String) {
    let n = &report.documents;
    let mut rows: Vec<Vec<String>> = [
        ("done", n.done),
        ("partial: something is missing", n.partial),
        ("set aside", n.set_aside),
        ("… of these from earlier runs", n.still_set_aside),
        ("left out on purpose", n.left_out),
        ("unchanged", n.skipped),
        ("gone from the sources", n.removed),
    ]
    .iter()
    .map(|(what, number)| vec![(*what).to_owned(), number.to_string()])
    .collect();
    rows.retain(|row| row.get(1).is_some_and(|n| n != "0"));
    table(page, "Documents", &["", "number"], &rows);
    if let Some(archive) = &report.archive {
        let before = archive.before;
        let now = [archive.done, archive.partial, archive.set_aside];
        let rows: Vec<Vec<String>> = ["done", "partial", "set aside"]
            .iter()
            .zip(now.iter().zip(before))
            .map(|(what, (now, before))| vec![(*what).to_owned(), before.to_string(), now.to_string()])
            .collect();
        table(page, "The archive", &["", "before the run", "now"], &rows);
    }
}

fn reasons(report: &Report, page: &mut String) {
    let c = &report.changes;
    let mut rows = Vec::new();
    for (what, number) in
        [("new", c.new), ("changed content", c.changed), ("moved", c.moved), ("unchanged", c.unchanged)]
    {
        if number > 0 {
            rows.push(vec![what.to_owned(), number.to_string()]);
        }
    }
    if c.damaged > 0 {
        rows.push(vec![
            "… of which what was kept is damaged, and was made again".to_owned(),
            c.damaged.to_string(),
        ]);
    }
    rows.extend(c.redone.iter().map(|(why, number)| vec![escaped(why), number.to_string()]));
    table(page, "What was done, and why", &["reason", "files"], &rows);
}

fn set_aside(report: &Report, page: &mut String) {
    let rows: Vec<Vec<String>> = report
        .set_aside
        .iter()
        .map(|s| {
            let hint = s.hint.as_deref().map(|h| format!("<br><span class=\"hint\">{}</span>", escaped(h)));
            let again = match (s.passing, s.still) {
                (true, _) => ", every run tries again",
                (false, true) => ", none in this run",
                (false, false) => "",
            };
            vec![
                escaped(&s.path.to_string_lossy()),
                escaped(&s.stage),
                format!("<span class=\"bad\">{}</span>{}", escaped(&s.reason), hint.unwrap_or_default()),
                format!("{}{again}", s.tries),
            ]
        })
        .collect();
    table(page, "Set aside", &["document", "stage", "reason", "tries"], &rows);
    let rows: Vec<Vec<String>> = report
        .partial
        .iter()
        .map(|p| {
            let hint = p.hint.as_deref().map(|h| format!("<br><span class=\"hint\">{}</span>", escaped(h)));
            let reason = format!("{}{}", escaped(&p.reason), hint.unwrap_or_default());
            vec![escaped(&p.path.to_string_lossy()), escaped(&p.stage), reason]
        })
        .collect();
    table(page, "Partial", &["document", "stage", "what is missing"], &rows);
}

fn lists(report: &Report, page: &mut String) {
    let paths = |paths: &[std::path::PathBuf]| -> Vec<Vec<String>> {
        paths.iter().map(|p| vec![escaped(&p.to_string_lossy())]).collect()
    };
    if let Some(archive) = &report.archive {
        table(page, "Set aside since the last run", &["document"], &paths(&archive.newly_set_aside));
        table(page, "Recovered since the last run", &["document"], &paths(&archive.recovered));
    }
    table(page, "Gone from the sources", &["document"], &paths(&report.removed));
    let left: Vec<Vec<String>> = report
        .left_out
        .iter()
        .map(|l| vec![escaped(&l.path.to_string_lossy()), escaped(&l.stage), escaped(&l.reason)])
        .collect();
    table(page, "Left out", &["document", "stage", "reason"], &left);
}

fn stages(report: &Report, page: &mut String) {
    let rows: Vec<Vec<String>> = report
        .stages
        .0
        .iter()
        .map(|(id, n)| {
            vec![escaped(id), n.executed.to_string(), n.cached.to_string(), format!("{:.2}", n.seconds)]
        })
        .collect();
    table(page, "Stages", &["stage", "worked on", "taken from earlier", "seconds"], &rows);
    let rows: Vec<Vec<String>> = report
        .slowest
        .iter()
        .map(|s| {
            let most = s.stages.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(id, _)| escaped(id));
            vec![escaped(&s.path.to_string_lossy()), format!("{:.2}", s.seconds), most.unwrap_or_default()]
        })
        .collect();
    table(page, "The slowest documents", &["document", "seconds", "most of it in"], &rows);
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c if c.is_control() => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::SetAside;

    #[test]
    fn what_comes_from_files_is_text_and_nothing_else() {
        let mut report = Report { pipeline: "R&D".to_owned(), ..Report::default() };
        report.set_aside.push(SetAside {
            path: "a\n<script>.pdf".into(),
            stage: "ingest".to_owned(),
            reason: "it is \"empty\"".to_owned(),
            hint: None,
            tries: 2,
            passing: true,
            still: false,
            record: "r.json".into(),
        });
        let page = page(&report);
        assert!(page.contains("a\u{fffd}&lt;script&gt;.pdf") && page.contains("R&amp;D"), "{page}");
        assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("href="));
    }
}
