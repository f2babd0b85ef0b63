//! What a page would cost, reckoned before it is drawn.
//!
//! A form is unpacked and followed whenever it is drawn, and forms draw forms: a few lines can ask for more work than
//! there is time in the world. A font may state the widths of four thousand million characters. Neither can be
//! stopped once the interpreter has begun.

use std::collections::{HashMap, HashSet};

use hayro_interpret::hayro_syntax::{
    object::{Array, Dict, Name, Object, ObjectIdentifier, Stream},
    page::{Page, Resources},
};
use memchr::memmem;

/// Forms in forms, at most; the interpreter follows no more either.
const DEEPEST: u32 = 50;
/// Bytes that packing makes of one, at most.
const PACKED: u64 = 1_032;
/// An operator takes the interpreter as long as so many bytes of other content.
const OPERATOR: u64 = 8;
/// In contents up to this size, in bytes, operators need not be counted.
const SMALL: usize = 1 << 20;
/// Different names of forms on one page that are counted.
const MOST_NAMES: usize = 20_000;
/// Codes of a font, at most.
const MOST_CODES: i64 = 65_536;
/// Widths that a font states, at most: some state all codes several times.
const MOST_WIDTHS: i64 = 16 * MOST_CODES;

/// What is known of a document's forms and fonts so far.
#[derive(Default)]
pub(super) struct Guard {
    sizes: HashMap<ObjectIdentifier, u64>,
    work: HashMap<ObjectIdentifier, u64>,
    broken: HashSet<ObjectIdentifier>,
    fonts: HashSet<(u32, i32)>,
    bad_font: bool,
}

/// The operators of a large content, roughly: words of a string count as well.
fn operators(content: &[u8]) -> u64 {
    if content.len() <= SMALL {
        return 0;
    }
    let begins =
        |pair: &[u8]| matches!(pair, [before, c] if before.is_ascii_whitespace() && c.is_ascii_alphabetic());
    content.windows(2).filter(|pair| begins(pair)).count() as u64
}

/// What stands against drawing a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    /// Bytes of its contents that are unpacked now, and of all that would be read.
    Bytes { own: usize, all: usize },
    /// Contents that cannot be unpacked.
    Broken,
    /// A font that would not end.
    Font,
}

impl Guard {
    /// What a page would cost; once it is more than `most`, it is not reckoned to the end.
    pub(super) fn page(&mut self, page: &Page<'_>, most: usize) -> Cost {
        let whole = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        let bytes = self.contents(page, most as u64);
        if bytes > most as u64 {
            return Cost::Bytes { own: 0, all: whole(bytes) };
        }
        let Some(content) = self.unpacked(page) else { return Cost::Broken };
        let all = self.drawn(content, page.resources(), 0);
        if std::mem::take(&mut self.bad_font) {
            return Cost::Font;
        }
        Cost::Bytes { own: content.len(), all: whole(all) }
    }

    /// The contents of a page. What could not be unpacked once is not tried again for the next page.
    fn unpacked<'p>(&mut self, page: &'p Page<'_>) -> Option<&'p [u8]> {
        if !page.raw().contains_key(b"Contents") {
            return Some(&[]);
        }
        let id = page.raw().get::<Stream<'_>>(b"Contents").map(|stream| stream.obj_id());
        if id.is_some_and(|id| self.broken.contains(&id)) {
            return None;
        }
        let content = page.page_stream();
        if content.is_none() {
            self.broken.extend(id);
        }
        content
    }

    /// Bytes of the page's own contents. An array may name one stream many times.
    fn contents(&mut self, page: &Page<'_>, most: u64) -> u64 {
        let Some(parts) = page.raw().get::<Array<'_>>(b"Contents") else { return 0 };
        let streams: Vec<Stream<'_>> = parts.iter::<Stream<'_>>().collect();
        let reach: u64 = streams.iter().map(|s| s.raw_data().len() as u64 * PACKED).sum();
        if reach <= most {
            return 0;
        }
        streams.iter().fold(0, |sum: u64, stream| sum.saturating_add(self.size(stream)))
    }

