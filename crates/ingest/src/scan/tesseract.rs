//! The program `tesseract`: what it is, what it knows, one page read by it.

use std::{path::PathBuf, process::Command};

use super::{
    failure::Failure,
    image::Image,
    process::{self, Bounds},
};

/// How long it may take to say its version or its languages.
const ASKING: u64 = 20;
/// The most it may have to say of one page.
const MOST_OUTPUT: u64 = 32 * 1024 * 1024;

/// Where it is, and how it is used.
#[derive(Debug, Clone)]
pub(super) struct Tesseract {
    pub(super) program: PathBuf,
    /// For one page.
    pub(super) seconds: u64,
    /// Whether it stays in the group of this process.
    pub(super) one_group: bool,
}

/// What is installed.
#[derive(Debug, Clone)]
pub(super) struct Installed {
    /// Its name and number, as it says them: `tesseract 5.3.0`.
    pub(super) version: String,
    /// Codes of its languages, sorted.
    pub(super) languages: Vec<String>,
}

impl Installed {
    /// The first of several languages (`eng+fra`) that is not there.
    pub(super) fn lacks<'l>(&self, languages: &'l str) -> Option<&'l str> {
        languages.split('+').find(|code| !self.languages.iter().any(|known| known == code))
    }
}

impl Tesseract {
    /// Asks for version and languages.
    pub(super) fn installed(&self) -> Result<Installed, Failure> {
        let version = self.ask("--version")?;
        let version = version.lines().next().map(str::trim).filter(|v| !v.is_empty());
        let version = version.ok_or_else(|| Failure::Broken("it does not say its version".to_owned()))?;
        // A heading first, then one code a line.
        let listed = self.ask("--list-langs")?;
        let mut languages: Vec<String> =
            listed.lines().skip(1).map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
        languages.sort();
        Ok(Installed { version: version.chars().take(80).collect(), languages })
    }

    fn ask(&self, question: &str) -> Result<String, Failure> {
        let mut command = Command::new(&self.program);
        command.arg(question);
        let bytes = process::run(command, Vec::new(), self.within(ASKING), &|| false)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn within(&self, seconds: u64) -> Bounds {
        Bounds { most: MOST_OUTPUT, seconds, one_group: self.one_group }
    }

    /// Finds out which way up a page is; gives what the program says about it.
    pub(super) fn orientation(&self, image: &Image, cancelled: &dyn Fn() -> bool) -> Result<String, Failure> {
        let mut command = Command::new(&self.program);
        command.args(["stdin", "stdout", "--psm", "0"]).env("OMP_THREAD_LIMIT", "1");
        let bytes = process::run(command, image.pgm(), self.within(self.seconds), cancelled)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Reads a page in these languages (`eng`, `eng+fra`); gives hOCR.
    pub(super) fn read(
        &self,
        image: &Image,
        languages: &str,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<String, Failure> {
        let mut command = Command::new(&self.program);
        command.args(["stdin", "stdout", "-l", languages, "--dpi", &image.dpi().to_string()]);
        // Said so, rather than by the name of a settings file that may not be installed.
        command.args(["-c", "tessedit_create_hocr=1"]);
        // One thread: as many pages are read at once as there are workers.
        command.env("OMP_THREAD_LIMIT", "1");
        let bytes = process::run(command, image.pgm(), self.within(self.seconds), cancelled)?;
        String::from_utf8(bytes).map_err(|_| Failure::Garbled)
    }
}
