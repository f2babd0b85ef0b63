//! The stage: options and document in, the layer [`Abstract`] out.

use std::collections::BTreeSet;

use rapporteur_model::{Abstract, Cited, Document, GeneratedSentence};
use rapporteur_stage::{Concurrency, Context, Outbox, Shared, Stage, StageError, StageKind};

use crate::{
    answer::Answer,
    ask::Asker,
    claims::{Claim, claims},
    endpoint::{Trouble, missing_key},
    evidence::{Fault, Judge},
    kept::{self, Kept},
    options::Options,
    passages::{Passage, passages},
    prompt::request,
};

/// `use = "abstract"`.
#[derive(Debug)]
pub struct WriteAbstract {
    options: Options,
    asker: Asker,
    kept: Kept,
    /// For how many reports in a row nobody was there.
    away: u32,
}

/// After so many reports in a row without an answer the endpoint is not asked again: a run over an archive must not
/// wait a thousand times for the same nobody.
const PATIENCE: u32 = 3;

impl StageKind for WriteAbstract {
    const NAME: &'static str = "abstract";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "abstract by a language model, kept as far as the report bears it out";
    const NEEDS: &'static [&'static str] = &["sections"];
    const GIVES: &'static [&'static str] = &["abstract"];
    const ADDS: bool = true;
    // One question at a time: most endpoints are one machine under somebody's desk.
    const CONCURRENCY: Concurrency = Concurrency::One;
    type Options = Options;

    fn build(options: &Options, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        options.check()?;
        Ok(Box::new(Self::new(options, Kept::new(shared.cache().map(|cache| cache.join("abstract"))))))
    }
}

impl Stage for WriteAbstract {
    fn process(
        &mut self,
        mut doc: Document,
        cx: &mut Context<'_>,
        out: &mut Outbox,
    ) -> Result<(), StageError> {
        if let Some(written) = self.write(&doc, cx) {
            doc.layers.put(written);
        }
        out.emit(doc);
        Ok(())
    }

    fn lacks(&self) -> Option<StageError> {
        self.asker.endpoint().lacks_key().then(|| missing_key(&self.options))
    }
}

impl WriteAbstract {
    fn new(options: &Options, kept: Kept) -> Self {
        Self { options: options.clone(), asker: Asker::new(options), kept, away: 0 }
    }

    /// The abstract of a report; `None` when nothing could be asked. What is missing is told in the trail.
    fn write(&mut self, doc: &Document, cx: &mut Context<'_>) -> Option<Abstract> {
        let options = self.options.clone();
        if self.asker.endpoint().lacks_key() {
            cx.warn(format!("no abstract: {}", missing_key(&options).message), None);
            return None;
        }
        let mut passages = passages(doc, options.smallest_section_words, options.request_words);
        let most = options.most_requests as usize;
        if passages.len() > most {
            cx.warn(
                format!(
                    "the abstract covers {most} of {} parts of the report (`most-requests`)",
                    passages.len()
                ),
                None,
            );
            passages.truncate(most);
        }
        let mut written = Draft::new(&options, doc.language().unwrap_or("en"));
        for passage in &passages {
            match self.answer(passage, cx) {
                Ok(answer) => written.take(passage, &answer, options.sentences as usize),
                Err(Trouble::Unusable(what)) => {
                    cx.warn(format!("a section is not in the abstract: {what}"), None);
                }
                Err(trouble) => {
                    self.away = self.away.saturating_add(1);
                    cx.warn(format!("the abstract is not whole: {}", trouble.message()), None);
                    break;
                }
            }
        }
        let any = written.layer.cost.answers > 0;
        any.then_some(written.layer)
    }

    /// The answer to a passage, of an earlier run or of now.
    fn answer(&mut self, passage: &Passage<'_>, cx: &Context<'_>) -> Result<Answer, Trouble> {
        let request = request(passage, &self.options);
        let name = kept::name(&self.options, &request);
        if let Some(answer) = self.kept.get(&name) {
            return Ok(answer);
        }
        if self.away >= PATIENCE {
            return Err(Trouble::Away(format!(
                "the endpoint was away for {PATIENCE} reports in a row and is not asked any more"
            )));
        }
        let answer = self.asker.ask(request.to_string().as_bytes(), &|| cx.cancelled())?;
        self.away = 0;
        self.kept.put(&name, &answer);
        Ok(answer)
    }
}

/// An abstract under way.
struct Draft {
    layer: Abstract,
    judge: Judge,
    said: BTreeSet<String>,
}

impl Draft {
    fn new(options: &Options, language: &str) -> Self {
        Self {
            layer: Abstract { model: options.model.clone(), ..Abstract::default() },
            judge: Judge::of(language),
            said: BTreeSet::new(),
        }
    }

    /// Takes what an answer says and its passage bears out, at most so many sentences.
    fn take(&mut self, passage: &Passage<'_>, answer: &Answer, most: usize) {
        let cost = &mut self.layer.cost;
        cost.answers += 1;
        cost.prompt_tokens += answer.prompt_tokens;
        cost.completion_tokens += answer.completion_tokens;
        let mut taken = 0;
        for claim in claims(&answer.text) {
            match self.judge(passage, claim) {
                Ok(sentence) if taken < most => {
                    taken += 1;
                    self.layer.sentences.push(sentence);
                }
                Ok(_) => self.drop_for("too many"),
                Err(fault) => self.drop_for(fault.name()),
            }
        }
    }

    fn drop_for(&mut self, reason: &str) {
        *self.layer.dropped.entry(reason.to_owned()).or_default() += 1;
    }

    fn judge(&mut self, passage: &Passage<'_>, claim: Claim) -> Result<GeneratedSentence, Fault> {
        if claim.cited.is_empty() {
            return Err(Fault::NoCitation);
        }
        let numbers: BTreeSet<u32> = claim.cited.iter().copied().collect();
        let evidence: Option<Vec<&(Cited, &str)>> = numbers.iter().map(|&n| passage.sentence(n)).collect();
        let evidence = evidence.ok_or(Fault::UnknownCitation)?;
        let texts: Vec<&str> = evidence.iter().map(|(_, text)| *text).collect();
        self.judge.judge(&claim.text, &texts)?;
        if !self.said.insert(claim.text.to_lowercase()) {
            return Err(Fault::Repeated);
        }
        Ok(GeneratedSentence {
            text: claim.text,
            cited: evidence.iter().map(|(cited, _)| cited.clone()).collect(),
        })
    }
}

#[cfg(test)]
mod server;
#[cfg(test)]
mod tests;
