//! Which lexicon a document can be read with: that of its language, and none when too many words are not in it.

use whatlang::{Detector, Lang};

use super::lexicon::Lexicon;

/// Bytes of text that are looked at.
const SAMPLE: usize = 2500;
/// From this many bytes on, trigrams tell a language; below, its words do.
const LEAST: usize = 300;
/// From this many words on, their share of unknown ones says something.
const FEW: usize = 30;
/// The largest share of words of four letters and more that a lexicon may not know. Nine in ten of some 400 sound English
/// reports have less than 8 %; newspapers of the 19th century read by OCR have 14 % in the middle, and one in ten of them
/// more than 40 %.
const MOST_UNKNOWN: f32 = 0.2;

/// With so few unknown words a text is in the language of the lexicon.
const SURE: f32 = 0.08;

/// The languages a report may be in: those with a lexicon, and those that must not be taken for them.
#[rustfmt::skip]
const LANGUAGES: &[Lang] = &[
    Lang::Eng, Lang::Fra, Lang::Spa, Lang::Por, Lang::Ita, Lang::Deu, Lang::Nld, Lang::Dan, Lang::Swe, Lang::Nob, Lang::Fin,
    Lang::Pol, Lang::Ces, Lang::Slk, Lang::Hun, Lang::Ron, Lang::Bul, Lang::Ell, Lang::Tur, Lang::Rus, Lang::Ukr, Lang::Ara,
    Lang::Heb, Lang::Pes, Lang::Hin, Lang::Cmn, Lang::Jpn, Lang::Kor, Lang::Vie, Lang::Ind, Lang::Tha,
];

/// The lexicon for a document, told by a [`sample`] of its text.
pub(super) fn lexicon(sample: &str) -> Option<Lexicon> {
    let words = words(sample);
    // No other language has so many words of the English list; its trigrams would cost more than all the rest.
    if words.len() >= FEW && unknown(Lexicon::English, &words) <= SURE {
        return Some(Lexicon::English);
    }
    let told = if sample.len() < LEAST { None } else { tell(sample) };
    match told {
        Some(lang) => {
            let lexicon = of(lang)?;
            (words.len() < FEW || unknown(lexicon, &words) <= MOST_UNKNOWN).then_some(lexicon)
        }
        None => {
            let shares = Lexicon::ALL.map(|lexicon| (lexicon, unknown(lexicon, &words)));
            let best = shares.into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
            best.filter(|(_, share)| *share <= MOST_UNKNOWN).map(|(lexicon, _)| lexicon)
        }
    }
}

fn of(lang: Lang) -> Option<Lexicon> {
    match lang {
        Lang::Eng => Some(Lexicon::English),
        Lang::Fra => Some(Lexicon::French),
        Lang::Spa => Some(Lexicon::Spanish),
        _ => None,
    }
}

/// The language of a text; `None` when unsure.
fn tell(text: &str) -> Option<Lang> {
    let info = Detector::with_allowlist(LANGUAGES.to_vec()).detect(text)?;
    (info.is_reliable() || info.confidence() >= 0.8).then(|| info.lang())
}

/// Text from behind the front matter, where it is least mixed with names and addresses; then from before.
pub(super) fn sample<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> String {
    let all: usize = texts.clone().map(str::len).sum();
    let mut before = 0;
    let mut sample = String::with_capacity(SAMPLE);
    let mut front = Vec::new();
    for text in texts {
        let is_front = before < (all / 8).min(all.saturating_sub(SAMPLE));
        before += text.len();
        if sample.len() >= SAMPLE {
            break;
        }
        if is_front { front.push(text) } else { push(&mut sample, text) }
    }
    for text in front {
        if sample.len() >= SAMPLE {
            break;
        }
        push(&mut sample, text);
    }
    sample
}

fn push(sample: &mut String, text: &str) {
    sample.extend(text.chars().take(SAMPLE.saturating_sub(sample.len())));
    sample.push('\n');
}

/// The words in small letters of four letters and more, without halves of words and compounds.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut broken = false;
    for line in text.split('\n') {
        for (at, part) in line.split_whitespace().enumerate() {
            if at == 0 && broken {
                continue;
            }
            let word = part.trim_matches(|c: char| !c.is_alphanumeric());
            let word = word.rsplit(['\'', '’']).next().unwrap_or(word);
            let whole = !part.ends_with('-') && word.chars().all(char::is_lowercase);
            if whole && word.chars().nth(3).is_some() {
                words.push(word);
            }
        }
        broken = line.trim_end().ends_with('-');
    }
    words
}

/// The share of words that a lexicon does not know; of none, all.
fn unknown(lexicon: Lexicon, words: &[&str]) -> f32 {
    let small = lexicon.small_words();
    let unknown = words.iter().filter(|w| !small.has(w) && !lexicon.has_form(w)).count();
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    let share = unknown as f32 / words.len() as f32;
    if words.is_empty() { 1.0 } else { share }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_text(text: &str) -> Option<Lexicon> {
        lexicon(&sample(std::iter::once(text)))
    }

    #[test]
    fn the_language_names_the_lexicon() {
        let english = "The participants agreed that the workshop had been useful for both sides.";
        let french = "Les participants ont souligné que les négociations régionales devaient continuer.";
        let spanish = "Las participantes señalaron que los acuerdos locales habían cambiado la situación.";
        let italian = "I partecipanti hanno sottolineato che gli accordi locali dovevano essere rispettati.";
        for times in [1, 8] {
            assert_eq!(of_text(&english.repeat(times)), Some(Lexicon::English));
            assert_eq!(of_text(&french.repeat(times)), Some(Lexicon::French));
            assert_eq!(of_text(&spanish.repeat(times)), Some(Lexicon::Spanish));
            assert_eq!(of_text(&italian.repeat(times)), None);
        }
        assert_eq!(of_text(""), None);
        assert_eq!(of_text("12 34 --"), None);
    }

    #[test]
    fn early_print_and_rubbish_have_none() {
        let early = "And whan they had soiourned there a longe whyle they toke theyr leue of the kyng and of \
                     the quene, and soo departed toward theyr owne countre, where they were receyued with grete \
                     ioye of alle the peple; for many yeres they had mysst hem, and wyst not where they were \
                     bycomen, ne yf they lyued or were deed, wherof they had moche sorowe and heuynesse.";
        assert_eq!(of_text(early), None);
        let rubbish = "tlie nieeting of the coinniittee wns oponed by tbe chairnian, who wclcomed tlie delegntes \
                       and tbanked thern for tbeir attendauce; he thcn rcad tlie ietters recoived since tbe iast \
                       sossion, and askcd tbe secretnry to givo an acconnt of the rnoney spcnt in the ycar.";
        assert_eq!(of_text(rubbish), None);
    }
}
