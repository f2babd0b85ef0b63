//! The `[schedule]` table: when `rapporteur schedule` begins a run.
//!
//! Times are those of cron, in a time zone. Nobody here looks at the clock: whoever does passes the moment in. When clocks
//! are put forward over a time of day, it comes as soon as they show a time again; when they are put back, it comes once.

use std::ops::Range;

use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};
use jiff::{Zoned, civil, tz::TimeZone};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    Problem,
    keys::{Keys, wrong},
    suggest,
};

/// The fields of a time, in order, and what may stand in each.
const FIELDS: [(&str, &str); 5] = [
    ("minute", "numbers from 0 to 59"),
    ("hour", "numbers from 0 to 23"),
    ("day of the month", "numbers from 1 to 31"),
    ("month", "numbers from 1 to 12, or JAN to DEC"),
    ("weekday", "numbers from 0 (Sunday) to 7, or SUN to SAT"),
];
/// Times that have a name.
const NAMED: &str = "@hourly, @daily, @weekly, @monthly and @yearly";
/// Shown with whatever is wrong with a time.
const EXAMPLES: &str = "minute, hour, day of the month, month, weekday: \"0 2 * * *\" is every night at two, \"30 6 * * MON-FRI\" every \
     working day at half past six";

/// What becomes of a run whose time passed while nothing could begin it: the machine was off or asleep, or another run was
/// at work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Missed {
    /// One run makes up for all of them as soon as it can.
    #[default]
    CatchUp,
    /// The next one comes at its own time.
    Skip,
}

/// When runs begin.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The times; a run begins at each of them.
    pub at: Vec<At>,
    /// Where the clock hangs; `None` for the time zone of the machine.
    pub zone: Option<TimeZone>,
    /// What becomes of a run whose time passed.
    pub missed: Missed,
}

/// A time that comes again and again.
#[derive(Debug, Clone)]
pub struct At {
    /// As the file has it.
    pub text: String,
    pub(crate) cron: Cron,
}

impl Schedule {
    /// The first time after a moment, in the schedule's time zone, or else in that of the moment.
    pub fn next(&self, after: &Zoned) -> Option<Zoned> {
        let zone = self.zone.clone().unwrap_or_else(|| after.time_zone().clone());
        let after = after.with_time_zone(zone);
        let next = |at: &At| at.cron.find_next_occurrence(&after, false).ok();
        self.at.iter().filter_map(next).min_by_key(Zoned::timestamp)
    }

    pub(crate) fn read(
        table: &DeTable<'_>,
        place: Option<Range<usize>>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let mut keys = Keys::new("[schedule]", table, problems);
        let at = times(&mut keys, place);
        let zone = zone(&mut keys);
        let words = [("catch-up", Missed::CatchUp), ("skip", Missed::Skip)];
        let missed = keys.word("missed", &words).unwrap_or_default();
        keys.finish();
        at.filter(|at| !at.is_empty()).map(|at| Self { at, zone, missed })
    }
}

/// `at`: one time or several.
fn times(keys: &mut Keys<'_, '_, '_>, place: Option<Range<usize>>) -> Option<Vec<At>> {
    let Some(value) = keys.value("at") else {
        let problem = Problem::error("[schedule] has no `at`: it would never begin a run", place);
        keys.push(problem.hint(EXAMPLES));
        return None;
    };
    let list: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::Array(list) => list.iter().collect(),
        _ => vec![value],
    };
    if list.is_empty() {
        keys.push(Problem::error("`at` names no time", Some(value.span())).hint(EXAMPLES));
    }
    let mut found = Vec::new();
    for entry in list {
        let Some(text) = entry.get_ref().as_str() else {
            keys.push(wrong("at", "a time of cron or a list of them", entry).hint(EXAMPLES));
            continue;
        };
        match parse(text) {
            Ok(cron) => found.push(At { text: text.to_owned(), cron }),
            Err(fault) => keys.push(fault.problem(text, &entry.span())),
        }
    }
    Some(found)
}

/// What is wrong with a time.
struct Fault {
    said: String,
    /// The part of the text that it is about.
    place: Option<Range<usize>>,
}

impl Fault {
    fn problem(self, text: &str, span: &Range<usize>) -> Problem {
        // Only in a string without signs like `\t` is a byte of the text a byte of the file.
        let plain = span.len() == text.len() + 2;
        let place = self.place.filter(|_| plain).map(|p| span.start + 1 + p.start..span.start + 1 + p.end);
        Problem::error(format!("`at`: \"{text}\" {}", self.said), place.or(Some(span.clone()))).hint(EXAMPLES)
    }
}

