//! Words that a sentence may not have on its own account, by language.

/// Words that turn a sentence round.
const NEGATIONS: &[(&str, &str)] = &[
    ("en", "not no never nor neither cannot nobody none nothing t"),
    ("fr", "ne n pas aucun aucune jamais ni rien personne nul nulle"),
    ("es", "no nunca jamás ni ningún ninguna ninguno nadie nada"),
];

/// Words that take a side, or say how binding something is: a sentence has them only if its evidence has.
const SIDES: &[(&str, &str)] = &[
    (
        "en",
        "agree agreement consensus unanimous endorse support welcome accept disagree disagreement oppose object reject \
         dispute contest divide doubt deny refuse recommend urge call propose suggest commit decide must shall should all \
         every always only without",
    ),
    (
        "fr",
        "accord convenir consensus unanime approuver soutenir accepter désaccord opposer rejeter contester diviser douter \
         refuser recommander exhorter proposer suggérer engager décider doit doivent devrait devraient tous toutes \
         toujours seulement sans",
    ),
    (
        "es",
        "acuerdo acordar consenso unánime aprobar apoyar aceptar desacuerdo oponer rechazar dudar dividir negar recomendar \
         instar proponer sugerir comprometer decidir debe deben debería deberían todos todas siempre solamente sin",
    ),
];

/// Numbers in words. "One" is left out: it is a pronoun more often than a number.
const NUMBERS: &[(&str, &str)] = &[
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("dozen", "12"),
    ("thirteen", "13"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
    ("hundred", "hundred"),
    ("hundreds", "hundred"),
    ("thousand", "thousand"),
    ("thousands", "thousand"),
    ("million", "million"),
    ("millions", "million"),
    ("billion", "billion"),
    ("billions", "billion"),
    ("trillion", "trillion"),
    ("deux", "2"),
    ("trois", "3"),
    ("quatre", "4"),
    ("cinq", "5"),
    ("sept", "7"),
    ("huit", "8"),
    ("neuf", "9"),
    ("dix", "10"),
    ("onze", "11"),
    ("douze", "12"),
    ("vingt", "20"),
    ("trente", "30"),
    ("cent", "hundred"),
    ("mille", "thousand"),
    ("milliard", "billion"),
    ("milliards", "billion"),
    ("dos", "2"),
    ("tres", "3"),
    ("cuatro", "4"),
    ("cinco", "5"),
    ("seis", "6"),
    ("siete", "7"),
    ("ocho", "8"),
    ("nueve", "9"),
    ("diez", "10"),
    ("doce", "12"),
    ("veinte", "20"),
    ("treinta", "30"),
    ("cien", "hundred"),
    ("mil", "thousand"),
    ("millón", "million"),
    ("millones", "million"),
];

fn list(table: &'static [(&str, &str)], language: &str) -> impl Iterator<Item = &'static str> {
    let wanted = language.get(..2).unwrap_or("").to_owned();
    table.iter().filter(move |(code, _)| *code == wanted).flat_map(|(_, words)| words.split_whitespace())
}

/// Words that turn a sentence round; none in a language without a list.
pub(crate) fn negations(language: &str) -> impl Iterator<Item = &'static str> {
    list(NEGATIONS, language)
}

/// Words that take a side; none in a language without a list.
pub(crate) fn sides(language: &str) -> impl Iterator<Item = &'static str> {
    list(SIDES, language)
}

/// The value of a number in words, in lower case.
pub(crate) fn number(word: &str) -> Option<&'static str> {
    NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}
