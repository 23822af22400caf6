//! Cursors, sort orders, filters and relations.

use std::collections::BTreeSet;

use reqwest::{Method, Url};
use sandbox::{CatalogueSize, Config};
use serde_json::{Value, json};

use super::{Till, rows, texts};

async fn large() -> Till {
    let catalogue = CatalogueSize { products: 300, already_linked: 246 };
    Till::with(Config { limits: 100, catalogue, ..Config::for_tests() }).await
}

impl Till {
    /// Follows `next` to the end and answers the ids of each page.
    async fn walk(&self, path: &str, resource: &str, key: &str) -> Vec<Vec<String>> {
        let mut pages = Vec::new();
        let mut next = self.url(&format!("/API/V3/Account/90210/{path}"));
        while !next.is_empty() {
            let request = self.http.get(&next).bearer_auth(&self.token).header("accept", "application/json");
            let body: Value = request.send().await.unwrap().json().await.unwrap();
            pages.push(texts(&body, resource, key));
            next = body["@attributes"]["next"].as_str().unwrap_or_default().to_owned();
        }
        pages
    }

    async fn refused(&self, path: &str) -> String {
        let (status, body) = self.attempt(self.call(Method::GET, path)).await;
        assert_eq!(status, 400, "{path}: {body}");
        body["message"].as_str().unwrap().to_owned()
    }

    async fn items(&self, query: &[(&str, &str)]) -> Vec<String> {
        texts(&self.list("Item.json", query).await, "Item", "itemID")
    }
}

