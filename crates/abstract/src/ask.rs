//! Asking until there is an answer, or no use.

use std::time::Duration;

use crate::{
    answer::Answer,
    endpoint::{Endpoint, Trouble},
    options::Options,
};

/// Nobody waits longer than this for a busy endpoint.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// So long between looks at whether the run was ended.
const NAP: Duration = Duration::from_millis(50);

/// An endpoint with patience.
#[derive(Debug)]
pub(crate) struct Asker {
    endpoint: Endpoint,
    retries: u32,
    /// The first pause.
    pause: Duration,
}

impl Asker {
    /// With the patience of the options.
    pub(crate) fn new(options: &Options) -> Self {
        Self { endpoint: Endpoint::new(options), retries: options.retries, pause: Duration::from_millis(500) }
    }

    /// The endpoint.
    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Asks, waits and asks again, until there is an answer or no use, or the run is ended.
    pub(crate) fn ask(&self, body: &[u8], ended: &dyn Fn() -> bool) -> Result<Answer, Trouble> {
        let mut pause = self.pause;
        for retry in 0.. {
            let trouble = match self.endpoint.ask(body) {
                Err(Trouble::Busy { what, wait }) => Trouble::Busy { what, wait },
                other => return other,
            };
            let Trouble::Busy { wait, .. } = &trouble else { return Err(trouble) };
            if retry >= self.retries || !sleep(wait.unwrap_or(pause).min(LONGEST_PAUSE), ended) {
                return Err(trouble);
            }
            tracing::debug!(retry, "asking again: {}", trouble.message());
            pause = pause.saturating_mul(2);
        }
        Err(Trouble::Away("the endpoint was not asked".to_owned()))
    }
}

/// Sleeps, unless the run is ended meanwhile.
fn sleep(pause: Duration, ended: &dyn Fn() -> bool) -> bool {
    let mut left = pause;
    while !left.is_zero() {
        if ended() {
            return false;
        }
        let nap = left.min(NAP);
        std::thread::sleep(nap);
        left = left.saturating_sub(nap);
    }
    !ended()
}
