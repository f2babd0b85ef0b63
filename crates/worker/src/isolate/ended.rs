//! Why a child has ended before its answer.

use std::{error::Error, fmt, io, process::ExitStatus};

use rapporteur_stage::StageError;

/// What ended a child. The cause behind the [`StageError`] that its document is set aside with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ended {
    /// It needed more memory than it may have.
    Memory {
        /// What it may have, in MiB.
        mib: u64,
    },
    /// It ran out of stack: a file that is nested very deeply, usually.
    Stack,
    /// It used more processor time than it may.
    Processor,
    /// It did not stop when its time was over.
    Time,
    /// Somebody else ended it: the system, when memory is short.
    Killed,
    /// It broke down.
    Broken {
        /// The signal or exit code.
        how: String,
        /// Its last line on standard error.
        words: Option<String>,
    },
}

impl Ended {
    /// Reads it off the end of a process and what it said last.
    pub(super) fn of(status: Option<ExitStatus>, said: &[String], mib: u64) -> Self {
        let has = |words: &str| said.iter().any(|line| line.contains(words));
        let signal = status.and_then(signal);
        // What Rust says before it aborts; the signal is the same for all.
        if has("memory allocation of ") {
            Self::Memory { mib }
        } else if has("overflowed its stack") {
            Self::Stack
        } else if signal == Some(PROCESSOR) {
            Self::Processor
        } else if signal == Some(KILL) {
            Self::Killed
        } else {
            let how = match (signal, status) {
                (Some(number), _) => format!("signal {number}"),
                (None, Some(status)) => status.to_string(),
                (None, None) => "without a word".to_owned(),
            };
            Self::Broken { how, words: said.last().cloned() }
        }
    }

    /// Whether what the child did for earlier documents may have to do with it.
    pub(super) fn may_be_of_earlier(&self) -> bool {
        matches!(self, Self::Memory { .. })
    }

    /// What is said of the document.
    pub(super) fn error(self, stage: &str) -> StageError {
        let process = format!("the process of `{stage}`");
        let (message, hint) = match &self {
            Self::Memory { mib } => (
                format!("{process} needed more than {mib} MiB of memory and was ended"),
                "raise `memory-mib` of the stage, or leave the document out",
            ),
            Self::Stack => (
                format!("{process} ran out of stack and was ended: the document is nested too deeply"),
                "leave the document out; and please report it, since the stage should have said so itself",
            ),
            Self::Processor => (
                format!("{process} used more processor time than `timeout-seconds` and was ended"),
                "raise `timeout-seconds`, or leave the document out",
            ),
            Self::Time => (
                format!("{process} did not stop when its time was over and was ended"),
                "raise `timeout-seconds`, or leave the document out",
            ),
            Self::Killed => (
                format!("{process} was ended by the system, which does so when memory is short"),
                "see the system's log; `workers` and `memory-mib` say how much the processes may take together",
            ),
            Self::Broken { how, words } => {
                let words = words.as_ref().map_or(String::new(), |words| format!(": {words}"));
                (
                    format!("{process} broke down ({how}){words}"),
                    "this is a fault of the stage; please report it together with the document",
                )
            }
        };
        let error = StageError::new(message).hint(hint);
        // Memory that others took may be free the next time; all else lies with the document.
        if self == Self::Killed { error.because(io::Error::other(self)) } else { error.because(self) }
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory { mib } => write!(f, "out of memory (limit {mib} MiB)"),
            Self::Stack => f.write_str("stack overflow"),
            Self::Processor => f.write_str("out of processor time"),
            Self::Time => f.write_str("out of time"),
            Self::Killed => f.write_str("killed"),
            Self::Broken { how, .. } => f.write_str(how),
        }
    }
}

impl Error for Ended {}

const KILL: i32 = 9;
const PROCESSOR: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    fn check(status: i32, said: &str, ended: &Ended) {
        let said: Vec<_> = said.lines().map(str::to_owned).collect();
        assert_eq!(Ended::of(Some(ExitStatus::from_raw(status)), &said, 512), *ended);
    }

    #[test]
    fn the_reason_is_read_off_signal_and_last_words() {
        check(6, "memory allocation of 17179869184 bytes failed", &Ended::Memory { mib: 512 });
        check(
            6,
            "thread 'ingest' (7) has overflowed its stack\nfatal runtime error: stack overflow",
            &Ended::Stack,
        );
        check(24, "", &Ended::Processor);
        check(9, "", &Ended::Killed);
        let how = "signal 11".to_owned();
        check(11, "one\ntwo", &Ended::Broken { how, words: Some("two".to_owned()) });
        check(3 << 8, "", &Ended::Broken { how: "exit status: 3".to_owned(), words: None });
    }

    #[test]
    fn only_want_of_memory_elsewhere_passes() {
        let io = |ended: Ended| ended.error("ingest").source.is_some_and(|e| e.is::<io::Error>());
        assert!(io(Ended::Killed));
        assert!(!io(Ended::Memory { mib: 512 }) && !io(Ended::Stack));
    }
}
