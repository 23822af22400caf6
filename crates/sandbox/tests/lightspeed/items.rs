//! Items, their stock and their categories.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{Till, rows, texts};

impl Till {
    async fn refused_write(&self, method: Method, path: &str, body: Value) -> String {
        let (status, answer) = self.attempt(self.call(method, path).json(&body)).await;
        assert_eq!(status, 400, "{answer}");
        answer["message"].as_str().unwrap().to_owned()
    }

    async fn stock(&self, item: &str) -> Vec<(String, String)> {
        let body = self.list("ItemShop.json", &[("itemID", item)]).await;
        let mut stock: Vec<_> = rows(&body, "ItemShop")
            .iter()
            .map(|row| (row["shopID"].as_str().unwrap().to_owned(), row["qoh"].as_str().unwrap().to_owned()))
            .collect();
        stock.sort();
        stock
    }

    async fn ledger(&self, what: &str) -> Vec<Value> {
        let all = self.control(Method::GET, "ledger?platform=lightspeed", Value::Null).await;
        all.as_array().unwrap().iter().filter(|entry| entry["what"] == what).cloned().collect()
    }
}

fn bottle() -> Value {
    json!({ "description": "Trail Bottle 750 ml", "customSku": "TB-750", "ean": "4006381333931", "defaultCost": "3.1",
            "Prices": { "ItemPrice": [ { "amount": "9.95", "useTypeID": "1", "useType": "Default" },
                                       { "amount": 12, "useTypeID": 2, "useType": "MSRP" } ] } })
}

#[tokio::test]
async fn a_new_item_gets_its_defaults_and_a_stock_row_for_each_shop_and_for_shop_zero() {
    let till = Till::open().await;
    let answer = till.post("Item.json", bottle()).await;
    assert_eq!(answer["@attributes"]["count"], "1");
    let item = &answer["Item"];
    let expected = [
        ("tax", "true"),
        ("discountable", "true"),
        ("taxClassID", "1"),
        ("itemType", "default"),
        ("categoryID", "0"),
        ("archived", "false"),
        ("defaultCost", "3.1"),
        ("avgCost", "0"),
    ];
    for (field, value) in expected {
        assert_eq!(item[field], value, "{field}");
    }
    let sku = item["systemSku"].as_str().unwrap();
    assert!(
        sku.starts_with("21")
            && sku.len() == 12
            && !sku.ends_with(&format!("{:0>6}", item["itemID"].as_str().unwrap()))
    );
    assert_eq!(
        item["Prices"]["ItemPrice"][0],
        json!({ "amount": "9.95", "useTypeID": "1", "useType": "Default" })
    );
    let shops: Vec<String> = texts(&item["ItemShops"], "ItemShop", "shopID");
    assert_eq!(shops, ["1", "2", "3", "0"]);
    assert_eq!(till.ledger("item.created").await[0]["reference"], "TB-750");
}

#[tokio::test]
async fn an_item_needs_a_description_and_codes_of_the_right_length() {
    let till = Till::open().await;
    let before = till.running.world.ledger.entries(Some("lightspeed"), 0).len();
    let message = till.refused_write(Method::POST, "Item.json", json!({ "customSku": "X" })).await;
    assert_eq!(message, "Item not created. An Item must have a description.");
    let message = till.refused_write(Method::PUT, "Item/1.json", json!({ "description": null })).await;
    assert_eq!(message, "Item not updated. An Item must have a description.");
    for body in [
        json!({ "ean": "1234567890" }),
        json!({ "upc": "123456789012345" }),
        json!({ "ean": "40063813339ab" }),
        json!({ "itemType": "bundle" }),
        json!({ "categoryID": 99 }),
        json!({ "defaultCost": "much" }),
    ] {
        till.refused_write(Method::PUT, "Item/1.json", body).await;
    }
    assert_eq!(till.running.world.ledger.entries(Some("lightspeed"), 0).len(), before);
}

#[tokio::test]
async fn a_repeated_post_makes_a_second_item_unless_the_switch_forbids_it() {
    let till = Till::open().await;
    let one = till.post("Item.json", bottle()).await;
    let two = till.post("Item.json", bottle()).await;
    assert_ne!(one["Item"]["itemID"], two["Item"]["itemID"]);
    till.knobs(json!({ "unique_identifiers": true })).await;
    assert!(till.refused_write(Method::POST, "Item.json", bottle()).await.contains("already exists"));
}

