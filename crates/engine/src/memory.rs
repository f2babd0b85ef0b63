//! What a run knows of the runs before it, and what follows for each document. `run --dry-run` asks the same questions
//! as a run does, and so foretells it.

mod kept;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rapporteur_config::Pipeline;
use rapporteur_model::Document;
use rapporteur_stage::Shape;

use crate::{
    cache::{Cache, Kept},
    ledger::Known,
    look::{Contents, Look},
    outlet::joint_path,
    parcel::Batch,
    prints::{ExportPrint, Prints, hash},
    report::Missing,
    row::{Row, stands},
    snapshot::Snapshots,
    why::{Sort, Why},
};

/// What is to be done with one source.
#[derive(Debug)]
pub(crate) struct Ticket {
    pub(crate) path: PathBuf,
    /// Its content as a hash; empty when it could not be told, so that nothing can be remembered.
    pub(crate) content: String,
    pub(crate) look: Look,
    /// What it depends on after each stage; the first is from before them all.
    pub(crate) keys: Vec<String>,
    /// How many stages can be skipped.
    pub(crate) from: usize,
    /// The documents as they left those stages; `None` when none is skipped.
    pub(crate) batch: Option<Batch>,
    /// Whether nothing is to be done at all: all its outputs stand.
    pub(crate) stands: bool,
    pub(crate) why: Why,
    /// What the ledger knows of it; under another path when it has moved.
    pub(crate) row: Option<Row>,
    /// What is kept of it between stages.
    pub(crate) kept: Snapshots,
    /// Whether something was kept that is damaged.
    pub(crate) damaged: bool,
    /// Where it lay before it moved.
    pub(crate) was: Option<PathBuf>,
    /// Whether the sources do not give it now, so that it can only stay, or be written again from what was kept of it.
    pub(crate) away: bool,
}

impl Ticket {
    fn new(path: &Path, why: Why) -> Self {
        Self {
            path: path.to_owned(),
            content: String::new(),
            look: Look::default(),
            keys: Vec::new(),
            from: 0,
            batch: None,
            stands: false,
            why,
            row: None,
            kept: Snapshots::default(),
            damaged: false,
            was: None,
            away: false,
        }
    }
}

/// What a run knows of the runs before it.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) out: PathBuf,
    pub(crate) prints: Prints,
    pub(crate) known: Known,
    pub(crate) cache: Option<Cache>,
    /// Whether there is a ledger.
    on: bool,
    fresh: bool,
    retry: bool,
    /// The joint exports whose file is not as it was written.
    broken: BTreeSet<String>,
    /// The sources of this run, with those that are kept though they are not there.
    listed: BTreeSet<PathBuf>,
    /// The folders of earlier runs that are out of sight.
    pub(crate) missing: Vec<Missing>,
    partial: bool,
    forget: bool,
    /// What files held when they were learned from.
    pub(crate) contents: Contents,
    /// Sources of earlier runs that are not there any more, by content; those that turn up elsewhere are taken out.
    gone: Mutex<BTreeMap<String, Vec<PathBuf>>>,
}

impl Memory {
    pub(crate) fn new(pipeline: &Pipeline, prints: Prints, shapes: &[Shape], known: Known) -> Self {
        let (on, fresh) = (pipeline.ledger.is_some(), pipeline.run.fresh);
        let cache = pipeline.shared.cache().filter(|_| on);
        let cache = cache.map(|folder| Cache::new(&folder, pipeline.run.cache_mib.saturating_mul(1 << 20)));
        let mut memory = Self {
            out: pipeline.out.clone(),
            prints,
            known,
            cache,
            on,
            fresh,
            retry: pipeline.run.retry,
            broken: BTreeSet::new(),
            listed: BTreeSet::new(),
            missing: Vec::new(),
            partial: pipeline.partial,
            forget: pipeline.run.remove_missing,
            contents: Contents::new(),
            gone: Mutex::default(),
        };
        memory.broken = memory.broken_joints(shapes);
        memory
    }

    fn broken_joints(&self, shapes: &[Shape]) -> BTreeSet<String> {
        let ids = self.prints.exports.iter().map(|export| &export.print.id).zip(shapes);
        let joint = ids.filter_map(|(id, shape)| Some((id, joint_path(shape, id)?)));
        let broken = joint.filter(|(id, path)| {
            let row = self.known.joints.get(*id);
            !row.is_some_and(|row| row.path == *path && stands(&self.out, path, &row.look, &row.hash))
        });
        broken.map(|(id, _)| id.clone()).collect()
    }

