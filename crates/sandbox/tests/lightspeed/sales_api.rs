//! Sales written through the API.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{Till, id, rows, texts};

async fn open() -> Till {
    Till::granted("employee:register employee:inventory employee:customers").await
}

fn cart() -> Value {
    json!({ "employeeID": 1, "registerID": 1, "shopID": 1, "referenceNumber": "web-7", "referenceNumberSource": "Lockstep",
            "SaleLines": { "SaleLine": [{ "itemID": 1, "unitQuantity": 2, "unitPrice": "9.95" },
                                        { "itemID": "2", "unitPrice": 5 }] } })
}

#[tokio::test]
async fn a_completed_sale_is_posted_with_its_payments_and_answers_with_everything() {
    let till = open().await;
    let before = till.on_hand(1, 1).await;
    let mut body = cart();
    body["completed"] = json!(true);
    body["customerID"] = json!(1);
    body["SalePayments"] = json!({ "SalePayment": { "paymentTypeID": 1, "amount": "30" } });
    let response = till.call(Method::POST, "Sale.json").json(&body).send().await.unwrap();
    assert_eq!(response.headers()["x-ls-api-request-cost"], "6.5");
    let sale = response.json::<Value>().await.unwrap()["Sale"].take();
    assert_eq!(
        (sale["total"].as_str(), sale["change"].as_str(), sale["completed"].as_str()),
        (Some("24.9"), Some("5.1"), Some("true"))
    );
    assert_eq!(sale["SalePayments"]["SalePayment"]["amount"], "24.9");
    assert_eq!(sale["SalePayments"]["SalePayment"]["PaymentType"]["type"], "cash");
    assert!(["Customer", "Shop", "TaxCategory"].iter().all(|relation| sale[relation].is_object()));
    assert_eq!(till.on_hand(1, 1).await, before - 2);
    let found =
        till.list("Sale.json", &[("referenceNumber", "web-7"), ("referenceNumberSource", "Lockstep")]).await;
    assert_eq!(found["Sale"]["saleID"], sale["saleID"]);
}

#[tokio::test]
async fn a_repeated_post_makes_a_second_sale() {
    let till = open().await;
    let (one, two) = (till.post("Sale.json", cart()).await, till.post("Sale.json", cart()).await);
    assert_ne!(one["Sale"]["saleID"], two["Sale"]["saleID"]);
}

#[tokio::test]
async fn payments_that_miss_the_total_complete_nothing_and_leave_nothing() {
    let till = open().await;
    let mut body = cart();
    body["completed"] = json!("true");
    for payments in [
        json!({}),
        json!({ "SalePayment": { "paymentTypeID": 2, "amount": "30" } }),
        json!({ "SalePayment": { "paymentTypeID": 99 } }),
    ] {
        body["SalePayments"] = payments;
        assert_eq!(till.attempt(till.call(Method::POST, "Sale.json").json(&body)).await.0, 400);
    }
    for field in ["employeeID", "registerID", "shopID"] {
        let mut body = cart();
        body[field] = json!(0);
        assert_eq!(till.attempt(till.call(Method::POST, "Sale.json").json(&body)).await.0, 400, "{field}");
    }
    assert!(rows(&till.get("Sale.json").await, "Sale").is_empty());
}

