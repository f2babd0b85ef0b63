//! Follows the tags of a page and collects drafts of blocks.

use html5ever::{LocalName, tokenizer::Tag};
use rapporteur_model::Kind;

use super::{
    attributes,
    draft::Draft,
    elements,
    end::End,
    links::{self, Link},
    meta::PageMeta,
    notes::Anchors,
    scope::Scope,
    tables::{self, Table},
};
use crate::superscript;

/// Open elements are followed to this depth; what is nested deeper is read as if it stood there.
const DEEPEST: usize = 512;

/// Longest term that its definition is joined to, in bytes.
const LONGEST_TERM: usize = 120;

/// All that was read of a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) anchors: Anchors,
    pub(crate) meta: PageMeta,
    /// Where the pages of a printed edition begin.
    pub(crate) breaks: Vec<PageBreak>,
    /// How it ends.
    pub(crate) end: End,
}

/// The beginning of a page of the printed edition.
#[derive(Debug)]
pub(crate) struct PageBreak {
    /// The draft it stands in, and the byte of its text.
    pub(crate) draft: usize,
    pub(crate) at: usize,
    pub(crate) label: Option<String>,
}

/// The state of reading.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    page: Page,
    draft: Draft,
    stack: Vec<Open>,
    deeper: usize,
    tables: Vec<Table>,
    /// The mark of the list item whose first words are still to come.
    mark: Option<String>,
    /// A term was closed, and its definition may go on in the same draft.
    term: bool,
    /// `<html>` or `<body>` was opened, and neither of them closed.
    inside: bool,
    /// The file of a book that is read; empty for a page that stands alone.
    file: String,
}

/// An open element.
#[derive(Debug)]
struct Open {
    name: LocalName,
    scope: Scope,
    anchor: Option<usize>,
    link: Option<Link>,
    /// Where the draft's text stood when the element was opened.
    from: usize,
    /// Next number of a numbered list, and the form of its numbers.
    number: Option<(i64, char)>,
}

impl Reader {
    /// Ends what is open and goes on with another file of the same book.
    pub(crate) fn begin_file(&mut self, name: &str) {
        self.pop_to(0);
        self.flush();
        (self.deeper, self.mark, self.term) = (0, None, false);
        self.tables.clear();
        self.page.meta = PageMeta::default();
        name.clone_into(&mut self.file);
    }

    fn scope(&self) -> Scope {
        self.stack.last().map(|open| open.scope).unwrap_or_default()
    }

    /// Takes text.
    pub(crate) fn text(&mut self, text: &str) {
        if self.page.meta.takes_title(text) {
            return;
        }
        let scope = self.scope();
        if scope.silent {
            return;
        }
        let blank = text.trim().is_empty();
        if !self.draft.begun {
            if blank && !scope.pre {
                return;
            }
            self.begin(&scope);
            self.draft.begun = !blank;
        }
        self.term &= blank;
        self.draft.push(text, &scope);
    }

    /// Gives the draft the properties of the place where its first words stand.
    fn begin(&mut self, scope: &Scope) {
        let kind = match () {
            () if scope.note => Kind::Note,
            () if scope.heading.is_some() => Kind::Heading,
            () if scope.item => Kind::ListItem,
            () if scope.quote => Kind::Quote,
            () => Kind::Paragraph,
        };
        self.draft.kind = kind;
        self.draft.level = match kind {
            Kind::Heading => scope.heading,
            Kind::ListItem => Some(scope.lists.max(1)),
            _ => None,
        };
        if matches!(kind, Kind::ListItem | Kind::Note) {
            self.draft.mark = self.mark.take();
        }
        self.draft.region = scope.region;
        self.draft.main = scope.main;
        self.draft.article = scope.article;
        self.draft.pre = scope.pre;
        self.draft.cell = self.tables.last().filter(|_| scope.cell).map(Table::cell);
    }

    /// Ends the draft.
    fn flush(&mut self) {
        self.term = false;
        let draft = std::mem::take(&mut self.draft);
        if !draft.text.trim().is_empty() {
            self.page.drafts.push(draft);
        }
    }

