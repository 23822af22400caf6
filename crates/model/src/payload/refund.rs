use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::sale::Extra;
use super::{Named, SaleLine, Tender};
use crate::When;

/// The goods of one sale brought back in another; or a whole sale made void.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Return {
    /// The till's sale that takes the goods back; the sale itself where it was made void.
    pub sale_ref: String,
    /// The sale they were bought with; `None` for a return without receipt.
    pub parent_sale_ref: Option<String>,
    /// When that sale was rung up, where the till tells.
    pub parent_at: Option<When>,
    /// Whether this undoes a whole sale because it was made void.
    pub undoes_sale: bool,
    /// Whether the return itself was made void later.
    pub voided: bool,
    /// The number on the receipt of the return.
    pub ticket: String,
    /// The shop that took them back.
    pub shop: Named,
    /// Who rang it up.
    pub employee: Named,
    /// The register's id.
    pub register: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Whether the shop's prices include tax.
    pub tax_inclusive: bool,
    /// The customer's id at the till, if named.
    pub customer_ref: Option<String>,
    /// The customer's name as on the receipt, empty for a walk-in.
    pub customer_name: String,
    /// Lines, quantities negative; net and tax are whole pennies that add up to `total`.
    pub lines: Vec<SaleLine>,
    /// Money beside the lines, negative where it goes back to the customer.
    pub extras: Vec<Extra>,
    /// What was paid back, amounts negative; this return's share where one payment served several.
    pub payments: Vec<Tender>,
    /// What was set off against goods bought in the same sale, negative.
    pub set_off: Decimal,
    /// Gross total of lines and extras, negative; the same as payments and set-off together.
    pub total: Decimal,
    /// The tax in it, negative.
    pub tax: Decimal,
    /// When the return began.
    pub created_at: Option<When>,
    /// When the return was completed.
    pub completed_at: Option<When>,
    /// Why its figures cannot be told apart from the rest of the sale, in words; `None` for all but broken sales.
    pub problem: Option<String>,
}
