//! A program under way: its hello, its answers, its end.

use std::{
    io::{BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use rapporteur_model::Document;
use rapporteur_stage::StageError;
use serde_json::{Map, Value, json};
use tracing::debug;

use crate::{
    find,
    owed::{Fault, Owed, start},
    process::Process,
    protocol::{AT_ONCE, CANCEL, Hello, OLDEST, PROTOCOL, Reply, Welcome},
    sent::Sent,
};

/// Between two looks at whether to give up.
const TICK: Duration = Duration::from_millis(20);
/// How long a program that was told to give up a document may take to say so.
const GRACE: Duration = Duration::from_millis(500);
/// How long an answer may take to arrive when the program has ended already.
const LATE: Duration = Duration::from_millis(300);
/// The longest line taken from a program.
const LONGEST: u64 = 128 << 20;
/// The most room that is kept for the next line.
const ROOM: usize = 4 << 20;

/// How to start a program.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) folder: PathBuf,
    pub(crate) options: Map<String, Value>,
    /// How long it may take to say hello.
    pub(crate) hello: Duration,
}

impl Start {
    /// What the program is called in messages: the script, when it is one that an interpreter runs.
    pub(crate) fn name(&self) -> String {
        let script = self.arguments.first().filter(|a| find::is_script(a)).map(Path::new);
        let named = script.unwrap_or(&self.program);
        named.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        if !self.folder.as_os_str().is_empty() {
            command.current_dir(&self.folder);
        }
        command
    }
}

/// A program under way.
#[derive(Debug)]
pub(crate) struct Child {
    name: String,
    process: Process,
    owed: Arc<Owed>,
    welcome: Welcome,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Loss {
    pub(crate) error: StageError,
    pub(crate) fault: Fault,
}

impl Child {
    /// Starts the program and waits for its hello. One that knows only an older version of the protocol says so, and is
    /// started once more.
    pub(crate) fn start(start: &Start, cancelled: &dyn Fn() -> bool) -> Result<Self, StageError> {
        match Self::offering(PROTOCOL, start, cancelled)? {
            Ok(child) => Ok(child),
            Err(refusal) => Self::offering(OLDEST, start, cancelled)?.map_err(|_| refused(start, &refusal)),
        }
    }

    /// `Err` within `Ok` is what the program says when it does not like our hello.
    fn offering(
        version: u32,
        start: &Start,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Result<Self, String>, StageError> {
        let name = start.name();
        let owed = Arc::new(Owed::default());
        let hello = owed.hello();
        let read = {
            let (name, owed) = (name.clone(), Arc::clone(&owed));
            move |output| read(&name, output, &owed)
        };
        let process = Process::start(&name, &mut start.command(), read).map_err(|e| {
            StageError::new(format!("cannot start `{}`: {e}", start.program.display())).because(e)
        })?;
        let mut child = Self { name, process, owed, welcome: Welcome::default() };
        child
            .send(&Hello { rapporteur: version, options: start.options.clone() })
            .map_err(|loss| loss.error)?;
        let limit = Instant::now().checked_add(start.hello);
        let late = || cancelled() || limit.is_some_and(|limit| Instant::now() >= limit);
        let line = child.wait(&hello, None, &late, "to say hello").map_err(|loss| loss.error)?;
        match understood(&line) {
            Ok(welcome) if (OLDEST..=PROTOCOL).contains(&welcome.protocol) => {
                debug!(program = child.name, name = welcome.name, "an outside program said hello");
                child.welcome = welcome;
                Ok(Ok(child))
            }
            Ok(welcome) => Err(wrong_version(&child.name, welcome.protocol)),
            Err(Some(refusal)) => Ok(Err(refusal)),
            Err(None) => {
                let said = self::start(&line);
                Err(StageError::new(format!(
                    "`{}` answered with something that is not a hello: {said}",
                    child.name
                ))
                .hint("standard output is for JSON lines alone; see `rapporteur schema protocol`"))
            }
        }
    }

    /// What the program has said of itself.
    pub(crate) fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// Sends a document and waits for the reply. A program that does not answer in time is ended.
    pub(crate) fn ask(&self, doc: &Document, cancelled: &dyn Fn() -> bool) -> Result<Reply, Loss> {
        let (id, reply) = self.owed.ask(doc.source.path.display().to_string());
        // Parts are a matter of the second version; an older program would not know what it lacks.
        let parts = self.welcome.takes.as_deref().filter(|_| self.welcome.protocol > OLDEST);
        let sent = Sent::write(id, doc, parts).map_err(|e| self.unwritten(e));
        let sent = Arc::new(sent.inspect_err(|_| self.owed.forget(id))?);
        self.owed.goes(id, &sent);
        self.hand(Arc::clone(sent.line())).inspect_err(|_| self.owed.forget(id))?;
        self.wait(&reply, Some(id), cancelled, "to answer")
    }

    /// Whether it cannot be asked any more.
    pub(crate) fn is_over(&self) -> bool {
        self.owed.over().is_some()
    }

    fn send<T: serde::Serialize>(&self, line: &T) -> Result<(), Loss> {
        let mut line = serde_json::to_vec(line).map_err(|e| self.unwritten(e))?;
        line.push(b'\n');
        self.hand(line)
    }

    fn hand(&self, line: impl Into<Arc<Vec<u8>>>) -> Result<(), Loss> {
        if self.process.send(line) { Ok(()) } else { Err(self.loss()) }
    }

    fn unwritten(&self, e: serde_json::Error) -> Loss {
        let error =
            StageError::new(format!("the document cannot be put into a line for `{}`: {e}", self.name));
        Loss { error: error.because(e), fault: Fault::Ours }
    }

    /// Waits for a line; `id` is the document that is waited for.
    fn wait<T>(
        &self,
        answer: &Receiver<T>,
        id: Option<u64>,
        cancelled: &dyn Fn() -> bool,
        what: &str,
    ) -> Result<T, Loss> {
        let mut gone: Option<Instant> = None;
        let mut leaving: Option<Instant> = None;
        loop {
            match answer.recv_timeout(TICK) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Disconnected) => return Err(self.loss()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.process.ended().is_some() && gone.get_or_insert_with(Instant::now).elapsed() >= LATE {
                // Something that it has started holds its pipe open.
                self.owed.end(&self.early(), Fault::Died);
            }
            match (leaving, id.filter(|_| self.can(CANCEL))) {
                _ if !cancelled() => {}
                (None, Some(id)) => {
                    // That it ended meanwhile is seen in a moment.
                    let _gone = self.send(&json!({ "cancel": id })).is_err();
                    leaving = Some(Instant::now());
                }
                (Some(since), _) if since.elapsed() < GRACE => {}
                _ => {
                    self.owed
                        .end(&format!("`{}` was ended: it took too long {what}", self.name), Fault::Late);
                    self.process.kill();
                }
            }
        }
    }

    fn can(&self, capability: &str) -> bool {
        self.welcome.capabilities.iter().any(|c| c == capability)
    }

    fn early(&self) -> String {
        format!("`{}` ended before it had answered", self.name)
    }

    /// Why nothing comes any more. The process is of no use, and ended if it has not by itself.
    fn loss(&self) -> Loss {
        let over = self.owed.over();
        let fault = over.as_ref().map_or(Fault::Died, |over| over.fault);
        let error = StageError::new(over.map_or_else(|| self.early(), |over| over.reason));
        let words = self.process.said().last_words();
        let status = self.process.ended();
        self.process.kill();
        let error = match (words, status) {
            (Some(words), _) => error.hint(format!("its last words were: {words}")),
            (None, Some(status)) => {
                error.hint(format!("it ended with {status} and said nothing on standard error"))
            }
            (None, None) => error.hint("run the program by hand to see what it says"),
        };
        Loss { error, fault }
    }
}

/// A hello; or what the program says in place of one, when it is an error as such.
fn understood(line: &[u8]) -> Result<Welcome, Option<String>> {
    let value: Value = serde_json::from_slice(line).map_err(|_| None)?;
    if let Some(refusal) = value.get("error").and_then(Value::as_str) {
        return Err(Some(refusal.to_owned()));
    }
    let welcome = serde_json::from_value::<Welcome>(value).map_err(|_| None)?;
    if welcome.protocol == 0 { Err(None) } else { Ok(welcome) }
}

fn wrong_version(name: &str, version: u32) -> StageError {
    StageError::new(format!("`{name}` speaks protocol {version}, not {OLDEST} to {PROTOCOL}"))
        .hint("see `rapporteur schema protocol`")
}

fn refused(start: &Start, refusal: &str) -> StageError {
    StageError::new(format!("`{}` does not start: {refusal}", start.name()))
        .hint("it speaks of protocol and options: see `rapporteur schema protocol`")
}

/// Takes lines until the program ends, or says what it must not.
fn read(name: &str, output: impl Read, owed: &Owed) {
    let mut output = BufReader::with_capacity(AT_ONCE, output);
    let mut line = Vec::new();
    loop {
        // Documents are about as long as one another; after a giant the room is given back.
        line.clear();
        line.shrink_to(ROOM);
        let read = output.by_ref().take(LONGEST + 1).read_until(b'\n', &mut line);
        let whole = line.last() == Some(&b'\n');
        let wrong = match read {
            Ok(0) => return owed.end(&format!("`{name}` ended before it had answered"), Fault::Died),
            Err(e) => format!("cannot read from `{name}`: {e}"),
            Ok(_) if !whole && line.len() as u64 > LONGEST => {
                format!("`{name}` answered with a line of more than {} MiB", LONGEST >> 20)
            }
            Ok(_) if line.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(_) if !whole && serde_json::from_slice::<serde::de::IgnoredAny>(&line).is_err() => {
                let said = start(&line);
                return owed.end(&format!("`{name}` ended in the middle of a line: {said}"), Fault::Died);
            }
            Ok(_) => match owed.take(name, &line) {
                Ok(()) => continue,
                Err(wrong) => wrong,
            },
        };
        // Nothing more is read, so it will end, or be ended by whoever waits for it.
        return owed.end(&wrong, Fault::Wrong);
    }
}
