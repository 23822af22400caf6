//! What was sold at the tills, and what came back.

use model::When;
use model::payload::{LineKind, Named, Return, Sale, SaleLine, TaxKey, Tender};
use rand::Rng;
use rand::rngs::SmallRng;
use rust_decimal::Decimal;

use super::goods::{Article, one};
use super::people::{customer, customer_ref};
use super::words::{SHOPS, STAFF};

/// Whose till it is at, and when.
pub(super) struct Till<'a> {
    pub(super) seed: u64,
    pub(super) at: When,
    /// The customers there are by then.
    pub(super) customers: u64,
    pub(super) rng: &'a mut SmallRng,
}

/// A sale of these goods; `number` is that of the sale.
pub(super) fn sale(till: &mut Till<'_>, number: u64, goods: &[(Article, i64)]) -> Sale {
    let lines: Vec<SaleLine> = (0..)
        .zip(goods)
        .map(|(place, (article, pieces))| line(number * 4 + place, article, *pieces))
        .collect();
    let (net, tax) = sums(&lines);
    let buyer =
        (till.customers > 0 && till.rng.random_bool(0.4)).then(|| till.rng.random_range(0..till.customers));
    Sale {
        ticket: format!("22{:010}", number),
        shop: shop(till.rng),
        register: till.rng.random_range(1..13).to_string(),
        employee: staff(till.rng),
        currency: "GBP".to_owned(),
        completed: true,
        voided: false,
        created_at: Some(till.at),
        completed_at: Some(till.at),
        tax_inclusive: true,
        customer_ref: buyer.map(customer_ref),
        customer_name: buyer.map(|buyer| customer(till.seed, buyer).full_name()).unwrap_or_default(),
        lines,
        payments: vec![tender(till, number, net + tax)],
        total: net + tax,
        tax,
        discount: Decimal::ZERO,
        tips: Decimal::ZERO,
        change: Decimal::ZERO,
        cash_rounding: Decimal::ZERO,
    }
}

/// A return of one piece of this article; `number` is that of the return, `parent` that of the sale.
pub(super) fn back(till: &mut Till<'_>, number: u64, parent: u64, article: &Article) -> Return {
    let lines = vec![line(number * 4, article, -1)];
    let (net, tax) = sums(&lines);
    Return {
        sale_ref: return_ref(number),
        parent_sale_ref: Some(sale_ref(parent)),
        ticket: format!("23{:010}", number),
        shop: shop(till.rng),
        employee: staff(till.rng),
        register: till.rng.random_range(1..13).to_string(),
        currency: "GBP".to_owned(),
        tax_inclusive: true,
        lines,
        payments: vec![tender(till, number, net + tax)],
        total: net + tax,
        tax,
        created_at: Some(till.at),
        completed_at: Some(till.at),
        ..Return::default()
    }
}

/// A sale's id at the till.
pub fn sale_ref(number: u64) -> String {
    (1_000_000 + number).to_string()
}

/// The id of the sale that takes goods back.
pub(super) fn return_ref(number: u64) -> String {
    (900_000_000 + number).to_string()
}

/// Net and tax of lines, in whole pence.
fn sums(lines: &[SaleLine]) -> (Decimal, Decimal) {
    lines.iter().fold((Decimal::ZERO, Decimal::ZERO), |(net, tax), line| (net + line.net, tax + line.tax))
}

fn line(id: u64, article: &Article, pieces: i64) -> SaleLine {
    let gross = article.pence * pieces;
    let net = gross * 5 / 6;
    SaleLine {
        id: (3_000_000 + id).to_string(),
        item: Some(article.item_ref()),
        name: article.name.clone(),
        sku: article.sku.clone(),
        quantity: pieces.into(),
        unit_price: Decimal::new(article.pence, 2),
        discount: Decimal::ZERO,
        net: Decimal::new(net, 2),
        tax: Decimal::new(gross - net, 2),
        tax_key: TaxKey {
            category: "1".to_owned(),
            class: "2".to_owned(),
            rate1: Decimal::new(2, 1),
            rate2: Decimal::ZERO,
        },
        kind: LineKind::Goods,
        parent_line: None,
        parent_sale: None,
        parent_at: None,
    }
}

fn tender(till: &mut Till<'_>, number: u64, amount: Decimal) -> Tender {
    let (method, name, sort) =
        one(till.rng, &[("1", "Cash", "cash"), ("3", "Card", "credit card")]).unwrap_or_default();
    Tender {
        id: (7_000_000 + number).to_string(),
        method: method.to_owned(),
        name: name.to_owned(),
        sort: sort.to_owned(),
        amount,
        tip: Decimal::ZERO,
        paid_at: Some(till.at),
    }
}

pub(super) fn shop(rng: &mut SmallRng) -> Named {
    let (id, name) = one(rng, &SHOPS).unwrap_or_default();
    Named { id: id.to_owned(), name: name.to_owned() }
}

fn staff(rng: &mut SmallRng) -> Named {
    let name = one(rng, &STAFF).unwrap_or_default();
    Named { id: name.len().to_string(), name: name.to_owned() }
}
