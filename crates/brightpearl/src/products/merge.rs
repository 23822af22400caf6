//! Puts the answers of three resources together, one product at a time: one that cannot be read must not cost the others.

use std::collections::HashMap;

use model::When;
use model::payload::Product;
use platform::{Fetched, Sighting};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::read::Listed;
use crate::convert;
use crate::names::Names;
use crate::wire::{self, id_of};

/// The elements of an answer, those that can be read and those that cannot.
#[derive(Debug)]
pub(super) struct Sorted<T> {
    /// By product id.
    pub(super) readable: HashMap<u64, T>,
    /// Why not, by product id.
    unreadable: HashMap<u64, String>,
    /// Why not, of one that does not even tell its id.
    nameless: Option<String>,
}

pub(super) type Prices = Sorted<wire::ProductPrices>;

impl<T> Default for Sorted<T> {
    fn default() -> Sorted<T> {
        Sorted { readable: HashMap::new(), unreadable: HashMap::new(), nameless: None }
    }
}

/// Sorts the answer of a product GET.
pub(super) fn products(elements: Vec<Value>) -> Sorted<wire::Product> {
    sort(elements, "id", |product: &wire::Product| product.id)
}

/// Sorts the answer of a price GET.
pub(super) fn prices(elements: Vec<Value>) -> Prices {
    sort(elements, "productId", |prices: &wire::ProductPrices| prices.product_id)
}

fn sort<T: DeserializeOwned>(elements: Vec<Value>, key: &str, id: impl Fn(&T) -> Option<u64>) -> Sorted<T> {
    let mut sorted = Sorted::default();
    for element in elements {
        let told = element.get(key).and_then(id_of);
        match (serde_json::from_value::<T>(element), told) {
            (Ok(read), _) if id(&read).is_some() => {
                sorted.readable.insert(id(&read).unwrap_or_default(), read);
            }
            (Err(error), Some(id)) => {
                sorted.unreadable.insert(id, error.to_string());
            }
            (Err(error), None) => sorted.nameless = Some(error.to_string()),
            (Ok(_), _) => sorted.nameless = Some(format!("an element has no {key}")),
        }
    }
    sorted
}

/// One answer for each id that was asked for.
pub(super) fn merge(
    ids: &[u64],
    listed: &HashMap<u64, Listed>,
    products: Sorted<wire::Product>,
    prices: &Prices,
    names: &Names,
) -> Vec<Fetched<Product>> {
    let one = |id: &u64| {
        let row = listed.get(id);
        let from_row = row.and_then(Listed::changed);
        match (products.readable.get(id), products.unreadable.get(id).or(products.nameless.as_ref())) {
            (Some(wire), _) => {
                let item = convert_one(*id, wire, row, prices, names);
                seen(*id, changed(wire).max(from_row), item)
            }
            (None, Some(why)) => seen(*id, from_row, Err(why.clone())),
            (None, None) => Fetched::Gone { source_ref: id.to_string() },
        }
    };
    ids.iter().map(one).collect()
}

fn convert_one(
    id: u64,
    wire: &wire::Product,
    row: Option<&Listed>,
    prices: &Prices,
    names: &Names,
) -> Result<Product, String> {
    let price = prices.readable.get(&id);
    // A product whose price is unreadable is not one without a price.
    let unreadable = prices.unreadable.get(&id).or(prices.nameless.as_ref().filter(|_| price.is_none()));
    if let Some(why) = unreadable {
        return Err(format!("its prices cannot be read: {why}"));
    }
    convert::product::product(id, wire, row, price, names)
}

fn seen(id: u64, changed_at: Option<When>, item: Result<Product, String>) -> Fetched<Product> {
    Fetched::Seen(Sighting { source_ref: id.to_string(), changed_at, item })
}

fn changed(wire: &wire::Product) -> Option<When> {
    When::parse(&wire.updated_on).or_else(|| When::parse(&wire.created_on))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merged(ids: &[u64], product_list: Value, price_list: Value) -> Vec<Fetched<Product>> {
        let elements = |list: Value| list.as_array().cloned().unwrap();
        let products = products(elements(product_list));
        merge(ids, &HashMap::new(), products, &prices(elements(price_list)), &Names::default())
    }

    fn said(fetched: &[Fetched<Product>]) -> Vec<(String, String)> {
        fetched
            .iter()
            .map(|one| match one {
                Fetched::Seen(Sighting { source_ref, item: Ok(_), .. }) => {
                    (source_ref.clone(), "read".to_owned())
                }
                Fetched::Seen(Sighting { source_ref, item: Err(why), .. }) => {
                    (source_ref.clone(), why.clone())
                }
                Fetched::Gone { source_ref } => (source_ref.clone(), "gone".to_owned()),
            })
            .collect()
    }

    #[test]
    fn one_unreadable_product_does_not_cost_the_others() {
        let said = said(&merged(
            &[1, 2, 3],
            json!([{"id": 3}, {"id": 2, "salesChannels": "none"}, {"id": 1}]),
            json!([]),
        ));
        assert_eq!(said[0].1, "read");
        assert!(said[1].1.contains("invalid type"), "{said:?}");
        assert_eq!(said[2].1, "read");
    }

    #[test]
    fn a_product_that_does_not_tell_its_id_is_not_taken_for_gone() {
        let said = said(&merged(&[1, 2], json!([{"id": {}, "status": "LIVE"}, {"id": 1}]), json!([])));
        assert_eq!(said[0].1, "read");
        assert_ne!(said[1].1, "gone");
    }

    #[test]
    fn what_the_answer_leaves_out_is_gone() {
        assert_eq!(said(&merged(&[1, 2], json!([{"id": 2}]), json!([])))[0].1, "gone");
    }

    #[test]
    fn an_unreadable_price_is_not_a_missing_price() {
        let prices = json!([{"productId": 1, "priceLists": 7}, {"productId": 2, "priceLists": []}]);
        let said = said(&merged(&[1, 2], json!([{"id": 1}, {"id": 2}]), prices));
        assert!(said[0].1.starts_with("its prices cannot be read"), "{said:?}");
        assert_eq!(said[1].1, "read");
    }
}
