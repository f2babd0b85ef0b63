use super::*;

fn score(text: &str) -> f32 {
    judge(text).unwrap().score
}

const ENGLISH: &str = "The seminar was held in the town hall of the port and brought together thirty persons from \
    the fishing villages along the coast, two members of the regional council and four researchers of NGOs who had \
    followed the return of the boats since 2017 (see Table 3).";
const FRENCH: &str = "L’atelier s’est tenu dans la salle des fêtes du port et a réuni trente personnes des villages de \
    pêcheurs, deux membres du conseil régional et quatre chercheurs qui avaient suivi le retour des bateaux.";
const SPANISH: &str = "El seminario se celebró en el ayuntamiento del puerto y reunió a treinta personas de los pueblos \
    de pescadores, dos miembros del consejo regional y cuatro investigadores que habían seguido la vuelta de los barcos.";

#[test]
fn running_text_reads_well_in_many_languages() {
    for text in [
        ENGLISH,
        FRENCH,
        SPANISH,
        "Jeder hat Anspruch auf alle in dieser Erklärung verkündeten Rechte und Freiheiten, ohne irgendeinen \
         Unterschied, etwa nach Rasse, Hautfarbe, Geschlecht oder Sprache, und auf Schutz durch das Gesetz.",
        "Każdy człowiek posiada wszystkie prawa i wolności zawarte w niniejszej Deklaracji bez względu na różnice rasy, \
         koloru, płci, języka, wyznania lub z powodu innych różnic, i nie jest to zależne od kraju.",
    ] {
        assert!(score(text) > 0.85, "{} {text}", score(text));
    }
}

#[test]
fn rubbish_does_not() {
    let rubbish = "1'f1cgn2. :i1oc.c l!crC\"jia cx.t Lnl in< ~n.>t t<\u{b7}rcna~ .;\u{b7}1Sl:r1it r rnn t ~~ ]1.LjCrs th' \
        \u{fffd}\u{fffd}\u{fffd}x r{lnv {}ff ,-4A-4Atek.4., stiap-, &tt doolo-\"igi #41-C-43PU244 et, C117 vvvq";
    assert!(score(rubbish) < 0.45, "{}", score(rubbish));
    let shifted: String = ENGLISH
        .chars()
        .map(|c| if c.is_ascii_lowercase() { ((c as u8 - b'a' + 3) % 26 + b'a') as char } else { c })
        .collect();
    assert!(score(&shifted) < 0.5, "{}", score(&shifted));
}

#[test]
fn tables_and_damaged_words_are_in_doubt_and_no_rubbish() {
    let table = "Village Wells Pumps Boats 2015 2016 Arbe 12 3 40 Salina 7 2 11 Porto Vecchio 5 1 9 Total 24 6 60 \
        Source: Harbour Office, Annual Count, Table 4. Malfa Leni Rinella Lingua";
    assert!(score(table) > 0.55, "{}", score(table));
    let damaged = ENGLISH.replace("the ", "tbe ").replace("boats", "b0ats").replace("port", "p0rt");
    assert!(score(&damaged) > 0.8, "{}", score(&damaged));
}

#[test]
fn nothing_is_said_of_little_text_or_other_scripts() {
    assert_eq!(judge("Annex 3"), None);
    assert_eq!(judge(&"каждый человек имеет право на жизнь ".repeat(5)), None);
}

#[test]
fn languages_are_told_by_their_small_words() {
    assert_eq!(language(ENGLISH), Some("eng"));
    assert_eq!(language(FRENCH), Some("fra"));
    assert_eq!(language(SPANISH), Some("spa"));
    assert_eq!(language("Salina 7 2 11"), None);
}
