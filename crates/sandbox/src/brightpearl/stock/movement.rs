//! Every movement of goods, as goods-movement-search shows it (fact sheet 4.2.6).

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::json;

use super::units::Place;
use crate::brightpearl::call::Call;
use crate::brightpearl::reference;
use crate::brightpearl::reply::{Refusal, Reply, fixed};
use crate::brightpearl::search::{Cell, Column, Kind};

/// Units of one product that moved on one note.
#[derive(Debug, Clone)]
pub struct Movement {
    /// Unique, never given twice.
    pub id: i64,
    /// The note they moved on.
    pub note_id: i64,
    /// `GO` goods-out, `SG` returned by a customer, `SC` stock correction, `QR` released from quarantine; only
    /// `GO` is confirmed.
    pub note_type: &'static str,
    /// The product.
    pub product_id: i64,
    /// The warehouse.
    pub warehouse_id: i64,
    /// Where in the warehouse.
    pub location_id: i64,
    /// In if positive, out if negative.
    pub units: i64,
    /// 0 for none.
    pub order_id: i64,
    /// 0 for none.
    pub row_id: i64,
    /// The value of one unit in the base currency.
    pub value: Option<Decimal>,
    /// Whether they went into quarantine.
    pub quarantine: bool,
    /// When they moved.
    pub at: Timestamp,
}

impl Movement {
    /// Starts a movement in or out of the default location of a warehouse.
    pub(super) fn of(note_id: i64, note_type: &'static str, (product, warehouse): Place, units: i64) -> Self {
        Self {
            id: 0,
            note_id,
            note_type,
            product_id: product,
            warehouse_id: warehouse,
            location_id: reference::warehouse(warehouse).map_or(0, |one| one.default_location),
            units,
            order_id: 0,
            row_id: 0,
            value: None,
            quarantine: false,
            at: Timestamp::UNIX_EPOCH,
        }
    }

    /// Says for which order and row.
    pub(super) fn order(self, order_id: i64, row_id: i64) -> Self {
        Self { order_id, row_id, ..self }
    }

    /// Says what one unit is worth.
    pub(super) fn value(self, value: Option<Decimal>) -> Self {
        Self { value, ..self }
    }

    /// Says where in the warehouse, and so whether it is quarantine.
    pub(super) fn location(self, location_id: i64) -> Self {
        let quarantine =
            reference::warehouse(self.warehouse_id).is_some_and(|one| one.quarantine_location == location_id);
        Self { location_id, quarantine, ..self }
    }

    /// Writes it down.
    pub(super) fn keep(self, call: &mut Call<'_>) {
        let (id, at, seen) = (call.state.new_movement_id(), call.now(), call.seen());
        call.state.movements.put(id, Self { id, at, ..self }, seen);
    }
}

/// Searches goods movements.
pub(super) fn search(call: &Call<'_>) -> Result<Reply, Refusal> {
    call.search(&COLUMNS, &call.state.movements, |_| json!({}))
}

/// The columns; only `updatedOn`, `goodsNoteId`, `goodsNoteTypeCode` and `isQuarantine` are confirmed.
pub(super) static COLUMNS: [Column<Movement>; 12] = [
    Column::new("goodsMovementId", Kind::IdSet, |one: &Movement| Cell::Int(one.id)),
    Column::new("goodsNoteId", Kind::IdSet, |one: &Movement| Cell::Int(one.note_id)),
    Column::new("goodsNoteTypeCode", Kind::Str, |one: &Movement| Cell::text(one.note_type)),
    Column::new("productId", Kind::IdSet, |one: &Movement| Cell::Int(one.product_id)),
    Column::new("quantity", Kind::Integer, |one: &Movement| Cell::Int(one.units)),
    Column::new("productValue", Kind::Str, |one: &Movement| {
        one.value.map_or(Cell::Null, |value| Cell::made(fixed(value, 4)))
    }),
    Column::new("destinationLocationId", Kind::IdSet, |one: &Movement| Cell::Int(one.location_id)),
    Column::new("warehouseId", Kind::IdSet, |one: &Movement| Cell::Int(one.warehouse_id)),
    Column::new("salesOrderRowId", Kind::IdSet, |one: &Movement| {
        Cell::maybe_int(Some(one.row_id).filter(|id| *id != 0))
    }),
    Column::new("orderId", Kind::IdSet, |one: &Movement| {
        Cell::maybe_int(Some(one.order_id).filter(|id| *id != 0))
    }),
    Column::new("isQuarantine", Kind::Boolean, |one: &Movement| Cell::Bool(one.quarantine)),
    Column::new("updatedOn", Kind::Period, |one: &Movement| Cell::At(one.at)),
];
