use std::collections::HashMap;

use model::payload::{Lifecycle, Named, Price, Product};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::names::{NameList, Names};
use crate::products::Listed;
use crate::wire::{self, decimal_of, text_of};

/// Products of the platform's own; free-text rows carry the first (fact sheet 4.1.1 and 5.6).
pub(crate) const PLACEHOLDERS: [u64; 2] = [1000, 1001];

/// The quantity whose price is the price of one piece.
const ONE_PIECE: &str = "1";

/// A product from what the three resources say of it: GET, search row (it alone knows the supplier) and prices.
///
/// # Errors
/// In words for support, if something there makes no sense.
pub(crate) fn product(
    id: u64,
    wire: &wire::Product,
    listed: Option<&Listed>,
    prices: Option<&wire::ProductPrices>,
    names: &Names,
) -> Result<Product, String> {
    let channel = wire.sales_channels.first().cloned().unwrap_or_default();
    let mut categories: Vec<u64> =
        channel.categories.iter().filter_map(|category| category.category_code).collect();
    // Their order changes from answer to answer, and a change of order is no change of the product.
    categories.sort_unstable();
    categories.dedup();
    let named = |list, id: u64| Named { id: id.to_string(), name: names.of(list, id) };
    let supplier = listed.and_then(|listed| listed.supplier);
    Ok(Product {
        name: channel.product_name.trim().to_owned(),
        options: wire.variations.iter().map(|variation| variation.option_value.clone()).collect(),
        sku: wire.identity.sku.clone(),
        ean: wire.identity.ean.clone(),
        upc: wire.identity.upc.clone(),
        barcode: wire.identity.barcode.clone(),
        mpn: wire.identity.mpn.clone(),
        isbn: wire.identity.isbn.clone(),
        brand: wire.brand_id.map(|id| named(NameList::Brands, id)),
        product_type: wire.product_type_id.map(|id| named(NameList::Types, id)),
        categories: categories.into_iter().map(|id| named(NameList::Categories, id)).collect(),
        supplier: supplier.map(|id| Named { id: id.to_string(), name: String::new() }),
        stock_tracked: wire.stock.stock_tracked.unwrap_or_default(),
        bundle: wire.composition.bundle.unwrap_or_default(),
        lifecycle: lifecycle(&wire.status, listed),
        prices: prices.map(piece_prices).transpose()?.unwrap_or_default(),
        placeholder: PLACEHOLDERS.contains(&id),
    })
}

/// The ids whose names a product needs.
pub(crate) fn named_ids<'a>(
    products: impl Iterator<Item = &'a wire::Product>,
) -> HashMap<NameList, Vec<u64>> {
    let mut ids: HashMap<NameList, Vec<u64>> = HashMap::new();
    for product in products {
        ids.entry(NameList::Brands).or_default().extend(product.brand_id);
        ids.entry(NameList::Types).or_default().extend(product.product_type_id);
        let channels = product.sales_channels.iter();
        let codes = channels
            .flat_map(|channel| channel.categories.iter().filter_map(|category| category.category_code));
        ids.entry(NameList::Categories).or_default().extend(codes);
    }
    ids
}

fn lifecycle(status: &str, listed: Option<&Listed>) -> Lifecycle {
    let told = if status.is_empty() {
        listed.map(|listed| listed.status.as_str()).unwrap_or_default()
    } else {
        status
    };
    match told {
        // Older accounts leave the status out of both.
        "" | "LIVE" => Lifecycle::Live,
        "DISCONTINUED" => Lifecycle::Discontinued,
        "ARCHIVED" => Lifecycle::Archived,
        word => Lifecycle::Other { word: word.to_owned() },
    }
}

/// The price of one piece in each list that has one, lists in ascending order. An empty list is no price, not 0.
fn piece_prices(prices: &wire::ProductPrices) -> Result<Vec<Price>, String> {
    let mut found = Vec::new();
    for list in &prices.price_lists {
        if let Some(price) = list.quantity_price.get(ONE_PIECE).filter(|price| !is_nothing(price)) {
            let id = text_of(&list.price_list_id).ok_or("a price list has no id")?;
            found.push(Price {
                amount: amount(price).ok_or_else(|| format!("the price in list {id} is no number"))?,
                currency: list.currency_code.clone(),
                list: id,
            });
        }
    }
    found.sort_by_key(|price| price.list.parse().unwrap_or(u64::MAX));
    Ok(found)
}

fn is_nothing(price: &Value) -> bool {
    price.is_null() || price.as_str().is_some_and(|text| text.trim().is_empty())
}

