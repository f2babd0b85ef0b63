//! A program under way: its threads, what it owes, its end.
//!
//! One thread writes, one reads, one listens to standard error, so that neither side can block the other: a program
//! that answers before it has read everything, or reads everything before it answers, both work.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Read, Write},
    path::PathBuf,
    process::{self, ChildStdin, Stdio},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use rapporteur_stage::StageError;
use serde_json::{Map, Value};
use tracing::{debug, info};

use crate::protocol::{Hello, PROTOCOL, Reply, Welcome};

/// How long a program may take to say hello.
const HELLO: Duration = Duration::from_secs(60);
/// How long it may take to end after its input has.
const GOODBYE: Duration = Duration::from_secs(2);
/// Between two looks at whether to give up.
const TICK: Duration = Duration::from_millis(20);
/// How long the end of standard error is waited for, after that of standard output.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// The longest line taken from a program.
const LONGEST: u64 = 1 << 30;

/// A program under way.
#[derive(Debug)]
pub(crate) struct Child {
    name: String,
    process: Mutex<process::Child>,
    /// `None` once the input is closed.
    input: Mutex<Option<Sender<String>>>,
    owed: Arc<Owed>,
}

/// What a program has yet to answer.
#[derive(Debug, Default)]
struct Owed {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    welcome: Option<Sender<Welcome>>,
    replies: BTreeMap<u64, Sender<Reply>>,
    /// Why nothing more will come.
    over: Option<String>,
    /// The last line on standard error: usually the reason of an early end.
    last_words: Option<String>,
    /// Whether standard error has ended.
    silent: bool,
}

impl Owed {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits a moment for the last words of a program whose output has ended.
    fn listen_out(&self) {
        let limit = Instant::now() + LAST_WORDS;
        while !self.lock().silent && Instant::now() < limit {
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Nothing more will come: everybody who waits is woken by the loss of their sender.
    fn end(&self, reason: &str) {
        let mut state = self.lock();
        state.over.get_or_insert_with(|| reason.to_owned());
        state.welcome = None;
        state.replies.clear();
    }
}

/// How to start a program.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) folder: PathBuf,
    pub(crate) options: Map<String, Value>,
}

impl Child {
    /// Starts the program and waits for its hello.
    pub(crate) fn start(start: &Start, cancelled: impl Fn() -> bool) -> Result<Self, StageError> {
        let name = start.program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut process = command(start).spawn().map_err(|e| {
            StageError::new(format!("cannot start `{}`: {e}", start.program.display())).because(e)
        })?;
        let (send, lines) = channel();
        let (welcome, welcomed) = channel();
        let owed = Arc::new(Owed::default());
        owed.lock().welcome = Some(welcome);
        threads(&name, &mut process, lines, &owed)
            .map_err(|e| StageError::new("cannot start a thread").because(e))?;
        let child = Self { name, process: Mutex::new(process), input: Mutex::new(Some(send)), owed };
        let hello = Hello { rapporteur: PROTOCOL, options: start.options.clone() };
        child.send(serde_json::to_string(&hello).unwrap_or_default())?;
        let limit = Instant::now() + HELLO;
        let welcome = child.wait(&welcomed, || cancelled() || Instant::now() >= limit, "to say hello")?;
        if welcome.protocol != PROTOCOL {
            let message = format!("`{}` speaks protocol {}, not {PROTOCOL}", child.name, welcome.protocol);
            return Err(StageError::new(message).hint("see `rapporteur schema protocol`"));
        }
        debug!(program = child.name, name = welcome.name, "an outside program said hello");
        Ok(child)
    }

    /// Sends a document, given as JSON by its number, and waits for the reply. A program that does not answer in
    /// time is ended.
    pub(crate) fn ask(
        &self,
        request: impl FnOnce(u64) -> Result<String, StageError>,
        cancelled: impl Fn() -> bool,
    ) -> Result<Reply, StageError> {
        let (send, reply) = channel();
        let id = {
            let mut state = self.owed.lock();
            let id = state.next;
            state.next += 1;
            if state.over.is_none() {
                state.replies.insert(id, send);
            }
            id
        };
        self.send(request(id)?)?;
        self.wait(&reply, cancelled, "to answer")
    }

    /// Whether it cannot be asked any more.
    pub(crate) fn is_over(&self) -> bool {
        self.owed.lock().over.is_some()
    }

    fn send(&self, line: String) -> Result<(), StageError> {
        let input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        match input.as_ref().map(|input| input.send(line)) {
            Some(Ok(())) => Ok(()),
            _ => Err(self.reason()),
        }
    }

