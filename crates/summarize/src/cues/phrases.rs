//! The phrases: lists of our own, gathered from conference reports.

use super::Sign;

/// Phrases by commas; a star stands for any ending.
pub(super) type Lists = &'static [(Sign, &'static str)];

/// English.
pub(super) const ENGLISH: Lists = &[
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

/// French.
pub(super) const FRENCH: Lists = &[
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

/// Spanish.
pub(super) const SPANISH: Lists = &[
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
