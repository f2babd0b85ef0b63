//! One request over HTTP.

use std::{fmt, io, time::Duration};

use rapporteur_stage::StageError;
use ureq::{Agent, Error, http::Response};

use crate::{answer::Answer, options::Options};

/// Answers beyond this size, in bytes, are no abstracts.
const LARGEST: u64 = 1 << 20;

/// An endpoint that speaks OpenAI's protocol.
#[derive(Debug)]
pub(crate) struct Endpoint {
    agent: Agent,
    address: String,
    key: Key,
}

/// The key, which must never be seen.
enum Key {
    /// None is wanted.
    Unasked,
    /// The environment does not have it.
    Missing,
    Known(String),
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unasked => "none",
            Self::Missing => "missing",
            Self::Known(_) => "known",
        })
    }
}

/// What became of a request that has no answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nobody is there, or nobody we may talk to: no use asking for the next section.
    Away(String),
    /// Busy or in trouble of its own; it may say how long to wait.
    Busy { what: String, wait: Option<Duration> },
    /// An answer came, and cannot be used.
    Unusable(String),
}

impl Trouble {
    /// In one sentence.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Away(what) | Self::Busy { what, .. } | Self::Unusable(what) => what,
        }
    }
}

impl Endpoint {
    /// The endpoint of the options; nothing is sent yet.
    pub(crate) fn new(options: &Options) -> Self {
        let variable = options.api_key_variable.trim();
        let key = match std::env::var(variable) {
            _ if variable.is_empty() => Key::Unasked,
            Ok(key) if !key.trim().is_empty() => Key::Known(key.trim().to_owned()),
            _ => Key::Missing,
        };
        let config = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(u64::from(options.answer_seconds))))
            .http_status_as_error(false)
            // A redirect would take the reports, and the key, to somebody the pipeline file does not name.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent("rapporteur")
            .build();
        let address = format!("{}/chat/completions", options.endpoint.trim_end_matches('/'));
        Self { agent: config.new_agent(), address, key }
    }

    /// What keeps it from being asked, whoever may be there.
    pub(crate) fn lacks_key(&self) -> bool {
        matches!(self.key, Key::Missing)
    }

    /// Asks once.
    pub(crate) fn ask(&self, body: &[u8]) -> Result<Answer, Trouble> {
        let mut request = self.agent.post(&self.address).content_type("application/json");
        if let Key::Known(key) = &self.key {
            request = request.header("Authorization", format!("Bearer {key}"));
        }
        let mut response = request.send(body).map_err(|e| self.trouble(&e))?;
        let status = response.status().as_u16();
        match status {
            200..=299 => {}
            300..=399 => {
                let to = header(&response, "location").unwrap_or("elsewhere");
                return Err(Trouble::Away(format!(
                    "{} sends us on to {to}, which is not followed",
                    self.address
                )));
            }
            429 | 500..=599 => {
                let wait = header(&response, "retry-after").and_then(|s| s.trim().parse().ok());
                let what = format!("{} answered with {status}", self.address);
                return Err(Trouble::Busy { what, wait: wait.map(Duration::from_secs) });
            }
            _ => return Err(Trouble::Away(format!("{} refused with {status}", self.address))),
        }
        let body = response.body_mut().with_config().limit(LARGEST).read_to_vec();
        let body = body.map_err(|e| self.trouble(&e))?;
        Answer::read(&body).map_err(|e| {
            Trouble::Unusable(format!("the answer of {} is not one of a chat completion: {e}", self.address))
        })
    }

    fn trouble(&self, e: &Error) -> Trouble {
        let address = &self.address;
        match e {
            Error::BodyExceedsLimit(_) => Trouble::Unusable(format!("the answer of {address} is too long")),
            Error::Timeout(_) => Trouble::Away(format!("{address} did not answer in time")),
            Error::Io(e) if is_refusal(e) => Trouble::Away(format!("nobody answers at {address}")),
            Error::HostNotFound | Error::ConnectionFailed => {
                Trouble::Away(format!("nobody answers at {address}"))
            }
            Error::Io(_) | Error::Protocol(_) => {
                Trouble::Busy { what: format!("{address} broke off its answer"), wait: None }
            }
            other => Trouble::Away(format!("{address} cannot be asked: {other}")),
        }
    }
}

fn is_refusal(e: &io::Error) -> bool {
    use io::ErrorKind::{
        AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable, NotFound, TimedOut,
    };
    matches!(
        e.kind(),
        ConnectionRefused | AddrNotAvailable | HostUnreachable | NetworkUnreachable | NotFound | TimedOut
    )
}

fn header<'r, B>(response: &'r Response<B>, name: &str) -> Option<&'r str> {
    response.headers().get(name).and_then(|value| value.to_str().ok())
}

/// What to do when the key is not in the environment.
pub(crate) fn missing_key(options: &Options) -> StageError {
    StageError::new(format!("the environment variable `{}` is not set", options.api_key_variable.trim()))
        .hint("set it to the key of the endpoint before the run; abstracts are left out without it")
}
