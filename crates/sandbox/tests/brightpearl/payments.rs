//! Customer payments.

use serde_json::{Value, json};

use crate::shop::Shop;

const POST: &str = "accounting-service/customer-payment";

fn receipt(order: i64, reference: &str, method: &str, amount: &str) -> Value {
    json!({ "transactionRef": reference, "paymentMethodCode": method, "paymentType": "RECEIPT", "orderId": order,
            "currencyIsoCode": "GBP", "amountPaid": amount, "paymentDate": "2026-07-03T10:15:00+01:00" })
}

async fn status(shop: &Shop, order: i64) -> String {
    let found = shop.get(&format!("order-service/order/{order}")).await.response();
    found[0]["orderPaymentStatus"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn several_tenders_pay_an_order_step_by_step() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    shop.post(POST, receipt(order, "ls-1-1", "CASH", "10.00")).await.response();
    assert_eq!(status(&shop, order).await, "PARTIALLY_PAID");
    let second = shop.post(POST, receipt(order, "ls-1-2", "card", "20.00")).await.response();
    assert_eq!(status(&shop, order).await, "PAID");
    let entry = shop.running.world.ledger.entries(Some("brightpearl"), 0).pop().unwrap();
    assert_eq!((entry.what.as_str(), entry.reference.as_str()), ("customer-payment.created", "ls-1-2"));
    assert_eq!(entry.amount.unwrap().to_string(), "20.00");
    assert_eq!(shop.delete(&format!("{POST}/{second}")).await.text, "{}");
    assert_eq!(status(&shop, order).await, "PARTIALLY_PAID");
    assert_eq!(shop.delete(&format!("{POST}/{second}")).await.error(), (404, "CMNC-404".to_owned()));
    assert_eq!(shop.effects().last().unwrap(), "customer-payment.deleted");
}

#[tokio::test]
async fn a_reference_is_used_once_for_each_method() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let first = shop.post(POST, receipt(order, "ls-1-1", "CASH", "10.00")).await.response();
    let (status, code) = shop.post(POST, receipt(order, "ls-1-1", "cash", "10.00")).await.error();
    assert!(status == 400 && code.starts_with("ACCC-"));
    assert_eq!(shop.post(POST, receipt(order, "ls-1-1", "CARD", "10.00")).await.status, 200);
    shop.delete(&format!("{POST}/{first}")).await;
    assert_eq!(shop.post(POST, receipt(order, "ls-1-1", "CASH", "10.00")).await.status, 200, "free again");
    let mut nameless = receipt(order, "", "CASH", "1.00");
    nameless.as_object_mut().unwrap().remove("transactionRef");
    assert_eq!(shop.post(POST, nameless.clone()).await.status, 200);
    assert_eq!(shop.post(POST, nameless).await.status, 200, "without a reference nothing protects");
}

#[tokio::test]
async fn an_unknown_method_is_taken_without_a_journal() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    shop.post(POST, receipt(order, "ls-1-1", "CASH", "10.00")).await.response();
    shop.post(POST, receipt(order, "ls-1-2", "BITCOIN", "10.00")).await.response();
    shop.post(POST, receipt(order, "ls-1-3", "VOUCHER", "5.00")).await.response();
    let mut euros = receipt(order, "ls-1-4", "CASH", "5.00");
    euros["currencyIsoCode"] = json!("EUR");
    shop.post(POST, euros).await.response();
    let found = shop.found(&format!("accounting-service/customer-payment-search?orderId={order}")).await;
    let journals: Vec<bool> = found.iter().map(|row| row["journalId"].is_i64()).collect();
    assert_eq!(
        journals,
        [true, false, false, false],
        "no method, no bank account, no account for that currency"
    );
    assert_eq!(found[0]["amountPaid"], "10.00");
    assert_eq!(found[0]["amountAuthorized"], "0.00");
    assert_eq!(found[0]["paymentDate"], "2026-07-03T10:15:00.000+01:00");
}