    /// Whether earlier runs have found something below a folder.
    pub(crate) fn knows(&self, folder: &Path) -> bool {
        self.known.rows.keys().any(|path| path.starts_with(folder))
    }

    /// Whether a source is one of this run.
    pub(crate) fn lists(&self, path: &Path) -> bool {
        self.listed.contains(path)
    }

    /// The sources of earlier runs that are not there any more, and did not turn up elsewhere.
    pub(crate) fn gone(&self) -> Vec<PathBuf> {
        let gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths: Vec<PathBuf> = gone.values().flatten().cloned().collect();
        paths.sort();
        paths
    }

    /// What is to be done with a source, and why.
    pub(crate) fn decide(&self, doc: &Document) -> Ticket {
        let path = doc.source.path.clone();
        let mut ticket = Ticket::new(&path, Why::new(Sort::Fresh, "no ledger is kept"));
        if !self.on {
            return ticket;
        }
        ticket.row = self.known.rows.get(&path).cloned();
        self.look(doc, &mut ticket);
        if ticket.content.is_empty() {
            ticket.why = Why::new(Sort::Content, "its content cannot be told");
            return ticket;
        }
        ticket.keys = self.prints.keys(&ticket.content, &path);
        if self.fresh {
            ticket.why = Why::new(Sort::Fresh, "everything is done anew");
            return ticket;
        }
        ticket.why = self.why(&mut ticket);
        ticket.stands = ticket.why.sort == Sort::Unchanged;
        if !ticket.stands {
            self.go_on(&mut ticket);
        }
        ticket
    }

    /// Looks at the file, and reads it only when it may have changed.
    fn look(&self, doc: &Document, ticket: &mut Ticket) {
        if let Some(bytes) = &doc.source.content {
            ticket.content = blake3::hash(bytes).to_hex().to_string();
            return;
        }
        let Ok(look) = Look::at(&ticket.path) else { return };
        ticket.look = look;
        let row = ticket.row.as_ref().filter(|_| !self.fresh).map(|row| (&row.look, &row.content));
        let learned = self.contents.get(&ticket.path).map(|(look, content)| (look, content));
        let known = [row, learned].into_iter().flatten().find(|(known, _)| **known == look);
        ticket.content = match known.filter(|_| look != Look::default()) {
            Some((_, content)) => content.clone(),
            None => look.content(&ticket.path).unwrap_or_default(),
        };
    }

    fn why(&self, ticket: &mut Ticket) -> Why {
        let Some(row) = &ticket.row else { return self.newcomer(ticket) };
        if row.content != ticket.content {
            return Why::new(Sort::Content, "its content changed");
        }
        if let Some(last) = self.prints.stages.len().checked_sub(self.prints.skippable()).filter(|n| *n > 0) {
            let at = self.prints.stages.len() - last;
            let id = self.prints.stages.get(at).map_or("", |s| s.print.id.as_str());
            return Why::new(Sort::Stage, format!("`{id}` has to see all documents in every run"));
        }
        let failed = !row.ended.failed.is_empty();
        let key = end_key(&self.prints, &ticket.keys, row.through, failed);
        if key.as_deref() != Some(row.key.as_str()) {
            return self.changed(row);
        }
        if let Some(why) = self.again(row) {
            return why;
        }
        self.outputs(row).unwrap_or_else(|| Why::new(Sort::Unchanged, "unchanged"))
    }

    /// One that the ledger does not know by this path.
    fn newcomer(&self, ticket: &mut Ticket) -> Why {
        let mut gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        let from = gone.get_mut(&ticket.content).and_then(Vec::pop);
        let Some(from) = from else { return Why::new(Sort::New, "new") };
        ticket.row = self.known.rows.get(&from).cloned();
        let text = format!("moved from {}", from.display());
        ticket.was = Some(from);
        Why::new(Sort::Moved, text)
    }

