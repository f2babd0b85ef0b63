//! The short way: a document on which no stage has anything to do goes from the sources to the exports at once, together
//! with its neighbours. On the long way it would wake a thread of each stage, which costs little on an idle machine, and
//! most of the time of a run over an unchanged archive on one that is busy with something else.

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, never, select};

use crate::parcel::Parcel;

/// So many parcels go together …
const TOGETHER: usize = 64;
/// … or those of so long a time, so that progress is seen.
const PATIENCE: Duration = Duration::from_millis(100);
/// How many such lots may wait for the exports.
pub(crate) const LOTS: usize = 4;

/// The end of the sources.
pub(crate) struct Byway {
    out: Sender<Vec<Parcel>>,
    lot: Vec<Parcel>,
    since: Instant,
}

impl Byway {
    pub(crate) fn new(out: Sender<Vec<Parcel>>) -> Self {
        Self { out, lot: Vec::new(), since: Instant::now() }
    }

    /// Sends a parcel, now or with the next ones; `false` when nobody takes it.
    pub(crate) fn send(&mut self, parcel: Parcel) -> bool {
        if self.lot.is_empty() {
            self.since = Instant::now();
        }
        self.lot.push(parcel);
        self.lot.len() < TOGETHER && self.since.elapsed() < PATIENCE || self.flush()
    }

    /// Sends what waits. To be called before anything that may take long: others may wait for it.
    pub(crate) fn flush(&mut self) -> bool {
        self.lot.is_empty() || self.out.send(std::mem::take(&mut self.lot)).is_ok()
    }
}

/// The end of the exports: hands on what comes on either way, until both are closed.
pub(crate) fn take(long: Receiver<Parcel>, short: Receiver<Vec<Parcel>>, mut each: impl FnMut(Parcel)) {
    let (mut long, mut short) = (long, short);
    let mut open = 2;
    while open > 0 {
        select! {
            recv(long) -> parcel => match parcel {
                Ok(parcel) => each(parcel),
                Err(_) => {
                    long = never();
                    open -= 1;
                }
            },
            recv(short) -> lot => match lot {
                Ok(lot) => lot.into_iter().for_each(&mut each),
                Err(_) => {
                    short = never();
                    open -= 1;
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::bounded;

    use super::*;
    use crate::{
        parcel::{Batch, Key},
        permits::Weight,
    };

    fn parcel(number: u64) -> Parcel {
        Parcel::new(Key::Number(number), Batch::default(), Weight::default())
    }

    #[test]
    fn what_comes_on_both_ways_is_taken() {
        let (long, slow) = bounded(1);
        let (short, quick) = bounded(LOTS);
        let feeding = std::thread::spawn(move || {
            let mut byway = Byway::new(short);
            for number in 0..200 {
                if number % 50 == 7 {
                    assert!(byway.flush());
                    long.send(parcel(number)).unwrap();
                } else {
                    assert!(byway.send(parcel(number)));
                }
            }
            assert!(byway.flush());
        });
        let mut seen = Vec::new();
        take(slow, quick, |parcel| seen.push(parcel.key));
        feeding.join().unwrap();
        seen.sort();
        assert_eq!(seen, (0..200).map(Key::Number).collect::<Vec<_>>());
    }

    #[test]
    fn a_lot_does_not_wait_for_ever() {
        let (short, quick) = bounded(LOTS);
        let mut byway = Byway::new(short);
        assert!(byway.send(parcel(0)));
        std::thread::sleep(PATIENCE);
        assert!(byway.send(parcel(1)));
        assert_eq!(quick.try_recv().unwrap().len(), 2);
        drop(quick);
        assert!(byway.send(parcel(2)), "it is not known yet");
        assert!(!byway.flush());
    }
}
