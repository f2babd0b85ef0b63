//! The time of day, for `report.json` alone.

use jiff::Timestamp;

/// The present moment in UTC by RFC 3339, to the second: `2026-03-09T14:05:00Z`.
pub(crate) fn now() -> String {
    written(Timestamp::now())
}

/// Seconds since 1970 of a moment as [`now`] writes it; `None` for something else.
pub(crate) fn seconds(written: &str) -> Option<i64> {
    written.parse::<Timestamp>().ok().map(Timestamp::as_second)
}

fn written(moment: Timestamp) -> String {
    let whole = Timestamp::from_second(moment.as_second()).unwrap_or(moment);
    whole.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_by_rfc_3339() {
        let moment = Timestamp::new(951_782_399, 987_654_321).unwrap();
        assert_eq!(written(moment), "2000-02-28T23:59:59Z");
        assert_eq!(seconds("2000-02-28T23:59:59Z"), Some(951_782_399));
        assert_eq!(seconds(""), None);
    }
}
