use platform::{OnHand, StockSource};
use sandbox::faults::FaultKind;
use serde_json::json;

use crate::office::Office;
use crate::office::Posting;
use crate::orders::{draft, goods};

async fn on_hand(office: &Office, products: &[String]) -> OnHand {
    office.client.on_hand(&office.account, products).await.unwrap()
}

#[tokio::test]
async fn what_can_be_sold_is_read_for_many_products_with_one_call() {
    let office = Office::open().await;
    let kettle = goods(&office).await;
    let service = json!({"name": "Engraving", "sku": "ENG", "price": "5.00", "stock_tracked": false});
    let service = office.product(service).await.to_string();
    let before = office.calls();
    let found = on_hand(&office, &[service.clone(), kettle.clone(), "not an id".to_owned()]).await;
    assert_eq!(found[&kettle]["3"], 10);
    assert_eq!(found.get(&service), None, "what keeps no stock is left out, it is not 0");
    assert_eq!(office.calls() - before, 1);
}

#[tokio::test]
async fn a_reservation_leaves_less_to_sell() {
    let office = Office::open().await;
    let kettle = goods(&office).await;
    let draft = draft(&kettle);
    Posting::new(&draft).run(&office).await.unwrap();
    assert_eq!(on_hand(&office, std::slice::from_ref(&kettle)).await[&kettle]["3"], 8);
}

#[tokio::test]
async fn an_id_that_is_not_there_does_not_cost_the_others_their_figures() {
    let office = Office::open().await;
    let mut wanted = Vec::new();
    for _ in 0..5 {
        wanted.push(goods(&office).await);
    }
    let all = wanted.clone();
    wanted.insert(2, "99999999".to_owned());
    let found = on_hand(&office, &wanted).await;
    let mut there: Vec<String> = found.into_keys().collect();
    there.sort();
    assert_eq!(there, all);
}

#[tokio::test]
async fn an_outage_is_told_and_not_taken_for_no_stock() {
    let office = Office::open().await;
    let kettle = goods(&office).await;
    office.fault("GET", "/product-availability", FaultKind::OutageJson);
    assert!(office.client.on_hand(&office.account, &[kettle]).await.is_err());
}
