//! Opening a file: the first reader, and the second opinion where it finds nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use rapporteur_stage::{Context, StageError};

use super::{
    catalog::{self, Catalog},
    gather::{Leaf, gather},
};
use crate::Limits;

/// What to try with a file that cannot be read.
pub(super) const TRY: &str =
    "open it in a viewer and print it to a new PDF, or fetch it again from where it came";

/// A file's pages and what it says about itself.
pub(super) struct Opened {
    /// Pages of the file; those beyond the limit are not among the leaves.
    pub(super) pages: usize,
    pub(super) leaves: Vec<Leaf>,
    pub(super) catalog: Catalog,
}

impl Opened {
    fn glyphs(&self) -> usize {
        self.leaves.iter().map(|l| l.glyphs).sum()
    }

    fn pictures(&self) -> bool {
        self.leaves.iter().any(|l| l.pictures > 0.0)
    }
}

/// Opens a file and reads its pages.
pub(super) fn open(bytes: &[u8], cx: &mut Context<'_>, limits: &Limits) -> Result<Opened, StageError> {
    match pages(bytes.to_vec(), cx, limits) {
        Err(Refusal::Final(error)) => Err(error),
        Err(Refusal::Perhaps) => second(bytes, cx, limits).ok_or_else(|| refuse(bytes)),
        Ok(opened) if opened.glyphs() > 0 || opened.pictures() => {
            Ok(Opened { catalog: stated(bytes), ..opened })
        }
        Ok(opened) => Ok(second(bytes, cx, limits).unwrap_or(opened)),
    }
}

/// Why the first reader has nothing.
enum Refusal {
    /// Another reader may do better.
    Perhaps,
    /// None will.
    Final(StageError),
}

fn pages(bytes: Vec<u8>, cx: &Context<'_>, limits: &Limits) -> Result<Opened, Refusal> {
    let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes))).map_err(|_| Refusal::Perhaps)?;
    let pdf = opened.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::Final(
            StageError::new("the PDF is encrypted and needs a password")
                .hint("remove the password in a viewer that knows it, then try again"),
        ),
        LoadPdfError::Decryption(_) => {
            Refusal::Final(StageError::new("the PDF is encrypted in a way that cannot be read").hint(TRY))
        }
        LoadPdfError::Invalid => Refusal::Perhaps,
    })?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(Refusal::Perhaps);
    }
    let most = usize::try_from(limits.pages).unwrap_or(usize::MAX);
    let leaves = gather(&pdf, cx, most).map_err(Refusal::Final)?;
    Ok(Opened { pages: count, leaves, catalog: Catalog::default() })
}

/// Writes the file anew with the objects that the second reader finds, and reads that.
fn second(bytes: &[u8], cx: &mut Context<'_>, limits: &Limits) -> Option<Opened> {
    let found = [false, true].into_iter().find_map(|anew| {
        let (mended, catalog) = catch_unwind(|| rewritten(bytes, anew)).ok().flatten()?;
        let opened = pages(mended, cx, limits).ok()?;
        (opened.glyphs() > 0 || opened.pictures()).then_some(Opened { catalog, ..opened })
    })?;
    cx.warn("the PDF is damaged; its objects were gathered anew", None);
    Some(found)
}

fn rewritten(bytes: &[u8], anew: bool) -> Option<(Vec<u8>, Catalog)> {
    let mut file = catalog::open(bytes, anew)?;
    file.page_iter().next()?;
    let catalog = catalog::read(&file);
    let mut mended = Vec::new();
    file.save_to(&mut mended).ok()?;
    Some((mended, catalog))
}

fn stated(bytes: &[u8]) -> Catalog {
    catch_unwind(|| catalog::open(bytes, false).map(|file| catalog::read(&file)))
        .ok()
        .flatten()
        .unwrap_or_default()
}

/// Says what is wrong with a file that neither reader can open.
fn refuse(bytes: &[u8]) -> StageError {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    if !head.windows(5).any(|w| w == b"%PDF-") {
        return StageError::new("not a PDF, whatever its name says")
            .hint("look at the file with a viewer or an editor");
    }
    let tail = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
    if !tail.windows(5).any(|w| w == b"%%EOF") {
        return StageError::new("the PDF has no pages that can be read; its end is missing")
            .hint("fetch it again: it was probably cut short on its way");
    }
    StageError::new("the PDF has no pages that can be read").hint(TRY)
}
