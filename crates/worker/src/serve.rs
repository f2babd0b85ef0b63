//! The program's end of the protocol.

use std::io::{self, BufRead, Write};

use rapporteur_model::Document;
use rapporteur_stage::StageError;
use serde_json::{Value, json};

use crate::protocol::{Hello, OLDEST, PROTOCOL, Received, Welcome};

/// Answers documents, one a line, until the input ends. `each` gives what comes of one: usually one document, none
/// when it is left out. A line that is not understood is answered with an error and does not end the service; a
/// peer that does not say hello is served all the same.
///
/// # Errors
/// When the input cannot be read or the output not written.
pub fn serve(
    name: &str,
    mut input: impl BufRead,
    mut output: impl Write,
    mut each: impl FnMut(Document) -> Result<Vec<Document>, StageError>,
) -> io::Result<()> {
    let mut line = Vec::new();
    let mut first = true;
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.iter().all(u8::is_ascii_whitespace) {
            let answer = match hello(&line).filter(|_| first) {
                Some(hello) => welcome(name, &hello),
                None => reply(&line, &mut each),
            };
            serde_json::to_writer(&mut output, &answer)?;
            output.write_all(b"\n")?;
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

fn welcome(name: &str, hello: &Hello) -> Value {
    if !(OLDEST..=PROTOCOL).contains(&hello.rapporteur) {
        let version = hello.rapporteur;
        return json!({ "error": format!("this program speaks protocol {OLDEST} to {PROTOCOL}, not {version}") });
    }
    json!(Welcome { protocol: hello.rapporteur, name: name.to_owned(), ..Welcome::default() })
}

fn reply(line: &[u8], each: &mut impl FnMut(Document) -> Result<Vec<Document>, StageError>) -> Value {
    let Received { id, document } = match serde_json::from_slice(line) {
        Ok(received) => received,
        Err(e) => return json!({ "id": id_of(line), "error": format!("this line is not a request: {e}") }),
    };
    match each(document) {
        Ok(mut documents) if documents.len() == 1 => json!({ "id": id, "document": documents.pop() }),
        Ok(documents) if documents.is_empty() => json!({ "id": id, "leave_out": "left out by a stage" }),
        Ok(documents) => json!({ "id": id, "documents": documents }),
        Err(StageError { message, hint, .. }) => json!({ "id": id, "error": message, "hint": hint }),
    }
}

/// The number of a request that is otherwise not understood.
fn id_of(line: &[u8]) -> Option<u64> {
    serde_json::from_slice::<Value>(line).ok()?.get("id")?.as_u64()
}

#[cfg(test)]
mod tests {
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
