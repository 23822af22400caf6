//! Compares the books of both sandboxes: what the tills took, what the back office booked, and what shops show.
//!
//! Only the sandboxes' own views are read, so that a mistake of ours cannot hide in both.

#![allow(clippy::indexing_slicing, reason = "only tests use this crate; JSON is indexed")]

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::shop::{MERCHANT, Shop};

/// The status the sandbox's account uses for cancelled orders.
const CANCELLED: i64 = 5;
/// The warehouse of shop n is n + 2.
const WAREHOUSE_OF_SHOP_0: i64 = 2;
/// The payment method both documents of an exchange take.
const CLEARING: &str = "EXCHANGE";

/// Everything that does not agree, in words; empty when the books are right.
pub async fn differences(shop: &Shop, since: &str) -> Vec<String> {
    let mut differences = Vec::new();
    let takings = shop.cause(Method::GET, &format!("lightspeed/takings?since={since}"), Value::Null).await;
    let booked = Booked::read(shop).await;
    for (id, took) in takings["shops"].as_object().into_iter().flatten() {
        differences.extend(booked.shop(id.parse().unwrap_or_default(), took));
    }
    differences.extend(booked.documents());
    differences.extend(stock(shop).await);
    differences
}

fn amount(value: &Value) -> Decimal {
    let text = value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string());
    text.parse().unwrap_or_default()
}

/// What the back office has booked, cancelled orders left out.
struct Booked {
    documents: Vec<Value>,
}

impl Booked {
    async fn read(shop: &Shop) -> Booked {
        let all = shop.cause(Method::GET, "brightpearl/orders", Value::Null).await;
        let ours = |one: &Value| {
            one["external_ref"].as_str().is_some_and(|reference| reference.starts_with("ls:"))
                && one["status_id"].as_i64() != Some(CANCELLED)
        };
        Booked { documents: all.as_array().into_iter().flatten().filter(|one| ours(one)).cloned().collect() }
    }

    /// Orders count up, credits down.
    fn sign(document: &Value) -> Decimal {
        if document["type"] == "SC" { Decimal::NEGATIVE_ONE } else { Decimal::ONE }
    }

    fn of_shop(&self, shop: i64) -> impl Iterator<Item = &Value> {
        let warehouse = shop + WAREHOUSE_OF_SHOP_0;
        self.documents.iter().filter(move |one| one["warehouse_id"].as_i64() == Some(warehouse))
    }

    /// Takings of one shop against its documents: in all, the tax, and each tender.
    fn shop(&self, shop: i64, took: &Value) -> Vec<String> {
        let mut differences = Vec::new();
        let mut compare = |what: &str, till: Decimal, there: Decimal| {
            if till != there {
                differences.push(format!("shop {shop}, {what}: the till says {till}, Brightpearl {there}"));
            }
        };
        let beside = ["tips", "gift_cards_sold", "deposits", "rounding"].map(|name| amount(&took[name]));
        let till = amount(&took["total"]) + beside.iter().sum::<Decimal>();
        let sum = |name: &str| -> Decimal {
            self.of_shop(shop).map(|one| Booked::sign(one) * amount(&one[name])).sum()
        };
        compare("total", till, sum("total"));
        compare("tax", amount(&took["tax"]), sum("tax"));
        let mut tenders: BTreeMap<&str, Decimal> = BTreeMap::new();
        for (id, tender) in took["payments"].as_object().into_iter().flatten() {
            let method = match id.as_str() {
                "1" => "CASH",
                "2" => "CARD",
                "3" => "CHEQUE",
                "4" => "ACCOUNT",
                "5" => "GIFTCARD",
                other => other,
            };
            // What was put on cards and accounts is a row of the order, not a payment.
            let loaded = match method {
                "ACCOUNT" => amount(&took["deposits"]),
                "GIFTCARD" => amount(&took["gift_cards_sold"]),
                _ => Decimal::ZERO,
            };
            *tenders.entry(method).or_default() += amount(&tender["amount"]) + loaded;
        }
        let booked = self.tenders(shop);
        let methods: BTreeSet<&str> =
            tenders.keys().copied().chain(booked.keys().map(String::as_str)).collect();
        for method in methods.into_iter().filter(|method| *method != CLEARING) {
            let till = tenders.get(method).copied().unwrap_or_default();
            compare(method, till, booked.get(method).copied().unwrap_or_default());
        }
        compare("exchanges", Decimal::ZERO, booked.get(CLEARING).copied().unwrap_or_default());
        differences.extend(self.rates(shop, took));
        differences
    }

    fn tenders(&self, shop: i64) -> BTreeMap<String, Decimal> {
        let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
        for payment in self.of_shop(shop).flat_map(|one| one["payments"].as_array().into_iter().flatten()) {
            let paid = amount(&payment["amount"]);
            let signed = if payment["type"] == "PAYMENT" { -paid } else { paid };
            *sums.entry(payment["method"].as_str().unwrap_or_default().to_owned()).or_default() += signed;
        }
        sums
    }

