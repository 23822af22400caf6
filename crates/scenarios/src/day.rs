//! A day at the tills: events drawn by a seed, caused through the sandbox's control API.

#![allow(clippy::indexing_slicing, reason = "only tests use this crate; JSON is indexed")]

use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use reqwest::Method;
use serde_json::{Value, json};

use crate::shop::Shop;

/// A day in the making.
pub struct Day {
    chance: StdRng,
    /// Items that are linked and keep stock, with their product.
    goods: Vec<(u64, String)>,
    sales: Vec<u64>,
    cards: Vec<String>,
    held: Vec<u64>,
    customers: Vec<u64>,
    /// What happened, for the report of a failure.
    pub diary: Vec<String>,
}

impl Day {
    /// The day of a seed, over these goods.
    pub fn new(seed: u64, goods: Vec<(u64, String)>) -> Day {
        Day {
            chance: StdRng::seed_from_u64(seed),
            goods,
            sales: Vec::new(),
            cards: Vec::new(),
            held: Vec::new(),
            customers: Vec::new(),
            diary: Vec::new(),
        }
    }

    /// Lets so many things happen, one after the other.
    pub async fn goes_on(&mut self, shop: &Shop, events: usize) {
        for _ in 0..events {
            let pause = self.chance.random_range(0..120);
            tokio::time::sleep(Duration::from_millis(pause)).await;
            self.something_happens(shop).await;
        }
    }

    /// A moment before something is cut short.
    pub fn moment(&mut self) -> Duration {
        Duration::from_millis(self.chance.random_range(0..900))
    }

    async fn something_happens(&mut self, shop: &Shop) {
        match self.chance.random_range(0..100) {
            0..30 => self.sale(shop, json!({})).await,
            30..36 => self.gift_card(shop).await,
            36..40 => self.deposit(shop).await,
            40..45 => self.tip(shop).await,
            45..53 => self.exchange(shop).await,
            53..63 => self.refund(shop).await,
            63..68 => self.several_parents(shop).await,
            68..73 => self.layaway(shop).await,
            73..77 => self.collect(shop).await,
            77..86 => self.void(shop).await,
            86..90 => self.customer(shop).await,
            90..94 => self.stock_at_the_till(shop).await,
            94..97 => self.stock_in_the_office(shop).await,
            _ => self.trouble(shop).await,
        }
    }

    fn note(&mut self, what: &str, detail: &Value) {
        self.diary.push(format!("{what} {detail}"));
    }

    fn lines(&mut self) -> Value {
        let count = self.chance.random_range(1..4);
        let lines: Vec<Value> = (0..count)
            .map(|_| {
                let (item, _) = self.goods.choose(&mut self.chance).cloned().unwrap_or_default();
                let mut line = json!({ "item": item, "quantity": self.chance.random_range(1..4) });
                if self.chance.random_bool(0.3) {
                    line["price"] = json!(format!(
                        "{}.{:02}",
                        self.chance.random_range(3..90),
                        self.chance.random_range(0..100)
                    ));
                }
                if self.chance.random_bool(0.2) {
                    line["discount"] = json!({ "percent": "0.1" });
                }
                if self.chance.random_bool(0.08) {
                    line["fee"] = json!("0.30");
                }
                line
            })
            .collect();
        json!(lines)
    }

    /// Rings a basket up; what the caller names is kept.
    async fn ring(&mut self, shop: &Shop, what: &str, mut basket: Value) -> Option<u64> {
        if basket["shop"].is_null() {
            basket["shop"] = json!(self.chance.random_range(1..4));
        }
        if let Some(customer) =
            self.customers.choose(&mut self.chance).filter(|_| basket["customer"].is_null())
        {
            basket["customer"] = json!(customer);
        }
        self.note(what, &basket);
        let answer = shop.try_cause(Method::POST, "lightspeed/sell", basket).await;
        match answer {
            Ok(answer) => {
                let sale = answer["sales"][0].as_u64();
                self.sales.extend(sale);
                sale
            }
            Err(refused) => {
                self.diary.push(format!("  refused: {refused}"));
                None
            }
        }
    }

    async fn sale(&mut self, shop: &Shop, mut basket: Value) {
        basket["lines"] = self.lines();
        if self.chance.random_bool(0.15) {
            basket["discount"] = json!({ "percent": "0.05" });
        }
        if self.chance.random_bool(0.3) {
            basket["payments"] = json!([{ "name": "Card", "amount": "2.00" }, { "name": "Cash" }]);
        } else if self.chance.random_bool(0.1) {
            basket["cash_rounding"] = json!("0.05");
            basket["payments"] = json!([{ "name": "Cash" }]);
        }
        if self.chance.random_bool(0.15) {
            basket["tax_category"] = json!(4);
        }
        self.ring(shop, "sale", basket).await;
    }

