//! The stage `clean`.

use std::sync::Arc;

use rapporteur_model::Document;
use rapporteur_stage::{Context, Edit, Learned, Registry, Seen, Shared, Stage, StageError, StageKind};

use crate::{Options, clean, learned};

/// The stage `clean`: the whole chain of rules over one document.
#[derive(Debug)]
pub struct Clean {
    options: Options,
    /// What the archive teaches, in a run over one.
    archive: Option<Arc<Learned>>,
}

impl Edit for Clean {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        if cx.cancelled() {
            return Err(StageError::new("stopped before cleaning"));
        }
        clean::with(doc, &self.options, self.archive.as_deref(), cx)
    }
}

impl StageKind for Clean {
    const NAME: &'static str = "clean";
    const VERSION: u32 = 7;
    const SUMMARY: &'static str = "heals OCR and page-break damage, every repair logged";
    const NEEDS: &'static [&'static str] = &["blocks"];
    const GIVES: &'static [&'static str] = &["clean"];
    const LEARN: Option<fn(&Document, &mut Seen)> = Some(learned::learn);
    type Options = Options;

    fn build(options: &Options, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        options.chosen()?;
        Ok(Box::new(Self { options: options.clone(), archive: shared.learned(Self::NAME) }))
    }
}

/// Makes `clean` known.
pub fn register(registry: &mut Registry) {
    registry.add::<Clean>();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(options: &str) -> Result<Box<dyn Stage>, StageError> {
        let mut registry = Registry::new();
        register(&mut registry);
        let table = toml::de::ValueDeserializer::parse(options).unwrap();
        let prepared = (registry.stage("clean").unwrap().prepare)(table).unwrap();
        prepared.build(&Shared::new(".", "."))
    }

    #[test]
    fn options_are_read_and_rules_checked() {
        assert!(build("{ join-pages = false, notes = 'inline', off = ['speck'] }").is_ok());
        let error = build("{ off = ['line-joins'] }").err().unwrap();
        assert_eq!(error.message, "`line-joins` is not a rule of `clean`");
        assert_eq!(error.hint.as_deref(), Some("did you mean `line-join`?"));
    }

    #[test]
    fn single_rules_have_a_mode_and_a_threshold() {
        assert!(build("{ rules = { speck = 'off', hyphen-join = { threshold = 0.8 }, dash = { mode = 'suggest' } } }").is_ok());
        let error = build("{ rules = { line-joins = 'off' } }").err().unwrap();
        assert_eq!(error.hint.as_deref(), Some("did you mean `line-join`?"));
        let error = build("{ rules = { speck = { threshold = 8 } } }").err().unwrap();
        assert_eq!(error.message, "the threshold of `speck` must be from 0 to 1, not 8");
    }
}
