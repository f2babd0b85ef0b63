use super::sentences;

fn check(parts: &[&str]) {
    check_in("en", parts);
}

fn check_in(language: &str, parts: &[&str]) {
    let text = parts.join(if matches!(language, "zh" | "ja" | "am") { "" } else { " " });
    let found: Vec<&str> =
        sentences(&text, Some(language)).iter().map(|r| &text[r.start as usize..r.end as usize]).collect();
    assert_eq!(found, parts, "{language}");
}

#[test]
fn plain_sentences() {
    check(&["The panel met in Lomé.", "It agreed on three points.", "Was that enough?", "Hardly!"]);
}

#[test]
fn titles_initials_and_signs_lead_on() {
    check(&["Amb. T. R. Osei thanked Mr. Lind of St. Mary's.", "Dr. Roy agreed."]);
    check(&[
        "See UN Doc. S/2006/715, 12 June 2006, para. 41.",
        "Res. 1325 was cited on pp. 3–7.",
        "Ibid., p. 9.",
    ]);
    check(&[
        "It was held by Acme Inc. in the U.S. Senate at 5 p.m. on No. 5 Hill Rd. opposite.",
        "It closed.",
    ]);
    check(&["They met in the U.S.", "The second day was held online."]);
}

#[test]
fn note_marks_quotes_and_brackets_close_after_the_stop() {
    check(&[
        "It is on the agenda.¹",
        "Others stressed trust.12",
        "(One left early.)",
        "“We stay.”",
        "He said so.",
    ]);
    check(&["\"This is late.\"", "She left.", "He added (as he often does.) that it was late."]);
    check(&["It was noted.[3]", "Nobody objected."]);
}

#[test]
fn decimals_urls_ellipses_and_list_numbers_do_not_end() {
    check(&["Growth was 3.5 per cent, see https://example.org/a.b/c.html for details.", "It fell."]);
    check(&["Well … it went on ... and on.", "Then it ended...", "Nobody spoke."]);
    check(&["1. The first point was carried.", "2. The second was not."]);
}

#[test]
fn a_capital_title_after_the_hour_opens_a_sentence() {
    check(&["The last bus left the port at 9 p.m. sharp.", "Nobody waited."]);
    check(&["The talks were adjourned at 9 p.m.", "Mrs. Lund chaired the next day."]);
    check(&["At 9 p.m. Mrs. Lund opened the talks."]);
    check(&["The letter was signed by U.S. Sen. Lund and two others."]);
}

#[test]
fn run_on_lists_are_parted_at_their_marks() {
    check(&["• 3. Roads were mended", "• 4. Wells were dug"]);
    check(&["⁃8. Seeds", "⁃9. Tools", "⁃10. Boats"]);
    check(&["• clean water", "• fuel for the mills", "• a doctor"]);
    check(&["The range was 4 – 5 – 6 points."]);
}

#[test]
fn left_out_words_belong_to_the_sentence_before() {
    check(&["Nobody knew the answer. […]", "The chair moved on."]);
    check(&["They spoke of “trust [...]” (Osei 12)."]);
    check(&["It was a habit of the court.", ". . . The clerks kept it."]);
}

#[test]
fn what_ocr_makes_of_stops_and_marks_still_ends_sentences() {
    check(&["The seal on the archive was never broken,", "The clerks swore to it."]);
    check(&["They left the harbour at night:", "However they came back."]);
    check(&["They met in Chad, The Gambia and Mali, and The Hague was named, In Camera style."]);
    check(&["The bridge was mended.°", "It was used at once."]);
    check(&["The count was never published. {4]", "After the vote it was lost."]);
    check(&["nobody asked the delegates.", "they would have told it."]);
    check(&["The road was closed.", "it took the convoy a week."]);
    check(&["The dept. of health spoke, temp. of the water and all."]);
}

#[test]
fn a_web_address_stands_apart() {
    check(&["The minutes can be read by anybody.", "https://example.org/minutes is their place."]);
}

