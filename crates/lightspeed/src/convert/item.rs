//! Till items: what is there, what should be, and what must be written so that they agree.

use model::outgoing::{Identifier, ProductDraft};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::TillStock;
use crate::wire;

/// The selling price's level (fact sheet 4.2: 1 `Default`, 2 `MSRP`).
const DEFAULT_LEVEL: &str = "1";
/// An item the till counts.
const COUNTED: &str = "default";
/// An item the till never counts.
const NOT_COUNTED: &str = "non_inventory";

/// A till item as it is, as far as Lockstep governs it; kept between look and write.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TillItem {
    /// itemID.
    pub id: String,
    /// The name at the till.
    pub description: String,
    /// The merchant's SKU.
    pub sku: String,
    /// European article number.
    pub ean: String,
    /// Universal product code.
    pub upc: String,
    /// The maker's part number.
    pub manufacturer_sku: String,
    /// Selling price; `None` where the item has none.
    pub price: Option<Decimal>,
    /// What one piece costs; `None` where we are not told.
    pub cost: Option<Decimal>,
    /// What the shops have of it; `None` where that was not read.
    pub stock: Option<TillStock>,
    /// categoryID, empty for none.
    pub category: String,
    /// taxClassID.
    pub tax_class: String,
    /// `default`, `non_inventory`, `box` and others.
    pub item_type: String,
    /// Whether it has been put away.
    pub archived: bool,
}

impl TillItem {
    /// An item of theirs.
    ///
    /// # Errors
    /// In words, when it does not say which it is.
    pub fn read(wire: wire::Item) -> Result<TillItem, String> {
        let price = wire.prices.iter().find(|price| is_selling_price(price)).and_then(|price| price.amount);
        Ok(TillItem {
            id: wire.id.ok_or("an item without an id")?,
            description: wire.description.unwrap_or_default(),
            sku: wire.custom_sku.unwrap_or_default(),
            ean: wire.ean.unwrap_or_default(),
            upc: wire.upc.unwrap_or_default(),
            manufacturer_sku: wire.manufacturer_sku.unwrap_or_default(),
            price,
            cost: wire.default_cost,
            stock: TillStock::read(&wire.shelves),
            category: wire.category.unwrap_or_default(),
            tax_class: wire.tax_class.unwrap_or_default(),
            item_type: wire.item_type.unwrap_or_default(),
            archived: wire.archived.unwrap_or(false),
        })
    }

    /// The value of an identifier.
    pub fn identifier(&self, which: Identifier) -> &str {
        match which {
            Identifier::Sku => &self.sku,
            Identifier::Ean => &self.ean,
            Identifier::Upc => &self.upc,
        }
    }
}

/// The field that holds an identifier there.
pub fn identifier_field(which: Identifier) -> &'static str {
    match which {
        Identifier::Sku => "customSku",
        Identifier::Ean => "ean",
        Identifier::Upc => "upc",
    }
}

/// A field that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What people call it.
    pub title: &'static str,
    /// What it should be.
    pub meant: String,
    /// What it is.
    pub kept: String,
    field: &'static str,
}

impl Difference {
    /// Whether it is about counting: items that have been sold may have to stay of their type.
    pub fn is_item_type(&self) -> bool {
        self.field == "itemType"
    }
}

/// What must change so that the item is as the draft says. Empty drafts leave what the till has:
/// a bar code typed at the till is not wiped because the back office knows none.
pub fn differences(draft: &ProductDraft, item: &TillItem) -> Vec<Difference> {
    let mut found: Vec<Difference> = texts(draft)
        .into_iter()
        .map(|(field, title, meant)| Difference {
            title,
            field,
            meant: meant.to_owned(),
            kept: text_of(item, field).to_owned(),
        })
        .filter(|pair| {
            pair.meant.trim() != pair.kept.trim() && (!pair.meant.is_empty() || pair.field == "description")
        })
        .collect();
    if item.price != Some(draft.price) {
        let kept = item.price.map_or_else(|| "none".to_owned(), |price| price.normalize().to_string());
        found.push(Difference {
            title: "price",
            field: "Prices",
            meant: draft.price.normalize().to_string(),
            kept,
        });
    }
    if let Some(cost) = draft.cost.filter(|cost| item.cost != Some(*cost)) {
        let kept = item.cost.map_or_else(|| "none".to_owned(), |cost| cost.normalize().to_string());
        let meant = cost.normalize().to_string();
        found.push(Difference { title: "cost", field: "defaultCost", meant, kept });
    }
    // Boxes, assemblies and serialised items are the till's own affair as long as stock is kept.
    let wrong_type =
        if draft.stock_tracked { item.item_type == NOT_COUNTED } else { item.item_type != NOT_COUNTED };
    if wrong_type {
        let meant = item_type(draft).to_owned();
        found.push(Difference { title: "item type", field: "itemType", meant, kept: item.item_type.clone() });
    }
    found
}

