//! `explain`: what each stage did to one document, and why.

use rapporteur_config::{Overrides, closest, implicit};
use rapporteur_engine::Chain;
use rapporteur_stage::Registry;

use crate::{
    args::ExplainArgs,
    complaint::{Complaint, DONE, SET_ASIDE},
    form::ALL,
    output::{self, Voice, Weight, count},
    read::{of_file, open, sentence},
    trail::{Change, StageTrail, Trail, each_rule},
};

/// How many characters of a text are shown.
const SHOWN: usize = 72;

/// The rule of `segment` that makes headings.
const HEADING: &str = "heading";

/// Explains one document.
pub(crate) fn explain(args: &ExplainArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    let doc = open(&args.file, args.media_type.as_deref())?;
    let options = args.passwords.option().into_iter().collect();
    let overrides = Overrides { options, ..Overrides::stages_only() };
    let pipeline = match &args.pipeline {
        Some(path) => of_file(path, registry, &overrides)?,
        None => implicit(&ALL, registry, &overrides).pipeline()?,
    };
    let mut chain = Chain::build(&pipeline)?;
    let mut trail = Trail::default();
    let mut seen = 0;
    let processed = chain.observe(doc, &mut |step, doc| trail.step(step, doc, &mut seen));
    trail.source = args.file.display().to_string();
    if let Some(doc) = processed.documents.first() {
        trail.end(doc);
    }
    if let Some(rule) = &args.rule {
        one_rule(&mut trail, rule, voice);
    }
    if args.json {
        let text = serde_json::to_string_pretty(&trail)
            .map_err(|e| Complaint::new(format!("the explanation could not be written: {e}")))?;
        output::result(&(text + "\n"))?;
    } else {
        output::styled(&written(&trail, args.rule.is_some()))?;
    }
    for left in &processed.left_out {
        voice.say(Weight::Warning, &format!("left out by {}: {}", left.stage, left.reason), None);
    }
    for failure in &processed.failures {
        voice.say(Weight::Error, &sentence(failure), failure.hint.as_deref());
    }
    Ok(if processed.failures.is_empty() { DONE } else { SET_ASIDE })
}

/// Leaves what one rule changed or suggested; when there are none, says which rules there were.
fn one_rule(trail: &mut Trail, rule: &str, voice: Voice) {
    let rules = trail.rules();
    if !rules.contains(&rule) {
        let near = closest(rule, rules.iter().copied()).map(|n| format!("did you mean `{n}`? "));
        let list = if rules.is_empty() { "no rule did".to_owned() } else { rules.join(", ") };
        let hint = format!("{}rules that did: {list}", near.unwrap_or_default());
        voice.say(Weight::Warning, &format!("no rule `{rule}` changed this report"), Some(&hint));
    }
    trail.only(rule);
}

/// The explanation as people read it.
fn written(trail: &Trail, repairs_only: bool) -> String {
    let mut out = String::new();
    let pages = trail.pages.map_or(String::new(), |p| format!(", {}", count(p as usize, "page")));
    let facts = if trail.id.is_empty() {
        String::new()
    } else {
        format!(": {}{pages}, id {}", trail.media_type, trail.id)
    };
    out.push_str(&format!("{}{facts}\n", bold(&trail.source)));
    for stage in &trail.stages {
        if !(repairs_only && stage.repairs.is_empty() && stage.suggestions.is_empty()) {
            stage_written(stage, repairs_only, &mut out);
        }
    }
    if !repairs_only {
        conclusions(trail, &mut out);
    }
    out
}

fn stage_written(stage: &StageTrail, repairs_only: bool, out: &mut String) {
    let what = if stage.skipped {
        "skipped: its `when` does not fit this document".to_owned()
    } else {
        let suggested = match stage.suggestions.len() {
            0 => String::new(),
            n => format!(", {}", count(n, "suggestion")),
        };
        let (repairs, blocks) = (count(stage.repairs.len(), "repair"), count(stage.blocks, "block"));
        let given = match stage.layers.as_slice() {
            [] => String::new(),
            layers => format!(", gives {}", layers.join(", ")),
        };
        format!("{repairs}{suggested}, {blocks} afterwards{given}")
    };
    out.push_str(&format!("\n{}: {what}\n", bold(&stage.stage)));
    // The list of headings further down says the same.
    let hidden = if repairs_only { "" } else { HEADING };
    changes_written(&stage.repairs, "", hidden, out);
    changes_written(&stage.suggestions, ", only suggested", hidden, out);
    for issue in &stage.warnings {
        let place = page(issue.page);
        let hint = issue.hint.as_ref().map_or(String::new(), |h| format!(" ({h})"));
        out.push_str(&format!("  {} {place}{}{hint}\n", bold("warning"), issue.message));
    }
}

