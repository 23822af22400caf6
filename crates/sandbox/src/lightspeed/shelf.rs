//! What a cashier sees: goods, customers, the last thing sold.

use rust_decimal::Decimal;

use super::money::Discount;
use super::scalar::now;
use super::schema::Resource;
use super::seed;
use super::sell::BasketLine;
use super::state::State;
use crate::catalogue::Person;

/// One item on a shop's shelf.
pub(crate) struct ShelfEntry {
    pub(crate) item: u64,
    pub(crate) sku: String,
    pub(crate) price: Decimal,
    pub(crate) on_hand: i64,
}

impl State {
    /// Everything that is not archived, with what a shop has of it.
    pub(crate) fn shelf(&self, shop: u64) -> Vec<ShelfEntry> {
        let items = self.table(Resource::Item).iter().filter(|(_, row)| !row.is("archived"));
        let entry = |(item, row): (u64, &super::table::Row)| ShelfEntry {
            item,
            sku: row.text("customSku").to_owned(),
            price: self.prices.get(&item).and_then(|prices| prices.get(&1)).copied().unwrap_or_default(),
            on_hand: self.on_hand(item, shop),
        };
        items.map(entry).collect()
    }

    /// The customers that are not archived.
    pub(crate) fn customer_ids(&self) -> Vec<u64> {
        let rows = self.table(Resource::Customer).iter().filter(|(_, row)| !row.is("archived"));
        rows.map(|(id, _)| id).collect()
    }

    /// Takes down someone's data and answers the customer's id.
    pub(crate) fn add_customer(&mut self, person: &Person) -> u64 {
        seed::add_person(self, person, now())
    }

    /// The last line of a completed sale that took goods out, as a basket line naming it as its parent.
    pub(crate) fn last_line_sold(&self) -> Option<(u64, BasketLine)> {
        let completed = |sale: u64| {
            self.row(Resource::Sale, sale).is_some_and(|sale| sale.is("completed") && !sale.is("voided"))
        };
        let lines = self.table(Resource::SaleLine).iter().rev();
        let mut sold = lines.filter(|(_, row)| row.int("unitQuantity") > 0 && completed(row.id("saleID")));
        let (id, row) = sold.next()?;
        let quantity = Decimal::from(row.int("unitQuantity"));
        // What was paid for one piece: the ticket price less its part of the line's own reduction.
        let discount = match (row.dec("discountAmount"), row.dec("discountPercent")) {
            (amount, _) if !amount.is_zero() => Discount::Amount(-(amount / quantity).round_dp(2)),
            (_, fraction) if !fraction.is_zero() => Discount::Percent(fraction),
            _ => Discount::None,
        };
        let line = BasketLine {
            item: row.id("itemID"),
            sku: None,
            quantity: -1,
            price: Some(row.dec("unitPrice")),
            discount,
            parent: id,
        };
        Some((row.id("shopID"), line))
    }
}
