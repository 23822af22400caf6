//! Items: what a create needs, how stock is set, what archiving destroys (fact sheet, sections 4.2 and 4.3).

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Writer;
use super::fields::{flag, take, whole};
use crate::lightspeed::contact::rows;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::scalar::{Kind, Scalar, now};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::seed::new_item;
use crate::lightspeed::state::Prices;
use crate::lightspeed::stock::SIGNED_IN;
use crate::lightspeed::table::Row;

const ITEM: Resource = Resource::Item;
const TYPES: [&str; 6] = ["default", "non_inventory", "serialized", "box", "serialized_assembly", "assembly"];

/// What a nested stock row asks for.
struct StockWish {
    row: Option<u64>,
    shop: u64,
    quantity: Option<i64>,
    levels: Value,
}

impl Writer<'_> {
    pub(super) fn create_item(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let mut row = new_item(self.state, now());
        take(ITEM, &mut row, payload)?;
        let attributes = self.join_matrix(&mut row, payload)?;
        self.check_item(&row, 0, "created")?;
        let prices = read_prices(payload, Prices::from([(1, Decimal::ZERO), (2, Decimal::ZERO)]))?;
        // The rows are checked against shops before anything is kept: a refused create leaves nothing.
        let wishes = if self.knobs.qoh_in_item_create { self.stock_wishes(payload, 0)? } else { Vec::new() };
        let sku = row.text("customSku").to_owned();
        let description = row.text("description").to_owned();
        let id = self.state.insert(ITEM, row);
        self.state.attributes.extend(attributes.map(|attributes| (id, attributes)));
        self.state.prices.insert(id, prices);
        self.state.make_item_shops(id);
        self.apply_stock(id, &wishes);
        let price = self.state.prices.get(&id).and_then(|prices| prices.get(&1)).copied();
        self.note_with(ITEM, "created", id, &sku, json!({ "description": description, "price": price }));
        Ok(id)
    }

    pub(super) fn change_item(&mut self, id: u64, payload: &Value) -> Result<(), ApiError> {
        let mut row = self.existing(ITEM, id)?;
        let mut changed = take(ITEM, &mut row, payload)?;
        if let Some(archived) = flag(payload, "archived") {
            self.check_unarchive(archived)?;
            if !archived && row.is("archived") {
                row.set("archived", Scalar::Bool(false));
                changed.push("archived");
            }
        }
        let attributes = self.join_matrix(&mut row, payload)?;
        self.check_item(&row, id, "updated")?;
        let before = self.state.prices.get(&id).cloned().unwrap_or_default();
        let prices = read_prices(payload, before.clone())?;
        let wishes = self.stock_wishes(payload, id)?;
        if prices != before {
            changed.push("Prices");
        }
        let sku = row.text("customSku").to_owned();
        self.state.table_mut(ITEM).put(id, row);
        self.state.attributes.extend(attributes.map(|attributes| (id, attributes)));
        let price = prices.get(&1).copied();
        self.state.prices.insert(id, prices);
        // Stock is a related record: it moves ItemShop.timeStamp, never Item.timeStamp.
        if !changed.is_empty() {
            self.state.touch(ITEM, id);
        }
        self.apply_stock(id, &wishes);
        let stock: Vec<Value> = wishes
            .iter()
            .filter_map(|wish| wish.quantity.map(|qoh| json!({ "shop": wish.shop, "qoh": qoh })))
            .collect();
        self.note_with(
            ITEM,
            "updated",
            id,
            &sku,
            json!({ "changed": changed, "price": price, "stock": stock }),
        );
        Ok(())
    }

    pub(super) fn archive_item(&mut self, id: u64) -> Result<(), ApiError> {
        let mut row = self.existing(ITEM, id)?;
        row.set("archived", Scalar::Bool(true));
        row.set("timeStamp", Scalar::Time(now()));
        let sku = row.text("customSku").to_owned();
        self.state.table_mut(ITEM).put(id, row);
        self.state.zero_stock(id, self.ledger);
        self.note(ITEM, "archived", id, &sku);
        Ok(())
    }

    fn check_unarchive(&self, archived: bool) -> Result<(), ApiError> {
        if archived && self.knobs.refuse_archived_by_put {
            return Err(ApiError::bad("Item not updated. Use DELETE to archive an Item."));
        }
        Ok(())
    }

    fn check_item(&self, row: &Row, id: u64, verb: &str) -> Result<(), ApiError> {
        if row.text("description").trim().is_empty() {
            return Err(ApiError::bad(format!("Item not {verb}. An Item must have a description.")));
        }
        for field in ["upc", "ean"] {
            let code = row.text(field);
            let fits = (11..=14).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
            if !code.is_empty() && !fits {
                return Err(ApiError::bad(format!("Item not {verb}. {field} must have 11 to 14 digits.")));
            }
        }
        if !TYPES.contains(&row.text("itemType")) {
            return Err(ApiError::bad(format!(
                "Item not {verb}. '{}' is not an itemType.",
                row.text("itemType")
            )));
        }
        let references = [
            ("categoryID", Resource::Category),
            ("taxClassID", Resource::TaxClass),
            ("manufacturerID", Resource::Manufacturer),
        ];
        for (field, resource) in references {
            let other = row.id(field);
            if other != 0 && self.state.row(resource, other).is_none() {
                return Err(ApiError::bad(ApiError::missing(resource.spec().name, other).message));
            }
        }
        self.check_unique(row, id)
    }

    fn check_unique(&self, row: &Row, id: u64) -> Result<(), ApiError> {
        if !self.knobs.unique_identifiers {
            return Ok(());
        }
        for field in ["customSku", "upc", "ean"] {
            let mine = row.text(field);
            let mut others = self.state.table(ITEM).iter().filter(|(other, _)| *other != id);
            if !mine.is_empty() && others.any(|(_, other)| other.text(field) == mine) {
                return Err(ApiError::bad(format!("An Item with this {field} already exists.")));
            }
        }
        Ok(())
    }

    /// Reads and checks the nested stock rows; nothing is changed yet. `item` is 0 for a create.
    fn stock_wishes(&self, payload: &Value, item: u64) -> Result<Vec<StockWish>, ApiError> {
        let mut shops = BTreeSet::new();
        let mut wishes = Vec::new();
        for nested in rows(payload, "ItemShops", "ItemShop") {
            let wish = self.stock_wish(nested, item)?;
            if !shops.insert(wish.shop) {
                return Err(ApiError::bad(format!("Redundant ItemShop for shopID {}.", wish.shop)));
            }
            wishes.push(wish);
        }
        Ok(wishes)
    }

    fn stock_wish(&self, nested: &Value, item: u64) -> Result<StockWish, ApiError> {
        let id = |name: &str| whole(nested, name).map(|id| id.and_then(|id| u64::try_from(id).ok()));
        let (row, shop) = match (id("itemShopID")?, id("shopID")?) {
            (Some(row), _) => {
                let known =
                    self.state.row(Resource::ItemShop, row).filter(|known| known.id("itemID") == item);
                let known = known.ok_or_else(|| ApiError::bad(format!("Invalid ItemShop {row}.")))?;
                (Some(row), known.id("shopID"))
            }
            (None, Some(shop)) => (self.state.item_shop(item, shop), shop),
            (None, None) => return Err(ApiError::bad("An ItemShop needs an itemShopID or a shopID.")),
        };
        if shop == 0 || self.state.row(Resource::Shop, shop).is_none() {
            return Err(ApiError::bad(format!("Invalid ItemShop for shopID {shop}.")));
        }
        if row.is_none() && item != 0 && !self.knobs.qoh_makes_missing_row {
            return Err(ApiError::bad(format!("Invalid ItemShop for shopID {shop}.")));
        }
        let quantity = whole(nested, "qoh")?;
        if quantity.is_some_and(|quantity| quantity < 0) && !self.knobs.accept_negative_qoh {
            return Err(ApiError::bad("qoh cannot be negative."));
        }
        Ok(StockWish { row, shop, quantity, levels: nested.clone() })
    }

    fn apply_stock(&mut self, item: u64, wishes: &[StockWish]) {
        for wish in wishes {
            let row = wish.row.or_else(|| self.state.item_shop(item, wish.shop));
            let row = row.unwrap_or_else(|| self.state.make_item_shop(item, wish.shop));
            if let Some(quantity) = wish.quantity {
                self.state.set_stock(item, wish.shop, quantity, SIGNED_IN, self.ledger);
            }
            if let Some(row) = self.state.table_mut(Resource::ItemShop).get_mut(row) {
                // The values were checked when the quantity was; a level that cannot be read stays as it is.
                let _ = take(Resource::ItemShop, row, &wish.levels);
            }
        }
    }
}

/// Merges nested prices by use type, which may be given by number or by name.
fn read_prices(payload: &Value, mut prices: Prices) -> Result<Prices, ApiError> {
    for nested in rows(payload, "Prices", "ItemPrice") {
        let named = nested.get("useType").and_then(Value::as_str);
        let use_type = match (whole(nested, "useTypeID")?, named) {
            (Some(id), _) => u64::try_from(id).unwrap_or(0),
            (None, Some("Default")) => 1,
            (None, Some("MSRP")) => 2,
            (None, Some("Online")) => 3,
            (None, _) => return Err(ApiError::bad("An ItemPrice needs a useTypeID or a useType.")),
        };
        let amount = Scalar::from_payload(Kind::Dec, nested.get("amount").unwrap_or(&Value::Null));
        match amount {
            Ok(Some(Scalar::Dec(amount))) if (1..=3).contains(&use_type) => prices.insert(use_type, amount),
            _ => return Err(ApiError::bad("An ItemPrice needs a known use type and a decimal amount.")),
        };
    }
    Ok(prices)
}
