//! Ctrl-C: the first ends the run in order, the second leaves.

use rapporteur_engine::Stop;

use crate::output::Voice;

/// What shells expect of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// Ties Ctrl-C (and being asked to end by the system) to the stop of a run.
pub(crate) fn tie(stop: &Stop, voice: Voice) {
    let stop = stop.clone();
    let handler = move || {
        if stop.closed() {
            stop.abort();
            crate::logging::hide();
            voice.remark("left at once; exports of this run were not finished");
            std::process::exit(INTERRUPTED);
        }
        stop.close();
        voice.remark("finishing the documents under way; Ctrl-C again leaves at once");
    };
    if let Err(e) = ctrlc::set_handler(handler) {
        tracing::warn!("Ctrl-C will end the run at once: {e}");
    }
}
