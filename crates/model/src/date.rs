//! A calendar date of which perhaps only the year, or year and month, is known.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 8601 calendar date, possibly reduced: `2013-05-13`, `2003-05` or `2005`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// A full date; `None` when there is no such day.
    ///
    /// ```
    /// use rapporteur_model::Date;
    /// assert_eq!(Date::new(2013, 5, 13).map(|d| d.to_string()), Some("2013-05-13".to_owned()));
    /// assert_eq!(Date::new(2013, 2, 30), None);
    /// ```
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self::month(year, month)?;
        (1..=days_in(year, month)).contains(&day).then_some(Self { day: Some(day), ..date })
    }

    /// A month of a year, the day unknown.
    pub fn month(year: u16, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { year, month: Some(month), day: None })
    }

    /// A year of which nothing more is known.
    pub fn year(year: u16) -> Self {
        Self { year, month: None, day: None }
    }

    /// Year, month (1–12) and day (1–31), the last two where known.
    pub fn parts(self) -> (u16, Option<u8>, Option<u8>) {
        (self.year, self.month, self.day)
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let digits = |part: &str, length| {
            part.parse::<u16>()
                .ok()
                .filter(|_| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
        };
        let small = |part: &str| digits(part, 2).and_then(|n| u8::try_from(n).ok());
        let parts: Vec<&str> = s.splitn(4, '-').collect();
        let date = match parts.as_slice() {
            [y] => digits(y, 4).map(Self::year),
            [y, m] => digits(y, 4).zip(small(m)).and_then(|(y, m)| Self::month(y, m)),
            [y, m, d] => digits(y, 4).zip(small(m)).zip(small(d)).and_then(|((y, m), d)| Self::new(y, m, d)),
            _ => None,
        };
        date.ok_or_else(|| format!("`{s}` is not a date of the form 2013-05-13, 2013-05 or 2013"))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "ISO 8601 date, perhaps reduced to month or year",
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in ["2013-05-13", "2003-05", "2005", "2024-02-29"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in ["2013-5-13", "2023-02-29", "13", "2013-05-13-01", "", "May"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
