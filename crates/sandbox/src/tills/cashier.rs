//! A cashier: puts baskets together the way a Saturday does.

use std::collections::HashMap;

use rand::Rng;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::catalogue::{Person, SHOPS};
use crate::ledger::{Effect, LIGHTSPEED};
use crate::lightspeed::sell::{Basket, BasketLine, Returned, Tender};
use crate::lightspeed::{self, Discount, State};
use crate::world::World;

/// Someone who works the tills of all three shops.
pub(crate) struct Cashier<'a> {
    world: &'a World,
}

/// What a cashier needs to know of an item.
pub(super) struct Goods {
    item: u64,
    price: Decimal,
}

impl<'a> Cashier<'a> {
    pub(crate) fn new(world: &'a World) -> Self {
        Self { world }
    }

    /// Rings up a basket and answers the sale's id. Without lines the cashier fills it: then whatever else the
    /// basket leaves out is made up too; with lines the rest keeps the till's defaults.
    pub(crate) fn ring_up(&self, asked: &Basket) -> Result<u64, String> {
        let knobs = self.world.knobs().lightspeed;
        let mut state = self.world.lightspeed();
        let basket = if asked.is_bare() { fill(&mut state, asked) } else { asked.clone() };
        state.sell(&basket, &knobs, &self.world.ledger)
    }

    /// Takes back one piece of the latest sale that has a positive line, for cash.
    pub(crate) fn take_back(&self) -> Result<u64, String> {
        let knobs = self.world.knobs().lightspeed;
        let mut state = self.world.lightspeed();
        let (shop, line) =
            state.last_line_sold(|_| true).ok_or("Nothing has been sold that could come back.")?;
        let basket = Basket {
            shop: Some(shop),
            returns: vec![Returned { line, ..Returned::default() }],
            payments: vec![Tender::rest("Cash")],
            ..Basket::default()
        };
        state.sell(&basket, &knobs, &self.world.ledger)
    }

    /// Chooses so many of the goods, each another item, as item and price.
    pub(super) fn choose(chance: &mut SmallRng, goods: Vec<Goods>, count: usize) -> Vec<(u64, Decimal)> {
        goods.choose_multiple(chance, count).map(|one| (one.item, one.price)).collect()
    }

    /// Takes down the data of someone who was never here, and answers the customer's id.
    pub(crate) fn meet_someone_new(&self) -> Result<u64, String> {
        let mut state = self.world.lightspeed();
        let person = newcomer(&mut state, &self.world.catalogue.people);
        let id = state.add_customer(&person);
        let name = format!("{} {}", person.first_name, person.last_name);
        let effect = Effect::new("customer.created", id, person.email).detail(json!({ "name": name }));
        self.world.ledger.record(LIGHTSPEED, effect);
        Ok(id)
    }

    /// Changes the telephone number or the address of a known customer.
    pub(crate) fn edit_somebody(&self) -> Result<(), String> {
        let (id, payload) = {
            let mut state = self.world.lightspeed();
            let ids = state.customer_ids();
            let id = ids.choose(&mut state.chance).copied().ok_or("There are no customers.")?;
            let payload = edit(&mut state.chance);
            (id, payload)
        };
        lightspeed::change(self.world, "Customer", id, &payload)
    }
}

fn edit(chance: &mut SmallRng) -> Value {
    if chance.random_bool(0.6) {
        let number = format!("07700 900{:03}", chance.random_range(0..1000));
        return json!({ "Contact": { "Phones": { "ContactPhone": { "number": number, "useType": "Mobile" } } } });
    }
    let house = chance.random_range(1..90);
    json!({ "Contact": { "Addresses": { "ContactAddress": {
        "address1": format!("{house} Lower Quay"), "city": "Whitby", "state": "North Yorkshire",
        "zip": "YO21 3PU", "country": "United Kingdom", "countryCode": "GB" } } } })
}

fn newcomer(state: &mut State, people: &[Person]) -> Person {
    let number = state.newcomers;
    state.newcomers += 1;
    let strangers: Vec<&Person> = people.iter().filter(|person| !person.in_lightspeed).collect();
    if let Some(person) = strangers.get(number) {
        return (*person).clone();
    }
    // Once everybody has been here, their cousins come: another name, another address for mail.
    let pick = people.get(number % people.len().max(1)).cloned();
    let mut person = pick.unwrap_or_else(|| strangers_name(number));
    person.last_name = format!(
        "{}-{}",
        person.last_name,
        ["Hale", "Byrne", "Moss", "Voss"].get(number % 4).unwrap_or(&"Hale")
    );
    person.email = format!("cousin.{number}@post.example");
    person
}

