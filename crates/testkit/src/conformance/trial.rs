//! One document through one stage, and what must hold of what comes out.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread,
    time::Duration,
};

use rapporteur_model::{Document, Kind};
use rapporteur_stage::{CancelToken, Context, Outbox, Prepared, Shared, Stage, StageEntry};
use serde_json::Value;

use super::{difference, documents};
use crate::{hostile::told, sound};

/// A stage that was told to stop and has not by then does not listen.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Trial<'a> {
    pub(super) entry: &'a StageEntry,
    pub(super) shared: &'a Shared,
    pub(super) prepared: &'a Prepared<dyn Stage>,
}

/// What came of a document.
enum Came {
    Documents(Vec<Document>),
    /// A refusal in words.
    Refused(String),
}

impl Trial<'_> {
    /// What is wrong with how the stage treats a document.
    pub(super) fn on(&self, doc: &Document) -> Vec<String> {
        match self.judge(doc) {
            Ok(wrong) => wrong,
            Err(wrong) => vec![wrong],
        }
    }

    fn judge(&self, doc: &Document) -> Result<Vec<String>, String> {
        let mut fresh = self.instance()?;
        let first = self.run(fresh.as_mut(), doc)?;
        let again = self.run(fresh.as_mut(), doc)?;
        let other = self.run(self.instance()?.as_mut(), doc)?;
        let mut wrong = Vec::new();
        for (second, when) in [(&again, "the second time"), (&other, "in another worker")] {
            wrong.extend(differ(&first, second).map(|how| format!("it gives something else {when}: {how}")));
        }
        if let Came::Documents(given) = &first {
            // Where there was nothing to read, only one who reads files can say so.
            let check = if documents::reads(self.entry) || sound::has_text(doc) {
                sound::check
            } else {
                rapporteur_model::places
            };
            for made in given {
                wrong.extend(check(made).err().map(|w| format!("what it gives is not sound: {w}")));
            }
            wrong.extend(rapporteur_model::lost(doc, given).map(|text| format!("it loses text: {text}")));
            wrong.extend(self.missing(doc, given));
            wrong.extend(self.more_than_added(doc, given));
        }
        Ok(wrong)
    }

    /// A layer that is promised and nowhere to be found; only asked of reports with text.
    fn missing(&self, doc: &Document, given: &[Document]) -> Vec<String> {
        let prose =
            doc.blocks.iter().any(|b| b.kind == Kind::Paragraph && b.text.len() > 100 && b.text.len() < 1000);
        let promised =
            self.entry.gives.iter().filter(|name| !matches!(**name, "blocks" | "sections" | "sentences"));
        let lacks = |name: &&&str| !given.iter().any(|made| made.layers.has(name));
        let missing = promised.filter(|_| prose && !given.is_empty()).filter(lacks);
        missing.map(|name| format!("it says that it gives `{name}`, and does not")).collect()
    }

    /// What a stage has changed that says of itself that it only adds.
    fn more_than_added(&self, doc: &Document, given: &[Document]) -> Option<String> {
        let added = |made: &Document| {
            let trail = made.trail.get(..doc.trail.len()).unwrap_or_default().to_vec();
            let before = Document { trail, layers: doc.layers.clone(), ..made.clone() };
            before == *doc
        };
        let lies = self.entry.adds && !matches!(given, [made] if added(made));
        lies.then(|| {
            "it says that it only adds (`ADDS`), and changes more than layers and the end of the trail"
                .to_owned()
        })
    }

    fn instance(&self) -> Result<Box<dyn Stage>, String> {
        self.prepared.build(self.shared).map_err(|e| e.to_string())
    }

    fn run(&self, stage: &mut dyn Stage, doc: &Document) -> Result<Came, String> {
        let token = CancelToken::default();
        let mut cx = Context::new(self.entry.name, &token);
        let mut out = Outbox::default();
        let result = catch_unwind(AssertUnwindSafe(|| stage.process(doc.clone(), &mut cx, &mut out)));
        match result {
            Err(panic) => Err(format!("it panics: {}", words(panic.as_ref()))),
            Ok(Err(error)) => {
                told(&error)?;
                Ok(Came::Refused(error.to_string()))
            }
            Ok(Ok(())) => {
                let mut documents = out.into_parts().0;
                let events = cx.into_events();
                if let Some(first) = documents.first_mut() {
                    first.trail.extend(events);
                }
                Ok(Came::Documents(documents))
            }
        }
    }

    /// Whether a stage that is told to stop stops.
    pub(super) fn cancelled(&self) -> Option<String> {
        let mut stage = self.prepared.build(self.shared).ok()?;
        let (doc, name) = (documents::large(self.entry), self.entry.name);
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let token = CancelToken::default();
            token.cancel();
            let mut cx = Context::new(name, &token);
            let end = catch_unwind(AssertUnwindSafe(|| stage.process(doc, &mut cx, &mut Outbox::default())));
            // Nobody listens any more when it took too long.
            let _late = sender.send(end.is_ok());
        });
        match receiver.recv_timeout(PATIENCE) {
            Ok(true) => None,
            Ok(false) => Some("it panics when it is told to stop".to_owned()),
            Err(_) => Some(format!(
                "told to stop, it goes on for {} s: ask `cx.cancelled()` in every long loop",
                PATIENCE.as_secs()
            )),
        }
    }
}

fn differ(one: &Came, other: &Came) -> Option<String> {
    match (one, other) {
        (Came::Documents(a), Came::Documents(b)) => difference::first(&json(a), &json(b)),
        (Came::Refused(a), Came::Refused(b)) => (a != b).then(|| format!("it says `{a}`, then `{b}`")),
        (Came::Refused(why), _) | (_, Came::Refused(why)) => Some(format!("once it is refused: {why}")),
    }
}

fn json(documents: &[Document]) -> Value {
    serde_json::to_value(documents).unwrap_or_default()
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".to_owned())
}
