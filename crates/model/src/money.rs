use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An amount in a currency's smallest unit, the form the store keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Smallest units: cents, pence; for currencies without them whole units.
    pub minor: i64,
    /// ISO 4217 code in capitals.
    pub currency: String,
}

impl Money {
    /// Rounds a decimal amount to the currency; `None` if it does not fit in 64 bits.
    pub fn from_decimal(amount: Decimal, currency: &str) -> Option<Money> {
        let digits = minor_digits(currency);
        let scaled = round_money(amount, currency).checked_mul(Decimal::from(10_i64.checked_pow(digits)?))?;
        Some(Money { minor: scaled.to_i64()?, currency: currency.to_owned() })
    }

    /// The amount as a decimal with the currency's number of places.
    pub fn decimal(&self) -> Decimal {
        Decimal::new(self.minor, minor_digits(&self.currency))
    }

    /// The amount as people read it, such as `4,210.00 GBP`.
    pub fn in_words(&self) -> String {
        let plain = self.decimal().abs().to_string();
        let (whole, places) = plain.split_once('.').unwrap_or((&plain, ""));
        let point = if places.is_empty() { "" } else { "." };
        // A true minus sign, as on screen everywhere.
        let sign = if self.minor < 0 { "−" } else { "" };
        format!("{sign}{}{point}{places} {}", grouped(whole), self.currency)
    }
}

/// Digits in groups of three, such as `12,345`.
pub fn grouped(digits: &str) -> String {
    let count = digits.chars().count();
    let mut text = String::with_capacity(count + count / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (count - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Rounds half away from zero to the currency's smallest unit, as both platforms round totals.
pub fn round_money(amount: Decimal, currency: &str) -> Decimal {
    amount.round_dp_with_strategy(minor_digits(currency), RoundingStrategy::MidpointAwayFromZero)
}

/// Places after the point of a currency (ISO 4217): 2, but 0 for yen and the like, 3 for dinars.
pub fn minor_digits(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "ISK" | "CLP" | "VND" | "XAF" | "XOF" | "XPF" | "PYG" | "UGX" => 0,
        "KWD" | "BHD" | "OMR" | "JOD" | "TND" | "IQD" | "LYD" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_penny_rounds_away_from_zero_on_both_sides() {
        let half: Decimal = "1.005".parse().unwrap();
        assert_eq!(round_money(half, "GBP").to_string(), "1.01");
        assert_eq!(round_money(-half, "GBP").to_string(), "-1.01");
    }

    #[test]
    fn yen_have_no_minor_unit_and_dinars_have_three_places() {
        assert_eq!(Money::from_decimal("1234.4".parse().unwrap(), "JPY").unwrap().minor, 1234);
        assert_eq!(Money::from_decimal("1.2345".parse().unwrap(), "KWD").unwrap().minor, 1235);
    }

    #[test]
    fn an_amount_reads_in_groups_with_its_currency() {
        let words = |minor, currency: &str| Money { minor, currency: currency.to_owned() }.in_words();
        assert_eq!(words(421_000, "GBP"), "4,210.00 GBP");
        assert_eq!(words(-1_234_567, "JPY"), "−1,234,567 JPY");
        assert_eq!(words(5, "EUR"), "0.05 EUR");
    }

    #[test]
    fn an_amount_beyond_64_bits_is_not_cut() {
        assert_eq!(Money::from_decimal(Decimal::MAX, "GBP"), None);
    }
}
