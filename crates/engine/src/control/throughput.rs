//! What was settled over the last hours and days, cut at the merchant's own midnights.

use jiff::civil::DateTime;
use jiff::{ToSpan, Zoned};
use model::{Column, Kind, MerchantId, Span, Tally, Throughput, When};
use store::StoreError;

use super::Control;
use crate::rest;

impl Control {
    /// What came into step and what failed over a span, of one kind or of all.
    pub async fn throughput(
        &self,
        merchant: MerchantId,
        span: Span,
        kind: Option<Kind>,
    ) -> Result<Throughput, StoreError> {
        let store = &self.shared.store;
        let zone = store.settings(merchant).await?.settings.zone;
        let zone = if rest::is_zone(&zone) { zone } else { "UTC".to_owned() };
        let mut columns = columns(span, &rest::local(&zone, store.now().await?));
        let since = columns.first().map_or(When(0), |first| first.from);
        let tallies = store.throughput(merchant, since).await?;
        fill(&mut columns, tallies.iter().filter(|tally| kind.is_none_or(|kind| tally.kind == kind)));
        Ok(Throughput { span, zone, columns })
    }
}

/// Adds each hour to the column it begins in. Where clocks differ from UTC by half an hour, a day takes in half an hour of
/// its neighbour: hours are kept whole.
fn fill<'a>(columns: &mut [Column], tallies: impl Iterator<Item = &'a Tally>) {
    for tally in tallies {
        let place = columns.partition_point(|column| column.from <= tally.hour).checked_sub(1);
        if let Some(column) = place.and_then(|place| columns.get_mut(place)) {
            column.synced += tally.synced;
            column.failed += tally.failed;
        }
    }
}

/// The empty columns of a span; the last holds this moment.
fn columns(span: Span, now: &Zoned) -> Vec<Column> {
    let borders = borders(span, now);
    borders.windows(2).filter_map(|pair| Some(column(span, pair.first()?, pair.get(1)?))).collect()
}

fn column(span: Span, from: &Zoned, until: &Zoned) -> Column {
    let when = |zoned: &Zoned| When(zoned.timestamp().as_microsecond());
    let day = from.strftime("%a %-d %b");
    let name = match span {
        Span::Day | Span::Week => format!("{day}, {}–{}", from.strftime("%H:%M"), until.strftime("%H:%M")),
        Span::Month => day.to_string(),
    };
    let mark = match span {
        Span::Day if from.hour() % 3 == 0 => from.strftime("%H:%M").to_string(),
        Span::Week if from.hour() == 0 => from.strftime("%a %-d").to_string(),
        // Counted in days since the year began, so that the marks stay where they are from one day to the next.
        Span::Month if from.day_of_year() % 5 == 0 => from.strftime("%-d %b").to_string(),
        Span::Day | Span::Week | Span::Month => String::new(),
    };
    Column { from: when(from), until: when(until), name, mark, synced: 0, failed: 0 }
}

/// Where columns begin, and where the last one ends. Hours are those of the tallies; longer columns go by the merchant's
/// clocks, so that a day with a change of clocks has 23 or 25 hours.
fn borders(span: Span, now: &Zoned) -> Vec<Zoned> {
    let count = i64::try_from(span.columns()).unwrap_or(0);
    let steps = (0..=count).rev().map(|back| 1 - back);
    match span {
        Span::Day => {
            let hour = now.timestamp().as_second().div_euclid(3_600);
            let at = |step: i64| jiff::Timestamp::from_second((hour + step) * 3_600).unwrap_or_default();
            steps.map(|step| at(step).to_zoned(now.time_zone().clone())).collect()
        }
        Span::Week => {
            let begin = now.date().at(now.hour() - now.hour() % 6, 0, 0, 0);
            steps.filter_map(|step| on_clock(now, begin, step * 6)).collect()
        }
        Span::Month => {
            let begin = now.date().at(0, 0, 0, 0);
            steps.filter_map(|step| on_clock(now, begin, step * 24)).collect()
        }
    }
}

/// So many hours further on the clock face, whatever became of them.
fn on_clock(now: &Zoned, from: DateTime, hours: i64) -> Option<Zoned> {
    from.checked_add(hours.hours()).ok()?.to_zoned(now.time_zone().clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(span: Span, zone: &str, now: &str) -> Vec<Column> {
        columns(span, &rest::local(zone, When::parse(now).unwrap()))
    }

    fn hours(column: &Column) -> u64 {
        column.until.since(column.from).as_secs() / 3_600
    }

    #[test]
    fn each_span_has_its_columns_and_the_last_holds_this_moment() {
        let now = "2026-11-26T13:45:00Z";
        for span in Span::ALL {
            for zone in ["Europe/London", "America/New_York", "Asia/Kolkata", "Nowhere"] {
                let columns = cut(span, zone, now);
                assert_eq!(columns.len(), span.columns());
                assert!(
                    columns
                        .windows(2)
                        .all(|pair| pair[0].until == pair[1].from && pair[0].from < pair[1].from)
                );
                let last = columns.last().unwrap();
                assert!(last.from <= When::parse(now).unwrap() && When::parse(now).unwrap() < last.until);
            }
        }
    }

    #[test]
    fn columns_begin_by_the_merchants_clocks_and_say_so() {
        let names = |span, now| cut(span, "America/New_York", now).pop().map(|last| last.name).unwrap();
        assert_eq!(names(Span::Day, "2026-11-26T13:45:00Z"), "Thu 26 Nov, 08:00–09:00");
        assert_eq!(names(Span::Week, "2026-11-26T13:45:00Z"), "Thu 26 Nov, 06:00–12:00");
        assert_eq!(names(Span::Month, "2026-11-26T03:45:00Z"), "Wed 25 Nov");
    }

    #[test]
    fn a_day_on_which_clocks_change_has_an_hour_more_or_less() {
        let days = cut(Span::Month, "Europe/London", "2026-11-01T12:00:00Z");
        let long: Vec<&Column> = days.iter().filter(|day| hours(day) == 25).collect();
        assert_eq!(long.len(), 1);
        assert_eq!(long[0].name, "Sun 25 Oct");
        assert!(cut(Span::Month, "Europe/London", "2026-04-02T12:00:00Z").iter().any(|day| hours(day) == 23));
    }

    #[test]
    fn an_hour_is_added_to_the_column_it_begins_in_and_older_ones_to_none() {
        let mut columns = cut(Span::Month, "America/New_York", "2026-11-26T13:45:00Z");
        let tally =
            |at: &str, synced| Tally { kind: Kind::Order, hour: When::parse(at).unwrap(), synced, failed: 1 };
        let hours = [
            tally("2026-01-01T00:00:00Z", 100),
            tally("2026-11-26T04:00:00Z", 3),
            tally("2026-11-26T05:00:00Z", 5),
            tally("2026-11-26T13:00:00Z", 7),
        ];
        fill(&mut columns, hours.iter());
        let last: Vec<(i64, i64)> =
            columns.iter().rev().take(2).map(|day| (day.synced, day.failed)).collect();
        assert_eq!(last, [(12, 2), (3, 1)]);
        assert_eq!(columns.iter().map(|day| day.synced).sum::<i64>(), 15);
    }
}