    async fn gift_card(&mut self, shop: &Shop) {
        if let Some(card) = self.cards.pop() {
            let payments =
                json!([{ "name": "Gift Card", "gift_card": card, "amount": "5.00" }, { "name": "Card" }]);
            let lines = json!([{ "item": self.goods.first().map(|(item, _)| *item), "price": "31.00" }]);
            self.ring(shop, "gift card used", json!({ "lines": lines, "payments": payments })).await;
            return;
        }
        let card = format!("60064912{:08}", self.chance.random_range(0..99_999_999_u64));
        let basket =
            json!({ "gift_cards": [{ "code": card, "amount": "40" }], "payments": [{ "name": "Card" }] });
        if self.ring(shop, "gift card sold", basket).await.is_some() {
            self.cards.push(card);
        }
    }

    async fn deposit(&mut self, shop: &Shop) {
        let Some(customer) = self.someone(shop).await else { return };
        let basket = json!({ "deposit": "25", "customer": customer, "payments": [{ "name": "Card" }] });
        self.ring(shop, "deposit", basket).await;
    }

    async fn tip(&mut self, shop: &Shop) {
        let basket = json!({ "lines": self.lines(), "payments": [{ "name": "Card", "tip": "1.50" }] });
        self.ring(shop, "tip", basket).await;
    }