/// Changes by rule, what became of them said behind its name.
fn changes_written(changes: &[Change], became: &str, hidden: &str, out: &mut String) {
    for rule in each_rule(changes).into_iter().filter(|rule| *rule != hidden) {
        let of_rule: Vec<&Change> = changes.iter().filter(|c| c.repair.rule == rule).collect();
        out.push_str(&format!("  {}{became} ({})\n", bold(rule), of_rule.len()));
        of_rule.iter().for_each(|change| change_written(change, out));
    }
}

fn change_written(change: &Change, out: &mut String) {
    let repair = &change.repair;
    let what = if repair.before == repair.after {
        format!("“{}”", shown(&repair.before))
    } else {
        let around = |text: &str| shown(&format!("{}{text}{}", change.left, change.right));
        format!("“{}” → “{}”", around(&repair.before), around(&repair.after))
    };
    out.push_str(&format!("    {}{what}\n", page(repair.page)));
    out.push_str(&format!("      {:.2} {}\n", repair.confidence, repair.reason));
}

fn conclusions(trail: &Trail, out: &mut String) {
    if !trail.found.is_empty() {
        out.push_str(&format!("\n{}\n", bold("found")));
    }
    for field in &trail.found {
        let place = page(field.page);
        out.push_str(&format!(
            "  {}: {}  {place}{:.2}\n",
            field.field,
            shown(&field.value),
            field.confidence
        ));
    }
    if !trail.headings.is_empty() {
        out.push_str(&format!("\n{} ({})\n", bold("headings"), trail.headings.len()));
    }
    for heading in &trail.headings {
        let number = [&heading.label, &heading.number].into_iter().flatten();
        let number: String = number.map(|part| format!("{part} ")).collect();
        let name = format!("{number}| {}", heading.heading);
        let facts = format!("level {}, {}", heading.level, heading.role);
        out.push_str(&format!("  {}{}  {facts}\n", page(heading.page), shown(name.trim_start_matches("| "))));
        heading.reasons.iter().for_each(|r| out.push_str(&format!("      {r}\n")));
    }
    if !trail.furniture.is_empty() {
        out.push_str(&format!("\n{} ({})\n", bold("set aside as page furniture"), trail.furniture.len()));
    }
    for line in &trail.furniture {
        out.push_str(&format!("  {}“{}”\n", page(line.page), shown(&line.text)));
    }
}

fn bold(text: &str) -> String {
    format!("\u{1b}[1m{}\u{1b}[0m", shown(text))
}

fn page(page: Option<u32>) -> String {
    page.map_or(String::new(), |p| format!("page {p}  "))
}

/// A text in one line: line ends shown, control characters spelt out, the middle of long ones left out.
fn shown(text: &str) -> String {
    let mut chars = Vec::new();
    for c in text.chars() {
        match c {
            '\n' => chars.push('⏎'),
            '\u{c}' => chars.push('␌'),
            '\t' => chars.push('⇥'),
            '\u{ad}' => chars.extend("<U+00AD>".chars()),
            c if c.is_control() => chars.extend(format!("<U+{:04X}>", u32::from(c)).chars()),
            c => chars.push(c),
        }
    }
    if chars.len() <= SHOWN {
        return chars.into_iter().collect();
    }
    let half = SHOWN / 2;
    let head = chars.iter().take(half);
    let tail = chars.iter().skip(chars.len() - half);
    head.chain(&['…']).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_odd_texts_fit_a_line() {
        assert_eq!(shown("Security\n\nCouncil\u{c}\u{1b}"), "Security⏎⏎Council␌<U+001B>");
        assert_eq!(shown(&"x".repeat(500)).chars().count(), SHOWN + 1);
    }
}
