//! What may happen between two runs: each is foretold, done, and compared with a run that knows nothing.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use rapporteur_engine::{Disk, Finished, Outcome, Progress, Sort, Stop, run, run_leaving};

use crate::house::House;

pub(crate) fn go(house: &House) -> Finished {
    let finished = house.run_on(&Disk::default());
    assert!(finished.trouble.is_none(), "{:?}", finished.trouble);
    finished
}

pub(crate) fn executed(finished: &Finished) -> Vec<u64> {
    finished.report.stages.0.iter().map(|(_, count)| count.executed).collect()
}

/// Runs once, lets something happen, and runs again: what is foretold comes true, reason by reason and stage by stage.
/// Each expectation is a name, the reason, and the stage that it begins with.
fn check(
    files: &[(&str, &str)],
    happen: impl FnOnce(&mut House),
    expected: &[(&str, &str, &str)],
    work: &[u64],
) -> Finished {
    let mut house = House::new(files);
    go(&house);
    happen(&mut house);
    let foretold = house.foretold();
    let said: Vec<_> = foretold
        .iter()
        .filter(|(_, (sort, ..))| *sort != Sort::Unchanged)
        .map(|(name, (_, why, from))| {
            let why = why.replace(&house.folder.path().display().to_string(), "~");
            (name.clone(), why, from.clone().unwrap_or_default())
        })
        .collect();
    let said: Vec<_> = said.iter().map(|(n, w, f)| (n.as_str(), w.as_str(), f.as_str())).collect();
    assert_eq!(said, expected);
    let finished = go(&house);
    // The run has done what was foretold.
    let c = &finished.report.changes;
    let count = |sort: Sort| foretold.values().filter(|(s, ..)| *s == sort).count() as u64;
    assert_eq!(
        (c.new, c.changed, c.moved, c.unchanged),
        (count(Sort::New), count(Sort::Content), count(Sort::Moved), count(Sort::Unchanged))
    );
    let mut redone: BTreeMap<String, u64> = BTreeMap::new();
    for (sort, why, _) in foretold.values() {
        if !matches!(sort, Sort::New | Sort::Content | Sort::Moved | Sort::Unchanged) {
            *redone.entry(why.clone()).or_default() += 1;
        }
    }
    assert_eq!(c.redone, redone);
    assert_eq!(executed(&finished), work, "{:?}", finished.report.stages);
    // It gives what a first run would give, and a third one has nothing to do.
    assert_eq!(house.exports(), house.afresh());
    let third = go(&house);
    let standing = third.report.documents.still_set_aside + third.report.documents.skipped;
    assert_eq!(standing, third.report.documents.ended(), "{:?}", third.report.changes);
    assert_eq!(executed(&third), vec![0; work.len()]);
    assert_eq!(house.exports(), house.afresh());
    finished
}

const THREE: &[(&str, &str)] =
    &[("a.txt", "first report"), ("b.txt", "second report"), ("c.txt", "third report")];

#[test]
fn nothing_at_all() {
    let finished = check(THREE, |_| {}, &[], &[0, 0]);
    assert_eq!(finished.report.documents.skipped, 3);
    assert_eq!(finished.report.stages.0[0].1.cached, 3);
}

#[test]
fn new_and_changed_and_touched_files() {
    let happen = |house: &mut House| {
        house.put("b.txt", "second report, corrected");
        house.put("b2.txt", "a report between");
        // The same content, written again.
        house.put("c.txt", "third report");
    };
    check(THREE, happen, &[("b.txt", "its content changed", "read"), ("b2.txt", "new", "read")], &[2, 2]);
}

#[test]
fn the_same_size_and_another_content() {
    let happen = |house: &mut House| house.put("a.txt", "frist report");
    check(THREE, happen, &[("a.txt", "its content changed", "read")], &[1, 1]);
}

#[test]
fn an_option_of_a_late_stage() {
    let happen = |house: &mut House| house.mark = "with = \"!\"".to_owned();
    let why = "option `with` of `mark` changed";
    check(THREE, happen, &[("a.txt", why, "mark"), ("b.txt", why, "mark"), ("c.txt", why, "mark")], &[0, 3]);
}

#[test]
fn an_option_of_an_early_stage() {
    let happen = |house: &mut House| house.read = "width = 3".to_owned();
    let why = "option `width` of `read` changed";
    check(&THREE[..1], happen, &[("a.txt", why, "read")], &[1, 1]);
}

#[test]
fn a_new_version_of_a_stage() {
    let happen = |house: &mut House| house.version = 2;
    check(&THREE[..1], happen, &[("a.txt", "`mark` has version 2 in place of 1", "mark")], &[0, 1]);
}