#[tokio::test]
async fn next_is_absolute_repeats_the_parameters_and_leads_through_everything() {
    let till = large().await;
    let first = till.list("Item.json", &[("load_relations", r#"["ItemShops"]"#)]).await;
    assert_eq!(first["@attributes"]["previous"], "");
    let next = Url::parse(first["@attributes"]["next"].as_str().unwrap()).unwrap();
    assert!(next.as_str().starts_with(&till.running.lightspeed_url));
    let named: BTreeSet<String> = next.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(named, ["after", "limit", "load_relations", "sort"].map(String::from).into());
    // `[100]` in base64, as recorded.
    assert!(next.as_str().ends_with("after=WzEwMF0%3D"), "{next}");
    let pages = till.walk("Item.json", "Item", "itemID").await;
    let all: BTreeSet<&String> = pages.iter().flatten().collect();
    assert_eq!((pages.len(), all.len()), (3, 250));
}

#[tokio::test]
async fn previous_leads_back_to_where_one_came_from() {
    let till = large().await;
    let first = till.list("Item.json", &[("limit", "30")]).await;
    let follow = |address: String| {
        let request = till.http.get(address).bearer_auth(&till.token).header("accept", "application/json");
        async move { request.send().await.unwrap().json::<Value>().await.unwrap() }
    };
    let second = follow(first["@attributes"]["next"].as_str().unwrap().to_owned()).await;
    let back = follow(second["@attributes"]["previous"].as_str().unwrap().to_owned()).await;
    assert_eq!(texts(&back, "Item", "itemID"), texts(&first, "Item", "itemID"));
    assert_eq!(back["@attributes"]["previous"], "");
}

#[tokio::test]
async fn a_full_last_page_leads_to_an_empty_one_unless_the_switch_says_otherwise() {
    let till = large().await;
    let pages = till.walk("Item.json?limit=50", "Item", "itemID").await;
    assert_eq!(pages.last(), Some(&Vec::new()));
    assert_eq!(pages.len(), 6);
    till.knobs(json!({ "full_last_page_has_next": false })).await;
    assert_eq!(till.walk("Item.json?limit=50", "Item", "itemID").await.len(), 5);
}

#[tokio::test]
async fn a_row_that_moves_during_an_ascending_walk_is_met_again_and_none_is_missed() {
    let till = large().await;
    let first = till.list("Item.json", &[("sort", "timeStamp"), ("limit", "100")]).await;
    let moved = texts(&first, "Item", "itemID")[0].clone();
    till.put(&format!("Item/{moved}.json"), json!({ "modelYear": 2027 })).await;
    let rest = first["@attributes"]["next"].as_str().unwrap().split("90210/").nth(1).unwrap().to_owned();
    let later: Vec<String> = till.walk(&rest, "Item", "itemID").await.concat();
    assert!(later.contains(&moved));
    let all: BTreeSet<String> = texts(&first, "Item", "itemID").into_iter().chain(later).collect();
    assert_eq!(all.len(), 250);
}

#[tokio::test]
async fn rows_of_the_same_second_are_not_lost_between_pages() {
    let till = Till::open().await;
    till.control(Method::POST, "lightspeed/sell", json!({ "count": 25 })).await;
    let pages = till.walk("Sale.json?sort=updatetime&limit=4", "Sale", "saleID").await;
    let all: BTreeSet<&String> = pages.iter().flatten().collect();
    assert_eq!((all.len(), pages.iter().flatten().count()), (25, 25));
}

#[tokio::test]
async fn what_v3_dropped_or_forbids_is_refused() {
    let till = Till::open().await;
    for path in [
        "Item.json?offset=0",
        "Item.json?orderby=itemID",
        "Item.json?limit=101",
        "Item.json?count=1&limit=5",
        "Item.json?after=nonsense",
        "Item.json?timeStamp=%3E%2Cyesterday",
        "Item.json?archived=maybe",
        "Item.json?load_relations=ItemShops",
        "Item.json?load_relations=%5B%22Stock%22%5D",
    ] {
        till.refused(path).await;
    }
    let message = till.refused("Item.json?sort=customSku").await;
    assert!(message.contains("itemID, timeStamp, description"), "{message}");
}

#[tokio::test]
async fn a_count_has_no_rows() {
    let till = large().await;
    assert_eq!(till.get("Item.json?count=1").await, json!({ "@attributes": { "count": "250" } }));
}

#[tokio::test]
async fn a_list_can_be_sorted_downwards() {
    let till = Till::open().await;
    let ids = till.items(&[("sort", "-itemID"), ("limit", "3")]).await;
    let mut sorted = ids.clone();
    sorted.sort_by_key(|id| std::cmp::Reverse(id.parse::<u64>().unwrap()));
    assert_eq!(ids, sorted);
    assert!(till.items(&[("sort", "description")]).await.len() > 3);
}

#[tokio::test]
async fn every_operator_selects_what_it_says() {
    let till = Till::open().await;
    let all = till.items(&[]).await.len();
    let ids = async |query: &str| till.items(&[("itemID", query)]).await;
    assert_eq!(ids("3").await, ["3"]);
    assert_eq!(ids(">,42").await.len(), all - 42);
    assert_eq!(ids(">=,42").await.len(), all - 41);
    assert_eq!(ids("<,3").await, ["1", "2"]);
    assert_eq!(ids("<=,3").await.len(), 3);
    assert_eq!(ids("><,2,4").await, ["2", "3", "4"]);
    assert_eq!(ids("!=,1").await.len(), all - 1);
    assert_eq!(ids("IN,[1,5,9]").await, ["1", "5", "9"]);
    assert_eq!(ids("IN,1,5,9").await, ["1", "5", "9"]);
    let many: Vec<String> = (1..=101).map(|id| id.to_string()).collect();
    till.refused(&format!("Item.json?itemID=IN%2C{}", many.join("%2C"))).await;
}

#[tokio::test]
async fn like_takes_percent_signs_and_not_like_finds_the_rest() {
    let till = Till::open().await;
    let all = till.items(&[]).await.len();
    let honey = till.items(&[("description", "~,%HONEY%")]).await;
    assert_eq!(honey.len(), 1);
    assert_eq!(till.items(&[("description", "!~,%honey%")]).await.len(), all - 1);
}

#[tokio::test]
async fn or_joins_conditions_that_are_encoded_twice() {
    let till = Till::open().await;
    let found = till.items(&[("or", "customSku%3DTILL-WRAP|customSku%3DTILL-TOTE")]).await;
    assert_eq!(found.len(), 2);
    let found = till.items(&[("or", "itemID%3D1|description%3D~,%25honey%25")]).await;
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn an_item_is_found_by_any_of_its_codes() {
    let till = Till::open().await;
    let with_ean = rows(&till.list("Item.json", &[("ean", "~,5060%")]).await, "Item");
    let (id, ean) = (with_ean[0]["itemID"].as_str().unwrap(), with_ean[0]["ean"].as_str().unwrap());
    assert_eq!(till.items(&[("itemCode", ean)]).await, [id]);
    assert_eq!(till.items(&[("itemCode", id)]).await, [id]);
    till.refused("Item.json?itemCode=~%2C50%25").await;
}

#[tokio::test]
async fn archived_rows_are_hidden_shown_or_alone() {
    let till = Till::open().await;
    let all = till.items(&[]).await.len();
    till.attempt(till.call(Method::DELETE, "Item/1.json")).await;
    assert_eq!(till.items(&[]).await.len(), all - 1);
    assert_eq!(till.items(&[("archived", "true")]).await.len(), all);
    assert_eq!(till.items(&[("archived", "only")]).await, ["1"]);
    assert_eq!(till.get("Item/1.json").await["Item"]["archived"], "true");
}

#[tokio::test]
async fn a_relation_is_filtered_only_when_it_is_loaded() {
    let till = Till::open().await;
    let all = till.items(&[]).await.len();
    let empty = ("ItemShops.qoh", ">,9999");
    assert_eq!(till.items(&[empty]).await.len(), all);
    assert!(till.items(&[empty, ("load_relations", r#"["ItemShops"]"#)]).await.is_empty());
    let one_shop = [("ItemShops.shopID", "2"), ("load_relations", r#"["ItemShops"]"#), ("itemID", "1")];
    let shops = |body: Value| rows(&body["Item"]["ItemShops"], "ItemShop").len();
    assert_eq!(shops(till.list("Item.json", &one_shop).await), 4);
    till.knobs(json!({ "relation_filter_hides_children": true })).await;
    assert_eq!(shops(till.list("Item.json", &one_shop).await), 1);
}

#[tokio::test]
async fn an_unknown_filter_is_ignored_or_refused_by_switch() {
    let till = Till::open().await;
    assert!(till.items(&[("colour", "red")]).await.len() > 1);
    till.knobs(json!({ "refuse_unknown_filters": true })).await;
    till.refused("Item.json?colour=red").await;
}

#[tokio::test]
async fn relations_load_with_dots_and_all_leaves_out_custom_fields() {
    let till = Till::open().await;
    till.sell(json!({ "customer": 1, "shop": 1 })).await;
    let wanted =
        r#"["SaleLines","SaleLines.Item","Customer","Customer.Contact","TaxCategory.TaxCategoryClasses"]"#;
    let sale = &till.list("Sale.json", &[("load_relations", wanted)]).await["Sale"];
    assert!(sale["Customer"]["Contact"]["contactID"].is_string());
    assert!(rows(&sale["SaleLines"], "SaleLine")[0]["Item"]["description"].is_string());
    assert!(sale["TaxCategory"]["TaxCategoryClasses"]["TaxCategoryClass"].is_object());
    let all = &till.list("Sale.json", &[("load_relations", "all")]).await["Sale"];
    assert!(all["SalePayments"].is_object() && all["Shop"].is_object());
    till.knobs(json!({ "relations_before_500": 3 })).await;
    let request = till.call(Method::GET, "Sale.json?load_relations=all");
    assert_eq!(till.attempt(request).await.0, 500);
}

#[tokio::test]
async fn an_old_cursor_may_be_refused_and_a_fresh_start_is_not() {
    let till = Till::open().await;
    let next = till.get("Item.json?limit=5").await["@attributes"]["next"].as_str().unwrap().to_owned();
    till.knobs(json!({ "refuse_cursors": true })).await;
    let asked = till.http.get(&next).bearer_auth(&till.token).header("accept", "application/json");
    assert_eq!(till.attempt(asked).await.0, 400);
    till.get("Item.json?limit=5").await;
}

#[tokio::test]
async fn in_takes_a_hundred_values_with_or_without_brackets_and_no_more() {
    let till = Till::open().await;
    let ids = |count: u32| (1..=count).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    assert_eq!(till.items(&[("itemID", &format!("IN,[{}]", ids(100)))]).await.len(), 44);
    assert_eq!(till.items(&[("itemID", &format!("IN,{}", ids(3)))]).await, ["1", "2", "3"]);
    till.refused(&format!("Item.json?itemID=IN%2C{}", ids(101).replace(',', "%2C"))).await;
}
