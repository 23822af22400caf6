//! Products and prices as a GET prints them.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::Product;
use crate::brightpearl::idset::IdSet;
use crate::brightpearl::reference::tables::{CURRENCIES, PRICE_LISTS, PriceList, TAX_CODES};
use crate::brightpearl::reply::{fixed, number, without_nulls};
use crate::brightpearl::when;

/// A product; keys without a value are absent.
pub fn product(product: &Product) -> Value {
    without_nulls(json!({
        "id": product.id,
        "brandId": product.brand_id,
        "productTypeId": product.type_id,
        "identity": { "sku": product.sku, "ean": product.ean, "barcode": product.barcode },
        "productGroupId": product.group_id,
        "featured": false,
        "stock": stock(product),
        "financialDetails": { "taxable": true, "taxCode": tax_code(product) },
        "salesChannels": [sales_channel(product)],
        "composition": composition(product),
        "variations": variations(product),
        "createdOn": when::print(product.created_on),
        "updatedOn": product.updated_on.map(when::print),
        "warehouses": { "2": { "defaultLocationId": 2, "overflowLocationId": 0, "reorderLevel": 0, "reorderQuantity": 0 } },
        "nominalCodeStock": "1001", "nominalCodePurchases": "5000", "nominalCodeSales": "4000",
        "seasonIds": [], "reporting": {}, "status": product.status, "salesPopupMessage": "", "warehousePopupMessage": "",
        "version": product.version(),
    }))
}

fn stock(product: &Product) -> Value {
    let centimetres = |value: i64| number(Decimal::new(value, 1), 2);
    json!({
        "stockTracked": product.stock_tracked,
        "weight": { "magnitude": number(Decimal::new(100 + product.id % 900, 3), 4) },
        "dimensions": { "length": centimetres(90), "height": centimetres(105), "width": centimetres(90),
                        "volume": number(Decimal::new(8505, 1), 2) },
    })
}

fn tax_code(product: &Product) -> Value {
    TAX_CODES
        .iter()
        .find(|tax| tax.id == product.tax_code_id)
        .map_or(Value::Null, |tax| json!({ "id": tax.id, "code": tax.code }))
}

fn composition(product: &Product) -> Value {
    let part = |(id, units): &(i64, i64)| json!({ "productId": id, "productQuantity": units });
    let parts: Vec<Value> = product.components.iter().map(part).collect();
    if parts.is_empty() {
        json!({ "bundle": false })
    } else {
        json!({ "bundle": true, "bundleComponents": parts })
    }
}

fn sales_channel(product: &Product) -> Value {
    let categories: Vec<Value> =
        product.categories.iter().map(|id| json!({ "categoryCode": id.to_string() })).collect();
    json!({
        "salesChannelName": "Brightpearl", "productName": product.name, "productCondition": "new",
        "categories": categories,
        "description": { "languageCode": "en", "text": format!("<p>{}</p>", product.name), "format": "HTML_FRAGMENT" },
        "shortDescription": { "languageCode": "en", "text": "", "format": "HTML_FRAGMENT" },
    })
}

fn variations(product: &Product) -> Value {
    if product.variations.is_empty() {
        return Value::Null;
    }
    let numbered = (1_i64..).zip(&product.variations);
    let one = |(id, (name, value)): (i64, &(String, String))| json!({ "optionId": id, "optionName": name, "optionValueId": 10 * id, "optionValue": value });
    Value::Array(numbered.map(one).collect())
}

/// The prices of one product, of all lists or of those named.
pub fn prices(product: &Product, lists: Option<&IdSet>) -> Value {
    let lists: Vec<Value> = PRICE_LISTS
        .iter()
        .filter(|list| lists.is_none_or(|set| set.contains(list.id)))
        .map(|list| price_list(product, list))
        .collect();
    json!({ "productId": product.id, "priceLists": lists })
}

/// Prices are texts of four decimals; an empty map means there is none.
fn price_list(product: &Product, list: &PriceList) -> Value {
    let breaks = product.prices.get(&list.id).into_iter().flatten();
    let prices: Map<String, Value> =
        breaks.map(|(quantity, price)| (quantity.to_string(), json!(fixed(*price, 4)))).collect();
    let currency_id = CURRENCIES.iter().find(|one| one.code == list.currency).map(|one| one.id);
    json!({ "priceListId": list.id, "currencyCode": list.currency, "currencyId": currency_id, "quantityPrice": prices })
}
