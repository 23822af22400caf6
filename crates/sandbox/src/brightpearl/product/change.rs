//! What the control API and the living shop change about products, as staff would in the back office.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;

use super::Product;
use crate::LagRange;
use crate::brightpearl::State;
use crate::brightpearl::reference::tables::{RETAIL_LIST, TRADE_LIST};
use crate::brightpearl::reference::{FIRST_BRAND, FIRST_CATEGORY, FIRST_TYPE};
use crate::brightpearl::when;
use crate::ledger::{BRIGHTPEARL, Effect, Ledger};

/// A product to create (without `id`) or to change; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProductChange {
    /// The product to change; absent creates one.
    pub id: Option<i64>,
    /// The full name.
    pub name: Option<String>,
    /// The stock keeping unit; empty is allowed.
    pub sku: Option<String>,
    /// The EAN, also set as barcode.
    pub ean: Option<String>,
    /// The retail price in pounds, tax included.
    pub price: Option<Decimal>,
    /// Takes the retail price away.
    pub no_price: bool,
    /// The category ids; empty takes it out of all.
    pub categories: Option<Vec<i64>>,
    /// The brand id.
    pub brand_id: Option<i64>,
    /// The product type id.
    pub type_id: Option<i64>,
    /// The tax code id.
    pub tax_code_id: Option<i64>,
    /// `LIVE`, `DISCONTINUED`, `ARCHIVED` or any word.
    pub status: Option<String>,
    /// Whether stock is kept for it.
    pub stock_tracked: Option<bool>,
    /// Option names and values.
    pub variations: Option<Vec<(String, String)>>,
    /// Product ids and units of its parts: makes it a bundle, for which no stock is kept.
    pub components: Option<Vec<(i64, i64)>>,
    /// Units in each warehouse, by warehouse id.
    pub stock: std::collections::BTreeMap<i64, i64>,
}

impl State {
    /// Creates or changes a product as staff would, and answers its id.
    ///
    /// A change of price alone does not move `updatedOn`, as prices are a resource of their own.
    /// `None` if the product to change does not exist.
    pub fn change_product(&mut self, change: ProductChange, lag: LagRange, ledger: &Ledger) -> Option<i64> {
        let moment = jiff::Timestamp::now();
        let now = when::stored(moment);
        let mut product = match change.id {
            Some(id) => self.products.get(id)?.clone(),
            None => self.blank_product(now),
        };
        let id = product.id;
        let more_than_price = product.apply(&change);
        if change.id.is_some() && more_than_price {
            product.updated_on = Some(now);
        }
        for (warehouse, units) in change.stock {
            self.units.set((id, warehouse), units);
        }
        let what = if change.id.is_some() { "product.changed" } else { "product.created" };
        ledger.record(
            BRIGHTPEARL,
            Effect::new(what, id, product.sku.clone()).detail(json!({ "name": product.name })),
        );
        let seen = self.seen(moment, lag);
        self.products.put(id, product, seen);
        match (change.id, more_than_price) {
            (None, _) => self.hooks.raise("product.created", id),
            (Some(_), true) => self.hooks.raise("product.modified", id),
            (Some(_), false) => {}
        }
        self.raise_stock_events();
        Some(id)
    }

    /// A product nobody has described yet, with the next free id.
    pub(super) fn blank_product(&self, now: jiff::Timestamp) -> Product {
        let id = self.products.last_id().unwrap_or(super::FIRST_PRODUCT) + 1;
        Product {
            id,
            name: format!("New product {id}"),
            sku: format!("NEW-{id}"),
            ean: None,
            barcode: None,
            brand_id: FIRST_BRAND,
            type_id: FIRST_TYPE,
            categories: vec![FIRST_CATEGORY],
            group_id: None,
            stock_tracked: true,
            tax_code_id: 7,
            status: "LIVE".to_owned(),
            variations: Vec::new(),
            components: Vec::new(),
            supplier_id: None,
            created_on: now,
            updated_on: None,
            prices: Default::default(),
        }
    }
}

impl Product {
    /// Applies a change and tells whether more than the price was named.
    fn apply(&mut self, change: &ProductChange) -> bool {
        let mut named = false;
        let mut set = |there: bool| named |= there;
        set(replace(&mut self.name, change.name.as_ref()));
        set(replace(&mut self.sku, change.sku.as_ref()));
        set(replace(&mut self.categories, change.categories.as_ref()));
        set(replace(&mut self.brand_id, change.brand_id.as_ref()));
        set(replace(&mut self.type_id, change.type_id.as_ref()));
        set(replace(&mut self.tax_code_id, change.tax_code_id.as_ref()));
        set(replace(&mut self.status, change.status.as_ref()));
        set(replace(&mut self.stock_tracked, change.stock_tracked.as_ref()));
        set(replace(&mut self.variations, change.variations.as_ref()));
        set(replace(&mut self.components, change.components.as_ref()));
        self.stock_tracked &= self.components.is_empty();
        set(change.ean.is_some());
        if let Some(ean) = &change.ean {
            self.ean = Some(ean.clone());
            self.barcode = Some(ean.clone());
        }
        self.apply_price(change);
        named
    }

    fn apply_price(&mut self, change: &ProductChange) {
        if change.no_price {
            self.prices.insert(RETAIL_LIST, super::Breaks::new());
            self.prices.insert(TRADE_LIST, super::Breaks::new());
        }
        if let Some(price) = change.price {
            let net = if self.tax_code_id == 7 { price / Decimal::new(12, 1) } else { price };
            self.prices.entry(RETAIL_LIST).or_default().insert(1, price);
            self.prices.entry(TRADE_LIST).or_default().insert(1, net.round_dp(4));
        }
    }
}

fn replace<T: Clone>(slot: &mut T, value: Option<&T>) -> bool {
    if let Some(value) = value {
        slot.clone_from(value);
    }
    value.is_some()
}
