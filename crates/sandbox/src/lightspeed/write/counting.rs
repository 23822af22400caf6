//! Inventory counts: nothing moves until they are reconciled (fact sheet, section 4.3).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Writer;
use super::fields::whole;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::scalar::now;
use crate::lightspeed::schema::Resource;
use crate::lightspeed::sell::blank;
use crate::lightspeed::stock::Cause;

const COUNT: Resource = Resource::InventoryCount;
const COUNTED: Resource = Resource::InventoryCountItem;
const RECONCILE: Resource = Resource::InventoryCountReconcile;

impl Writer<'_> {
    pub(super) fn create_count(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let shop = needed(payload, "shopID")?;
        if self.state.row(Resource::Shop, shop).is_none() {
            return Err(ApiError::bad(format!("Object of type 'Shop' not found with primary ID '{shop}'.")));
        }
        self.create_simple(COUNT, payload)
    }

    pub(super) fn create_counted(&mut self, payload: &Value) -> Result<u64, ApiError> {
        for (field, resource) in
            [("inventoryCountID", COUNT), ("itemID", Resource::Item), ("employeeID", Resource::Employee)]
        {
            let id = needed(payload, field)?;
            if self.state.row(resource, id).is_none() {
                return Err(ApiError::bad(ApiError::missing(resource.spec().name, id).message));
            }
        }
        if whole(payload, "qty")?.is_none_or(|qty| qty < 0) {
            return Err(ApiError::bad("An InventoryCountItem needs a qty of 0 or more."));
        }
        self.create_simple(COUNTED, payload)
    }

    /// Sets every counted item, or the one named, to what was counted, and answers the last row written.
    pub(super) fn reconcile(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let count = needed(payload, "inventoryCountID")?;
        let shop = self.existing(COUNT, count)?.id("shopID");
        let only = whole(payload, "itemID")?.and_then(|id| u64::try_from(id).ok()).filter(|id| *id != 0);
        let mut found: BTreeMap<u64, i64> = BTreeMap::new();
        for (_, row) in self.state.table(COUNTED).children("inventoryCountID", count) {
            *found.entry(row.id("itemID")).or_default() += row.int("qty");
        }
        if self.knobs.reconcile_removes_uncounted && only.is_none() {
            let rows = self.state.table(Resource::ItemShop).iter().map(|(_, row)| row);
            let there = rows.filter(|row| row.id("shopID") == shop && row.int("qoh") != 0);
            for row in there {
                found.entry(row.id("itemID")).or_default();
            }
        }
        found.retain(|item, _| only.is_none_or(|only| only == *item));
        let mut last = None;
        for (item, quantity) in found {
            last = Some(self.reconcile_item(count, item, shop, quantity));
        }
        last.ok_or_else(|| ApiError::bad("Nothing was counted."))
    }

    fn reconcile_item(&mut self, count: u64, item: u64, shop: u64, quantity: i64) -> u64 {
        let before = self.state.on_hand(item, shop);
        let change = quantity - before;
        self.state.move_stock(item, shop, change, Cause::count(change));
        self.state.note_set(item, shop, (before, quantity), self.ledger);
        let cost = self.state.row(Resource::Item, item).map_or(Decimal::ZERO, |row| row.dec("defaultCost"));
        let row = blank(RECONCILE.spec())
            .with_dec("costChange", cost * Decimal::from(change))
            .with_int("qohChange", change)
            .with_time("createTime", now())
            .with_int("inventoryCountID", count)
            .with_int("itemID", item);
        let id = self.state.insert(RECONCILE, row);
        self.note_with(
            RECONCILE,
            "created",
            id,
            "",
            json!({ "item": item, "shop": shop, "qohChange": change }),
        );
        id
    }
}

fn needed(payload: &Value, name: &str) -> Result<u64, ApiError> {
    let id = whole(payload, name)?.and_then(|id| u64::try_from(id).ok()).filter(|id| *id != 0);
    id.ok_or_else(|| ApiError::bad(format!("{name} is required.")))
}
