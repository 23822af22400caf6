//! What the tills took, added up for a checker from the sales themselves.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::money::cents;
use super::scalar::Scalar;
use super::schema::Resource;
use super::state::State;
use super::table::Row;

/// Which sales are added up.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Span {
    /// Sales completed at this moment or later.
    since: Option<Timestamp>,
    /// Sales completed before this moment.
    until: Option<Timestamp>,
    /// An employee whose sales are left out, for example the one of test sales.
    without_employee: Option<u64>,
}

/// What was sold at one pair of rates; lines are not rounded, so these are not cents.
#[derive(Debug, Clone, Default, Serialize)]
struct AtRate {
    net: Decimal,
    tax1: Decimal,
    tax2: Decimal,
    total: Decimal,
}

/// What one payment type brought, void payments left out.
#[derive(Debug, Clone, Default, Serialize)]
struct ByType {
    name: String,
    kind: String,
    /// Everything, tips included; negative where more was given back.
    amount: Decimal,
    tips: Decimal,
}

/// What one shop took: sales less returns.
#[derive(Debug, Clone, Default, Serialize)]
struct Shop {
    /// Completed sales that were not voided, returns among them.
    sales: u64,
    /// Pieces that came back.
    returned: i64,
    /// Totals in cents, tax included, as on the tickets.
    total: Decimal,
    /// The tax in it, in cents.
    tax: Decimal,
    tips: Decimal,
    /// Face value of gift cards sold.
    gift_cards_sold: Decimal,
    /// What was paid with gift cards.
    gift_cards_used: Decimal,
    /// What was put on credit accounts.
    deposits: Decimal,
    /// What was paid from credit accounts.
    deposits_used: Decimal,
    /// What cash rounding added.
    rounding: Decimal,
    /// By tax category and rates, for example `1:0.2+0`; `0` for lines without tax.
    rates: BTreeMap<String, AtRate>,
    /// By payment type id.
    payments: BTreeMap<u64, ByType>,
}

/// The takings of every shop.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Takings {
    /// By shop id.
    shops: BTreeMap<u64, Shop>,
}

/// Adds up every completed sale that was not voided.
pub(crate) fn add_up(state: &State, span: &Span) -> Takings {
    let mut takings = Takings::default();
    for (id, sale) in state.table(Resource::Sale).iter().filter(|(_, sale)| counts(sale, span)) {
        let shop = takings.shops.entry(sale.id("shopID")).or_default();
        shop.sales += 1;
        shop.total += sale.dec("total");
        shop.tax += sale.dec("calcTax1") + sale.dec("calcTax2");
        shop.rounding += sale.dec("cashRoundingDelta");
        for (_, line) in state.table(Resource::SaleLine).children("saleID", id) {
            add_line(shop, sale, line);
        }
        for (_, payment) in state.table(Resource::SalePayment).children("saleID", id) {
            if let Some(payment_type) = state.row(Resource::PaymentType, payment.id("paymentTypeID")) {
                add_payment(shop, payment, payment_type);
            }
        }
    }
    takings
}

fn counts(sale: &Row, span: &Span) -> bool {
    let Some(Scalar::Time(at)) = sale.get("completeTime") else { return false };
    sale.is("completed")
        && !sale.is("voided")
        && span.since.is_none_or(|since| *at >= since)
        && span.until.is_none_or(|until| *at < until)
        && span.without_employee.is_none_or(|employee| sale.id("employeeID") != employee)
}

fn add_line(shop: &mut Shop, sale: &Row, line: &Row) {
    let key = if line.is("tax") {
        let rate = |field| line.dec(field).normalize();
        format!("{}:{}+{}", sale.id("taxCategoryID"), rate("tax1Rate"), rate("tax2Rate"))
    } else {
        "0".to_owned()
    };
    let sums = shop.rates.entry(key).or_default();
    let (tax1, tax2) = (line.dec("calcTax1"), line.dec("calcTax2"));
    sums.net += line.dec("calcTotal") - tax1 - tax2;
    sums.tax1 += tax1;
    sums.tax2 += tax2;
    sums.total += line.dec("calcTotal");
    shop.returned -= line.int("unitQuantity").min(0);
}

fn add_payment(shop: &mut Shop, payment: &Row, payment_type: &Row) {
    let (amount, tip) = (payment.dec("amount"), payment.dec("tipAmount"));
    let sums = shop.payments.entry(payment.id("paymentTypeID")).or_default();
    payment_type.text("name").clone_into(&mut sums.name);
    payment_type.text("type").clone_into(&mut sums.kind);
    sums.amount += cents(amount);
    sums.tips += tip;
    shop.tips += tip;
    let (out_of, onto) = match payment_type.text("type") {
        "gift card" => (&mut shop.gift_cards_used, &mut shop.gift_cards_sold),
        "credit account" => (&mut shop.deposits_used, &mut shop.deposits),
        _ => return,
    };
    *out_of += amount.max(Decimal::ZERO);
    *onto -= amount.min(Decimal::ZERO);
}
