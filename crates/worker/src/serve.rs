//! The program's end of the protocol.

use std::io::{self, BufRead as _, BufReader, Read, Write};

use rapporteur_model::Document;
use rapporteur_stage::StageError;
use serde::Serialize;
use serde_json::Value;

use crate::protocol::{AT_ONCE, Hello, OLDEST, PROTOCOL, Received, Welcome};

/// Answers documents, one a line, until the input ends. `each` gives what comes of one: usually one document, none
/// when it is left out. A line that is not understood is answered with an error and does not end the service; a
/// peer that does not say hello is served all the same.
///
/// # Errors
/// When the input cannot be read or the output not written.
pub fn serve(
    name: &str,
    input: impl Read,
    mut output: impl Write,
    mut each: impl FnMut(Document) -> Result<Vec<Document>, StageError>,
) -> io::Result<()> {
    // What standard input and output hold back by themselves is little: a call to the system for each KB.
    let mut input = BufReader::with_capacity(AT_ONCE, input);
    let (mut line, mut said) = (Vec::new(), Vec::new());
    let mut first = true;
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.iter().all(u8::is_ascii_whitespace) {
            let answer = match hello(&line).filter(|_| first) {
                Some(hello) => welcome(name, &hello),
                None => reply(&line, &mut each),
            };
            said.clear();
            serde_json::to_writer(&mut said, &answer)?;
            said.push(b'\n');
            output.write_all(&said)?;
            output.flush()?;
            first = false;
        }
        line.clear();
    }
    Ok(())
}

fn hello(line: &[u8]) -> Option<Hello> {
    serde_json::from_slice(line).ok()
}

/// A line to the peer: a hello, a refusal of one, or what came of a document. Written as it is, since documents are large.
#[derive(Debug, Default, Serialize)]
struct Answer {
    #[serde(flatten)]
    welcome: Option<Welcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<Document>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<Vec<Document>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leave_out: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

fn welcome(name: &str, hello: &Hello) -> Answer {
    if !(OLDEST..=PROTOCOL).contains(&hello.rapporteur) {
        let version = hello.rapporteur;
        let error = format!("this program speaks protocol {OLDEST} to {PROTOCOL}, not {version}");
        return Answer { error: Some(error), ..Answer::default() };
    }
    let welcome = Welcome { protocol: hello.rapporteur, name: name.to_owned(), ..Welcome::default() };
    Answer { welcome: Some(welcome), ..Answer::default() }
}

fn reply(line: &[u8], each: &mut impl FnMut(Document) -> Result<Vec<Document>, StageError>) -> Answer {
    let Received { id, document } = match serde_json::from_slice(line) {
        Ok(received) => received,
        Err(e) => {
            let error = Some(format!("this line is not a request: {e}"));
            return Answer { id: Some(id_of(line)), error, ..Answer::default() };
        }
    };
    let answer = Answer { id: Some(Some(id)), ..Answer::default() };
    match each(document) {
        Ok(mut documents) if documents.len() == 1 => Answer { document: documents.pop(), ..answer },
        Ok(documents) if documents.is_empty() => Answer { leave_out: Some("left out by a stage"), ..answer },
        Ok(documents) => Answer { documents: Some(documents), ..answer },
        Err(StageError { message, hint, .. }) => Answer { error: Some(message), hint, ..answer },
    }
}

/// The number of a request that is otherwise not understood.
fn id_of(line: &[u8]) -> Option<u64> {
    serde_json::from_slice::<Value>(line).ok()?.get("id")?.as_u64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_are_answered_by_their_numbers() {
        let input = concat!(
            "{\"rapporteur\":1,\"options\":{}}\n\n",
            "{\"id\":4,\"document\":{\"id\":\"abc\"}}\n",
            "{\"id\":5,\"document\":7}\n",
            "nonsense\n",
            "{\"id\":6,\"document\":{\"id\":\"\"}}\n",
            "{\"id\":7,\"document\":{\"id\":\"bad\"}}",
        );
        let mut output = Vec::new();
        serve("house", input.as_bytes(), &mut output, |doc| match doc.id.as_str() {
            "" => Ok(Vec::new()),
            "bad" => Err(StageError::new("it is bad")),
            _ => Ok(vec![doc]),
        })
        .unwrap();
        let lines: Vec<Value> =
            String::from_utf8(output).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines[0], json!({ "protocol": 1, "name": "house" }));
        assert_eq!(lines[1]["document"]["id"], "abc");
        assert_eq!(lines[2]["id"], 5);
        assert!(lines[2]["error"].is_string());
        assert_eq!(lines[3]["id"], Value::Null);
        assert_eq!(lines[4]["leave_out"], "left out by a stage");
        assert_eq!(lines[5]["error"], "it is bad");
    }

    fn check(hello: &str, said: &Value) {
        let mut output = Vec::new();
        serve("house", hello.as_bytes(), &mut output, |doc| Ok(vec![doc])).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&output).unwrap(), *said);
    }

    #[test]
    fn this_protocol_and_the_one_before_are_spoken() {
        check("{\"rapporteur\":2}", &json!({ "protocol": 2, "name": "house" }));
        check("{\"rapporteur\":1}", &json!({ "protocol": 1, "name": "house" }));
        check("{\"rapporteur\":3}", &json!({ "error": "this program speaks protocol 1 to 2, not 3" }));
    }
}
