//! The shop both platforms are filled from: Fell & Harbour, outdoor and lifestyle goods, three shops.

mod people;
mod range;

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rust_decimal::Decimal;

pub use people::Person;
pub use range::{BRANDS, CATEGORIES, TYPES};

/// A place that sells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// Its id in Lightspeed, from 1.
    pub number: u64,
    /// What staff call it.
    pub name: &'static str,
    /// Its time zone as Lightspeed names it.
    pub time_zone: &'static str,
    /// Whether its ticket prices contain tax.
    pub tax_inclusive: bool,
}

/// The three shops.
pub const SHOPS: [Shop; 3] = [
    Shop { number: 1, name: "Harbour Street", time_zone: "Europe/London", tax_inclusive: true },
    Shop { number: 2, name: "Mill Lane", time_zone: "Europe/London", tax_inclusive: true },
    Shop { number: 3, name: "Airport Kiosk", time_zone: "Europe/Paris", tax_inclusive: false },
];

/// Something that is wrong with a product that is in both platforms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Another product has the same SKU.
    RepeatedSku,
    /// It has no SKU.
    EmptySku,
    /// The sales price list says nothing about it.
    NoPrice,
    /// Brightpearl has it archived.
    Archived,
    /// Its barcode has a digit too few for any code.
    WrongEan,
    /// It is in no category, so no rule can class it.
    NoCategory,
}

/// One product as Brightpearl knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Position in the catalogue, from 0.
    pub number: usize,
    /// The full name, options included.
    pub name: String,
    /// The stock keeping unit; empty or repeated for the troubled.
    pub sku: String,
    /// 13 digits with a right check digit, or empty, or wrong for [`Trouble::WrongEan`].
    pub ean: String,
    /// Position in [`BRANDS`].
    pub brand: usize,
    /// Position in [`TYPES`].
    pub product_type: usize,
    /// Position in [`CATEGORIES`]; none for [`Trouble::NoCategory`].
    pub category: Option<usize>,
    /// The price on the ticket in pounds, tax included; none for [`Trouble::NoPrice`].
    pub gross: Option<Decimal>,
    /// The same without tax, at four decimals.
    pub net: Option<Decimal>,
    /// What it costs to buy, in pounds.
    pub cost: Decimal,
    /// Whether it is free of tax (maps and guide books).
    pub zero_rated: bool,
    /// What is on hand, in the order of [`SHOPS`].
    pub stock: [i64; 3],
    /// What Lightspeed already has of it.
    pub till: Option<TillCopy>,
    /// What is wrong with it.
    pub trouble: Option<Trouble>,
}

impl Product {
    /// Whether Lightspeed already has it.
    pub fn in_lightspeed(&self) -> bool {
        self.till.is_some()
    }
}

/// A product as Lightspeed already has it: mostly the same words and the same price.
#[derive(Debug, Clone, PartialEq)]
pub struct TillCopy {
    /// The description at the till.
    pub description: String,
    /// The ticket price at the till, tax included.
    pub price: Decimal,
}

/// Something only the tills know: staff made it up there.
#[derive(Debug, Clone, PartialEq)]
pub struct TillOnly {
    /// The description at the till.
    pub description: &'static str,
    /// The SKU at the till.
    pub sku: &'static str,
    /// The ticket price, tax included.
    pub price: Decimal,
}

/// The seeded shop.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Everything Brightpearl sells.
    pub products: Vec<Product>,
    /// What only the tills sell.
    pub till_only: Vec<TillOnly>,
    /// The customers.
    pub people: Vec<Person>,
}

impl Catalogue {
    /// Makes `products` products, of which `linked` are in Lightspeed already.
    pub fn new(seed: u64, products: usize, linked: usize) -> Self {
        let mut chance = SmallRng::seed_from_u64(seed ^ 0x5eed_ca7a);
        let mut made = range::products(&mut chance, products);
        let mut order: Vec<usize> = (0..made.len()).collect();
        order.shuffle(&mut chance);
        for (place, number) in order.into_iter().enumerate() {
            if let Some(product) = made.get_mut(number)
                && place < linked
            {
                product.till = Some(till_copy(&mut chance, product));
            }
        }
        give_troubles(&mut made);
        Self { products: made, till_only: till_only(), people: people::people(&mut chance, 140) }
    }
}

/// Copies a product to the till: 9 of 10 exactly, the others with an old price or a shortened name.
fn till_copy(chance: &mut SmallRng, product: &Product) -> TillCopy {
    let price = product.gross.unwrap_or_default();
    match chance.random_range(0..40) {
        0 | 1 => TillCopy { description: product.name.clone(), price: price - Decimal::ONE },
        2 => TillCopy { description: product.name.to_uppercase(), price },
        3 => TillCopy { description: product.name.replace(" – ", " "), price: price + Decimal::new(50, 2) },
        _ => TillCopy { description: product.name.clone(), price },
    }
}

