use model::{When, minor_digits, round_money};
use rust_decimal::Decimal;

/// An amount as Brightpearl takes it: text with at least 2 places (fact sheet 5.5).
pub(crate) fn amount(amount: Decimal, currency: &str) -> String {
    let places = minor_digits(currency).max(2) as usize;
    format!("{:.places$}", round_money(amount, currency))
}

/// A quantity without needless zeros: stock-tracked rows take whole numbers only (fact sheet 4.3.2).
pub(crate) fn quantity(quantity: Decimal) -> String {
    quantity.normalize().to_string()
}

/// An exchange rate, text with 6 places.
pub(crate) fn rate(rate: Decimal) -> String {
    format!("{rate:.6}")
}

/// A moment as ISO 8601 in UTC; a bare date would shift in accounts west of Greenwich (fact sheet 5.4).
pub(crate) fn moment(at: When) -> String {
    at.rfc3339_seconds()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("12.5", "GBP", "12.50")]
    #[case("12", "GBP", "12.00")]
    #[case("12.345", "GBP", "12.35")]
    #[case("1200", "JPY", "1200.00")]
    #[case("1.2345", "KWD", "1.235")]
    #[case("-0.01", "GBP", "-0.01")]
    fn amounts_are_text_with_the_currencys_places(
        #[case] from: Decimal,
        #[case] currency: &str,
        #[case] to: &str,
    ) {
        assert_eq!(amount(from, currency), to);
    }

    #[rstest]
    #[case("2.000", "2")]
    #[case("0.5", "0.5")]
    #[case("1000", "1000")]
    fn quantities_carry_no_needless_zeros(#[case] from: Decimal, #[case] to: &str) {
        assert_eq!(quantity(from), to);
    }

    #[test]
    fn rates_have_six_places_and_moments_are_in_utc() {
        assert_eq!(rate("1.25".parse().unwrap()), "1.250000");
        assert_eq!(moment(When::parse("2026-07-03T10:39:46.250+01:00").unwrap()), "2026-07-03T09:39:46Z");
    }
}
