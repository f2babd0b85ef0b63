//! Headers and footers: on every page, but no part of the text.

use std::collections::BTreeSet;

use rapporteur_stage::{Context, StageError};

use super::{
    body::{Body, Breaks, Story},
    numbering::Numbering,
    package::Package,
    styles::Styles,
};
use crate::Limits;

/// The lines of all headers and footers, each once.
pub(crate) fn read(
    package: &mut Package,
    story: &Story,
    styles: &Styles,
    limits: &Limits,
    cx: &mut Context<'_>,
) -> Result<Vec<String>, StageError> {
    let mut lines = Vec::new();
    let (mut parts, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for id in &story.furniture {
        let Some((name, part)) = package.by_id(id, cx) else { continue };
        if !parts.insert(name) {
            continue;
        }
        let read = Body::new(styles, &mut Numbering::default(), Breaks::None, limits).read(&part, cx)?;
        let texts = read.drafts.into_iter().map(|draft| draft.text.trim().to_owned());
        lines.extend(texts.filter(|text| !text.is_empty() && seen.insert(text.clone())));
    }
    Ok(lines)
}