#[tokio::test]
async fn a_put_changes_what_it_names_and_leaves_the_rest() {
    let till = Till::open().await;
    let id = till.post("Item.json", bottle()).await["Item"]["itemID"].as_str().unwrap().to_owned();
    let path = format!("Item/{id}.json");
    let body = json!({ "description": "Trail Bottle, 750 ml", "itemID": "1", "nonsense": { "a": 1 },
                       "Prices": { "ItemPrice": { "amount": "10.50", "useType": "Default" } } });
    let item = till.put(&path, body).await["Item"].take();
    assert_eq!(item["itemID"], id.as_str());
    assert_eq!(
        (item["description"].as_str(), item["customSku"].as_str()),
        (Some("Trail Bottle, 750 ml"), Some("TB-750"))
    );
    assert_eq!(texts(&item["Prices"], "ItemPrice", "amount"), ["10.5", "12"]);
    let cleared = till.put(&path, json!({ "customSku": "", "ean": null, "tax": false })).await;
    assert_eq!(
        (cleared["Item"]["customSku"].as_str(), cleared["Item"]["tax"].as_str()),
        (Some(""), Some("false"))
    );
}

#[tokio::test]
async fn stock_is_overwritten_by_shop_or_row_and_the_summary_follows() {
    let till = Till::open().await;
    let item = till.post("Item.json", bottle()).await["Item"].take();
    let id = item["itemID"].as_str().unwrap();
    let second = rows(&item["ItemShops"], "ItemShop").into_iter().find(|row| row["shopID"] == "2").unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let body = json!({ "ItemShops": { "ItemShop": [{ "shopID": 1, "qoh": 24 },
                                                   { "itemShopID": second["itemShopID"], "qoh": "6" }] } });
    let answer = till.put(&format!("Item/{id}.json"), body).await;
    let expected = [("0", "30"), ("1", "24"), ("2", "6"), ("3", "0")]
        .map(|(shop, qoh)| (shop.to_owned(), qoh.to_owned()));
    assert_eq!(till.stock(id).await, expected);
    // The item's own stamp stays, its stock rows' move.
    assert_eq!(answer["Item"]["timeStamp"], item["timeStamp"]);
    let moved = rows(&answer["Item"]["ItemShops"], "ItemShop");
    let moved = moved.iter().filter(|row| row["timeStamp"] != item["timeStamp"]).count();
    assert_eq!(moved, 3);
    let log = till.list("InventoryLog.json", &[("itemID", id)]).await;
    assert_eq!(texts(&log, "InventoryLog", "qohChange"), ["24", "6"]);
    assert_eq!(rows(&log, "InventoryLog")[0]["reason"], "ManualQuantityAdjustment");
}

#[tokio::test]
async fn redundant_unknown_summary_and_negative_stock_rows_are_refused() {
    let till = Till::open().await;
    let before = till.stock("1").await;
    for shops in [
        json!([{ "shopID": 1, "qoh": 1 }, { "shopID": 1, "qoh": 2 }]),
        json!([{ "shopID": 1, "qoh": 1 }, { "shopID": 9, "qoh": 2 }]),
        json!({ "shopID": 0, "qoh": 1 }),
        json!({ "itemShopID": 99999, "qoh": 1 }),
        json!({ "qoh": 1 }),
        json!({ "shopID": 1, "qoh": -1 }),
        json!({ "shopID": 1, "qoh": 1.5 }),
    ] {
        till.refused_write(Method::PUT, "Item/1.json", json!({ "ItemShops": { "ItemShop": shops } })).await;
    }
    assert_eq!(till.stock("1").await, before);
    till.knobs(json!({ "accept_negative_qoh": true })).await;
    till.put("Item/1.json", json!({ "ItemShops": [{ "ItemShop": { "shopID": 1, "qoh": -2 } }] })).await;
    assert!(till.stock("1").await.contains(&("1".to_owned(), "-2".to_owned())));
}