    /// Net and tax by rate: the till does not round lines, so each line may be off by a penny.
    fn rates(&self, shop: i64, took: &Value) -> Vec<String> {
        let mut till: BTreeMap<&str, (Decimal, Decimal)> = BTreeMap::new();
        for (key, rate) in took["rates"].as_object().into_iter().flatten() {
            let code = match key.split_once(':').map_or(key.as_str(), |(_, rates)| rates) {
                "0.2+0" => "T20",
                "0.05+0" => "T5",
                "0.05+0.09975" => "QC",
                _ => "Z",
            };
            let sums = till.entry(code).or_default();
            sums.0 += amount(&rate["net"]);
            sums.1 += amount(&rate["tax1"]) + amount(&rate["tax2"]);
        }
        let mut there: BTreeMap<&str, (Decimal, Decimal)> = BTreeMap::new();
        let mut lines = 0;
        for document in self.of_shop(shop) {
            for line in document["lines"].as_array().into_iter().flatten() {
                let beside = ["gift_card", "deposit", "tip", "cash_rounding"];
                if beside.iter().any(|word| line["external_ref"] == *word) {
                    continue;
                }
                lines += 1;
                let sums = there.entry(line["tax_code"].as_str().unwrap_or_default()).or_default();
                sums.0 += Booked::sign(document) * amount(&line["net"]);
                sums.1 += Booked::sign(document) * amount(&line["tax"]);
            }
        }
        let allowed = Decimal::new(1, 2) * Decimal::from(lines.max(1));
        let codes: BTreeSet<&str> = till.keys().chain(there.keys()).copied().collect();
        codes
            .into_iter()
            .filter_map(|code| {
                let (ours, theirs) = (
                    till.get(code).copied().unwrap_or_default(),
                    there.get(code).copied().unwrap_or_default(),
                );
                let off = (ours.0 - theirs.0).abs().max((ours.1 - theirs.1).abs());
                (off > allowed)
                    .then(|| format!("shop {shop}, {code}: the till says {ours:?}, Brightpearl {theirs:?}"))
            })
            .collect()
    }

    /// Each document is there once and its payments make its total.
    fn documents(&self) -> Vec<String> {
        let mut differences = Vec::new();
        let mut seen = BTreeSet::new();
        for document in &self.documents {
            let reference = document["external_ref"].as_str().unwrap_or_default();
            if !seen.insert(reference) {
                differences.push(format!("{reference} is there twice"));
            }
            let payments = document["payments"].as_array().into_iter().flatten();
            let paid: Decimal = payments.map(|payment| amount(&payment["amount"])).sum();
            if paid != amount(&document["total"]) {
                differences.push(format!("{reference}: {paid} is paid of {}", document["total"]));
            }
        }
        differences
    }
}

/// What each shop shows against what can be sold, less what the back office does not show yet.
async fn stock(shop: &Shop) -> Vec<String> {
    let mut on_hand: BTreeMap<(String, i64), i64> = BTreeMap::new();
    for row in
        shop.cause(Method::GET, "brightpearl/stock", Value::Null).await.as_array().into_iter().flatten()
    {
        let place = (row["product_id"].to_string(), row["warehouse_id"].as_i64().unwrap_or_default());
        on_hand.insert(place, row["on_hand"].as_i64().unwrap_or_default());
    }
    let mut differences = Vec::new();
    let items = shop.cause(Method::GET, "lightspeed/items", json!(null)).await;
    for item in items.as_array().into_iter().flatten() {
        let id = item["itemID"].as_str().unwrap_or_default().to_owned();
        let ask = store::LinkAsk::ByTarget(model::Kind::Product, id.clone());
        let links = shop.store.links(MERCHANT, std::slice::from_ref(&ask)).await.unwrap_or_default();
        let Some(product) = links.get(&ask) else { continue };
        let unshown = shop.store.unshown(MERCHANT, std::slice::from_ref(&id)).await.unwrap_or_default();
        for shelf in many(&item["ItemShops"]["ItemShop"]) {
            let number =
                shelf["shopID"].as_str().and_then(|shop| shop.parse::<i64>().ok()).unwrap_or_default();
            let Some(there) = on_hand.get(&(product.clone(), number + WAREHOUSE_OF_SHOP_0)) else { continue };
            if number == 0 {
                continue;
            }
            let open = unshown.get(&(id.clone(), number.to_string())).copied().unwrap_or_default();
            let held: i64 = ["onLayaway", "onSpecialOrder", "onWorkOrder"]
                .map(|name| {
                    shelf[name].as_str().and_then(|text| text.parse::<i64>().ok()).unwrap_or_default()
                })
                .iter()
                .sum();
            let right = (there - open.sales + open.returns - held).max(0);
            let shown = shelf["qoh"].as_str().and_then(|text| text.parse::<i64>().ok()).unwrap_or_default();
            if shown != right {
                differences.push(format!(
                    "item {id} (product {product}) in shop {number}: {shown} shown, {right} right \
                     ({there} on hand, {open:?}, {held} held)"
                ));
            }
        }
    }
    differences
}

/// One or many, as the till's views have it.
fn many(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(all) => all.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}
