//! Files that the sources do not give for a while, and such as are gone for good.

use std::fs;

use rapporteur_engine::{Disk, Sort};

use crate::{
    house::House,
    situations::{executed, go},
};

/// Reports in a folder and on a disk that may be taken away.
fn two_folders() -> House {
    let mut house = House::new(&[
        ("a.txt", "first report"),
        ("../disk/b.txt", "second"),
        ("../disk/c.txt", "it is broken"),
    ]);
    house.put("../disk/d/a.txt", "another of that name");
    house.source = "include = [\"disk\", \"in\"]".to_owned();
    go(&house);
    house
}

fn take_away(house: &House) {
    fs::rename(house.path("disk"), house.path("elsewhere")).unwrap();
}

fn bring_back(house: &House) {
    fs::rename(house.path("elsewhere"), house.path("disk")).unwrap();
}

#[test]
fn a_disk_that_is_away_leaves_the_exports_as_they_are() {
    for mount_point in [false, true] {
        let house = two_folders();
        let before = house.exports();
        take_away(&house);
        if mount_point {
            fs::create_dir(house.path("disk")).unwrap();
        }
        assert_eq!(house.foretold()["b.txt"].0, Sort::Kept);
        let finished = go(&house);
        assert_eq!((finished.exit_code(), finished.report.removed.len()), (1, 0));
        let missing = &finished.report.missing;
        assert_eq!((missing.len(), missing[0].documents), (1, 3), "{missing:?}");
        assert_eq!(missing[0].folder, house.path("disk"));
        assert_eq!(finished.report.documents.still_set_aside, 1, "its record stays");
        assert_eq!(fs::read_dir(house.path("out/set-aside")).unwrap().count(), 1);
        assert_eq!(executed(&finished), [0, 0]);
        assert_eq!(house.exports(), before);
        if mount_point {
            fs::remove_dir(house.path("disk")).unwrap();
        }
        bring_back(&house);
        let finished = go(&house);
        assert_eq!(executed(&finished), [0, 0]);
        assert!(finished.report.missing.is_empty());
        assert_eq!(house.exports(), before);
    }
}

#[test]
fn what_changes_meanwhile_is_made_of_what_was_kept() {
    let mut house = two_folders();
    house.lines = "upper = true".to_owned();
    let whole = house.afresh();
    take_away(&house);
    go(&house);
    assert_eq!(house.exports(), whole);
    // Without what was kept, the documents have to leave the file that is made anew, and no other.
    house.lines = String::new();
    fs::remove_dir_all(house.path("out/cache")).unwrap();
    let finished = go(&house);
    assert_eq!(finished.report.missing[0].documents, 3);
    assert!(!house.exports()["all/lines.txt"].contains("second"));
    assert_eq!(house.exports()["files/b.txt"], whole["files/b.txt"]);
    // A stage that works in another way meets them when they are back.
    house.mark = "with = \"!\"".to_owned();
    go(&house);
    bring_back(&house);
    go(&house);
    assert_eq!(house.exports(), house.afresh());
    assert_eq!(executed(&go(&house)), [0, 0]);
}

/// The night in which a folder goes out of sight is news; the nights after it are not.
#[test]
fn a_folder_that_stays_empty_is_told_and_fails_no_second_night() {
    for everything in [false, true] {
        let mut house = House::new(&[("a.txt", "first report"), ("b.txt", "second")]);
        house.put("../disk/c.txt", "third");
        house.source = "include = [\"disk\", \"in\"]".to_owned();
        go(&house);
        let before = house.exports();
        fs::remove_file(house.path("disk/c.txt")).unwrap();
        if everything {
            fs::remove_file(house.path("in/a.txt")).unwrap();
            fs::remove_file(house.path("in/b.txt")).unwrap();
        }
        let first = house.run_on(&Disk::default());
        assert!(first.trouble.is_none(), "{:?}", first.trouble);
        assert_eq!(first.exit_code(), 1);
        assert_eq!((first.report.missing[0].runs, first.report.missing[0].duration()), (1, String::new()));
        let since = first.report.start.clone();
        assert_eq!(first.report.missing[0].since, since);
        for night in 2..5 {
            let finished = house.run_on(&Disk::default());
            assert_eq!(finished.exit_code(), 0, "{:?}", finished.trouble);
            let missing = &finished.report.missing[0];
            assert_eq!((missing.runs, &missing.since), (night, &since));
            assert_eq!(missing.duration(), format!(" since {since}, in {night} runs"));
            let page = fs::read_to_string(house.path("out/report.html")).unwrap();
            assert!(page.contains(&missing.duration()) && page.contains("--remove-missing"), "{page}");
            assert_eq!(finished.report.missing.len(), if everything { 2 } else { 1 });
            assert_eq!(house.exports(), before);
        }
        house.put("../disk/d.txt", "fourth");
        let finished = go(&house);
        assert_eq!(finished.report.removed, [house.path("disk/c.txt")], "now it is seen to be gone");
        fs::remove_file(house.path("disk/d.txt")).unwrap();
        let finished = go(&house);
        let disk = finished.report.missing.iter().find(|m| m.folder == house.path("disk")).unwrap();
        assert_eq!((finished.exit_code(), disk.runs), (1, 1), "it is news again");
        house.overrides.remove_missing = true;
        let finished = house.run_on(&Disk::default());
        assert_eq!(finished.exit_code(), 0, "{:?}", finished.trouble);
        assert_eq!(finished.report.removed.len(), if everything { 3 } else { 1 });
    }
}