    /// What is different since a row was written, its content aside.
    fn changed(&self, row: &Row) -> Why {
        let now = &self.prints.stages;
        for (at, stage) in now.iter().enumerate() {
            let Some(before) = row.stages.get(at) else {
                return Why::new(Sort::Stage, format!("stage `{}` was added", stage.print.id));
            };
            if *before != stage.hash {
                let before = self.known.prints.get(before);
                let text = before.map_or_else(
                    || format!("`{}` changed", stage.print.id),
                    |before| stage.print.difference(before),
                );
                return Why::new(Sort::Stage, text);
            }
        }
        if row.stages.len() > now.len() {
            return Why::new(Sort::Stage, "a stage was taken out");
        }
        if row.ended.failed.is_empty() {
            Why::new(Sort::Moved, "the ending of its name changed")
        } else {
            Why::new(Sort::Retry, "it had failed, and a limit or an export changed")
        }
    }

    /// Whether one that failed, or lost something, is worth another try.
    fn again(&self, row: &Row) -> Option<Why> {
        let failed = row.ended.failed.first();
        if let (Some(failed), true) = (failed, self.retry) {
            return Some(Why::new(Sort::Retry, format!("asked for again; it had failed: {}", failed.reason)));
        }
        if let Some(failed) = row.ended.failed.iter().find(|f| f.passing) {
            return Some(Why::new(Sort::Retry, format!("it had failed, which may pass: {}", failed.reason)));
        }
        let lost = failed.is_some() || row.ended.partial > 0;
        (lost && row.lacks != self.prints.lacks(row.through))
            .then(|| Why::new(Sort::Retry, "what is installed on this machine changed"))
    }

    /// What is wrong with the files that the exports have written.
    fn outputs(&self, row: &Row) -> Option<Why> {
        self.prints.exports.iter().find_map(|export| self.output(row, export))
    }

    /// What is wrong with the files that one export has written.
    fn output(&self, row: &Row, export: &ExportPrint) -> Option<Why> {
        let exported = row.ended.done + row.ended.partial > 0;
        let id = &export.print.id;
        match row.exports.get(id) {
            Some(hash) if *hash == export.hash => {}
            Some(_) if !exported => {}
            Some(hash) => {
                let before = self.known.prints.get(hash);
                let text =
                    before.map_or_else(|| format!("export `{id}` changed"), |b| export.print.difference(b));
                return Some(Why::new(Sort::Export, text));
            }
            None if exported => {
                return Some(Why::new(Sort::Export, format!("export `{id}` does not have it yet")));
            }
            None => return None,
        }
        row.outputs_of(id).find_map(|output| {
            let joint = self.known.joints.get(id).filter(|_| output.wished.as_os_str().is_empty());
            let missing = match joint {
                Some(_) => self.broken.contains(id),
                None => !stands(&self.out, &output.path, &output.look, &output.hash),
            };
            let file = self.out.join(&output.path);
            missing.then(|| Why::new(Sort::Output, format!("{} is missing or was altered", file.display())))
        })
    }

    /// Finds the last stage behind which the document was kept.
    fn go_on(&self, ticket: &mut Ticket) {
        let Some(cache) = &self.cache else { return };
        match cache.get(&ticket.content) {
            Kept::Nothing => return,
            Kept::Damaged => {
                ticket.damaged = true;
                return;
            }
            Kept::Here(kept) => ticket.kept = kept,
        }
        let again = ticket.why.sort == Sort::Retry;
        for stages in (1..=self.prints.skippable()).rev() {
            let Some(key) = ticket.keys.get(stages) else { continue };
            if !ticket.kept.has(key, &self.prints.lacks(stages), again) {
                continue;
            }
            ticket.batch = ticket.kept.take(key, &ticket.path);
            if ticket.batch.is_some() {
                ticket.from = stages;
                return;
            }
            ticket.damaged = true;
        }
    }
}

/// What the result of a source depends on that came through so many stages: of one that failed, also the limits, and the
/// exports when it came so far.
pub(crate) fn end_key(prints: &Prints, keys: &[String], through: usize, failed: bool) -> Option<String> {
    if !failed {
        return keys.last().filter(|_| through == prints.stages.len()).cloned();
    }
    let key = keys.get(through)?;
    let mut texts = vec![key.as_str()];
    texts.extend(prints.stages.iter().take(through).map(|s| s.limits.as_str()));
    if through == prints.stages.len() {
        texts.extend(prints.exports.iter().map(|e| e.hash.as_str()));
    }
    Some(hash(&texts))
}

/// The endings of a name, which may say what kind of text a file holds: of a packed file also that of what is inside.
pub(crate) fn endings(path: &Path) -> String {
    let ending = |p: &Path| p.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending(path) {
        packed if packed == "gz" => format!("{}.{packed}", ending(&path.with_extension(""))),
        plain => plain,
    }
}
