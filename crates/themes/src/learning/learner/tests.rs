use rapporteur_model::{Block, Kind, Role, Section};

use super::*;
use crate::vocabulary::Vocabulary;

const WORDS: [&str; 4] = ["forest", "river", "school", "harbour"];

fn thesaurus() -> Arc<Thesaurus> {
    let concepts = WORDS.map(|w| format!("<http://e.org/{w}> skos:prefLabel \"{w}\"@en .\n"));
    let turtle = format!("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n{}", concepts.concat());
    Arc::new(Thesaurus::compile(&Vocabulary::read(turtle.as_bytes()).unwrap()))
}

fn report(text: &str) -> Document {
    let mut doc = Document::default();
    doc.blocks.push(Block::new(Kind::Paragraph, text, None, 0));
    doc.sections.push(Section {
        heading: None,
        blocks: 0..1,
        level: 1,
        role: Role::Body,
        number: None,
        label: None,
        title: String::new(),
    });
    doc
}

/// Reports on one subject each, which all name another one in passing.
fn trained(order: &[usize]) -> (Model, Lesson) {
    let mut trainer = Trainer::new(&thesaurus(), "en");
    for &n in order {
        let (own, other) = (WORDS[n % 4], WORDS[(n + 1) % 4]);
        let text = format!(
            "The {own} is old. Every {own} needs care, said the {own} keeper of site {n}. A {other} lies near."
        );
        let unknown = trainer.add(
            &format!("r{n:03}"),
            &report(&text),
            &[format!("http://e.org/{own}"), "http://e.org/x".to_owned()],
        );
        assert_eq!(unknown, ["http://e.org/x"]);
    }
    trainer.learn().unwrap()
}

#[test]
fn a_model_survives_its_file_and_the_order_of_reading() {
    let order: Vec<usize> = (0..240).collect();
    let (model, lesson) = trained(&order);
    assert_eq!(lesson.reports, 240);
    assert!(lesson.measures.map > 0.9, "{:?}", lesson.measures);
    let thesaurus = thesaurus();
    let text = model.to_text(&thesaurus);
    let backwards: Vec<usize> = order.into_iter().rev().collect();
    assert_eq!(trained(&backwards).0.to_text(&thesaurus), text);
    let read = Model::read(text.as_bytes(), &thesaurus).unwrap();
    assert_eq!(read.to_text(&thesaurus), text);
    let broken = text.replace("\nbase\t", "\nbase\tx");
    assert_eq!(Model::read(broken.as_bytes(), &thesaurus).unwrap_err().line, 5);
}

#[test]
fn too_little_is_told() {
    let mut trainer = Trainer::new(&thesaurus(), "en");
    trainer.add("a", &report("The forest."), &["http://e.org/forest".to_owned()]);
    assert!(trainer.learn().unwrap_err().contains("10 are the least"));
}
