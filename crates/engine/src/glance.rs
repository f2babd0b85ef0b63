//! What the sources show at a glance, without reading a file: for somebody who waits for new ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use rapporteur_config::Pipeline;

use crate::{
    Look, Stop,
    away::{Sight, Sorted},
    feed::list,
    house::House,
    parts::{sources, unbuilt},
    report::Missing,
    run::Trouble,
};

/// The files of the sources as they look now.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Glance {
    /// The files that the sources give, and how they look. One that cannot be looked at has the look of nothing.
    pub files: BTreeMap<PathBuf, Look>,
    /// Of the files that were known before: those that are out of sight for a while, as their folder is.
    pub away: BTreeSet<PathBuf>,
    /// These folders.
    pub missing: Vec<Missing>,
}

/// Looks at the sources. `known` are the files of the last glance.
///
/// # Errors
/// When a source cannot be opened at all.
pub fn glance(pipeline: &Pipeline, known: &BTreeSet<PathBuf>) -> Result<Glance, Box<Trouble>> {
    let stop = Stop::default();
    let house = House::new(pipeline, &stop, &());
    let mut problems = pipeline.no_problems();
    let sources = sources(pipeline, &mut problems);
    if !problems.is_empty() {
        return Err(unbuilt(problems));
    }
    let list = list(&house, sources);
    let roots: Vec<PathBuf> = list.sources.iter().flat_map(|given| given.roots.clone()).collect();
    let files: BTreeMap<PathBuf, Look> =
        list.paths().map(|path| (path.to_owned(), Look::at(path).unwrap_or_default())).collect();
    let bare =
        roots.iter().filter(|root| !files.keys().any(|path| path.starts_with(root))).cloned().collect();
    let sight = Sight { roots, bare, partial: pipeline.partial, ..Sight::default() };
    let absent = known.iter().filter(|path| !files.contains_key(*path)).cloned().collect();
    let Sorted { kept, missing, .. } = sight.sort(absent);
    Ok(Glance { files, away: kept.into_iter().collect(), missing })
}
