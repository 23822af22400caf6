//! What a search finds.

use model::payload::Customer;
use model::{At, Failure, Filter, Kind, LogQuery, Payload, Platform, Sort, Status};

use super::Shop;
use super::shop::{named_product, no_sku, outage, seen, seen_customer, seen_sale};
use crate::End;

fn asked(kind: Kind, text: &str) -> LogQuery {
    LogQuery::filtered(kind, Filter::of_text(text))
}

async fn found(shop: &Shop, kind: Kind, text: &str) -> Vec<String> {
    shop.refs(&asked(kind, text)).await
}

async fn stocked(shop: &Shop) {
    let products = [
        ("101", "Müller Gartenstuhl grün", "MG-0023"),
        ("102", "Garden chair, blue", "GC-1"),
        ("103", "Garden table 5\" round", "GT-9"),
        ("104", "Tea towel GC-1 pattern", "TT-4"),
    ];
    for (source_ref, name, sku) in products {
        shop.tell(Kind::Product, named_product(source_ref, name, sku)).await;
    }
}

pub async fn a_whole_identifier_is_found_alone_however_it_is_written(shop: Shop) {
    stocked(&shop).await;
    assert_eq!(found(&shop, Kind::Product, "GC-1").await, ["102"], "not the name that contains it");
    assert_eq!(found(&shop, Kind::Product, "  gc-1 ").await, ["102"]);
    assert_eq!(found(&shop, Kind::Product, "103").await, ["103"]);
    assert_eq!(found(&shop, Kind::Order, "GC-1").await, Vec::<String>::new());
}

pub async fn a_record_is_found_by_its_id_at_the_target(shop: Shop) {
    stocked(&shop).await;
    shop.sync_next(Kind::Product, "90512").await;
    assert_eq!(found(&shop, Kind::Product, "90512").await, ["101"]);
    let same_name = named_product("101", "Müller Gartenstuhl grün", "MG-0099");
    shop.tell(Kind::Product, crate::Seen { hash: "h2".to_owned(), ..same_name }).await;
    assert_eq!(found(&shop, Kind::Product, "90512").await, ["101"]);
    assert_eq!(found(&shop, Kind::Product, "MG-0099").await, ["101"]);
    assert!(found(&shop, Kind::Product, "MG-0023").await.is_empty(), "the old SKU is gone");
}

pub async fn words_of_the_name_are_found_in_any_order_and_in_their_midst(shop: Shop) {
    stocked(&shop).await;
    assert_eq!(found(&shop, Kind::Product, "chair garden").await, ["102"]);
    assert_eq!(found(&shop, Kind::Product, "arde").await, ["103", "102"]);
    assert!(found(&shop, Kind::Product, "garden sofa").await.is_empty(), "all words are needed");
}

pub async fn accents_and_capitals_do_not_matter(shop: Shop) {
    stocked(&shop).await;
    for text in ["muller", "MÜLLER", "Müll", "gartenstuhl GRUN"] {
        assert_eq!(found(&shop, Kind::Product, text).await, ["101"], "{text}");
    }
}

pub async fn short_words_are_found_too(shop: Shop) {
    stocked(&shop).await;
    assert_eq!(found(&shop, Kind::Product, "5\"").await, ["103"]);
    assert_eq!(found(&shop, Kind::Product, "ta 5").await, ["103"]);
    assert_eq!(found(&shop, Kind::Product, "garden 5").await, ["103"]);
}

pub async fn signs_that_mean_something_to_a_database_are_only_text(shop: Shop) {
    stocked(&shop).await;
    for text in
        ["\"", "' or 1=1 --", "name:garden", "gar*", "NEAR(a b)", "%", "_ _", "\u{0}x", "( OR )", "-garden"]
    {
        assert!(found(&shop, Kind::Product, text).await.len() <= 1, "{text}");
    }
    assert_eq!(found(&shop, Kind::Product, "   ").await.len(), 4, "nothing typed is no search");
}

