//! What a file says about itself: title and date, outline, page labels. Read through `lopdf`.
//!
//! All of it is a hint. A file without it, or with a broken one, is read all the same.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, decode_text_string};
use rapporteur_model::Date;

use super::{
    labels, tags,
    xmp::{self, Xmp},
};
use crate::layout::{Entry, Hints};

/// Streams that unpack to more than this are not read here.
const LARGEST_STREAM: usize = 64 * 1024 * 1024;
const LARGEST_PACKET: usize = 8 * 1024 * 1024;
const MOST_ENTRIES: usize = 5_000;
const MOST_DESTINATIONS: usize = 50_000;

/// What a file says about itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Catalog {
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    /// Outline, page labels, structure.
    pub(super) hints: Hints,
    /// Language of the text as a tag (`en-GB`).
    pub(super) language: Option<String>,
}

/// Opens a file with `lopdf`, mending its table of objects where needed. `anew` finds the objects by searching.
pub(super) fn open(bytes: &[u8], anew: bool, password: Option<&str>) -> Option<Document> {
    let options = LoadOptions {
        password: password.map(str::to_owned),
        max_decompressed_size: Some(LARGEST_STREAM),
        force_reconstruct: anew,
        ..LoadOptions::default()
    };
    Document::load_mem_with_options(bytes, options).ok()
}

/// Reads what the file says about itself.
pub(super) fn read(file: &Document) -> Catalog {
    let pages: HashMap<ObjectId, u32> = file.get_pages().into_iter().map(|(n, id)| (id, n)).collect();
    let info = file.trailer.get_deref(b"Info", file).and_then(Object::as_dict).ok();
    let text =
        |key: &[u8]| info.and_then(|i| i.get_deref(key, file).ok()).and_then(|o| decode_text_string(o).ok());
    let xmp = packet(file);
    let tagged = file.catalog().and_then(|c| c.get_deref(b"Lang", file));
    Catalog {
        title: text(b"Title").and_then(|t| title(&t)).or_else(|| xmp.title.as_deref().and_then(title)),
        date: text(b"CreationDate").and_then(|d| date(&d)).or_else(|| xmp.date.as_deref().and_then(date)),
        hints: Hints {
            outline: outline(file, &pages),
            labels: labels::read(file, pages.len()),
            tags: tags::read(file, &pages).for_layout(),
        },
        language: tagged
            .ok()
            .and_then(|l| decode_text_string(l).ok())
            .filter(|l| !l.trim().is_empty())
            .or(xmp.language),
    }
}

/// What the XMP packet of the file says.
fn packet(file: &Document) -> Xmp {
    let stream = file.catalog().and_then(|c| c.get_deref(b"Metadata", file)).and_then(Object::as_stream);
    stream
        .ok()
        .and_then(|stream| stream.get_plain_content_with_limit(LARGEST_PACKET).ok())
        .map(|packet| xmp::read(&packet))
        .unwrap_or_default()
}

/// A title that says something: not a file's name, not what a word processor puts there.
fn title(text: &str) -> Option<String> {
    let text: String = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let text = text.strip_prefix("Microsoft Word - ").unwrap_or(&text).trim();
    let lower = text.to_lowercase();
    let file =
        [".doc", ".docx", ".pdf", ".indd", ".qxd", ".rtf", ".tex", ".dvi", ".odt", ".ppt", ".pptx", ".pub"];
    let named = file.iter().any(|end| lower.ends_with(end));
    let empty = ["untitled", "document", "title", "report", "layout", "slide"].iter().any(|t| {
        lower.strip_prefix(t).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == ' '))
    });
    let words = text.split(' ').filter(|w| w.chars().any(char::is_alphabetic)).count();
    (words >= 2 && !named && !empty && text.len() < 400).then(|| text.to_owned())
}

/// The day of `D:20130514093000+03'00'`.
fn date(text: &str) -> Option<Date> {
    // XMP writes `2013-05-14T09:30:00+03:00`.
    let digits = text.trim_start_matches("D:").replace('-', "");
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|d| d.parse::<u16>().ok());
    let year = part(0..4).filter(|y| (1980..2200).contains(y))?;
    let small = |n: Option<u16>| n.and_then(|n| u8::try_from(n).ok());
    Date::new(year, small(part(4..6))?, small(part(6..8))?)
}

