//! What a cashier rings up, as the control routes and the living shop write it down.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lightspeed::money::Discount;

/// One sale as a cashier rings it up; whatever is left out takes the till's defaults.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Basket {
    /// The shop; 1 if left out.
    pub shop: Option<u64>,
    /// The register; the shop's first if left out.
    pub register: Option<u64>,
    /// The employee; whoever usually works in that shop if left out.
    pub employee: Option<u64>,
    /// The customer; a walk-in if left out.
    pub customer: Option<u64>,
    /// The goods, and charges without an item.
    pub lines: Vec<BasketLine>,
    /// What comes back: with goods in `lines` the sale is an exchange.
    pub returns: Vec<Returned>,
    /// Gift cards sold: they add to what is due and not to the total.
    pub gift_cards: Vec<GiftCardSold>,
    /// Money put on the customer's credit account: a pair of payments, no revenue.
    pub deposit: Decimal,
    /// A reduction of the whole sale.
    pub discount: Discount,
    /// The tenders; one of cash over the whole total if left out.
    pub payments: Vec<Tender>,
    /// The smallest coin, for example 0.05: what is left for cash is rounded to it.
    pub cash_rounding: Option<Decimal>,
    /// The tax category; the shop's own if left out.
    pub tax_category: Option<u64>,
    /// When it was completed; may lie in the past, never in the future.
    #[serde(alias = "completed_at")]
    pub at: Option<Timestamp>,
    /// When it was begun; two minutes before it was completed if left out.
    pub created_at: Option<Timestamp>,
    /// How many seconds earlier than now the last update is stamped: a row that commits late.
    pub stamped_seconds_ago: i64,
    /// Whether it stays an open cart.
    pub open: bool,
    /// The merchant's own reference.
    pub reference: String,
    /// Where the goods go, in the platform's own words: `firstName`, `lastName`, `company`, `shipNote`, `Contact`.
    pub ship_to: Option<Value>,
    /// Lines that were held for the customer (layaways, special orders) and are now sold.
    pub held: Vec<u64>,
}

impl Basket {
    /// Whether it names nothing that is sold, taken back or put aside: the cashier then fills it.
    pub(crate) fn is_bare(&self) -> bool {
        self.lines.is_empty()
            && self.returns.is_empty()
            && self.held.is_empty()
            && self.gift_cards.is_empty()
            && self.deposit.is_zero()
    }
}

/// One line of a basket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BasketLine {
    /// The item's id; 0 is a charge without an item.
    pub item: u64,
    /// The item's customSku, if its id is not known.
    pub sku: Option<String>,
    /// How many; negative for a return.
    pub quantity: i64,
    /// The price of one; the item's own if left out. Negative for a rebate.
    pub price: Option<Decimal>,
    /// A reduction of this line.
    pub discount: Discount,
    /// The line this one returns.
    pub parent: u64,
    /// The words on the ticket, which a charge without an item needs.
    pub note: String,
    /// A fee for each piece (recycling, deposit on the bottle): a line of its own below this one.
    pub fee: Decimal,
    /// Whether tax is charged; as the item says if left out.
    pub taxed: Option<bool>,
    /// Whether it belongs to a work order.
    pub workorder: bool,
}

impl Default for BasketLine {
    fn default() -> Self {
        Self {
            item: 0,
            sku: None,
            quantity: 1,
            price: None,
            discount: Discount::None,
            parent: 0,
            note: String::new(),
            fee: Decimal::ZERO,
            taxed: None,
            workorder: false,
        }
    }
}

/// Goods that come back over the counter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Returned {
    /// The line they were sold on; 0 for goods without a receipt, which then need `item` or `sku`.
    pub line: u64,
    /// The item, where no line says it.
    pub item: u64,
    /// The item's customSku, where no line says it.
    pub sku: Option<String>,
    /// How many come back; positive.
    pub quantity: i64,
    /// What is given back for one; what was paid if left out.
    pub price: Option<Decimal>,
}

impl Default for Returned {
    fn default() -> Self {
        Self { line: 0, item: 0, sku: None, quantity: 1, price: None }
    }
}

impl Returned {
    pub(crate) fn as_line(&self) -> BasketLine {
        BasketLine {
            item: self.item,
            sku: self.sku.clone(),
            quantity: -self.quantity,
            price: self.price,
            parent: self.line,
            ..BasketLine::default()
        }
    }
}

/// A gift card handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiftCardSold {
    /// The number on it; a known one is loaded further.
    pub code: String,
    /// Its face value.
    pub amount: Decimal,
}

/// One payment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tender {
    /// The payment type's name, for example `Cash`.
    pub name: String,
    /// What is handed over, tip included; whatever is still due and the tip if left out.
    pub amount: Option<Decimal>,
    /// The tip inside the amount.
    pub tip: Decimal,
    /// The number of the gift card it is taken from or given back to.
    pub gift_card: Option<String>,
    /// A reference the caller made, unique over all payments.
    pub remote_reference: String,
}

impl Tender {
    /// A tender of whatever is due.
    pub fn rest(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// A tender of so much.
    pub fn of(name: &str, amount: Decimal) -> Self {
        Self { name: name.to_owned(), amount: Some(amount), ..Self::default() }
    }
}