fn strangers_name(number: usize) -> Person {
    Person {
        first_name: "Sam".to_owned(),
        last_name: format!("Reid {number}"),
        email: String::new(),
        mobile: String::new(),
        company: String::new(),
        street: String::new(),
        town: String::new(),
        county: String::new(),
        postcode: String::new(),
        in_brightpearl: false,
        in_lightspeed: false,
    }
}

fn fill(state: &mut State, asked: &Basket) -> Basket {
    let mut chance = state.chance.clone();
    let shop = asked.shop.unwrap_or_else(|| pick_shop(&mut chance));
    let goods = goods(state, shop);
    let lines = lines(&mut chance, &goods);
    let value: Decimal =
        lines.iter().filter_map(|line| line.price.map(|price| price * Decimal::from(line.quantity))).sum();
    let customer = asked.customer.or_else(|| known_customer(&mut chance, state));
    let discount =
        if asked.discount == Discount::None { whole_discount(&mut chance, value) } else { asked.discount };
    let payments =
        if asked.payments.is_empty() { tenders(&mut chance, value) } else { asked.payments.clone() };
    state.chance = chance;
    Basket { shop: Some(shop), lines, customer, discount, payments, ..asked.clone() }
}

fn pick_shop(chance: &mut SmallRng) -> u64 {
    // The first shop sells half of it, the kiosk least.
    let place = match chance.random_range(0..10) {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    };
    SHOPS.get(place).map_or(1, |shop| shop.number)
}

/// What can be sold without puzzling anyone: on the shelf, with a price and a SKU of its own.
pub(super) fn goods(state: &State, shop: u64) -> Vec<Goods> {
    let shelf = state.shelf(shop);
    let mut skus: HashMap<&str, u32> = HashMap::new();
    for entry in &shelf {
        *skus.entry(entry.sku.as_str()).or_default() += 1;
    }
    let plain = |sku: &str| !sku.is_empty() && !sku.starts_with("TILL-") && skus.get(sku) == Some(&1);
    let sellable = shelf.iter().filter(|entry| entry.price > Decimal::ZERO && plain(&entry.sku));
    let (there, gone): (Vec<_>, Vec<_>) = sellable.partition(|entry| entry.on_hand > 0);
    let from = if there.is_empty() { gone } else { there };
    from.into_iter().map(|entry| Goods { item: entry.item, price: entry.price }).collect()
}

fn lines(chance: &mut SmallRng, goods: &[Goods]) -> Vec<BasketLine> {
    let count = *[1, 1, 1, 2, 2, 3, 4].choose(chance).unwrap_or(&1);
    let picked: Vec<&Goods> = goods.choose_multiple(chance, count).collect();
    let line = |goods: &Goods| BasketLine {
        item: goods.item,
        quantity: *[1, 1, 1, 1, 2, 3].choose(chance).unwrap_or(&1),
        price: Some(goods.price),
        discount: line_discount(chance, goods.price),
        ..BasketLine::default()
    };
    picked.into_iter().map(line).collect()
}

fn line_discount(chance: &mut SmallRng, price: Decimal) -> Discount {
    match chance.random_range(0..16) {
        0 => Discount::Percent(Decimal::new(10, 2)),
        1 => Discount::Percent(Decimal::new(15, 2)),
        2 if price > Decimal::TEN => Discount::Amount(Decimal::new(250, 2)),
        _ => Discount::None,
    }
}

/// Now and then something off the whole sale: a regular's five percent, or a round sum at the counter.
fn whole_discount(chance: &mut SmallRng, value: Decimal) -> Discount {
    match chance.random_range(0..12) {
        0 => Discount::Percent(Decimal::new(5, 2)),
        1 if value > Decimal::from(40) => Discount::Amount(Decimal::from(5)),
        _ => Discount::None,
    }
}

fn known_customer(chance: &mut SmallRng, state: &State) -> Option<u64> {
    if chance.random_bool(0.65) {
        return None;
    }
    state.customer_ids().choose(chance).copied()
}

/// Card mostly; notes that leave change; a part in cash and the rest by card.
fn tenders(chance: &mut SmallRng, value: Decimal) -> Vec<Tender> {
    let half = (value / Decimal::TWO).floor().max(Decimal::ONE);
    match chance.random_range(0..10) {
        0..=5 => vec![Tender::rest("Card")],
        6 | 7 => vec![Tender::rest("Cash")],
        // Well above any total with tax on top: the till gives the rest back.
        8 => vec![Tender::of("Cash", notes(value))],
        _ if value > Decimal::from(4) => {
            let part = (half / Decimal::TWO).floor().max(Decimal::ONE);
            vec![Tender::of("Cash", part), Tender::rest("Card")]
        }
        _ => vec![Tender::rest("Cash")],
    }
}

/// The next full twenty pounds above what it could cost with tax on top.
fn notes(value: Decimal) -> Decimal {
    let most = value * Decimal::new(12, 1);
    (most / Decimal::from(20)).ceil() * Decimal::from(20)
}
