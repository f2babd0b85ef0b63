//! Opening a file: the first reader, and what is tried where it finds nothing or too little.
//!
//! A sound file is read once. Of a damaged one, three attempts are compared by the characters that they give: the
//! file as it is, the file written anew from the objects that can be found in it (with its own pages, then with
//! all pages there are), and the file as `lopdf` understands it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use rapporteur_stage::{Context, StageError};

use super::{
    catalog::{self, Catalog},
    gather::{Leaf, gather},
    rebuild, tree, unpack,
};
use crate::{
    Limits,
    counted::{counted, counted_were},
    ingest,
};

/// What to try with a file that cannot be read.
pub(super) const TRY: &str =
    "open it in a viewer and print it to a new PDF, or fetch it again from where it came";

/// A file's pages and what it says about itself.
pub(super) struct Opened {
    /// Pages of the file; those beyond the limit are not among the leaves.
    pub(super) pages: usize,
    pub(super) leaves: Vec<Leaf>,
    pub(super) catalog: Catalog,
    /// The file says that it has more pages, or a page names parts that are not there.
    torn: bool,
    /// Which of the passwords opened it.
    password: Option<usize>,
    /// The file as opened.
    pub(super) pdf: Pdf,
}

impl Opened {
    pub(super) fn glyphs(&self) -> usize {
        self.leaves.iter().map(|l| l.glyphs).sum()
    }

    /// Glyphs that say something.
    fn known(&self) -> usize {
        self.leaves.iter().map(|l| l.glyphs - l.unknown).sum()
    }

    fn pictures(&self) -> bool {
        self.leaves.iter().any(|l| l.pictures > 0.0)
    }

    /// Whether nothing shows that another attempt could find more.
    fn sound(&self) -> bool {
        let trouble = |damage| self.leaves.iter().any(|l| l.trouble.is_some_and(|t| t.damage == damage));
        // Where a limit was met, the file is large: to read it again would cost as much.
        let whole = !self.torn && !trouble(true) && 2 * self.known() >= self.glyphs();
        trouble(false) || ((self.glyphs() > 0 || self.pictures()) && whole)
    }
}

/// Opens a file and reads its pages.
pub(super) fn open(bytes: &[u8], cx: &mut Context<'_>, limits: &Limits) -> Result<Opened, StageError> {
    let defused = unpack::defused(bytes, limits.unpacked_stream());
    let (bytes, bombs) = defused.as_ref().map_or((bytes, 0), |(bytes, bombs)| (bytes.as_slice(), *bombs));
    let outcome = attempts(bytes, cx, limits);
    if bombs > 0 {
        let hint = "raise `largest-unpacked-mib` if the file is worth it";
        let share = limits.unpacked_stream() >> 20;
        let (parts, unpack) = (counted(bombs, "packed part"), if bombs == 1 { "unpacks" } else { "unpack" });
        let message = format!("{parts} of the PDF {unpack} to more than {share} MiB");
        if !outcome.as_ref().is_ok_and(|o| o.glyphs() > 0) {
            return Err(StageError::new(message).hint(hint));
        }
        let were = if bombs == 1 { "was" } else { "were" };
        cx.lost(format!("{message} and {were} left out"), Some(hint), None);
    }
    outcome
}

fn attempts(bytes: &[u8], cx: &mut Context<'_>, limits: &Limits) -> Result<Opened, StageError> {
    let mut refusal = None;
    let first = match pages(bytes.to_vec(), cx, limits) {
        Ok(opened) if opened.sound() => return Ok(stated(bytes, opened, limits)),
        Ok(opened) => Some(opened),
        Err(Refusal::Final(error)) => return Err(error),
        Err(Refusal::Locked(error)) => {
            refusal = Some(error);
            None
        }
        Err(Refusal::Perhaps) => None,
    };
    if cx.cancelled() {
        return Err(ingest::stopped());
    }
    if let Some(better) = anew(bytes, first.as_ref(), cx, limits) {
        // A locked file is not damaged: some passwords only the second reader understands.
        if refusal.is_none() {
            tell_damage(bytes, &better, cx);
        }
        return Ok(better);
    }
    match first {
        _ if cx.cancelled() => Err(ingest::stopped()),
        Some(opened) => Ok(stated(bytes, opened, limits)),
        None => Err(refusal.unwrap_or_else(|| refuse(bytes))),
    }
}