    fn size(&mut self, stream: &Stream<'_>) -> u64 {
        *self.sizes.entry(stream.obj_id()).or_insert_with(|| match stream.decoded_data() {
            Ok(data) => data.len() as u64,
            // To find that out took as long as unpacking it.
            Err(_) => stream.raw_data().len() as u64 * PACKED,
        })
    }

    /// Bytes of a content and of all forms that it draws.
    fn drawn(&mut self, content: &[u8], resources: &Resources<'_>, depth: u32) -> u64 {
        self.fonts(resources);
        let mut sum = (content.len() as u64).saturating_add(OPERATOR * operators(content));
        if depth >= DEEPEST || resources.x_objects.is_empty() {
            return sum;
        }
        for (name, count) in draws(content) {
            let Some(form) = resources.x_objects.get::<Stream<'_>>(name) else { continue };
            if form.dict().get::<Name<'_>>(b"Subtype").is_some_and(|s| *s == *b"Form") {
                sum = sum.saturating_add(self.form(&form, resources, depth + 1).saturating_mul(count));
            }
        }
        sum
    }

    fn form(&mut self, form: &Stream<'_>, outer: &Resources<'_>, depth: u32) -> u64 {
        if let Some(&known) = self.work.get(&form.obj_id()) {
            return known;
        }
        // Meanwhile a form that draws itself costs nothing more.
        self.work.insert(form.obj_id(), 1);
        let work = form.decoded_data().map_or(1, |data| match form.dict().get::<Dict<'_>>(b"Resources") {
            Some(own) => self.drawn(&data, &Resources::new(own), depth),
            None => self.drawn(&data, outer, depth),
        });
        // Drawing has a price of its own, however little is drawn.
        let work = work.saturating_add(2_000);
        self.work.insert(form.obj_id(), work);
        work
    }

    fn fonts(&mut self, resources: &Resources<'_>) {
        for key in resources.fonts.keys() {
            let target = resources.fonts.get_ref(&*key).map(|r| (r.obj_number, r.gen_number));
            if target.is_some_and(|t| !self.fonts.insert(t)) {
                continue;
            }
            let font = resources.fonts.get::<Dict<'_>>(&*key);
            if font.is_some_and(|font| endless(&font)) {
                // Met again on a later page, it is as bad.
                target.map(|t| self.fonts.remove(&t));
                self.bad_font = true;
            }
        }
    }
}

/// The names of what a content draws, and how often.
fn draws(content: &[u8]) -> Vec<(&[u8], u64)> {
    let mut names: HashMap<&[u8], u64> = HashMap::new();
    for place in memmem::find_iter(content, b"Do") {
        let head = content.get(place.saturating_sub(256)..place).unwrap_or_default().trim_ascii_end();
        let Some(slash) = memchr::memrchr(b'/', head) else { continue };
        let name = head.get(slash + 1..).unwrap_or_default();
        if names.len() < MOST_NAMES || names.contains_key(name) {
            *names.entry(name).or_default() += 1;
        }
    }
    let mut names: Vec<(&[u8], u64)> = names.into_iter().collect();
    names.sort_unstable();
    names
}

/// Whether a font states widths for more codes than there are.
fn endless(font: &Dict<'_>) -> bool {
    let Some(inner) = font.get::<Array<'_>>(b"DescendantFonts").and_then(|a| a.iter::<Dict<'_>>().next())
    else {
        return false;
    };
    [(&b"W"[..], 1), (b"W2", 3)].iter().any(|&(key, values)| {
        inner.get::<Array<'_>>(key).is_some_and(|widths| stated(&widths, values) > MOST_WIDTHS)
    })
}

/// How many codes an array states widths for, those that it states twice counted twice: `first [w w …]`, or `first last`
/// with so many values.
fn stated(widths: &Array<'_>, values: u8) -> i64 {
    let (mut sum, mut first, mut skip) = (0_i64, None, 0);
    for object in widths.iter::<Object<'_>>() {
        let Object::Number(number) = object else {
            (first, skip) = (None, 0);
            continue;
        };
        let number = number.as_i64();
        if number.saturating_abs() > MOST_CODES || sum > MOST_WIDTHS {
            return i64::MAX;
        }
        match first.take() {
            _ if skip > 0 => skip -= 1,
            None => first = Some(number),
            Some(from) => {
                sum += (number - from).max(0);
                skip = values;
            }
        }
    }
    sum
}
