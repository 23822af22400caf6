//! The customers of the made-up merchant, each made from its number alone.

use model::payload::{Address, Customer};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use super::goods::one;
use super::words::{FIRST_NAMES, LAST_NAMES, TOWNS};

/// The customer of this number.
pub fn customer(seed: u64, number: u64) -> Customer {
    let mut rng = SmallRng::seed_from_u64(!seed ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03));
    let rng = &mut rng;
    let first = one(rng, &FIRST_NAMES).unwrap_or_default();
    let last = one(rng, &LAST_NAMES).unwrap_or_default();
    let (town, area) = one(rng, &TOWNS).unwrap_or_default();
    let address = Address {
        line1: format!("{} Harbour Street", rng.random_range(1..200)),
        city: town.to_owned(),
        postcode: format!("{area} {}AB", rng.random_range(1..9)),
        country_code: "GB".to_owned(),
        country: "United Kingdom".to_owned(),
        ..Address::default()
    };
    Customer {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: email(first, last, number),
        phone: format!("01947 {:06}", number % 1_000_000),
        mobile: format!("07700 {:06}", rng.random_range(0..1_000_000)),
        address: Some(address),
        ..Customer::default()
    }
}

/// Her id at the till.
pub fn customer_ref(number: u64) -> String {
    (20_000 + number).to_string()
}

fn email(first: &str, last: &str, number: u64) -> String {
    format!("{first}.{last}{number}@example.test").to_lowercase()
}
