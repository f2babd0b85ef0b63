//! Any bytes through any stages: what must hold of whatever comes out. Shared by the fuzz targets and the test that
//! replays what they found.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rapporteur_config::{Overrides, implicit};
use rapporteur_model::Document;
use rapporteur_stage::{CancelToken, Context, Outbox, Registry, Stage, StageError};

use crate::sound;

/// When a stage is told to stop; what it still does afterwards counts as its time.
const TOLD_TO_STOP: Duration = Duration::from_secs(10);

/// Stages that get hostile input, one instance of each for all inputs, as in a run.
pub struct Hostile {
    stages: Vec<(&'static str, Box<dyn Stage>)>,
}

impl Hostile {
    /// The named stages, with their default options but without OCR, which would measure an outside program.
    ///
    /// # Errors
    /// What the stages say, ready to print.
    pub fn new(stages: &[&str], registry: &Registry) -> Result<Self, String> {
        let ocr = ("ingest".to_owned(), "ocr".to_owned(), "off".into());
        let overrides = Overrides { options: vec![ocr], ..Overrides::default() };
        let pipeline = implicit(stages, registry, &overrides).pipeline().map_err(|p| p.render(false))?;
        let built = |s: &rapporteur_config::StageStep| Ok((s.name, s.build(&pipeline.shared)?));
        let stages = pipeline.stages.iter().map(built).collect::<Result<_, StageError>>();
        Ok(Self { stages: stages.map_err(|e| e.to_string())? })
    }

    /// Sends bytes through the stages and gives the first promise that is broken. A panic is not caught.
    ///
    /// # Errors
    /// What came out that must not, or how long it took when that was too long.
    pub fn try_on(&mut self, bytes: &[u8], media_type: &str, longest: Duration) -> Result<(), String> {
        let start = Instant::now();
        let token = CancelToken::default().until(Some(start + TOLD_TO_STOP));
        let mut documents = vec![document(bytes, media_type)];
        for (number, (name, stage)) in self.stages.iter_mut().enumerate() {
            let mut given = Vec::new();
            for doc in std::mem::take(&mut documents) {
                let mut out = Outbox::default();
                let mut cx = Context::new(name, &token);
                let result = stage.process(doc, &mut cx, &mut out);
                // Bytes may be no report; what has once been read can be worked on.
                judged(result, number == 0 || token.cancelled())
                    .map_err(|wrong| format!("`{name}`: {wrong}"))?;
                for (_, error) in out.take_failed() {
                    told(&error).map_err(|wrong| format!("`{name}`: {wrong}"))?;
                }
                given.extend(out.into_parts().0);
            }
            for doc in &given {
                sound::check(doc).map_err(|wrong| format!("after `{name}`: {wrong}"))?;
            }
            documents = given;
        }
        let took = start.elapsed();
        if took > longest { Err(format!("it took {:.1} s", took.as_secs_f32())) } else { Ok(()) }
    }
}

fn document(bytes: &[u8], media_type: &str) -> Document {
    let mut doc = Document::at("-");
    doc.source.content = Some(Arc::from(bytes));
    media_type.clone_into(&mut doc.source.media_type);
    doc
}

fn judged(result: Result<(), StageError>, may_fail: bool) -> Result<(), String> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if may_fail => told(&error),
        Err(error) => Err(format!("fails on what was read before: {error}")),
    }
}

/// An error is one sentence that a terminal can show.
pub(crate) fn told(error: &StageError) -> Result<(), String> {
    let message = &error.message;
    if message.trim().is_empty() {
        return Err("an error without a message".to_owned());
    }
    if message.chars().any(char::is_control) {
        return Err(format!("control characters in the message {message:?}"));
    }
    Ok(())
}
