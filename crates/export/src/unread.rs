//! A report of which nothing could be read: its file says why, lest it look like a report that says nothing.

use rapporteur_model::{Document, Event, Status};

use crate::reading;

/// What `text` makes of a document; what was lost instead when nothing of it could be read.
pub(crate) fn or_else(doc: &Document, text: fn(&Document) -> String) -> String {
    let made = text(doc);
    if doc.status() == Status::Partial && doc.blocks.is_empty() { made + &lost(doc) } else { made }
}

fn lost(doc: &Document) -> String {
    let issues =
        doc.trail.iter().filter_map(|e| if let Event::Error(issue) = e { Some(issue) } else { None });
    issues
        .map(|issue| {
            let hint =
                issue.hint.as_ref().map_or_else(String::new, |h| format!(" ({})", reading::one_line(h)));
            format!("> {}{hint}\n", reading::one_line(&issue.message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Issue, Kind};

    use super::*;

    #[test]
    fn the_file_of_an_unread_report_says_why_it_is_empty() {
        let mut doc = Document::at("scan.pdf");
        assert_eq!(or_else(&doc, crate::markdown), "");
        doc.trail.push(Event::Error(Issue {
            stage: "ingest".to_owned(),
            message: "nothing was read".to_owned(),
            hint: Some("install it".to_owned()),
            page: Some(1),
            span: None,
        }));
        assert_eq!(or_else(&doc, crate::markdown), "> nothing was read (install it)\n");
        doc.blocks.push(Block::new(Kind::Paragraph, "Something.", Some(1), 0));
        assert_eq!(or_else(&doc, crate::text), "Something.\n");
    }
}
