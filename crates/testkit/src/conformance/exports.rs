//! What every export promises.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Component, Path},
};

use rapporteur_model::Document;
use rapporteur_stage::{Export, Part, Prepared, Shape, Shared};

use crate::hostile::told;

/// The promises that an export breaks on some documents.
pub(super) fn broken(
    prepared: &Prepared<dyn Export>,
    shared: &Shared,
    documents: &[(String, Document)],
) -> Vec<String> {
    let was_there = shared.out().exists();
    let (mut export, mut other) = match (prepared.build(shared), prepared.build(shared)) {
        (Ok(export), Ok(other)) => (export, other),
        (Err(error), _) | (_, Err(error)) => return vec![error.to_string()],
    };
    let shape = export.shape();
    let mut wrong: Vec<String> = outside(&shape).into_iter().collect();
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for (name, doc) in documents {
        let made = part(export.as_mut(), doc);
        for (again, when) in
            [(part(export.as_mut(), doc), "the second time"), (part(other.as_mut(), doc), "in another run")]
        {
            if again != made {
                wrong.push(format!("on {name}: it writes something else {when}"));
            }
        }
        match made {
            Ok(part) => {
                if shape == Shape::Files && !below(&part.name) {
                    wrong.push(format!(
                        "on {name}: the file {:?} does not lie in the output folder",
                        part.name
                    ));
                }
                parts.push(part.bytes);
            }
            Err(broke) => wrong.extend(broke.strip_prefix('!').map(|broke| format!("on {name}: {broke}"))),
        }
    }
    if matches!(shape, Shape::Assembled { .. }) {
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        wrong.extend(export.assemble(&parts).err().map(|e| format!("it cannot assemble its own parts: {e}")));
    }
    if !was_there && shared.out().exists() {
        wrong.push(
            "it writes by itself: that is the engine's, which writes beside, flushes and renames".to_owned(),
        );
    }
    wrong
}

/// What is written of a document; a refusal in words otherwise, with `!` before what no export may do.
fn part(export: &mut dyn Export, doc: &Document) -> Result<Part, String> {
    match catch_unwind(AssertUnwindSafe(|| export.part(doc))) {
        Err(_) => Err("!it panics".to_owned()),
        Ok(Err(error)) => Err(told(&error).map_or_else(|odd| format!("!{odd}"), |()| error.to_string())),
        Ok(Ok(part)) => Ok(part),
    }
}

fn outside(shape: &Shape) -> Option<String> {
    let path = match shape {
        Shape::Joint { path, .. } | Shape::Assembled { path } => path,
        _ => return None,
    };
    (!below(path)).then(|| format!("its file {} does not lie in the output folder", path.display()))
}

fn below(path: &Path) -> bool {
    let plain = |c: Component<'_>| matches!(c, Component::Normal(_) | Component::CurDir);
    path.file_name().is_some() && path.components().all(plain)
}
