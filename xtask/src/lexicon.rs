//! `cargo xtask lexicon DIR`: the French and Spanish word lists of `clean`, made from hunspell's dictionaries.
//!
//! What is kept of a dictionary is the Snowball stem of each of its base forms, and the words it writes with a hyphen.
//! Its rules for endings are not needed, since the program asks for stems too.

use std::{collections::BTreeSet, fs, io, path::Path};

use rapporteur_words::Stemmer;

use crate::cargo::root;

/// A dictionary and the list made from it.
struct Source {
    dictionary: &'static str,
    language: &'static str,
    list: &'static str,
    /// Longer stems are left out: few texts have them, and a word that is not known is joined anyway.
    longest: usize,
}

const SOURCES: &[Source] = &[
    Source { dictionary: "fr.dic", language: "fr", list: "french.txt", longest: 10 },
    Source { dictionary: "es_ES.dic", language: "es", list: "spanish.txt", longest: 15 },
];

/// First parts that `clean` knows to keep their hyphen, whatever follows: compounds with them need no line.
const PREFIXES: &[&str] = &[
    "anglo", "anti", "arrière", "auto", "avant", "contre", "demi", "franco", "mi", "non", "néo", "post",
    "semi", "socio", "sous", "ultra", "vice",
];

/// Writes the lists from the dictionaries found in a folder.
pub(crate) fn lexicon(folder: &Path) -> io::Result<()> {
    for source in SOURCES {
        let text = fs::read_to_string(folder.join(source.dictionary))?;
        let list = root().join("crates/clean/lexicon").join(source.list);
        let words = words(&text, source);
        let lines: String = words.iter().flat_map(|w| [w.as_str(), "\n"]).collect();
        println!("{}: {} lines, {} bytes", list.display(), words.len(), lines.len());
        fs::write(list, lines)?;
    }
    Ok(())
}

/// The lines of a list, in byte order.
fn words(dictionary: &str, source: &Source) -> BTreeSet<String> {
    let stemmer = Stemmer::new(source.language);
    // The first line counts the others.
    let entries = dictionary.lines().skip(1).filter_map(|line| line.split(['/', '\t', ' ']).next());
    entries
        .filter(|word| word.chars().nth(1).is_some())
        .filter_map(|word| {
            if word.chars().all(char::is_lowercase) {
                Some(stemmer.stem(word).into_owned()).filter(|s| s.chars().count() <= source.longest)
            } else {
                Some(word.to_owned()).filter(|w| is_compound(w))
            }
        })
        .collect()
}

/// Whether a word is in small letters with a hyphen inside, which its first part does not tell.
fn is_compound(word: &str) -> bool {
    let first = word.split('-').next().unwrap_or(word);
    first != word
        && !PREFIXES.contains(&first)
        && word.split('-').all(|part| !part.is_empty() && part.chars().all(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_and_compounds_are_kept() {
        let source = Source { dictionary: "", language: "fr", list: "", longest: 10 };
        let dictionary = "9\nnégociation/S.() po:nom\naccepter/a0p+()\naccepte\nParis po:npr\nONU\nporte-parole/S.()\n\
                          sous-sol\nsaint-Père\nà\nanticonstitution";
        let kept: Vec<String> = words(dictionary, &source).into_iter().collect();
        assert_eq!(kept, ["accept", "négoci", "porte-parole"]);
    }
}
