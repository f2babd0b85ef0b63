//! What a program may do wrong, and what comes of it: a sentence with its name, for the document that was lost; the next
//! document is done.

#![allow(clippy::print_stderr, clippy::unwrap_used, clippy::expect_used)]

use std::{
    fs,
    time::{Duration, Instant},
};

use self::program::{LONG, build, folder, give, options, program, report, script, stage};

mod program;

/// Nobody waits for longer than that for a program that hangs.
const SHORT: Duration = Duration::from_millis(700);

/// The program does not get as far as its first document: an error before the run.
fn check_start(body: &str, said: &str) {
    let Some(folder) = folder(&script(body)) else { return };
    let options = rapporteur_worker::Options { start_seconds: 1, ..options() };
    let start = Instant::now();
    let error = build(folder.path(), &options).err().expect("it cannot be built");
    let all = format!("{} = {}", error.message, error.hint.unwrap_or_default());
    assert!(all.contains(said), "{all}");
    assert!(all.contains("`stage.py`"), "{all}");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

/// A bad answer costs the document; the next one is answered.
fn check(answer: &str, limit: Duration, said: &str) {
    let bad: String = answer.lines().map(|l| format!("    {l}\n")).collect();
    let both = format!("if text == 'good':\n    say({{'id': id, 'document': {{}}}})\nelse:\n{bad}");
    let Some(folder) = folder(&program(&both)) else { return };
    let mut stage = stage(folder.path());
    assert!(give(stage.as_mut(), report("good"), LONG).is_ok());
    let start = Instant::now();
    let error = give(stage.as_mut(), report("bad"), limit).expect_err("the document is lost");
    assert!(start.elapsed() < limit + Duration::from_secs(10), "{:?}", start.elapsed());
    let all = format!("{} = {}", error.message, error.hint.unwrap_or_default());
    assert!(all.contains(said), "{all}");
    assert!(all.contains("`stage.py`"), "{all}");
    assert!(give(stage.as_mut(), report("good"), LONG).is_ok(), "the next document is done");
}

#[test]
fn no_hello() {
    check_start("time.sleep(600)", "`stage.py` was ended: it took too long to say hello");
}

#[test]
fn a_hello_that_is_none() {
    check_start("print('usage: stage.py FILE')", "something that is not a hello: usage: stage.py FILE");
    check_start("say({'name': 'test'})", "something that is not a hello");
    check_start("say([1, 2])", "something that is not a hello");
}

#[test]
fn a_wrong_version() {
    check_start("say({'protocol': 99})", "`stage.py` speaks protocol 99, not 1 to 2");
}

#[test]
fn a_hello_that_is_an_error() {
    check_start(
        "greet_ = sys.stdin.readline()\nsay({'error': 'no glossary'})",
        "`stage.py` does not start: no glossary",
    );
}

#[test]
fn death_at_the_start() {
    let said = "`stage.py` ended before it had answered = its last words were: ModuleNotFoundError";
    check_start("import there_is_no_such_module", said);
    check_start("sys.exit(3)", "`stage.py` ended before it had answered");
}

#[test]
fn a_program_that_is_none() {
    let Some(folder) = folder("") else { return };
    let path = folder.path().join("stage.bin");
    fs::write(&path, b"\x00\x01\x02").unwrap();
    let run = vec!["./stage.bin".to_owned()];
    let options = rapporteur_worker::Options { run, ..options() };
    let error = build(folder.path(), &options).err().unwrap();
    assert!(error.message.contains("./stage.bin"), "{}", error.message);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let error = build(folder.path(), &options).err().unwrap();
        assert!(error.message.contains("cannot start"), "{}", error.message);
    }
}

#[test]
fn death_in_mid_document() {
    check(
        "raise ValueError('no such page')",
        LONG,
        "ended before it had answered = its last words were: ValueError: no such page",
    );
    check("os.kill(os.getpid(), 9)", LONG, "ended before it had answered");
}

#[test]
fn half_a_line() {
    check(
        "sys.stdout.write('{\"id\":'); sys.stdout.flush(); os._exit(0)",
        LONG,
        "ended in the middle of a line: {\"id\":",
    );
    check(
        "sys.stdout.write('{\"id\":'); sys.stdout.flush(); time.sleep(600)",
        SHORT,
        "it took too long to answer",
    );
}

