//! Standard output for results, standard error for everything else.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

use rapporteur_config::{Problem, Problems, Severity};
use serde_json::json;

use crate::{
    args::{LogFormat, Talk},
    complaint::{Complaint, DONE, NOT_DONE},
    logging,
};

/// The name of the file of a pipeline that has none.
const BUILT_IN: &str = "(built in)";

/// Writes a result to standard output as it is.
pub(crate) fn result(text: &str) -> Result<(), Complaint> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a result with ANSI styles, which are taken off where they would not be understood.
pub(crate) fn styled(text: &str) -> Result<(), Complaint> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// A number with its noun: `1 page`, `3 pages`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Whether somebody looks at standard output.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Columns of the terminal, within what can be read comfortably.
pub(crate) fn width() -> usize {
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| width.0);
    usize::from(columns).clamp(40, 100)
}

/// The voice of the program on standard error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    talk: Talk,
}

/// How much a message weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Error,
    Warning,
}

impl Weight {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    fn style(self) -> &'static str {
        match self {
            Self::Error => "\u{1b}[1;31m",
            Self::Warning => "\u{1b}[1;33m",
        }
    }
}

impl Voice {
    pub(crate) fn new(talk: Talk) -> Self {
        Self { talk }
    }

    /// How much is said, and in which form.
    pub(crate) fn talk(self) -> Talk {
        self.talk
    }

    /// Whether progress and other remarks are wanted.
    pub(crate) fn chatty(self) -> bool {
        !self.talk.quiet
    }

    /// Whether more than usual is wanted.
    pub(crate) fn verbose(self) -> bool {
        self.talk.verbose > 0
    }

    /// Whether machines listen.
    pub(crate) fn json(self) -> bool {
        self.talk.log_format == LogFormat::Json
    }

    /// Says an error or a warning, with what to try.
    pub(crate) fn say(self, weight: Weight, message: &str, hint: Option<&str>) {
        if self.talk.quiet && weight != Weight::Error {
            return;
        }
        let plain = |text: &str| text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
        let text = if self.json() {
            format!("{}\n", json!({ "level": weight.name(), "message": message, "hint": hint }))
        } else {
            let hint = hint.map_or(String::new(), |h| format!("  hint: {}\n", plain(h)));
            format!("{}{}\u{1b}[0m: {}\n{hint}", weight.style(), weight.name(), plain(message))
        };
        write_error(&text);
    }

    /// A remark without a level: progress, where results are.
    pub(crate) fn remark(self, text: &str) {
        if self.chatty() {
            if self.json() {
                write_error(&format!("{}\n", json!({ "level": "info", "message": text })));
            } else {
                write_error(&format!("{text}\n"));
            }
        }
    }

    /// A remark that machines get with its figures.
    pub(crate) fn event(self, text: &str, figures: &serde_json::Value) {
        if !self.json() {
            return self.remark(text);
        }
        let mut line = json!({ "level": "info", "message": text });
        if let (Some(line), Some(figures)) = (line.as_object_mut(), figures.as_object()) {
            line.extend(figures.clone());
        }
        write_error(&format!("{line}\n"));
    }

    /// The problems of a pipeline file, each with its place.
    pub(crate) fn problems(self, problems: &Problems) {
        if problems.is_empty() || (self.talk.quiet && problems.errors() == 0) {
            return;
        }
        if problems.file() == Path::new(BUILT_IN) {
            return problems.iter().for_each(|p| self.without_place(p));
        }
        if !self.json() {
            write_error(&(problems.render(true).trim_end().to_owned() + "\n"));
            return;
        }
        for problem in problems {
            let place = problem.span.as_ref().map(|s| problems.position(s.start));
            let level = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            let line = json!({
                "level": level,
                "message": problem.message,
                "hint": problem.hint,
                "label": problem.label,
                "file": problems.file().to_string_lossy(),
                "line": place.map(|p| p.0),
                "column": place.map(|p| p.1),
            });
            write_error(&format!("{line}\n"));
        }
    }

    /// A problem of the pipeline that nobody wrote: there is no file to point into.
    fn without_place(self, problem: &Problem) {
        let weight = if problem.severity == Severity::Error { Weight::Error } else { Weight::Warning };
        self.say(weight, &problem.message, problem.hint.as_deref());
    }

    /// Says why a verb ended early; gives the exit code.
    pub(crate) fn complain(self, complaint: &Complaint) -> u8 {
        match complaint {
            Complaint::PipeClosed => DONE,
            Complaint::Told { message, hint, code } => {
                self.say(Weight::Error, message, hint.as_deref());
                *code
            }
            Complaint::File(problems) => {
                self.problems(problems);
                NOT_DONE
            }
        }
    }
}

/// Writes to standard error, around the progress bar when there is one.
fn write_error(text: &str) {
    logging::around_the_bar(|| {
        // Nobody is left to be told when standard error is closed.
        let _unheard = anstream::stderr().lock().write_all(text.as_bytes());
    });
}