pub async fn a_renamed_product_is_found_by_its_new_name_only(shop: Shop) {
    stocked(&shop).await;
    let renamed = named_product("102", "Patio seat", "GC-1");
    shop.tell(Kind::Product, crate::Seen { hash: "h2".to_owned(), ..renamed }).await;
    assert_eq!(found(&shop, Kind::Product, "patio").await, ["102"]);
    assert!(found(&shop, Kind::Product, "chair").await.is_empty());
}

pub async fn words_of_a_failure_find_the_rows_that_have_it(shop: Shop) {
    stocked(&shop).await;
    let gone = Failure::Gone { platform: Platform::Lightspeed, what: "item 512".to_owned() };
    shop.fail_next(Kind::Product, no_sku()).await;
    shop.fail_next(Kind::Product, gone).await;
    let claim = shop.claim_one(Kind::Product).await;
    let at = shop.store.now().await.unwrap();
    shop.settle(&claim, End::Retry { failure: outage(), at, of: 8 }).await;
    assert_eq!(found(&shop, Kind::Product, "has no SKU").await, ["101"]);
    assert_eq!(found(&shop, Kind::Product, "longer exists").await, ["102"]);
    assert_eq!(found(&shop, Kind::Product, "out of order").await, ["103"]);
    let claim = shop.claim_one(Kind::Product).await;
    shop.settle(&claim, super::shop::synced("513")).await;
    shop.store.resync(shop.merchant, &[claim.key.id], "Ana").await.unwrap();
    let mended = shop.store.record_by_ref(shop.merchant, Kind::Product, "101").await.unwrap().unwrap();
    shop.store.resync(shop.merchant, &[mended.id], "Ana").await.unwrap();
    assert!(found(&shop, Kind::Product, "has no SKU").await.is_empty(), "it no longer has that failure");
}

pub async fn names_and_failures_are_found_together_in_the_asked_order(shop: Shop) {
    for n in 0..6 {
        let name = if n % 2 == 0 { "Tea towel" } else { "Plain thing" };
        shop.tell(Kind::Product, named_product(&format!("r{n}"), name, "")).await;
        shop.seconds_pass(1);
    }
    let towel = Failure::NotCovered { what: "a towel of this kind".to_owned() };
    for claim in shop.claim(Kind::Product, 6).await {
        let end = match claim.record.source_ref.as_str() {
            "r1" | "r2" => End::Failed { failure: towel.clone() },
            _ => End::HandBack,
        };
        shop.seconds_pass(1);
        shop.settle(&claim, end).await;
    }
    assert_eq!(found(&shop, Kind::Product, "towel").await, ["r4", "r2", "r1", "r0"]);
    let first = LogQuery { limit: 3, ..asked(Kind::Product, "towel") };
    let page = shop.store.page(shop.merchant, &first).await.unwrap();
    assert_eq!(page.records.len(), 3);
    assert_eq!(shop.refs(&LogQuery { at: page.next.unwrap(), ..first.clone() }).await, ["r0"]);
    assert_eq!(shop.refs(&LogQuery { at: At::Last, ..first.clone() }).await, ["r2", "r1", "r0"]);
    let oldest = LogQuery { sort: Sort::Oldest, ..first.clone() };
    assert_eq!(shop.refs(&oldest).await, ["r0", "r1", "r2"]);
    let changed = LogQuery { sort: Sort::Changed, ..first.clone() };
    assert_eq!(shop.refs(&changed).await, ["r2", "r1", "r4"]);
    let failed =
        LogQuery { filter: Filter { status: Some(Status::Failed), ..first.filter.clone() }, ..first.clone() };
    assert_eq!(shop.refs(&failed).await, ["r2", "r1"]);
    let elsewhere =
        LogQuery { filter: Filter { source: Some(Platform::Lightspeed), ..first.filter.clone() }, ..first };
    assert!(shop.refs(&elsewhere).await.is_empty());
}

