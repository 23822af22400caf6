//! Quantities on hand: a row for each shop and a summary row for shop 0, with a log of every change.

use rust_decimal::Decimal;
use serde_json::json;

use super::scalar::{Scalar, now};
use super::schema::Resource;
use super::sell::blank;
use super::state::State;
use crate::ledger::{Effect, LIGHTSPEED, Ledger};

/// The employee behind the app's connection, as the session tells it.
pub(crate) const SIGNED_IN: u64 = 1;

/// Why a quantity changed, in the platform's words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cause {
    pub(crate) reason: &'static str,
    pub(crate) automated: bool,
    pub(crate) sale: u64,
    /// Who did it; 0 for whoever rang up the sale.
    pub(crate) employee: u64,
}

impl Cause {
    /// Somebody, or an app in somebody's name, set the quantity.
    pub(crate) fn set(employee: u64) -> Self {
        Self { reason: "ManualQuantityAdjustment", automated: false, sale: 0, employee }
    }

    /// The item was archived.
    pub(crate) const ARCHIVED: Self =
        Self { reason: "RemoveForArchiveItem", automated: true, sale: 0, employee: SIGNED_IN };

    /// A sale took goods out, or brought them back.
    pub(crate) fn sale(sale: u64, quantity: i64) -> Self {
        let reason = if quantity > 0 { "RemoveForTransaction" } else { "RefundAddInventory" };
        Self { reason, automated: true, sale, employee: 0 }
    }

    /// A void put goods back, or took out again what a voided refund had brought.
    pub(crate) fn void(sale: u64, quantity: i64) -> Self {
        let reason = if quantity > 0 { "PutBackForTransaction" } else { "VoidRefund" };
        Self { reason, automated: true, sale, employee: 0 }
    }

    /// A reconciled count found more, or less.
    pub(crate) fn count(change: i64) -> Self {
        let reason = if change > 0 { "AddInventoryForCount" } else { "RemoveForInventoryCount" };
        Self { reason, automated: false, sale: 0, employee: SIGNED_IN }
    }
}

impl State {
    /// Makes the rows of a new item: one for each shop and one for shop 0.
    pub(crate) fn make_item_shops(&mut self, item: u64) {
        let mut shops: Vec<u64> = self.table(Resource::Shop).iter().map(|(id, _)| id).collect();
        shops.push(0);
        for shop in shops {
            self.make_item_shop(item, shop);
        }
    }

    /// Makes the row of one shop and answers its id.
    pub(crate) fn make_item_shop(&mut self, item: u64, shop: u64) -> u64 {
        let mut row = blank(Resource::ItemShop.spec());
        if shop != 0 {
            row.clear("averageCost");
        }
        self.insert(
            Resource::ItemShop,
            row.with_int("itemID", item).with_int("shopID", shop).with_time("timeStamp", now()),
        )
    }

    /// The stock row of an item in a shop.
    pub(crate) fn item_shop(&self, item: u64, shop: u64) -> Option<u64> {
        let rows = self.table(Resource::ItemShop);
        rows.children("itemID", item).find(|(_, row)| row.id("shopID") == shop).map(|(id, _)| id)
    }

    /// What is on hand of an item in a shop.
    pub(crate) fn on_hand(&self, item: u64, shop: u64) -> i64 {
        let row = self.item_shop(item, shop).and_then(|id| self.row(Resource::ItemShop, id));
        row.map_or(0, |row| row.int("qoh"))
    }

    /// Adds to what is on hand in a shop and in the summary row, and logs it.
    pub(crate) fn move_stock(&mut self, item: u64, shop: u64, change: i64, cause: Cause) {
        let Some(row) = self.item_shop(item, shop).or_else(|| Some(self.make_item_shop(item, shop))) else {
            return;
        };
        let before = self.row(Resource::ItemShop, row).map_or(0, |row| row.int("qoh"));
        self.set_row(row, before + change);
        self.sum_up(item);
        self.log(item, shop, change, before + change < 0, cause);
    }

    /// Sets what is on hand in a shop; the same number again is logged and stamped too.
    pub(crate) fn set_stock(&mut self, item: u64, shop: u64, quantity: i64, employee: u64, ledger: &Ledger) {
        let before = self.on_hand(item, shop);
        self.move_stock(item, shop, quantity - before, Cause::set(employee));
        self.note_set(item, shop, (before, quantity), ledger);
    }

    /// Writes into the ledger that a quantity was set: from what, to what.
    pub(crate) fn note_set(&self, item: u64, shop: u64, (old, new): (i64, i64), ledger: &Ledger) {
        let sku =
            self.row(Resource::Item, item).map(|row| row.text("customSku").to_owned()).unwrap_or_default();
        let row = self.item_shop(item, shop).unwrap_or(0);
        let detail = json!({ "item": item, "shop": shop, "old": old, "new": new });
        ledger.record(LIGHTSPEED, Effect::new("item-shop.set", row, sku).detail(detail));
    }

    /// Takes everything out of every shop, as archiving does.
    pub(crate) fn zero_stock(&mut self, item: u64, ledger: &Ledger) {
        let rows: Vec<(u64, i64)> = self
            .table(Resource::ItemShop)
            .children("itemID", item)
            .filter(|(_, row)| row.id("shopID") != 0 && row.int("qoh") != 0)
            .map(|(_, row)| (row.id("shopID"), row.int("qoh")))
            .collect();
        for (shop, on_hand) in rows {
            self.move_stock(item, shop, -on_hand, Cause::ARCHIVED);
            self.note_set(item, shop, (on_hand, 0), ledger);
        }
    }

    fn set_row(&mut self, id: u64, quantity: i64) {
        if let Some(row) = self.table_mut(Resource::ItemShop).get_mut(id) {
            row.set("qoh", Scalar::Int(quantity));
            row.set("sellable", Scalar::Int(quantity.max(0)));
            row.set("timeStamp", Scalar::Time(now()));
        }
    }

    fn sum_up(&mut self, item: u64) {
        let rows = self.table(Resource::ItemShop).children("itemID", item);
        let sum = rows.filter(|(_, row)| row.id("shopID") != 0).map(|(_, row)| row.int("qoh")).sum();
        if let Some(summary) = self.item_shop(item, 0) {
            self.set_row(summary, sum);
        }
    }

    fn log(&mut self, item: u64, shop: u64, change: i64, negative: bool, cause: Cause) {
        let cost = self.row(Resource::Item, item).map_or(Decimal::ZERO, |row| row.dec("defaultCost"));
        let cashier = self.row(Resource::Sale, cause.sale).map_or(0, |row| row.id("employeeID"));
        let employee = if cause.employee == 0 { cashier } else { cause.employee };
        let row = blank(Resource::InventoryLog.spec())
            .with_int("qohChange", change)
            .with_dec("costChange", cost * Decimal::from(change))
            .with_time("createTime", now())
            .with_flag("automated", cause.automated)
            .with_text("reason", cause.reason)
            .with_flag("causedNegative", negative)
            .with_int("itemID", item)
            .with_int("shopID", shop)
            .with_int("employeeID", employee)
            .with_int("saleID", cause.sale);
        self.insert(Resource::InventoryLog, row);
    }
}
