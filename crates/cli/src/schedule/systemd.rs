//! A service and a timer for systemd, so that no program of ours need stand by.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rapporteur_config::{Missed, Pipeline, Schedule};

use crate::{
    complaint::{Complaint, DONE},
    output::{self, Voice},
};

/// Stages that open connections.
const CONNECTED: &[&str] = &["abstract"];
/// Stages that start programs of the user's.
const PROGRAMS: &[&str] = &["command"];
/// Memory beside the documents in flight, in MiB: vocabularies, word lists, the stages' own.
const BESIDE: u64 = 1024;

/// Writes the two files, or shows them.
pub(crate) fn write(
    pipeline: &Pipeline,
    schedule: &Schedule,
    into: Option<&Path>,
    voice: Voice,
) -> Result<u8, Complaint> {
    let name = format!("rapporteur-{}", plain(&pipeline.name));
    let files = [("service", service(pipeline, &name)?), ("timer", timer(pipeline, schedule)?)];
    for (kind, text) in &files {
        let Some(folder) = into else {
            output::result(&format!("# {name}.{kind}\n{text}\n"))?;
            continue;
        };
        let path = folder.join(format!("{name}.{kind}"));
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
        written.map_err(|e| Complaint::new(format!("cannot write {}: {e}", path.display())))?;
        voice.remark(&format!("wrote {}", path.display()));
    }
    Ok(DONE)
}

fn timer(pipeline: &Pipeline, schedule: &Schedule) -> Result<String, Complaint> {
    let zone = schedule.zone.as_ref().and_then(|zone| zone.iana_name());
    let mut lines = Vec::new();
    for at in &schedule.at {
        let said = at.on_calendar(zone).ok_or_else(|| {
            Complaint::new(format!("systemd has no words for the time \"{}\"", at.text))
                .hint("`rapporteur schedule` in the foreground knows it; or write it without L, W and #")
        })?;
        lines.extend(said.into_iter().map(|line| format!("OnCalendar={line}\n")));
    }
    let persistent = if schedule.missed == Missed::CatchUp { "yes" } else { "no" };
    Ok(format!(
        "[Unit]\nDescription=Times of rapporteur for {}\n\n[Timer]\n{}AccuracySec=1min\n\
         # Whether a run that was missed while the machine was off is made up for.\nPersistent={persistent}\n\n\
         [Install]\nWantedBy=timers.target\n",
        said(&pipeline.name),
        lines.concat()
    ))
}

fn service(pipeline: &Pipeline, name: &str) -> Result<String, Complaint> {
    let program =
        std::env::current_exe().map_err(|e| Complaint::new(format!("cannot find this program: {e}")))?;
    let file = absolute(&pipeline.path)?;
    let folder = file.parent().unwrap_or(Path::new("/"));
    let out = absolute(&pipeline.out)?;
    let mut text = format!("[Unit]\nDescription=rapporteur for {}\n", said(&pipeline.name));
    text.push_str(&format!("# Before the first run: mkdir -p {}\n", out.display()));
    text.push_str(&format!("RequiresMountsFor={}\n\n[Service]\nType=oneshot\n", quoted(&out)));
    text.push_str(&format!("ExecStart={} run {}\n", command(&program), command(&file)));
    text.push_str(&format!("WorkingDirectory={}\n", value(folder)));
    text.push_str(&user());
    text.push_str(
        "# 1: done, with documents set aside or a folder newly out of sight; report.html says which.\nSuccessExitStatus=1\n\
         # SIGTERM finishes the documents under way.\nKillMode=mixed\nTimeoutStopSec=10min\n\
         Nice=10\nIOSchedulingClass=idle\n",
    );
    text.push_str(&memory(pipeline));
    text.push_str(&format!("# {name} reads its sources, and writes into its output folder alone.\n"));
    text.push_str("ProtectSystem=strict\nProtectHome=read-only\n");
    let roots = roots(pipeline)?;
    roots.iter().for_each(|root| text.push_str(&format!("ReadOnlyPaths=-{}\n", quoted(root))));
    text.push_str(&format!("ReadWritePaths={}\n", quoted(&out)));
    text.push_str(&network(pipeline));
    let passing = |path: &PathBuf| path.starts_with("/tmp") || path.starts_with("/var/tmp");
    if !roots.iter().chain([&out]).any(passing) {
        text.push_str("PrivateTmp=yes\n");
    }
    text.push_str(
        "NoNewPrivileges=yes\nPrivateDevices=yes\nProtectClock=yes\nProtectHostname=yes\n\
         ProtectControlGroups=yes\nProtectKernelLogs=yes\nProtectKernelModules=yes\nProtectKernelTunables=yes\n\
         LockPersonality=yes\nRestrictNamespaces=yes\nRestrictRealtime=yes\nRestrictSUIDSGID=yes\n\
         CapabilityBoundingSet=\nSystemCallArchitectures=native\n",
    );
    Ok(text)
}

