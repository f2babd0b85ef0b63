//! An item without what others cannot see: documentation, bodies, private fields.

use syn::{Attribute, Block, Field, Fields, ImplItem, Item, TraitItem, Visibility, parse_quote};

/// The item as others see it.
pub(super) fn item(mut item: Item) -> Item {
    match &mut item {
        Item::Struct(it) => {
            attributes(&mut it.attrs);
            fields(&mut it.fields);
        }
        Item::Enum(it) => {
            attributes(&mut it.attrs);
            for variant in &mut it.variants {
                attributes(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| attributes(&mut field.attrs));
            }
        }
        Item::Trait(it) => {
            attributes(&mut it.attrs);
            it.items.iter_mut().for_each(trait_item);
        }
        Item::Fn(it) => {
            attributes(&mut it.attrs);
            *it.block = empty();
        }
        Item::Const(it) => attributes(&mut it.attrs),
        Item::Static(it) => attributes(&mut it.attrs),
        Item::Type(it) => attributes(&mut it.attrs),
        Item::Use(it) => attributes(&mut it.attrs),
        Item::Macro(it) => attributes(&mut it.attrs),
        _ => {}
    }
    item
}

/// A function of an `impl` without its body.
pub(super) fn impl_item(item: &mut ImplItem) {
    match item {
        ImplItem::Fn(it) => {
            attributes(&mut it.attrs);
            it.block = empty();
        }
        ImplItem::Const(it) => attributes(&mut it.attrs),
        ImplItem::Type(it) => attributes(&mut it.attrs),
        _ => {}
    }
}

fn trait_item(item: &mut TraitItem) {
    match item {
        TraitItem::Fn(it) => {
            attributes(&mut it.attrs);
            // Whether there is a body matters to who implements it; what is in it does not.
            if let Some(default) = &mut it.default {
                *default = empty();
            }
        }
        TraitItem::Const(it) => attributes(&mut it.attrs),
        TraitItem::Type(it) => attributes(&mut it.attrs),
        _ => {}
    }
}

fn empty() -> Block {
    parse_quote!({})
}

/// Leaves what others have to know: derived traits, the serial form, and that there may be more.
fn attributes(all: &mut Vec<Attribute>) {
    const KEPT: [&str; 5] = ["derive", "non_exhaustive", "serde", "schemars", "deprecated"];
    all.retain(|attribute| KEPT.iter().any(|kept| attribute.path().is_ident(kept)));
}

/// Leaves the public fields, and one word for any number of private ones.
fn fields(fields: &mut Fields) {
    let hidden = |field: &Field| !matches!(field.vis, Visibility::Public(_));
    match fields {
        Fields::Named(named) => {
            let old = std::mem::take(&mut named.named);
            let private = old.iter().any(hidden);
            named.named.extend(old.into_iter().filter(|field| !hidden(field)));
            named.named.iter_mut().for_each(|field| attributes(&mut field.attrs));
            if private {
                named.named.push(parse_quote!(private: Private));
            }
        }
        Fields::Unnamed(unnamed) => {
            for field in unnamed.unnamed.iter_mut() {
                attributes(&mut field.attrs);
                if hidden(field) {
                    field.ty = parse_quote!(Private);
                }
            }
        }
        Fields::Unit => {}
    }
}

/// The name of an item that has one.
pub(super) fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Struct(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Trait(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Const(it) => &it.ident,
        Item::Static(it) => &it.ident,
        Item::Type(it) => &it.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// Whether an item can be seen outside its module.
pub(super) fn is_public(item: &Item) -> bool {
    let visibility = match item {
        Item::Struct(it) => &it.vis,
        Item::Enum(it) => &it.vis,
        Item::Trait(it) => &it.vis,
        Item::Fn(it) => &it.vis,
        Item::Const(it) => &it.vis,
        Item::Static(it) => &it.vis,
        Item::Type(it) => &it.vis,
        _ => return false,
    };
    matches!(visibility, Visibility::Public(_))
}
