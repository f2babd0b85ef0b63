//! What a crate shows: the items that its `lib.rs` names, wherever they are written, and what is written for them.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use syn::{Ident, ImplItem, Item, ItemImpl, Type, UseTree, Visibility, ext::IdentExt as _};

use super::strip;

/// All items of a crate, with what its `lib.rs` passes on.
#[derive(Default)]
pub(crate) struct Sources {
    items: Vec<Item>,
    /// Names that others can use.
    shown: BTreeSet<String>,
    /// Modules all of whose public items are passed on.
    whole: BTreeSet<String>,
    /// Lines that pass on other crates.
    passed_on: Vec<Item>,
}

impl Sources {
    /// Reads a crate from its `lib.rs` on.
    pub(crate) fn read(library: &Path) -> io::Result<Self> {
        let mut sources = Self::default();
        let folder = library.parent().unwrap_or(library).to_owned();
        let items = parse(library)?;
        let modules: BTreeSet<String> = items
            .iter()
            .filter_map(
                |item| if let Item::Mod(module) = item { Some(module.ident.to_string()) } else { None },
            )
            .collect();
        for item in items {
            match item {
                Item::Use(line) if is_public(&line.vis) => {
                    let first = first(&line.tree);
                    if modules.contains(&first) {
                        sources.names(&line.tree, &first);
                    } else {
                        sources.passed_on.push(strip::item(Item::Use(line)));
                    }
                }
                item => sources.add(item, &folder, "", true)?,
            }
        }
        Ok(sources)
    }

    /// The names that a tree of a `use` passes on.
    fn names(&mut self, tree: &UseTree, module: &str) {
        match tree {
            UseTree::Path(path) => self.names(&path.tree, module),
            UseTree::Name(name) => {
                self.shown.insert(name.ident.unraw().to_string());
            }
            UseTree::Rename(name) => {
                self.shown.insert(name.ident.unraw().to_string());
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.names(tree, module)),
            _ => {
                self.whole.insert(module.to_owned());
            }
        }
    }

    fn add(&mut self, item: Item, folder: &Path, module: &str, top: bool) -> io::Result<()> {
        let Item::Mod(inner) = item else {
            let named = strip::name(&item);
            if (top || self.whole.contains(module)) && strip::is_public(&item) {
                self.shown.extend(named);
            }
            self.items.push(item);
            return Ok(());
        };
        if inner.attrs.iter().any(is_test) {
            return Ok(());
        }
        let name = inner.ident.unraw().to_string();
        let items = match inner.content {
            Some((_, items)) => items,
            None => parse(&file_of(folder, &name))?,
        };
        let module = if top { &name } else { module };
        let folder = folder.join(&name);
        items.into_iter().try_for_each(|item| self.add(item, &folder, module, false))
    }

    /// What others can see, in the order of the names.
    pub(crate) fn interface(self) -> Vec<Item> {
        let Self { items, shown, passed_on, .. } = self;
        let mut seen: Vec<(String, Item)> = Vec::new();
        for item in items {
            match item {
                Item::Impl(block) => {
                    let of = subject(&block).filter(|of| shown.contains(of));
                    let open = block.trait_.is_some()
                        || block.items.iter().any(|i| !matches!(i, ImplItem::Fn(f) if !is_public(&f.vis)));
                    if let Some(of) = of.filter(|_| open) {
                        seen.push((of + " ~", Item::Impl(shown_of(block))));
                    }
                }
                // What a macro makes is not known here: the call stands for it.
                // `thread_local!` makes what only this crate sees.
                Item::Macro(call) if call.mac.path.is_ident("thread_local") => {}
                Item::Macro(call) => seen.push(("~".to_owned(), strip::item(Item::Macro(call)))),
                item => {
                    let name = strip::name(&item).filter(|name| shown.contains(name));
                    if let Some(name) = name.filter(|_| strip::is_public(&item)) {
                        seen.push((name, strip::item(item)));
                    }
                }
            }
        }
        seen.sort_by(|(one, _), (other, _)| one.cmp(other));
        passed_on.into_iter().chain(seen.into_iter().map(|(_, item)| item)).collect()
    }
}

/// The block with its public functions alone; of a trait's, with its types alone.
fn shown_of(mut block: ItemImpl) -> ItemImpl {
    let of_trait = block.trait_.is_some();
    block.attrs.clear();
    block.items.retain(|item| match item {
        ImplItem::Fn(function) => !of_trait && is_public(&function.vis),
        ImplItem::Const(constant) => of_trait || is_public(&constant.vis),
        _ => true,
    });
    block.items.iter_mut().for_each(strip::impl_item);
    block
}

/// The name that a block is listed under: that of its type, or of the trait that it gives to all types of a kind.
fn subject(block: &ItemImpl) -> Option<String> {
    let last = |path: &syn::Path| path.segments.last().map(|segment| segment.ident.to_string());
    let Type::Path(ty) = block.self_ty.as_ref() else { return None };
    let name = last(&ty.path)?;
    let any = block.generics.type_params().any(|parameter| parameter.ident == name);
    if any { block.trait_.as_ref().and_then(|(of, _)| last(of)) } else { Some(name) }
}

fn first(tree: &UseTree) -> String {
    let ident: Option<&Ident> = match tree {
        UseTree::Path(path) => Some(&path.ident),
        UseTree::Name(name) => Some(&name.ident),
        UseTree::Rename(name) => Some(&name.ident),
        _ => None,
    };
    ident.map(ToString::to_string).unwrap_or_default()
}

fn file_of(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.is_file() { file } else { folder.join(name).join("mod.rs") }
}

fn parse(path: &Path) -> io::Result<Vec<Item>> {
    let text = fs::read_to_string(path).map_err(|e| io::Error::other(format!("{}: {e}", path.display())))?;
    let file = syn::parse_file(&text).map_err(|e| io::Error::other(format!("{}: {e}", path.display())))?;
    Ok(file.items)
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_test(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<Ident>().is_ok_and(|word| word == "test")
}
