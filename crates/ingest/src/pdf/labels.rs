//! Page labels: what a file says is printed on its pages ("iii", "A-4").

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, decode_text_string};

/// Nodes of a tree that are looked at, at most.
const MOST_NODES: usize = 10_000;

/// The label of each page; empty when the file has none.
pub(super) fn read(file: &Document, pages: usize) -> Vec<Option<String>> {
    let tree = file.catalog().and_then(|c| c.get_deref(b"PageLabels", file)).and_then(Object::as_dict);
    let Ok(tree) = tree else { return Vec::new() };
    let mut ranges: Vec<(usize, &Dictionary)> = Vec::new();
    walk(file, tree, b"Nums", &mut |key, value| {
        let first = key.as_i64().ok().and_then(|n| usize::try_from(n).ok());
        let style = file.dereference(value).ok().and_then(|(_, v)| v.as_dict().ok());
        ranges.extend(first.zip(style));
        ranges.len() < MOST_NODES
    });
    ranges.sort_by_key(|r| r.0);
    let mut labels = vec![None; pages];
    for (index, (first, style)) in ranges.iter().enumerate() {
        let end = ranges.get(index + 1).map_or(pages, |next| next.0);
        for (offset, label) in labels.iter_mut().take(end).skip(*first).enumerate() {
            *label = Some(format(file, style, offset)).filter(|l| !l.is_empty());
        }
    }
    labels
}

/// Walks a name or number tree, calling `give` for each pair until it says no.
pub(super) fn walk<'f>(
    file: &'f Document,
    tree: &'f Dictionary,
    leaf: &[u8],
    give: &mut dyn FnMut(&'f Object, &'f Object) -> bool,
) {
    let mut seen = HashSet::new();
    let mut todo = vec![tree];
    while let Some(node) = todo.pop() {
        if let Ok(pairs) = node.get_deref(leaf, file).and_then(Object::as_array) {
            for pair in pairs.chunks_exact(2) {
                let [key, value] = pair else { continue };
                if !give(key, value) {
                    return;
                }
            }
        }
        let Ok(kids) = node.get_deref(b"Kids", file).and_then(Object::as_array) else { continue };
        for kid in kids.iter().rev() {
            let Ok(id) = kid.as_reference() else { continue };
            if seen.len() < MOST_NODES
                && seen.insert(id)
                && let Ok(dict) = file.get_dictionary(id)
            {
                todo.push(dict);
            }
        }
    }
}

fn format(file: &Document, style: &Dictionary, offset: usize) -> String {
    let prefix =
        style.get_deref(b"P", file).ok().and_then(|p| decode_text_string(p).ok()).unwrap_or_default();
    let start =
        style.get(b"St").and_then(Object::as_i64).ok().and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
    let number = start.saturating_add(offset);
    let figure = match style.get(b"S").and_then(Object::as_name) {
        Ok(b"D") => number.to_string(),
        Ok(b"r") => roman(number).to_lowercase(),
        Ok(b"R") => roman(number),
        Ok(b"a") => letters(number).to_lowercase(),
        Ok(b"A") => letters(number),
        _ => String::new(),
    };
    prefix + &figure
}

fn roman(mut number: usize) -> String {
    const FIGURES: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 5_000 {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, figure) in FIGURES {
        while number >= value {
            text.push_str(figure);
            number -= value;
        }
    }
    text
}

/// A, B, … Z, AA, BB, … as page labels count.
fn letters(number: usize) -> String {
    let Some(index) = number.checked_sub(1).filter(|n| *n < 2_600) else { return number.to_string() };
    let letter = u8::try_from(index % 26).map_or('A', |n| char::from(b'A' + n));
    std::iter::repeat_n(letter, index / 26 + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_count_as_printers_do() {
        assert_eq!((roman(14), roman(1999)), ("XIV".into(), "MCMXCIX".into()));
        assert_eq!((letters(2), letters(28)), ("B".into(), "BB".into()));
    }
}
