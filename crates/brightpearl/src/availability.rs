//! How much can be sold, as the back office counts it (`flows.md`, Inventory).

use std::collections::BTreeMap;

use async_trait::async_trait;
use model::Platform;
use platform::{Account, OnHand, PlatformError, StockSource};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::answer;
use crate::client::Brightpearl;
use crate::ids::{MOST_IDS, id_set};
use crate::wire;

/// Calls one question may take. One bad id costs about sixteen; when much more is refused, it is not for the ids.
const MOST_CALLS: usize = 60;

#[async_trait]
impl StockSource for Brightpearl {
    fn platform(&self) -> Platform {
        Platform::Brightpearl
    }

    async fn on_hand(&self, account: &Account, products: &[String]) -> Result<OnHand, PlatformError> {
        // What is no id of theirs keeps no stock there.
        let mut ids: Vec<u64> = products.iter().filter_map(|text| text.parse().ok()).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut all = OnHand::new();
        for chunk in ids.chunks(MOST_IDS) {
            self.collect_availability(account, chunk, &mut all).await?;
        }
        Ok(all)
    }

    fn batch(&self) -> usize {
        MOST_IDS
    }
}

impl Brightpearl {
    /// One id that is deleted or was never there can turn the answer for the whole set into 400 (fact sheet 3.3), so a
    /// refused set is asked for in halves until the bad id stands alone; that one is left out.
    async fn collect_availability(
        &self,
        account: &Account,
        ids: &[u64],
        all: &mut OnHand,
    ) -> Result<(), PlatformError> {
        let (mut waiting, mut answered) = (vec![ids], false);
        let mut refused = None;
        for _ in 0..MOST_CALLS {
            let Some(set) = waiting.pop() else { break };
            match self.availability(account, set).await {
                Ok(found) => {
                    answered = true;
                    all.extend(sellable(found));
                }
                Err(error @ PlatformError::Refused { .. }) => {
                    let (first, second) = set.split_at(set.len() / 2);
                    waiting
                        .extend([second, first].into_iter().filter(|half| set.len() > 1 && !half.is_empty()));
                    refused = Some(error);
                }
                Err(error) => return Err(error),
            }
        }
        match refused {
            // Nothing of many was answered: that is not for one bad id.
            Some(error) if !waiting.is_empty() || (!answered && ids.len() > 1) => Err(error),
            _ => Ok(()),
        }
    }

    async fn availability(
        &self,
        account: &Account,
        ids: &[u64],
    ) -> Result<BTreeMap<u64, wire::Availability>, PlatformError> {
        let path = format!("warehouse-service/product-availability/{}", id_set(ids));
        let reply = self.get(account, &path, Vec::new(), "read stock").await?;
        answer::mapped(&reply)
    }
}

/// Whole sellable units by product and warehouse.
fn sellable(found: BTreeMap<u64, wire::Availability>) -> OnHand {
    let one = |(id, there): (u64, wire::Availability)| {
        let warehouses = there.warehouses.into_iter();
        let units =
            warehouses.filter_map(|(warehouse, stock)| Some((warehouse.to_string(), whole(stock.on_hand?)?)));
        (id.to_string(), units.collect())
    };
    found.into_iter().map(one).collect()
}

/// Part of a piece cannot be sold.
fn whole(units: Decimal) -> Option<i64> {
    units.floor().to_i64()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn read(answer: Value) -> OnHand {
        sellable(serde_json::from_value(answer).unwrap())
    }

    #[rstest]
    #[case(json!({"inStock": 50, "onHand": 38, "allocated": 12, "inTransit": 0}), Some(38))]
    #[case(json!({"inStock": 0, "onHand": -3}), Some(-3))]
    #[case(json!({"onHand": "7"}), Some(7))]
    #[case(json!({"onHand": 2.9}), Some(2))]
    #[case(json!({"onHand": -0.5}), Some(-1))]
    #[case(json!({"inStock": 4}), None)]
    #[case(json!({"onHand": null}), None)]
    fn what_can_be_sold_is_what_is_on_hand_in_whole_units(#[case] stock: Value, #[case] units: Option<i64>) {
        let read = read(json!({"1042": {"total": {"onHand": 60}, "warehouses": {"2": stock}}}));
        assert_eq!(read["1042"].get("2").copied(), units);
    }

    #[test]
    fn warehouses_stay_apart_and_the_sum_over_them_is_nobodys() {
        let read = read(json!({
            "1042": {"total": {"onHand": 48}, "warehouses": {"2": {"onHand": 38}, "5": {"onHand": 10}}},
            "1043": {"total": {"onHand": 0}, "warehouses": {}}}));
        assert_eq!(read["1042"], [("2".to_owned(), 38), ("5".to_owned(), 10)].into());
        assert!(read["1043"].is_empty(), "kept in stock, but in no warehouse");
    }

    #[test]
    fn a_product_that_keeps_no_stock_is_not_there_at_all() {
        assert_eq!(read(json!({"1042": {"warehouses": {}}})).get("2000"), None);
    }
}