fn parse(text: &str) -> Result<Cron, Fault> {
    let whole = |said: String| Fault { said, place: None };
    let fields = fields(text);
    let named = text.trim_start().starts_with('@');
    if !named && fields.len() != FIELDS.len() {
        let n = fields.len();
        return Err(whole(format!(
            "has {n} field{}, and a time of cron has five",
            if n == 1 { "" } else { "s" }
        )));
    }
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let cron = match parser.parse(text) {
        Ok(cron) => cron,
        Err(_) if named => return Err(whole(format!("is no time of cron; those with a name are {NAMED}"))),
        // The parser's own words speak of its insides: the field is told in ours.
        Err(_) => {
            let fault = at_fault(&parser, &fields);
            return Err(fault.unwrap_or_else(|| whole("is no time of cron".to_owned())));
        }
    };
    // Any moment will do: a time that does not come from there never does.
    let some = civil::date(2000, 1, 1).at(0, 0, 0, 0);
    match cron.find_next_occurrence(&some, true) {
        Ok(_) => Ok(cron),
        Err(_) => Err(whole("never comes: there is no such day".to_owned())),
    }
}

/// The fields of a text with their places.
fn fields(text: &str) -> Vec<(&str, Range<usize>)> {
    let start = |field: &str| field.as_ptr().addr() - text.as_ptr().addr();
    text.split_whitespace().map(|f| (f, start(f)..start(f) + f.len())).collect()
}

/// The first field that is wrong by itself.
fn at_fault(parser: &CronParser, fields: &[(&str, Range<usize>)]) -> Option<Fault> {
    fields.iter().zip(FIELDS).enumerate().find_map(|(at, ((field, place), (name, may)))| {
        let alone: Vec<&str> = (0..FIELDS.len()).map(|n| if n == at { field } else { "*" }).collect();
        parser.parse(&alone.join(" ")).err()?;
        let said = format!("is no time of cron: the {name} `{field}` is not made of {may}");
        Some(Fault { said, place: Some(place.clone()) })
    })
}

/// `time-zone`: a name of the time zone database.
fn zone(keys: &mut Keys<'_, '_, '_>) -> Option<TimeZone> {
    let value = keys.value("time-zone")?;
    let name = keys.string("time-zone")?;
    match TimeZone::get(&name) {
        Ok(zone) => Some(zone),
        Err(_) => {
            let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
            let near = suggest::closest(&name, known.iter().map(String::as_str));
            let problem = Problem::error(format!("\"{name}\" is no time zone"), Some(value.span()));
            let hint = "names are those of the time zone database, such as \"Europe/Paris\" or \"UTC\"; without \
                        `time-zone` it is the machine's";
            keys.push(problem.did_you_mean(near).hint(hint));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(text: &str) -> Schedule {
        let table = DeTable::parse(text).unwrap();
        let mut problems = Vec::new();
        let schedule = Schedule::read(table.get_ref(), None, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        schedule.unwrap()
    }

    /// The times after a moment, one after the other.
    fn check(text: &str, after: &str, expected: &[&str]) {
        let schedule = schedule(text);
        let mut moment: Zoned = after.parse().unwrap();
        for expected in expected {
            moment = schedule.next(&moment).unwrap();
            assert_eq!(moment.to_string(), *expected, "{text}");
        }
    }

    #[test]
    fn times_come_one_after_the_other() {
        check(
            "at = [\"0 2 * * *\", \"30 6 * * MON-FRI\"]\ntime-zone = \"Europe/Paris\"",
            "2026-01-02T23:00:00[UTC]",
            &[
                "2026-01-03T02:00:00+01:00[Europe/Paris]",
                "2026-01-04T02:00:00+01:00[Europe/Paris]",
                "2026-01-05T02:00:00+01:00[Europe/Paris]",
                "2026-01-05T06:30:00+01:00[Europe/Paris]",
            ],
        );
        check(
            "at = \"@daily\"",
            "2026-01-02T23:00:00[Asia/Almaty]",
            &["2026-01-03T00:00:00+05:00[Asia/Almaty]"],
        );
    }

    #[test]
    fn a_time_that_clocks_leap_over_comes_at_once_after_it() {
        check(
            "at = \"30 2 * * *\"\ntime-zone = \"Europe/Paris\"",
            "2026-03-28T12:00:00[Europe/Paris]",
            &["2026-03-29T03:00:00+02:00[Europe/Paris]", "2026-03-30T02:30:00+02:00[Europe/Paris]"],
        );
    }

    #[test]
    fn a_time_that_clocks_show_twice_comes_once() {
        check(
            "at = \"30 2 * * *\"\ntime-zone = \"Europe/Paris\"",
            "2026-10-24T12:00:00[Europe/Paris]",
            &["2026-10-25T02:30:00+02:00[Europe/Paris]", "2026-10-26T02:30:00+01:00[Europe/Paris]"],
        );
        // Every half hour is every half hour, whatever clocks show.
        check(
            "at = \"*/30 * * * *\"\ntime-zone = \"Europe/Paris\"",
            "2026-10-25T02:00:00+02:00[Europe/Paris]",
            &[
                "2026-10-25T02:30:00+02:00[Europe/Paris]",
                "2026-10-25T02:00:00+01:00[Europe/Paris]",
                "2026-10-25T02:30:00+01:00[Europe/Paris]",
                "2026-10-25T03:00:00+01:00[Europe/Paris]",
            ],
        );
    }
}
