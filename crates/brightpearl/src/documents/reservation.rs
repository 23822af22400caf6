//! Holding goods back. The answer to that says nothing, and a shortage holds back what it can, so what is held is read
//! (fact sheet 4.2.4).

use model::Answer;
use platform::{Account, PlatformError};
use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;

use super::goods::pieces;
use super::{Pieces, Tried, after_a_write, shown, sum, told, warehouse_says};
use crate::answer;
use crate::client::Brightpearl;
use crate::convert::goods::PostedRow;
use crate::wire;

impl Brightpearl {
    /// Holds goods back. That there are none is no failure: the order and its money stand all the same.
    pub(super) async fn reserve(
        &self,
        account: &Account,
        order: u64,
        warehouse: u64,
        post: &Value,
        (rows, noted): (&[PostedRow], &Pieces),
    ) -> Result<Answer, PlatformError> {
        let path = format!("warehouse-service/order/{order}/reservation/warehouse/{warehouse}");
        let reply = self.write(account, Method::POST, &path, post, "reservation").await?;
        let (shortage, held) = match answer::content(&reply) {
            Ok(_) => (None, self.held(account, order).await.map_err(after_a_write)?),
            Err(error) => (Some(warehouse_says(error)?), Pieces::new()),
        };
        Ok(reserved(shortage, held, rows, noted))
    }

    /// The reservation of an order, if it holds a row of ours.
    pub(super) async fn reservation(
        &self,
        account: &Account,
        order: u64,
        post: &Value,
        (rows, noted): (&[PostedRow], &Pieces),
    ) -> Result<Option<Answer>, PlatformError> {
        let held = self.held(account, order).await?;
        let products = post.get("products").and_then(Value::as_array).into_iter().flatten();
        let mut ours = products.filter_map(|row| row.get("salesOrderRowId").and_then(wire::id_of));
        let there = ours.any(|row| held.contains_key(&row));
        Ok(there.then(|| reserved(None, held, rows, noted)))
    }

    /// Pieces held back for an order, by row.
    pub(super) async fn held(&self, account: &Account, order: u64) -> Result<Pieces, PlatformError> {
        let path = format!("warehouse-service/order/{order}/reservation");
        let reply = self.get(account, &path, Vec::new(), "read reservation").await?;
        let notes: Result<Vec<wire::Reservation>, _> =
            answer::elements(&reply)?.iter().map(wire::Reservation::deserialize).collect();
        let notes = notes.map_err(|error| reply.unreadable(error.to_string()))?;
        Ok(pieces(notes.iter().flat_map(|note| &note.order_rows)))
    }
}

fn reserved(shortage: Option<String>, held: Pieces, rows: &[PostedRow], noted: &Pieces) -> Answer {
    let shows = shown(rows, &sum([&held, noted]));
    told::showing(&Tried { shortage, held: Some(held), noted: noted.clone() }, shows)
}
