use super::sentences;

fn check(parts: &[&str]) {
    let text = parts.join(" ");
    let found: Vec<&str> =
        sentences(&text, Some("en")).iter().map(|r| &text[r.start as usize..r.end as usize]).collect();
    assert_eq!(found, parts);
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
fn other_scripts() {
    let text = "会议结束。大家同意。";
    assert_eq!(sentences(text, Some("zh")), [0..15, 15..30]);
    assert_eq!(sentences("Am 3. Mai war Schluss. Alle gingen.", Some("de")).len(), 2);
}

#[test]
fn hostile_text_costs_no_more_than_its_length() {
    for text in ["", " ", "...", ". . .", "a.a.a.", "\u{a0}.\u{a0}", "?!?!", "“", "é.É"] {
        let long = text.repeat(2000);
        let found = sentences(&long, None);
        let kept: usize = found
            .iter()
            .map(|r| long[r.start as usize..r.end as usize].chars().filter(|c| !c.is_whitespace()).count())
            .sum();
        assert_eq!(kept, long.chars().filter(|c| !c.is_whitespace()).count());
    }
}
