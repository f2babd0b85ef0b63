//! Phrases by which a report says what was agreed, disputed, recommended or left open.
//!
//! Lists of our own for English, French and Spanish, gathered from conference reports; a sentence in another
//! language has no cues, and is judged by its matter alone.

use rustc_hash::FxHashMap;

/// What a phrase is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Agreed,
    Disputed,
    /// Plainly a recommendation.
    Recommended,
    /// "Should", "must".
    Ought,
    /// "Need", "necessary": tells an important sentence, not yet a recommendation.
    Need,
    Open,
    /// What the meeting was for.
    Purpose,
    /// The meeting, or all who sat in it.
    People,
}

/// Where a sentence belongs in the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It tells an agreement.
    Agreed,
    /// It tells two sides.
    Disputed,
    /// It recommends.
    Recommended,
    /// It asks, or says that something is not known.
    Open,
}

/// The signs found in one sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signs(u8);

impl Signs {
    fn add(&mut self, sign: Sign) {
        self.0 |= 1 << sign as u8;
    }

    fn has(self, sign: Sign) -> bool {
        self.0 & (1 << sign as u8) != 0
    }

    /// How much makes it a sentence that a rapporteur would pull: the kinds of its signs, agreement and recommendation
    /// half as much again.
    pub(crate) fn weight(self) -> f32 {
        let agreed = self.has(Sign::Agreed) || self.has(Sign::Disputed);
        let ought = self.has(Sign::Recommended) || self.has(Sign::Ought) || self.has(Sign::Need);
        let kinds =
            [(agreed, 1.5), (ought, 1.5), (self.has(Sign::Purpose), 1.0), (self.has(Sign::People), 1.0)];
        kinds.iter().filter(|(found, _)| *found).map(|(_, weight)| weight).sum()
    }

    /// The one heading of the digest under which it stands.
    pub(crate) fn verdict(self) -> Option<Verdict> {
        let order = [
            (Sign::Disputed, Verdict::Disputed),
            (Sign::Recommended, Verdict::Recommended),
            (Sign::Agreed, Verdict::Agreed),
            (Sign::Open, Verdict::Open),
            (Sign::Ought, Verdict::Recommended),
        ];
        // "The aim was to explore open questions" leaves none open.
        let aims = self.has(Sign::Purpose);
        let tells = |sign: Sign| self.has(sign) && !(aims && sign == Sign::Open);
        order.into_iter().find(|(sign, _)| tells(*sign)).map(|(_, verdict)| verdict)
    }
}

/// The phrases of one language, found by their first letters.
#[derive(Debug, Default)]
pub(crate) struct Cues(FxHashMap<[u8; 3], Vec<(&'static str, Sign)>>);

impl Cues {
    /// The phrases of an ISO 639-1 code.
    pub(crate) fn of(language: &str) -> Self {
        let lists = match language.get(..2) {
            Some("en") => ENGLISH,
            Some("fr") => FRENCH,
            Some("es") => SPANISH,
            _ => return Self::default(),
        };
        let mut cues = Self::default();
        for (sign, phrases) in lists {
            for phrase in phrases.split(',').map(str::trim) {
                if let Some(key) = phrase.as_bytes().first_chunk() {
                    cues.0.entry(*key).or_default().push((phrase, *sign));
                }
            }
        }
        cues
    }

    /// The signs in a sentence.
    pub(crate) fn read(&self, sentence: &str) -> Signs {
        let lower = sentence.to_lowercase();
        let mut signs = Signs::default();
        let mut before = ' ';
        for (at, c) in lower.char_indices() {
            if c.is_alphabetic() && !before.is_alphanumeric() {
                self.at(lower.get(at..).unwrap_or(""), &mut signs);
            }
            before = c;
        }
        // A question is one whatever else it says.
        if lower.trim_end_matches(['"', '”', '’', '»', ')', ' ']).ends_with(['?', '？']) {
            signs = Signs::default();
            signs.add(Sign::Open);
        }
        signs
    }

    fn at(&self, rest: &str, signs: &mut Signs) {
        let Some(key) = rest.as_bytes().first_chunk() else { return };
        for (phrase, sign) in self.0.get(key).into_iter().flatten() {
            let (phrase, begins) = phrase.strip_suffix('*').map_or((*phrase, false), |p| (p, true));
            let found = rest.strip_prefix(phrase);
            if found.is_some_and(|after| begins || !after.starts_with(char::is_alphanumeric)) {
                signs.add(*sign);
            }
        }
    }
}

/// Phrases by commas; a star stands for any ending.
type Lists = &'static [(Sign, &'static str)];

