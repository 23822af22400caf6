//! Stock as the shops show it.

use platform::{PlatformError, Shelf, ShopQuantity, StockTarget};
use reqwest::Method;
use sandbox::faults::FaultKind;
use serde_json::{Value, json};

use super::till::Till;

impl Till {
    async fn item(&self, body: Value) -> String {
        let mut item = json!({ "description": "Trail Bottle" });
        item.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        self.write("Item", item).await
    }

    async fn shelves_of(&self, items: &[&str]) -> Vec<(String, String, i64, i64)> {
        let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        told(self.client.shelves(&self.account, &items).await.unwrap())
    }

    async fn set(&self, item: &str, quantities: &[(&str, i64)]) -> Result<Vec<Shelf>, PlatformError> {
        let quantities: Vec<ShopQuantity> = quantities
            .iter()
            .map(|(shop, quantity)| ShopQuantity { shop: (*shop).to_owned(), quantity: *quantity })
            .collect();
        self.client.set(&self.account, item, &quantities).await
    }

    /// Everything that moved after a cursor, and where to go on.
    async fn moved(&self, cursor: Option<&str>) -> (Vec<(String, String, i64, i64)>, String) {
        let (mut shelves, mut cursor) = (Vec::new(), cursor.map(str::to_owned));
        for _ in 0..20 {
            let moved = self.client.moved(&self.account, cursor.as_deref()).await.unwrap();
            shelves.extend(moved.shelves);
            if !moved.more {
                return (told(shelves), moved.cursor);
            }
            cursor = Some(moved.cursor);
        }
        panic!("the walk does not end");
    }
}

fn told(shelves: Vec<Shelf>) -> Vec<(String, String, i64, i64)> {
    let mut told: Vec<_> =
        shelves.into_iter().map(|one| (one.item, one.shop, one.quantity, one.held)).collect();
    told.sort();
    told
}

fn row(item: &str, shop: &str, quantity: i64, held: i64) -> (String, String, i64, i64) {
    (item.to_owned(), shop.to_owned(), quantity, held)
}

#[tokio::test]
async fn a_quantity_that_is_set_is_shown_and_the_other_shops_keep_theirs() {
    let till = Till::open().await;
    let item = till.item(json!({})).await;
    till.set(&item, &[("2", 9)]).await.unwrap();
    let before = till.calls();
    let shelves = told(till.set(&item, &[("1", 24), ("3", 0)]).await.unwrap());
    assert_eq!(till.calls() - before, 1, "the answer itself tells what they show");
    let expect = [row(&item, "1", 24, 0), row(&item, "2", 9, 0), row(&item, "3", 0, 0)];
    assert_eq!(shelves, expect);
    assert_eq!(till.shelves_of(&[&item]).await, expect);
}

#[tokio::test]
async fn setting_a_quantity_twice_leaves_the_same() {
    let till = Till::open().await;
    let item = till.item(json!({})).await;
    till.fault("PUT", "Item/", FaultKind::DropAfterCommit);
    let lost = till.set(&item, &[("1", 5)]).await.unwrap_err();
    assert!(lost.may_have_arrived(), "{lost}");
    till.set(&item, &[("1", 5)]).await.unwrap();
    assert_eq!(till.shelves_of(&[&item]).await[0], row(&item, "1", 5, 0));
}

#[tokio::test]
async fn a_shop_that_opened_later_gets_a_shelf() {
    for makes_rows in [true, false] {
        let till = Till::open().await;
        till.knobs(json!({ "qoh_makes_missing_row": makes_rows })).await;
        let item = till.item(json!({})).await;
        let shop = till.write("Shop", json!({ "name": "Pop-up", "timeZone": "Europe/London" })).await;
        assert!(till.shelves_of(&[&item]).await.iter().all(|(_, at, ..)| *at != shop));
        let set = till.set(&item, &[(&shop, 4)]).await;
        if makes_rows {
            assert!(told(set.unwrap()).contains(&row(&item, &shop, 4, 0)));
        } else {
            assert!(matches!(set, Err(PlatformError::Refused { .. })), "{set:?}");
        }
    }
}

