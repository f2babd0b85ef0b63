//! The thread of the sources: numbers documents and sends them on, as permits allow.

use std::{
    collections::BTreeSet,
    fmt, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crossbeam_channel::Sender;
use rapporteur_config::SourceStep;
use rapporteur_model::Document;
use rapporteur_stage::{Source, StageError};

use crate::{
    byway::Byway,
    failure::Failure,
    guard,
    house::House,
    memory::Memory,
    parcel::{Batch, Key, Parcel},
    permits,
    report::Missing,
};

/// An entry of a source.
#[derive(Debug)]
pub(crate) enum Entry {
    /// Where a document is to come from.
    Source(Box<rapporteur_model::Source>),
    /// A file of earlier runs that the sources do not give now, and that stays as it is.
    Kept(PathBuf),
    /// A document whose bytes its source cannot give, and why.
    Unread(Box<rapporteur_model::Source>, Box<Failure>),
    /// Why there is none.
    Failed(Box<Failure>),
    /// The same, as something that the source names is not there.
    NotThere(Box<Failure>),
}

impl Entry {
    fn path(&self) -> Option<&Path> {
        match self {
            Self::Source(source) | Self::Unread(source, _) => Some(&source.path),
            Self::Kept(path) => Some(path),
            Self::Failed(_) | Self::NotThere(_) => None,
        }
    }
}

/// What one source gives.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) entries: Vec<Entry>,
    /// The folders that it looks in.
    pub(crate) roots: Vec<PathBuf>,
    /// Whom to ask for the bytes of documents that are in no file.
    origin: Option<Origin>,
}

/// A source that has listed its documents.
struct Origin {
    step: SourceStep,
    source: Box<dyn Source>,
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Origin").field("id", &self.step.id).finish_non_exhaustive()
    }
}

impl Origin {
    /// A document with its bytes, when they are in no file.
    fn filled(&mut self, mut source: Box<rapporteur_model::Source>) -> Entry {
        if source.content.is_some() {
            return Entry::Source(source);
        }
        match content(&self.step, self.source.as_mut(), &source) {
            Ok(content) => {
                source.content = content;
                Entry::Source(source)
            }
            Err(failure) => Entry::Unread(source, failure),
        }
    }
}

/// What all sources give, one source after the other.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) sources: Vec<Given>,
    /// Whether the run was ended before the sources were.
    cut: bool,
}

impl List {
    /// The paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.sources.iter().flat_map(|given| &given.entries).filter_map(Entry::path)
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.sources.iter().map(|given| given.entries.len()).sum()
    }

    /// Whether there is anything to read.
    pub(crate) fn gives_something(&self) -> bool {
        let all = self.sources.iter().flat_map(|given| &given.entries);
        all.into_iter().any(|entry| matches!(entry, Entry::Source(_)))
    }

    /// One after the other; what is in no file is asked for as its turn comes.
    pub(crate) fn into_entries(self) -> impl Iterator<Item = Entry> {
        self.sources.into_iter().flat_map(|Given { entries, mut origin, .. }| {
            entries.into_iter().map(move |entry| match (entry, &mut origin) {
                (Entry::Source(source), Some(origin)) => origin.filled(source),
                (entry, _) => entry,
            })
        })
    }

    /// Takes out files that are not to be touched.
    pub(crate) fn leave(&mut self, leave: &BTreeSet<PathBuf>) {
        for given in self.sources.iter_mut().filter(|_| !leave.is_empty()) {
            given.entries.retain(|entry| entry.path().is_none_or(|path| !leave.contains(path)));
        }
    }

    /// Takes out what sources say of folders that are told as missing, with the documents that earlier runs knew in them.
    pub(crate) fn tell_once(&mut self, missing: &[Missing]) {
        let told = |root: &PathBuf| missing.iter().any(|missing| missing.folder == *root);
        for given in &mut self.sources {
            if given.roots.iter().all(|root| told(root) || is_there(root)) {
                given.entries.retain(|entry| !matches!(entry, Entry::NotThere(_)));
            }
        }
    }

    /// Puts files that stay as they are (sorted) where they stood in an earlier run, so that names and joint files stay
    /// the same: among the files of their source by the order of paths.
    pub(crate) fn keep(&mut self, kept: &[PathBuf]) {
        let Some(last) = self.sources.len().checked_sub(1) else { return };
        let mut by_source: Vec<Vec<&PathBuf>> = vec![Vec::new(); last + 1];
        for path in kept {
            let at = self.sources.iter().position(|given| given.roots.iter().any(|r| path.starts_with(r)));
            if let Some(of_source) = by_source.get_mut(at.unwrap_or(last)) {
                of_source.push(path);
            }
        }
        for (given, kept) in self.sources.iter_mut().zip(by_source) {
            let mut kept = kept.into_iter().peekable();
            let mut merged = Vec::with_capacity(given.entries.len() + kept.len());
            for entry in given.entries.drain(..) {
                while let Some(path) = kept.next_if(|k| entry.path().is_some_and(|p| k.as_path() < p)) {
                    merged.push(Entry::Kept(path.clone()));
                }
                merged.push(entry);
            }
            merged.extend(kept.map(|path| Entry::Kept(path.clone())));
            given.entries = merged;
        }
    }
}

