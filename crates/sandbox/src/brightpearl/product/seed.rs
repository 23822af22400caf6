//! The products the account starts with.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use super::{Breaks, MISCELLANEOUS, Product};
use crate::brightpearl::reference::tables::{COST_LIST, EURO_LIST, MAIN_WAREHOUSE, RETAIL_LIST, TRADE_LIST};
use crate::brightpearl::reference::{FIRST_BRAND, FIRST_CATEGORY, FIRST_TYPE};
use crate::catalogue::{self, Trouble};

/// Id of the first product of the catalogue; the others follow in its order.
pub const FIRST_PRODUCT: i64 = 1002;

/// 2024-03-04 08:00 UTC, when the shop entered its first product.
const FIRST_ENTRY_S: i64 = 1_709_539_200;

/// The two placeholders and the whole catalogue.
pub fn from_catalogue(products: &[catalogue::Product]) -> Vec<Product> {
    let placeholders = [MISCELLANEOUS, MISCELLANEOUS + 1].map(placeholder);
    placeholders
        .into_iter()
        .chain((FIRST_PRODUCT..).zip(products).map(|(id, one)| product(id, one)))
        .collect()
}

/// What is in stock at the start, by product and warehouse: the shops have what the catalogue says, the main
/// warehouse four times as much as all of them.
pub fn stock(products: &[catalogue::Product]) -> BTreeMap<(i64, i64), i64> {
    (FIRST_PRODUCT..)
        .zip(products)
        .flat_map(|(id, product)| {
            let main = (MAIN_WAREHOUSE, 4 * product.stock.iter().sum::<i64>());
            let shops = (MAIN_WAREHOUSE + 1..).zip(product.stock);
            shops.chain([main]).map(move |(warehouse, units)| ((id, warehouse), units)).collect::<Vec<_>>()
        })
        .collect()
}

fn entered(hours: i64) -> Timestamp {
    Timestamp::from_second(FIRST_ENTRY_S + hours * 3600).unwrap_or_default()
}

fn placeholder(id: i64) -> Product {
    Product {
        id,
        name: if id == MISCELLANEOUS { "Miscellaneous" } else { "Shipping" }.to_owned(),
        sku: String::new(),
        ean: None,
        barcode: None,
        brand_id: FIRST_BRAND,
        type_id: FIRST_TYPE,
        categories: Vec::new(),
        group_id: None,
        stock_tracked: false,
        tax_code_id: 7,
        status: "LIVE".to_owned(),
        variations: Vec::new(),
        components: Vec::new(),
        supplier_id: None,
        created_on: entered(0),
        updated_on: None,
        prices: BTreeMap::new(),
    }
}

fn product(id: i64, one: &catalogue::Product) -> Product {
    let number = i64::try_from(one.number).unwrap_or(0);
    let place = |first: i64, at: usize| first + i64::try_from(at).unwrap_or(0);
    let created_on = entered(1 + 3 * number);
    let changed_after = SignedDuration::from_hours(24 * (1 + number % 300));
    let barcode = (!one.ean.is_empty()).then(|| one.ean.clone());
    Product {
        id,
        name: one.name.clone(),
        sku: one.sku.clone(),
        // Some products were entered before the shop kept EANs apart from barcodes.
        ean: barcode.clone().filter(|_| number % 5 != 0),
        barcode: barcode.or_else(|| (number % 2 == 0).then(String::new)),
        brand_id: place(FIRST_BRAND, one.brand),
        type_id: place(FIRST_TYPE, one.product_type),
        categories: one.category.map(|at| place(FIRST_CATEGORY, at)).into_iter().collect(),
        group_id: match number % 3 {
            0 => None,
            _ => Some(0),
        },
        stock_tracked: number % 97 != 13,
        tax_code_id: if one.zero_rated { 1 } else { 7 },
        status: status(one).to_owned(),
        variations: Vec::new(),
        components: Vec::new(),
        supplier_id: (number % 4 == 0).then_some(211),
        created_on,
        updated_on: if number % 3 == 0 { None } else { created_on.checked_add(changed_after).ok() },
        prices: prices(one),
    }
}

fn status(one: &catalogue::Product) -> &'static str {
    match one.trouble {
        Some(Trouble::Archived) => "ARCHIVED",
        _ if one.number % 211 == 100 => "DISCONTINUED",
        _ => "LIVE",
    }
}

/// Every list is there; those without a price are empty.
fn prices(one: &catalogue::Product) -> BTreeMap<i64, Breaks> {
    let single = |price: Option<Decimal>| price.map(|price| (1, price)).into_iter().collect::<Breaks>();
    let euro = one.gross.filter(|_| one.number.is_multiple_of(3)).map(|price| price * Decimal::new(115, 2));
    let mut trade = single(one.net);
    if let (Some(net), 0) = (one.net, one.number % 7) {
        trade.insert(10, net * Decimal::new(9, 1));
    }
    BTreeMap::from([
        (COST_LIST, single(Some(one.cost))),
        (RETAIL_LIST, single(one.gross)),
        (EURO_LIST, single(euro)),
        (TRADE_LIST, trade),
    ])
}
