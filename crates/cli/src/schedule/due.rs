//! What is due now. It is told the time, and does not look at the clock.

use jiff::{SignedDuration, Timestamp, Zoned};
use rapporteur_config::{Missed, Schedule};

/// So late a run is still in time: a machine that is busy begins it when it can.
const LATE: SignedDuration = SignedDuration::from_mins(2);

/// What is to be done now.
#[derive(Debug, PartialEq)]
pub(crate) enum Todo {
    /// A run; it is `late` when its time was missed.
    Run { late: Option<Zoned> },
    /// A time was missed, and is left out.
    Skip(Zoned),
    /// Nothing before this time; `None` when no time comes any more.
    Wait(Option<Zoned>),
}

/// A run that could not be made (another one was at work, the disk was full) is tried again after these minutes.
const AGAIN: [i64; 3] = [10, 30, 60];

/// Up to when all that was due is done.
#[derive(Debug)]
pub(crate) struct Due {
    served: Timestamp,
    /// How often in a row a run could not be made, and when it is tried again.
    failed: usize,
    again: Option<Timestamp>,
}

impl Due {
    /// `last` is when the last run began; without one nothing can have been missed.
    pub(crate) fn new(last: Option<Timestamp>, now: Timestamp) -> Self {
        Self { served: last.map_or(now, |last| last.min(now)), failed: 0, again: None }
    }

    /// A run has ended; one that could not be made is tried again, where missed ones are caught up, but not for ever.
    /// Gives the minutes until then.
    pub(crate) fn ended(&mut self, made: bool, schedule: &Schedule, now: Timestamp) -> Option<i64> {
        let minutes = AGAIN.get(self.failed).copied();
        let minutes = minutes.filter(|_| !made && schedule.missed == Missed::CatchUp);
        self.failed = if minutes.is_some() { self.failed + 1 } else { 0 };
        self.again = minutes.and_then(|minutes| now.checked_add(SignedDuration::from_mins(minutes)).ok());
        minutes
    }

    /// What is to be done at a moment. What is said to be done counts as done: times that pass during a run are missed.
    pub(crate) fn look(&mut self, schedule: &Schedule, now: Timestamp) -> Todo {
        let Some(time) = super::next(schedule, self.served) else { return Todo::Wait(None) };
        if time.timestamp() > now {
            if self.again.is_some_and(|again| again <= now) {
                self.again = None;
                return Todo::Run { late: None };
            }
            return Todo::Wait(Some(time));
        }
        (self.served, self.failed, self.again) = (now, 0, None);
        let late = now.duration_since(time.timestamp()) > LATE;
        match schedule.missed {
            Missed::Skip if late => Todo::Skip(time),
            _ => Todo::Run { late: late.then_some(time) },
        }
    }
}

#[cfg(test)]
mod tests {
    use rapporteur_config::{Overrides, parse};
    use rapporteur_stage::Registry;

    use super::*;

    fn schedule(text: &str) -> Schedule {
        let text = format!("[schedule]\ntime-zone = \"Europe/Paris\"\n{text}");
        let checked = parse("p.toml".as_ref(), &text, &Registry::new(), &Overrides::stages_only());
        checked.pipeline().unwrap().schedule.unwrap()
    }

    /// What is said at each of the moments: `run`, `late`, `skip`, or the time that is waited for.
    fn check(text: &str, last: Option<&str>, looks: &[(&str, &str)]) {
        let schedule = schedule(text);
        let moment = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut due = Due::new(last.map(moment), moment(looks[0].0));
        for (now, expected) in looks {
            let said = match due.look(&schedule, moment(now)) {
                Todo::Run { late: None } => "run".to_owned(),
                Todo::Run { late: Some(_) } => "late".to_owned(),
                Todo::Skip(_) => "skip".to_owned(),
                Todo::Wait(time) => time.map_or("never".to_owned(), |t| t.timestamp().to_string()),
            };
            assert_eq!(said, *expected, "{text} at {now}");
        }
    }

    const NIGHTLY: &str = "at = \"0 2 * * *\"";

    #[test]
    fn a_run_begins_at_its_time_and_once() {
        check(
            NIGHTLY,
            None,
            &[
                ("2026-01-10T12:00:00Z", "2026-01-11T01:00:00Z"),
                ("2026-01-11T00:59:59Z", "2026-01-11T01:00:00Z"),
                ("2026-01-11T01:00:00Z", "run"),
                ("2026-01-11T01:00:00Z", "2026-01-12T01:00:00Z"),
                ("2026-01-12T01:01:30Z", "run"),
            ],
        );
    }

    #[test]
    fn what_was_missed_is_caught_up_by_one_run_or_skipped() {
        let last = Some("2026-01-10T01:00:00Z");
        // The machine was off for three nights.
        let looks = |said| [("2026-01-13T08:00:00Z", said), ("2026-01-13T08:00:05Z", "2026-01-14T01:00:00Z")];
        check(NIGHTLY, last, &looks("late"));
        check(&format!("{NIGHTLY}\nmissed = \"skip\""), last, &looks("skip"));
        // Without an earlier run nothing was missed.
        check(NIGHTLY, None, &looks("2026-01-14T01:00:00Z")[..1]);
        // A run that took longer than the time to the next one.
        let hourly = "at = \"0 * * * *\"";
        let last = Some("2026-01-10T01:30:00Z");
        check(
            hourly,
            last,
            &[
                ("2026-01-10T02:00:00Z", "run"),
                ("2026-01-10T05:10:00Z", "late"),
                ("2026-01-10T05:20:00Z", "2026-01-10T06:00:00Z"),
            ],
        );
        // A clock that was set back repeats nothing.
        check(
            hourly,
            last,
            &[("2026-01-10T02:00:00Z", "run"), ("2026-01-10T01:59:00Z", "2026-01-10T03:00:00Z")],
        );
    }

    #[test]
    fn a_run_that_could_not_be_made_is_tried_again() {
        let schedule = schedule(NIGHTLY);
        let mut now: Timestamp = "2026-01-11T01:00:00Z".parse().unwrap();
        let mut due = Due::new(None, now - SignedDuration::from_mins(1));
        assert_eq!(due.look(&schedule, now), Todo::Run { late: None });
        for minutes in AGAIN {
            assert_eq!(due.ended(false, &schedule, now), Some(minutes));
            assert!(matches!(due.look(&schedule, now), Todo::Wait(Some(_))));
            now += SignedDuration::from_mins(minutes);
            assert_eq!(due.look(&schedule, now), Todo::Run { late: None });
        }
        assert_eq!(due.ended(false, &schedule, now), None);
        assert!(matches!(due.look(&schedule, now + SignedDuration::from_hours(3)), Todo::Wait(Some(_))));
    }

    #[test]
    fn nights_in_which_clocks_are_changed_have_one_run() {
        let at = "at = \"30 2 * * *\"";
        let spring = [
            ("2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
            ("2026-03-29T01:00:00Z", "run"),
            ("2026-03-29T01:00:10Z", "2026-03-30T00:30:00Z"),
        ];
        check(at, None, &spring);
        let autumn = [
            ("2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
            ("2026-10-25T00:30:00Z", "run"),
            ("2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"),
        ];
        check(at, None, &autumn);
    }
}