/// Spoils two linked products for each kind of trouble, as far as there are enough products.
fn give_troubles(products: &mut [Product]) {
    const TROUBLES: [Trouble; 12] = [
        Trouble::NoCategory,
        Trouble::RepeatedSku,
        Trouble::EmptySku,
        Trouble::NoPrice,
        Trouble::Archived,
        Trouble::WrongEan,
        Trouble::NoCategory,
        Trouble::RepeatedSku,
        Trouble::EmptySku,
        Trouble::NoPrice,
        Trouble::Archived,
        Trouble::WrongEan,
    ];
    let linked: Vec<usize> =
        products.iter().filter(|product| product.in_lightspeed()).map(|product| product.number).collect();
    // Spread over the range, so that a page of the log is neither all trouble nor all well.
    let stride = (linked.len() / TROUBLES.len()).max(2);
    let unlinked: Vec<usize> =
        products.iter().filter(|product| !product.in_lightspeed()).map(|product| product.number).collect();
    let spread = (unlinked.len() / 4).max(2);
    for (trouble, number) in TROUBLES.into_iter().zip(linked.into_iter().step_by(stride)) {
        spoil(products, number, trouble);
    }
    for (trouble, number) in TROUBLES.into_iter().zip(unlinked.into_iter().step_by(spread)) {
        spoil(products, number, trouble);
    }
}

fn spoil(products: &mut [Product], number: usize, trouble: Trouble) {
    let neighbour = number.checked_sub(1).unwrap_or(number + 1);
    let repeated = products.get(neighbour).map(|product| product.sku.clone());
    let Some(product) = products.get_mut(number) else { return };
    product.trouble = Some(trouble);
    match trouble {
        Trouble::RepeatedSku => product.sku = repeated.unwrap_or_default(),
        Trouble::EmptySku => product.sku.clear(),
        Trouble::NoPrice => (product.gross, product.net) = (None, None),
        Trouble::Archived => {}
        Trouble::WrongEan => product.ean = "501234567".to_owned(),
        Trouble::NoCategory => product.category = None,
    }
}

fn till_only() -> Vec<TillOnly> {
    let made = [
        ("Gift wrapping", "TILL-WRAP", 250),
        ("Local heather honey 340 g", "TILL-HONEY", 795),
        ("Harbour Street tote bag", "TILL-TOTE", 1200),
        ("Boot re-waxing at the counter", "TILL-WAX", 1500),
    ];
    let item = |(description, sku, pence)| TillOnly { description, sku, price: Decimal::new(pence, 2) };
    made.into_iter().map(item).collect()
}

/// Makes a 13-digit article number from a counter, check digit included.
pub fn ean13(counter: u64) -> String {
    let body = format!("5060{counter:08}");
    format!("{body}{}", check_digit(&body))
}

/// The digit that makes the weighted sum of an article number a multiple of ten.
fn check_digit(body: &str) -> u32 {
    let digits = body.chars().filter_map(|digit| digit.to_digit(10)).enumerate();
    let sum: u32 = digits.map(|(place, digit)| if place % 2 == 0 { digit } else { digit * 3 }).sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_shop() {
        let (one, two) = (Catalogue::new(7, 300, 200), Catalogue::new(7, 300, 200));
        assert_eq!(one.products, two.products);
        assert_eq!(one.people, two.people);
        assert_ne!(one.products, Catalogue::new(8, 300, 200).products);
    }

    #[test]
    fn the_demo_has_two_thousand_names_and_twelve_hundred_of_them_at_the_till() {
        let shop = Catalogue::new(1, 2000, 1200);
        let names: HashSet<&str> = shop.products.iter().map(|product| product.name.as_str()).collect();
        assert_eq!(names.len(), 2000);
        assert_eq!(shop.products.iter().filter(|product| product.in_lightspeed()).count(), 1200);
    }

    #[test]
    fn barcodes_carry_a_right_check_digit() {
        assert_eq!(check_digit("400638133393"), 1);
        assert_eq!(ean13(7).len(), 13);
    }

    #[test]
    fn only_the_troubled_repeat_or_lack_a_sku() {
        let shop = Catalogue::new(1, 400, 300);
        let mut by_sku: HashMap<&str, Vec<&Product>> = HashMap::new();
        for product in &shop.products {
            by_sku.entry(product.sku.as_str()).or_default().push(product);
        }
        for (sku, holders) in by_sku {
            let troubled = holders.iter().filter(|product| product.trouble.is_some()).count();
            assert!(sku.is_empty() || holders.len() - troubled.min(holders.len()) <= 1, "{sku}");
        }
    }

    #[test]
    fn every_kind_of_trouble_is_there() {
        let shop = Catalogue::new(1, 60, 40);
        let kinds: HashSet<String> = shop
            .products
            .iter()
            .filter_map(|product| product.trouble)
            .map(|kind| format!("{kind:?}"))
            .collect();
        assert_eq!(kinds.len(), 6);
    }
}
