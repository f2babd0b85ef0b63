use super::super::check;

#[test]
fn torn_signs_are_whole_again() {
    check(
        super::find,
        "the UNâ€™s role â€“ â€œpeaceâ€\u{9d} in BogotÃ¡",
        "the UN’s role – “peace” in Bogotá",
    );
    check(super::find, "25Â°C, Â£3, lâ\u{80}\u{99}Ã©tat", "25°C, £3, l’état");
    check(super::find, "Ã\u{a0} la fin", "à la fin");
    check(super::find, "Ã la fin, NestlÃ© Ã  Paris", "à la fin, Nestlé à Paris");
    check(super::find, "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ Â«MiraÂ»", "привет «Mira»");
}

#[test]
fn control_characters_are_signs() {
    check(super::find, "\u{93}never\u{94} at all\u{85} 5 \u{80}, \u{81}", "“never” at all… 5 €, \u{81}");
}

#[test]
fn layers_are_led_back() {
    check(super::find, "LondonÃ¢â‚¬â„¢s report", "London’s report");
    check(super::find, "it doesnÃƒÂ¢Ã¢â€šÂ¬Ã¢â€žÂ¢t", "it doesn’t");
}

#[test]
fn what_may_be_right_stays() {
    for text in [
        "AHÅ™, the sofa",
        "MARQUÉ…",
        "NÃO",
        "Ã’S",
        "SÃ“ PAULO",
        "«GRÂ»",
        "â la carte",
        "Ångström",
        "naïve ©",
        "ÂME",
        "à €5",
    ] {
        check(super::find, text, text);
    }
}

/// Each in the encoding that the reason names.
#[test]
fn nine_encodings_are_led_back() {
    for (torn, whole) in [
        // Windows-1250
        ("ZaĹĽĂłĹ‚Ä‡ gÄ™Ĺ›lÄ… jaĹşĹ„", "Zażółć gęślą jaźń"),
        // Windows-1251
        ("la rГ©publique Г\u{a0} GenГЁve, lвЂ™annГ©e", "la république à Genève, l’année"),
        // Windows-1251
        ("РљРѕС„Рµ РІ РњРѕСЃРєРІРµ", "Кофе в Москве"),
        // Windows-1253
        ("Ξ£Ο„Ξ·Ξ½ Ξ‘ΞΈΞ®Ξ½Ξ± ΞµΞ―Ξ½Ξ±ΞΉ ΞΌΞµΞ³Ξ¬Ξ»Ξ·", "Στην Αθήνα είναι μεγάλη"),
        // Windows-1254
        ("ĞŸÑ€Ğ¸Ğ²ĞµÑ‚, ĞºĞ°Ğº Ğ´ĞµĞ»Ğ°", "Привет, как дела"),
        // Windows-1257
        ("Å½emaitija ir Kauno rÅ«mai, Ä…Å¾uolas", "Žemaitija ir Kauno rūmai, ąžuolas"),
        // ISO 8859-2
        ("pĹ\u{99}Ă\u{ad}klad a dĹŻm", "příklad a dům"),
        // MacRoman
        ("Caf√© ‚Äúdu Nord‚Äù, l‚Äôh√¥tel √† B√¢le", "Café “du Nord”, l’hôtel à Bâle"),
        // code page 437
        ("H├á Nß╗Öi, ─É├á Nß║╡ng", "Hà Nội, Đà Nẵng"),
        // code page 437
        ("╨ÿ╨▓╨░╨╜ ╨┐╨╕╤ê╨╡╤é", "Иван пишет"),
    ] {
        check(super::find, torn, whole);
    }
}

