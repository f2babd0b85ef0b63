//! Trails with what repeats told once: a rule that finds something finds it many times, and what it has replaced stands in
//! the extracted text.

use std::{borrow::Cow, ops::Range};

use rapporteur_model::{Event, Repair};
use serde::{Deserialize, Serialize};

/// Entries that follow each other in a trail.
#[derive(Serialize, Deserialize)]
pub(crate) enum Entries<'a> {
    /// Changes, or suggestions of changes, by one rule for one reason.
    Repairs {
        suggested: bool,
        rule: Cow<'a, str>,
        reason: Cow<'a, str>,
        each: Vec<Change<'a>>,
    },
    Other(Cow<'a, Event>),
}

/// The first byte and the number of bytes, the page, what stood there where the extracted text does not say it, what came
/// instead, and how sure it is.
type Change<'a> = (u32, u32, Option<u32>, Option<Cow<'a, str>>, Cow<'a, str>, f32);

impl<'a> Entries<'a> {
    /// A trail of a document with this text.
    pub(crate) fn of(trail: &'a [Event], extracted: &str) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for event in trail {
            let (of, suggestion) = match event {
                Event::Repair(repair) => (repair, false),
                Event::Suggestion(repair) => (repair, true),
                other => {
                    all.push(Self::Other(Cow::Borrowed(other)));
                    continue;
                }
            };
            let Repair { rule, bytes, page, before, after, confidence, reason } = of;
            let told = stood(bytes, extracted) == Some(before.as_str());
            let before = (!told).then_some(Cow::Borrowed(before.as_str()));
            let length = bytes.end.wrapping_sub(bytes.start);
            let change = (bytes.start, length, *page, before, Cow::Borrowed(after.as_str()), *confidence);
            match all.last_mut() {
                Some(Self::Repairs { suggested, rule: last, reason: why, each })
                    if *suggested == suggestion && last == rule && why == reason =>
                {
                    each.push(change);
                }
                _ => all.push(Self::Repairs {
                    suggested: suggestion,
                    rule: Cow::Borrowed(rule),
                    reason: Cow::Borrowed(reason),
                    each: vec![change],
                }),
            }
        }
        all
    }

    /// Adds them to a trail; `None` when they do not go with this text.
    pub(crate) fn put_into(self, trail: &mut Vec<Event>, extracted: &str) -> Option<()> {
        let (suggested, rule, reason, each) = match self {
            Self::Repairs { suggested, rule, reason, each } => (suggested, rule, reason, each),
            Self::Other(event) => {
                trail.push(event.into_owned());
                return Some(());
            }
        };
        for (start, length, page, before, after, confidence) in each {
            let bytes = start..start.wrapping_add(length);
            let before =
                before.map(Cow::into_owned).or_else(|| Some(stood(&bytes, extracted)?.to_owned()))?;
            let repair = Repair {
                rule: Cow::Owned(rule.clone().into_owned()),
                bytes,
                page,
                before,
                after: after.into_owned(),
                confidence,
                reason: Cow::Owned(reason.clone().into_owned()),
            };
            trail.push(if suggested { Event::Suggestion(repair) } else { Event::Repair(repair) });
        }
        Some(())
    }
}

fn stood<'a>(bytes: &Range<u32>, extracted: &'a str) -> Option<&'a str> {
    extracted.get(bytes.start as usize..bytes.end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_model::Issue;

    #[test]
    fn a_trail_comes_back() {
        let extracted = "wa ter and  wine";
        let repair = |rule: &'static str, bytes: Range<u32>, before: &str| Repair {
            rule: rule.into(),
            bytes,
            page: Some(2),
            before: before.to_owned(),
            after: " ".to_owned(),
            confidence: 0.7,
            reason: "because".into(),
        };
        let issue = Issue {
            stage: "ingest".to_owned(),
            message: "odd".to_owned(),
            hint: None,
            page: None,
            span: None,
        };
        let trail = [
            Event::Repair(repair("space", 10..12, "  ")),
            Event::Repair(repair("space", 2..3, "something else")),
            Event::Suggestion(repair("space", 2..3, " ")),
            Event::Warning(issue.clone()),
            Event::Repair(repair("split", 900..903, "abc")),
            Event::Error(issue),
        ];
        let kept = Entries::of(&trail, extracted);
        assert_eq!(kept.len(), 5);
        let bytes = rmp_serde::to_vec(&kept).unwrap();
        let mut back = Vec::new();
        for entries in rmp_serde::from_slice::<Vec<Entries<'_>>>(&bytes).unwrap() {
            entries.put_into(&mut back, extracted).unwrap();
        }
        assert_eq!(back, trail);
        let mut other = Vec::new();
        let gone = Entries::of(&trail, extracted)
            .into_iter()
            .map(|e| e.put_into(&mut other, ""))
            .any(|e| e.is_none());
        assert!(gone, "another text is noticed");
    }
}
