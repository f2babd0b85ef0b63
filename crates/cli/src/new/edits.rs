//! Lines that are put into files which are there: each in its place, everything else as it was.

/// A line more in a group of lines that begin alike, the first such group below a line that holds `below`: in its place
/// in the alphabet, or at the end. `None` when there is no such group.
pub(crate) fn in_group(text: &str, below: &str, begin: &str, line: &str, sorted: bool) -> Option<String> {
    let mut at = 0;
    let mut seen = false;
    let mut end = None;
    for old in text.split_inclusive('\n') {
        if !seen {
            seen = old.contains(below);
        } else if old.starts_with(begin) {
            if sorted && old.trim_end() > line {
                end = Some(at);
                break;
            }
            end = Some(at + old.len());
        } else if end.is_some() {
            break;
        }
        at += old.len();
    }
    let at = end?;
    Some(format!("{}{line}\n{}", text.get(..at)?, text.get(at..)?))
}

/// A pipeline file with a stage more, behind the last one, or before what comes after the sources.
pub(crate) fn with_stage(text: &str, entry: &str) -> String {
    let starts = line_starts(text);
    let line =
        |number: usize| starts.get(number).and_then(|&at| text.get(at..)).and_then(|t| t.lines().next());
    let heads = |sort: &str| {
        (0..starts.len())
            .filter(|n| line(*n).is_some_and(|l| l.trim_start().starts_with(sort)))
            .collect::<Vec<_>>()
    };
    let behind = heads("[[stage]]").last().or(heads("[[source]]").last()).copied();
    let own = |l: &str| l.starts_with("[[stage") || l.starts_with("[stage.") || l.starts_with("[[source");
    let next = (behind.map_or(0, |b| b + 1)..starts.len()).find(|n| {
        line(*n).is_some_and(|l| l.trim_start().starts_with('[') && head(l) && !own(l.trim_start()))
    });
    let Some(mut next) = next else {
        return format!("{}\n\n{entry}", text.trim_end());
    };
    // The comment right above a table belongs to it.
    while next > 0 && line(next - 1).is_some_and(|l| l.trim_start().starts_with('#')) {
        next -= 1;
    }
    let at = starts.get(next).copied().unwrap_or(text.len());
    let (before, after) = text.split_at(at);
    format!("{before}{entry}\n{after}")
}

/// Whether a line is the head of a table, and not a list within a value.
fn head(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or("").trim();
    line.starts_with('[') && line.ends_with(']') && !line.contains(['"', '\'', ','])
}

fn line_starts(text: &str) -> Vec<usize> {
    let mut at = 0;
    let ends = text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        start
    });
    ends.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_finds_its_place_in_a_list() {
        let list = "a = 1\n[dependencies]\nr-clean = 1\nr-stage = 2\nserde = 1\nr-zoo = 3\n";
        let with = |line, sorted| in_group(list, "[dependencies]", "r-", line, sorted).unwrap();
        assert_eq!(with("r-house = 1", true), list.replace("r-stage", "r-house = 1\nr-stage"));
        assert_eq!(with("r-west = 1", true), list.replace("serde", "r-west = 1\nserde"));
        assert_eq!(with("r-a = 1", false), list.replace("serde", "r-a = 1\nserde"));
        assert_eq!(in_group(list, "[features]", "r-", "x", true), None);
    }

    const ENTRY: &str = "[[stage]]\nuse = \"house\"\n";

    fn check(before: &str, after: &str) {
        assert_eq!(with_stage(before, ENTRY), after);
    }

    #[test]
    fn a_stage_stands_behind_the_others() {
        check(
            "[[stage]]\nuse = \"a\"\nlist = [\n  ['x'],\n]\n[stage.rules]\nb = 1\n\n# out\n[[export]]\nuse = \"b\"\n",
            "[[stage]]\nuse = \"a\"\nlist = [\n  ['x'],\n]\n[stage.rules]\nb = 1\n\n[[stage]]\nuse = \"house\"\n\n# out\n[[export]]\nuse = \"b\"\n",
        );
        check("[[stage]]\nuse = \"a\"\n", "[[stage]]\nuse = \"a\"\n\n[[stage]]\nuse = \"house\"\n");
        check(
            "[[source]]\nuse = \"a\"\n\n[[export]]\nuse = \"b\"",
            "[[source]]\nuse = \"a\"\n\n[[stage]]\nuse = \"house\"\n\n[[export]]\nuse = \"b\"",
        );
    }
}
