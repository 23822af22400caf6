//! Sales credits: what a customer gets back.

use serde_json::{Value, json};

use crate::shop::Shop;

const POST: &str = "order-service/sales-credit";

async fn credit_body(shop: &Shop) -> Value {
    let mut body = shop.order_body().await;
    body["parentId"] = json!(shop.order().await.to_string());
    body["externalRef"] = json!("ls:90210:7:credit");
    body
}

async fn refund(shop: &Shop, credit: i64, reference: &str, amount: &str) -> Value {
    let body = json!({ "transactionRef": reference, "paymentMethodCode": "CARD", "paymentType": "PAYMENT",
                       "orderId": credit, "currencyIsoCode": "GBP", "amountPaid": amount,
                       "paymentDate": "2026-07-03T10:15:00Z" });
    shop.post("accounting-service/customer-payment", body).await.response()
}

#[tokio::test]
async fn a_credit_is_positive_names_its_sale_and_is_seen_in_both_views() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let id = shop.credit(order).await;
    let flat = shop.get(&format!("{POST}/{id}")).await.response()[0].clone();
    assert_eq!((&flat["parentId"], &flat["total"]["gross"]), (&json!(order), &json!("12.50")));
    assert_eq!((&flat["statusId"], &flat["rows"][0]["externalRef"]), (&json!(10), &json!("L1")));
    let nested = shop.nested(id).await;
    assert_eq!((&nested["orderTypeCode"], &nested["parentOrderId"]), (&json!("SC"), &json!(order)));
    assert_eq!(
        (&nested["stockStatusCode"], &nested["allocationStatusCode"], &nested["shippingStatusCode"]),
        (&json!("SCN"), &json!("ANR"), &json!("NST"))
    );
    assert_eq!(shop.effects().last().unwrap(), "sales-credit.created");
}

#[tokio::test]
async fn the_parent_may_be_a_text_and_the_status_must_be_one_of_credits() {
    let shop = Shop::open().await;
    let body = credit_body(&shop).await;
    let id = shop.post(POST, body.clone()).await.response();
    let flat = shop.get(&format!("{POST}/{id}")).await.response()[0].clone();
    assert_eq!(flat["parentId"].to_string(), body["parentId"].as_str().unwrap());
    for (field, value) in [("statusId", json!(3)), ("parentId", json!(5))] {
        let mut wrong = body.clone();
        wrong[field] = value;
        assert_eq!(shop.post(POST, wrong).await.error().0, 400, "{field}");
    }
    let mut wrong = body;
    wrong["rows"][0]["quantity"] = json!("-1");
    assert_eq!(shop.post(POST, wrong).await.error(), (400, "ORDC-024".to_owned()), "values are positive");
}

#[tokio::test]
async fn only_an_instance_id_keeps_a_credit_from_being_made_twice() {
    let shop = Shop::open().await;
    let mut body = credit_body(&shop).await;
    let one = shop.post(POST, body.clone()).await.response();
    assert_ne!(shop.post(POST, body.clone()).await.response(), one);
    body["installedIntegrationInstanceId"] = json!(34);
    let first = shop.post(POST, body.clone()).await.response();
    body["ref"] = json!("changed");
    assert_eq!(shop.post(POST, body.clone()).await.response(), first);
    let order = shop.post("order-service/sales-order", body).await.response();
    assert_ne!(order, first, "an order of the same reference is another thing");
}

#[tokio::test]
async fn credits_and_orders_are_read_apart_and_searched_together() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let id = shop.credit(order).await;
    assert_eq!(shop.get(&format!("{POST}/{order}")).await.status, 207);
    assert_eq!(shop.get(&format!("order-service/sales-order/{id}")).await.status, 207);
    let part = shop.get(&format!("{POST}/{order},{id}")).await;
    assert_eq!((part.status, part.json()["response"].as_array().unwrap().len()), (207, 1));
    assert_eq!(shop.get(POST).await.error().0, 400);
    let all = shop.get("order-service/order-search").await;
    let kinds: Vec<Value> =
        crate::shop::rows(&all.response()).into_iter().map(|row| row["orderTypeId"].clone()).collect();
    assert_eq!(kinds, [json!(1), json!(3)]);
    assert_eq!(all.json()["reference"]["orderTypeNames"], json!({ "1": "SALES_ORDER", "3": "SALES_CREDIT" }));
    let found =
        shop.found("order-service/order-search?orderTypeId=3&externalRef=ls%3A90210%3A7%3Acredit").await;
    assert_eq!((found.len(), &found[0]["parentOrderId"]), (1, &json!(order)));
    let found = shop.found("order-service/sales-credit-search?externalRefs=ls%3A90210%3A7%3Acredit").await;
    assert_eq!((found.len(), &found[0]["salesCreditId"]), (1, &json!(id)));
    assert_eq!(shop.found("order-service/sales-order-search").await.len(), 1, "no credits among the orders");
    let uris = shop.options("order-service/sales-credit").await.response();
    assert_eq!(uris["getUris"], json!([format!("/sales-credit/{id}")]));
}

