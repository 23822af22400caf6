//! Putting returned goods back (fact sheet 4.2.6).

use model::{Answer, Shown};
use platform::{Account, PlatformError};
use reqwest::Method;
use serde_json::Value;

use super::Pieces;
use crate::answer;
use crate::client::Brightpearl;
use crate::wire;

impl Brightpearl {
    /// Where a warehouse puts goods by default: an id, or a list of one (fact sheet 7, question 6).
    pub(super) async fn default_location(
        &self,
        account: &Account,
        warehouse: u64,
    ) -> Result<Answer, PlatformError> {
        let path = format!("warehouse-service/warehouse/{warehouse}/location/default");
        let reply = self.get(account, &path, Vec::new(), "read the default location").await?;
        answer::new_id(&reply).map(|id| Answer::id(id.to_string()))
    }

    /// Books goods in.
    pub(super) async fn book_in(
        &self,
        account: &Account,
        credit: u64,
        post: &Value,
        shows: Vec<Shown>,
    ) -> Result<Answer, PlatformError> {
        let path = format!("warehouse-service/order/{credit}/goods-note/goods-in");
        let reply = self.write(account, Method::POST, &path, post, "goods-in note").await?;
        answer::new_id(&reply).map(|id| Answer { shows, ..Answer::id(id.to_string()) })
    }

    /// The note that booked in these very pieces. The same product on two rows makes several notes (their page of the
    /// goods-in POST), so what counts is that all notes of the credit together hold what was asked for.
    pub(super) async fn booked_in(
        &self,
        account: &Account,
        credit: u64,
        post: &Value,
        shows: &[Shown],
    ) -> Result<Option<Answer>, PlatformError> {
        let path = format!("warehouse-service/order/{credit}/goods-note/goods-in");
        let reply = self.get(account, &path, Vec::new(), "read goods-in notes").await?;
        let notes = answer::mapped::<wire::GoodsInNote>(&reply)?;
        let mut there = Pieces::new();
        for moved in notes.values().flat_map(|note| &note.goods_moved) {
            if let Some(row) = moved.purchase_order_row_id {
                *there.entry(row).or_default() += wire::pieces(moved.quantity);
            }
        }
        let first = notes.keys().next().filter(|_| there == asked_pieces(post));
        Ok(first.map(|id| Answer { shows: shows.to_vec(), ..Answer::id(id.to_string()) }))
    }
}

/// The pieces that were to be booked in, by row.
fn asked_pieces(post: &Value) -> Pieces {
    let rows = post.get("goodsMoved").and_then(Value::as_array).into_iter().flatten();
    rows.filter_map(|row| {
        Some((row.get("purchaseOrderRowId").and_then(wire::id_of)?, row.get("quantity")?.as_u64()?))
    })
    .collect()
}
