use std::collections::HashMap;

use async_trait::async_trait;
use model::Platform;

use crate::{Account, PlatformError};

/// Sellable units by product reference, then by warehouse id. A product that is missing keeps no stock; a warehouse that
/// is missing has none of it.
pub type OnHand = HashMap<String, HashMap<String, i64>>;

/// A platform that says how much can be sold: the back office.
#[async_trait]
pub trait StockSource: Send + Sync {
    /// Which platform.
    fn platform(&self) -> Platform;

    /// Sellable units of these products, at most [`StockSource::batch`], in every warehouse.
    async fn on_hand(&self, account: &Account, products: &[String]) -> Result<OnHand, PlatformError>;

    /// How many products [`StockSource::on_hand`] takes at once.
    fn batch(&self) -> usize;
}

/// A platform whose shops show a quantity: the tills.
///
/// A quantity is set, not changed by a difference: writing it twice leaves the same.
#[async_trait]
pub trait StockTarget: Send + Sync {
    /// Which platform.
    fn platform(&self) -> Platform;

    /// What the shops show of these items now, in any order. A shop without a shelf for an item is left out, and so is any
    /// row that sums up shops.
    async fn shelves(&self, account: &Account, items: &[String]) -> Result<Vec<Shelf>, PlatformError>;

    /// Sets what shops show of one item, with one call. Answers with its shelves as they are then, where the platform tells.
    ///
    /// # Errors
    /// [`PlatformError::NotFound`] if the item is gone.
    async fn set(
        &self,
        account: &Account,
        item: &str,
        quantities: &[ShopQuantity],
    ) -> Result<Vec<Shelf>, PlatformError>;

    /// Shelves whose quantity moved after `cursor`, oldest first; `None` begins now.
    async fn moved(&self, account: &Account, cursor: Option<&str>) -> Result<Moved, PlatformError>;
}

/// What one shop shows of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// The item's id.
    pub item: String,
    /// The shop's id.
    pub shop: String,
    /// Units shown; negative where more was sold than there was.
    pub quantity: i64,
    /// Units held for customers: layaways, special orders, work orders.
    pub held: i64,
}

/// What a shop is to show of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopQuantity {
    /// The shop's id.
    pub shop: String,
    /// Whole units, never negative.
    pub quantity: i64,
}

/// One page of shelves whose quantity moved.
#[derive(Debug, Clone)]
pub struct Moved {
    /// The shelves.
    pub shelves: Vec<Shelf>,
    /// Where to go on, opaque to all but the platform.
    pub cursor: String,
    /// Whether there is more right now.
    pub more: bool,
}
