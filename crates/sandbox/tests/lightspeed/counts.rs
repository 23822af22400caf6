//! Inventory counts, stock set by staff, stock in shops without a row.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{Till, id, rows, texts};

const COUNTING: &str = "employee:inventory employee:inventory_counts employee:inventory_counts_reconcile employee:admin_shops employee:product_edit";

#[tokio::test]
async fn a_count_moves_stock_only_when_it_is_reconciled() {
    let till = Till::granted(COUNTING).await;
    let before = till.on_hand(1, 1).await;
    let count = id(
        &till.post("InventoryCount.json", json!({ "name": "Spring", "shopID": 1 })).await["InventoryCount"],
        "inventoryCountID",
    );
    let counted = |item: u64, qty: i64| json!({ "inventoryCountID": count, "itemID": item, "qty": qty, "employeeID": 2 });
    till.post("InventoryCountItem.json", counted(1, before + 3)).await;
    till.post("InventoryCountItem.json", counted(2, 0)).await;
    assert_eq!(till.on_hand(1, 1).await, before);
    let request = till
        .call(Method::POST, "InventoryCountReconcile.json")
        .json(&json!({ "inventoryCountID": count, "itemID": 1 }));
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["x-ls-api-request-cost"], "10");
    let row = response.json::<Value>().await.unwrap()["InventoryCountReconcile"].take();
    assert_eq!((row["qohChange"].as_str(), row["itemID"].as_str()), (Some("3"), Some("1")));
    assert_eq!(till.on_hand(1, 1).await, before + 3);
    let log = till.list("InventoryLog.json", &[("itemID", "1"), ("reason", "AddInventoryForCount")]).await;
    assert_eq!(log["InventoryLog"]["qohChange"], "3");
    till.post("InventoryCountReconcile.json", json!({ "inventoryCountID": count })).await;
    assert_eq!(till.on_hand(2, 1).await, 0);
    // What was not counted stays, unless the switch says otherwise.
    till.put("Item/3.json", json!({ "ItemShops": { "ItemShop": { "shopID": 1, "qoh": 6 } } })).await;
    till.post("InventoryCountReconcile.json", json!({ "inventoryCountID": count })).await;
    assert_eq!(till.on_hand(3, 1).await, 6);
    till.knobs(json!({ "reconcile_removes_uncounted": true })).await;
    till.post("InventoryCountReconcile.json", json!({ "inventoryCountID": count })).await;
    assert_eq!((till.on_hand(3, 1).await, till.on_hand(1, 1).await), (0, before + 3));
}

#[tokio::test]
async fn a_count_needs_all_its_fields() {
    let till = Till::granted(COUNTING).await;
    let refused =
        async |path: &str, body: Value| till.attempt(till.call(Method::POST, path).json(&body)).await.0;
    assert_eq!(refused("InventoryCount.json", json!({ "name": "Spring" })).await, 400);
    let count = id(
        &till.post("InventoryCount.json", json!({ "name": "Spring", "shopID": 1 })).await["InventoryCount"],
        "inventoryCountID",
    );
    let whole = json!({ "inventoryCountID": count, "itemID": 1, "qty": 4, "employeeID": 2 });
    for field in ["inventoryCountID", "itemID", "qty", "employeeID"] {
        let mut body = whole.clone();
        body.as_object_mut().unwrap().remove(field);
        assert_eq!(refused("InventoryCountItem.json", body).await, 400, "{field}");
    }
    assert_eq!(refused("InventoryCountReconcile.json", json!({ "inventoryCountID": count })).await, 400);
}

#[tokio::test]
async fn staff_set_stock_and_the_change_is_polled_by_stamp() {
    let till = Till::open().await;
    let since = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let before = till.on_hand(3, 2).await;
    let set = till.control(Method::PUT, "lightspeed/stock/3", json!({ "shop": 2, "qoh": before + 5 })).await;
    assert_eq!(set, json!({ "before": before, "now": before + 5 }));
    let query = [
        ("timeStamp", format!(">,{since}")),
        ("sort", "timeStamp".to_owned()),
        ("itemID", "IN,[3,4]".to_owned()),
    ];
    let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // The row of the shop and the summary row move together.
    let moved = till.list("ItemShop.json", &query).await;
    let mut shops = texts(&moved, "ItemShop", "shopID");
    shops.sort();
    assert_eq!(shops, ["0", "2"]);
    let entry = &till.entries("item-shop.set")[0];
    assert_eq!((&entry.detail["old"], &entry.detail["new"]), (&json!(before), &json!(before + 5)));
    let log =
        till.list("InventoryLog.json", &[("itemID", "3"), ("sort", "-inventoryLogID"), ("limit", "1")]).await;
    assert_eq!(
        (log["InventoryLog"]["qohChange"].as_str(), log["InventoryLog"]["automated"].as_str()),
        (Some("5"), Some("false"))
    );
}