    /// Takes a start tag.
    pub(crate) fn open(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        self.page.meta.tag(tag);
        if attributes::is_page_break(tag) {
            let label = attributes::value(tag, "title").or_else(|| attributes::value(tag, "aria-label"));
            let label = label.map(str::trim).filter(|l| !l.is_empty()).map(ToOwned::to_owned);
            let (draft, at) = (self.page.drafts.len(), self.draft.text.len());
            self.page.breaks.push(PageBreak { draft, at, label });
        }
        match name {
            "html" | "body" => {
                self.inside = true;
                return;
            }
            "head" => return,
            "title" => {
                self.page.meta.open_title();
                return;
            }
            "br" => return self.line_break(),
            "hr" => return self.flush(),
            _ if elements::is_void(name) => return self.anchor_here(tag),
            _ => {}
        }
        self.close_implied(name);
        if elements::is_block(name) && !self.goes_on(name) && !attributes::is_page_break(tag) {
            self.flush();
        }
        if self.stack.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        self.push(tag);
    }

    fn push(&mut self, tag: &Tag) {
        let outer = self.scope();
        let scope = outer.inside(tag);
        let anchor = self.anchor(tag);
        let mut number = None;
        match &*tag.name {
            "ol" => number = Some(numbering(tag)),
            "li" => self.mark = self.item_mark(tag),
            "table" => self.tables.push(Table::new(tag, self.page.drafts.len())),
            "thead" | "tfoot" | "tbody" | "tr" | "td" | "th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.open(&tag.name);
                }
            }
            _ => {}
        }
        let from = self.draft.text.len();
        let link = (&*tag.name == "a").then(|| Link::new(tag, &outer, &self.file)).flatten();
        self.stack.push(Open { name: tag.name.clone(), scope, anchor, link, from, number });
    }

    /// The name of an anchor, if the element has one, kept for links to it.
    fn anchor(&mut self, tag: &Tag) -> Option<usize> {
        let named = attributes::value(tag, "name").filter(|_| &*tag.name == "a");
        let name = attributes::value(tag, "id").or(named)?;
        Some(self.page.anchors.open(&links::place(&self.file, name), self.page.drafts.len()))
    }

    fn anchor_here(&mut self, tag: &Tag) {
        if let Some(anchor) = self.anchor(tag) {
            self.page.anchors.close(anchor, self.page.drafts.len() + 1);
        }
    }

    fn line_break(&mut self) {
        let scope = self.scope();
        if !scope.silent {
            self.draft.line_break(scope.pre);
        }
    }

    /// Whether an element goes on with the draft: a definition with its term's.
    fn goes_on(&mut self, name: &str) -> bool {
        let goes_on =
            self.term && matches!(name, "dd" | "div" | "p") && self.draft.text.len() <= LONGEST_TERM;
        if goes_on {
            self.draft.space();
        }
        goes_on
    }

    /// Closes what a start tag closes without saying so.
    fn close_implied(&mut self, name: &str) {
        match name {
            "li" => self.close_inside(&["li"], &["ul", "ol", "menu", "dir", "table", "td", "th"]),
            "dt" | "dd" => self.close_inside(&["dt", "dd"], &["dl", "table", "td", "th"]),
            "tr" => self.close_inside(&["tr"], &["table"]),
            "td" | "th" => self.close_inside(&["td", "th"], &["tr", "table"]),
            "thead" | "tbody" | "tfoot" => {
                self.close_inside(&["thead", "tbody", "tfoot", "caption"], &["table"]);
            }
            "a" => self.close_inside(&["a"], &["table", "td", "th", "li", "p", "div"]),
            _ => {}
        }
        if elements::is_block(name) && !self.term {
            let innermost = self.stack.iter().rposition(|o| elements::is_block(&o.name));
            let closes = |o: &Open| {
                &*o.name == "p" || (elements::heading(&o.name).is_some() && elements::heading(name).is_some())
            };
            if let Some(at) = innermost.filter(|&at| self.stack.get(at).is_some_and(closes)) {
                self.pop_to(at);
            }
        }
    }

    /// Closes the innermost element of some names, unless one of the walls stands before it.
    fn close_inside(&mut self, names: &[&str], walls: &[&str]) {
        for at in (0..self.stack.len()).rev() {
            let Some(open) = self.stack.get(at) else { return };
            if names.contains(&&*open.name) {
                return self.pop_to(at);
            }
            if walls.contains(&&*open.name) {
                return;
            }
        }
    }

    /// Takes an end tag.
    pub(crate) fn close(&mut self, name: &str) {
        if name == "title" && self.page.meta.close_title() {
            return;
        }
        if name == "br" {
            return self.line_break();
        }
        self.inside &= !matches!(name, "html" | "body");
        if self.deeper > 0 {
            self.deeper -= 1;
            if elements::is_block(name) {
                self.flush();
            }
            return;
        }
        // A stray end tag in a cell does not close what stands around the table.
        let walls: &[&str] = if matches!(name, "table" | "tr" | "tbody" | "thead" | "tfoot") {
            &["table"]
        } else {
            &["table", "td", "th"]
        };
        self.close_inside(&[name], walls);
    }

    /// Closes all elements from a depth on.
    fn pop_to(&mut self, depth: usize) {
        while self.stack.len() > depth {
            if let Some(open) = self.stack.pop() {
                self.closed(open);
            }
        }
    }

    fn closed(&mut self, open: Open) {
        if let Some(link) = open.link.filter(|_| open.from <= self.draft.text.len()) {
            link.close(&mut self.draft, open.from);
        }
        match &*open.name {
            "sup" => self.raise(open.from),
            "dt" if !self.draft.is_empty() => self.term = true,
            "dd" | "dl" => self.flush(),
            "li" => {
                self.flush();
                self.mark = None;
            }
            "thead" | "tfoot" => {
                self.flush();
                self.tables.iter_mut().last().into_iter().for_each(Table::close_frame);
            }
            "table" => {
                self.flush();
                if let Some(table) = self.tables.pop() {
                    tables::close(&table, &mut self.page.drafts);
                    self.tables.iter_mut().for_each(|outer| outer.nested = true);
                    self.recell(&table);
                }
            }
            name if elements::is_block(name) && !self.term => self.flush(),
            _ => {}
        }
        if let Some(anchor) = open.anchor {
            let next = self.page.drafts.len() + usize::from(!self.draft.is_empty());
            self.page.anchors.close(anchor, next);
        }
    }

    /// What stood in an inner table's cells stands in one cell of the outer table.
    fn recell(&mut self, table: &Table) {
        let cell = self.tables.last().map(Table::cell);
        for draft in self.page.drafts.get_mut(table.first..).unwrap_or_default() {
            draft.cell = cell;
        }
    }

    /// Raises digits, unless they are a note's mark that is known already.
    fn raise(&mut self, from: usize) {
        if self.draft.refs.last().is_some_and(|r| r.bytes.start >= from) {
            return;
        }
        if let Some(raised) = self.draft.text.get(from..).and_then(superscript::raised) {
            self.draft.truncate(from, false);
            self.draft.text.push_str(&raised);
        }
    }

    /// The mark of a list item.
    fn item_mark(&mut self, tag: &Tag) -> Option<String> {
        let list = self.stack.iter_mut().rev().find(|o| matches!(&*o.name, "ol" | "ul" | "menu" | "dir"))?;
        let Some((next, form)) = &mut list.number else { return Some("•".to_owned()) };
        if let Some(value) = attributes::value(tag, "value").and_then(|v| v.trim().parse().ok()) {
            *next = value;
        }
        let mark = numbered(*next, *form);
        *next = next.saturating_add(1);
        Some(mark)
    }

    /// Closes what is open and gives the page.
    pub(crate) fn finish(mut self) -> Page {
        if self.inside {
            self.page.end = End::within(self.stack.iter().map(|open| &*open.name));
        }
        self.pop_to(0);
        self.flush();
        self.page
    }
}

/// First number and form (`1`, `a`, `A`, `i`, `I`) of a numbered list.
fn numbering(tag: &Tag) -> (i64, char) {
    let start = attributes::value(tag, "start").and_then(|v| v.trim().parse().ok()).unwrap_or(1);
    let form = attributes::value(tag, "type").and_then(|t| t.trim().chars().next()).unwrap_or('1');
    (start, form)
}

fn numbered(number: i64, form: char) -> String {
    let letter = |base: u8| u8::try_from(number - 1).ok().filter(|n| *n < 26).map(|n| char::from(base + n));
    let written = match form {
        'a' => letter(b'a').map(String::from),
        'A' => letter(b'A').map(String::from),
        'i' => roman(number),
        'I' => roman(number).map(|r| r.to_uppercase()),
        _ => None,
    };
    format!("{}.", written.unwrap_or_else(|| number.to_string()))
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value && (1..400).contains(&number) {
            out.push_str(sign);
            rest -= value;
        }
    }
    (!out.is_empty()).then_some(out)
}