/// How much memory it may have, and what happens then.
fn memory(pipeline: &Pipeline) -> String {
    let children: u64 =
        pipeline.stages.iter().filter(|stage| stage.isolate).map(|stage| stage.memory_mib).sum();
    let most = pipeline.run.in_flight_mib.saturating_mul(2).saturating_add(BESIDE).saturating_add(children);
    let alone = "# A process that reads files costs its document when memory is short, not the night.\nOOMPolicy=continue\n";
    format!(
        "MemoryMax={most}M\n{}# Fewer heaps in the C library: a quarter less memory, at no cost that could be measured.\n\
         Environment=MALLOC_ARENA_MAX=2\n\n",
        if children > 0 { alone } else { "" }
    )
}

/// Whose files it reads and writes: those of whoever asks.
fn user() -> String {
    let name = ["SUDO_USER", "USER", "LOGNAME"].iter().find_map(|variable| std::env::var(variable).ok());
    match name.filter(|name| name != "root" && !name.is_empty() && plain(name) == *name) {
        Some(name) => format!("User={name}\n"),
        None => "# Name a user who may read the sources and write the output folder; without one it is root.\n#User=\n"
            .to_owned(),
    }
}

fn network(pipeline: &Pipeline) -> String {
    let one_of = |names: &[&str]| pipeline.stages.iter().find(|stage| names.contains(&stage.name));
    if let Some(stage) = one_of(CONNECTED) {
        return format!("# The stage `{}` asks an endpoint.\nPrivateNetwork=no\n", stage.id);
    }
    let called = if pipeline.run.after.is_empty() { None } else { Some("after") };
    match one_of(PROGRAMS).map(|stage| stage.id.as_str()).or(called) {
        Some(what) => {
            format!(
                "# `{what}` starts a program of yours: should it need the network, say no here.\nPrivateNetwork=yes\n"
            )
        }
        None => "PrivateNetwork=yes\n".to_owned(),
    }
}

/// The folders that are read, each once, without those below another one.
fn roots(pipeline: &Pipeline) -> Result<Vec<PathBuf>, Complaint> {
    let mut roots = vec![absolute(pipeline.base())?];
    for step in &pipeline.sources {
        for root in pipeline.open(step)?.roots() {
            roots.push(absolute(&root)?);
        }
    }
    roots.sort();
    let mut kept: Vec<PathBuf> = Vec::new();
    for root in roots {
        if !kept.iter().any(|above| root.starts_with(above)) {
            kept.push(root);
        }
    }
    Ok(kept)
}

fn absolute(path: &Path) -> Result<PathBuf, Complaint> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let path = std::path::absolute(path).map_err(|e| Complaint::new(format!("{}: {e}", path.display())))?;
    // `.` at the end says nothing.
    Ok(path.components().collect())
}

/// A name that a unit may have.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect()
}

/// Text in which systemd is to see no signs: `%` begins one of its own.
fn said(text: &str) -> String {
    text.replace('%', "%%").replace(|c: char| c.is_control(), " ")
}

/// A path to the end of the line.
fn value(path: &Path) -> String {
    said(&path.display().to_string())
}

/// A path among others.
fn quoted(path: &Path) -> String {
    let text = value(path);
    if text.contains([' ', '"', '\'', '\\']) {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        text
    }
}

/// A path as a word of a command, in which `$` begins a variable.
fn command(path: &Path) -> String {
    quoted(path).replace('$', "$$")
}
