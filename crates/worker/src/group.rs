//! The group of a process: all that it has started, and that did not leave it.

use std::process::Child;

/// Ends what a process has started and left in its group.
#[cfg(unix)]
pub(crate) fn end(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    // Nobody may be left in it.
    let _gone = kill_process_group(Pid::from_child(child), Signal::KILL).is_ok();
}

/// Ends this process with all that it has started, when it has a group of its own. Otherwise it does nothing: the others
/// in the group are somebody else's.
#[cfg(unix)]
pub(crate) fn end_own() {
    use rustix::process::{Signal, getpgrp, getpid, kill_process_group};
    if getpgrp() == getpid() {
        let _refused = kill_process_group(getpid(), Signal::KILL).is_err();
    }
}

#[cfg(not(unix))]
pub(crate) fn end(_: &Child) {}

#[cfg(not(unix))]
pub(crate) fn end_own() {}