#[test]
fn a_line_of_a_gigabyte() {
    let answer = "part = 'x' * (1 << 24)\nfor _ in range(64): sys.stdout.write(part)\nsys.stdout.flush()";
    check(answer, LONG, "answered with a line of more than 128 MiB");
}

#[test]
fn what_is_no_json() {
    check("print('Loading…'); sys.stdout.flush()", LONG, "something that is not a reply: Loading…");
    check("print('{\"id\": 1,}'); sys.stdout.flush()", LONG, "something that is not a reply");
    check("print('[' * 100000); sys.stdout.flush()", LONG, "something that is not a reply: [[[[");
    check("sys.stdout.buffer.write(b'{\"id\": \"\\xff\\xfe\"}\\n'); sys.stdout.flush()", LONG, "not a reply");
}

#[test]
fn a_reply_of_the_wrong_form() {
    check("say({'id': id, 'document': {'blocks': 7}})", LONG, "something that is not a reply");
    check("say({'id': id, 'document': 7})", LONG, "something that is not a reply");
    check("say({'id': str(id), 'document': {}})", LONG, "something that is not a reply");
    check("say({'id': id, 'result': {}})", LONG, "unknown field `result`");
    check("say({'id': id})", LONG, "the reply of `stage.py` has neither `document` nor `error`");
    check("say({'id': id, 'error': ''})", LONG, "`stage.py`: it failed, and did not say why");
}

#[test]
fn a_wrong_number() {
    check("say({'id': 99, 'document': {}})", LONG, "answered for document 99, which it does not have");
}

#[test]
fn two_answers() {
    // The document is done; the process is replaced, since nobody knows what its next answer is for.
    let answer = "say({'id': id, 'document': {}}); say({'id': id, 'document': {}})";
    let Some(folder) = folder(&program(answer)) else { return };
    let mut stage = stage(folder.path());
    let mut lost = Vec::new();
    for _ in 0..5 {
        if let Err(error) = give(stage.as_mut(), report("x"), LONG) {
            lost.push(error.message);
        }
    }
    assert!(
        lost.len() < 3 && lost.iter().all(|m| m == "`stage.py` answered twice for notes.txt"),
        "{lost:?}"
    );
}

#[test]
fn an_answer_before_the_question() {
    let Some(folder) = folder(&script("greet()\nsay({'id': 7, 'document': {}})\nsys.stdin.read()")) else {
        return;
    };
    let error = give(stage(folder.path()).as_mut(), report("x"), LONG).err();
    // What came before the question is not taken for its answer.
    assert!(
        error.is_some_and(|e| e
            .message
            .contains("`stage.py` answered for document 7, which it does not have"))
    );
}

#[test]
fn no_answer() {
    check("time.sleep(600)", SHORT, "`stage.py` was ended: it took too long to answer");
    check("while True: pass", SHORT, "`stage.py` was ended: it took too long to answer");
}

#[test]
fn an_answer_in_drops() {
    let answer = "for c in json.dumps({'id': id, 'document': {}}): sys.stdout.write(c); sys.stdout.flush(); time.sleep(.5)";
    check(answer, SHORT, "it took too long to answer");
}

#[test]
fn output_closed_and_still_there() {
    check("os.close(1); time.sleep(600)", LONG, "`stage.py` ended before it had answered");
}

