//! A port that answers a Prometheus server with the figures of the last run. It knows one page, and reads no more of a
//! question than its first line.

use std::{
    io::{self, BufRead, BufReader, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

pub(super) use std::net::SocketAddr as Address;

use crate::complaint::Complaint;

/// How long somebody who asks may take for it.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most that is read of a question.
const LONGEST: u64 = 4096;

#[derive(Debug, Default)]
struct Figures {
    text: String,
    running: bool,
}

/// The port, open until the program ends.
#[derive(Debug)]
pub(crate) struct Port {
    address: Address,
    figures: Arc<Mutex<Figures>>,
}

/// A port of this machine alone (`9464`), or an address with a port.
pub(crate) fn address(text: &str) -> Result<Address, String> {
    if let Ok(port) = text.parse() {
        return Ok(Address::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    }
    text.parse()
        .map_err(|_| "give a port such as 9464, or an address with one such as 127.0.0.1:9464".to_owned())
}

impl Port {
    /// Opens it.
    pub(crate) fn open(address: Address) -> Result<Self, Complaint> {
        let fail = |e: io::Error| {
            Complaint::new(format!("cannot listen at {address}: {e}"))
                .hint("choose another port for --metrics; another program may have this one")
        };
        let listener = TcpListener::bind(address).map_err(fail)?;
        let address = listener.local_addr().map_err(fail)?;
        let figures: Arc<Mutex<Figures>> = Arc::default();
        let shown = Arc::clone(&figures);
        let serve = move || {
            for asking in listener.incoming().flatten() {
                if let Err(e) = answer(&asking, &shown) {
                    tracing::debug!("somebody who asked for figures went away: {e}");
                }
            }
        };
        thread::Builder::new().name("metrics".to_owned()).spawn(serve).map_err(fail)?;
        Ok(Self { address, figures })
    }

    /// Where it is; with port 0 asked for, the system has chosen one.
    pub(crate) fn address(&self) -> Address {
        self.address
    }

    /// From now on these are the figures.
    pub(crate) fn show(&self, text: String) {
        self.change(|figures| figures.text = text);
    }

    /// Whether a run is under way.
    pub(crate) fn running(&self, yes: bool) {
        self.change(|figures| figures.running = yes);
    }

    fn change(&self, change: impl FnOnce(&mut Figures)) {
        change(&mut self.figures.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

fn answer(mut asking: &TcpStream, figures: &Mutex<Figures>) -> io::Result<()> {
    asking.set_read_timeout(Some(PATIENCE))?;
    asking.set_write_timeout(Some(PATIENCE))?;
    let mut question = String::new();
    let mut reader = BufReader::new(asking.take(LONGEST));
    reader.read_line(&mut question)?;
    // Whoever is still talking would not hear the answer.
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let mut words = question.split_whitespace();
    let (state, text) = match (words.next(), words.next()) {
        (Some("GET"), Some("/metrics")) => ("200 OK", page(figures)),
        (Some("GET"), _) => ("404 Not Found", "the figures are at /metrics\n".to_owned()),
        _ => ("405 Method Not Allowed", "only GET is answered\n".to_owned()),
    };
    write!(
        asking,
        "HTTP/1.1 {state}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{text}",
        text.len()
    )?;
    asking.flush()
}

fn page(figures: &Mutex<Figures>) -> String {
    let figures = figures.lock().unwrap_or_else(PoisonError::into_inner);
    let running = u8::from(figures.running);
    format!(
        "# HELP rapporteur_running 1 while a run is under way.\n# TYPE rapporteur_running gauge\n\
         rapporteur_running {running}\n{}",
        figures.text
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(address: Address, question: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(question.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn it_answers_with_the_last_figures_and_nothing_else() {
        let port = Port::open(address("0").unwrap()).unwrap();
        assert!(port.address().ip().is_loopback());
        let question = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
        assert!(ask(port.address(), question).ends_with("\nrapporteur_running 0\n"));
        port.running(true);
        port.show("rapporteur_run_seconds 3\n".to_owned());
        let said = ask(port.address(), question);
        assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
        assert!(said.ends_with("\nrapporteur_running 1\nrapporteur_run_seconds 3\n"), "{said}");
        assert!(ask(port.address(), "GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
        assert!(ask(port.address(), "POST /metrics HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
        assert!(ask(port.address(), "\r\n\r\n").starts_with("HTTP/1.1 405 "));
        assert!(address("example.org").is_err());
    }
}
