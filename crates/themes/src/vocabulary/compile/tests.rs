use super::*;

const SMALL: &str = r#"
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <http://e.org/> .
:forests skos:prefLabel "Forests"@en, "Forêts"@fr ; skos:narrower :rain .
:rain skos:prefLabel "Rain forests"@en ; skos:altLabel "forest in the rain"@en .
:old skos:prefLabel "Jungle"@en ; owl:deprecated true ; dcterms:isReplacedBy :rain .
:gone skos:prefLabel "Hic sunt leones"@en ; owl:deprecated true .
:the skos:prefLabel "the"@en ; skos:altLabel "THE"@en .
"#;

#[test]
fn a_vocabulary_becomes_tables() {
    let compiled = Thesaurus::compile(&Vocabulary::read(SMALL.as_bytes()).unwrap());
    assert_eq!(compiled.languages().collect::<Vec<_>>(), ["en", "fr"]);
    let rain = compiled.concept("http://e.org/rain").unwrap();
    let forests = compiled.concept("http://e.org/forests").unwrap();
    assert_eq!(compiled.broader.row(rain), [forests]);
    assert_eq!((compiled.label(forests, "fr"), compiled.label(rain, "fr")), ("Forêts", "Rain forests"));
    let english = compiled.tongue("en").unwrap();
    let concepts: Vec<_> = english.entries.iter().map(|e| compiled.uris.get(e.concept)).collect();
    let expected = ["forests", "rain", "rain", "rain", "the"].map(|n| format!("http://e.org/{n}"));
    let mut concepts = concepts;
    concepts.sort_unstable();
    assert_eq!(concepts, expected);
    assert!(english.stems.find("forest").is_some() && english.stems.find("leones").is_none());
}