/// Whether a root of a source is there; the one without a name is the folder that the program runs in.
fn is_there(root: &Path) -> bool {
    root.as_os_str().is_empty() || root.symlink_metadata().is_ok()
}

/// Asks all sources.
pub(crate) fn list(house: &House<'_>, sources: Vec<(SourceStep, Box<dyn Source>)>) -> List {
    let mut list = List::default();
    for (step, mut source) in sources {
        let roots = guard::run(|| source.roots()).unwrap_or_default();
        list.sources.push(Given { roots, ..Given::default() });
        let Some(given) = list.sources.last_mut() else { continue };
        while let Some(entry) = next(&step, source.as_mut()) {
            if house.closed() {
                list.cut = true;
                return list;
            }
            let broken = matches!(&entry, Entry::Failed(failure) if failure.panicked);
            given.entries.push(entry);
            if broken {
                break;
            }
        }
        given.origin = Some(Origin { step, source });
    }
    list
}

/// The bytes of a document that is in no file.
pub(crate) fn content(
    step: &SourceStep,
    source: &mut dyn Source,
    of: &rapporteur_model::Source,
) -> Result<Option<Arc<[u8]>>, Box<Failure>> {
    match guard::run(|| source.content(of)) {
        Ok(content) => content.map_err(|error| Box::new(Failure::new(&of.path, &step.id, &error))),
        Err(panic) => {
            let error = StageError::new(format!("the source `{}` broke down: {}", step.id, panic.message))
                .hint("this is a fault of the source");
            Err(Box::new(Failure { panicked: true, ..Failure::new(&of.path, &step.id, &error) }))
        }
    }
}

/// Sends the documents on, each from where an earlier run has left it; those on which no stage has anything to do by the
/// short way.
pub(crate) fn feed(
    house: &House<'_>,
    memory: &Memory,
    list: List,
    out: &Sender<Parcel>,
    byway: Sender<Vec<Parcel>>,
) {
    house.progress.total(Some(list.len()));
    let cut = list.cut;
    let mut byway = Byway::new(byway);
    let all = send(house, memory, list, out, &mut byway);
    if byway.flush() && all && !cut {
        house.emptied();
    }
}

/// `false` when the run was closed meanwhile.
fn send(house: &House<'_>, memory: &Memory, list: List, out: &Sender<Parcel>, byway: &mut Byway) -> bool {
    for (number, entry) in (0..).zip(list.into_entries()) {
        if house.closed() {
            return false;
        }
        let mut batch = Batch::default();
        let mut size = 0;
        let mut ticket = None;
        match entry {
            Entry::Source(source) => {
                let doc = Document { source: *source, ..Document::default() };
                let mut decided = memory.decide(&doc);
                if !decided.stands {
                    size = permits::estimate(&doc);
                    house.progress.started(&decided.path);
                    batch = decided
                        .batch
                        .take()
                        .unwrap_or_else(|| Batch { documents: vec![doc], ..Batch::default() });
                }
                ticket = Some(Box::new(decided));
            }
            Entry::Unread(source, failure) => {
                let doc = Document { source: *source, ..Document::default() };
                batch.failures.push(*failure);
                ticket = Some(Box::new(memory.decide(&doc)));
            }
            Entry::Kept(path) => {
                let mut kept = memory.keep(&path);
                batch = kept.batch.take().unwrap_or_default();
                ticket = Some(Box::new(kept));
            }
            Entry::Failed(failure) | Entry::NotThere(failure) => batch.failures.push(*failure),
        }
        let short = ticket.as_ref().is_some_and(|ticket| memory.has_nothing_to_do(ticket));
        // Whoever waits, for room or at a channel, must not hold back what others wait for.
        if (!short || !house.permits.have_room(size)) && !byway.flush() {
            return false;
        }
        let Some(weight) = house.permits.take(size, || house.closed()) else { return false };
        let parcel = Parcel { ticket, ..Parcel::new(Key::Number(number), batch, weight) };
        let sent = if short { byway.send(parcel) } else { out.send(parcel).is_ok() };
        if !sent {
            return false;
        }
    }
    true
}

/// The next entry of a source.
fn next(step: &SourceStep, source: &mut dyn Source) -> Option<Entry> {
    match guard::run(|| source.next()) {
        Ok(None) => None,
        Ok(Some(Ok(doc))) => Some(Entry::Source(Box::new(doc.source))),
        Ok(Some(Err(error))) => {
            let failure = Box::new(Failure::new(&nameless(step), &step.id, &error));
            let cause = error.source.as_ref().and_then(|cause| cause.downcast_ref::<io::Error>());
            let absent = cause.is_some_and(|cause| cause.kind() == io::ErrorKind::NotFound);
            Some(if absent { Entry::NotThere(failure) } else { Entry::Failed(failure) })
        }
        Err(panic) => {
            let error = StageError::new(format!("the source `{}` broke down: {}", step.id, panic.message))
                .hint("this is a fault of the source; what it would have given after this is missing");
            let failure = Failure { panicked: true, ..Failure::new(&nameless(step), &step.id, &error) };
            Some(Entry::Failed(Box::new(failure)))
        }
    }
}

/// An entry that failed before it had a path.
fn nameless(step: &SourceStep) -> PathBuf {
    format!("({})", step.id).into()
}