const ENGLISH: Lists = &[
    (
        Sign::Agreed,
        "agreed, agreement, agree that, consensus, concluded, concludes, conclude that, concurred, endorsed, \
         unanimous*, generally accepted, widely accepted, accepted that, recognized that, recognised that, \
         recognized the, recognised the, confirmed, shared the view, common view, there was support",
    ),
    (
        Sign::Disputed,
        "disagree*, no consensus, no agreement, not agree, not agreed, lack of consensus, lack of agreement, \
         were divided, remained divided, divided on, divided over, divided opinion, \
         divergent, diverged, differing views, views differed, opinions differed, opinions varied, \
         controvers*, contested, disputed, objected, debated whether, debated how, participants debated, \
         rejected, opposed, others argued, others felt, \
         others believed, others noted, others saw, others said, others questioned, others were, others suggested, \
         others emphasi*, others pointed, others maintained, others contended, others feared, others thought, \
         while some argued, while some felt, while some believed, while some expressed, \
         while some saw, while some thought, some argued, sceptic*, skeptic*, remained split",
    ),
    (
        Sign::Recommended,
        "recommend*, urged, urges, called for, calls for, call for, called on, calls on, called upon, calls upon, \
         proposed that, proposes that, suggested that, suggests that, was suggested, proposals included, encouraged to",
    ),
    (Sign::Ought, "should, must, ought to"),
    (Sign::Need, "needs to, need to, needed, necessary, required, propose*, suggested, need for"),
    (
        Sign::Open,
        "remains unclear, remain unclear, remained unclear, remains to be, remain to be, open question*, \
         question of whether, question of how, asked whether, asked how, asked what, asked who, asked why, wondered, \
         questioned whether, unresolved, unanswered, further research, further study, not clear, \
         unclear whether, yet to be",
    ),
    (
        Sign::Purpose,
        "objective of th*, objectives of th*, goal of th*, goals of th*, main goal, main objective, aim of th*, \
         aims of th*, purpose of th*, aim was, aim is, purpose was, purpose is, objective was, objective is",
    ),
    (
        Sign::People,
        "participants, consultation, workshop, conference, meeting, delegates, speakers, the group, experts, many, \
         most, panelists, panellists",
    ),
];

const FRENCH: Lists = &[
    (
        Sign::Agreed,
        "sont convenus, ont convenu, il a été convenu, consensus, accord sur, d'accord, d’accord, s'accordent, \
         s’accordent, unanim*, a conclu, ont conclu, ont reconnu, a reconnu, ont confirmé, partagent l'avis",
    ),
    (
        Sign::Disputed,
        "désaccord*, pas de consensus, pas d'accord, pas d’accord, divergen*, divisé*, controvers*, contesté*, \
         débattu, rejeté*, opposé*, d'autres ont, d’autres ont, d'autres estim*, d’autres estim*, tandis que certains, \
         alors que certains, sceptique*",
    ),
    (
        Sign::Recommended,
        "recommand*, préconis*, exhort*, appelé à, appellent à, appelle à, a proposé, ont proposé, a suggéré, \
         ont suggéré, invite les, invité les",
    ),
    (Sign::Ought, "devrait, devraient, doit, doivent, devra, devront, il faut, il faudrait"),
    (Sign::Need, "nécessaire*, nécessité, besoin de, il convient, indispensable*"),
    (
        Sign::Open,
        "reste à savoir, reste à, demeure floue, question ouverte, questions ouvertes, s'est demandé, se sont demandé, \
         question de savoir, sans réponse, n'est pas clair, n’est pas clair",
    ),
    (
        Sign::Purpose,
        "objectif de l*, objectif du, objectifs de l*, but de l*, but du, avait pour but, avait pour objectif",
    ),
    (
        Sign::People,
        "participants, conférence, atelier, réunion, délégués, intervenants, experts, plupart, nombreux",
    ),
];

