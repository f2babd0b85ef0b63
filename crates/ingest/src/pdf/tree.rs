//! Pages without a tree that leads to them.

use std::collections::{HashMap, HashSet};

use hayro_interpret::hayro_syntax::{
    Pdf,
    object::{Array, Dict, Name, Object, ObjectIdentifier, Rect, Stream},
};

/// More pages than this are not gathered.
const MOST_PAGES: usize = 20_000;
/// Ancestors of a page that are asked for what they pass on.
const MOST_ANCESTORS: usize = 32;

/// A catalog and a tree with all pages of a file in the order of their objects; `first` is the number of the
/// catalog. Nothing when there is no page.
pub(super) fn made(pdf: &Pdf, first: u32) -> Option<Vec<Vec<u8>>> {
    let mut nodes = nodes(pdf, first + 1);
    if nodes.is_empty() {
        nodes = contents(pdf, first + 1);
    }
    if nodes.is_empty() {
        return None;
    }
    let kids: Vec<String> = (first + 2..).take(nodes.len()).map(|number| format!("{number} 0 R")).collect();
    let kids = kids.join(" ");
    let count = nodes.len();
    let mut objects = vec![
        format!("<</Type/Catalog/Pages {} 0 R>>", first + 1).into_bytes(),
        format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes(),
    ];
    objects.append(&mut nodes);
    Some(objects)
}

/// A node for each page, with what the page would inherit.
fn nodes(pdf: &Pdf, parent: u32) -> Vec<Vec<u8>> {
    let dicts = pdf.objects().into_iter().filter_map(|object| match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    });
    // A parent may have any number of pages, and is as long as they are many.
    let mut passed_on = HashMap::new();
    let pages = dicts.filter(is_page).filter_map(|page| {
        let id = page.obj_id()?;
        let mut node = format!("<</Type/Pages/Parent {parent} 0 R/Count 1/Kids[{}]", named(id)).into_bytes();
        for key in [&b"Resources"[..], b"MediaBox", b"CropBox", b"Rotate"] {
            if page.contains_key(key) {
                continue;
            }
            let from = page.get_ref(b"Parent").map(|parent| (ObjectIdentifier::from(parent), key));
            let value = match from {
                Some(from) => passed_on.entry(from).or_insert_with(|| inherited(&page, key)).clone(),
                None => inherited(&page, key),
            };
            if let Some(value) = value {
                node.extend_from_slice(&[b"/", key, b" ", &value].concat());
            }
        }
        node.extend_from_slice(b">>");
        Some(node)
    });
    pages.take(MOST_PAGES).collect()
}

fn named(id: ObjectIdentifier) -> String {
    format!("{} {} R", id.obj_number, id.gen_number)
}

fn is_page(dict: &Dict<'_>) -> bool {
    let named = dict.get::<Name<'_>>(b"Type").is_some_and(|t| *t == *b"Page");
    let has = |key: &[u8]| dict.contains_key(key);
    let shaped = has(b"Contents") && [&b"MediaBox"[..], b"Resources", b"Parent"].iter().any(|k| has(k));
    // Annotations have contents, too: those of a page are no string.
    (named || shaped) && !has(b"Kids") && !has(b"Rect") && !has(b"Subtype")
}

/// What an ancestor says, as text.
fn inherited(page: &Dict<'_>, key: &[u8]) -> Option<Vec<u8>> {
    let mut node = page.get::<Dict<'_>>(b"Parent")?;
    for _ in 0..MOST_ANCESTORS {
        if let Some(target) = node.get_ref(key) {
            return Some(named(target.into()).into_bytes());
        }
        if let Some(dict) = node.get::<Dict<'_>>(key) {
            return Some(dict.data().to_vec());
        }
        if let Some(area) = node.get::<Rect>(key) {
            return Some(format!("[{} {} {} {}]", area.x0, area.y0, area.x1, area.y1).into_bytes());
        }
        if let Some(angle) = node.get::<i32>(key) {
            return Some(angle.to_string().into_bytes());
        }
        node = node.get::<Dict<'_>>(b"Parent")?;
    }
    None
}

/// Streams that draw text, each made a page, when the file has no page at all.
fn contents(pdf: &Pdf, parent: u32) -> Vec<Vec<u8>> {
    let fonts = pdf.objects().into_iter().find_map(|object| match object {
        Object::Dict(dict) if dict.get::<Dict<'_>>(b"Font").is_some() => dict.obj_id(),
        _ => None,
    });
    let resources = fonts.map_or_else(|| "<<>>".to_owned(), named);
    let streams = pdf.objects().into_iter().filter_map(|object| match object {
        Object::Stream(stream) if draws(&stream) => Some(named(stream.obj_id())),
        _ => None,
    });
    let page = |contents: String| {
        format!("<</Type/Page/Parent {parent} 0 R/Contents {contents}/Resources {resources}>>").into_bytes()
    };
    streams.take(MOST_PAGES).map(page).collect()
}

fn draws(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    if ["Type", "Subtype", "Length1", "N"].iter().any(|key| dict.contains_key(key.as_bytes())) {
        return false;
    }
    let Ok(data) = stream.decoded_data() else { return false };
    let has = |word: &[u8]| memchr::memmem::find(&data, word).is_some();
    has(b"BT") && (has(b"Tj") || has(b"TJ"))
}

/// How many pages a file says that it has.
pub(super) fn stated(pdf: &Pdf) -> Option<usize> {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    root.get::<Dict<'_>>(b"Pages")?.get::<u32>(b"Count").and_then(|n| usize::try_from(n).ok())
}

/// Whether something that a page is made of is named by it, but is not there.
pub(super) fn torn(pdf: &Pdf) -> bool {
    let mut seen = HashSet::new();
    let mut lost_font = |fonts: &Dict<'_>| {
        fonts.keys().any(|key| {
            let Some(target) = fonts.get_ref(&*key) else { return false };
            seen.insert((target.obj_number, target.gen_number)) && fonts.get::<Dict<'_>>(&*key).is_none()
        })
    };
    pdf.pages().iter().any(|page| lost_font(&page.resources().fonts) || lost_contents(page.raw()))
}

fn lost_contents(page: &Dict<'_>) -> bool {
    match page.get::<Array<'_>>(b"Contents") {
        Some(parts) => parts.raw_iter().count() != parts.iter::<Stream<'_>>().count(),
        None => page.contains_key(b"Contents") && page.get::<Stream<'_>>(b"Contents").is_none(),
    }
}
