//! A time of cron in the words of systemd: what `OnCalendar=` of a timer takes.

use croner::CronComponent;

use crate::At;

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

impl At {
    /// The lines that together mean the same; `None` for what systemd cannot say: the last Friday of a month, the working
    /// day nearest to the 15th.
    ///
    /// Where cron names days of the month and weekdays, it means both: then there are two lines.
    pub fn on_calendar(&self, zone: Option<&str>) -> Option<Vec<String>> {
        let cron = &self.cron.pattern;
        if [&cron.days, &cron.days_of_week].iter().any(|field| field.has_modifiers()) {
            return None;
        }
        let time = format!("{}:{}:00", numbers(&cron.hours), numbers(&cron.minutes));
        let months = numbers(&cron.months);
        let days = numbers(&cron.days);
        let zone = zone.map_or(String::new(), |zone| format!(" {zone}"));
        let line = |weekdays: &str, days: &str| format!("{weekdays}*-{months}-{days} {time}{zone}");
        let weekdays = weekdays(&cron.days_of_week);
        let (any_day, any_weekday) = (cron.is_dom_wildcard(), cron.is_dow_wildcard());
        Some(if any_day || any_weekday || cron.matches_dom_and_dow() {
            vec![line(&weekdays, &days)]
        } else {
            vec![line("", &days), line(&weekdays, "*")]
        })
    }
}

/// The numbers of a field: `*`, or such as `01,15..20`.
fn numbers(field: &CronComponent) -> String {
    let values = field.values();
    if values.len() == usize::from(field.max - field.min) + 1 {
        return "*".to_owned();
    }
    runs(&values, |n| format!("{n:02}"))
}

/// The weekdays of a field with a blank behind them; nothing for all of them.
fn weekdays(field: &CronComponent) -> String {
    // Sunday is 0, and in some files 7.
    let mut values: Vec<u16> = field.values().into_iter().map(|day| day % 7).collect();
    values.sort_unstable();
    values.dedup();
    if values.len() == WEEKDAYS.len() {
        return String::new();
    }
    runs(&values, |day| WEEKDAYS.get(usize::from(day)).copied().unwrap_or_default().to_owned()) + " "
}

/// Values with those that follow one another put together.
fn runs(values: &[u16], name: impl Fn(u16) -> String) -> String {
    let parts = values.chunk_by(|a, b| a + 1 == *b).filter_map(|run| {
        let (first, last) = (*run.first()?, *run.last()?);
        Some(match run.len() {
            1 => name(first),
            2 => format!("{},{}", name(first), name(last)),
            _ => format!("{}..{}", name(first), name(last)),
        })
    });
    parts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use crate::Schedule;

    fn check(at: &str, zone: Option<&str>, expected: Option<&[&str]>) {
        let text = format!("at = \"{at}\"");
        let schedule =
            Schedule::read(DeTable::parse(&text).unwrap().get_ref(), None, &mut Vec::new()).unwrap();
        let expected = expected.map(|lines| lines.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(schedule.at[0].on_calendar(zone), expected, "{at}");
    }

    #[test]
    fn times_of_cron_as_systemd_says_them() {
        check("0 2 * * *", Some("Europe/Paris"), Some(&["*-*-* 02:00:00 Europe/Paris"]));
        check("*/15 8-18 * * MON-FRI", None, Some(&["Mon..Fri *-*-* 08..18:00,15,30,45:00"]));
        check("0 0 1,15 1-3,7 *", None, Some(&["*-01..03,07-01,15 00:00:00"]));
        check("30 4 1 * SUN", None, Some(&["*-*-01 04:30:00", "Sun *-*-* 04:30:00"]));
        check("5 4 * * 7", None, Some(&["Sun *-*-* 04:05:00"]));
        check("@hourly", None, Some(&["*-*-* *:00:00"]));
        check("0 3 * * FRI#L", None, None);
        check("0 3 15W * *", None, None);
        check("0 3 L * *", None, None);
    }
}