#[tokio::test]
async fn lines_without_an_id_are_appended_each_time_and_lines_with_one_change() {
    let till = open().await;
    let sale = till.post("Sale.json", cart()).await["Sale"].take();
    let path = format!("Sale/{}.json", sale["saleID"].as_str().unwrap());
    let extra = json!({ "SaleLines": [{ "SaleLine": { "itemID": 3, "unitPrice": "1" } }] });
    till.put(&path, extra.clone()).await;
    let grown = till.put(&path, extra).await["Sale"].take();
    assert_eq!(rows(&grown["SaleLines"], "SaleLine").len(), 4);
    assert_eq!(grown["total"], "26.9");
    let first = rows(&grown["SaleLines"], "SaleLine")[0]["saleLineID"].clone();
    let changed = till
        .put(&path, json!({ "SaleLines": { "SaleLine": { "saleLineID": first, "unitQuantity": 1 } } }))
        .await;
    assert_eq!(
        (changed["Sale"]["total"].as_str(), rows(&changed["Sale"]["SaleLines"], "SaleLine").len()),
        (Some("16.95"), 4)
    );
    let bad = json!({ "SaleLines": { "SaleLine": [{ "itemID": 1 }, { "itemID": 99999 }] } });
    assert_eq!(till.attempt(till.call(Method::PUT, &path).json(&bad)).await.0, 400);
    assert_eq!(
        till.get(&format!("Sale/{}/SaleLine.json", id(&sale, "saleID"))).await["SaleLine"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
}

#[tokio::test]
async fn a_cart_is_paid_bit_by_bit_and_a_completed_sale_is_closed() {
    let till = open().await;
    let sale = till.post("Sale.json", cart()).await["Sale"].take();
    let path = format!("Sale/{}.json", sale["saleID"].as_str().unwrap());
    let paid = till
        .put(&path, json!({ "SalePayments": { "SalePayment": { "paymentTypeID": 2, "amount": "10" } } }))
        .await;
    assert_eq!(
        (paid["Sale"]["calcPayments"].as_str(), paid["Sale"]["balance"].as_str()),
        (Some("10"), Some("14.9"))
    );
    let rest = json!({ "completed": true, "completeTime": "2026-03-04T15:19:18Z", "SalePayments": { "SalePayment": { "paymentTypeID": 1 } } });
    let done = till.put(&path, rest).await["Sale"].take();
    assert_eq!(
        (done["balance"].as_str(), done["completeTime"].as_str()),
        (Some("0"), Some("2026-03-04T15:19:18+00:00"))
    );
    assert_eq!(texts(&done["SalePayments"], "SalePayment", "amount"), ["10", "14.9"]);
    let line = rows(&done["SaleLines"], "SaleLine")[0]["saleLineID"].as_str().unwrap().to_owned();
    assert_eq!(
        till.attempt(
            till.call(Method::PUT, &path).json(&json!({ "SaleLines": { "SaleLine": { "itemID": 1 } } }))
        )
        .await
        .0,
        400
    );
    assert_eq!(till.attempt(till.call(Method::DELETE, &format!("SaleLine/{line}.json"))).await.0, 400);
    assert_eq!(till.attempt(till.call(Method::DELETE, &path)).await.0, 400);
    // A customer can still be attached: the old stamp stays, the update time moves.
    let named = till.put(&path, json!({ "customerID": 1 })).await["Sale"].take();
    assert_eq!(
        (named["customerID"].as_str(), named["timeStamp"].as_str()),
        (Some("1"), Some("2026-03-04T15:19:18+00:00"))
    );
}

#[tokio::test]
async fn an_edit_of_a_line_moves_the_update_time_and_by_switch_the_old_stamp() {
    let till = open().await;
    let sale = till.post("Sale.json", cart()).await["Sale"].take();
    let lines = format!("Sale/{}/SaleLine.json", sale["saleID"].as_str().unwrap());
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let line = till
        .post(
            &lines,
            json!({ "itemCode": till.get("Item/3.json").await["Item"]["systemSku"], "unitPrice": "2" }),
        )
        .await;
    assert_eq!(line["SaleLine"]["itemID"], "3");
    let moved = till.sale(id(&sale, "saleID")).await;
    assert_eq!((moved["total"].as_str(), &moved["timeStamp"]), (Some("26.9"), &sale["timeStamp"]));
    assert_ne!(moved["updatetime"], sale["updatetime"]);
    till.knobs(json!({ "line_edit_moves_time_stamp": true })).await;
    let path = format!("SaleLine/{}.json", line["SaleLine"]["saleLineID"].as_str().unwrap());
    till.put(&path, json!({ "unitQuantity": 2 })).await;
    let moved = till.sale(id(&sale, "saleID")).await;
    assert_eq!(moved["total"], "28.9");
    assert_ne!(moved["timeStamp"], sale["timeStamp"]);
    assert_eq!(till.attempt(till.call(Method::DELETE, &path)).await.0, 200);
    assert_eq!(till.sale(id(&sale, "saleID")).await["total"], "24.9");
}

#[tokio::test]
async fn an_open_cart_can_be_archived() {
    let till = open().await;
    let sale = till.post("Sale.json", cart()).await["Sale"].take();
    let path = format!("Sale/{}.json", sale["saleID"].as_str().unwrap());
    assert_eq!(till.attempt(till.call(Method::DELETE, &path)).await.1["Sale"]["archived"], "true");
    assert!(rows(&till.get("Sale.json").await, "Sale").is_empty());
    assert_eq!(rows(&till.list("Sale.json", &[("archived", "only")]).await, "Sale").len(), 1);
}

#[tokio::test]
async fn a_sale_completed_later_has_the_times_of_both_moments() {
    let till = open().await;
    let sale = till.post("Sale.json", cart()).await["Sale"].take();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    till.control(Method::POST, &format!("lightspeed/sales/{}/complete", id(&sale, "saleID")), json!({}))
        .await;
    let done = till.sale(id(&sale, "saleID")).await;
    assert_eq!(done["createTime"], sale["createTime"]);
    assert!(done["completeTime"].as_str() > done["createTime"].as_str());
}
