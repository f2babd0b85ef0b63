//! What a vocabulary lacks: phrases that recur in an archive and name no concept.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_words::{Stemmer, tokens};

use crate::vocabulary::Thesaurus;

/// A phrase that no label of the vocabulary is in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The phrase as it is most often written.
    pub phrase: String,
    /// In how many reports it is a key phrase.
    pub reports: usize,
}

/// The key phrases of several reports that name no concept, those of most reports first. Of each report its language and
/// its key phrases.
pub fn gaps<'r>(
    reports: impl IntoIterator<Item = (&'r str, Vec<&'r str>)>,
    thesaurus: &Thesaurus,
) -> Vec<Gap> {
    let mut stemmers: BTreeMap<String, Stemmer> = BTreeMap::new();
    let mut forms: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (language, phrases) in reports {
        let stemmer = stemmers.entry(language.to_owned()).or_insert_with(|| Stemmer::new(language));
        let mut seen = BTreeSet::new();
        for phrase in phrases {
            let stems: Vec<String> =
                tokens(phrase).map(|t| stemmer.stem(&t.text.to_lowercase()).into_owned()).collect();
            let key = stems.join(" ");
            if !thesaurus.names_within(&stems, language) && seen.insert(key.clone()) {
                *forms.entry(key).or_default().entry(phrase.to_owned()).or_default() += 1;
            }
        }
    }
    let one = |forms: BTreeMap<String, usize>| {
        let reports = forms.values().sum();
        let best = forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
        Gap { phrase: best.map(|b| b.0).unwrap_or_default(), reports }
    };
    let mut gaps: Vec<Gap> = forms.into_values().map(one).collect();
    gaps.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.phrase.cmp(&b.phrase)));
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn phrases_that_name_no_concept_are_gaps() {
        let turtle =
            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <e:a> skos:prefLabel \"mediation\"@en .";
        let thesaurus = Thesaurus::compile(&Vocabulary::read(turtle.as_bytes()).unwrap());
        let reports = [("en", vec!["water tower", "local mediations"]), ("en", vec!["Water towers", "well"])];
        let found = gaps(reports, &thesaurus);
        let found: Vec<_> = found.iter().map(|g| (g.phrase.as_str(), g.reports)).collect();
        assert_eq!(found, [("Water towers", 2), ("well", 1)]);
    }
}