/// The body that makes the item.
pub fn new_item(draft: &ProductDraft) -> Value {
    let nothing = TillItem {
        item_type: if draft.stock_tracked { NOT_COUNTED } else { COUNTED }.to_owned(),
        ..TillItem::default()
    };
    body(&differences(draft, &nothing))
}

/// The body that writes all that the draft governs, whether it differs or not.
pub fn whole_item(draft: &ProductDraft, item: &TillItem) -> Value {
    let mut body = new_item(draft);
    // What the till made of a counted item stays.
    let own_type = draft.stock_tracked && item.item_type != NOT_COUNTED;
    if let Some(fields) = body.as_object_mut().filter(|_| own_type) {
        fields.remove("itemType");
    }
    body
}

/// The body that mends these differences and touches nothing else (a PUT is partial, fact sheet 1.8).
pub fn body(differences: &[Difference]) -> Value {
    let field = |difference: &Difference| match difference.field {
        "Prices" => {
            let price =
                json!({ "amount": difference.meant, "useTypeID": DEFAULT_LEVEL, "useType": "Default" });
            ("Prices".to_owned(), json!({ "ItemPrice": [price] }))
        }
        name => (name.to_owned(), json!(difference.meant)),
    };
    Value::Object(differences.iter().map(field).collect::<Map<String, Value>>())
}

/// Whether the item is as this body of a write says.
pub fn holds(item: &TillItem, body: &Value) -> bool {
    let Some(fields) = body.as_object() else { return false };
    fields.iter().all(|(name, value)| match name.as_str() {
        "Prices" => {
            let amount = value.pointer("/ItemPrice/0/amount").and_then(Value::as_str);
            amount.and_then(|amount| amount.parse::<Decimal>().ok()) == item.price
        }
        "defaultCost" => value.as_str().and_then(|cost| cost.parse::<Decimal>().ok()) == item.cost,
        "archived" => value.as_bool() == Some(item.archived),
        name => value.as_str().map(str::trim) == Some(text_of(item, name).trim()),
    })
}

fn texts(draft: &ProductDraft) -> [(&'static str, &'static str, &str); 7] {
    [
        ("description", "description", &draft.description),
        ("customSku", "SKU", &draft.sku),
        ("ean", "EAN", &draft.ean),
        ("upc", "UPC", &draft.upc),
        ("manufacturerSku", "manufacturer SKU", &draft.manufacturer_sku),
        ("categoryID", "category", &draft.category),
        ("taxClassID", "tax class", &draft.tax_class),
    ]
}

fn text_of<'a>(item: &'a TillItem, field: &str) -> &'a str {
    match field {
        "description" => &item.description,
        "customSku" => &item.sku,
        "ean" => &item.ean,
        "upc" => &item.upc,
        "manufacturerSku" => &item.manufacturer_sku,
        "categoryID" => &item.category,
        "taxClassID" => &item.tax_class,
        "itemType" => &item.item_type,
        _ => "",
    }
}

fn item_type(draft: &ProductDraft) -> &'static str {
    if draft.stock_tracked { COUNTED } else { NOT_COUNTED }
}

/// The level is told by id; by name only where the id is missing.
fn is_selling_price(price: &wire::ItemPrice) -> bool {
    match price.level.as_deref() {
        Some(level) => level == DEFAULT_LEVEL,
        None => price.use_type.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("default")),
    }
}

#[cfg(test)]
#[path = "item_test.rs"]
mod tests;
