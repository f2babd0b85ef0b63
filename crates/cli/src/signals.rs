//! What a person or the system asks of a run under way: Ctrl-C and SIGTERM end it in order, the second time at once;
//! SIGHUP tells a program that stands by to read its pipeline file again, and ends a run of its own in order, since the
//! terminal it was started from is gone.

use std::{io, time::Duration};

use rapporteur_engine::Stop;

use crate::output::Voice;

/// How long the programs that stages have started are given to be ended, when everything ends at once.
const PROGRAMS: Duration = Duration::from_millis(100);

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To end; with the exit code that shells expect of a program that left at once for it.
    End(i32),
    /// To read the pipeline file again.
    HangUp,
}

/// Ties what is asked to the stop of a run.
pub(crate) fn tie(stop: &Stop, voice: Voice) {
    let stop = stop.clone();
    listen(move |asked| match asked {
        Asked::End(code) if stop.closed() => leave(&stop, code, voice),
        Asked::HangUp if stop.closed() => {}
        Asked::End(_) | Asked::HangUp => drain(&stop, voice),
    });
}

/// Ends a run in order.
pub(crate) fn drain(stop: &Stop, voice: Voice) {
    stop.close();
    voice.remark("finishing the documents under way; Ctrl-C again leaves at once");
}

/// Leaves without waiting. What was not finished is done by the next run.
pub(crate) fn leave(stop: &Stop, code: i32, voice: Voice) {
    stop.abort();
    // Whoever waits for a program that it has started looks at the handle often, and ends the program.
    std::thread::sleep(PROGRAMS);
    crate::logging::hide();
    voice.remark("left at once; exports of this run were not finished");
    std::process::exit(code);
}

/// After a run that somebody leaves at once: the exit code is that of the signal, and comes in a moment.
pub(crate) fn leaving(stop: &Stop) {
    if stop.aborted() {
        std::thread::sleep(PROGRAMS * 20);
    }
}

/// Has everything that is asked told from now on, on a thread of its own.
pub(crate) fn listen(hear: impl FnMut(Asked) + Send + 'static) {
    if let Err(e) = start(hear) {
        tracing::warn!("Ctrl-C will end the run at once: {e}");
    }
}

#[cfg(unix)]
fn start(mut hear: impl FnMut(Asked) + Send + 'static) -> io::Result<()> {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    // Whoever starts a program with `nohup` wants it to outlive the terminal.
    if !hang_up_is_ignored() {
        signals.add_signal(SIGHUP)?;
    }
    let thread = std::thread::Builder::new().name("signals".to_owned());
    thread.spawn(move || {
        for signal in signals.forever() {
            // 128 and the signal's number: what shells say of a program that a signal has ended.
            hear(if signal == SIGHUP { Asked::HangUp } else { Asked::End(128 + signal) });
        }
    })?;
    Ok(())
}

/// Whether SIGHUP was ignored when this program was started.
#[cfg(unix)]
fn hang_up_is_ignored() -> bool {
    // Elsewhere than on Linux there is no such file, and nothing is known.
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return false };
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[cfg(not(unix))]
fn start(mut hear: impl FnMut(Asked) + Send + 'static) -> io::Result<()> {
    ctrlc::set_handler(move || hear(Asked::End(130))).map_err(io::Error::other)
}
