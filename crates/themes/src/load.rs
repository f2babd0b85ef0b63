//! Vocabularies and models, loaded once for all workers; compiled vocabularies are kept for the next run.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
};

use rapporteur_stage::{Shared, StageError};

use crate::{
    corrections::Corrections,
    learning::Model,
    vocabulary::{Thesaurus, Vocabulary},
};

/// Raised with the form of compiled vocabularies, so that old ones in a cache are not taken.
const FORM: &str = "2";

/// The vocabulary that comes with the program, in Turtle.
pub fn embedded() -> &'static str {
    include_str!("../../../samples/vocabulary.ttl")
}

/// The same, compiled, so that nothing has to be read at the start: made by `rapporteur vocabulary compile
/// samples/vocabulary.ttl --to crates/themes/embedded/vocabulary.index`.
const EMBEDDED: &[u8] = include_bytes!("../embedded/vocabulary.index");

/// Where the compiled form of a vocabulary lies: `unbis.ttl` beside `unbis.ttl.index`.
pub fn compiled_beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(".index");
    name.into()
}

/// A compiled vocabulary as it lies beside the file that it was made of: with a mark of that file's bytes at the end.
pub fn compiled_of(thesaurus: &Thesaurus, source: &[u8]) -> Vec<u8> {
    let mut bytes = thesaurus.to_bytes();
    bytes.extend_from_slice(blake3::hash(source).as_bytes());
    bytes
}

/// The vocabulary of these files, or the one that comes with the program when none is named.
///
/// # Errors
/// When a file cannot be read or is no vocabulary, with the place.
pub fn thesaurus(paths: &[PathBuf], shared: &Shared) -> Result<Arc<Thesaurus>, StageError> {
    let names: Vec<String> = paths.iter().map(|p| shared.path(p).display().to_string()).collect();
    shared.once(&names.join("\n"), || match paths {
        [] => match made_of(EMBEDDED, embedded().as_bytes()) {
            Some(thesaurus) => Ok(thesaurus),
            None => compile(&[(PathBuf::from("(embedded)"), embedded().as_bytes().to_vec())], shared),
        },
        [path] => one(path, shared),
        several => {
            let read = several.iter().map(|path| Ok((path.clone(), shared.read(path)?)));
            compile(&read.collect::<Result<Vec<_>, StageError>>()?, shared)
        }
    })
}

fn one(path: &Path, shared: &Shared) -> Result<Thesaurus, StageError> {
    let bytes = shared.read(path)?;
    if Thesaurus::is_compiled(&bytes) {
        let (index, _) = bytes.split_at(bytes.len().saturating_sub(blake3::OUT_LEN));
        return Thesaurus::from_bytes(index).map_err(|e| unusable(path, e));
    }
    let beside = shared.read(&compiled_beside(path)).ok();
    let made = beside.and_then(|beside| made_of(&beside, &bytes)).or_else(|| made_of(EMBEDDED, &bytes));
    made.map_or_else(|| compile(&[(path.to_owned(), bytes)], shared), Ok)
}

/// A compiled vocabulary, when it was made of this very file.
fn made_of(compiled: &[u8], source: &[u8]) -> Option<Thesaurus> {
    let index = compiled.strip_suffix(blake3::hash(source).as_bytes())?;
    Thesaurus::from_bytes(index).ok()
}

/// Compiles vocabularies into one, or finds what an earlier run compiled.
fn compile(read: &[(PathBuf, Vec<u8>)], shared: &Shared) -> Result<Thesaurus, StageError> {
    let mut hash = blake3::Hasher::new();
    hash.update(FORM.as_bytes());
    read.iter().for_each(|(_, bytes)| _ = hash.update(blake3::hash(bytes).as_bytes()));
    let name = format!("vocabulary-{}.index", hash.finalize().to_hex().get(..32).unwrap_or(""));
    let bytes = shared.kept(&name, || Ok(parsed(read)?.to_bytes()))?;
    match Thesaurus::from_bytes(&bytes) {
        Ok(thesaurus) => Ok(thesaurus),
        // What was kept is damaged.
        Err(_) => parsed(read),
    }
}

fn parsed(read: &[(PathBuf, Vec<u8>)]) -> Result<Thesaurus, StageError> {
    let mut all = Vocabulary::default();
    for (path, bytes) in read {
        if Thesaurus::is_compiled(bytes) {
            return Err(StageError::new(format!(
                "{} is compiled and cannot be joined with others",
                path.display()
            ))
            .hint("name the SKOS files; they are compiled together"));
        }
        let one = Vocabulary::read(bytes).map_err(|e| unusable(path, e))?;
        if all.concepts.is_empty() { all = one } else { all.merge(one) }
    }
    Ok(Thesaurus::compile(&all))
}

fn unusable(path: &Path, e: crate::VocabularyError) -> StageError {
    StageError::new(format!("cannot use the vocabulary {}: {e}", path.display()))
        .hint("a vocabulary is a SKOS file in Turtle, RDF/XML or N-Triples; `rapporteur vocabulary check FILE` looks at one")
        .because(e)
}

/// A model for a vocabulary.
pub(crate) fn model(
    path: &Path,
    vocabulary: &[PathBuf],
    thesaurus: &Thesaurus,
    shared: &Shared,
) -> Result<Arc<Model>, StageError> {
    let key = format!("{}\n{vocabulary:?}", shared.path(path).display());
    shared.once(&key, || {
        Model::read(&shared.read(path)?, thesaurus).map_err(|e| {
            StageError::new(format!("cannot use the model {}: {e}", path.display()))
                .hint("`rapporteur train` writes models")
                .because(e)
        })
    })
}

/// The corrections that hold in every run.
pub(crate) fn corrections(
    path: &Path,
    thesaurus: &Thesaurus,
    shared: &Shared,
) -> Result<Arc<Corrections>, StageError> {
    shared.once(&shared.path(path).display().to_string(), || {
        Corrections::read(&shared.read(path)?, path, thesaurus)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_that_comes_with_the_program_is_compiled_as_it_is_now() {
        let source = embedded().as_bytes();
        let now = compiled_of(&Thesaurus::compile(&Vocabulary::read(source).unwrap()), source);
        assert!(
            EMBEDDED == now,
            "run `cargo run --release -- vocabulary compile samples/vocabulary.ttl --to \
             crates/themes/embedded/vocabulary.index`"
        );
    }
}
