//! `watch` and `schedule`, and what signals do to a run.
#![cfg(unix)]
#![allow(clippy::panic, reason = "what was never said fails the test")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use crate::program::{call, folder, report};

const SAMPLE: &[u8] = include_bytes!("../../samples/reports/eau-en-ville.txt");

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program at work, and what it says on standard error, line by line.
struct AtWork {
    child: Child,
    lines: Receiver<String>,
    heard: String,
}

impl AtWork {
    fn new(folder: &Path, words: &[&str]) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_rapporteur-under-test"));
        let program = program.args(words).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let (sender, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines, heard: String::new() }
    }

    /// Waits for a line with these words in it.
    fn hear(&mut self, words: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("never heard `{words}`, only:\n{}", self.heard);
            };
            self.heard.push_str(&line);
            self.heard.push('\n');
            if line.contains(words) {
                return line;
            }
        }
    }

    fn send(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end; gives the exit code.
    fn end(mut self) -> Option<i32> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not end; it said:\n{}", self.heard);
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        let _ended = self.child.kill().is_ok();
        let _ended = self.child.wait().is_ok();
    }
}

fn lines(folder: &Path) -> usize {
    fs::read_to_string(folder.join("out/reports.jsonl")).map_or(0, |text| text.lines().count())
}

fn ask(port: &str) -> String {
    let mut stream = TcpStream::connect(port).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn new_files_are_done_when_they_have_stopped_growing() {
    let archive = folder(&[("in/a.txt", SAMPLE), ("disk/b.txt", SAMPLE)]);
    let path = archive.path().join("pipeline.toml");
    let pipeline = fs::read_to_string(&path).unwrap().replace("\"in/**/*\"", "\"in/**/*\", \"disk/**/*\"");
    fs::write(&path, &pipeline).unwrap();
    let mut watch =
        AtWork::new(archive.path(), &["watch", "--settle", "2", "--every", "1", "--metrics", "0"]);
    let port = watch.hear("figures for Prometheus at http://");
    let port = port.split("http://").nth(1).unwrap().trim_end_matches("/metrics").to_owned();
    watch.hear("2 done, ");
    assert_eq!(lines(archive.path()), 2);
    assert!(ask(&port).contains("outcome=\"done\"} 2\n"));
    // A file that grows for a while is read once, when it is whole.
    let growing = archive.path().join("in/c.txt");
    let mut file = fs::File::create(&growing).unwrap();
    for part in SAMPLE.chunks(SAMPLE.len() / 4 + 1) {
        file.write_all(part).unwrap();
        file.flush().unwrap();
        std::thread::sleep(Duration::from_millis(900));
    }
    watch.hear("1 done, ");
    assert_eq!(report(archive.path())["changes"]["new"], 1);
    assert_eq!(lines(archive.path()), 3);
    // A disk that is taken away is told, and changes nothing; other files are done all the same.
    fs::rename(archive.path().join("disk"), archive.path().join("away")).unwrap();
    watch.hear("disk is not there");
    assert_eq!(lines(archive.path()), 3);
    fs::write(archive.path().join("in/d.txt"), [SAMPLE, b"\n\nUne ligne de plus.\n"].concat()).unwrap();
    watch.hear("1 done, ");
    assert_eq!(
        (lines(archive.path()), report(archive.path())["missing"][0]["documents"].clone()),
        (4, 1.into())
    );
    fs::rename(archive.path().join("away"), archive.path().join("disk")).unwrap();
    watch.hear("disk is back");
    // A pipeline file with a mistake is not taken over, one without is.
    fs::write(&path, pipeline.replace("\"summarize\"", "\"sumarize\"")).unwrap();
    watch.send("-HUP");
    watch.hear("was not taken over, as it has mistakes");
    fs::write(&path, pipeline.replace("\"reports.jsonl\"", "\"all.jsonl\"")).unwrap();
    watch.send("-HUP");
    watch.hear("was read again");
    watch.hear("4 done, ");
    assert!(
        archive.path().join("out/all.jsonl").exists() && !archive.path().join("out/reports.jsonl").exists()
    );
    watch.send("-TERM");
    assert_eq!(watch.end(), Some(0));
}

#[test]
fn an_empty_folder_is_waited_for() {
    let archive = folder(&[]);
    let mut watch =
        AtWork::new(archive.path(), &["watch", "--settle", "1", "--every", "1", "--log-format", "json"]);
    watch.hear("watching the sources of");
    fs::create_dir(archive.path().join("in")).unwrap();
    fs::write(archive.path().join("in/a.txt"), SAMPLE).unwrap();
    let line = watch.hear("run-ended");
    let event: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&event["documents"]["done"], &event["exit_code"]), (&1.into(), &0.into()), "{line}");
    watch.send("-INT");
    assert_eq!(watch.end(), Some(0));
}