const SPANISH: Lists = &[
    (
        Sign::Agreed,
        "acordaron, acordó, acuerdo en, de acuerdo, consenso, coincidieron, unánime*, concluyeron, concluyó, \
         reconocieron, reconoció, confirmaron",
    ),
    (
        Sign::Disputed,
        "desacuerdo*, discrepan*, discrepar*, sin consenso, no hubo consenso, no hubo acuerdo, divergen*, dividid*, \
         controver*, rechaz*, se opus*, otros argument*, otros señal*, otros opin*, mientras que algunos, escéptic*",
    ),
    (
        Sign::Recommended,
        "recomend*, recomiend*, instó, instaron, insta a, exhort*, propuso que, propusieron, sugirió, sugirieron, \
         pidieron, hizo un llamado, hicieron un llamado",
    ),
    (Sign::Ought, "debería, deberían, debe, deben, deberá, deberán, hay que"),
    (Sign::Need, "necesari*, necesidad de, es preciso, hace falta, se requiere"),
    (
        Sign::Open,
        "queda por, quedan por, pregunta abierta, preguntas abiertas, preguntó si, preguntaron si, sin respuesta, \
         no está claro, sin resolver",
    ),
    (
        Sign::Purpose,
        "objetivo de l*, objetivo del, objetivos de l*, propósito de l*, propósito del, tuvo por objeto",
    ),
    (
        Sign::People,
        "participantes, conferencia, taller, reunión, delegados, ponentes, expertos, mayoría, muchos",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(language: &str, sentence: &str) -> Option<Verdict> {
        Cues::of(language).read(sentence).verdict()
    }

    #[test]
    fn each_heading_of_the_digest_has_its_phrases() {
        for (sentence, expected) in [
            ("Participants agreed that missions lack exit strategies.", Some(Verdict::Agreed)),
            ("While participants agreed on peace, some disagreed on justice.", Some(Verdict::Disputed)),
            ("There was no consensus on the fund.", Some(Verdict::Disputed)),
            ("Some wanted a fund, but others argued for loans.", Some(Verdict::Disputed)),
            ("It was suggested that the fund be moved.", Some(Verdict::Recommended)),
            ("FAO should encourage gradual change.", Some(Verdict::Recommended)),
            ("Who should pay, participants asked, and did they agree?", Some(Verdict::Open)),
            ("One delegate asked whether the fund would last.", Some(Verdict::Open)),
            ("The mustard harvest was early.", None),
            ("The aim of the workshop was to explore open questions.", None),
            ("Most farmers prepared land, while some planted already.", None),
        ] {
            assert_eq!(verdict("en", sentence), expected, "{sentence}");
        }
        assert_eq!(verdict("fr", "L’atelier recommande une réforme."), Some(Verdict::Recommended));
        assert_eq!(verdict("es", "Los delegados acordaron un plan."), Some(Verdict::Agreed));
        assert_eq!(verdict("pl", "Uczestnicy zgodzili się."), None);
        assert_eq!(verdict("pl", "Kto zapłaci?"), Some(Verdict::Open));
    }

    #[test]
    fn kinds_of_signs_add_up() {
        let weight = |text| Cues::of("en").read(text).weight();
        assert!(weight("Wells were dug.").abs() < 1e-6);
        let all = weight("Participants agreed that wells must be dug, and recommended it.");
        assert!((all - 4.0).abs() < 1e-6, "{all}");
    }
}
