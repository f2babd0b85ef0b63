//! What was made, and what to do next.

use super::plan::Plan;

/// The account of a plan that was carried out.
pub(crate) fn of(plan: &Plan) -> String {
    let mut text = String::new();
    let own = plan.files.iter().map(|file| plan.folder.join(&file.path));
    for path in own.chain(plan.beside.iter().map(|file| file.path.clone())) {
        text.push_str(&format!("made     {}\n", path.display()));
    }
    for edit in &plan.edits {
        text.push_str(&format!("changed  {}\n", edit.path.display()));
    }
    let wide = plan.next.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    text.push_str("next:\n");
    for (command, what) in &plan.next {
        let line = format!("  {command:wide$}  {what}");
        text.push_str(&format!("{}\n", line.trim_end()));
    }
    for note in &plan.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    text
}