#[tokio::test]
async fn a_write_of_stock_is_in_the_ledger_with_what_it_overwrote() {
    let till = Till::open().await;
    let before = till.on_hand(1, 1).await;
    till.put("Item/1.json", json!({ "ItemShops": { "ItemShop": { "shopID": 1, "qoh": 77 } } })).await;
    till.put("Item/1.json", json!({ "ItemShops": { "ItemShop": { "shopID": 1, "qoh": 77 } } })).await;
    let entries = till.entries("item-shop.set");
    let pairs: Vec<_> = entries
        .iter()
        .map(|entry| (entry.detail["old"].as_i64().unwrap(), entry.detail["new"].as_i64().unwrap()))
        .collect();
    assert_eq!(pairs, [(before, 77), (77, 77)]);
}

#[tokio::test]
async fn the_log_tells_the_apps_own_writes_from_those_of_staff_and_cashiers() {
    let till = Till::open().await;
    till.put("Item/1.json", json!({ "ItemShops": { "ItemShop": { "shopID": 1, "qoh": 77 } } })).await;
    till.control(Method::PUT, "lightspeed/stock/1", json!({ "qoh": 78 })).await;
    let sale = till.sell(json!({ "shop": 3, "lines": [{ "item": 1 }] })).await;
    let log = till.list("InventoryLog.json", &[("itemID", "1")]).await;
    assert_eq!(texts(&log, "InventoryLog", "employeeID"), ["1", "2", sale["employeeID"].as_str().unwrap()]);
}

#[tokio::test]
async fn a_new_shop_has_no_stock_rows_until_a_quantity_is_set() {
    let till = Till::granted(COUNTING).await;
    let shop = till.post("Shop.json", json!({ "name": "Pop-up", "taxCategoryID": 1 })).await["Shop"].take();
    let body = json!({ "ItemShops": { "ItemShop": { "shopID": shop["shopID"], "qoh": 4 } } });
    let shops = async || texts(&till.list("ItemShop.json", &[("itemID", "1")]).await, "ItemShop", "shopID");
    assert!(!shops().await.contains(&shop["shopID"].as_str().unwrap().to_owned()));
    till.knobs(json!({ "qoh_makes_missing_row": false })).await;
    assert_eq!(till.attempt(till.call(Method::PUT, "Item/1.json").json(&body)).await.0, 400);
    till.knobs(json!({ "qoh_makes_missing_row": true })).await;
    till.put("Item/1.json", body).await;
    assert!(shops().await.contains(&shop["shopID"].as_str().unwrap().to_owned()));
}

#[tokio::test]
async fn stock_in_a_create_is_taken_over_or_ignored() {
    let till = Till::open().await;
    let body = json!({ "description": "Cap", "ItemShops": { "ItemShop": { "shopID": 1, "qoh": 4 } } });
    let made = till.post("Item.json", body.clone()).await["Item"].take();
    assert_eq!(till.on_hand(id(&made, "itemID"), 1).await, 4);
    till.knobs(json!({ "qoh_in_item_create": false })).await;
    let made = till.post("Item.json", body).await["Item"].take();
    assert_eq!(till.on_hand(id(&made, "itemID"), 1).await, 0);
}

#[tokio::test]
async fn stock_rows_are_sorted_and_paged() {
    let till = Till::open().await;
    let page = till.list("ItemShop.json", &[("shopID", "1"), ("sort", "timeStamp"), ("limit", "7")]).await;
    let stamps = texts(&page, "ItemShop", "timeStamp");
    assert!(
        rows(&page, "ItemShop").len() == 7
            && stamps.is_sorted()
            && !page["@attributes"]["next"].as_str().unwrap().is_empty()
    );
}

#[tokio::test]
async fn goods_without_inventory_have_no_stock_to_move() {
    let till = Till::open().await;
    let made = till
        .post("Item.json", json!({ "description": "Guided walk", "itemType": "non_inventory" }))
        .await["Item"]
        .take();
    let item = id(&made, "itemID");
    till.sell(json!({ "shop": 1, "lines": [{ "item": item, "price": "15" }] })).await;
    assert_eq!(till.on_hand(item, 1).await, 0);
}
