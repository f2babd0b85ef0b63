//! Why a page image could not be read, in sentences.

/// What to install, by system.
pub(crate) const INSTALL: &str = "install tesseract (Debian, Ubuntu: `apt install tesseract-ocr`; Fedora: `dnf install \
    tesseract`; macOS: `brew install tesseract`; Windows: see its page at UB Mannheim), or name it in `ocr-program`";

/// Why a page image could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is no such program.
    Missing,
    /// It cannot be started, or its output not be read.
    Broken(String),
    /// It ended with an error; its last words.
    Refused(String),
    /// It took longer than so many seconds and was ended.
    Slow(u64),
    /// It wrote more than is taken.
    Endless,
    /// What it wrote is not hOCR.
    Garbled,
    /// It does not know a language.
    Language(String),
    /// The run is ending, or the time of the stage is over.
    Stopped,
}

impl Failure {
    /// What happened, to follow "the program".
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Missing => "is not on the PATH".to_owned(),
            Self::Broken(why) => format!("cannot be used: {why}"),
            Self::Refused(words) => format!("ended with an error: {words}"),
            Self::Slow(seconds) => {
                format!("was not ready after {seconds} second{}", if *seconds == 1 { "" } else { "s" })
            }
            Self::Endless => "wrote without end".to_owned(),
            Self::Garbled => "wrote something that is not hOCR".to_owned(),
            Self::Language(code) => format!("does not know the language `{code}`"),
            Self::Stopped => "was stopped before it was ready".to_owned(),
        }
    }

    /// What to do.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Missing => INSTALL.to_owned(),
            Self::Slow(_) => "raise `ocr-seconds`, or lower `ocr-dpi`".to_owned(),
            Self::Language(code) => {
                format!("install it (Debian: `apt install tesseract-ocr-{}`)", packaged(code))
            }
            Self::Stopped => {
                "raise `timeout-seconds`; pages that were read are not read again where there is an \
                `ocr-cache`"
                    .to_owned()
            }
            Self::Broken(_) | Self::Refused(_) | Self::Endless | Self::Garbled => {
                "run `tesseract page.png - hocr` by hand to see what it says".to_owned()
            }
        }
    }
}

/// The name of a language in the names of packages.
fn packaged(code: &str) -> String {
    code.trim_start_matches("script/").to_ascii_lowercase().replace('_', "-")
}