#[tokio::test]
async fn an_item_shop_takes_reorder_figures_and_no_stock() {
    let till = Till::open().await;
    let body = till.list("ItemShop.json", &[("itemID", "1"), ("shopID", "1")]).await;
    let (row, before) = (body["ItemShop"]["itemShopID"].as_str().unwrap(), body["ItemShop"]["qoh"].clone());
    let answer = till
        .put(&format!("ItemShop/{row}.json"), json!({ "reorderPoint": 4, "reorderLevel": "8", "qoh": 99 }))
        .await;
    let after = &answer["ItemShop"];
    assert_eq!((after["reorderPoint"].as_str(), after["reorderLevel"].as_str()), (Some("4"), Some("8")));
    assert_eq!(after["qoh"], before);
}

#[tokio::test]
async fn archiving_an_item_destroys_its_stock_and_only_false_brings_it_back() {
    let till = Till::open().await;
    till.put("Item/1.json", json!({ "ItemShops": { "ItemShop": { "shopID": 1, "qoh": 5 } } })).await;
    assert_eq!(till.put("Item/1.json", json!({ "archived": true })).await["Item"]["archived"], "false");
    let (status, archived) = till.attempt(till.call(Method::DELETE, "Item/1.json")).await;
    assert_eq!((status, archived["Item"]["archived"].as_str()), (200, Some("true")));
    assert!(till.stock("1").await.iter().all(|(_, qoh)| qoh == "0"));
    assert_eq!(till.put("Item/1.json", json!({ "archived": "false" })).await["Item"]["archived"], "false");
    assert!(till.stock("1").await.iter().all(|(_, qoh)| qoh == "0"));
    till.knobs(json!({ "refuse_archived_by_put": true })).await;
    till.refused_write(Method::PUT, "Item/1.json", json!({ "archived": true })).await;
}

#[tokio::test]
async fn the_seeded_items_are_in_order_but_for_the_planned_differences() {
    let till = Till::open().await;
    let items = till.control(Method::GET, "lightspeed/items", Value::Null).await;
    let linked = till
        .running
        .world
        .catalogue
        .products
        .iter()
        .filter_map(|one| one.till.as_ref().map(|copy| (one, copy)));
    let mut equal = 0;
    for (number, (product, copy)) in linked.enumerate() {
        let item = &items[number];
        assert_eq!(item["customSku"], product.sku.as_str());
        assert_eq!(item["description"], copy.description.as_str());
        equal += usize::from(copy.description == product.name && product.gross == Some(copy.price));
    }
    assert!(equal >= 30, "{equal}");
}