    /// A line of an earlier sale that still has something to give back.
    async fn sold_line(&mut self, shop: &Shop) -> Option<(u64, u64)> {
        let sale = *self.sales.choose(&mut self.chance)?;
        let seen = shop.cause(Method::GET, &format!("lightspeed/sales/{sale}"), Value::Null).await;
        if seen["voided"] == "true" {
            return None;
        }
        let lines = match &seen["SaleLines"]["SaleLine"] {
            Value::Array(all) => all.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        let line = lines.into_iter().find(|line| {
            line["lineType"] == "" && line["itemID"] != "0" && !text(&line["unitQuantity"]).starts_with('-')
        })?;
        let shop_of = text(&seen["shopID"]).parse().unwrap_or(1);
        Some((text(&line["saleLineID"]).parse().ok()?, shop_of))
    }

    async fn refund(&mut self, shop: &Shop) {
        let Some((line, at)) = self.sold_line(shop).await else { return };
        let payments = json!([{ "name": if self.chance.random_bool(0.5) { "Cash" } else { "Card" } }]);
        let basket = json!({ "shop": at, "returns": [{ "line": line }], "payments": payments });
        self.ring(shop, "refund", basket).await;
    }

    async fn several_parents(&mut self, shop: &Shop) {
        let (one, two) = (self.sold_line(shop).await, self.sold_line(shop).await);
        let (Some((one, at)), Some((two, there))) = (one, two) else { return };
        // A return has one tax category of its own; what a till does with lines of several is not confirmed.
        if one != two && at == there && self.category_of(shop, one).await == self.category_of(shop, two).await
        {
            let basket = json!({ "shop": at, "returns": [{ "line": one }, { "line": two }] });
            self.ring(shop, "refund of several", basket).await;
        }
    }

    /// The tax category of the sale a line is of.
    async fn category_of(&self, shop: &Shop, line: u64) -> String {
        let all = shop.cause(Method::GET, "lightspeed/sales", Value::Null).await;
        let mut sales = all.as_array().into_iter().flatten();
        let line = line.to_string();
        let sale = sales.find(|sale| lines_of(sale).iter().any(|one| text(&one["saleLineID"]) == line));
        sale.map(|sale| text(&sale["taxCategoryID"])).unwrap_or_default()
    }

    async fn exchange(&mut self, shop: &Shop) {
        let Some((line, at)) = self.sold_line(shop).await else { return };
        let basket = json!({ "shop": at, "lines": self.lines(), "returns": [{ "line": line }] });
        self.ring(shop, "exchange", basket).await;
    }

    async fn someone(&mut self, shop: &Shop) -> Option<u64> {
        let known = self.customers.choose(&mut self.chance).copied();
        if known.is_some() && self.chance.random_bool(0.7) {
            return known;
        }
        let made =
            shop.cause(Method::POST, "lightspeed/customers", json!({})).await["customerID"].as_u64()?;
        self.customers.push(made);
        Some(made)
    }

    async fn layaway(&mut self, shop: &Shop) {
        let Some(customer) = self.someone(shop).await else { return };
        let (item, _) = self.goods.choose(&mut self.chance).cloned().unwrap_or_default();
        let hold = json!({
            "kind": "layaway", "shop": 1, "customer": customer, "deposit": "10",
            "lines": [{ "item": item, "quantity": 1, "price": "45.00" }],
        });
        self.note("layaway", &hold);
        if let Ok(answer) = shop.try_cause(Method::POST, "lightspeed/holds", hold).await {
            self.held.extend(answer["lines"][0].as_u64());
        }
    }

    async fn collect(&mut self, shop: &Shop) {
        let Some(line) = self.held.pop() else { return };
        self.note("collected", &json!(line));
        let path = format!("lightspeed/holds/{line}/complete");
        if let Ok(answer) = shop.try_cause(Method::POST, &path, json!({})).await {
            self.sales.extend(answer["sale"].as_u64());
        }
    }

    /// Staff undo a sale nobody has brought anything back of.
    async fn void(&mut self, shop: &Shop) {
        let Some(sale) = self.sales.choose(&mut self.chance).copied() else { return };
        let all = shop.cause(Method::GET, "lightspeed/sales", Value::Null).await;
        let mine = shop.cause(Method::GET, &format!("lightspeed/sales/{sale}"), Value::Null).await;
        let lines = lines_of(&mine);
        let moves_money_elsewhere = lines.is_empty()
            || lines.iter().any(|line| text(&line["unitQuantity"]).starts_with('-'))
            || payments_of(&mine).iter().any(|payment| text(&payment["amount"]).starts_with('-'));
        let ids: Vec<String> = lines.iter().map(|line| text(&line["saleLineID"])).collect();
        let returned = all.as_array().into_iter().flatten().flat_map(lines_of).any(|line| {
            ids.contains(&text(&line["parentSaleLineID"])) && text(&line["unitQuantity"]).starts_with('-')
        });
        if !moves_money_elsewhere && !returned {
            self.note("void", &json!(sale));
            let _ = shop.try_cause(Method::POST, &format!("lightspeed/sales/{sale}/void"), json!({})).await;
        }
    }

    async fn customer(&mut self, shop: &Shop) {
        let Some(customer) = self.someone(shop).await else { return };
        let name = format!("Renamed{}", self.chance.random_range(0..1000));
        self.note("customer edited", &json!(customer));
        let path = format!("lightspeed/customers/{customer}");
        shop.cause(Method::PUT, &path, json!({ "firstName": name })).await;
    }

    async fn stock_at_the_till(&mut self, shop: &Shop) {
        let (item, _) = self.goods.choose(&mut self.chance).cloned().unwrap_or_default();
        let counted =
            json!({ "shop": self.chance.random_range(1..4), "qoh": self.chance.random_range(0..40) });
        self.note("counted at the till", &counted);
        shop.cause(Method::PUT, &format!("lightspeed/stock/{item}"), counted).await;
    }

    async fn stock_in_the_office(&mut self, shop: &Shop) {
        let (_, product) = self.goods.choose(&mut self.chance).cloned().unwrap_or_default();
        let edit = json!({
            "product_id": product.parse::<i64>().unwrap_or_default(),
            "warehouse_id": self.chance.random_range(3..6), "delta": self.chance.random_range(1..9),
        });
        self.note("corrected in the office", &edit);
        if let Err(refused) = shop.try_cause(Method::POST, "brightpearl/stock", edit).await {
            self.diary.push(format!("  refused: {refused}"));
        }
    }

    /// A bad day of the network, at a call that moves money or goods.
    async fn trouble(&mut self, shop: &Shop) {
        let (platform, method, path) = *[
            ("brightpearl", "POST", "/order-service/sales-order"),
            ("brightpearl", "POST", "/order-service/sales-credit"),
            ("brightpearl", "POST", "/accounting-service/customer-payment"),
            ("brightpearl", "POST", "/reservation/"),
            ("brightpearl", "POST", "/goods-note/goods-in"),
            ("brightpearl", "POST", "/contact-service/contact"),
            ("lightspeed", "PUT", "/Item/"),
            ("lightspeed", "GET", "/Sale.json"),
        ]
        .choose(&mut self.chance)
        .unwrap_or(&("brightpearl", "GET", ""));
        let kind = *["drop_after_commit", "drop_before", "outage_json", "truncated_json", "html_error"]
            .choose(&mut self.chance)
            .unwrap_or(&"drop_before");
        let fault = json!({ "platform": platform, "method": method, "path_contains": path, "times": 1, "kind": kind });
        self.note("trouble", &fault);
        shop.cause(Method::POST, "faults", fault).await;
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn children(parent: &Value, relation: &str, name: &str) -> Vec<Value> {
    match &parent[relation][name] {
        Value::Array(all) => all.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

/// The lines of a sale in the till's view.
pub fn lines_of(sale: &Value) -> Vec<Value> {
    children(sale, "SaleLines", "SaleLine")
}

fn payments_of(sale: &Value) -> Vec<Value> {
    children(sale, "SalePayments", "SalePayment")
}
