use std::time::{Duration, Instant};

use rapporteur_model::{Block, Event, Kind, Role, Section};
use rapporteur_stage::CancelToken;
use serde_json::json;

use super::{
    server::{Reply, completion, serve},
    *,
};

const SENTENCES: [&str; 4] = [
    "Participants from Niger agreed in 2013 that the fund of 4.2 million dollars should be moved to Niamey.",
    "Several speakers feared that the villages would lose their wells without it.",
    "Ms Diallo recommended a register of wells, kept by the villages themselves.",
    "The harvest was early.",
];

fn report() -> Document {
    let mut block = Block::new(Kind::Paragraph, SENTENCES.join(" "), Some(3), 0);
    let mut at = 0;
    for sentence in SENTENCES {
        let end = at + u32::try_from(sentence.len()).unwrap();
        block.sentences.push(at..end);
        at = end + 1;
    }
    Document {
        sections: vec![Section {
            heading: None,
            blocks: 0..1,
            level: 1,
            role: Role::Session,
            number: None,
            label: None,
            title: "Wells".to_owned(),
        }],
        blocks: vec![block],
        ..Document::default()
    }
}

fn options(endpoint: &str) -> Options {
    Options {
        endpoint: endpoint.to_owned(),
        smallest_section_words: 10,
        answer_seconds: 1,
        ..Options::default()
    }
}

/// The abstract of the report, and the warnings.
fn write(stage: &mut WriteAbstract) -> (Option<Abstract>, Vec<String>) {
    let mut cx = Context::new("abstract", &CancelToken::default());
    let mut out = Outbox::default();
    stage.process(report(), &mut cx, &mut out).unwrap();
    let doc = out.into_parts().0.remove(0);
    let messages = cx.into_events().into_iter().map(|event| match event {
        Event::Warning(issue) => issue.message,
        other => panic!("{other:?} is more than a warning"),
    });
    (doc.layers.get::<Abstract>().unwrap().map(|layer| (*layer).clone()), messages.collect())
}

/// What a server with these replies makes of the report, and how often it was asked.
fn with(replies: Vec<Reply>) -> (Option<Abstract>, Vec<String>, usize) {
    let (address, asked) = serve(replies);
    let mut stage = WriteAbstract::new(&options(&address), Kept::new(None));
    let (layer, warnings) = write(&mut stage);
    let times = asked.lock().unwrap().len();
    (layer, warnings, times)
}

fn texts(layer: &Abstract) -> Vec<&str> {
    layer.sentences.iter().map(|s| s.text.as_str()).collect()
}

fn dropped(layer: &Abstract) -> Vec<(&str, u32)> {
    layer.dropped.iter().map(|(reason, count)| (reason.as_str(), *count)).collect()
}

#[test]
fn what_is_borne_out_is_kept_with_its_places() {
    let (layer, warnings, _) = with(vec![Reply::Says(
        "Participants agreed that the fund should be moved to Niamey [1]. \
             Ms Diallo recommended a register of wells [3].",
    )]);
    let layer = layer.unwrap();
    assert_eq!(
        texts(&layer),
        [
            "Participants agreed that the fund should be moved to Niamey.",
            "Ms Diallo recommended a register of wells."
        ]
    );
    assert_eq!(report().text(&layer.sentences[1].cited[0].span), SENTENCES[2]);
    assert_eq!((layer.cost.answers, layer.cost.prompt_tokens, layer.cost.completion_tokens), (1, 100, 20));
    assert!(warnings.is_empty() && layer.dropped.is_empty());
}

#[test]
fn what_is_not_borne_out_is_dropped_and_counted() {
    let (layer, warnings, _) = with(vec![Reply::Says(
        "Here is the summary:\n\
         - Participants agreed in 2015 that the fund should be moved [1].\n\
         - Ms Traoré recommended a register of wells [3].\n\
         - Several speakers feared that villages would lose wells [9].\n\
         - The harvest was late and rich beyond all measure [4].\n\
         - Several speakers feared that villages would lose wells [2].\n\
         - Several speakers feared that villages would lose wells [2].",
    )]);
    let layer = layer.unwrap();
    assert_eq!(texts(&layer), ["Several speakers feared that villages would lose wells."]);
    let reasons = [
        ("name", 1),
        ("no citation", 1),
        ("number", 1),
        ("repeated", 1),
        ("unknown citation", 1),
        ("words", 1),
    ];
    assert_eq!(dropped(&layer), reasons);
    assert!(warnings.is_empty());
}

