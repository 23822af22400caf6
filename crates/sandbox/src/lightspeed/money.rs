//! The money of a sale: unrounded lines, rounded totals (fact sheet, sections 4.7 and 4.8).

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Decimals a line keeps where a division would never end.
const LINE_DECIMALS: u32 = 10;

/// A reduction of a line or of the whole sale.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// None.
    #[default]
    None,
    /// So much money.
    Amount(Decimal),
    /// A fraction: 0.1 is ten percent.
    Percent(Decimal),
}

impl Discount {
    fn of(self, amount: Decimal) -> Decimal {
        match self {
            Self::None => Decimal::ZERO,
            Self::Amount(discount) => discount,
            Self::Percent(fraction) => amount * fraction,
        }
    }
}

/// A line before it is priced.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineAsked {
    /// Negative for a return.
    pub(crate) quantity: i64,
    pub(crate) unit_price: Decimal,
    pub(crate) discount: Discount,
    pub(crate) taxed: bool,
    pub(crate) tax1_rate: Decimal,
    pub(crate) tax2_rate: Decimal,
}

/// A priced line; nothing is rounded to cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineMoney {
    pub(crate) subtotal: Decimal,
    pub(crate) line_discount: Decimal,
    pub(crate) transaction_discount: Decimal,
    pub(crate) tax1: Decimal,
    pub(crate) tax2: Decimal,
    pub(crate) total: Decimal,
    taxed: bool,
}

/// A sale's sums, rounded to cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SaleMoney {
    pub(crate) subtotal: Decimal,
    pub(crate) discount: Decimal,
    pub(crate) taxable: Decimal,
    pub(crate) non_taxable: Decimal,
    pub(crate) tax1: Decimal,
    pub(crate) tax2: Decimal,
    pub(crate) total: Decimal,
}

/// How prices are to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mode {
    /// Whether unit prices contain tax.
    pub(crate) inclusive: bool,
    /// Whether `calcSubtotal` of an inclusive sale contains it too (an open question).
    pub(crate) subtotal_with_tax: bool,
}

/// Prices a basket. A discount of the whole sale is spread over the lines by their value.
pub(crate) fn price(lines: &[LineAsked], whole: Discount, mode: Mode) -> (Vec<LineMoney>, SaleMoney) {
    let values: Vec<(Decimal, Decimal)> = lines
        .iter()
        .map(|line| {
            let value = Decimal::from(line.quantity) * line.unit_price;
            (value, line.discount.of(value))
        })
        .collect();
    let shares = spread(whole, &values);
    let priced: Vec<LineMoney> = lines
        .iter()
        .zip(values)
        .zip(shares)
        .map(|((line, (value, discount)), share)| price_line(line, value, discount, share, mode))
        .collect();
    let sums = add_up(&priced, mode);
    (priced, sums)
}

/// The share each line has in a discount of the whole sale; together exactly the discount.
fn spread(whole: Discount, values: &[(Decimal, Decimal)]) -> Vec<Decimal> {
    let left: Vec<Decimal> = values.iter().map(|(value, discount)| value - discount).collect();
    let sum: Decimal = left.iter().sum();
    let discount = whole.of(sum);
    let mut shares: Vec<Decimal> = match whole {
        Discount::Amount(_) if !sum.is_zero() => {
            left.iter().map(|value| (discount * value / sum).round_dp(LINE_DECIMALS)).collect()
        }
        Discount::Percent(fraction) => left.iter().map(|value| value * fraction).collect(),
        _ => vec![Decimal::ZERO; left.len()],
    };
    let missing = discount - shares.iter().sum::<Decimal>();
    if let (Some(last), false) = (shares.last_mut(), sum.is_zero()) {
        *last += missing;
    }
    shares
}

fn price_line(line: &LineAsked, value: Decimal, discount: Decimal, share: Decimal, mode: Mode) -> LineMoney {
    let rate = if line.taxed { line.tax1_rate + line.tax2_rate } else { Decimal::ZERO };
    let (tax1, tax2, total, factor);
    if mode.inclusive {
        total = value - discount - share;
        let net = (total / (Decimal::ONE + rate)).round_dp(LINE_DECIMALS);
        let tax = total - net;
        tax2 = if rate.is_zero() {
            Decimal::ZERO
        } else {
            (tax * line.tax2_rate / rate).round_dp(LINE_DECIMALS)
        };
        tax1 = tax - tax2;
        factor = if mode.subtotal_with_tax { Decimal::ONE } else { Decimal::ONE + rate };
    } else {
        let net = value - discount - share;
        let (rate1, rate2) =
            if line.taxed { (line.tax1_rate, line.tax2_rate) } else { (Decimal::ZERO, Decimal::ZERO) };
        (tax1, tax2) = (net * rate1, net * rate2);
        total = net + tax1 + tax2;
        factor = Decimal::ONE;
    }
    let line_discount = (discount / factor).round_dp(LINE_DECIMALS);
    let transaction_discount = (share / factor).round_dp(LINE_DECIMALS);
    // The subtotal is what makes subtotal − discounts + tax = total hold to the last digit.
    let tax_outside = if mode.inclusive && mode.subtotal_with_tax { Decimal::ZERO } else { tax1 + tax2 };
    let subtotal = total - tax_outside + line_discount + transaction_discount;
    LineMoney { subtotal, line_discount, transaction_discount, tax1, tax2, total, taxed: line.taxed }
}

