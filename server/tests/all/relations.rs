use std::time::Duration;

use model::payload::{LineKind, Named, Payload, Return, Sale, SaleLine, Stock, TaxKey};
use model::{Block, Kind, Outcome, RecordId};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use server::MERCHANT;
use store::{End, Owner, Settled, Settlement, Start};
use uuid::Uuid;

use crate::house::{House, seen};

/// A sale of one item with this SKU.
fn sale(customer: Option<&str>, sku: &str) -> Sale {
    let line = SaleLine {
        id: "1".to_owned(),
        item: Some("77".to_owned()),
        name: "Enamel Mug".to_owned(),
        sku: sku.to_owned(),
        quantity: Decimal::ONE,
        unit_price: Decimal::TEN,
        discount: Decimal::ZERO,
        net: Decimal::TEN,
        tax: Decimal::ZERO,
        tax_key: TaxKey {
            category: String::new(),
            class: String::new(),
            rate1: Decimal::ZERO,
            rate2: Decimal::ZERO,
        },
        kind: LineKind::Goods,
        parent_line: None,
        parent_sale: None,
        parent_at: None,
    };
    Sale {
        ticket: "220000000901".to_owned(),
        shop: Named::default(),
        register: "1".to_owned(),
        employee: Named::default(),
        currency: "GBP".to_owned(),
        completed: true,
        voided: false,
        created_at: None,
        completed_at: None,
        tax_inclusive: true,
        customer_ref: customer.map(str::to_owned),
        customer_name: String::new(),
        lines: vec![line],
        payments: Vec::new(),
        total: Decimal::TEN,
        tax: Decimal::ZERO,
        discount: Decimal::ZERO,
        tips: Decimal::ZERO,
        change: Decimal::ZERO,
        cash_rounding: Decimal::ZERO,
    }
}

async fn see_sale(house: &House, source_ref: &str, sale: Sale) -> RecordId {
    let row = seen(Kind::Order, source_ref, Payload::Order(sale), Start::Queue);
    house.see(Kind::Order, vec![row]).await[0]
}

/// Ends the work on all due records of a kind in the same way.
async fn settle(house: &House, kind: Kind, end: impl Fn() -> End) {
    let (owner, lease) = (Owner(Uuid::new_v4()), Duration::from_secs(60));
    let claims = house.store.claim(MERCHANT, kind, owner, lease, 100).await.unwrap();
    assert!(!claims.is_empty(), "something is due");
    for claim in claims {
        let settlement = Settlement {
            revision: claim.record.revision,
            end: end(),
            attempt: None,
            sent: None,
            payload: None,
        };
        assert_eq!(house.store.settle(claim.key, settlement).await.unwrap(), Settled::Done);
    }
}

fn blocked(by: &[Block]) -> End {
    End::Blocked { by: by.to_vec(), settings_version: 0 }
}

fn customer_block() -> Block {
    Block::Parent { kind: Kind::Customer, source_ref: "55".to_owned() }
}

fn item_block() -> Block {
    Block::Item { id: "77".to_owned(), name: "Enamel Mug".to_owned(), sku: String::new() }
}

