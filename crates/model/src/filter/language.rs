//! The small language of the search box: `status:failed sku:AB- total:>100 "red bag"`. What it does not understand is
//! searched for as words, and it says so.

use super::{Bounds, Dates, Filter, Is, Whose, amount};
use crate::{Platform, Status};

/// A word of the language with what it narrows to, for the box that explains itself.
pub struct Field {
    /// The word before the colon.
    pub name: &'static str,
    /// A term as one would type it.
    pub example: &'static str,
    /// What that finds, in the middle of a sentence.
    pub finds: &'static str,
}

const fn field(name: &'static str, example: &'static str, finds: &'static str) -> Field {
    Field { name, example, finds }
}

/// All words of the language.
pub const FIELDS: [Field; 10] = [
    field("status", "status:failed", "one status: pending, processing, synced or failed"),
    field(
        "is",
        "is:needs-me",
        "what needs a person; or queued, blocked, waiting, throttled, trying-again, lost",
    ),
    field(
        "changed",
        "changed:7d",
        "today, yesterday, the last 7d or 2h, a day, or two days with .. between them",
    ),
    field("age", "age:>1h", "what has not moved for an hour"),
    field("sku", "sku:AB-", "a SKU or another identifier, whole; or its beginning, with - or * at its end"),
    field("total", "total:>100", "totals above 100; also <20, 49.95, 10..20"),
    field("tries", "tries:>3", "what took more than three tries"),
    field("shop", "shop:2", "one shop, by its id at the till"),
    field("assigned", "assigned:me", "what somebody looks after: me, nobody, anybody or a colleague's name"),
    field("source", "source:lightspeed", "what comes from that platform"),
];

/// What was read from a typed text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// What it asks for.
    pub filter: Filter,
    /// What could not be understood.
    pub troubles: Vec<Trouble>,
}

/// A term that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The term as typed.
    pub term: String,
    /// What to type instead.
    pub says: &'static str,
}

impl Filter {
    /// Reads a typed text. A term with a value that makes no sense is left out and told; an unknown word before a colon
    /// is no term at all, since names and messages contain colons.
    pub fn read(typed: &str) -> Read {
        let mut read = Read::default();
        let mut words: Vec<&str> = Vec::new();
        for term in terms(typed) {
            match term.split_once(':').filter(|(name, value)| is_field(name) && !value.is_empty()) {
                Some((name, value)) => match take(&mut read.filter, name, unquoted(value)) {
                    Ok(()) => {}
                    Err(says) => read.troubles.push(Trouble { term: term.to_owned(), says }),
                },
                None => words.push(term),
            }
        }
        read.filter.text = (!words.is_empty()).then(|| words.join(" "));
        read
    }

    /// The typed text without the terms of these fields: what is left in the box when a control takes one over.
    pub fn typed_without(typed: &str, fields: &[&str]) -> String {
        let kept = terms(typed).into_iter().filter(|term| {
            !term
                .split_once(':')
                .is_some_and(|(name, _)| fields.contains(&name.to_ascii_lowercase().as_str()))
        });
        kept.collect::<Vec<_>>().join(" ")
    }

    /// The typed text without its free words: what is left when the search itself is taken away.
    pub fn typed_terms(typed: &str) -> String {
        terms(typed).into_iter().filter(|term| is_term(term)).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a term is one of the language.
fn is_term(term: &str) -> bool {
    term.split_once(':').is_some_and(|(name, value)| is_field(name) && !value.is_empty())
}

fn is_field(name: &str) -> bool {
    name == "id" || name == "cause" || FIELDS.iter().any(|field| field.name.eq_ignore_ascii_case(name))
}

/// The terms of a typed text: parted by spaces, except where quotes keep them together.
pub(crate) fn terms(typed: &str) -> Vec<&str> {
    let mut terms = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let end = term_end(rest);
        let (term, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        terms.push(term);
        rest = after.trim_start();
    }
    terms
}

/// Where the first term ends. A quote opens at the beginning of a term or after a colon, and only where one closes it:
/// `5" nail` is about inches.
fn term_end(text: &str) -> usize {
    let space = text.find(char::is_whitespace).unwrap_or(text.len());
    let opens = match text.find('"') {
        Some(0) => Some(0),
        Some(at) if at <= space && text.get(..at).is_some_and(|before| before.ends_with(':')) => Some(at),
        _ => None,
    };
    let closes = opens.and_then(|at| text.get(at + 1..)?.find('"').map(|length| at + 1 + length + 1));
    closes.unwrap_or(space)
}

/// A value without the quotes around it.
pub(crate) fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(value)
}

/// Takes one term over.
fn take(filter: &mut Filter, name: &str, value: &str) -> Result<(), &'static str> {
    let lower = value.trim().to_lowercase();
    match name.to_ascii_lowercase().as_str() {
        "status" => {
            filter.status = Some(Status::parse(&lower).ok_or("Say pending, processing, synced or failed.")?);
        }
        "is" => {
            let says = "Say needs-me, queued, blocked, waiting, throttled, trying-again or lost.";
            filter.is = Some(Is::parse(&lower.replace([' ', '_'], "-")).ok_or(says)?);
        }
        "source" => {
            filter.source = Some(Platform::parse(&lower).ok_or("Say brightpearl or lightspeed.")?);
        }
        "changed" | "age" => {
            let says = "Say today, yesterday, 7d, >1h, 2026-11-05 or 2026-11-01..2026-11-05.";
            filter.dates = Some(lower.parse::<Dates>().map_err(|_| says)?);
        }
        "total" => {
            let says = "Say an amount such as 49.95, >100, <20 or 10..20.";
            filter.total = bounds(&lower, 1, amount).ok_or(says)?;
        }
        "tries" => {
            let number = |text: &str| text.parse::<u32>().ok().map(i64::from);
            filter.tries = bounds(&lower, 1, number).ok_or("Say a number such as 3, >3 or 2..5.")?;
        }
        "assigned" => filter.assigned = Some(Whose::from(value.to_owned())),
        "shop" => filter.shop = Some(value.trim().to_owned()),
        "cause" => filter.cause = Some(value.trim().to_owned()),
        _ => filter.sku = Some(lower),
    }
    Ok(())
}

