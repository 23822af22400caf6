//! The settings of the sandbox's merchant, complete, so that a test can take out what it is about.

use std::collections::BTreeMap;

use model::payload::TaxKey;
use model::settings::{
    Class, ExtraNominals, OrderSettings, ProductSettings, RefundSettings, ShopSettings, TaxMapping,
};
use model::{Kind, Settings};
use platform::Entry;
use rust_decimal::Decimal;

/// Lightspeed's tax class for goods without tax.
const ZERO_CLASS: &str = "3";

/// Everything mapped: taxes, tenders, shops, and every category that both platforms have.
pub fn complete(walk_in: &str, theirs: &[Entry], ours: &[Entry]) -> Settings {
    Settings {
        products: ProductSettings {
            price_list: "2".to_owned(),
            prices_as_they_are: true,
            ..Default::default()
        },
        classification: classes(theirs, ours),
        taxes: taxes(),
        payments: [("1", "CASH"), ("2", "CARD"), ("3", "CHEQUE"), ("4", "ACCOUNT"), ("5", "GIFTCARD")]
            .map(|(id, code)| (id.to_owned(), code.to_owned()))
            .into(),
        orders: orders(),
        refunds: RefundSettings::default(),
        shops: ["1", "2", "3"].map(|id| (id.to_owned(), shop(id, walk_in))).into(),
        schedule: Kind::ALL.map(|kind| (kind, every(5))).into_iter().collect::<BTreeMap<_, _>>(),
        ..Default::default()
    }
}

/// Money that is no goods goes where the sandbox's ledger of accounts has a place for it.
fn orders() -> OrderSettings {
    OrderSettings {
        rounding_nominal: "4900".to_owned(),
        untaxed_code: "Z".to_owned(),
        clearing_method: "EXCHANGE".to_owned(),
        nominals: ExtraNominals {
            gift_card: "2109".to_owned(),
            deposit: "2110".to_owned(),
            tip: "4050".to_owned(),
            ..ExtraNominals::default()
        },
        ..OrderSettings::default()
    }
}

fn every(seconds: u32) -> model::settings::FlowSchedule {
    model::settings::FlowSchedule::every(seconds)
}

/// Shop n has the warehouse and the channel n + 2 in the sandbox's back office.
fn shop(id: &str, walk_in: &str) -> ShopSettings {
    let there = id.parse::<u32>().map(|number| (number + 2).to_string()).unwrap_or_default();
    ShopSettings {
        channel: there.clone(),
        warehouse: there,
        price_list: "2".to_owned(),
        walk_in_contact: walk_in.to_owned(),
        ..ShopSettings::default()
    }
}

fn taxes() -> Vec<TaxMapping> {
    let fifth = Decimal::new(2, 1);
    let full = ["1", "2"].map(|category| tax(category, "1", fifth, "T20"));
    let reduced = tax("3", "1", Decimal::new(5, 2), "T5");
    let zero = tax("", ZERO_CLASS, Decimal::ZERO, "Z");
    let two = TaxMapping {
        key: TaxKey { rate2: Decimal::new(9_975, 5), ..tax("4", "1", Decimal::new(5, 2), "").key },
        code: "QC".to_owned(),
    };
    full.into_iter().chain([reduced, zero, two]).collect()
}

fn tax(category: &str, class: &str, rate: Decimal, code: &str) -> TaxMapping {
    let key =
        TaxKey { category: category.to_owned(), class: class.to_owned(), rate1: rate, rate2: Decimal::ZERO };
    TaxMapping { key, code: code.to_owned() }
}

/// A class for each category of the back office; where the till has none of that name, its first one.
fn classes(theirs: &[Entry], ours: &[Entry]) -> Vec<Class> {
    let first = ours.first().map(|entry| entry.id.clone()).unwrap_or_default();
    let class = |entry: &Entry| Class {
        name: entry.name.clone(),
        categories: vec![entry.id.clone()],
        category: ours.iter().find(|own| own.name == entry.name).map_or(first.clone(), |own| own.id.clone()),
        tax_class: "1".to_owned(),
        ..Default::default()
    };
    theirs.iter().map(class).collect()
}
