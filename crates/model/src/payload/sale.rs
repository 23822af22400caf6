use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::When;

/// A sale as the till rang it up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sale {
    /// The number on the receipt.
    pub ticket: String,
    /// Where it was sold.
    pub shop: Named,
    /// The register's id.
    pub register: String,
    /// ISO 4217 code of the account.
    pub currency: String,
    /// Whether the till has finished it.
    pub completed: bool,
    /// Whether it was made void later.
    pub voided: bool,
    /// When the first line was rung up.
    pub created_at: Option<When>,
    /// The business moment; may be back-dated by staff.
    pub completed_at: Option<When>,
    /// Whether the shop's prices include tax.
    pub tax_inclusive: bool,
    /// The customer's id at the till; `None` for a walk-in.
    pub customer_ref: Option<String>,
    /// The customer's name as on the receipt, empty for a walk-in.
    pub customer_name: String,
    /// What was sold, in the till's order.
    pub lines: Vec<SaleLine>,
    /// How it was paid; void payments are left out.
    pub payments: Vec<Tender>,
    /// What the customer had to pay, tax included, rounded by the till.
    pub total: Decimal,
    /// The tax in it, rounded by the till.
    pub tax: Decimal,
    /// Discounts given, positive.
    pub discount: Decimal,
    /// Tips on top of the total.
    pub tips: Decimal,
    /// Change given back in cash.
    pub change: Decimal,
    /// What the till rounded away to the coins there are.
    pub cash_rounding: Decimal,
}

/// One line of a sale. Amounts are not rounded: the till rounds the sale only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaleLine {
    /// The line's id at the till.
    pub id: String,
    /// The item sold; `None` for a miscellaneous charge.
    pub item: Option<String>,
    /// The item's name, or the charge's note.
    pub name: String,
    /// The item's SKU, empty where it has none.
    pub sku: String,
    /// Pieces; negative for a return.
    pub quantity: Decimal,
    /// Price of one piece as shown at the till.
    pub unit_price: Decimal,
    /// All discounts on this line, the line's share of a sale-wide one included; positive.
    pub discount: Decimal,
    /// Amount without tax after discounts.
    pub net: Decimal,
    /// Tax on it.
    pub tax: Decimal,
    /// Which tax it bears.
    pub tax_key: TaxKey,
    /// What sort of line it is.
    pub kind: LineKind,
    /// The line it returns or belongs to.
    pub parent_line: Option<String>,
}

/// What identifies a tax at the till: category, class, and the rates that applied.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaxKey {
    /// taxCategoryID, empty for an untaxed line.
    pub category: String,
    /// taxClassID.
    pub class: String,
    /// First rate as a fraction, `0.2` for 20 %; 0 for an untaxed line.
    pub rate1: Decimal,
    /// Second rate as a fraction.
    pub rate2: Decimal,
}

impl TaxKey {
    /// The rates in words, `20 %` or `5 % + 9.975 %`.
    pub fn rate_words(&self) -> String {
        let percent = |rate: Decimal| format!("{} %", (rate * Decimal::ONE_HUNDRED).normalize());
        if self.rate2.is_zero() {
            percent(self.rate1)
        } else {
            format!("{} + {}", percent(self.rate1), percent(self.rate2))
        }
    }
}

/// What sort of line a sale line is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum LineKind {
    /// Goods.
    Goods,
    /// A charge without an item.
    Miscellaneous,
    /// A fee that belongs to another line.
    ItemFee,
    /// Goods set aside against a deposit.
    Layaway,
    /// Goods ordered for the customer.
    SpecialOrder,
    /// Work in the workshop.
    WorkOrder,
    /// Anything else the till may invent.
    Other {
        /// The till's word.
        word: String,
    },
}

/// One payment of a sale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tender {
    /// The payment's id at the till.
    pub id: String,
    /// paymentTypeID.
    pub method: String,
    /// Its name, such as `Cash`.
    pub name: String,
    /// The till's own word for the sort of tender: `cash`, `credit card`, `gift card`, `user defined` …
    pub sort: String,
    /// What was paid with it, tip included; negative when paid back.
    pub amount: Decimal,
    /// The tip in it.
    pub tip: Decimal,
    /// When it was taken.
    pub paid_at: Option<When>,
}
