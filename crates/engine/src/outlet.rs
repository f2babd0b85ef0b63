//! One export at work: who gets which name, what is written, what stays.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Component, Path, PathBuf},
};

use rapporteur_config::ExportStep;
use rapporteur_model::Document;
use rapporteur_stage::{Export, Part, Shape, StageError, unique};

use crate::{
    guard::{self, Panic},
    joint::{Joined, Joint},
    look::Look,
    memory::Memory,
    row::{Output, Whole, stands},
    staging::{PRIVATE, Staging},
};

/// Why a document is not in an export.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The export can make nothing of this document.
    Unfit(StageError),
    /// It can make nothing of any.
    Panic(Panic),
    /// The disk does not take it.
    Disk(PathBuf, io::Error),
}

/// An export at work.
pub(crate) struct Outlet {
    pub(crate) step: ExportStep,
    export: Box<dyn Export>,
    pub(crate) hash: String,
    joint: Option<Joint>,
    /// The file that is made of the joint one, and where each document's part stands in that.
    assembled: Option<PathBuf>,
    /// What it is after the run.
    pub(crate) whole: Option<Whole>,
    parts: Vec<(u64, u64)>,
    /// Names that were given, as file systems tell them apart that know no capitals.
    given: BTreeSet<String>,
    /// All places that are used in this run.
    claimed: BTreeSet<PathBuf>,
    /// Which source has which file from earlier runs.
    holders: BTreeMap<PathBuf, PathBuf>,
    /// Files of earlier runs that had to make room, and where they are now.
    rescued: BTreeMap<PathBuf, PathBuf>,
}

impl Outlet {
    pub(crate) fn new(step: ExportStep, export: Box<dyn Export>, hash: String, memory: &Memory) -> Self {
        let known = memory.known.joints.get(&step.id);
        let shape = export.shape();
        let joint = joint_path(&shape, &step.id).map(|path| {
            let old = known.filter(|row| row.path == path).cloned();
            let head = if let Shape::Joint { head, .. } = &shape { head.clone() } else { Vec::new() };
            Joint::new(path, head, old)
        });
        let assembled = if let Shape::Assembled { path } = shape { Some(path) } else { None };
        let mut holders = BTreeMap::new();
        for (source, row) in memory.known.rows.iter().filter(|(source, _)| memory.lists(source)) {
            let own = row.outputs_of(&step.id).filter(|o| !o.wished.as_os_str().is_empty());
            holders.extend(own.map(|o| (o.path.clone(), source.clone())));
        }
        let (given, claimed, rescued, parts, whole) = Default::default();
        Self { step, export, hash, joint, assembled, whole, parts, given, claimed, holders, rescued }
    }

    /// Whether all documents share a file, so that nothing of it is in its place before the end.
    pub(crate) fn is_joint(&self) -> bool {
        self.joint.is_some()
    }

    /// Writes a document; nothing when the export does not want it.
    pub(crate) fn write(
        &mut self,
        source: &Path,
        doc: &Document,
        staging: &mut Staging,
    ) -> Result<Option<Output>, Refusal> {
        if !self.step.when.matches(doc) {
            return Ok(None);
        }
        let Part { name, bytes } =
            guard::run(|| self.export.part(doc)).map_err(Refusal::Panic)?.map_err(Refusal::Unfit)?;
        let mut output = Output {
            export: self.step.id.clone(),
            length: bytes.len() as u64,
            hash: blake3::hash(&bytes).to_hex().to_string(),
            ..Output::default()
        };
        if let Some(joint) = &mut self.joint {
            output.path.clone_from(&joint.path);
            output.start = joint.add(&bytes, staging).map_err(|e| Refusal::Disk(joint.path.clone(), e))?;
            self.parts.push((output.start, output.length));
        } else if !name.components().all(|c| matches!(c, Component::Normal(_))) || name.as_os_str().is_empty()
        {
            let said = format!("`{}` does not lie in the output folder", name.display());
            return Err(Refusal::Unfit(StageError::new(said)));
        } else {
            output.path = self.name(&name);
            output.wished = name;
            let written = self.make_room(source, &output.path, staging);
            let to = staging.place(&output.path);
            let written = written.and_then(|()| staging.write(&bytes, to));
            written.map_err(|e| Refusal::Disk(output.path.clone(), e))?;
        }
        Ok(Some(output))
    }

    /// Keeps what an earlier run has written of a document; under another name when it is another's turn now.
    pub(crate) fn keep(
        &mut self,
        source: &Path,
        old: &Output,
        staging: &mut Staging,
    ) -> Result<Output, Refusal> {
        let mut output = old.clone();
        if let Some(joint) = &mut self.joint {
            output.start = joint.keep(old, staging).map_err(|e| Refusal::Disk(joint.path.clone(), e))?;
            self.parts.push((output.start, output.length));
            return Ok(output);
        }
        output.path = self.name(&old.wished);
        let aside = self.rescued.remove(&old.path);
        if aside.is_none() && output.path == old.path {
            return Ok(output);
        }
        let moved = self.make_room(source, &output.path, staging);
        moved.map_err(|e| Refusal::Disk(output.path.clone(), e))?;
        let from = aside.unwrap_or_else(|| staging.place(&old.path));
        staging.adopt(from, staging.place(&output.path));
        output.look = Look::default();
        Ok(output)
    }

