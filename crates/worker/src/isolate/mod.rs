//! A stage of our own in a process of its own: what `isolate = true` in a pipeline file means.
//!
//! A stack overflow, an abort, an endless loop and an allocation without end cannot be caught within a process. So each
//! worker of an isolated stage has a child: the same program, started once more, with limits on its memory and time. The
//! worker sends a document, the child does the stage's work, and what comes of it goes back; when the child ends instead,
//! that costs the document, and the next one gets a new child.
//!
//! Between the two go frames, not the JSON lines of outside programs: a length of four bytes (the lowest first), and so
//! many bytes of MessagePack, with the names of the fields, so that layers and trails come back as they went. Both ends
//! are the same program; the form may change from one version to the next without notice. A child logs into the same
//! pipe, and the parent passes its lines on as they are.
//!
//! A child whose input ends leaves at once, in whatever it is: no child outlives its parent.
//!
//! What it does not do: protect from a stage that means harm. The child may read and write what its parent may.

mod child;
mod ended;
mod fault;
mod frame;
mod limits;
mod message;
mod serve;
mod stage;
mod wire;

use std::{
    env, fmt,
    path::PathBuf,
    process::Command,
    sync::{Arc, Once},
};

use rapporteur_stage::{Shared, Stage, StageError};
use serde_json::Value;
use tracing::warn;

pub use ended::Ended;
pub use serve::serve;
pub use wire::Wire;

use self::{message::Setup, stage::Isolated};

/// How children are started, and where their log goes.
pub struct Isolation {
    /// `None` for this program.
    program: Option<PathBuf>,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
    log: Log,
    unlimited: Once,
}

/// What takes a line of a log.
type Log = Box<dyn Fn(&[u8]) + Send + Sync>;

/// A stage that is to work in children.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name in reports.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its options, as [`Prepared::options`](rapporteur_stage::Prepared::options) gives them.
    pub options: Value,
    /// The most memory that a child may have, in MiB.
    pub memory_mib: u64,
}

impl Isolation {
    /// Children are this program, started with these words, upon which it calls [`serve`]. `log` gets each line that a
    /// child logs, as it is to be written.
    pub fn new(arguments: Vec<String>, log: impl Fn(&[u8]) + Send + Sync + 'static) -> Self {
        Self { program: None, arguments, variables: Vec::new(), log: Box::new(log), unlimited: Once::new() }
    }

    /// Children are another program, which does upon those words what this one would: for tests, which are programs of
    /// their own.
    #[must_use]
    pub fn program(mut self, program: impl Into<PathBuf>) -> Self {
        self.program = Some(program.into());
        self
    }

    /// Sets an environment variable of the children.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The stage that hands its documents to a child. `native` is the same stage, built in this process: what is wrong
    /// with its options, what it depends on, and what it lacks shows there.
    ///
    /// # Errors
    /// When what the child must be told cannot be put into a frame.
    pub fn stage(
        self: &Arc<Self>,
        part: &Part,
        native: Box<dyn Stage>,
        shared: &Shared,
    ) -> Result<Box<dyn Stage>, StageError> {
        let setup = Setup::of(part, shared);
        Ok(Box::new(Isolated::new(Arc::clone(self), part, frame::to_bytes(&setup)?, native)))
    }

    fn command(&self) -> Result<Command, StageError> {
        let program = self.program.clone().map_or_else(own_program, Ok);
        let program = program
            .map_err(|e| StageError::new("cannot find this program to start it once more").because(e))?;
        let mut command = Command::new(program);
        // What a list of processes shows.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::arg0(&mut command, "rapporteur");
        command.args(&self.arguments).envs(self.variables.iter().map(|(n, v)| (n, v)));
        Ok(command)
    }

    /// Says once in a run that limits are not kept here.
    fn tell_unlimited(&self, reason: &str) {
        self.unlimited.call_once(|| warn!("the memory of isolated stages is not limited: {reason}"));
    }
}

/// The program itself, also when its file has been replaced by a newer version since it was started.
fn own_program() -> std::io::Result<PathBuf> {
    let itself = PathBuf::from("/proc/self/exe");
    if cfg!(target_os = "linux") && itself.exists() { Ok(itself) } else { env::current_exe() }
}

impl fmt::Debug for Isolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Isolation").field("arguments", &self.arguments).finish_non_exhaustive()
    }
}
