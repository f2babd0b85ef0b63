//! Documents on which nothing is to be done do not go through the stages; nobody sees that but the clock.

use std::fs;

use rapporteur_model::Document;
use rapporteur_stage::{Concurrency, Context, Edit, Shared, Stage, StageError, StageKind};

use crate::{
    house::House,
    kinds::NoOptions,
    situations::{executed, go},
};

/// Numbers the documents as they come: it remembers how many it has seen.
struct Count(usize);

impl Edit for Count {
    fn edit(&mut self, doc: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
        self.0 += 1;
        for block in &mut doc.blocks {
            block.text.push_str(&format!(" as number {}", self.0));
        }
        Ok(())
    }
}

pub(crate) struct CountKind;
impl StageKind for CountKind {
    const NAME: &'static str = "count";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "numbers";
    const CONCURRENCY: Concurrency = Concurrency::One;
    type Options = NoOptions;
    fn build(_: &NoOptions, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Count(0)))
    }
}

fn many() -> House {
    let house = House::new(&[]);
    (0..300).for_each(|n| house.put(&format!("{n:03}.txt"), &format!("report {n}")));
    house
}

fn change(house: &House, names: &[&str]) {
    names.iter().for_each(|n| house.put(&format!("{n}.txt"), &format!("report {n} was written anew")));
}

/// A few that changed between many that did not, with room for as few as may be: nobody waits for somebody who waits.
#[test]
fn a_few_changes_among_many_documents() {
    for run in ["", "in-flight = 1", "in-flight = 2\nworkers = 1", "in-flight = 70\nworkers = 4"] {
        let mut house = many();
        house.run = run.to_owned();
        go(&house);
        change(&house, &["000", "001", "137", "299"]);
        fs::remove_file(house.path("in/200.txt")).unwrap();
        let finished = go(&house);
        assert_eq!(executed(&finished), [4, 4], "{run}");
        assert_eq!((finished.report.changes.unchanged, finished.report.documents.skipped), (295, 295));
        assert_eq!(house.exports(), house.afresh(), "{run}");
        // What an export alone is missing goes the same way.
        fs::remove_file(house.path("out/files/042.txt")).unwrap();
        let finished = go(&house);
        assert_eq!((executed(&finished), finished.report.documents.done), (vec![0, 0], 1), "{run}");
        assert_eq!(house.exports(), house.afresh(), "{run}");
    }
}

#[test]
fn documents_may_be_exported_as_they_come() {
    let mut house = many();
    house.run = "order = \"finished\"\nin-flight = 5".to_owned();
    go(&house);
    change(&house, &["000", "299"]);
    assert_eq!(executed(&go(&house)), [2, 2]);
    let (now, fresh) = (house.exports(), house.afresh());
    assert!(fresh.keys().eq(now.keys()));
    assert!(
        fresh.iter().filter(|(name, _)| name.starts_with("files/")).all(|(name, text)| now[name] == *text)
    );
}

/// A stage that remembers has all of them in their order, in every run; those that are kept though their folder is away
/// leave no hole in it.
#[test]
fn a_stage_that_remembers_has_them_all_in_order() {
    let mut house = many();
    house.put("../disk/a.txt", "one on a disk");
    house.source = "include = [\"disk\", \"in\"]".to_owned();
    house.more = "[[stage]]\nuse = \"count\"\n".to_owned();
    go(&house);
    change(&house, &["150"]);
    // What is kept of the others stands before the stage that remembers, and behind the one that is dear.
    assert_eq!(executed(&go(&house)), [1, 301, 301]);
    assert!(house.exports()["files/299.txt"].contains("as number 301"));
    assert_eq!(house.exports(), house.afresh());
    fs::rename(house.path("disk"), house.path("elsewhere")).unwrap();
    let finished = go(&house);
    assert_eq!((executed(&finished)[2], finished.report.missing[0].documents), (300, 1));
    assert!(house.exports()["files/299.txt"].contains("as number 300"));
}
