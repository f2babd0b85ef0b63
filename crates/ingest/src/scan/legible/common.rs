//! The small words of some languages: so frequent that a page of running text cannot do without them.

/// Languages by `tesseract`'s codes, with words that other languages of the list have only rarely.
#[rustfmt::skip]
const SMALL: &[(&str, &[&str])] = &[
    ("eng", &["the", "of", "and", "to", "in", "is", "that", "for", "was", "with", "as", "by", "are", "be", "at", "from", "it", "this", "or", "which", "not", "have", "were", "has", "their", "its", "had", "been", "but", "they"]),
    ("fra", &["de", "la", "le", "les", "des", "et", "en", "du", "un", "une", "que", "qui", "dans", "pour", "est", "par", "sur", "au", "aux", "ce", "pas", "plus", "avec", "ne", "sont", "cette", "ont", "leur", "ou"]),
    ("spa", &["de", "la", "el", "los", "las", "y", "del", "en", "que", "se", "por", "con", "una", "para", "un", "es", "al", "lo", "como", "su", "sus", "más", "fue", "entre", "son", "han", "sobre", "este", "esta"]),
    ("por", &["de", "o", "os", "do", "da", "dos", "das", "em", "e", "que", "no", "na", "nos", "nas", "por", "com", "para", "um", "uma", "ao", "não", "se", "mais", "como", "foi", "pelo", "pela", "são", "às"]),
    ("ita", &["di", "il", "che", "per", "del", "della", "e", "è", "la", "le", "in", "un", "una", "non", "con", "gli", "dei", "delle", "nel", "nella", "al", "alla", "sono", "si", "da", "più", "anche", "come", "questo"]),
    ("deu", &["der", "die", "und", "den", "von", "zu", "das", "im", "mit", "ist", "des", "auf", "für", "nicht", "eine", "ein", "dem", "als", "auch", "es", "sich", "werden", "aus", "bei", "nach", "wurde", "sind", "oder", "einer"]),
    ("nld", &["de", "van", "het", "een", "en", "in", "is", "op", "te", "dat", "die", "voor", "met", "zijn", "niet", "aan", "er", "om", "ook", "als", "bij", "door", "naar", "worden", "werd", "uit", "heeft"]),
    ("swe", &["och", "att", "det", "som", "på", "är", "av", "för", "med", "till", "den", "har", "inte", "om", "ett", "en", "från", "var", "eller", "kan"]),
    ("dan", &["og", "at", "det", "som", "på", "er", "af", "for", "med", "til", "den", "har", "ikke", "om", "et", "en", "fra", "var", "eller", "kan", "blev"]),
    ("pol", &["i", "w", "na", "z", "do", "się", "nie", "że", "jest", "to", "o", "od", "przez", "po", "oraz", "dla", "za", "jak", "są", "ma", "prawo"]),
    ("fin", &["ja", "on", "ei", "että", "oli", "se", "ovat", "tai", "myös", "kun", "hän", "sen", "joka", "mutta", "niin"]),
    ("ces", &["a", "v", "se", "na", "je", "že", "o", "s", "z", "do", "by", "pro", "jako", "nebo", "které", "jsou", "má", "právo"]),
    ("hun", &["a", "az", "és", "hogy", "nem", "is", "egy", "meg", "van", "volt", "ez", "de", "vagy", "minden", "kell"]),
    ("ron", &["și", "de", "în", "la", "a", "cu", "care", "pe", "din", "o", "să", "nu", "este", "un", "pentru", "că", "mai", "sau"]),
    ("tur", &["ve", "bir", "bu", "ile", "için", "da", "de", "olarak", "olan", "en", "her", "veya", "çok", "hakkı"]),
    ("ind", &["yang", "dan", "di", "dengan", "untuk", "dari", "dalam", "ini", "itu", "pada", "tidak", "atau", "oleh", "setiap", "orang", "ke", "akan"]),
    ("swa", &["ya", "na", "wa", "kwa", "ni", "katika", "za", "la", "au", "kila", "haki", "mtu", "cha", "vya", "kuwa"]),
];

/// Whether a word, in small letters, is among the small words of any language.
pub(super) fn is_small(word: &str) -> bool {
    SMALL.iter().any(|(_, words)| words.contains(&word))
}

/// The languages that have it as a small word.
pub(super) fn languages(word: &str) -> impl Iterator<Item = &'static str> {
    SMALL.iter().filter(move |(_, words)| words.contains(&word)).map(|&(code, _)| code)
}
