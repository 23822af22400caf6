use model::When;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Customer, Item, PaymentType, rows, scalar};

/// A sale: open cart, quote, finished or void (vendor page `Sale`, fact sheet 4.7). Amounts are rounded to cents.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Sale {
    /// The key.
    #[serde(rename = "saleID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// The number on the receipt.
    #[serde(deserialize_with = "scalar::text")]
    pub ticket_number: Option<String>,
    /// Whether it is finished.
    #[serde(deserialize_with = "scalar::flag")]
    pub completed: Option<bool>,
    /// Whether it was made void.
    #[serde(deserialize_with = "scalar::flag")]
    pub voided: Option<bool>,
    /// Whether unit prices contain tax.
    #[serde(deserialize_with = "scalar::flag")]
    pub is_tax_inclusive: Option<bool>,
    /// When the first line was rung up.
    #[serde(deserialize_with = "scalar::moment")]
    pub create_time: Option<When>,
    /// When it was finished; absent while open, may be back-dated.
    #[serde(deserialize_with = "scalar::moment")]
    pub complete_time: Option<When>,
    /// Legacy: last change, or the moment of completion (fact sheet 4.12).
    #[serde(deserialize_with = "scalar::moment")]
    pub time_stamp: Option<When>,
    /// Last update, in the spelling of the endpoint page.
    #[serde(rename = "updatetime", deserialize_with = "scalar::moment")]
    pub updatetime: Option<When>,
    /// Last update, in the spelling of older samples.
    #[serde(deserialize_with = "scalar::moment")]
    pub update_time: Option<When>,
    /// The shop.
    #[serde(rename = "shopID", deserialize_with = "scalar::id")]
    pub shop: Option<String>,
    /// The register.
    #[serde(rename = "registerID", deserialize_with = "scalar::id")]
    pub register: Option<String>,
    /// Who rang it up.
    #[serde(rename = "employeeID", deserialize_with = "scalar::id")]
    pub employee: Option<String>,
    /// The customer; none for a walk-in.
    #[serde(rename = "customerID", deserialize_with = "scalar::id")]
    pub customer_id: Option<String>,
    /// The sales tax.
    #[serde(rename = "taxCategoryID", deserialize_with = "scalar::id")]
    pub tax_category: Option<String>,
    /// First rate of lines that name none, a fraction.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax1_rate: Option<Decimal>,
    /// Second rate of lines that name none.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax2_rate: Option<Decimal>,
    /// Discounts.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_discount: Option<Decimal>,
    /// First tax.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_tax1: Option<Decimal>,
    /// Second tax.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_tax2: Option<Decimal>,
    /// Both taxes; only on some accounts.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax_total: Option<Decimal>,
    /// The same as `total` in all samples.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_total: Option<Decimal>,
    /// Subtotal less discount plus taxes.
    #[serde(deserialize_with = "scalar::amount")]
    pub total: Option<Decimal>,
    /// Tips; only on some accounts.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_tips: Option<Decimal>,
    /// Change given back.
    #[serde(deserialize_with = "scalar::amount")]
    pub change: Option<Decimal>,
    /// What was rounded to the coins there are; only on some accounts, its sign is not documented.
    #[serde(deserialize_with = "scalar::amount")]
    pub cash_rounding_delta: Option<Decimal>,
    /// The customer, when loaded and not a walk-in.
    #[serde(rename = "Customer", deserialize_with = "rows::single")]
    pub customer: Option<Customer>,
    /// What was sold.
    #[serde(rename = "SaleLines", deserialize_with = "rows::related")]
    pub lines: Vec<SaleLine>,
    /// How it was paid.
    #[serde(rename = "SalePayments", deserialize_with = "rows::related")]
    pub payments: Vec<SalePayment>,
}

