//! The source `database`: texts out of a table of an SQLite database.

use std::{borrow::Cow, collections::BTreeMap, path::PathBuf, sync::Arc, vec};

use rapporteur_stage::{
    Shared, Source, SourceKind, StageError,
    model::{self, Document},
};
use rusqlite::{
    Connection, OpenFlags,
    types::{Value, ValueRef},
};
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
        let list = List::of(&connection, options).map_err(|e| {
            StageError::new(format!("`query` cannot be answered by {shown}: {e}"))
                .hint("the query has to give two columns, name and text")
                .because(e)
        })?;
        Ok(Box::new(Rows { connection, list }))
    }
}

/// What the query gives. What stands in the reports is asked for when the run comes to each.
struct List {
    reports: vec::IntoIter<Result<Document, StageError>>,
    /// What the query calls them, by the paths that they have in messages and in the ledger.
    names: BTreeMap<PathBuf, Value>,
    /// The query for one of them.
    one: String,
}

impl List {
    /// Name and size of each report; a row without them is an error of its own.
    fn of(connection: &Connection, options: &DatabaseOptions) -> rusqlite::Result<Self> {
        let mut query = connection.prepare(&options.query)?;
        let column = |at| query.column_name(at).map(|name| format!("\"{}\"", name.replace('"', "\"\"")));
        let (name, text) = (column(0)?, column(1)?);
        let one = format!("SELECT {text} FROM ({}) WHERE {name} = ?1", options.query);
        let (mut reports, mut names) = (Vec::new(), BTreeMap::new());
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let name: Value = row.get(0)?;
            let (Some(shown), Some(text)) = (bytes((&name).into()), bytes(row.get_ref(1)?)) else {
                reports
                    .push(Err(StageError::new(format!("row {} has no name, or no text", reports.len() + 1))));
                continue;
            };
            let mut doc = Document::at(options.file.join(String::from_utf8_lossy(&shown).as_ref()));
            doc.source.bytes = text.len() as u64;
            doc.source.media_type.clone_from(&options.media_type);
            names.insert(doc.source.path.clone(), name);
            reports.push(Ok(doc));
        }
        Ok(Self { reports: reports.into_iter(), names, one })
    }
}

fn bytes(value: ValueRef<'_>) -> Option<Cow<'_, [u8]>> {
    match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes.into()),
        ValueRef::Integer(number) => Some(number.to_string().into_bytes().into()),
        ValueRef::Null | ValueRef::Real(_) => None,
    }
}

/// The reports, in the order of the query.
struct Rows {
    connection: Connection,
    list: List,
}

impl Source for Rows {
    fn next(&mut self) -> Option<Result<Document, StageError>> {
        self.list.reports.next()
    }

    fn content(&mut self, of: &model::Source) -> Result<Option<Arc<[u8]>>, StageError> {
        let name = self.list.names.get(&of.path);
        let text = self.connection.prepare(&self.list.one).and_then(|mut query| {
            query.query_row([name], |row| Ok(bytes(row.get_ref(0)?).map(|text| Arc::from(text.as_ref()))))
        });
        text.map_err(|e| {
            StageError::new(format!("the database does not give the text any more: {e}")).because(e)
        })
    }

    fn total(&self) -> Option<usize> {
        Some(self.list.reports.len())
    }
}
