//! The goods of the made-up merchant. Each is made from its number alone, so that none has to be remembered.

use model::payload::{Lifecycle, Named, Price, Product};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rust_decimal::Decimal;

use super::words::{BRANDS, COLOURS, LOOKS, SIZES, THINGS};

/// One of several, by chance.
pub(super) fn one<T: Copy>(rng: &mut SmallRng, of: &[T]) -> Option<T> {
    of.get(rng.random_range(0..of.len().max(1))).copied()
}

/// All goods.
#[derive(Debug, Clone, Copy)]
pub struct Goods {
    seed: u64,
}

/// One of the goods, as all kinds of records speak of it.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its number, from 0.
    pub number: u64,
    /// Its name, with options.
    pub name: String,
    /// Its SKU.
    pub sku: String,
    /// Its price with tax, in pence.
    pub pence: i64,
    product: Product,
}

impl Goods {
    /// The goods of a merchant who is made from this number.
    pub fn new(seed: u64) -> Goods {
        Goods { seed }
    }

    /// The article of this number.
    pub fn article(self, number: u64) -> Article {
        let mut rng = SmallRng::seed_from_u64(self.seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let rng = &mut rng;
        let (prefix, brand) = one(rng, &BRANDS).unwrap_or_default();
        let look = one(rng, &LOOKS).unwrap_or_default();
        let thing = one(rng, &THINGS).unwrap_or_default();
        let options = [one(rng, &COLOURS), one(rng, &SIZES)].into_iter().flatten().map(str::to_owned);
        let pence = rng.random_range(2..400) * 50 - 1;
        let sku = format!("{prefix}-{:06}", 100_000 + number);
        let product = Product {
            name: format!("{brand} {look} {thing}"),
            options: options.collect(),
            sku: sku.clone(),
            ean: format!("50{:011}", rng.random_range(0..100_000_000_000_u64)),
            mpn: format!("{look}-{number}").to_uppercase(),
            brand: Some(named(
                u64::from(prefix.as_bytes().iter().fold(0, |sum: u8, byte| sum ^ byte)),
                brand,
            )),
            product_type: Some(named(number % 9, "Homeware")),
            categories: vec![named(number % 40, thing)],
            supplier: Some(named(number % 25, "Dale Wholesale")),
            stock_tracked: true,
            lifecycle: Lifecycle::Live,
            prices: vec![price("1", pence), price("2", pence * 6 / 10)],
            ..Product::default()
        };
        Article { number, name: product.full_name(), sku, pence, product }
    }
}

impl Article {
    /// Its id in the back office.
    pub fn product_ref(&self) -> String {
        (1_000 + self.number).to_string()
    }

    /// Its id at the till.
    pub fn item_ref(&self) -> String {
        (5_000_000 + self.number).to_string()
    }

    /// What the back office tells of it.
    pub fn product(&self) -> Product {
        self.product.clone()
    }
}

fn named(id: u64, name: &str) -> Named {
    Named { id: (id + 1).to_string(), name: name.to_owned() }
}

fn price(list: &str, pence: i64) -> Price {
    Price { list: list.to_owned(), currency: "GBP".to_owned(), amount: Decimal::new(pence, 2) }
}