/// Reads `5`, `>5`, `>=5`, `<5`, `<=5` or `2..5`; `step` is the smallest difference between two numbers.
fn bounds(text: &str, step: i64, number: impl Fn(&str) -> Option<i64>) -> Option<Bounds> {
    let from =
        |text: &str, more: i64| Some(Bounds { from: Some(number(text)?.checked_add(more)?), to: None });
    let to = |text: &str, less: i64| Some(Bounds { from: None, to: Some(number(text)?.checked_sub(less)?) });
    if let Some(rest) = text.strip_prefix(">=") {
        return from(rest, 0);
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return to(rest, 0);
    }
    if let Some(rest) = text.strip_prefix('>') {
        return from(rest, step);
    }
    if let Some(rest) = text.strip_prefix('<') {
        return to(rest, step);
    }
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    let side = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(Some) };
    let bounds = Bounds { from: side(low)?, to: side(high)? };
    (!bounds.is_open()).then_some(bounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(typed: &str) -> Filter {
        let read = Filter::read(typed);
        assert_eq!(read.troubles, [], "{typed}");
        read.filter
    }

    #[test]
    fn the_example_of_the_box_is_read() {
        let read = filter("status:failed sku:AB- total:>100 \"red bag\"");
        assert_eq!(read.status, Some(Status::Failed));
        assert_eq!(read.sku.as_deref(), Some("ab-"));
        assert_eq!(read.total, Bounds { from: Some(100_001), to: None });
        assert_eq!(read.text.as_deref(), Some("\"red bag\""));
    }

    #[test]
    fn every_field_has_an_example_that_it_reads() {
        for field in &FIELDS {
            let read = filter(field.example);
            assert!(read.text.is_none() && !read.is_open(), "{}", field.example);
            assert!(field.example.starts_with(&format!("{}:", field.name)));
        }
    }

    #[test]
    fn bounds_are_read_on_both_sides() {
        let total = |typed: &str| filter(typed).total;
        assert_eq!(total("total:10..20"), Bounds { from: Some(10_000), to: Some(20_000) });
        assert_eq!(total("total:<=20"), Bounds { from: None, to: Some(20_000) });
        assert_eq!(total("total:49.95"), Bounds { from: Some(49_950), to: Some(49_950) });
        assert_eq!(filter("tries:>3").tries, Bounds { from: Some(4), to: None });
    }

    #[test]
    fn a_value_that_makes_no_sense_is_told_and_left_out() {
        for typed in ["status:done", "total:>abc", "changed:soon", "is:odd", "source:shopify", "tries:many"] {
            let read = Filter::read(&format!("{typed} mug"));
            assert_eq!(read.filter, Filter::of_text("mug"), "{typed}");
            assert_eq!(
                read.troubles.iter().map(|trouble| trouble.term.as_str()).collect::<Vec<_>>(),
                [typed]
            );
        }
    }

    #[test]
    fn words_with_colons_and_single_quotes_are_words() {
        for typed in ["name:garden", "https://till/901", "5\" nail", "12:30", "status:", ":x", "\"open"] {
            assert_eq!(filter(typed), Filter::of_text(typed), "{typed}");
        }
    }

    #[test]
    fn quotes_keep_a_value_with_spaces_together() {
        assert_eq!(filter("shop:\"4 b\" mug").shop.as_deref(), Some("4 b"));
        assert_eq!(filter("is:\"needs me\"").is, Some(Is::NeedsMe));
        assert_eq!(filter("assigned:\"Ana B.\"").assigned, Some(Whose::Of("Ana B.".to_owned())));
    }

    #[test]
    fn a_control_takes_its_own_term_out_of_the_box() {
        assert_eq!(
            Filter::typed_without("red Status:failed \"tea towel\"", &["status"]),
            "red \"tea towel\""
        );
    }
}