#[tokio::test]
async fn money_that_goes_out_pays_a_credit() {
    let shop = Shop::open().await;
    let id = shop.credit(shop.order().await).await;
    assert_eq!(shop.nested(id).await["orderPaymentStatus"], "UNPAID");
    let first = refund(&shop, id, "ls-refund-1", "10.00").await;
    assert_eq!(shop.nested(id).await["orderPaymentStatus"], "PARTIALLY_PAID");
    refund(&shop, id, "ls-refund-2", "2.50").await;
    assert_eq!(shop.nested(id).await["orderPaymentStatus"], "PAID");
    shop.delete(&format!("accounting-service/customer-payment/{first}")).await;
    assert_eq!(shop.nested(id).await["orderPaymentStatus"], "PARTIALLY_PAID");
    let orders = shop.control(reqwest::Method::GET, "brightpearl/orders", json!(null)).await;
    assert_eq!(orders[1]["payments"][0]["type"], "PAYMENT");
}

#[tokio::test]
async fn closing_is_done_in_the_background_and_ends_all_changes() {
    let shop = Shop::open().await;
    shop.knobs(json!({ "invoicing_ms": 400 })).await;
    let order = shop.order().await;
    let close = format!("order-service/sales-order/{order}/close");
    assert_eq!(shop.post(&close, json!({ "taxDate": "2026-07-04" })).await.text, "{}");
    let pending = shop.nested(order).await;
    assert_eq!(
        (&pending["state"]["tax"], &pending["invoices"][0]["invoiceReference"]),
        (&json!("READY"), &json!(""))
    );
    assert!(pending.get("closedOn").is_none());
    assert_eq!(shop.post(&close, json!({})).await.status, 200, "may be asked again while it is pending");
    tokio::time::sleep(std::time::Duration::from_millis(450)).await;
    let done = shop.nested(order).await;
    assert_eq!(
        (&done["state"]["tax"], &done["orderStatus"]["orderStatusId"]),
        (&json!("INVOICED"), &json!(4))
    );
    assert_eq!(done["invoices"][0]["invoiceReference"], format!("SI-{order}"));
    assert!(
        done["closedOn"].is_string()
            && done["originalInvoiceDate"].as_str().unwrap().starts_with("2026-07-04")
    );
    assert_eq!(shop.post(&close, json!({})).await.error().0, 400, "refused once invoiced");
    let patch = json!([{ "op": "replace", "path": "/reference", "value": "x" }]);
    assert_eq!(shop.patch(&format!("order-service/order/{order}"), patch).await.error().0, 400);
    let cancel =
        shop.put(&format!("order-service/order/{order}/status"), json!({ "orderStatusId": 5 })).await;
    assert_eq!(cancel.error().0, 400);
    assert_eq!(shop.effects().last().unwrap(), "order.invoiced");
}

#[tokio::test]
async fn a_credit_is_closed_too_but_not_into_a_locked_period() {
    let shop = Shop::open().await;
    let id = shop.credit(shop.order().await).await;
    let close = format!("{POST}/{id}/close");
    shop.knobs(json!({ "invoicing_ms": 0, "locked_until": "2026-07-01T00:00:00Z" })).await;
    assert_eq!(shop.post(&close, json!({ "taxDate": "2026-06-30" })).await.error().0, 400);
    assert_eq!(shop.post(&close, json!({ "taxDate": "2026-07-02" })).await.status, 200);
    assert_eq!(shop.nested(id).await["invoices"][0]["invoiceReference"], format!("SC-{id}"));
    assert_eq!(shop.post(&format!("order-service/sales-order/{id}/close"), json!({})).await.error().0, 404);
}
