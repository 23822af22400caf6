//! What a cashier sees: goods, customers, the last thing sold.

use rust_decimal::Decimal;

use super::scalar::now;
use super::schema::Resource;
use super::seed;
use super::state::State;
use super::table::Row;
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
        let entry = |(item, row): (u64, &Row)| ShelfEntry {
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

    /// The latest line of a completed sale of which something can still come back, with its shop. Lines of sales
    /// to test the till with do not count.
    pub(crate) fn last_line_sold(&self, wanted: impl Fn(&Row) -> bool) -> Option<(u64, u64)> {
        let lines = self.table(Resource::SaleLine).iter().rev();
        let mut sold = lines.filter(|(id, row)| {
            row.id("itemID") != 0
                && row.text("lineType").is_empty()
                && wanted(row)
                && self.still_returnable(*id) > 0
        });
        sold.next().map(|(id, row)| (row.id("shopID"), id))
    }
}
