//! What unlabelled sections are, told by their text: a debate that is reported, or a list of what should be done.
//!
//! Many reports give their sessions plain headings ("Who pays?"). What participants said makes such a section one.

use rapporteur_model::{Block, Document, Kind, Role, Section};

/// A list of words, lower case.
struct List {
    words: &'static [&'static str],
    /// The letters that they begin with.
    firsts: &'static [u8],
}

/// Those who speak in a report, in the words reports use for them.
#[rustfmt::skip]
const SPEAKERS: List = List {
    words: &[
        "participant", "participants", "participante", "participantes", "speaker", "speakers", "panelist", "panelists",
        "panellist", "panellists", "discussant", "discussants", "session", "intervenant", "intervenants", "intervenante",
        "intervenantes", "ponente", "ponentes", "panelista", "panelistas", "asistentes", "séance", "sesión",
    ],
    firsts: b"psdia",
};

/// Words that ask for something to be done.
#[rustfmt::skip]
const DUTIES: List = List {
    words: &[
        "should", "must", "recommends", "recommended", "devrait", "devraient", "doit", "doivent", "debe", "deben", "debería",
        "deberían",
    ],
    firsts: b"smrd",
};

/// A reported debate names its speakers at least once in so many words.
const WORDS_PER_SPEAKER: usize = 150;

/// Tells the roles of sections that are still plain body.
pub(crate) fn tell(doc: &Document, sections: &mut [Section]) {
    // A report that labels its sessions has no others.
    let labelled = sections.iter().any(|s| s.role == Role::Session && s.label.is_some());
    let mut above: Vec<(u8, Role)> = Vec::new();
    let mut back = false;
    for section in sections.iter_mut() {
        above.retain(|&(level, _)| level < section.level);
        back |= matches!(section.role, Role::Participants | Role::References | Role::Annex);
        let plain = section.role == Role::Body && section.heading.is_some() && section.level > 0 && !back;
        if plain && above.iter().all(|&(_, role)| role == Role::Body) {
            let blocks = blocks_of(doc, section);
            if asks(blocks) {
                section.role = Role::Recommendations;
            } else if !labelled && reports(blocks) {
                section.role = Role::Session;
            }
        }
        above.push((section.level, section.role));
    }
    parents(doc, sections);
}

fn blocks_of<'d>(doc: &'d Document, section: &Section) -> &'d [Block] {
    let from = section.heading.map_or(section.blocks.start, |h| h + 1);
    doc.blocks.get(from as usize..section.blocks.end as usize).unwrap_or(&[])
}

fn text_of(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(|b| matches!(b.kind, Kind::Paragraph | Kind::ListItem | Kind::Quote))
}

/// Whether a word, in any case and with signs around it, is on a list.
fn holds(word: &str, list: &List) -> bool {
    // Nearly all words are too short, or begin with the letter of none.
    let first = word.bytes().next().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase());
    if word.len() < 4 || first.is_some_and(|first| !list.firsts.contains(&first)) {
        return false;
    }
    let (word, list) = (word.trim_matches(|c: char| !c.is_alphanumeric()), list.words);
    if word.len() < 4 || word.len() > 16 {
        return false;
    }
    // No need to write it anew.
    if word.is_ascii() {
        return list.iter().any(|known| known.eq_ignore_ascii_case(word));
    }
    list.contains(&word.to_lowercase().as_str())
}

/// Whether the text reports what was said in a room.
fn reports(blocks: &[Block]) -> bool {
    let (mut words, mut speakers) = (0, 0);
    for word in text_of(blocks).flat_map(|b| b.text.split_whitespace()) {
        words += 1;
        speakers += usize::from(holds(word, &SPEAKERS));
    }
    speakers >= 2 && speakers * WORDS_PER_SPEAKER >= words
}

/// Whether the text is mainly a list of what should be done.
fn asks(blocks: &[Block]) -> bool {
    let (mut items, mut asking, mut listed, mut prose) = (0, 0, 0, 0);
    for block in text_of(blocks) {
        let words = block.text.split_whitespace();
        if block.kind == Kind::ListItem {
            items += 1;
            asking += usize::from(words.clone().take(40).any(|w| holds(w, &DUTIES)));
            listed += words.count();
        } else {
            prose += words.count();
        }
    }
    items >= 3 && listed > prose && asking * 3 >= items * 2
}

/// A heading over nothing but sessions is over a session itself.
fn parents(doc: &Document, sections: &mut [Section]) {
    for i in (0..sections.len()).rev() {
        let Some(section) = sections.get(i) else { continue };
        let level = section.level;
        if section.role != Role::Body || level == 0 || text_of(blocks_of(doc, section)).next().is_some() {
            continue;
        }
        let mut parts = sections.iter().skip(i + 1).take_while(|s| s.level > level).peekable();
        if parts.peek().is_some()
            && parts.all(|s| s.role == Role::Session)
            && let Some(section) = sections.get_mut(i)
        {
            section.role = Role::Session;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(kind: Kind, texts: &[&str]) -> Vec<Block> {
        texts.iter().map(|t| Block::new(kind, *t, None, 0)).collect()
    }

    #[test]
    fn first_letters_are_those_of_the_words() {
        for list in [SPEAKERS, DUTIES] {
            assert!(list.words.iter().all(|word| list.firsts.contains(&word.as_bytes()[0])));
        }
    }

    #[test]
    fn a_debate_is_told_by_its_speakers() {
        assert!(reports(&blocks(
            Kind::Paragraph,
            &["Participants agreed that boats are old.", "One participant asked who should mend them."]
        )));
        assert!(!reports(&blocks(Kind::Paragraph, &["The boats are old.", "One participant owns a boat."])));
        let long = format!("Participants and speakers met. {}", "Boats are old. ".repeat(200));
        assert!(!reports(&blocks(Kind::Paragraph, &[&long])));
        assert!(!reports(&[]));
    }

    #[test]
    fn a_list_of_duties_recommends() {
        let items = ["Towns should pay.", "Fishers must be heard.", "The council should meet."];
        assert!(asks(&blocks(Kind::ListItem, &items)));
        assert!(!asks(&blocks(Kind::Paragraph, &items)));
        assert!(!asks(&blocks(Kind::ListItem, &["Boats", "Nets", "Towns should pay."])));
    }
}
