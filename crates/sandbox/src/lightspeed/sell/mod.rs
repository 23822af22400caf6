//! What happens at a till: baskets, tenders, open carts, returns, holds and voids.

mod basket;
pub(crate) mod complete;
pub(crate) mod credit;
pub(crate) mod hold;
pub(crate) mod lines;
pub(crate) mod pay;
pub(crate) mod refund;
mod reprice;
pub(crate) mod ring_up;
mod void;

use super::scalar::Scalar;
use super::schema::Spec;
use super::table::Row;

pub use basket::{Basket, BasketLine, GiftCardSold, Returned, Tender};
pub use hold::{Hold, HoldKind};
pub use refund::Refund;

/// A row with every field of a resource empty; times are absent.
pub(crate) fn blank(spec: &Spec) -> Row {
    let mut row = Row::new();
    for field in spec.fields {
        if let Some(value) = Scalar::empty(field.kind) {
            row.set(field.name, value);
        }
    }
    row
}
