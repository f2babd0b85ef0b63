//! The source `database`: texts out of a table of an SQLite database.

use std::{path::PathBuf, sync::Arc, vec};

use rapporteur_stage::{Shared, Source, SourceKind, StageError, model::Document};
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `database`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct DatabaseOptions {
    /// The database, relative to the pipeline file. It is opened to be read only.
    pub file: PathBuf,
    /// What to ask it. The first column is the name of each report, the second its text or the bytes of its file. Say in
    /// which order, so that equal runs give equal files.
    pub query: String,
    /// What the reports are: a media type such as text/markdown; empty to find out from each.
    pub media_type: String,
}

impl Default for DatabaseOptions {
    fn default() -> Self {
        Self {
            file: "reports.sqlite".into(),
            query: "SELECT name, text FROM reports ORDER BY name".to_owned(),
            media_type: "text/markdown".to_owned(),
        }
    }
}

/// `use = "database"`
pub struct Database;

impl SourceKind for Database {
    const NAME: &'static str = "database";
    const SUMMARY: &'static str = "texts out of a table of an SQLite database";
    type Options = DatabaseOptions;

    fn build(options: &DatabaseOptions, shared: &Shared) -> Result<Box<dyn Source>, StageError> {
        let file = shared.path(&options.file);
        let shown = options.file.display().to_string();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&file, flags).map_err(|e| {
            StageError::new(format!("`file`: the database {shown} cannot be opened"))
                .hint("paths in a pipeline file are relative to the file's own folder")
                .because(e)
        })?;
        let rows = rows(&connection, options).map_err(|e| {
            StageError::new(format!("`query` cannot be answered by {shown}: {e}"))
                .hint("the query has to give two columns, name and text")
                .because(e)
        })?;
        Ok(Box::new(Rows(rows.into_iter())))
    }
}

/// Name and content of each report; a row without them is an error of its own. The contents are held in memory until the
/// reports have been read.
fn rows(connection: &Connection, options: &DatabaseOptions) -> rusqlite::Result<Vec<Row>> {
    let mut query = connection.prepare(&options.query)?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = |column| -> rusqlite::Result<Option<Arc<[u8]>>> {
            Ok(match row.get_ref(column)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes.into()),
                ValueRef::Integer(number) => Some(number.to_string().into_bytes().into()),
                ValueRef::Null | ValueRef::Real(_) => None,
            })
        };
        let (name, content) = (bytes(0)?, bytes(1)?);
        let number = found.len() + 1;
        let (Some(name), Some(content)) = (name, content) else {
            found.push(Err(StageError::new(format!("row {number} has no name, or no text"))));
            continue;
        };
        // Under this path the report stands in messages and in the ledger.
        let mut doc = Document::at(options.file.join(String::from_utf8_lossy(&name).as_ref()));
        doc.source.bytes = content.len() as u64;
        doc.source.content = Some(content);
        doc.source.media_type.clone_from(&options.media_type);
        found.push(Ok(doc));
    }
    Ok(found)
}

type Row = Result<Document, StageError>;

/// The reports, in the order of the query.
struct Rows(vec::IntoIter<Row>);

impl Source for Rows {
    fn next(&mut self) -> Option<Row> {
        self.0.next()
    }

    fn total(&self) -> Option<usize> {
        Some(self.0.len())
    }
}
