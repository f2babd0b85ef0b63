//! Limits that a child sets for itself before it touches a document.

/// Limits the memory of this process; why not, where that cannot be done.
#[cfg(unix)]
pub(super) fn memory(mib: u64) -> Result<(), String> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let lower = |resource, most: u64| {
        let Rlimit { current, maximum } = getrlimit(resource);
        let most = current.map_or(most, |current| current.min(most));
        setrlimit(resource, Rlimit { current: Some(most), maximum })
    };
    // Thousands of files with the memory of broken children would fill a disk. That there are none is no promise.
    let _kept = lower(Resource::Core, 0).is_err();
    lower(Resource::As, mib << 20).map_err(|e| format!("the system refused: {e}"))
}

#[cfg(not(unix))]
pub(super) fn memory(_: u64) -> Result<(), String> {
    Err("this system has no such limits".to_owned())
}

/// Where the system is short of memory, this process is to end before its parent: that costs a document, not the run. Told
/// to the system where it can be; elsewhere it chooses by itself.
pub(super) fn offer() {
    if cfg!(target_os = "linux") {
        let _deaf = std::fs::write("/proc/self/oom_score_adj", "500").is_err();
    }
}

/// Ends this process when it has used so many seconds of processor time from now on. A backstop behind the time that the
/// parent measures; where the system refuses, that one holds alone.
#[cfg(unix)]
pub(super) fn processor(limit: std::time::Duration) {
    use rustix::{
        process::{Resource, Rlimit, getrlimit, setrlimit},
        time::{ClockId, clock_gettime},
    };
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    // Both are cut to whole seconds.
    let most = used.saturating_add(limit.as_secs()).saturating_add(2);
    let maximum = getrlimit(Resource::Cpu).maximum;
    let most = maximum.map_or(most, |maximum| maximum.min(most));
    let _refused = setrlimit(Resource::Cpu, Rlimit { current: Some(most), maximum }).is_err();
}

#[cfg(not(unix))]
pub(super) fn processor(_: std::time::Duration) {}