/// A line of a sale (vendor page `SaleLine`, fact sheet 4.8). Amounts are not rounded.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SaleLine {
    /// The key.
    #[serde(rename = "saleLineID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// The sale it is on; none for goods held for a customer and not sold yet.
    #[serde(rename = "saleID", deserialize_with = "scalar::id")]
    pub sale: Option<String>,
    /// When it was rung up.
    #[serde(deserialize_with = "scalar::moment")]
    pub create_time: Option<When>,
    /// Pieces; negative for a return.
    #[serde(deserialize_with = "scalar::amount")]
    pub unit_quantity: Option<Decimal>,
    /// Price of one piece, positive even on returns; negative for rebates, cards loaded and deposits.
    #[serde(deserialize_with = "scalar::amount")]
    pub unit_price: Option<Decimal>,
    /// Whether tax is charged.
    #[serde(deserialize_with = "scalar::flag")]
    pub tax: Option<bool>,
    /// First rate, a fraction.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax1_rate: Option<Decimal>,
    /// Second rate, a fraction.
    #[serde(deserialize_with = "scalar::amount")]
    pub tax2_rate: Option<Decimal>,
    /// Goods set aside against a deposit.
    #[serde(deserialize_with = "scalar::flag")]
    pub is_layaway: Option<bool>,
    /// Work in the workshop.
    #[serde(deserialize_with = "scalar::flag")]
    pub is_workorder: Option<bool>,
    /// Goods ordered for the customer.
    #[serde(deserialize_with = "scalar::flag")]
    pub is_special_order: Option<bool>,
    /// Empty for goods, `item_fee`, `item_fee_refund`; the list is open.
    #[serde(deserialize_with = "scalar::text")]
    pub line_type: Option<String>,
    /// Quantity times price before discount.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_subtotal: Option<Decimal>,
    /// The line's own discount.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_line_discount: Option<Decimal>,
    /// Its share of a discount on the whole sale.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_transaction_discount: Option<Decimal>,
    /// First tax.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_tax1: Option<Decimal>,
    /// Second tax.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_tax2: Option<Decimal>,
    /// Net plus tax.
    #[serde(deserialize_with = "scalar::amount")]
    pub calc_total: Option<Decimal>,
    /// The class of goods for tax.
    #[serde(rename = "taxClassID", deserialize_with = "scalar::id")]
    pub tax_class: Option<String>,
    /// The item; none for a miscellaneous charge.
    #[serde(rename = "itemID", deserialize_with = "scalar::id")]
    pub item_id: Option<String>,
    /// The line it returns, or the line a fee belongs to.
    #[serde(rename = "parentSaleLineID", deserialize_with = "scalar::id")]
    pub parent_line: Option<String>,
    /// The item, when loaded.
    #[serde(rename = "Item", deserialize_with = "rows::single")]
    pub item: Option<Item>,
    /// What the cashier wrote, when loaded.
    #[serde(rename = "Note", deserialize_with = "rows::single")]
    pub note: Option<Note>,
}

/// What the cashier wrote to a line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Note {
    /// The text.
    #[serde(deserialize_with = "scalar::text")]
    pub note: Option<String>,
}

/// A payment of a sale (vendor page `SalePayment`, fact sheet 4.10).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SalePayment {
    /// The key.
    #[serde(rename = "salePaymentID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// What was paid, tip included; negative when paid back.
    #[serde(deserialize_with = "scalar::amount")]
    pub amount: Option<Decimal>,
    /// The tip in it.
    #[serde(deserialize_with = "scalar::amount")]
    pub tip_amount: Option<Decimal>,
    /// When it was taken.
    #[serde(deserialize_with = "scalar::moment")]
    pub create_time: Option<When>,
    /// Whether it is void.
    #[serde(deserialize_with = "scalar::flag")]
    pub archived: Option<bool>,
    /// The sort of tender.
    #[serde(rename = "paymentTypeID", deserialize_with = "scalar::id")]
    pub payment_type_id: Option<String>,
    /// The sort of tender, when loaded.
    #[serde(rename = "PaymentType", deserialize_with = "rows::single")]
    pub payment_type: Option<PaymentType>,
}