#[tokio::test]
async fn payments_are_searched_by_reference_and_sorted_only_by_some_columns() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    shop.post(POST, receipt(order, "ls-1-1", "CASH", "10.00")).await.response();
    shop.post(POST, receipt(order, "ls-1-2", "CASH", "20.00")).await.response();
    let found = shop.found("accounting-service/customer-payment-search?transactionRef=ls-1-2").await;
    assert_eq!((found.len(), &found[0]["paymentMethodCode"]), (1, &json!("CASH")));
    let sorted = shop.found("accounting-service/customer-payment-search?sort=paymentId.DESC").await;
    assert_eq!(sorted[0]["transactionRef"], "ls-1-2");
    assert_eq!(shop.get("accounting-service/customer-payment-search?sort=orderId").await.error().0, 400);
    let empty = shop.get("accounting-service/customer-payment-search?orderId=1").await.response();
    assert_eq!(empty["metaData"]["resultsAvailable"], 0);
    assert!(empty["metaData"].get("firstResult").is_none());
}

#[tokio::test]
async fn authorisations_and_refunds_count_as_documented() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let mut auth = receipt(order, "auth-1", "CARD", "0");
    auth["paymentType"] = json!("AUTH");
    assert_eq!(shop.post(POST, auth.clone()).await.error().0, 400, "amount and expiry are required");
    auth["amountAuthorized"] = json!("30.00");
    auth["authorizationExpiry"] = json!("2026-08-01T00:00:00Z");
    shop.post(POST, auth).await.response();
    assert_eq!(status(&shop, order).await, "AUTHORIZED");
    let mut capture = receipt(order, "capture-1", "CARD", "30.00");
    capture["paymentType"] = json!("CAPTURE");
    shop.post(POST, capture).await.response();
    assert_eq!(status(&shop, order).await, "PAID");
    let mut refund = receipt(order, "refund-1", "CARD", "10.00");
    refund["paymentType"] = json!("PAYMENT");
    shop.post(POST, refund).await.response();
    assert_eq!(status(&shop, order).await, "PARTIALLY_PAID");
}

#[tokio::test]
async fn an_incomplete_payment_is_refused() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let good = receipt(order, "ls-1-1", "CASH", "10.00");
    let cases = [
        ("paymentMethodCode", json!(null)),
        ("paymentType", json!("GIFT")),
        ("orderId", json!(5)),
        ("currencyIsoCode", json!("pounds")),
        ("amountPaid", json!("-1")),
        ("amountPaid", json!("lots")),
        ("paymentDate", json!(null)),
        ("exchangeRate", json!("0")),
        ("transactionRef", json!("x".repeat(65))),
    ];
    for (field, value) in cases {
        let mut body = good.clone();
        body[field] = value.clone();
        assert_eq!(shop.post(POST, body).await.error().0, 400, "{field}: {value}");
    }
    assert!(!shop.effects().contains(&"customer-payment.created".to_owned()));
}

#[tokio::test]
async fn an_order_of_nothing_needs_no_payment() {
    let shop = Shop::open().await;
    let mut body = shop.order_body().await;
    body["rows"] = json!([]);
    let order = shop.post("order-service/sales-order", body).await.response().as_i64().unwrap();
    assert_eq!(status(&shop, order).await, "NOT_APPLICABLE");
    let found = shop.found("order-service/order-search").await;
    assert_eq!(found[0]["orderPaymentStatusId"], 5);
}

#[tokio::test]
async fn nothing_is_posted_into_a_locked_period() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    assert_eq!(shop.get("accounting-service/accounting-period-lock").await.error().0, 404);
    shop.knobs(json!({ "locked_until": "2026-08-01T00:00:00Z" })).await;
    assert_eq!(shop.get("accounting-service/accounting-period-lock").await.response()["lockedBy"], 4);
    assert_eq!(shop.post(POST, receipt(order, "ls-1-1", "CASH", "10.00")).await.error().0, 400);
    assert_eq!(
        shop.post(POST, receipt(order, "ls-1-2", "VOUCHER", "10.00")).await.status,
        200,
        "no journal, no period"
    );
    let mut later = receipt(order, "ls-1-3", "CASH", "10.00");
    later["paymentDate"] = json!("2026-08-02T10:00:00Z");
    assert_eq!(shop.post(POST, later).await.status, 200);
}