pub async fn many_causes_are_searched_as_well_as_few(shop: Shop) {
    for n in 0..70 {
        shop.tell(Kind::Product, named_product(&format!("r{n}"), "Plain thing", "")).await;
    }
    for (n, claim) in shop.claim(Kind::Product, 100).await.iter().enumerate() {
        let failure = Failure::TakenByAnother {
            platform: Platform::Lightspeed,
            id: n.to_string(),
            holder: "another".to_owned(),
        };
        shop.settle(claim, End::Failed { failure }).await;
    }
    let query = LogQuery { limit: 200, ..asked(Kind::Product, "already linked") };
    let refs = shop.refs(&query).await;
    assert_eq!(refs.len(), 70);
    assert_eq!(refs.first().map(String::as_str), Some("r69"));
}

pub async fn a_sale_is_found_by_its_receipt_and_by_what_was_sold(shop: Shop) {
    shop.tell(Kind::Order, seen_sale("901", "h1")).await;
    shop.tell(Kind::Order, seen_sale("902", "h1")).await;
    assert_eq!(found(&shop, Kind::Order, "22901").await, ["901"]);
    assert_eq!(found(&shop, Kind::Order, "kettle-1").await, ["902", "901"]);
    assert_eq!(found(&shop, Kind::Order, "brass").await, ["902", "901"]);
    let one = LogQuery { limit: 1, ..asked(Kind::Order, "kettle-1") };
    let page = shop.store.page(shop.merchant, &one).await.unwrap();
    assert_eq!(shop.refs(&LogQuery { at: page.next.unwrap(), ..one }).await, ["901"]);
}

pub async fn a_person_is_found_by_name_and_by_whole_address_or_number(shop: Shop) {
    let customer = Customer {
        first_name: "Zoë".to_owned(),
        last_name: "Archer".to_owned(),
        email: "Zoe@Example.test".to_owned(),
        phone: "+44 20 7946 0018".to_owned(),
        ..Customer::default()
    };
    shop.tell(Kind::Customer, seen(Kind::Customer, "8", "h1", Payload::Customer(customer))).await;
    shop.tell(Kind::Customer, seen_customer("9", "Zoltan", "zoltan@example.test")).await;
    for text in ["zoe archer", "arch", "zoe@example.TEST", "0044 (20) 7946-0018", "8"] {
        assert_eq!(found(&shop, Kind::Customer, text).await, ["8"], "{text}");
    }
    assert!(
        found(&shop, Kind::Customer, "zoe@example").await.is_empty(),
        "parts of an address are kept nowhere"
    );
    assert!(found(&shop, Kind::Product, "archer").await.is_empty());
}

pub async fn a_person_is_found_by_the_new_address_only(shop: Shop) {
    shop.tell(Kind::Customer, seen_customer("8", "Archer", "old@example.test")).await;
    let moved = seen_customer("8", "Archer", "new@example.test");
    shop.tell(Kind::Customer, crate::Seen { hash: "h2".to_owned(), ..moved }).await;
    assert_eq!(found(&shop, Kind::Customer, "new@example.test").await, ["8"]);
    assert!(found(&shop, Kind::Customer, "old@example.test").await.is_empty());
}

pub async fn a_search_finds_nothing_of_another_merchant(shop: Shop) {
    let neighbour = shop.neighbour().await;
    stocked(&neighbour).await;
    neighbour.fail_next(Kind::Product, no_sku()).await;
    for text in ["garden", "GC-1", "has no sku", "5\""] {
        assert!(found(&shop, Kind::Product, text).await.is_empty(), "{text}");
    }
}

pub async fn a_change_of_status_never_writes_to_the_text_index(shop: Shop) {
    stocked(&shop).await;
    shop.customer("8").await;
    let before = shop.text_index().await;
    shop.sync_next(Kind::Product, "512").await;
    shop.fail_next(Kind::Product, no_sku()).await;
    shop.sync_next(Kind::Customer, "300").await;
    let same_name = named_product("101", "Müller Gartenstuhl grün", "MG-77");
    shop.tell(Kind::Product, crate::Seen { hash: "h2".to_owned(), ..same_name }).await;
    assert_eq!(shop.text_index().await, before);
    shop.tell(Kind::Product, named_product("105", "Lantern", "")).await;
    assert_ne!(shop.text_index().await, before, "the test can see a write");
}
