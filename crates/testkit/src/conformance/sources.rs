//! What every source promises.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use rapporteur_model::{Document, Source as Origin};
use rapporteur_stage::{Prepared, Shared, Source};

use crate::hostile::told;

/// More than a test has any use for: a source that does not end.
const ENDLESS: usize = 1_000_000;

/// An entry: what is known of a document, or why there is none.
type Entry = Result<Origin, String>;

/// The promises that a source breaks.
pub(super) fn broken(prepared: &Prepared<dyn Source>, shared: &Shared) -> Vec<String> {
    let mut wrong = Vec::new();
    let lists: Result<Vec<_>, String> = (0..2).map(|_| list(prepared, shared, &mut wrong)).collect();
    let lists = match lists {
        Ok(lists) => lists,
        Err(broke) => return vec![broke],
    };
    if let [first, second] = lists.as_slice() {
        let differs = first.iter().zip(second).position(|(a, b)| a != b);
        match differs {
            Some(at) => {
                wrong.push(format!("it gives something else the second time, from entry {} on", at + 1));
            }
            None if first.len() != second.len() => {
                wrong.push(format!("it gives {} entries, then {}", first.len(), second.len()));
            }
            None => {}
        }
        wrong.extend(paths(first));
    }
    wrong.dedup();
    wrong
}

fn list(
    prepared: &Prepared<dyn Source>,
    shared: &Shared,
    wrong: &mut Vec<String>,
) -> Result<Vec<Entry>, String> {
    let mut source = prepared.build(shared).map_err(|e| e.to_string())?;
    let total = source.total();
    let mut entries = Vec::new();
    loop {
        let entry = catch_unwind(AssertUnwindSafe(|| source.next())).map_err(|_| "it panics".to_owned())?;
        match entry {
            None => break,
            Some(Ok(doc)) => {
                let bare = Document { source: doc.source.clone(), ..Document::default() };
                if doc != bare {
                    wrong
                        .push("it fills more of a document than `source`: reading is for a stage".to_owned());
                }
                entries.push(Ok(doc.source));
            }
            Some(Err(error)) => {
                told(&error)?;
                entries.push(Err(error.to_string()));
            }
        }
        if entries.len() > ENDLESS {
            return Err("it does not end".to_owned());
        }
    }
    if total.is_some_and(|total| total != entries.len()) {
        wrong.push(format!(
            "it says that it gives {} entries, and gives {}",
            total.unwrap_or(0),
            entries.len()
        ));
    }
    if source.next().is_some() {
        wrong.push("it goes on after it has ended".to_owned());
    }
    entries.into_iter().map(|entry| filled(entry, source.as_mut())).collect()
}

/// An entry with the bytes of its document, when that is in no file.
fn filled(entry: Entry, source: &mut dyn Source) -> Result<Entry, String> {
    let Ok(mut origin) = entry else { return Ok(entry) };
    if origin.content.is_some() {
        return Ok(Ok(origin));
    }
    let content = catch_unwind(AssertUnwindSafe(|| source.content(&origin)));
    match content
        .map_err(|_| format!("it panics when it is asked for the bytes of {}", origin.path.display()))?
    {
        Ok(content) => {
            origin.content = content;
            Ok(Ok(origin))
        }
        Err(error) => told(&error).map(|()| Err(error.to_string())),
    }
}

/// Paths are what results are kept under.
fn paths(entries: &[Entry]) -> Option<String> {
    let mut seen: BTreeSet<&PathBuf> = BTreeSet::new();
    entries.iter().flatten().find_map(|origin| {
        if origin.path.as_os_str().is_empty() {
            return Some("a document has no path: results are kept under it".to_owned());
        }
        (!seen.insert(&origin.path)).then(|| format!("two documents have the path {}", origin.path.display()))
    })
}
