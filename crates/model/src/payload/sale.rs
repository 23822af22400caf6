use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::When;

/// A sale as the till rang it up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sale {
    /// The number on the receipt.
    pub ticket: String,
    /// Where it was sold.
    pub shop: Named,
    /// The register's id.
    pub register: String,
    /// Who rang it up; the name is empty where only the id is known.
    #[serde(default)]
    pub employee: Named,
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
    /// What the till added (or, negative, took off) so that the coins there are suffice.
    pub cash_rounding: Decimal,
}

/// One line of a sale. Amounts are not rounded: the till rounds the sale only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The sale of the line it returns; `None` for what returns nothing and for a return without receipt.
    #[serde(default)]
    pub parent_sale: Option<String>,
    /// When the line it returns was rung up, where the till tells.
    #[serde(default)]
    pub parent_at: Option<When>,
}

impl SaleLine {
    /// Whether goods come back with it. Fees that belong to a returned line are no goods.
    pub fn is_return(&self) -> bool {
        self.quantity < Decimal::ZERO
    }

    /// The item it moves in or out of the shop; `None` for fees and charges.
    pub fn moved_item(&self) -> Option<&str> {
        match self.kind {
            LineKind::Goods | LineKind::Layaway | LineKind::SpecialOrder | LineKind::WorkOrder => {
                self.item.as_deref()
            }
            LineKind::Miscellaneous | LineKind::ItemFee | LineKind::Other { .. } => None,
        }
    }
}

/// What identifies a tax at the till: category, class, and the rates that applied.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Money that is in a document beside its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Extra {
    /// What it is.
    pub sort: ExtraSort,
    /// Amount without tax, 2 decimals.
    pub net: Decimal,
    /// Tax on it, 2 decimals.
    pub tax: Decimal,
}

/// What sort of money an [`Extra`] is; each has a nominal code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExtraSort {
    /// A gift card sold or loaded: owed to the customer, no revenue.
    GiftCard,
    /// Money paid in on a customer's account.
    Deposit,
    /// A tip.
    Tip,
    /// What was rounded to the coins there are.
    CashRounding,
    /// Pennies between the till's lines and its total.
    Rounding,
}

impl ExtraSort {
    /// What the row says.
    pub fn name(self) -> &'static str {
        match self {
            ExtraSort::GiftCard => "Gift card",
            ExtraSort::Deposit => "Deposit on account",
            ExtraSort::Tip => "Tip",
            ExtraSort::CashRounding => "Cash rounding",
            ExtraSort::Rounding => "Rounding",
        }
    }

    /// The word in row references and setting names.
    pub fn word(self) -> &'static str {
        match self {
            ExtraSort::GiftCard => "gift_card",
            ExtraSort::Deposit => "deposit",
            ExtraSort::Tip => "tip",
            ExtraSort::CashRounding => "cash_rounding",
            ExtraSort::Rounding => "rounding",
        }
    }
}
