//! `when = { language = ["fr"] }`: on which documents a stage or an export works.

use globset::{Glob, GlobSet, GlobSetBuilder};
use rapporteur_model::{Document, Status};
use toml::de::DeTable;

use crate::{
    Problem,
    keys::{Keys, wrong},
};

/// Conditions on a document. All keys that are given must hold; a key holds when the document's value is one of
/// those listed.
///
/// | key | is compared with |
/// |---|---|
/// | `language` | the document's language (ISO 639-1); a document whose language is not known does not match |
/// | `media-type` | `application/pdf`, `text/plain`, `text/markdown`, `text/html` |
/// | `status` | `done`, or `partial` when something was lost so far |
/// | `path` | the source's path, as a pattern: `**/2019/*.pdf` |
#[derive(Debug, Clone, Default)]
pub struct When {
    language: Option<Vec<String>>,
    media_type: Option<Vec<String>>,
    status: Option<Vec<String>>,
    path: Option<GlobSet>,
}

impl When {
    /// Whether the conditions hold; they do when there are none.
    pub fn matches(&self, doc: &Document) -> bool {
        let one_of = |wanted: &Option<Vec<String>>, found: Option<&str>| {
            wanted.as_ref().is_none_or(|w| found.is_some_and(|f| w.iter().any(|w| w.eq_ignore_ascii_case(f))))
        };
        let status = match doc.status() {
            Status::Done => "done",
            Status::Partial => "partial",
        };
        one_of(&self.language, doc.language())
            && one_of(&self.media_type, Some(&doc.source.media_type))
            && one_of(&self.status, Some(status))
            && self.path.as_ref().is_none_or(|globs| globs.is_match(&doc.source.path))
    }

    /// Whether it depends on where a document's file lies.
    pub fn minds_path(&self) -> bool {
        self.path.is_some()
    }

    /// Whether there are no conditions.
    pub fn is_empty(&self) -> bool {
        self.language.is_none() && self.media_type.is_none() && self.status.is_none() && self.path.is_none()
    }

    pub(crate) fn read(table: &DeTable<'_>, problems: &mut Vec<Problem>) -> Self {
        let mut keys = Keys::new("`when`", table, problems);
        let when = Self {
            language: keys.strings("language"),
            media_type: keys.strings("media-type"),
            status: status(&mut keys),
            path: path(&mut keys),
        };
        keys.finish();
        when
    }
}

fn status(keys: &mut Keys<'_, '_, '_>) -> Option<Vec<String>> {
    let words = keys.strings("status")?;
    if let Some(odd) = words.iter().find(|w| !["done", "partial"].contains(&w.as_str())) {
        let span = keys.span_of("status");
        keys.push(Problem::error(format!("\"{odd}\" is not a status"), span).hint("statuses: done, partial"));
    }
    Some(words)
}

fn path(keys: &mut Keys<'_, '_, '_>) -> Option<GlobSet> {
    let patterns = keys.strings("path")?;
    let value = keys.value("path")?;
    let mut set = GlobSetBuilder::new();
    for pattern in &patterns {
        match Glob::new(pattern) {
            Ok(glob) => {
                set.add(glob);
            }
            Err(e) => {
                let problem = wrong("path", "a pattern like \"**/2019/*.pdf\"", value);
                keys.push(problem.hint(format!("{pattern}: {}", e.kind())));
            }
        }
    }
    set.build().ok()
}

#[cfg(test)]
mod tests {
    use rapporteur_model::Found;

    use super::*;

    fn check(when: &str, matches: bool) {
        let table = DeTable::parse(when).unwrap();
        let mut problems = Vec::new();
        let when = When::read(table.get_ref(), &mut problems);
        assert_eq!(problems, []);
        let mut doc = Document::at("archive/2019/eau.pdf");
        doc.source.media_type = "application/pdf".into();
        doc.meta.language = Some(Found::stated("fr".into(), 1.0));
        assert_eq!(when.matches(&doc), matches);
    }

    #[test]
    fn one_of_the_values_and_all_of_the_keys() {
        check("", true);
        check("language = 'fr'", true);
        check("language = ['en', 'fr']\nmedia-type = 'application/pdf'", true);
        check("language = ['en', 'fr']\nmedia-type = 'text/plain'", false);
        check("path = '**/2019/*.pdf'\nstatus = 'done'", true);
        check("path = ['*.txt', '**/2020/*']", false);
    }

    #[test]
    fn an_unknown_language_does_not_match() {
        let table = DeTable::parse("language = 'fr'").unwrap();
        let when = When::read(table.get_ref(), &mut Vec::new());
        assert!(!when.matches(&Document::default()));
    }
}