#[test]
fn other_scripts_come_out_whole() {
    for (torn, whole) in [
        ("GrÃ¶ÃŸe Ã¼ber â€œallesâ€\u{9d} â€“ MaÃŸ", "Größe über “alles” – Maß"),
        ("×©×œ×•×\u{9d} ×¢×•×œ×\u{9d}", "שלום עולם"),
        ("Ù…Ø±Ø\u{ad}Ø¨Ø§ Ø¨Ùƒ", "مرحبا بك"),
        ("æ—¥æœ¬ã\u{81}®é¦–éƒ½", "日本の首都"),
        ("à¤¨à¤®à¤¸à¥\u{8d}à¤¤à¥‡ à¤¦à¥\u{81}à¤¨à¤¿à¤¯à¤¾", "नमस्ते दुनिया"),
        ("ok ðŸ™‚ and ðŸŽ‰", "ok 🙂 and 🎉"),
        ("Ä°zmirâ€™de ÅŸeker, Ã§ay ve daÄŸ", "İzmir’de şeker, çay ve dağ"),
    ] {
        check(super::find, torn, whole);
    }
}

#[test]
fn layers_may_have_different_encodings() {
    for (torn, whole) in [
        ("lÃ¢â‚¬â„¢ÃƒÂ©tÃƒÂ© ÃƒÂ\u{a0} NÃƒÂ®mes", "l’été à Nîmes"),
        ("lÐ²Ð‚â„¢Ð“Â©tÐ“Â©", "l’été"),
        ("n‚àö¬©e", "née"),
        ("MÃƒÆ’Ã†â€™Ãƒâ€šÃ‚Â¼ller", "Müller"),
        ("Ă˘â‚¬Ĺ“Ă…Â\u{81}Ă\u{83}ÂłdĂ…ÂşĂ˘â‚¬Âť", "“Łódź”"),
    ] {
        check(super::find, torn, whole);
    }
}

#[test]
fn surrogates_are_an_emoji() {
    check(super::find, "well done \u{ed}\u{a0}\u{bd}\u{ed}\u{b1}\u{8d}!", "well done 👍!");
    check(super::find, "well done í ½í±\u{8d}!", "well done 👍!");
}

#[test]
fn lost_bytes_are_marked() {
    // A no-break space that is a space can be filled in.
    check(super::find, "dÃ©jÃ  vu, jusqu'Ã Lyon", "déjà vu, jusqu'à Lyon");
    check(super::find, "as relaÃ§Ãµes Ã s vezes", "as relações às vezes");
    check(super::find, "pagesÂ 3 Ã\u{a0} 5", "pages 3 à 5");
    // Others cannot.
    check(super::find, "he said â€œneverâ€\u{fffd}.", "he said “never\u{fffd}.");
    check(super::find, "he said â€œneverâ€?", "he said “never\u{fffd}");
    check(super::find, "naslovi: mlaÄ\u{fffd}no", "naslovi: mla\u{fffd}no");
}

#[test]
fn what_only_looks_torn_stays() {
    for text in [
        // Capitals with a sign of their own.
        "PÅ® och SMÅ™",
        "FRANÇAIS – É® – CAFÉ©",
        "WÓŁ, KSIĄŻĘ, ŚĆŻ",
        "PŘÍKLAD, DÍŽKA, ŽLUŤOUČKÝ KŮŇ",
        "КИЇВ, СІРІ, УКРАЇНА, №5",
        "Ηράκλειο «ΕΊΝΑΙ»",
        "Ğ», Ş’, İ”",
        // Formulas and drawings.
        "x√π = 2, ∆° = 5, ƒ(x) ≈ é",
        "│ ├── éléments ┤ └─ à",
        "a×”b, 5×£3, 3×²",
        // Quotation marks around accented words.
        "»à«, «é», “é”, l’été, ‘à’, —é",
        "S Ã O  P A U L O",
        "SÃO, NÃ\u{a0}O, CORAÃ\u{ad}ÇÃO",
        "×\u{fffd} and É\u{fffd}",
        // Lower-case ruins of two layers: a part would come out as something else.
        "ã¢â‚¬å¡ãƒâ€š",
    ] {
        check(super::find, text, text);
    }
}

#[test]
fn the_reason_names_the_encoding() {
    let text = "Caf√©";
    let found = super::find(&super::Spot { text, at: 3, char: '√' }).unwrap();
    assert_eq!((found.bytes, &*found.with), (5, "é"));
    assert!(found.reason.ends_with("MacRoman"));
}