    fn wait<T>(
        &self,
        answer: &Receiver<T>,
        cancelled: impl Fn() -> bool,
        what: &str,
    ) -> Result<T, StageError> {
        loop {
            match answer.recv_timeout(TICK) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Disconnected) => return Err(self.reason()),
                Err(RecvTimeoutError::Timeout) if cancelled() => {
                    self.owed.end(&format!("`{}` was ended: it took too long {what}", self.name));
                    self.kill();
                    return Err(self.reason());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Why nothing comes any more.
    fn reason(&self) -> StageError {
        let state = self.owed.lock();
        let over = state.over.clone().unwrap_or_else(|| format!("`{}` has ended", self.name));
        let error = StageError::new(over);
        match &state.last_words {
            Some(words) => error.hint(format!("its last words were: {words}")),
            None => error.hint("run the program by hand to see what it says"),
        }
    }

    fn kill(&self) {
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have ended by itself.
        let _ended = process.kill().is_ok();
        let _reaped = process.wait().is_ok();
    }
}

impl Drop for Child {
    /// Closes the input, which asks the program to end, and ends it when it does not.
    fn drop(&mut self) {
        self.input.lock().unwrap_or_else(PoisonError::into_inner).take();
        let limit = Instant::now() + GOODBYE;
        let over = self.is_over();
        while !over && Instant::now() < limit {
            let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(process.try_wait(), Ok(Some(_))) {
                return;
            }
            drop(process);
            thread::sleep(Duration::from_millis(5));
        }
        self.kill();
    }
}

fn command(start: &Start) -> process::Command {
    let mut command = process::Command::new(&start.program);
    command.args(&start.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if !start.folder.as_os_str().is_empty() {
        command.current_dir(&start.folder);
    }
    // In a group of its own, Ctrl-C does not reach it: documents under way are to be ended, not lost.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// Starts the three threads. They end by themselves when the program's pipes are closed.
fn threads(
    name: &str,
    process: &mut process::Child,
    lines: Receiver<String>,
    owed: &Arc<Owed>,
) -> io::Result<()> {
    if let Some(input) = process.stdin.take() {
        thread::Builder::new().name(format!("{name}/in")).spawn(move || write(input, &lines))?;
    }
    if let Some(output) = process.stdout.take() {
        let (name, owed) = (name.to_owned(), Arc::clone(owed));
        thread::Builder::new().name(format!("{name}/out")).spawn(move || read(&name, output, &owed))?;
    }
    if let Some(errors) = process.stderr.take() {
        let (name, owed) = (name.to_owned(), Arc::clone(owed));
        thread::Builder::new().name(format!("{name}/err")).spawn(move || listen(&name, errors, &owed))?;
    }
    Ok(())
}

fn write(mut input: ChildStdin, lines: &Receiver<String>) {
    for mut line in lines {
        line.push('\n');
        // A program that does not read any more is noticed by the thread that reads its answers.
        if input.write_all(line.as_bytes()).and_then(|()| input.flush()).is_err() {
            return;
        }
    }
}

fn read(name: &str, output: impl Read, owed: &Owed) {
    let mut output = BufReader::new(output);
    loop {
        let mut line = Vec::new();
        let read = output.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        match read {
            Ok(0) => {
                owed.listen_out();
                return owed.end(&format!("`{name}` ended before it had answered"));
            }
            Ok(_) => {}
            Err(e) => return owed.end(&format!("cannot read from `{name}`: {e}")),
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if let Err(reason) = understand(name, &line, owed) {
            return owed.end(&reason);
        }
    }
}

/// Hands a line to whoever waits for it.
fn understand(name: &str, line: &[u8], owed: &Owed) -> Result<(), String> {
    let odd = |what: &str| {
        let text = String::from_utf8_lossy(line);
        let start: String = text.trim().chars().take(60).collect();
        format!("`{name}` answered with something that is not {what}: {start}")
    };
    let welcome = owed.lock().welcome.take();
    if let Some(waiting) = welcome {
        let welcome = serde_json::from_slice(line).map_err(|_| odd("a hello"))?;
        // Whoever waited may have given up.
        let _late = waiting.send(welcome).is_err();
        return Ok(());
    }
    let reply: Reply = serde_json::from_slice(line).map_err(|e| format!("{} ({e})", odd("a reply")))?;
    let waiting = owed.lock().replies.remove(&reply.id);
    let waiting = waiting
        .ok_or_else(|| format!("`{name}` answered for document {}, which it does not have", reply.id))?;
    let _late = waiting.send(reply).is_err();
    Ok(())
}

fn listen(name: &str, errors: impl Read, owed: &Owed) {
    for line in BufReader::new(errors).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if line.is_empty() {
            continue;
        }
        info!(program = name, "{line}");
        owed.lock().last_words = Some(line.chars().take(300).collect());
    }
    owed.lock().silent = true;
}