#[test]
fn a_file_that_a_stage_uses() {
    let mut house = House::new(&THREE[..1]);
    fs::write(house.path("words.txt"), "one").unwrap();
    house.mark = "words = \"words.txt\"".to_owned();
    go(&house);
    fs::write(house.path("words.txt"), "two").unwrap();
    let words = house.path("words.txt").display().to_string();
    let (sort, why, from) = house.foretold().remove("a.txt").unwrap();
    assert_eq!(
        (sort, why, from.as_deref()),
        (Sort::Stage, format!("{words}, which `mark` uses, changed"), Some("mark"))
    );
    assert_eq!(executed(&go(&house)), [0, 1]);
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn stages_come_and_go() {
    let another = "[[stage]]\nuse = \"mark\"\nid = \"twice\"\nwith = \"?\"\n";
    let happen = |house: &mut House| house.more = another.to_owned();
    check(&THREE[..1], happen, &[("a.txt", "stage `twice` was added", "twice")], &[0, 0, 1]);
    let mut house = House::new(&THREE[..1]);
    house.more = another.to_owned();
    go(&house);
    house.more.clear();
    assert_eq!(house.foretold()["a.txt"].1, "a stage was taken out");
    go(&house);
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn an_option_of_an_export() {
    let happen = |house: &mut House| house.lines = "upper = true".to_owned();
    check(&THREE[..1], happen, &[("a.txt", "option `upper` of `lines` changed", "")], &[0, 0]);
}

#[test]
fn a_new_export() {
    let mut house = House::new(THREE);
    house.files = false;
    go(&house);
    house.files = true;
    assert_eq!(house.foretold()["b.txt"].1, "export `files` does not have it yet");
    assert_eq!(executed(&go(&house)), [0, 0]);
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn outputs_that_somebody_deleted_or_altered() {
    let happen = |house: &mut House| {
        fs::remove_file(house.path("out/files/a.txt")).unwrap();
        let altered = house.path("out/files/c.txt");
        let text = fs::read_to_string(&altered).unwrap();
        fs::write(altered, text.replace("third", "THIRD")).unwrap();
    };
    let expected = [
        ("a.txt", "~/out/files/a.txt is missing or was altered", ""),
        ("c.txt", "~/out/files/c.txt is missing or was altered", ""),
    ];
    check(THREE, happen, &expected, &[0, 0]);
    let happen = |house: &mut House| fs::remove_file(house.path("out/all/lines.txt")).unwrap();
    let why = "~/out/all/lines.txt is missing or was altered";
    check(THREE, happen, &[("a.txt", why, ""), ("b.txt", why, ""), ("c.txt", why, "")], &[0, 0]);
    // What is assembled is made of parts that are kept: no document is touched for it.
    let happen = |house: &mut House| fs::remove_file(house.path("out/index.txt")).unwrap();
    check(THREE, happen, &[], &[0, 0]);
    let happen = |house: &mut House| fs::write(house.path("out/index.txt"), "by hand").unwrap();
    check(THREE, happen, &[], &[0, 0]);
    // Brought back from a copy: another time, the same content.
    let happen = |house: &mut House| {
        let file = house.path("out/all/lines.txt");
        let text = fs::read(&file).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        fs::write(file, text).unwrap();
    };
    check(THREE, happen, &[], &[0, 0]);
}

#[test]
fn files_move() {
    let happen = |house: &mut House| {
        fs::create_dir(house.path("in/old")).unwrap();
        fs::rename(house.path("in/b.txt"), house.path("in/old/b9.txt")).unwrap();
    };
    let finished = check(THREE, happen, &[("b9.txt", "moved from ~/in/b.txt", "")], &[0, 0]);
    assert!(finished.report.removed.is_empty(), "it is not gone");
}

#[test]
fn a_stage_that_minds_where_files_lie() {
    let mut house = House::new(&[("old/a.txt", "first report"), ("b.txt", "second report")]);
    house.mark = "place = true".to_owned();
    go(&house);
    assert!(house.exports()["all/lines.txt"].contains("first report in old\n"));
    fs::create_dir(house.path("in/new")).unwrap();
    fs::rename(house.path("in/old/a.txt"), house.path("in/new/a.txt")).unwrap();
    let (sort, _, from) = house.foretold().remove("a.txt").unwrap();
    assert_eq!((sort, from.as_deref()), (Sort::Moved, Some("mark")));
    assert_eq!(executed(&go(&house)), [0, 1]);
    assert!(house.exports()["all/lines.txt"].contains("first report in new\n"));
    assert_eq!(house.exports(), house.afresh());
    house.mark = "when = { path = \"**/new/*\" }\nwith = \"!\"".to_owned();
    go(&house);
    fs::rename(house.path("in/new/a.txt"), house.path("in/old/a.txt")).unwrap();
    go(&house);
    assert!(house.exports()["all/lines.txt"].contains("first report\n"));
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn an_export_goes_elsewhere() {
    let mut house = House::new(THREE);
    go(&house);
    house.index = "to = \"lists/all.txt\"".to_owned();
    go(&house);
    assert!(!house.path("out/index.txt").exists());
    assert_eq!(house.exports(), house.afresh());
    // What somebody has written there since is theirs.
    fs::write(house.path("out/lists/all.txt"), "by hand").unwrap();
    house.index = "to = \"lists/again.txt\"".to_owned();
    go(&house);
    assert_eq!(house.exports()["lists/all.txt"], "by hand");
}

#[test]
fn files_go() {
    let happen = |house: &mut House| fs::remove_file(house.path("in/b.txt")).unwrap();
    let finished = check(THREE, happen, &[], &[0, 0]);
    assert_eq!(finished.report.removed.len(), 1);
    let happen = |house: &mut House| fs::remove_file(house.path("in/c.txt")).unwrap();
    check(THREE, happen, &[], &[0, 0]);
}

#[test]
fn names_pass_on_to_the_next() {
    let same = [("a/x.txt", "one"), ("b/x.txt", "two"), ("c/x.txt", "three")];
    let happen = |house: &mut House| fs::remove_file(house.path("in/a/x.txt")).unwrap();
    let mut house = House::new(&same);
    go(&house);
    happen(&mut house);
    let finished = go(&house);
    assert_eq!(executed(&finished), [0, 0]);
    assert_eq!(house.exports(), house.afresh());
    assert!(!house.path("out/files/x-3.txt").exists());
    // And back: the others have to make room.
    house.put("a/x.txt", "none");
    go(&house);
    assert_eq!(house.exports(), house.afresh());
    assert_eq!(executed(&go(&house)), [0, 0]);
}

#[test]
fn what_failed_for_good_is_left_alone() {
    let files = [("a.txt", "first report"), ("b.txt", "it is broken")];
    let finished = check(&files, |_| {}, &[], &[0, 0]);
    assert_eq!(finished.exit_code(), 1, "it is still set aside");
    assert_eq!((finished.report.set_aside[0].tries, finished.report.set_aside[0].passing), (1, false));
    let happen = |house: &mut House| house.mark = "with = \"!\"".to_owned();
    check(&files, happen, &[("a.txt", "option `with` of `mark` changed", "mark")], &[0, 1]);
    let happen = |house: &mut House| house.read = "timeout-seconds = 7".to_owned();
    check(&files, happen, &[("b.txt", "it had failed, and a limit or an export changed", "read")], &[1, 0]);
    let happen = |house: &mut House| house.put("b.txt", "it is whole");
    let finished = check(&files, happen, &[("b.txt", "its content changed", "read")], &[1, 1]);
    assert_eq!(finished.report.archive.unwrap().recovered.len(), 1);
    let mut house = House::new(&files);
    go(&house);
    house.overrides.retry = true;
    assert_eq!(house.foretold()["b.txt"].1, "asked for again; it had failed: it is broken");
    let finished = go(&house);
    assert_eq!((executed(&finished)[0], finished.report.set_aside[0].tries), (1, 2));
}

#[test]
fn what_may_pass_is_tried_again() {
    let house = House::new(&[("a.txt", "first report"), ("b.txt", "the disk is away")]);
    go(&house);
    assert_eq!(house.foretold()["b.txt"].1, "it had failed, which may pass: the disk is away");
    let finished = go(&house);
    assert_eq!((executed(&finished), finished.report.set_aside[0].tries), (vec![1, 0], 2));
    assert!(finished.report.set_aside[0].passing);
}

#[test]
fn what_was_missing_is_there_now() {
    let files = [("a.txt", "first report"), ("b.txt", "half a report")];
    let happen = |house: &mut House| fs::write(house.path("tool"), "").unwrap();
    check(&files, happen, &[("b.txt", "what is installed on this machine changed", "read")], &[1, 1]);
}

#[test]
fn everything_anew() {
    let mut house = House::new(THREE);
    go(&house);
    house.overrides.fresh = true;
    let finished = go(&house);
    assert_eq!(finished.report.changes.redone["everything is done anew"], 3);
    assert_eq!(executed(&finished), [3, 3]);
    house.overrides.fresh = false;
    assert_eq!(executed(&go(&house)), [0, 0]);
    house.run = "ledger = \"off\"".to_owned();
    assert_eq!(executed(&go(&house)), [3, 3]);
}

#[test]
fn what_is_learned_counts() {
    let mut house = House::new(THREE);
    house.more = "[[stage]]\nuse = \"known\"\n".to_owned();
    let first = go(&house);
    assert_eq!(executed(&first), [3, 3, 3]);
    assert!(house.exports()["all/lines.txt"].contains("first report of 3"));
    house.put("d.txt", "fourth report");
    assert_eq!(executed(&go(&house)), [1, 1, 1]);
    house.put("e.txt", "fifth report");
    house.put("f.txt", "sixth report");
    let why = "what `known` has learned from the archive changed";
    assert_eq!((house.foretold()["a.txt"].1.as_str(), house.foretold()["e.txt"].1.as_str()), (why, "new"));
    let finished = go(&house);
    assert_eq!(finished.report.changes.redone[why], 4);
    assert_eq!(executed(&finished)[0], 2, "only the new ones are read: {:?}", finished.report.changes);
    assert!(house.exports()["all/lines.txt"].contains("first report of 6"));
    assert_eq!(house.exports(), house.afresh());
}

/// Half a file teaches what the whole one would not.
#[test]
fn a_file_that_is_still_growing_teaches_nothing() {
    let mut house = House::new(THREE);
    house.more = "[[stage]]\nuse = \"known\"\n".to_owned();
    house.put("d.txt", "fourth rep");
    let leave = [house.path("in/d.txt")].into();
    let finished = run_leaving(&house.pipeline(), &Stop::default(), &(), &leave);
    assert_eq!((finished.report.changes.new, executed(&finished)), (3, vec![3, 3, 3]));
    let learned = fs::read_to_string(house.path("out/learned/known.tsv")).unwrap();
    assert!(house.exports()["all/lines.txt"].contains("first report of 3"), "{learned}");
    house.put("d.txt", "fourth report");
    assert_eq!(executed(&go(&house)), [1, 1, 1]);
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn damaged_caches_and_ledgers_are_no_harm() {
    for (damage, told) in [("snapshots", 3), ("cache", 0), ("ledger.sqlite", 0)] {
        let mut house = House::new(THREE);
        go(&house);
        let mut open = vec![house.path("out").join(if damage == "snapshots" { "cache" } else { damage })];
        while let Some(path) = open.pop() {
            match fs::read_dir(&path) {
                Ok(entries) => open.extend(entries.map(|e| e.unwrap().path())),
                Err(_) if damage == "snapshots" => {
                    let mut bytes = fs::read(&path).unwrap();
                    let starts: Vec<usize> =
                        (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"rapport")).collect();
                    starts.into_iter().for_each(|at| bytes[at + 60] ^= 0x55);
                    fs::write(&path, bytes).unwrap();
                }
                Err(_) => fs::write(&path, "scribble over it, from beginning to end".repeat(30)).unwrap(),
            }
        }
        for more in ["-wal", "-shm"] {
            let _there = fs::remove_file(house.path("out").join(format!("ledger.sqlite{more}"))).is_ok();
        }
        house.mark = "with = \"!\"".to_owned();
        let finished = go(&house);
        assert_eq!(finished.report.changes.damaged, told, "{damage}");
        assert_eq!(house.exports(), house.afresh(), "{damage}");
        assert_eq!(executed(&go(&house)), [0, 0]);
    }
}

/// Ends the run with the first document that ended.
struct Impatient(Stop);

impl Progress for Impatient {
    fn ended(&self, _: &Path, _: Outcome) {
        self.0.close();
    }
}

#[test]
fn a_run_that_is_ended_early_keeps_what_it_did_not_come_to() {
    let files: Vec<(String, String)> =
        (0..40).map(|n| (format!("{n:02}.txt"), format!("report {n}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let mut house = House::new(&files);
    house.run = "in-flight = 2\nworkers = 1".to_owned();
    go(&house);
    let before = house.exports();
    house.mark = "with = \"!\"".to_owned();
    fs::remove_file(house.path("in/39.txt")).unwrap();
    let stop = Stop::default();
    let finished = run(&house.pipeline(), &stop, &Impatient(stop.clone()));
    assert!(finished.report.interrupted && finished.trouble.is_none());
    let now = house.exports();
    assert_eq!(now.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    let lines = &now["all/lines.txt"];
    assert_eq!(lines.lines().count(), 41, "{lines}");
    assert!(lines.contains("00.txt: report 0!\n") && lines.contains("38.txt: report 38\n"), "{lines}");
    let rest = go(&house);
    assert!(executed(&rest)[1] < 40 && executed(&rest)[0] == 0, "{:?}", rest.report.stages);
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn two_runs_at_once_on_one_output() {
    let house = House::new(THREE);
    go(&house);
    let before = house.exports();
    let lock = fs::File::options().write(true).open(house.path("out/.rapporteur/lock")).unwrap();
    lock.lock().unwrap();
    let finished = house.run_on(&Disk::default());
    assert_eq!(finished.exit_code(), 2);
    let said = finished.trouble.unwrap().message;
    assert!(
        said.contains("another run is at work on") && said.contains(&std::process::id().to_string()),
        "{said}"
    );
    assert_eq!(house.exports(), before);
}