#[test]
fn abbreviations_of_other_languages_lead_on() {
    check_in(
        "de",
        &[
            "Es fehlte z. B. Wasser, u. Ä. mehr.",
            "Am 12. Mai kam Dr. med. Weiß aus der Hafenstr. 7 an.",
            "Gut.",
        ],
    );
    check_in("de", &["Die Lage seit dem 2. -4. Jahrhundert war ruhig.", "Danach kam der XII. Band."]);
    check_in("es", &["Lo firmó la Sra. Ruiz en los EE. UU. el lunes.", "¿Quién más?", "Véase el párr. 7."]);
    check_in("es", &["Trajeron: 1.Trigo, 2.Maíz, 3.Sal.", "Nadie cobró."]);
    check_in("it", &["Il sig. Neri citò ad es. Torino, Roma ecc. nella relazione.", "Poi tacque."]);
    check_in("fr", &["M. Diallo a parlé av. J.-C. de la paix.", "Mme Ba l’a suivi."]);
    check_in("it", &["L'art. 4 non lo dice.", "Dell’art. 5 si parlò."]);
    check_in("fr", &["La séance fut levée à 18 h.", "Mme. Ba l'avait ouverte."]);
    check_in("pl", &["Przyjęto to ok. godz. 9.", "Zob. str. 4, tj. wstęp."]);
    check_in("ru", &["В 1994 г. Комиссия и т. д. собралась на ул. Мира.", "Она решила всё."]);
    check_in("bg", &["През 1994 г. Комисията се събра.", "Тя реши."]);
    check_in("pl", &["Prof. Nowak mieszkał przy ul. Długiej w 1994 r. Kraków go cenił.", "Był sam."]);
    check_in("da", &["De mødtes ved Skt. Peders kirke kl. 9 i E.U.", "Hvem kom?"]);
}

#[test]
fn stops_of_other_scripts() {
    check_in("zh", &["会议结束。", "大家同意。", "我们读了《团结！胜利》这本书。"]);
    check_in("ja", &["増加率は３．５％です。", "「本当ですか？」と聞いた。"]);
    check_in("am", &["ሰላም ነው፧", "አዎ።"]);
    check_in("hy", &["Նիստը փակվեց:", "Բոլորը գնացին:"]);
    check_in("el", &["Πότε έφυγαν;", "Κανείς δεν ξέρει."]);
    check_in("ur", &["اجلاس ختم ہوا۔", "سب چلے گئے۔"]);
    check_in("ar", &["قال د. سامي إن الاجتماع انتهى.", "هل وافقوا؟", "نعم."]);
}

#[test]
fn a_quotation_that_the_sentence_goes_on_after_is_whole() {
    check_in("sk", &["„Zostaneme tu. Všetci,“ povedala ministerka.", "Potom odišla."]);
    check_in("de", &["„Wir bleiben.“", "Dann gingen sie."]);
    check_in("pl", &["„Zostajemy. Wszyscy” powiedziała ministra.", "Potem „oni” wyszli."]);
    check_in("fr", &["Elle a dit « oui ».", "Puis un « non » a suivi."]);
    check(&["“We stay. All of us,” she said.", "Then she left."]);
}

#[test]
fn hostile_text_costs_no_more_than_its_length() {
    for text in [
        "",
        " ",
        "...",
        ". . .",
        "a.a.a.",
        "\u{a0}.\u{a0}",
        "?!?!",
        "“",
        "é.É",
        "- . a",
        "• ",
        "《。",
        "„. a“",
        ", The a",
        "(1] ",
    ] {
        let long = text.repeat(2000);
        let found = sentences(&long, None);
        let kept: usize = found
            .iter()
            .map(|r| long[r.start as usize..r.end as usize].chars().filter(|c| !c.is_whitespace()).count())
            .sum();
        assert_eq!(kept, long.chars().filter(|c| !c.is_whitespace()).count());
    }
}
