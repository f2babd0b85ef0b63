//! Disks that fail: at each write in turn, once or for good.

use std::io::ErrorKind;

use rapporteur_engine::Disk;

use crate::house::House;

const FILES: &[(&str, &str)] = &[
    ("a.txt", "first report"),
    ("b/a.txt", "second report"),
    ("c.txt", "it is broken"),
    ("d.txt", "third report"),
];

/// Something of everything: new files, changed ones, moved ones, names that pass on, a failure.
fn second_day(house: &mut House) {
    std::fs::remove_file(house.path("in/a.txt")).unwrap();
    house.put("d.txt", "third report, corrected");
    house.put("e.txt", "fourth report");
    house.put("f.txt", "another broken one");
}

#[test]
fn a_fault_at_each_write_in_turn_leaves_nothing_corrupt() {
    let mut counted = House::new(FILES);
    assert!(counted.run_on(&Disk::default()).trouble.is_none());
    second_day(&mut counted);
    let disk = Disk::failing(u64::MAX, ErrorKind::Other, false);
    assert!(counted.run_on(&disk).trouble.is_none());
    let operations = disk.operations();
    assert!(operations > 15, "{operations}");
    for (kind, lasting) in [(ErrorKind::StorageFull, true), (ErrorKind::Other, false)] {
        for at in 0..operations {
            let mut house = House::new(FILES);
            house.run_on(&Disk::default());
            let before = house.exports();
            second_day(&mut house);
            let finished = house.run_on(&Disk::failing(at, kind, lasting));
            let said = finished.trouble.as_ref().map(|t| t.message.clone());
            assert!(said.is_some() && finished.exit_code() == 2, "write {at}: {said:?}");
            assert!(said.as_ref().is_some_and(|s| s.contains("cannot ")), "write {at}");
            // Every file is one of yesterday or one of today, never half of one.
            let after = house.afresh();
            for (name, text) in house.exports() {
                let whole = before.get(&name) == Some(&text) || after.get(&name) == Some(&text);
                assert!(whole, "write {at}, {kind}: {name} is {text:?}");
            }
            let next = house.run_on(&Disk::default());
            assert!(next.trouble.is_none(), "write {at}, {kind}, {said:?}: {:?}", next.trouble);
            assert_eq!(house.exports(), after, "write {at}, {kind}");
            assert!(!house.path("out/.rapporteur/under-way").exists());
        }
    }
}