#[test]
fn an_answer_without_citations_gives_an_empty_abstract() {
    let (layer, ..) = with(vec![Reply::Says("The fund should be moved to Niamey.")]);
    let layer = layer.unwrap();
    assert_eq!((texts(&layer), dropped(&layer)), (vec![], vec![("no citation", 1)]));
}

#[test]
fn what_is_no_answer_is_told_and_costs_nothing_else() {
    let odd = json!({ "choices": [] }).to_string();
    let huge = completion(&"x".repeat(2 << 20));
    for (body, why) in
        [("<html>", "not one of a chat completion"), (&odd, "it holds no text"), (&huge, "too long")]
    {
        let (layer, warnings, times) = with(vec![Reply::Raw(200, "", body.to_owned())]);
        assert!(layer.is_none());
        assert_eq!(times, 1);
        assert!(warnings.len() == 1 && warnings[0].contains(why), "{warnings:?}");
    }
}

#[test]
fn trouble_that_passes_is_waited_for() {
    let busy = |status, headers| Reply::Raw(status, headers, String::new());
    let good = Reply::Says("The harvest was early [4].");
    for first in
        [busy(500, ""), busy(503, "Retry-After: 0\r\n"), busy(429, "Retry-After: 0\r\n"), Reply::Half]
    {
        let (layer, warnings, times) = with(vec![first.clone(), good.clone()]);
        assert_eq!((texts(&layer.unwrap()), times), (vec!["The harvest was early."], 2), "{first:?}");
        assert!(warnings.is_empty());
    }
}

#[test]
fn retry_after_is_heeded() {
    let begun = Instant::now();
    let first = Reply::Raw(429, "Retry-After: 1\r\n", String::new());
    let (layer, ..) = with(vec![first, Reply::Says("The harvest was early [4].")]);
    assert!(layer.is_some() && begun.elapsed() >= Duration::from_secs(1));
}

#[test]
fn trouble_that_stays_ends_in_a_warning() {
    let (address, asked) = serve(vec![Reply::Raw(503, "Retry-After: 0\r\n", String::new())]);
    let mut stage = WriteAbstract::new(&Options { retries: 2, ..options(&address) }, Kept::new(None));
    let (layer, warnings) = write(&mut stage);
    assert!(layer.is_none() && warnings[0].contains("answered with 503"), "{warnings:?}");
    assert_eq!(asked.lock().unwrap().len(), 3);
}

#[test]
fn silence_ends_with_the_time_for_an_answer() {
    let begun = Instant::now();
    let (layer, warnings, times) = with(vec![Reply::Silence(Duration::from_secs(20))]);
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(layer.is_none() && times == 1 && warnings[0].contains("did not answer in time"), "{warnings:?}");
}

#[test]
fn redirects_are_not_followed() {
    let (elsewhere, asked) = serve(vec![Reply::Says("The harvest was early [4].")]);
    let to: &'static str = format!("Location: {elsewhere}\r\n").leak();
    for status in [302, 307] {
        let (layer, warnings, _) = with(vec![Reply::Raw(status, to, String::new())]);
        assert!(layer.is_none() && warnings[0].contains("is not followed"), "{warnings:?}");
    }
    assert!(asked.lock().unwrap().is_empty());
}

#[test]
fn an_endpoint_that_is_away_is_given_up_after_some_reports() {
    // A port that was free a moment ago.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut stage = WriteAbstract::new(&options(&format!("http://{address}/v1")), Kept::new(None));
    let told: Vec<String> = (0..4).map(|_| write(&mut stage).1.concat()).collect();
    assert!(told[..3].iter().all(|w| w.contains("nobody answers at")), "{told:?}");
    assert!(told[3].contains("not asked any more"), "{told:?}");
}