fn add_up(lines: &[LineMoney], mode: Mode) -> SaleMoney {
    let sum = |part: fn(&LineMoney) -> Decimal| cents(lines.iter().map(part).sum());
    let discount = sum(|line| line.line_discount + line.transaction_discount);
    let (tax1, tax2) = (sum(|line| line.tax1), sum(|line| line.tax2));
    let tax_outside = if mode.inclusive && mode.subtotal_with_tax { Decimal::ZERO } else { tax1 + tax2 };
    // Who pays a ticket price pays exactly that; elsewhere the rounded parts make the total.
    let (subtotal, total) = if mode.inclusive {
        let total = sum(|line| line.total);
        (total + discount - tax_outside, total)
    } else {
        let subtotal = sum(|line| line.subtotal);
        (subtotal, subtotal - discount + tax_outside)
    };
    let net = |line: &LineMoney| line.total - line.tax1 - line.tax2;
    let untaxed = lines.iter().filter(|line| !line.taxed).map(net).sum();
    let non_taxable = cents(untaxed);
    SaleMoney {
        subtotal,
        discount,
        taxable: total - tax1 - tax2 - non_taxable,
        non_taxable,
        tax1,
        tax2,
        total,
    }
}

/// Rounds to cents, a half away from zero.
pub(crate) fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn line(quantity: i64, unit_price: &str, discount: Discount) -> LineAsked {
        LineAsked {
            quantity,
            unit_price: dec(unit_price),
            discount,
            taxed: true,
            tax1_rate: dec("0.2"),
            tax2_rate: Decimal::ZERO,
        }
    }

    const INCLUSIVE: Mode = Mode { inclusive: true, subtotal_with_tax: false };
    const EXCLUSIVE: Mode = Mode { inclusive: false, subtotal_with_tax: false };

    #[test]
    fn the_fact_sheets_exclusive_sample_comes_out() {
        let (lines, sale) = price(&[line(2, "9.95", Discount::None)], Discount::None, EXCLUSIVE);
        assert_eq!((sale.subtotal, sale.tax1, sale.total), (dec("19.90"), dec("3.98"), dec("23.88")));
        assert_eq!(lines[0].total, dec("23.88"));
    }

    #[test]
    fn an_inclusive_line_keeps_its_fractions_and_the_customer_pays_the_ticket_price() {
        let (lines, sale) = price(&[line(1, "9.95", Discount::None)], Discount::None, INCLUSIVE);
        assert_eq!(lines[0].subtotal, dec("8.2916666667"));
        assert_eq!((sale.total, sale.tax1, sale.subtotal), (dec("9.95"), dec("1.66"), dec("8.29")));
    }

    #[test]
    fn an_amount_off_the_whole_sale_is_spread_exactly() {
        let basket = [
            line(1, "10.00", Discount::None),
            line(2, "3.33", Discount::None),
            line(1, "0.01", Discount::None),
        ];
        let (lines, sale) = price(&basket, Discount::Amount(dec("5")), EXCLUSIVE);
        let spread: Decimal = lines.iter().map(|line| line.transaction_discount).sum();
        assert_eq!(spread, dec("5"));
        assert_eq!(sale.discount, dec("5.00"));
    }

    #[rstest]
    #[case(INCLUSIVE)]
    #[case(EXCLUSIVE)]
    fn total_is_subtotal_less_discount_plus_taxes_for_every_basket(#[case] mode: Mode) {
        for pence in 1..400_i64 {
            let basket = [
                line(
                    pence % 3 + 1,
                    &format!("{}", Decimal::new(pence * 7, 2)),
                    Discount::Percent(dec("0.15")),
                ),
                line(1, &format!("{}", Decimal::new(pence, 2)), Discount::Amount(dec("0.01"))),
                LineAsked { taxed: false, ..line(1, "4.25", Discount::None) },
            ];
            let (lines, sale) = price(&basket, Discount::Percent(dec("0.05")), mode);
            assert_eq!(sale.total, sale.subtotal - sale.discount + sale.tax1 + sale.tax2);
            assert_eq!(sale.taxable + sale.non_taxable, sale.subtotal - sale.discount);
            for line in lines {
                let net = line.subtotal - line.line_discount - line.transaction_discount;
                assert_eq!(line.total, net + line.tax1 + line.tax2);
            }
        }
    }

    #[test]
    fn the_switch_puts_the_tax_into_the_subtotal_of_inclusive_sales() {
        let mode = Mode { inclusive: true, subtotal_with_tax: true };
        let (_, sale) = price(&[line(1, "12.00", Discount::None)], Discount::None, mode);
        assert_eq!((sale.subtotal, sale.tax1, sale.total), (dec("12.00"), dec("2.00"), dec("12.00")));
    }

    #[test]
    fn a_return_has_negative_money() {
        let (_, sale) = price(&[line(-1, "9.95", Discount::None)], Discount::None, EXCLUSIVE);
        assert_eq!(sale.total, dec("-11.94"));
    }
}
