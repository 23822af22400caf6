//! Amounts, quantities and records in words; on the server only, where the arithmetic is.

use std::collections::HashMap;

use model::payload::Named;
use model::{Doing, MerchantId, Record, SyncState, Waiting, When, grouped, minor_digits, round_money};
use rust_decimal::Decimal;
use store::{LinkAsk, Store, StoreError};

use super::{Fact, Grid, Head, Row, Said, Section, view_of};

/// Links that rows show before anything was sent.
pub type Links = HashMap<LinkAsk, String>;

/// The links that the rows of these records show, in one question to the store; in none where no row shows any.
pub async fn links(store: &dyn Store, merchant: MerchantId, records: &[Record]) -> Result<Links, StoreError> {
    let asks: Vec<LinkAsk> =
        records.iter().filter_map(|record| (view_of(record.kind).read.asks)(record)).collect();
    if asks.is_empty() { Ok(Links::new()) } else { store.links(merchant, &asks).await }
}

/// The row of a record.
pub fn row(record: &Record, links: &Links) -> Row {
    let read = &view_of(record.kind).read;
    let link = (read.asks)(record).and_then(|ask| links.get(&ask));
    Row {
        id: record.id,
        kind: record.kind,
        source: record.source,
        source_ref: record.source_ref.clone(),
        name: (read.name)(record),
        cells: (read.cells)(record, link.map(String::as_str)),
        status: record.state.status(),
        says: record.state.say(),
        next: goes_on_at(&record.state),
        changed_at_source: record.source_changed_at.map(When::whole_second),
        updated_at: record.updated_at.whole_second(),
        first_seen_at: record.first_seen_at.whole_second(),
        tries: record.attempts,
        assigned: record.assigned.clone(),
        notes: record.notes,
    }
}

/// When a record goes on by itself, where its state says so.
fn goes_on_at(state: &SyncState) -> Option<When> {
    match state {
        SyncState::Pending(Waiting::Throttled { until, .. }) => Some(*until),
        SyncState::Pending(Waiting::TryingAgain { at, .. }) => Some(*at),
        SyncState::Processing(Doing::CheckingArrival { next }) => Some(*next),
        _ => None,
    }
}

/// An amount with its currency, such as `£1,234.50` or `CHF 12.00`.
pub fn money(amount: Decimal, currency: &str) -> String {
    let digits = usize::try_from(minor_digits(currency)).unwrap_or(2);
    let rounded = round_money(amount, currency);
    let plain = format!("{:.digits$}", rounded.abs());
    let (whole, places) = plain.split_once('.').unwrap_or((&plain, ""));
    let point = if places.is_empty() { "" } else { "." };
    // A true minus sign is as wide as a digit, so columns stay aligned.
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "−" } else { "" };
    format!("{sign}{}{}{point}{places}", symbol(currency), grouped(whole))
}

fn symbol(currency: &str) -> String {
    match currency {
        "GBP" => "£".to_owned(),
        "EUR" => "€".to_owned(),
        "USD" => "$".to_owned(),
        "" => String::new(),
        other => format!("{other}\u{a0}"),
    }
}

/// A quantity without needless zeros.
pub fn quantity(amount: Decimal) -> String {
    amount.normalize().to_string().replace('-', "−")
}

/// A name, or the id where no name is known.
pub fn named(thing: &Named) -> String {
    if thing.name.is_empty() { format!("id {}", thing.id) } else { thing.name.clone() }
}

/// Yes or no.
pub fn yes_no(value: bool) -> &'static str {
    if value { "Yes" } else { "No" }
}

/// A section of facts; those without a value are left out.
pub fn facts(title: &str, facts: Vec<Fact>) -> Section {
    let facts = facts.into_iter().filter(|fact| fact.says != Said::Words(String::new())).collect();
    Section { title: title.to_owned(), facts, grid: None }
}

/// One fact in words.
pub fn fact(label: &str, words: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), says: Said::Words(words.into()) }
}

/// One fact that is a moment; unknown ones are left out by [`facts`].
pub fn moment(label: &str, at: Option<When>) -> Fact {
    let says = at.map_or_else(|| Said::Words(String::new()), Said::At);
    Fact { label: label.to_owned(), says }
}

/// A section that is a table. Headings that end in `#` stand over numbers, those that end in `!` over what must not
/// be broken over lines.
pub fn grid(title: &str, heads: &[&str], rows: Vec<Vec<String>>, sums: Vec<(String, String)>) -> Section {
    let heads = heads
        .iter()
        .map(|head| Head {
            title: head.trim_end_matches(['#', '!']).to_owned(),
            number: head.ends_with('#'),
            whole: head.ends_with('!'),
        })
        .collect();
    Section { title: title.to_owned(), facts: Vec::new(), grid: Some(Grid { heads, rows, sums }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_are_grouped_and_have_the_places_of_their_currency() {
        assert_eq!(money(decimal("1234567.5"), "GBP"), "£1,234,567.50");
        assert_eq!(money(decimal("999"), "JPY"), "JPY\u{a0}999");
        assert_eq!(money(decimal("-12.345"), "EUR"), "−€12.35");
        assert_eq!(money(decimal("-0.001"), "USD"), "$0.00");
    }

    #[test]
    fn quantities_lose_zeros_that_say_nothing() {
        assert_eq!(quantity(decimal("2.000")), "2");
        assert_eq!(quantity(decimal("-1.50")), "−1.5");
    }

    #[test]
    fn facts_without_a_value_are_left_out() {
        let section = facts("Names", vec![fact("SKU", "A-1"), fact("EAN", ""), moment("Made", None)]);
        assert_eq!(section.facts.len(), 1);
    }
}
