use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Named, SaleLine, Tender};
use crate::When;

/// The goods of one sale brought back in another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Return {
    /// The till's sale that takes the goods back.
    pub sale_ref: String,
    /// The sale they were bought with; `None` for a return without receipt.
    pub parent_sale_ref: Option<String>,
    /// The shop that took them back.
    pub shop: Named,
    /// ISO 4217 code.
    pub currency: String,
    /// The customer's id at the till, if named.
    pub customer_ref: Option<String>,
    /// Lines, quantities negative.
    pub lines: Vec<SaleLine>,
    /// What was paid back, amounts negative.
    pub payments: Vec<Tender>,
    /// Gross total of these lines, negative.
    pub total: Decimal,
    /// When the return was completed.
    pub completed_at: Option<When>,
}
