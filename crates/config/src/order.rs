//! Whether each stage finds before it what it needs.

use std::ops::Range;

use rapporteur_stage::Registry;

use crate::{Problem, render, suggest};

/// A stage as far as its order is concerned.
pub(crate) struct Link {
    pub(crate) name: &'static str,
    pub(crate) needs: &'static [&'static str],
    pub(crate) gives: &'static [&'static str],
    /// Its `use = "…"`.
    pub(crate) span: Option<Range<usize>>,
    /// Its `[[stage]]`.
    pub(crate) head: Option<Range<usize>>,
}

/// One problem for each stage that needs something which nothing before it makes.
pub(crate) fn check(links: &[Link], registry: &Registry, text: &str, problems: &mut Vec<Problem>) {
    let mut there: Vec<&str> = Vec::new();
    for (index, link) in links.iter().enumerate() {
        let missing: Vec<_> = link.needs.iter().copied().filter(|n| !there.contains(n)).collect();
        there.extend(link.gives);
        if missing.is_empty() {
            continue;
        }
        let what = missing.join(" and ");
        let them =
            if missing.len() == 1 && !missing.iter().any(|m| m.ends_with('s')) { "it" } else { "them" };
        let message = format!("`{}` needs {what}, and nothing before it makes {them}", link.name);
        let later = links.get(index + 1..).unwrap_or(&[]);
        let advice = advice(link, &missing, later, registry, text);
        problems.push(Problem::error(message, link.span.clone()).hint(advice));
    }
}

fn advice(link: &Link, missing: &[&str], later: &[Link], registry: &Registry, text: &str) -> String {
    let line = |l: &Link| l.head.as_ref().map(|s| render::position(text, s.start).0);
    let here = line(link).map_or("it".to_owned(), |line| format!("line {line}"));
    let gives_one = |gives: &[&str]| missing.iter().any(|m| gives.contains(m));
    if let Some(below) = later.iter().find(|l| gives_one(l.gives)) {
        let at = line(below).map(|line| format!(" of line {line}")).unwrap_or_default();
        return format!("move the `{}` stage{at} above {here}", below.name);
    }
    let makers: Vec<_> = registry.stages().filter(|s| gives_one(s.gives)).map(|s| s.name).collect();
    if makers.is_empty() {
        return "no stage of this program makes it; register the crate that does in main".to_owned();
    }
    format!("put a {} stage above {here}", suggest::quoted(makers, "or"))
}