#[test]
fn a_flood_on_standard_error() {
    // Two thousand lines, and then one without an end: the answer comes all the same.
    let answer = "for n in range(2000): sys.stderr.write('careful %d\\n' % n)\nsys.stderr.write('x' * (1 << 24))\n\
                  sys.stderr.flush()\nsay({'id': id, 'document': {'layers': {'done': True}}})";
    let Some(folder) = folder(&program(answer)) else { return };
    let (documents, _) = give(stage(folder.path()).as_mut(), report("x"), LONG).unwrap().into_parts();
    assert!(documents[0].layers.has("done"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_fork_that_holds_the_pipes() {
    let answer =
        "pid = subprocess.Popen(['sleep', '600']).pid\nopen('pid', 'w').write(str(pid)); os._exit(0)";
    let both = format!("if True:\n{}", answer.lines().map(|l| format!("    {l}\n")).collect::<String>());
    let Some(folder) = folder(&program(&both)) else { return };
    let start = Instant::now();
    let mut stage = stage(folder.path());
    let error = give(stage.as_mut(), report("bad"), LONG).err().unwrap();
    assert!(error.message.contains("`stage.py` ended before it had answered"), "{}", error.message);
    assert!(start.elapsed() < Duration::from_secs(20));
    drop(stage);
    let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
    let alive = || {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit(')').next().is_some_and(|s| !s.is_empty() && !s.trim_start().starts_with('Z'))
    };
    // A process that was killed may still be seen on its way out.
    let until = Instant::now() + Duration::from_secs(5);
    while alive() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!alive(), "what it has started is ended with it");
}

#[test]
fn deafness() {
    // Reads nothing: a large document stays in the pipe.
    let Some(folder) = folder(&script("greet()\ntime.sleep(600)")) else { return };
    let text = "the decision-making process ".repeat(100_000);
    let error = give(stage(folder.path()).as_mut(), report(&text), SHORT).err().unwrap();
    assert_eq!(error.message, "`stage.py` was ended: it took too long to answer");
}

#[test]
fn no_end_at_the_end() {
    let Some(folder) =
        folder(&program("say({'id': id, 'document': {}})\nsys.stdin.close()\ntime.sleep(600)"))
    else {
        return;
    };
    let start = Instant::now();
    let mut stage = stage(folder.path());
    assert!(give(stage.as_mut(), report("x"), LONG).is_ok());
    drop(stage);
    assert!(start.elapsed() < Duration::from_secs(20), "it is ended when it does not end");
}

#[test]
fn text_changed_without_a_word() {
    let said = "`stage.py` changed the text of block 0 without a repair in the trail";
    check("doc['blocks'][0]['text'] = 'worse'\nsay({'id': id, 'document': doc})", LONG, said);
    check(
        "say({'id': id, 'document': {'blocks': []}})",
        LONG,
        "`stage.py` lost text: `bad` stood in block 0",
    );
    check(
        "doc['blocks'][0]['origin'][0]['bytes'] = {'start': 0, 'end': 99}\nsay({'id': id, 'document': doc})",
        LONG,
        "`stage.py` gave a document whose places are wrong: block 0",
    );
    check(
        "say({'id': id, 'document': {'sections': [{'blocks': {'start': 0, 'end': 9}, 'level': 1, 'role': 'body', 'heading': None, 'title': ''}]}})",
        LONG,
        "whose places are wrong: a section of blocks 0 to 9",
    );
}

#[test]
fn a_document_of_its_own_making() {
    // Id, source and extracted text are the pipeline's own.
    let answer = "say({'id': id, 'document': {'id': 'x', 'source': {'path': '/etc/passwd'}, 'extracted': {'text': 'y'}}})";
    let Some(folder) = folder(&program(answer)) else { return };
    let (documents, _) = give(stage(folder.path()).as_mut(), report("x"), LONG).unwrap().into_parts();
    assert_eq!(documents[0], report("x"));
}

#[test]
fn one_bad_document_among_those_of_a_process() {
    // Each process dies of it; the others, which it took with it, are done in a second try.
    let answer = "
if text == 'bad':
    os._exit(1)
elif os.path.exists('twice'):
    say({'id': id, 'document': {}})
else:
    open('twice', 'w').close()
    os._exit(1)
";
    let Some(folder) = folder(&program(answer)) else { return };
    let mut stage = stage(folder.path());
    assert!(give(stage.as_mut(), report("good"), LONG).is_ok(), "tried once more");
    let error = give(stage.as_mut(), report("bad"), LONG).err().unwrap();
    assert!(error.message.contains("ended before it had answered"), "{}", error.message);
}

#[test]
fn death_after_death() {
    let answer = "open('starts', 'a').write('x'); os._exit(1)";
    let Some(folder) = folder(&program(answer)) else { return };
    let mut stage = stage(folder.path());
    let start = Instant::now();
    let message = |stage: &mut dyn rapporteur_stage::Stage, limit| {
        give(stage, report("x"), limit).err().unwrap().message
    };
    for _ in 0..3 {
        assert!(message(stage.as_mut(), LONG).contains("ended before it had answered"));
    }
    // Twice each, with pauses that grow between them.
    assert_eq!(fs::read_to_string(folder.path().join("starts")).unwrap().len(), 6);
    assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
    assert_eq!(
        message(stage.as_mut(), Duration::from_millis(20)),
        "`stage.py` was not started again in time: it has just broken down"
    );
}