#[test]
fn a_run_that_was_missed_is_caught_up_or_skipped() {
    let archive = folder(&[("in/a.txt", SAMPLE)]);
    assert_eq!(call(archive.path(), &["run"]).code, 0);
    assert_eq!(call(archive.path(), &["schedule"]).code, 2, "there is no [schedule]");
    let path = archive.path().join("pipeline.toml");
    let pipeline = fs::read_to_string(&path).unwrap();
    let with = |missed: &str| {
        format!(
            "[schedule]\nat = \"0 2 1 1 *\"\ntime-zone = \"Europe/Paris\"\nmissed = \"{missed}\"\n{pipeline}"
        )
    };
    let last = archive.path().join("out/report.json");
    let mut old = report(archive.path());
    old["start"] = "2019-12-31T12:00:00Z".into();
    fs::write(&last, old.to_string()).unwrap();
    fs::write(&path, with("skip")).unwrap();
    let mut schedule = AtWork::new(archive.path(), &["schedule"]);
    schedule.hear("the run of Wed 2020-01-01 02:00 Europe/Paris was missed, and is skipped");
    schedule.hear("next run: ");
    schedule.send("-TERM");
    assert_eq!(schedule.end(), Some(0));
    assert_eq!(report(archive.path())["start"], "2019-12-31T12:00:00Z");
    fs::write(&path, with("catch-up")).unwrap();
    let mut schedule = AtWork::new(archive.path(), &["schedule"]);
    schedule.hear("was missed, and is caught up now");
    schedule.hear("1 unchanged");
    schedule.hear("next run: ");
    schedule.send("-TERM");
    assert_eq!(schedule.end(), Some(0));
    assert_ne!(report(archive.path())["start"], "2019-12-31T12:00:00Z");
}

#[test]
fn the_next_times_are_told() {
    let archive = folder(&[("in/a.txt", SAMPLE)]);
    let path = archive.path().join("pipeline.toml");
    let pipeline = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("[schedule]\nat = \"30 4 29 2 *\"\ntime-zone = \"Asia/Almaty\"\n{pipeline}"))
        .unwrap();
    let said = call(archive.path(), &["schedule", "--next", "3"]);
    let years: Vec<&str> =
        said.out.lines().map(|line| line.split_whitespace().nth(1).unwrap_or("")).collect();
    assert_eq!(years.len(), 3, "{}{}", said.out, said.err);
    assert!(years.iter().all(|day| day.ends_with("-02-29")), "{}", said.out);
    assert!(said.out.lines().all(|line| line.ends_with(" 04:30 Asia/Almaty")), "{}", said.out);
    assert_eq!(call(archive.path(), &["run"]).code, 0);
    let said = call(archive.path(), &["status"]);
    assert!(said.out.contains(&format!("\nnext run {}", "")) && said.out.contains(years[0]), "{}", said.out);
    let json: serde_json::Value =
        serde_json::from_str(&call(archive.path(), &["status", "--json"]).out).unwrap();
    assert_eq!(json["schedule"]["at"][0], "30 4 29 2 *");
}