/// Says that a file was mended, and what is missing when something is.
fn tell_damage(bytes: &[u8], mended: &Opened, cx: &mut Context<'_>) {
    let found = mended.leaves.len();
    if !has_end(bytes) {
        let found = counted_were(found, "page");
        let message = format!("the end of the PDF is missing; {found} found in the rest");
        cx.lost(message, Some(CUT), None);
    } else if mended.torn {
        cx.lost(
            format!("the PDF is damaged: it says that it has more than the {} found", counted(found, "page")),
            Some(TRY),
            None,
        );
    } else {
        cx.warn("the PDF is damaged; its objects were gathered anew", None);
    }
}

fn has_end(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
    memchr::memmem::find(tail, b"%%EOF").is_some()
}

/// What to try with a file without its end.
const CUT: &str = "fetch it again: it was probably cut short on its way";

/// Why a reader has nothing.
enum Refusal {
    /// Another reader may do better.
    Perhaps,
    /// No password opens it, unless another reader knows better.
    Locked(StageError),
    /// There is no more to try.
    Final(StageError),
}

fn pages(bytes: Vec<u8>, cx: &Context<'_>, limits: &Limits) -> Result<Opened, Refusal> {
    let encrypted = memchr::memmem::find(&bytes, b"/Encrypt").is_some();
    let data = Arc::new(bytes);
    let opened = catch_unwind(AssertUnwindSafe(|| unlocked(&data, limits))).map_err(|_| Refusal::Perhaps)?;
    let (mut pdf, password) = opened.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::Locked(locked(limits)),
        LoadPdfError::Decryption(_) => {
            Refusal::Locked(StageError::new("the PDF is encrypted in a way that cannot be read").hint(TRY))
        }
        LoadPdfError::Invalid => Refusal::Perhaps,
    })?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(Refusal::Perhaps);
    }
    if encrypted && unpack::hidden(&pdf, limits.unpacked_stream()) {
        let share = limits.unpacked_stream() >> 20;
        return Err(Refusal::Final(
            StageError::new(format!("a packed part of the PDF unpacks to more than {share} MiB"))
                .hint("raise `largest-unpacked-mib` if the file is worth it"),
        ));
    }
    let torn = tree::stated(&pdf).is_some_and(|n| n > count) || tree::torn(&pdf);
    let (mut leaves, mut left) = (Vec::new(), limits.unpacked());
    while !gather(&pdf, cx, limits, &mut leaves, &mut left).map_err(Refusal::Final)? {
        (pdf, _) = unlocked(&data, limits).map_err(|_| Refusal::Perhaps)?;
    }
    Ok(Opened { pages: count, leaves, catalog: Catalog::default(), torn, password, pdf })
}

