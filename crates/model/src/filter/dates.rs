use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// When something changed, as people say it. Kept in these words, so that a view called “today” is about today tomorrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Dates {
    /// Since midnight of the merchant's zone.
    Today,
    /// The day before today.
    Yesterday,
    /// At most so many seconds ago.
    Within(i64),
    /// More than so many seconds ago: what has not moved since.
    Before(i64),
    /// From this day to that one, both within, at least one of them known.
    Days(Option<Day>, Option<Day>),
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Dates::Today => f.write_str("today"),
            Dates::Yesterday => f.write_str("yesterday"),
            Dates::Within(seconds) => write!(f, "<{}", Length(*seconds)),
            Dates::Before(seconds) => write!(f, ">{}", Length(*seconds)),
            Dates::Days(Some(from), Some(to)) if from == to => write!(f, "{from}"),
            Dates::Days(from, to) => {
                from.map_or(Ok(()), |day| write!(f, "{day}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |day| write!(f, "{day}"))
            }
        }
    }
}

impl FromStr for Dates {
    type Err = NoDates;

    fn from_str(text: &str) -> Result<Dates, NoDates> {
        match text {
            "today" => return Ok(Dates::Today),
            "yesterday" => return Ok(Dates::Yesterday),
            _ => {}
        }
        if let Some(length) = text.strip_prefix('<') {
            return seconds(length).map(Dates::Within).ok_or(NoDates);
        }
        if let Some(length) = text.strip_prefix('>') {
            return seconds(length).map(Dates::Before).ok_or(NoDates);
        }
        // `7d` alone is the last seven days.
        if let Some(seconds) = seconds(text) {
            return Ok(Dates::Within(seconds));
        }
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let day = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        match (day(from)?, day(to)?) {
            (None, None) => Err(NoDates),
            (Some(from), Some(to)) if from > to => Err(NoDates),
            (from, to) => Ok(Dates::Days(from, to)),
        }
    }
}

impl From<Dates> for String {
    fn from(dates: Dates) -> String {
        dates.to_string()
    }
}

impl TryFrom<String> for Dates {
    type Error = NoDates;

    fn try_from(text: String) -> Result<Dates, NoDates> {
        text.parse()
    }
}

/// A text that says no dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("say today, yesterday, 7d, >1h, a day such as 2026-11-05, or two days with .. between them")]
pub struct NoDates;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day {
    /// Four digits.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31, as the month has them.
    pub day: i8,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = NoDates;

    fn from_str(text: &str) -> Result<Day, NoDates> {
        let mut parts = text.splitn(3, '-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits).ok_or(NoDates)?;
            if !part.chars().all(|letter| letter.is_ascii_digit()) {
                return Err(NoDates);
            }
            part.parse::<i16>().map_err(|_| NoDates)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let longest = match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if year < 1970 || !(1..=longest).contains(&day) {
            return Err(NoDates);
        }
        let small = |number: i16| i8::try_from(number).map_err(|_| NoDates);
        Ok(Day { year, month: small(month)?, day: small(day)? })
    }
}

/// A length of time in the largest unit that it is whole in.
struct Length(i64);

const UNITS: [(&str, i64); 5] = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Weeks are read but not written: `7d` is what people say.
        let unit = UNITS.iter().skip(1).find(|(_, seconds)| self.0 % seconds == 0).unwrap_or(&("s", 1));
        write!(f, "{}{}", self.0 / unit.1, unit.0)
    }
}

/// Reads `1h`, `30min`, `7d` and the like; `None` for nothing and for more than ten years.
fn seconds(text: &str) -> Option<i64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = (text.get(..end)?, text.get(end..)?);
    let unit = if unit == "m" { "min" } else { unit };
    let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let all = number.parse::<i64>().ok()?.checked_mul(*seconds)?;
    (1..=315_360_000).contains(&all).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_back_as_they_were_written() {
        for text in [
            "today",
            "yesterday",
            "<7d",
            "<24h",
            ">1h",
            ">90min",
            "2026-02-28",
            "2026-11-01..2026-11-05",
            "2026-11-01..",
            "..2024-02-29",
        ] {
            let dates: Dates = text.parse().unwrap();
            let again = if text == "<24h" { "<1d" } else { text };
            assert_eq!(dates.to_string(), again);
        }
        assert_eq!("7d".parse(), Ok(Dates::Within(604_800)));
        assert_eq!("1w".parse(), Ok(Dates::Within(604_800)));
    }

    #[test]
    fn days_that_no_calendar_has_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "1950-01-01",
            "..",
            "",
            "2026-11-05..2026-11-01",
            "0d",
            ">",
            "99y",
        ] {
            assert_eq!(text.parse::<Dates>(), Err(NoDates), "{text}");
        }
    }
}