#[test]
fn units_for_systemd() {
    let archive = folder(&[("in/a.txt", SAMPLE)]);
    let path = archive.path().join("pipeline.toml");
    let pipeline = fs::read_to_string(&path).unwrap();
    let head = "[pipeline]\nname = \"night & day\"\n[schedule]\nat = [\"0 2 * * *\", \"*/15 8-18 1 * MON-FRI\"]\n\
                time-zone = \"Europe/Paris\"\n";
    fs::write(&path, format!("{head}{pipeline}")).unwrap();
    fs::create_dir(archive.path().join("out")).unwrap();
    let said = call(archive.path(), &["schedule", "systemd", "--into", "units"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    let read = |kind: &str| {
        fs::read_to_string(archive.path().join(format!("units/rapporteur-night---day.{kind}"))).unwrap()
    };
    let (service, timer) = (read("service"), read("timer"));
    let base = archive.path().canonicalize().unwrap();
    for line in [
        format!("ReadWritePaths={}", base.join("out").display()),
        format!("ReadOnlyPaths=-{}", base.display()),
        "PrivateNetwork=yes".to_owned(),
        "ProtectSystem=strict".to_owned(),
        "NoNewPrivileges=yes".to_owned(),
        "MemoryMax=2048M".to_owned(),
    ] {
        assert!(service.lines().any(|l| l == line), "{line} is not in\n{service}");
    }
    assert!(timer.contains("OnCalendar=*-*-* 02:00:00 Europe/Paris\n") && timer.contains("Persistent=yes\n"));
    let shown = call(archive.path(), &["schedule", "systemd"]).out;
    assert!(shown.starts_with("# rapporteur-night---day.service\n[Unit]\n") && shown.contains(&timer));
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        println!("skipped: there is no systemd-analyze");
        return;
    }
    for line in timer.lines().filter_map(|line| line.strip_prefix("OnCalendar=")) {
        let said = Command::new("systemd-analyze").args(["calendar", line]).output().unwrap();
        assert!(said.status.success(), "{line}: {}", String::from_utf8_lossy(&said.stderr));
    }
    let units = ["service", "timer"].map(|kind| format!("units/rapporteur-night---day.{kind}"));
    let said = Command::new("systemd-analyze").arg("verify").args(units).current_dir(archive.path()).output();
    let said = said.unwrap();
    let complaints = String::from_utf8_lossy(&said.stderr);
    let ours: Vec<&str> = complaints.lines().filter(|line| line.contains("rapporteur-")).collect();
    assert!(ours.is_empty(), "{complaints}");
}

#[test]
fn a_run_that_is_asked_to_end_finishes_what_is_under_way() {
    // Far more than are done when the first are in their places: there must be something left to leave undone.
    const MANY: u64 = 600;
    for signal in ["-TERM", "-HUP", "-INT"] {
        let files: Vec<(String, Vec<u8>)> = (0..MANY)
            .map(|n| {
                (format!("in/{n:03}.txt"), [SAMPLE, format!("\n\nExemplaire {n}.\n").as_bytes()].concat())
            })
            .collect();
        let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        let archive = folder(&files);
        let path = archive.path().join("pipeline.toml");
        let pipeline = fs::read_to_string(&path).unwrap();
        let run = "[run]\nin-flight = 2\nworkers = 1\nlearn = false\n";
        let each = "[[export]]\nuse = \"json\"\nto = \"json/{stem}.json\"\n";
        fs::write(&path, format!("{run}{pipeline}{each}")).unwrap();
        let mut at_work = AtWork::new(archive.path(), &["run"]);
        at_work.hear("running ");
        let until = Instant::now() + PATIENCE;
        while !archive.path().join("out/json").exists() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
        at_work.send(signal);
        at_work.hear("finishing the documents under way");
        assert_eq!(at_work.end(), Some(1), "{signal}");
        let report = report(archive.path());
        assert_eq!(report["interrupted"], true, "{signal}");
        let done = report["documents"]["done"].as_u64().unwrap();
        assert!(done > 0 && done < MANY, "{signal}: {done}");
        assert_eq!(lines(archive.path()) as u64, done);
    }
}
