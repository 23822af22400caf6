use std::collections::HashMap;

use async_trait::async_trait;
use model::{MerchantId, RecordId};

use crate::Result;

/// Goods the tills have moved, and what the back office shows of them (`flows.md`, Inventory).
///
/// What the tills moved comes with [`crate::Seen::moves`]; what the back office shows comes with the answers of steps
/// ([`model::Answer::shows`]). Either makes the stock figures of that product and shop due.
#[async_trait]
pub trait Stock: Send + Sync {
    /// Units of these till items that the tills have moved and the back office does not show yet, by item and shop. What is
    /// missing is nothing.
    async fn unshown(
        &self,
        merchant: MerchantId,
        items: &[String],
    ) -> Result<HashMap<(String, String), Unshown>>;

    /// Makes stock figures due, without a change of what is shown of them; those in work run once more. Answers how many.
    async fn recheck(&self, merchant: MerchantId, which: &[Recheck]) -> Result<u64>;

    /// Posted sales whose goods the back office could not hold back yet, the oldest first.
    async fn short(&self, merchant: MerchantId, limit: u32) -> Result<Vec<RecordId>>;
}

/// Units one shop has moved of one item and the back office does not show yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unshown {
    /// Sold.
    pub sales: i64,
    /// Taken back, or sold in a sale that was made void.
    pub returns: i64,
}

/// Which stock figures to look at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recheck {
    /// One product in every shop, by its reference at the source.
    Product(String),
    /// One till item in one shop.
    Shelf {
        /// The item's id.
        item: String,
        /// The shop's id.
        shop: String,
    },
}

/// Units one line of a sale moves in or out of a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The till's line, unique at the till.
    pub line: String,
    /// The shop's id.
    pub shop: String,
    /// The item's id.
    pub item: String,
    /// Units: positive when sold, negative when taken back.
    pub units: i64,
}