    /// The name for the next document that asks for this one: the second `x.md` is `x-2.md`.
    fn name(&mut self, wished: &Path) -> PathBuf {
        let name = unique(&mut self.given, wished);
        self.claimed.insert(name.clone());
        name
    }

    /// Takes aside what another source still has in a place.
    fn make_room(&mut self, source: &Path, place: &Path, staging: &mut Staging) -> io::Result<()> {
        let another = self.holders.remove(place).filter(|holder| holder != source);
        if another.is_some() && staging.place(place).exists() {
            self.rescued.insert(place.to_owned(), staging.rescue(&staging.place(place))?);
        }
        Ok(())
    }

    /// Ends the joint file; gives back what is to be remembered of it: nothing new when it stays as it is.
    pub(crate) fn join(&mut self, staging: &mut Staging) -> Result<Option<Joined>, Refusal> {
        let Some(joint) = self.joint.take() else { return Ok(None) };
        let path = joint.path.clone();
        let joined = joint.end(staging, staging.place(&path)).map_err(|e| Refusal::Disk(path.clone(), e))?;
        if let Some(whole) = self.assembled.take() {
            self.whole = self.assemble(&joined, &path, &whole, staging)?;
            self.claimed.insert(whole);
        }
        if !matches!(joined, Joined::Empty) {
            self.claimed.insert(path);
        }
        Ok(Some(joined))
    }

    /// Makes the file that is assembled of the joint one's parts, unless it is there and the same.
    fn assemble(
        &self,
        joined: &Joined,
        joint: &Path,
        whole: &Path,
        staging: &mut Staging,
    ) -> Result<Option<Whole>, Refusal> {
        let to = staging.place(whole);
        let unwritable = |e| Refusal::Disk(whole.to_owned(), e);
        let from = match joined {
            Joined::Empty if to.exists() => {
                return staging.remove(whole).map(|()| None).map_err(unwritable);
            }
            Joined::Empty => return Ok(None),
            Joined::Same => staging.place(joint),
            Joined::New(..) => staging.latest().unwrap_or_default(),
        };
        let all = fs::read(from).map_err(unwritable)?;
        let part = |&(start, length): &(u64, u64)| {
            let (start, length) = (usize::try_from(start).ok()?, usize::try_from(length).ok()?);
            all.get(start..start.checked_add(length)?)
        };
        let parts: Option<Vec<&[u8]>> = self.parts.iter().map(part).collect();
        let parts = parts.ok_or_else(|| unwritable(io::ErrorKind::InvalidData.into()))?;
        let made = guard::run(|| self.export.assemble(&parts)).map_err(Refusal::Panic)?;
        let bytes = made.map_err(|e| unwritable(io::Error::new(io::ErrorKind::InvalidData, e)))?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        if !fs::read(&to).is_ok_and(|old| old == bytes) {
            staging.write(&bytes, to).map_err(unwritable)?;
        }
        Ok(Some(Whole { path: whole.to_owned(), look: Look::default(), hash }))
    }

    /// Removes the files of earlier runs whose places nobody has now, unless somebody has altered them since.
    pub(crate) fn clear(&self, memory: &Memory, staging: &Staging) -> io::Result<()> {
        let id = &self.step.id;
        let files = memory.known.rows.values().flat_map(|row| row.outputs_of(id));
        let files = files.filter(|o| !o.wished.as_os_str().is_empty()).map(|o| (&o.path, &o.look, &o.hash));
        let known = memory.known.joints.get(id);
        let joint = known.map(|row| (&row.path, &row.look, &row.hash));
        let whole = known.and_then(|row| row.whole.as_ref()).map(|w| (&w.path, &w.look, &w.hash));
        for (path, look, hash) in files.chain(joint).chain(whole) {
            if self.claimed.contains(path) || !stands(&memory.out, path, look, hash) {
                continue;
            }
            staging.remove(path)?;
        }
        Ok(())
    }
}

/// Where the joint file of an export lies, below the output folder, when it has one: what is assembled is made of one
/// that nobody need see.
pub(crate) fn joint_path(shape: &Shape, id: &str) -> Option<PathBuf> {
    match shape {
        Shape::Joint { path, .. } => Some(path.clone()),
        Shape::Assembled { .. } => Some(Path::new(PRIVATE).join("parts").join(id)),
        _ => None,
    }
}

/// Removes the folders of a path below the output folder that are empty now.
pub(crate) fn prune(out: &Path, path: &Path) {
    for folder in path.ancestors().skip(1).take_while(|f| !f.as_os_str().is_empty()) {
        // A folder that is not empty stays.
        if fs::remove_dir(out.join(folder)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names as one run gives them.
    fn names(wished: &[&str]) -> Vec<PathBuf> {
        let mut given = BTreeSet::new();
        wished.iter().map(|w| unique(&mut given, Path::new(w))).collect()
    }

    #[test]
    fn the_second_of_a_name_gets_a_number() {
        assert_eq!(
            names(&["a.json", "a.json", "A.json", "b.json"]),
            ["a.json", "a-2.json", "A-3.json", "b.json"].map(PathBuf::from)
        );
        assert_eq!(names(&["a.md", "a.md", "a-2.md"]), ["a.md", "a-2.md", "a-2-2.md"].map(PathBuf::from));
    }
}
