//! A goods-out note as it is printed.

use serde_json::{Map, Value, json};

use super::{Done, Event, GoodsOut};
use crate::brightpearl::reference;
use crate::brightpearl::reply::{number, without_nulls};
use crate::brightpearl::when;

/// Prints a note; when and by whom a step was done only once it was, boxes and weight only if set.
pub(super) fn note(note: &GoodsOut) -> Value {
    without_nulls(json!({
        "orderId": note.order_id,
        "warehouseId": note.warehouse_id,
        "transfer": false,
        "priority": note.priority,
        "status": status(note),
        "shipping": {
            "reference": note.reference, "shippingMethodId": note.shipping_method_id, "boxes": note.boxes,
            "weight": note.weight.map(|weight| number(weight, 4)),
        },
        "labelUri": note.label_uri,
        "releaseDate": when::print(note.release_date),
        "createdOn": when::print(note.created_on),
        "createdBy": note.created_by,
        "orderRows": rows(note),
        "sequence": note.sequence,
        "events": note.events.iter().map(event).collect::<Vec<_>>(),
        "lastEventVersion": note.version,
    }))
}

fn status(note: &GoodsOut) -> Value {
    let on = |done: Done| done.map(|(at, _)| when::print(at));
    let by = |done: Done| done.map(|(_, owner)| owner);
    json!({
        "shipped": note.shipped.is_some(), "packed": note.packed.is_some(), "picked": note.picked.is_some(),
        "printed": note.printed.is_some(),
        "shippedOn": on(note.shipped), "packedOn": on(note.packed), "pickedOn": on(note.picked),
        "printedOn": on(note.printed),
        "shippedById": by(note.shipped), "packedById": by(note.packed), "pickedById": by(note.picked),
        "printedById": by(note.printed),
    })
}

fn rows(note: &GoodsOut) -> Map<String, Value> {
    let location = reference::warehouse(note.warehouse_id).map(|warehouse| warehouse.default_location);
    let print = |product: i64, units: i64| json!([{ "productId": product, "quantity": units, "locationId": location }]);
    note.rows.iter().map(|(row, (product, units))| (row.to_string(), print(*product, *units))).collect()
}

/// The property is really spelled `occured`.
fn event(event: &Event) -> Value {
    json!({ "occured": when::print(event.occurred), "eventOwnerId": event.owner, "eventCode": event.code })
}

/// Product and units by row, for the ledger.
pub(super) fn units(note: &GoodsOut) -> Map<String, Value> {
    note.rows
        .iter()
        .map(|(row, (product, units))| (row.to_string(), json!({ "productId": product, "quantity": units })))
        .collect()
}
