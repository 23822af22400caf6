//! From what was asked to what the store is asked: days of the merchant's zone become moments, a shop's name its id, a day that
//! is gone to the row that it begins after.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::filter::{Dates, Day, Span};
use model::{At, Filter, LogQuery, MerchantId, PageKey, Settings, Sort, SortBy, When};
use store::StoreError;

use super::Control;

impl Control {
    /// A query as the store understands it.
    ///
    /// # Errors
    /// [`StoreError`] while the store does not answer.
    pub async fn resolved(&self, merchant: MerchantId, query: LogQuery) -> Result<LogQuery, StoreError> {
        let LogQuery { filter, at, .. } = &query;
        if filter.dates.is_none() && filter.shop.is_none() && !matches!(at, At::Day(_)) {
            return Ok(query);
        }
        let now = self.store().now().await?;
        let settings = self.store().settings(merchant).await?.settings;
        let span = filter.dates.map(|dates| span(dates, now, &settings.zone)).unwrap_or_default();
        let shop = filter.shop.as_deref().map(|shop| shop_id(&settings, shop));
        let at = match *at {
            At::Day(day) => {
                self.at_day(
                    merchant,
                    &query,
                    self::span(Dates::Days(Some(day), Some(day)), now, &settings.zone),
                )
                .await?
            }
            at => at,
        };
        Ok(LogQuery { span, at, filter: Filter { shop, ..query.filter }, ..query })
    }

    /// The page that begins with the rows of a day: those of the days before it, or after it, come first.
    async fn at_day(&self, merchant: MerchantId, query: &LogQuery, day: Span) -> Result<At, StoreError> {
        let sort = if query.sort.suits(query.kind) { query.sort } else { Sort::default() };
        let falling = sort.falling();
        let (Some(from), Some(to)) = (day.from, day.to) else { return Ok(At::First) };
        let edge = if falling { to } else { from };
        Ok(match sort.by() {
            SortBy::Changed if falling => At::After(PageKey { value: edge.0, seq: i64::MIN }),
            SortBy::Changed => At::After(PageKey { value: edge.0.saturating_sub(1), seq: i64::MAX }),
            SortBy::Seen => {
                let first = self.store().seq_at(merchant, query.kind, edge).await?;
                At::After(PageKey { value: 0, seq: if falling { first } else { first.saturating_sub(1) } })
            }
            SortBy::Total | SortBy::Tries | SortBy::Name => At::First,
        })
    }
}

/// The id of a shop that may be named by it; what is neither stays, and finds nothing.
fn shop_id(settings: &Settings, shop: &str) -> String {
    let names = &settings.facts.shop_names;
    let named = names.iter().find(|(_, name)| name.trim().to_lowercase() == shop.trim().to_lowercase());
    match named {
        Some((id, _)) if !names.contains_key(shop) => id.clone(),
        _ => shop.to_owned(),
    }
}

/// The moments that dates mean now, by the clocks of a zone; of UTC where the zone is not known.
pub fn span(dates: Dates, now: When, zone: &str) -> Span {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let today = jiff::Timestamp::from_microsecond(now.0).unwrap_or_default().to_zoned(zone.clone()).date();
    let starts = |date: Date| begins(date, &zone);
    let ago = |seconds: i64| When(now.0.saturating_sub(seconds.saturating_mul(1_000_000)));
    match dates {
        Dates::Today => Span { from: starts(today), to: None },
        Dates::Yesterday => Span { from: today.yesterday().ok().and_then(starts), to: starts(today) },
        Dates::Within(seconds) => Span { from: Some(ago(seconds)), to: None },
        Dates::Before(seconds) => Span { from: None, to: Some(ago(seconds)) },
        Dates::Days(from, to) => Span {
            from: from.and_then(date).and_then(starts),
            to: to.and_then(date).and_then(|day| day.checked_add(1.day()).ok()).and_then(starts),
        },
    }
}

fn date(day: Day) -> Option<Date> {
    Date::new(day.year, day.month, day.day).ok()
}

/// The first moment of a day. Where the clocks skip midnight, it is the moment they skip to.
fn begins(date: Date, zone: &TimeZone) -> Option<When> {
    let zoned = date.to_zoned(zone.clone()).ok()?;
    Some(When(zoned.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> When {
        When::parse(text).unwrap()
    }

    fn of(dates: &str, zone: &str) -> Span {
        // Half past eleven in the evening in London, already the next day in Berlin.
        span(dates.parse().unwrap(), at("2026-07-03T22:30:00Z"), zone)
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_merchants_zone() {
        assert_eq!(of("today", "Europe/London").from, Some(at("2026-07-02T23:00:00Z")));
        assert_eq!(of("today", "Europe/Berlin").from, Some(at("2026-07-03T22:00:00Z")));
        assert_eq!(of("today", "").from, Some(at("2026-07-03T00:00:00Z")));
        let yesterday = of("yesterday", "Europe/London");
        assert_eq!(yesterday.from, Some(at("2026-07-01T23:00:00Z")));
        assert_eq!(yesterday.to, Some(at("2026-07-02T23:00:00Z")));
    }

    #[test]
    fn the_last_of_two_days_is_within() {
        let days = of("2026-03-28..2026-03-29", "Europe/London");
        assert_eq!(days.from, Some(at("2026-03-28T00:00:00Z")));
        // The clocks went forward on the 29th: it had 23 hours.
        assert_eq!(days.to, Some(at("2026-03-29T23:00:00Z")));
        assert_eq!(of("2026-03-28..", "").to, None);
    }

    #[test]
    fn lengths_of_time_are_counted_back_from_now() {
        assert_eq!(of("7d", "").from, Some(at("2026-06-26T22:30:00Z")));
        assert_eq!(of(">1h", "").to, Some(at("2026-07-03T21:30:00Z")));
    }

    #[test]
    fn a_shop_is_known_by_its_name_as_well() {
        let mut settings = Settings::default();
        settings.facts.shop_names.insert("4".to_owned(), "Harbour".to_owned());
        assert_eq!(shop_id(&settings, "harbour"), "4");
        assert_eq!(shop_id(&settings, "4"), "4");
        assert_eq!(shop_id(&settings, "9"), "9");
    }
}
