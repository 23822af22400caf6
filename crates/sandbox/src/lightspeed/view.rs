//! The state in plain JSON, for checkers: everything loaded, nothing hidden, no limits.

use serde_json::Value;

use super::knobs::Knobs;
use super::query::Relations;
use super::render::Renderer;
use super::schema::Resource;
use super::state::State;

/// Every sale with its lines, payments and customer, open and voided ones too.
pub(crate) fn sales(state: &State) -> Vec<Value> {
    let wanted = Relations::of(&["SaleLines", "SalePayments.PaymentType", "Customer.Contact"]);
    all(state, Resource::Sale, &wanted)
}

/// Every item with its stock, archived ones too.
pub(crate) fn items(state: &State) -> Vec<Value> {
    all(state, Resource::Item, &Relations::of(&["ItemShops", "Category", "Manufacturer"]))
}

/// Every customer with the contact.
pub(crate) fn customers(state: &State) -> Vec<Value> {
    all(state, Resource::Customer, &Relations::of(&["Contact"]))
}

/// The stock rows of one item, shop 0 too.
pub(crate) fn stock(state: &State, item: u64) -> Vec<Value> {
    let knobs = Knobs { unknown_fields: false, ..Knobs::default() };
    let renderer = Renderer::new(state, &knobs, &[]);
    let rows = state.table(Resource::ItemShop).children("itemID", item);
    rows.map(|(id, _)| renderer.row(Resource::ItemShop, id, &Relations::default())).collect()
}

/// One sale with everything about it.
pub(crate) fn sale(state: &State, id: u64) -> Option<Value> {
    state.row(Resource::Sale, id)?;
    let knobs = Knobs { unknown_fields: false, ..Knobs::default() };
    let wanted =
        Relations::of(&["SaleLines.Note", "SalePayments.PaymentType", "Customer.Contact", "ShipTo.Contact"]);
    Some(Renderer::new(state, &knobs, &[]).row(Resource::Sale, id, &wanted))
}

fn all(state: &State, resource: Resource, wanted: &Relations) -> Vec<Value> {
    let knobs = Knobs { unknown_fields: false, ..Knobs::default() };
    let renderer = Renderer::new(state, &knobs, &[]);
    state.table(resource).iter().map(|(id, _)| renderer.row(resource, id, wanted)).collect()
}