/// The outline's entries in order. Cycles and endless lists end the walk.
fn outline(file: &Document, pages: &HashMap<ObjectId, u32>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let root = file.catalog().and_then(|c| c.get_deref(b"Outlines", file)).and_then(Object::as_dict);
    let Some(first) = root.ok().and_then(|r| r.get(b"First").and_then(Object::as_reference).ok()) else {
        return entries;
    };
    let names = named_destinations(file);
    let mut seen = HashSet::new();
    let mut todo = vec![(first, 1_u8)];
    while let Some((id, level)) = todo.pop() {
        if !seen.insert(id) || entries.len() >= MOST_ENTRIES {
            continue;
        }
        let Ok(item) = file.get_dictionary(id) else { continue };
        if let Some(title) = item.get_deref(b"Title", file).ok().and_then(|t| decode_text_string(t).ok()) {
            entries.push(Entry {
                title,
                page: target(file, item, &names).and_then(|id| pages.get(&id).copied()),
                level,
            });
        }
        let reference = |key: &[u8]| item.get(key).and_then(Object::as_reference).ok();
        todo.extend(reference(b"Next").map(|id| (id, level)));
        todo.extend(reference(b"First").map(|id| (id, level.saturating_add(1))));
    }
    entries
}

/// The page object that an outline entry leads to.
fn target(file: &Document, item: &Dictionary, names: &HashMap<Vec<u8>, ObjectId>) -> Option<ObjectId> {
    let destination = item.get_deref(b"Dest", file).ok().or_else(|| {
        let action = item.get_deref(b"A", file).and_then(Object::as_dict).ok()?;
        action.get_deref(b"D", file).ok()
    })?;
    match destination {
        Object::String(name, _) | Object::Name(name) => names.get(name).copied(),
        other => page_of(file, other),
    }
}

/// The page of an explicit destination, perhaps wrapped in a dictionary.
fn page_of(file: &Document, destination: &Object) -> Option<ObjectId> {
    let array = match destination {
        Object::Dictionary(dict) => dict.get_deref(b"D", file).ok()?,
        other => other,
    };
    array.as_array().ok()?.first()?.as_reference().ok()
}

fn named_destinations(file: &Document) -> HashMap<Vec<u8>, ObjectId> {
    let mut found = HashMap::new();
    let Ok(catalog) = file.catalog() else { return found };
    if let Ok(old) = catalog.get_deref(b"Dests", file).and_then(Object::as_dict) {
        for (name, value) in old.iter().take(MOST_DESTINATIONS) {
            let page = file.dereference(value).ok().and_then(|(_, v)| page_of(file, v));
            found.extend(page.map(|p| (name.clone(), p)));
        }
    }
    let names = catalog.get_deref(b"Names", file).and_then(Object::as_dict);
    let Some(tree) = names.ok().and_then(|n| n.get_deref(b"Dests", file).and_then(Object::as_dict).ok())
    else {
        return found;
    };
    labels::walk(file, tree, b"Names", &mut |key, value| {
        let page = file.dereference(value).ok().and_then(|(_, v)| page_of(file, v));
        if let (Ok(name), Some(page)) = (key.as_str(), page) {
            found.insert(name.to_vec(), page);
        }
        found.len() < MOST_DESTINATIONS
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_say_nothing_are_dropped() {
        assert_eq!(title("Microsoft Word - Report of the seminar").as_deref(), Some("Report of the seminar"));
        for text in ["untitled", "Document1", "final_v3.doc", "Microsoft Word - a b.doc", "", "Annex"] {
            assert_eq!(title(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_days() {
        assert_eq!(date("D:20130514093000+03'00'"), Date::new(2013, 5, 14));
        assert_eq!(date("2013-05-14T09:30:00+03:00"), Date::new(2013, 5, 14));
        assert_eq!(date("yesterday"), None);
    }
}
