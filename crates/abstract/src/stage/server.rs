//! A small server that speaks the protocol, and speaks it badly where told to.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// What it does with one request.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    /// A chat completion with this text.
    Says(&'static str),
    /// Status, further header lines, body.
    Raw(u16, &'static str, String),
    /// A completion of which half is sent before the line goes dead.
    Half,
    /// Nothing, for so long.
    Silence(Duration),
}

/// What it was asked: header lines, and the body.
pub(super) type Asked = Arc<Mutex<Vec<(String, Value)>>>;

/// Serves these replies in turn, the last one again and again; gives the address of its `/v1`.
pub(super) fn serve(replies: Vec<Reply>) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/v1", listener.local_addr().unwrap());
    let asked = Asked::default();
    let seen = Arc::clone(&asked);
    thread::spawn(move || {
        let mut replies = replies.into_iter().peekable();
        let mut last = Reply::Says("");
        for stream in listener.incoming().flatten() {
            last = replies.next().unwrap_or(last);
            let (seen, reply) = (Arc::clone(&seen), last.clone());
            thread::spawn(move || answer(stream, &seen, &reply));
        }
    });
    (address, asked)
}

fn answer(mut stream: TcpStream, seen: &Asked, reply: &Reply) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
        head += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    seen.lock().unwrap().push((head, serde_json::from_slice(&body).unwrap()));
    let (status, headers, body) = match reply {
        Reply::Says(text) => (200, "", completion(text)),
        Reply::Raw(status, headers, body) => (*status, *headers, body.clone()),
        Reply::Half => {
            let whole = completion("Participants agreed that the fund should be moved [1].");
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", whole.len());
            stream.write_all((head + &whole[..whole.len() / 2]).as_bytes()).unwrap();
            return;
        }
        Reply::Silence(time) => return thread::sleep(*time),
    };
    let reply = format!(
        "HTTP/1.1 {status} So\r\n{headers}Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    // Whoever asked may have had enough of it.
    let _gone = stream.write_all(reply.as_bytes());
}

/// A chat completion as llama.cpp and vLLM send it.
pub(super) fn completion(text: &str) -> String {
    json!({
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "small",
        "choices": [{
            "index": 0,
            "message": { "role": "assistant", "content": text },
            "finish_reason": "stop",
        }],
        "usage": { "prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120 },
    })
    .to_string()
}
