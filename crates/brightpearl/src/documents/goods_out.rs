//! Goods-out notes and the event that says that they have left (fact sheet 4.2.5).

use model::{Answer, Shown};
use platform::{Account, PlatformError};
use reqwest::Method;
use serde_json::Value;

use super::goods::pieces;
use super::{Goods, Note, Pieces, Tried, shown, sum, told, warehouse_says};
use crate::answer;
use crate::client::Brightpearl;
use crate::convert::goods::PostedRow;
use crate::wire;

impl Brightpearl {
    /// Where the goods of an order are: on which notes, and, where its rows are given, what is held back.
    pub(super) async fn where_goods_are(
        &self,
        account: &Account,
        order: u64,
        rows: Option<&[PostedRow]>,
    ) -> Result<Answer, PlatformError> {
        let notes = self.goods_out_notes(account, order).await?;
        let Some(rows) = rows else { return Ok(told::answer(None, &Goods { held: None, notes })) };
        let held = self.held(account, order).await?;
        let moved = sum(notes.iter().map(|note| &note.rows).chain([&held]));
        Ok(told::showing(&Goods { held: Some(held), notes }, shown(rows, &moved)))
    }

    /// The goods-out notes of an order, ascending.
    pub(super) async fn goods_out_notes(
        &self,
        account: &Account,
        order: u64,
    ) -> Result<Vec<Note>, PlatformError> {
        let path = format!("warehouse-service/order/{order}/goods-note/goods-out");
        let reply = self.get(account, &path, Vec::new(), "read goods-out notes").await?;
        let notes = answer::mapped::<wire::GoodsOutNote>(&reply)?.into_iter();
        let note = |(id, note): (u64, wire::GoodsOutNote)| Note {
            id,
            shipped: note.status.shipped.unwrap_or_default(),
            rows: pieces(
                note.order_rows.iter().flat_map(|(row, parts)| parts.iter().map(move |part| (row, part))),
            ),
        };
        Ok(notes.map(note).collect())
    }

    /// Puts goods on a note. That there are none is no failure.
    pub(super) async fn send_off(
        &self,
        account: &Account,
        order: u64,
        post: &Value,
        (after, shows): (&Tried, Vec<Shown>),
    ) -> Result<Answer, PlatformError> {
        let path = format!("warehouse-service/order/{order}/goods-note/goods-out");
        let reply = self.write(account, Method::POST, &path, post, "goods-out note").await?;
        match answer::new_id(&reply) {
            Ok(id) => Ok(Answer { shows, ..told::answer(Some(id), after) }),
            Err(error) => Ok(told::answer(None, &Tried::failed(warehouse_says(error)?))),
        }
    }

    /// The note that was made for these very pieces and was not there before.
    pub(super) async fn sent_off(
        &self,
        account: &Account,
        order: u64,
        post: &Value,
        known: &[u64],
        (after, shows): (&Tried, Vec<Shown>),
    ) -> Result<Option<Answer>, PlatformError> {
        let wanted = sent_pieces(post);
        let notes = self.goods_out_notes(account, order).await?.into_iter();
        let mut ours = notes.filter(|note| !known.contains(&note.id) && note.rows == wanted);
        Ok(ours.next().map(|note| Answer { shows, ..told::answer(Some(note.id), after) }))
    }

    /// Says that the goods of a note have left. Saying it twice is refused or does nothing (fact sheet 5.1).
    pub(super) async fn ship(
        &self,
        account: &Account,
        order: u64,
        note: u64,
        post: &Value,
    ) -> Result<Answer, PlatformError> {
        let path = format!("warehouse-service/goods-note/goods-out/{note}/event");
        let reply = self.write(account, Method::POST, &path, post, "shipped event").await?;
        match answer::content(&reply) {
            Ok(_) => Ok(Answer::default()),
            Err(refused @ PlatformError::Refused { .. }) => {
                if let Some(there) = self.has_shipped(account, order, note).await? {
                    return Ok(there);
                }
                Ok(told::answer(None, &Tried::failed(warehouse_says(refused)?)))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether a note has left.
    pub(super) async fn has_shipped(
        &self,
        account: &Account,
        order: u64,
        note: u64,
    ) -> Result<Option<Answer>, PlatformError> {
        let notes = self.goods_out_notes(account, order).await?;
        Ok(notes.iter().any(|there| there.id == note && there.shipped).then(Answer::default))
    }

    /// Deletes a note that has not been sent; the warehouse refuses once it has.
    pub(super) async fn unsend(
        &self,
        account: &Account,
        order: u64,
        note: u64,
    ) -> Result<Answer, PlatformError> {
        let path = format!("warehouse-service/order/{order}/goods-note/goods-out/{note}");
        let reply = self.delete(account, &path, "deletion of the goods-out note").await?;
        answer::gone(&reply).map(|()| Answer::default())
    }
}

/// The pieces a note was asked for, by row.
fn sent_pieces(post: &Value) -> Pieces {
    let rows = post.pointer("/warehouses/0/products").and_then(Value::as_array).into_iter().flatten();
    rows.filter_map(|row| {
        Some((row.get("salesOrderRowId").and_then(wire::id_of)?, row.get("quantity")?.as_u64()?))
    })
    .collect()
}