fn ids(records: &Value) -> Vec<&str> {
    records.as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_order_names_its_customer_and_the_products_it_waits_for_and_they_name_it() {
    let house = House::open().await;
    let product = house.products(1).await[0].to_string();
    let customer = house.customer("55", "Lovelace").await.to_string();
    let order = see_sale(&house, "901", sale(Some("55"), "SKU-1")).await.to_string();
    settle(&house, Kind::Order, || blocked(&[customer_block(), item_block()])).await;
    let whole = house.json(&format!("/api/v1/records/{order}")).await;
    assert_eq!(ids(&whole["depends_on"]), [customer.as_str(), product.as_str()]);
    assert_eq!(whole["depends_on"][0]["tie"], "customer");
    assert_eq!(
        (&whole["depends_on"][1]["name"], &whole["depends_on"][1]["status"]),
        (&json!("Enamel Mug"), &json!("pending"))
    );
    assert_eq!(whole["waited_for_by"], json!({ "records": [], "more": 0, "uncounted": false }));
    for parent in [customer, product] {
        let whole = house.json(&format!("/api/v1/records/{parent}")).await;
        assert_eq!(ids(&whole["waited_for_by"]["records"]), [order.as_str()], "{parent}");
    }
}

#[tokio::test]
async fn what_was_never_seen_is_named_without_a_record() {
    let house = House::open().await;
    let order = see_sale(&house, "901", sale(Some("55"), "")).await;
    settle(&house, Kind::Order, || blocked(&[item_block()])).await;
    let whole = house.json(&format!("/api/v1/records/{order}")).await;
    assert_eq!(
        (&whole["depends_on"][0]["source_ref"], &whole["depends_on"][0]["id"]),
        (&json!("55"), &json!(null))
    );
    assert_eq!(
        (&whole["depends_on"][1]["name"], &whole["depends_on"][1]["id"]),
        (&json!("Enamel Mug"), &json!(null))
    );
}

#[tokio::test]
async fn of_many_that_wait_twenty_are_named_and_the_rest_is_counted() {
    let house = House::open().await;
    let customer = house.customer("55", "Lovelace").await;
    for number in 0..23 {
        see_sale(&house, &format!("9{number:02}"), sale(Some("55"), "")).await;
    }
    settle(&house, Kind::Order, || blocked(&[customer_block()])).await;
    let waiting = house.json(&format!("/api/v1/records/{customer}")).await["waited_for_by"].clone();
    assert_eq!(waiting["records"].as_array().unwrap().len(), 20);
    assert_eq!((&waiting["records"][0]["source_ref"], &waiting["more"]), (&json!("900"), &json!(3)));
}

#[tokio::test]
async fn a_refund_names_its_order_and_shows_its_number_before_it_is_sent() {
    let house = House::open().await;
    let order = see_sale(&house, "901", sale(None, "SKU-1")).await.to_string();
    settle(&house, Kind::Order, || End::Synced {
        target_ref: Some("10023".to_owned()),
        outcome: Outcome::Created,
    })
    .await;
    let back = Return {
        sale_ref: "950".to_owned(),
        parent_sale_ref: Some("901".to_owned()),
        currency: "GBP".to_owned(),
        ..Return::default()
    };
    let row = seen(Kind::Refund, "950:credit:901", Payload::Refund(back), Start::Queue);
    let refund = house.see(Kind::Refund, vec![row]).await[0];
    let whole = house.json(&format!("/api/v1/records/{refund}")).await;
    assert_eq!(ids(&whole["depends_on"]), [order.as_str()]);
    assert_eq!(
        (&whole["depends_on"][0]["tie"], &whole["depends_on"][0]["target_ref"]),
        (&json!("bought_in"), &json!("10023"))
    );
    assert!(house.get("/logs/refunds").await.text().await.unwrap().contains("10023"));
}

#[tokio::test]
async fn a_stock_figure_names_its_product() {
    let house = House::open().await;
    let product = house.products(1).await[0].to_string();
    let stock = Stock { product_ref: "P1".to_owned(), ..Stock::default() };
    let row = seen(Kind::Inventory, "P1:1", Payload::Inventory(stock), Start::Queue);
    let figure = house.see(Kind::Inventory, vec![row]).await[0];
    let whole = house.json(&format!("/api/v1/records/{figure}")).await;
    assert_eq!(ids(&whole["depends_on"]), [product.as_str()]);
}

#[tokio::test]
async fn the_record_on_the_page_leads_to_its_relatives_before_any_script_runs() {
    let house = House::open().await;
    let customer = house.customer("55", "Lovelace").await;
    let order = see_sale(&house, "901", sale(Some("55"), "")).await;
    settle(&house, Kind::Order, || blocked(&[customer_block()])).await;
    let page = house.get(&format!("/logs/orders?record={order}")).await.text().await.unwrap();
    assert!(page.contains("Depends on"), "{page}");
    assert!(page.contains(&format!("/logs/customers?record={customer}")));
    let page = house.get(&format!("/logs/customers?record={customer}")).await.text().await.unwrap();
    assert!(page.contains("Waits for this"), "{page}");
    assert!(page.contains(&format!("/logs/orders?record={order}")));
}
