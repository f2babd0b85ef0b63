//! What a program has yet to answer, and who waits for it.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
};

use tracing::warn;

use crate::{protocol::Reply, sent::Sent};

/// So many documents that were answered are remembered, to tell a second answer from one out of the air.
const REMEMBERED: usize = 64;

/// The first line of a program, and its replies by number.
#[derive(Debug, Default)]
pub(crate) struct Owed {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    hello: Option<Sender<Vec<u8>>>,
    replies: BTreeMap<u64, Waiting>,
    /// The documents asked about, by their paths.
    names: BTreeMap<u64, String>,
    over: Option<Over>,
}

/// Who waits for a reply.
#[derive(Debug)]
struct Waiting {
    reply: Sender<Reply>,
    /// What the reply is to, once it is under way.
    sent: Option<Arc<Sent>>,
}

/// Why nothing more will come.
#[derive(Debug, Clone)]
pub(crate) struct Over {
    pub(crate) reason: String,
    pub(crate) fault: Fault,
}

/// What kind of fault it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The program ended by itself: it may do better when it is started anew.
    Died,
    /// It said what it must not, and was ended.
    Wrong,
    /// It took too long, and was ended.
    Late,
    /// The document could not be put into a line.
    Ours,
}

impl Owed {
    /// To be called once, before the program is started.
    pub(crate) fn hello(&self) -> Receiver<Vec<u8>> {
        let (send, receive) = channel();
        self.lock().hello = Some(send);
        receive
    }

    /// A number for a document, and where its reply will come.
    pub(crate) fn ask(&self, path: String) -> (u64, Receiver<Reply>) {
        let (send, receive) = channel();
        let mut state = self.lock();
        let id = state.next;
        state.next += 1;
        state.names.insert(id, path);
        while state.names.len() > REMEMBERED.max(state.replies.len() * 2) {
            state.names.pop_first();
        }
        // When all is over, the loss of the sender tells.
        if state.over.is_none() {
            state.replies.insert(id, Waiting { reply: send, sent: None });
        }
        (id, receive)
    }

    /// A document goes out in this line.
    pub(crate) fn goes(&self, id: u64, sent: &Arc<Sent>) {
        if let Some(waiting) = self.lock().replies.get_mut(&id) {
            waiting.sent = Some(Arc::clone(sent));
        }
    }

    /// Nobody waits for that document any more.
    pub(crate) fn forget(&self, id: u64) {
        self.lock().replies.remove(&id);
    }

    /// Hands a line to whoever waits for it.
    pub(crate) fn take(&self, program: &str, line: &[u8]) -> Result<(), String> {
        let hello = self.lock().hello.take();
        if let Some(waiting) = hello {
            // Whoever waited may have given up.
            let _late = waiting.send(line.to_vec()).is_err();
            return Ok(());
        }
        let read = self.sent(line).and_then(|sent| sent.read(line));
        let reply = read.map_or_else(|| serde_json::from_slice(line), Ok).map_err(|e| {
            format!("`{program}` answered with something that is not a reply: {} ({e})", start(line))
        })?;
        let mut state = self.lock();
        match state.replies.remove(&reply.id) {
            Some(waiting) => {
                let _late = waiting.reply.send(reply).is_err();
                Ok(())
            }
            None => Err(match state.names.get(&reply.id) {
                Some(path) => format!("`{program}` answered twice for {path}"),
                None => format!("`{program}` answered for document {}, which it does not have", reply.id),
            }),
        }
    }

    /// What a line seems to be the reply to.
    fn sent(&self, line: &[u8]) -> Option<Arc<Sent>> {
        let state = self.lock();
        let mut sent = state.replies.values().filter_map(|waiting| waiting.sent.as_ref());
        sent.find(|sent| sent.is_begun_by(line)).cloned()
    }

    /// Nothing more will come: everybody who waits is woken by the loss of their sender.
    pub(crate) fn end(&self, reason: &str, fault: Fault) {
        let mut state = self.lock();
        if state.over.is_none() {
            if fault == Fault::Wrong && state.replies.is_empty() && state.hello.is_none() {
                // No document is set aside with it, so it is told here.
                warn!("{reason}");
            }
            state.over = Some(Over { reason: reason.to_owned(), fault });
        }
        state.hello = None;
        state.replies.clear();
    }

    /// Why nothing more comes, when that is so.
    pub(crate) fn over(&self) -> Option<Over> {
        self.lock().over.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The start of a line, for a message.
pub(crate) fn start(line: &[u8]) -> String {
    let head = line.get(..400).unwrap_or(line);
    String::from_utf8_lossy(head).trim().chars().take(60).collect()
}
