//! Running cargo and the program, always in the root of the repository.

use std::{
    io,
    path::{Path, PathBuf},
    process::Command,
};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A call of the cargo that runs this task.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    command
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started, or ends with a failure.
pub(crate) fn run(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?} ended with {status}"))) }
}

/// Builds the program with optimisation and gives its path.
pub(crate) fn release_program() -> io::Result<PathBuf> {
    run(&mut cargo(&["build", "--release", "--quiet", "--package", "rapporteur-cli"]))?;
    let metadata = cargo(&["metadata", "--format-version=1", "--no-deps"]).output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).map_err(io::Error::other)?;
    let target = metadata.get("target_directory").and_then(|t| t.as_str());
    let target = target.ok_or_else(|| io::Error::other("cargo metadata names no target directory"))?;
    let program = if cfg!(windows) { "rapporteur.exe" } else { "rapporteur" };
    Ok(Path::new(target).join("release").join(program))
}

/// A folder for what tasks leave behind from one run to the next; not under version control.
pub(crate) fn scratch(name: &str) -> io::Result<PathBuf> {
    let folder = root().join("target").join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
