//! Where a stage is made: in the workspace of rapporteur itself, or anywhere else.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::complaint::Complaint;

/// Where a stage is made.
#[derive(Debug)]
pub(crate) enum Site {
    /// The root of the workspace of rapporteur.
    House(PathBuf),
    /// Any other folder.
    Elsewhere(PathBuf),
}

impl Site {
    /// What a folder is.
    pub(crate) fn of(folder: PathBuf) -> Self {
        match folder.ancestors().find(|above| is_house(above)) {
            Some(root) => Self::House(root.to_owned()),
            None => Self::Elsewhere(folder),
        }
    }
}

/// Whether a folder is the root of the workspace of rapporteur.
fn is_house(folder: &Path) -> bool {
    let says = |file: &str, text: &str| fs::read_to_string(folder.join(file)).is_ok_and(|t| t.contains(text));
    says("crates/stage/Cargo.toml", "name = \"rapporteur-stage\"") && says("Cargo.toml", "[workspace]")
}

/// Where a project outside gets the crates of rapporteur from.
#[derive(Debug)]
pub(crate) enum Crates {
    /// A checkout on this machine.
    Path(PathBuf),
    /// A Git repository.
    Git(String),
    /// The registry of crates: the version of this program.
    Version,
}

impl Crates {
    /// What a manifest says of one of the crates.
    pub(crate) fn of(&self, folder: &str) -> String {
        match self {
            Self::Path(root) => {
                format!(
                    "path = {}",
                    toml::Value::from(root.join("crates").join(folder).display().to_string())
                )
            }
            Self::Git(url) => format!("git = {}", toml::Value::from(url.as_str())),
            Self::Version => format!("version = \"{}\"", env!("CARGO_PKG_VERSION")),
        }
    }
}

/// The checkout or repository that the command line names; without any, the checkout that this program was built in,
/// when it lies there still.
pub(crate) fn crates(path: Option<&Path>, git: Option<&str>) -> Result<Crates, Complaint> {
    if let Some(url) = git {
        return Ok(Crates::Git(url.to_owned()));
    }
    let Some(path) = path else {
        let program = std::env::current_exe().and_then(fs::canonicalize).ok();
        let built_in =
            program.and_then(|program| program.ancestors().find(|a| is_house(a)).map(Path::to_owned));
        return Ok(built_in.map_or(Crates::Version, Crates::Path));
    };
    let root = fs::canonicalize(path).ok().filter(|root| is_house(root));
    root.map(Crates::Path).ok_or_else(|| {
        Complaint::new(format!("{} is no checkout of rapporteur", path.display()))
            .hint("name the folder that holds its `crates` and `pipeline.toml`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_known_from_any_of_its_folders() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.ancestors().nth(2).unwrap();
        assert!(matches!(Site::of(here.to_owned()), Site::House(found) if found == root));
        assert!(matches!(Site::of(std::env::temp_dir()), Site::Elsewhere(_)));
        let crates = crates(Some(root), None).unwrap();
        assert_eq!(crates.of("cli"), format!("path = \"{}\"", here.canonicalize().unwrap().display()));
        assert!(super::crates(Some(here), None).is_err());
    }
}
