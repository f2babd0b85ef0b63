//! tesseract's codes of languages, for those who know another name of theirs.

/// Codes, each with the names that people give: ISO 639-1, other codes of three letters, English.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("ara", &["ar", "arabic"]),
    ("ben", &["bn", "bengali"]),
    ("bul", &["bg", "bulgarian"]),
    ("ces", &["cs", "cze", "czech"]),
    ("chi_sim", &["zh", "chi", "zho", "chinese", "zh-cn", "zh-hans"]),
    ("chi_tra", &["zh-tw", "zh-hant"]),
    ("dan", &["da", "danish"]),
    ("deu", &["de", "ger", "german"]),
    ("ell", &["el", "gre", "greek"]),
    ("eng", &["en", "english", "en-gb", "en-us"]),
    ("est", &["et", "estonian"]),
    ("fas", &["fa", "per", "persian", "farsi"]),
    ("fin", &["fi", "finnish"]),
    ("fra", &["fr", "fre", "french"]),
    ("heb", &["he", "hebrew"]),
    ("hin", &["hi", "hindi"]),
    ("hrv", &["hr", "croatian"]),
    ("hun", &["hu", "hungarian"]),
    ("ind", &["id", "indonesian"]),
    ("ita", &["it", "italian"]),
    ("jpn", &["ja", "japanese"]),
    ("kor", &["ko", "korean"]),
    ("lat", &["la", "latin"]),
    ("lav", &["lv", "latvian"]),
    ("lit", &["lt", "lithuanian"]),
    ("nld", &["nl", "dut", "dutch"]),
    ("nor", &["no", "nb", "nn", "norwegian"]),
    ("pol", &["pl", "polish"]),
    ("por", &["pt", "portuguese", "pt-br"]),
    ("ron", &["ro", "rum", "romanian"]),
    ("rus", &["ru", "russian"]),
    ("slk", &["sk", "slo", "slovak"]),
    ("slv", &["sl", "slovene", "slovenian"]),
    ("spa", &["es", "spanish"]),
    ("sqi", &["sq", "alb", "albanian"]),
    ("srp", &["sr", "serbian"]),
    ("swa", &["sw", "swahili"]),
    ("swe", &["sv", "swedish"]),
    ("tur", &["tr", "turkish"]),
    ("ukr", &["uk", "ukrainian"]),
    ("urd", &["ur", "urdu"]),
    ("vie", &["vi", "vietnamese"]),
];

/// The code that somebody means who wrote something else.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let named = |(code, names): &&(&str, &[&str])| *code == name || names.contains(&name.as_str());
    NAMES.iter().find(named).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_of_languages_are_understood() {
        for (name, code) in
            [("en", "eng"), ("ENG", "eng"), ("German", "deu"), ("fre", "fra"), ("zh_TW", "chi_tra")]
        {
            assert_eq!(meant(name), Some(code), "{name}");
        }
        assert_eq!(meant("xx"), None);
        let mut all: Vec<&str> =
            NAMES.iter().flat_map(|(code, names)| [*code].into_iter().chain(names.iter().copied())).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "no name stands for two languages");
    }
}