#[tokio::test]
async fn stock_of_an_item_that_is_not_there_is_not_found() {
    let till = Till::open().await;
    for item in ["999999", "no-number"] {
        let error = till.set(item, &[("1", 5)]).await.unwrap_err();
        assert!(
            matches!(&error, PlatformError::NotFound { what, .. } if *what == format!("item {item}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn the_row_that_sums_up_the_shops_is_neither_read_nor_written() {
    let till = Till::open().await;
    let item = till.item(json!({})).await;
    assert!(till.shelves_of(&[&item]).await.iter().all(|(_, shop, ..)| shop != "0"));
    let before = till.calls();
    assert!(matches!(till.set(&item, &[("0", 5)]).await, Err(PlatformError::Refused { .. })));
    assert_eq!(till.calls(), before, "nothing was sent");
}

#[tokio::test]
async fn what_is_held_for_customers_is_told_under_either_spelling() {
    for camel in [true, false] {
        let till = Till::open().await;
        till.knobs(json!({ "work_order_in_camel_case": camel })).await;
        let item = till.item(json!({})).await;
        till.set(&item, &[("1", 10)]).await.unwrap();
        let number: u64 = item.parse().unwrap();
        for (kind, quantity) in [("layaway", 1), ("special_order", 2), ("work_order", 3)] {
            let hold = json!({ "kind": kind, "customer": 1, "shop": 1, "lines": [{ "item": number, "quantity": quantity, "price": "5" }] });
            till.control(Method::POST, "lightspeed/holds", hold).await;
        }
        let shelf = till.shelves_of(&[&item]).await.remove(0);
        assert_eq!((shelf.1.as_str(), shelf.3), ("1", 6));
    }
}

#[tokio::test]
async fn many_items_are_read_with_few_calls_and_strangers_are_left_out() {
    let till = Till::open().await;
    let mut items = Vec::new();
    for _ in 0..60 {
        items.push(till.item(json!({})).await);
    }
    items.extend(["999999".to_owned(), "what?".to_owned()]);
    let before = till.calls();
    let shelves = till.client.shelves(&till.account, &items).await.unwrap();
    assert_eq!(shelves.len(), 180, "three shops each");
    // Three shops and the sum of them are 240 rows: three pages.
    assert_eq!(till.calls() - before, 3);
}

#[tokio::test]
async fn who_begins_now_is_told_what_moves_from_now_on_and_not_the_history() {
    let till = Till::open().await;
    let before = till.calls();
    let (shelves, cursor) = till.moved(None).await;
    assert_eq!((shelves.len(), till.calls() - before), (0, 1));
    let item = till.item(json!({})).await;
    till.set(&item, &[("1", 8)]).await.unwrap();
    till.sell(json!({ "shop": 1, "lines": [{ "item": item.parse::<u64>().unwrap(), "quantity": 3 }] })).await;
    let (shelves, _) = till.moved(Some(&cursor)).await;
    assert!(shelves.contains(&row(&item, "1", 5, 0)), "{shelves:?}");
    assert!(shelves.iter().all(|(_, shop, ..)| shop != "0"));
}

#[tokio::test]
async fn an_item_that_is_put_away_does_not_stop_the_walk() {
    let till = Till::open().await;
    let (_, cursor) = till.moved(None).await;
    let item = till.item(json!({})).await;
    till.set(&item, &[("1", 8)]).await.unwrap();
    super::items::archive(&till, &item).await;
    let other = till.item(json!({})).await;
    till.set(&other, &[("1", 2)]).await.unwrap();
    let (shelves, _) = till.moved(Some(&cursor)).await;
    assert!(shelves.contains(&row(&other, "1", 2, 0)), "{shelves:?}");
    assert!(shelves.iter().filter(|(id, ..)| *id == item).all(|(_, _, quantity, _)| *quantity == 0));
    assert!(till.shelves_of(&[&item]).await.iter().all(|(_, _, quantity, _)| *quantity == 0));
}

#[tokio::test]
async fn a_shelf_that_cannot_be_read_does_not_hide_the_others() {
    let till = Till::open().await;
    let (_, cursor) = till.moved(None).await;
    let item = till.item(json!({})).await;
    till.set(&item, &[("1", 8), ("2", 8), ("3", 8)]).await.unwrap();
    let (whole, _) = till.moved(Some(&cursor)).await;
    till.fault("GET", "ItemShop.json", FaultKind::BadElement);
    let (told, _) = till.moved(Some(&cursor)).await;
    assert!(told.len() + 1 >= whole.len() && told.iter().all(|shelf| whole.contains(shelf)), "{told:?}");
}