#[test]
fn a_question_is_asked_once() {
    let folder = tempfile::tempdir().unwrap();
    let (address, asked) = serve(vec![Reply::Says("The harvest was early [4].")]);
    let kept = || Kept::new(Some(folder.path().join("cache/abstract")));
    let first = write(&mut WriteAbstract::new(&options(&address), kept()));
    let second = write(&mut WriteAbstract::new(&options(&address), kept()));
    assert_eq!(first, second);
    assert_eq!(asked.lock().unwrap().len(), 1);
    // Another question, another answer.
    let other = Options { sentences: 2, ..options(&address) };
    write(&mut WriteAbstract::new(&other, kept()));
    assert_eq!(asked.lock().unwrap().len(), 2);
    // What is damaged is asked for anew.
    for entry in std::fs::read_dir(folder.path().join("cache/abstract")).unwrap() {
        std::fs::write(entry.unwrap().path(), "{").unwrap();
    }
    assert_eq!(write(&mut WriteAbstract::new(&options(&address), kept())), first);
    assert_eq!(asked.lock().unwrap().len(), 3);
}

#[test]
fn the_question_shows_numbered_sentences_and_nothing_secret() {
    let (address, asked) = serve(vec![Reply::Says("")]);
    // The one variable that every environment of a test has.
    let named =
        Options { api_key_variable: "PATH".to_owned(), model: "small".to_owned(), ..options(&address) };
    let mut stage = WriteAbstract::new(&named, Kept::new(None));
    write(&mut stage);
    let (head, body) = asked.lock().unwrap().remove(0);
    let key = std::env::var("PATH").unwrap();
    assert!(
        head.contains("POST /v1/chat/completions") && head.to_lowercase().contains("authorization: bearer ")
    );
    assert_eq!(body.pointer("/model"), Some(&json!("small")));
    let section = body.pointer("/messages/1/content").unwrap().as_str().unwrap();
    assert!(section.starts_with("Section: Wells\n\n[1] Participants from Niger"), "{section}");
    assert!(!body.to_string().contains(&key) && !format!("{stage:?}").contains(&key));
}

#[test]
fn a_missing_key_is_told_and_nothing_is_asked() {
    let (address, asked) = serve(vec![Reply::Says("")]);
    let named = Options { api_key_variable: "RAPPORTEUR_NO_SUCH_KEY".to_owned(), ..options(&address) };
    let mut stage = WriteAbstract::new(&named, Kept::new(None));
    assert!(stage.lacks().unwrap().message.contains("`RAPPORTEUR_NO_SUCH_KEY` is not set"));
    let (layer, warnings) = write(&mut stage);
    assert!(layer.is_none() && warnings[0].starts_with("no abstract: the environment variable"));
    assert!(asked.lock().unwrap().is_empty());
}

#[test]
fn options_that_cannot_work_are_refused() {
    let odd = |options: Options| options.check().unwrap_err().message;
    assert!(odd(options("ftp://host/v1")).contains("no address of the web"));
    assert!(odd(Options { sentences: 0, ..Options::default() }).contains("`sentences` is 0"));
    assert_eq!(options("https://host/v1").check().is_ok(), cfg!(feature = "https"));
    assert!(Options::default().check().is_ok());
}

#[test]
fn what_is_left_when_requests_run_out_is_told() {
    let (address, asked) = serve(vec![Reply::Says("")]);
    let few = Options { request_words: 50, most_requests: 1, ..options(&address) };
    let mut doc = report();
    doc.sections.push(doc.sections[0].clone());
    let mut cx = Context::new("abstract", &CancelToken::default());
    WriteAbstract::new(&few, Kept::new(None)).write(&doc, &mut cx).unwrap();
    let events = cx.into_events();
    assert!(matches!(&events[..], [Event::Warning(issue)] if issue.message.contains("covers 1 of 2 parts")));
    assert_eq!(asked.lock().unwrap().len(), 1);
}