/// `12.5000` and `12.5` are one price; the trailing zeros must not look like a change.
fn amount(price: &Value) -> Option<Decimal> {
    decimal_of(price).map(|amount| amount.normalize())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn mug() -> Value {
        json!({"id": 1042, "brandId": 80, "productTypeId": 1,
            "identity": {"sku": "MUG-BLU-350", "ean": "5012345678900", "barcode": "5012345678900"},
            "productGroupId": 310, "featured": false,
            "stock": {"stockTracked": true, "weight": {"magnitude": 0.4200}},
            "financialDetails": {"taxable": true, "taxCode": {"id": 7, "code": "T20"}},
            "salesChannels": [{"salesChannelName": "Brightpearl", "productName": "Mug 350ml", "productCondition": "new",
                "categories": [{"categoryCode": "301"}, {"categoryCode": "296"}],
                "description": {"languageCode": "en", "text": "<p>Stoneware</p>", "format": "HTML_FRAGMENT"}}],
            "composition": {"bundle": false},
            "variations": [{"optionId": 2, "optionName": "Colour", "optionValueId": 11, "optionValue": "Blue"}],
            "createdOn": "2025-11-04T10:12:00.000Z", "updatedOn": "2026-01-15T08:00:02.000Z",
            "status": "LIVE", "version": 1_768_464_002_000_i64})
    }

    fn convert(wire: Value, prices: Option<Value>) -> Result<Product, String> {
        let wire: wire::Product = serde_json::from_value(wire).unwrap();
        let prices: Option<wire::ProductPrices> =
            prices.map(|prices| serde_json::from_value(prices).unwrap());
        let listed = Listed { supplier: Some(33), ..Listed::default() };
        let names = Names::with(NameList::Brands, &[(80, "Clayworks")]);
        product(wire.id.unwrap_or_default(), &wire, Some(&listed), prices.as_ref(), &names)
    }

    fn prices() -> Value {
        json!({"productId": 1042, "priceLists": [
            {"priceListId": 2, "currencyCode": "GBP", "currencyId": 1, "sku": "MUG-BLU", "quantityPrice": {"1": "12.5000", "10": "11.0000"}},
            {"priceListId": 1, "currencyCode": "GBP", "currencyId": 1, "quantityPrice": {"1": 4.2}},
            {"priceListId": 3, "currencyCode": "EUR", "currencyId": 2, "quantityPrice": {}}]})
    }

    #[test]
    fn a_product_is_put_together_from_its_three_places() {
        let product = convert(mug(), Some(prices())).unwrap();
        assert_eq!(product.full_name(), "Mug 350ml Blue");
        assert_eq!(product.brand, Some(Named { id: "80".to_owned(), name: "Clayworks".to_owned() }));
        assert_eq!(product.supplier, Some(Named { id: "33".to_owned(), name: String::new() }));
        let categories: Vec<&str> = product.categories.iter().map(|category| category.id.as_str()).collect();
        assert_eq!(categories, ["296", "301"]);
        assert!(product.stock_tracked && !product.bundle && !product.placeholder);
        assert_eq!(product.lifecycle, Lifecycle::Live);
    }

    #[test]
    fn an_empty_price_list_is_no_price_and_lists_are_in_order() {
        let product = convert(mug(), Some(prices())).unwrap();
        let told: Vec<(&str, String)> =
            product.prices.iter().map(|price| (price.list.as_str(), price.amount.to_string())).collect();
        assert_eq!(told, [("1", "4.2".to_owned()), ("2", "12.5".to_owned())]);
    }

    #[test]
    fn no_prices_at_all_are_no_prices() {
        assert!(convert(mug(), None).unwrap().prices.is_empty());
    }

    #[test]
    fn a_price_of_zero_is_a_price() {
        let free = json!({"productId": 1042, "priceLists": [{"priceListId": 0, "currencyCode": "GBP", "quantityPrice": {"1": "0.0000"}}]});
        let product = convert(mug(), Some(free)).unwrap();
        assert_eq!(
            product.prices,
            [Price { list: "0".to_owned(), currency: "GBP".to_owned(), amount: Decimal::ZERO }]
        );
    }

    #[test]
    fn a_price_that_is_no_number_is_an_error_that_names_the_list() {
        let odd =
            json!({"productId": 1042, "priceLists": [{"priceListId": 2, "quantityPrice": {"1": "POA"}}]});
        assert_eq!(convert(mug(), Some(odd)).unwrap_err(), "the price in list 2 is no number");
    }

    #[rstest]
    #[case(json!({"id": 5}))]
    #[case(json!({"id": "5", "identity": null, "stock": null, "salesChannels": null, "variations": null, "brandId": 0}))]
    #[case(json!({"id": 5, "somethingNew": {"deep": [1]}, "productTypeId": null}))]
    fn a_bare_product_is_read_all_the_same(#[case] wire: Value) {
        let product = convert(wire, None).unwrap();
        assert_eq!(product.name, "");
        assert_eq!(product.brand, None);
        assert_eq!(product.product_type, None);
    }

    #[rstest]
    #[case("LIVE", Lifecycle::Live)]
    #[case("", Lifecycle::Live)]
    #[case("ARCHIVED", Lifecycle::Archived)]
    #[case("DISCONTINUED", Lifecycle::Discontinued)]
    #[case("PAUSED", Lifecycle::Other { word: "PAUSED".to_owned() })]
    fn an_unknown_status_is_kept_by_its_word(#[case] status: &str, #[case] expected: Lifecycle) {
        assert_eq!(lifecycle(status, None), expected);
    }

    #[rstest]
    #[case(1000, true)]
    #[case(1001, true)]
    #[case(1002, false)]
    fn the_platforms_own_products_are_placeholders(#[case] id: u64, #[case] expected: bool) {
        let mut wire = mug();
        wire["id"] = json!(id);
        assert_eq!(convert(wire, None).unwrap().placeholder, expected);
    }
}
