//! Tells the report from the web site around it.

use rapporteur_model::Kind;

use super::{draft::Draft, scope::Region};

/// Sets the menus, banners and feet of the site aside as furniture.
pub(crate) fn set_aside(drafts: &mut [Draft]) {
    let content = Content::of(drafts);
    let titled = drafts.iter().any(|d| content.holds(d) && d.kind == Kind::Heading && d.level == Some(1));
    let end = end_of_text(drafts);
    let (mut in_title, mut begun) = (false, false);
    for (index, draft) in drafts.iter_mut().enumerate().filter(|(_, d)| !d.dead) {
        let inside = content.holds(draft);
        begun |= inside && content != Content::All && draft.kind != Kind::Heading;
        let kept = match draft.region {
            _ if draft.kind == Kind::Note => true,
            Region::Nav => false,
            _ if !draft.text.chars().any(char::is_alphanumeric) => false,
            Region::Menu if draft.is_links() || index >= end => false,
            Region::Footer | Region::Aside if content == Content::All => false,
            Region::Header if inside => draft.kind == Kind::Heading || !draft.is_links(),
            _ if inside => true,
            // A title block may stand in the page's banner, in front of the text that it is the title of.
            Region::Header | Region::Body if !titled && !begun => {
                in_title |= draft.kind == Kind::Heading;
                in_title && !draft.is_links() || draft.kind == Kind::Heading
            }
            _ => false,
        };
        draft.furniture |= !kept;
    }
    if !drafts.iter().any(|d| d.is_kept() && d.text.chars().any(char::is_alphabetic)) {
        drafts.iter_mut().for_each(|d| d.furniture = d.region == Region::Nav);
    }
    headings_of_menus(drafts);
}

/// The draft after which there are only what class or id call menus, sidebars and feet. When most of the page
/// is called so, the names mean something else.
fn end_of_text(drafts: &[Draft]) -> usize {
    let length = |menu: bool| {
        let drafts = drafts.iter().filter(|d| !d.dead && (d.region == Region::Menu) == menu);
        drafts.map(|d| d.text.len()).sum::<usize>()
    };
    if length(true) > length(false) {
        return drafts.len();
    }
    drafts
        .iter()
        .rposition(|d| !d.dead && !matches!(d.region, Region::Menu | Region::Nav))
        .map_or(0, |at| at + 1)
}

/// What holds the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Main,
    Article,
    All,
}

impl Content {
    /// `main`, if it holds a good part of the words; or `article`; or the whole page.
    fn of(drafts: &[Draft]) -> Self {
        let words = |holds: fn(&Draft) -> bool| {
            let outside_menus = drafts.iter().filter(|d| !d.dead && d.region != Region::Nav && holds(d));
            outside_menus.map(|d| d.text.len()).sum::<usize>()
        };
        let all = words(|_| true);
        if words(|d| d.main) * 3 > all {
            Self::Main
        } else if words(|d| d.article) * 2 > all {
            Self::Article
        } else {
            Self::All
        }
    }

    fn holds(self, draft: &Draft) -> bool {
        match self {
            Self::Main => draft.main,
            Self::Article => draft.article,
            Self::All => true,
        }
    }
}

/// A heading with nothing but a menu below it ("Table of Contents") belongs to the menu.
fn headings_of_menus(drafts: &mut [Draft]) {
    let alive: Vec<usize> = drafts.iter().enumerate().filter(|(_, d)| !d.dead).map(|(i, _)| i).collect();
    for pair in alive.windows(2) {
        let &[heading, below] = pair else { continue };
        let (Some(top), Some(menu)) = (drafts.get(heading), drafts.get(below)) else { continue };
        let is_menu = matches!(menu.region, Region::Nav | Region::Menu) && menu.furniture;
        if top.kind != Kind::Heading || top.furniture || !is_menu {
            continue;
        }
        let after = drafts.get(below..).unwrap_or_default().iter().find(|d| d.is_kept());
        let ends = after.is_none_or(|next| next.kind == Kind::Heading && next.level <= top.level);
        // The title of the page may stand above its menu, too.
        if ends
            && top.level > Some(1)
            && let Some(top) = drafts.get_mut(heading)
        {
            top.furniture = true;
        }
    }
}
