//! A folder with a pipeline in it, and what is seen of it from outside.

use std::{collections::BTreeMap, fs, path::Path, path::PathBuf};

use rapporteur_config::{Overrides, Pipeline, parse};
use rapporteur_engine::{Disk, Finished, Sort, Stop, dry_run, run_on};
use tempfile::TempDir;

use crate::kinds::registry;

/// A pipeline that can be changed from run to run.
pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) run: String,
    pub(crate) source: String,
    pub(crate) read: String,
    pub(crate) mark: String,
    pub(crate) more: String,
    pub(crate) lines: String,
    pub(crate) index: String,
    pub(crate) version: u32,
    pub(crate) overrides: Overrides,
    pub(crate) files: bool,
}

impl House {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (run, source, read, mark, more, lines, index, overrides) = Default::default();
        let (version, files_too) = (1, true);
        let house = Self {
            folder,
            run,
            source,
            read,
            mark,
            more,
            lines,
            index,
            version,
            overrides,
            files: files_too,
        };
        fs::create_dir_all(house.path("in")).unwrap();
        files.iter().for_each(|(name, text)| house.put(name, text));
        house
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a source file.
    pub(crate) fn put(&self, name: &str, text: &str) {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn pipeline(&self) -> Pipeline {
        self.pipeline_into(None)
    }

    fn pipeline_into(&self, out: Option<PathBuf>) -> Pipeline {
        let files = format!("[[export]]\nuse = \"files\"\n[[export]]\nuse = \"index\"\n{}\n", self.index);
        let files = if self.files { files } else { String::new() };
        let text = format!(
            "[run]\nlearn = {}\n{}\n[[source]]\nuse = \"folder\"\n{}\n[[stage]]\nuse = \"read\"\n{}\n[[stage]]\nuse = \"mark\"\n{}\n{}\n\
             [[export]]\nuse = \"lines\"\n{}\n{files}",
            self.more.contains("known"),
            self.run,
            self.source,
            self.read,
            self.mark,
            self.more,
            self.lines
        );
        let overrides = Overrides { out, ..self.overrides.clone() };
        let checked = parse(&self.path("pipeline.toml"), &text, &registry(self.version), &overrides);
        checked.pipeline().unwrap_or_else(|p| panic!("{}", p.render(false)))
    }

    /// Runs, on a disk that may fail.
    pub(crate) fn run_on(&self, disk: &Disk) -> Finished {
        run_on(&self.pipeline(), &Stop::default(), &(), disk)
    }

    /// What a dry run says of each document, by name: the sort of the reason, its text, the stage it begins with.
    pub(crate) fn foretold(&self) -> BTreeMap<String, (Sort, String, Option<String>)> {
        let dry = dry_run(&self.pipeline()).unwrap_or_else(|t| panic!("{t:?}"));
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        dry.documents.into_iter().map(|d| (name(&d.path), (d.why.sort, d.why.text, d.from))).collect()
    }

    /// Everything that readers of the exports see.
    pub(crate) fn exports(&self) -> BTreeMap<String, String> {
        exports(&self.path("out"))
    }

    /// What a run would give that knows nothing of earlier ones.
    pub(crate) fn afresh(&self) -> BTreeMap<String, String> {
        let fresh = tempfile::tempdir().unwrap();
        // What was learned stays as it is until the archive has doubled.
        if let Ok(entries) = fs::read_dir(self.path("out/learned")) {
            fs::create_dir(fresh.path().join("learned")).unwrap();
            for entry in entries {
                let from = entry.unwrap();
                fs::copy(from.path(), fresh.path().join("learned").join(from.file_name())).unwrap();
            }
        }
        let pipeline = self.pipeline_into(Some(fresh.path().to_owned()));
        let finished = run_on(&pipeline, &Stop::default(), &(), &Disk::default());
        assert!(finished.trouble.is_none(), "{:?}", finished.trouble);
        exports(fresh.path())
    }
}

fn exports(out: &Path) -> BTreeMap<String, String> {
    let (mut found, mut open) = (BTreeMap::new(), vec![out.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(out).unwrap().display().to_string();
            let own = ["cache", "set-aside", "learned", ".rapporteur", "report.", "ledger."];
            if own.iter().any(|o| name.starts_with(o)) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}