#[tokio::test]
async fn categories_keep_their_tree_and_cost_ten() {
    let till = Till::open().await;
    let response = till
        .call(Method::POST, "Category.json")
        .json(&json!({ "name": "Winter", "parentID": 1 }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["x-ls-api-request-cost"], "10");
    let made: Value = response.json().await.unwrap();
    let made = &made["Category"];
    assert_eq!(
        (made["fullPathName"].as_str(), made["nodeDepth"].as_str()),
        (Some("Jackets/Winter"), Some("1"))
    );
    let parent = till.list("Category/1.json", &[]).await["Category"].take();
    let node = |row: &Value, side: &str| row[side].as_str().unwrap().parse::<i64>().unwrap();
    assert!(
        node(&parent, "leftNode") < node(made, "leftNode")
            && node(made, "rightNode") < node(&parent, "rightNode")
    );
    assert_eq!(
        till.refused_write(Method::POST, "Category.json", json!({ "name": " " })).await,
        "name cannot be blank."
    );
    till.refused_write(Method::PUT, "Category/1.json", json!({ "parentID": made["categoryID"] })).await;
    assert_eq!(till.attempt(till.call(Method::DELETE, "Category/1.json")).await.0, 400);
    let renamed = till.put("Category/1.json", json!({ "name": "Coats" })).await;
    assert_eq!(renamed["Category"]["fullPathName"], "Coats");
    let child = till
        .list(
            &format!("Category/{}.json", made["categoryID"].as_str().unwrap()),
            &[("load_relations", r#"["Parent"]"#)],
        )
        .await;
    assert_eq!(child["Category"]["fullPathName"], "Coats/Winter");
    assert_eq!(child["Category"]["Parent"]["name"], "Coats");
}

#[tokio::test]
async fn a_manufacturer_can_be_made_and_renamed_but_not_deleted() {
    let till = Till::open().await;
    let made = till.post("Manufacturer.json", json!({ "name": "Curlew" })).await;
    let id = made["Manufacturer"]["manufacturerID"].as_str().unwrap();
    assert_eq!(
        till.put(&format!("Manufacturer/{id}.json"), json!({ "name": "Curlew & Co" })).await["Manufacturer"]
            ["name"],
        "Curlew & Co"
    );
    assert_eq!(till.attempt(till.call(Method::DELETE, &format!("Manufacturer/{id}.json"))).await.0, 405);
    let found = till.list("Manufacturer.json", &[("name", "curlew & co"), ("sort", "name")]).await;
    assert_eq!(texts(&found, "Manufacturer", "manufacturerID"), [id]);
}

#[tokio::test]
async fn a_failed_check_may_be_a_422_by_switch_but_a_broken_query_never_is() {
    let till = Till::open().await;
    till.knobs(json!({ "failed_checks_are_422": true })).await;
    let (status, body) = till.attempt(till.call(Method::POST, "Item.json").json(&json!({}))).await;
    assert_eq!((status, body["httpCode"].as_str()), (422, Some("422")));
    assert_eq!(till.attempt(till.call(Method::GET, "Item.json?offset=1")).await.0, 400);
    let broken = till.call(Method::POST, "Item.json").body("{\"description\":");
    assert_eq!(till.attempt(broken).await.0, 400);
}

#[tokio::test]
async fn the_values_of_a_matrix_are_a_list_a_text_or_an_empty_text() {
    let till = Till::open().await;
    let made = till.post("ItemMatrix.json", json!({ "description": "Tee", "itemAttributeSetID": 1 })).await;
    let matrix = made["ItemMatrix"]["itemMatrixID"].as_str().unwrap().to_owned();
    assert_eq!(made["ItemMatrix"]["attribute1Values"], "");
    let mut items = Vec::new();
    for size in ["Small", "Large"] {
        let attributes = json!({ "itemAttributeSetID": "1", "attribute1": "White", "attribute2": size });
        let body = json!({ "description": "anything", "itemMatrixID": matrix, "ItemAttributes": attributes });
        let item =
            till.post("Item.json?load_relations=%5B%22ItemAttributes%22%5D", body).await["Item"].take();
        assert_eq!(item["description"], format!("Tee White {size}").as_str());
        assert_eq!(item["ItemAttributes"]["attribute2"], size);
        items.push(item["itemID"].as_str().unwrap().to_owned());
    }
    let path = format!("ItemMatrix/{matrix}.json");
    let read = till.get(&path).await["ItemMatrix"].take();
    assert_eq!(
        (&read["attribute1Values"], &read["attribute2Values"], &read["attribute3Values"]),
        (&json!("White"), &json!(["Small", "Large"]), &json!(""))
    );
    let joined = till.list("Item.json", &[("itemMatrixID", &matrix)]).await;
    assert_eq!(texts(&joined, "Item", "itemID"), items);
    till.refused_write(Method::POST, "ItemMatrix.json", json!({ "description": "Cap" })).await;
    assert_eq!(till.attempt(till.call(Method::DELETE, &path)).await.1["ItemMatrix"]["archived"], "true");
    assert_eq!(till.get(&format!("Item/{}.json", items[0])).await["Item"]["archived"], "true");
}

#[tokio::test]
async fn deleting_a_leaf_of_the_tree_costs_ten_and_closes_the_gap() {
    let till = Till::open().await;
    let root = till.get("Category/1.json").await["Category"].take();
    let made = till.post("Category.json", json!({ "name": "Winter", "parentID": 1 })).await;
    let path = format!("Category/{}.json", made["Category"]["categoryID"].as_str().unwrap());
    let response = till.call(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.headers()["x-ls-api-request-cost"].to_str().unwrap()),
        (200, "10")
    );
    let after = till.get("Category/1.json").await["Category"].take();
    assert_eq!((&after["leftNode"], &after["rightNode"]), (&root["leftNode"], &root["rightNode"]));
    assert_eq!(till.attempt(till.call(Method::GET, &path)).await.0, 404);
}
