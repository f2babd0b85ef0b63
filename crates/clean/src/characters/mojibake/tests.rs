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