#[test]
fn a_run_that_finds_nothing_at_all_is_refused() {
    let mut house = two_folders();
    let before = house.exports();
    take_away(&house);
    fs::rename(house.path("in"), house.path("in2")).unwrap();
    for night in 1..3 {
        let finished = house.run_on(&Disk::default());
        assert_eq!((finished.exit_code(), finished.report.missing.len()), (2, 2));
        assert_eq!(finished.report.missing[0].runs, night);
    }
    let finished = house.run_on(&Disk::default());
    assert_eq!(finished.report.missing[0].runs, 3);
    let trouble = finished.trouble.unwrap();
    assert!(
        trouble.message.starts_with("nothing to read, and the ledger knows 4 documents: "),
        "{trouble:?}"
    );
    assert!(trouble.message.contains("disk is not there; "), "{trouble:?}");
    assert!(trouble.hint.unwrap().contains("--remove-missing"));
    assert_eq!(house.exports(), before);
    house.overrides.remove_missing = true;
    let finished = house.run_on(&Disk::default());
    assert!(finished.trouble.is_none(), "{:?}", finished.trouble);
    assert_eq!(finished.report.removed.len(), 4);
    assert!(house.exports().is_empty(), "{:?}", house.exports());
    assert_eq!(fs::read_dir(house.path("out/set-aside")).unwrap().count(), 0);
    // Now the ledger knows nothing, and an empty source is a mistake again.
    house.overrides.remove_missing = false;
    assert!(house.run_on(&Disk::default()).trouble.unwrap().problems.is_some());
}

#[test]
fn patterns_that_stand_for_nothing_are_a_mistake() {
    let mut house = two_folders();
    let before = house.exports();
    house.source.push_str("\nonly = \"none.txt\"");
    let finished = house.run_on(&Disk::default());
    assert!(finished.trouble.unwrap().problems.is_some());
    assert_eq!(house.exports(), before);
    // Where they stand for some, the rest has been left out on purpose.
    house.source = house.source.replace("none.txt", "b.txt");
    assert_eq!(go(&house).report.removed.len(), 3);
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn a_folder_that_moved_is_not_away() {
    let house = two_folders();
    fs::create_dir(house.path("in/disk")).unwrap();
    for name in ["b.txt", "c.txt", "d"] {
        fs::rename(house.path("disk").join(name), house.path("in/disk").join(name)).unwrap();
    }
    let finished = go(&house);
    assert!(finished.report.missing.is_empty(), "{:?}", finished.report.missing);
    assert_eq!((finished.report.changes.moved, finished.report.removed.len()), (3, 0));
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn a_run_over_other_files_leaves_the_rest() {
    let mut house = two_folders();
    let before = house.exports();
    house.overrides.sources = vec![house.path("disk").display().to_string()];
    house.overrides.source_kind = "folder";
    house.put("../disk/e.txt", "a new one");
    let finished = go(&house);
    assert_eq!((finished.report.changes.new, finished.report.removed.len()), (1, 0));
    assert_eq!((finished.exit_code(), finished.report.missing.len()), (1, 0), "one is set aside");
    let now = house.exports();
    assert!(now["all/lines.txt"].contains("first report"));
    assert!(before.keys().all(|name| now.contains_key(name)));
    // What is gone from the files of the run itself leaves the exports.
    fs::remove_file(house.path("disk/b.txt")).unwrap();
    assert_eq!(go(&house).report.removed, [house.path("disk/b.txt")]);
    house.overrides.sources.clear();
    assert_eq!(executed(&go(&house)), [0, 0]);
    assert_eq!(house.exports(), house.afresh());
}

#[test]
fn records_go_with_their_files() {
    for ledger in ["", "ledger = \"off\""] {
        let mut house = House::new(&[("a.txt", "first report"), ("b.txt", "it is broken")]);
        house.run = ledger.to_owned();
        go(&house);
        fs::remove_file(house.path("in/b.txt")).unwrap();
        let finished = go(&house);
        assert_eq!(finished.report.removed, [house.path("in/b.txt")], "{ledger}");
        assert_eq!(fs::read_dir(house.path("out/set-aside")).unwrap().count(), 0);
    }
}