/// Opens a file without a password, or with the first that fits.
fn unlocked(data: &Arc<Vec<u8>>, limits: &Limits) -> Result<(Pdf, Option<usize>), LoadPdfError> {
    let refused = match Pdf::new(Arc::clone(data)) {
        Ok(pdf) => return Ok((pdf, None)),
        Err(refused @ LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => refused,
        Err(other) => return Err(other),
    };
    let opens = |(index, password): (usize, &crate::Password)| {
        Pdf::new_with_password(Arc::clone(data), password.text()).ok().map(|pdf| (pdf, Some(index)))
    };
    limits.passwords.iter().enumerate().find_map(opens).ok_or(refused)
}

fn locked(limits: &Limits) -> StageError {
    if limits.passwords.is_empty() {
        return StageError::new("the PDF is encrypted and needs a password")
            .hint("give it in `passwords` of `ingest`, or as `--password`");
    }
    StageError::new("the PDF is encrypted, and none of the passwords opens it")
        .hint("add the right one to `passwords` of `ingest`, or give it as `--password`")
}

/// Reads a file written anew, when that gives more than the first attempt.
fn anew(bytes: &[u8], first: Option<&Opened>, cx: &Context<'_>, limits: &Limits) -> Option<Opened> {
    let least = first.map_or(0, Opened::known);
    let unseen = first.is_none();
    let better = |opened: &Opened| opened.known() > least || (unseen && opened.pictures());
    let read = |mended: Vec<u8>| {
        if cx.cancelled() {
            return None;
        }
        let opened = pages(mended.clone(), cx, limits).ok()?;
        Some(stated(&mended, opened, limits)).filter(better)
    };
    let rebuilt = catch_unwind(|| rebuild::rebuild(bytes)).ok().flatten();
    let same = rebuilt.as_ref().and_then(rebuild::Rebuilt::as_it_was).and_then(read);
    if same.as_ref().is_some_and(Opened::sound) {
        return same;
    }
    let all = rebuilt.as_ref().and_then(|rebuilt| with_all_pages(rebuilt, limits)).and_then(read);
    let most = same.as_ref().map_or(0, Opened::known);
    let found = all.filter(|all| all.known() > most || same.is_none()).or(same);
    let lopdf = |anew| {
        let rewritten = || if cx.cancelled() { None } else { rewritten(bytes, anew, limits) };
        catch_unwind(AssertUnwindSafe(rewritten)).ok().flatten().and_then(read)
    };
    found.or_else(|| lopdf(false)).or_else(|| lopdf(true))
}

/// The file with a page tree of our own.
fn with_all_pages(rebuilt: &rebuild::Rebuilt, limits: &Limits) -> Option<Vec<u8>> {
    let first = rebuilt.free();
    let bare = rebuilt.with(&[
        format!("<</Type/Catalog/Pages {} 0 R>>", first.saturating_add(1)).into_bytes(),
        b"<</Type/Pages/Kids[]/Count 0>>".to_vec(),
    ]);
    let made = catch_unwind(|| {
        let (pdf, _) = unlocked(&Arc::new(bare), limits).ok()?;
        tree::made(&pdf, first)
    });
    Some(rebuilt.with(&made.ok().flatten()?))
}

/// Writes the file with the objects that the second reader finds.
fn rewritten(bytes: &[u8], anew: bool, limits: &Limits) -> Option<Vec<u8>> {
    let passwords = limits.passwords.iter().map(|p| Some(p.text()));
    let open = |password| catalog::open(bytes, anew, password).filter(|file| !file.is_encrypted());
    let mut file = [None].into_iter().chain(passwords).find_map(open)?;
    file.page_iter().next()?;
    let mut mended = Vec::new();
    file.save_to(&mut mended).ok()?;
    Some(mended)
}

/// Adds what the file says about itself.
fn stated(bytes: &[u8], opened: Opened, limits: &Limits) -> Opened {
    let password = opened.password.and_then(|index| limits.passwords.get(index)).map(crate::Password::text);
    let catalog = catch_unwind(|| catalog::open(bytes, false, password).map(|file| catalog::read(&file)))
        .ok()
        .flatten()
        .unwrap_or_default();
    Opened { catalog, ..opened }
}

/// Says what is wrong with a file that neither reader can open.
fn refuse(bytes: &[u8]) -> StageError {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    if !head.windows(5).any(|w| w == b"%PDF-") {
        return StageError::new("not a PDF, whatever its name says")
            .hint("look at the file with a viewer or an editor");
    }
    if !has_end(bytes) {
        return StageError::new("the PDF has no pages that can be read; its end is missing").hint(CUT);
    }
    StageError::new("the PDF has no pages that can be read").hint(TRY)
}

#[cfg(test)]
mod tests;
