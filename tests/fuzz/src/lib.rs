//! What all fuzz targets do: bytes through stages, and every promise kept. The promises are those of
//! `rapporteur-testkit`, which the test that replays found inputs shares.

use std::{cell::RefCell, panic, time::Duration};

use rapporteur_stage::Registry;
use rapporteur_testkit::{Hostile, Target};

/// Longest time for one input, with all checks of a fuzzing build.
const LONGEST: Duration = Duration::from_secs(20);

thread_local! {
    static STAGES: RefCell<Option<Hostile>> = const { RefCell::new(None) };
}

/// Lets libraries panic where the readers catch it, and ends the process when code of the house does, caught or not.
pub fn listen() {
    panic::set_hook(Box::new(|info| {
        let file = info.location().map_or("", |l| l.file());
        let foreign = file.contains("/registry/") || file.starts_with("/rustc/");
        if !foreign {
            eprintln!("{info}");
            std::process::abort();
        }
    }));
}

/// One input through a target's stages; ends the process when a promise is broken.
pub fn through(target: &str, bytes: &[u8]) {
    let target = Target::named(target).expect("the target is in the table");
    STAGES.with_borrow_mut(|kept| {
        let hostile = kept.get_or_insert_with(|| target.hostile(&registry()).expect("the stages can be built"));
        if let Err(wrong) = target.try_on(hostile, bytes, LONGEST) {
            panic!("{wrong}");
        }
    });
}

fn registry() -> Registry {
    let mut registry = Registry::new();
    rapporteur_ingest::register(&mut registry);
    rapporteur_clean::register(&mut registry);
    rapporteur_segment::register(&mut registry);
    registry
}
