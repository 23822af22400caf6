use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::payload::{Named, Product};

/// A named set of products and where it goes at the till.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Class {
    /// The set's name.
    pub name: String,
    /// Whether all its rules must hold or one is enough.
    pub rules: Rules,
    /// Brightpearl brand ids; empty is no rule.
    pub brands: Vec<String>,
    /// Brightpearl product type ids; empty is no rule.
    pub types: Vec<String>,
    /// Brightpearl category ids; empty is no rule.
    pub categories: Vec<String>,
    /// Brightpearl contact ids of primary suppliers; empty is no rule.
    pub suppliers: Vec<String>,
    /// Words of which the name has at least one, whatever the case; empty is no rule.
    pub names: Vec<String>,
    /// The lowest price it takes; `None` is no bound.
    pub price_from: Option<Decimal>,
    /// The highest price it takes; `None` is no bound.
    pub price_to: Option<Decimal>,
    /// Brightpearl product ids picked by hand; they belong to the set whatever the rules say.
    pub picked: Vec<String>,
    /// Lightspeed category id.
    pub category: String,
    /// Lightspeed tax class id.
    pub tax_class: String,
    /// Brightpearl price list id whose prices the tills show of this set; empty takes the list of all products.
    pub price_list: String,
}

/// How the rules of a set work together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rules {
    /// A product keeps them all.
    #[default]
    All,
    /// A product keeps at least one.
    Any,
}

impl Class {
    /// What stands in a list of ids for having none at all: `none` among the brands takes products without a brand.
    pub const NONE: &'static str = "none";

    /// Whether the product belongs to this set: picked by hand, or its rules hold. A set without rules takes only what was
    /// picked. A price is looked up in the set's own list, or in `price_list`, that of all products.
    pub fn takes(&self, product_ref: &str, product: &Product, price_list: &str) -> bool {
        if self.picked.iter().any(|id| id == product_ref) {
            return true;
        }
        let answers = [
            rule(&self.brands, |brands| one_of(brands, &product.brand)),
            rule(&self.types, |types| one_of(types, &product.product_type)),
            rule(&self.categories, |categories| one_of(categories, &product.categories)),
            rule(&self.suppliers, |suppliers| one_of(suppliers, &product.supplier)),
            rule(&self.names, |words| has_a_word(product, words)),
            self.price_rule(product, price_list),
        ];
        let mut answers = answers.into_iter().flatten().peekable();
        match self.rules {
            Rules::All => answers.peek().is_some() && answers.all(|holds| holds),
            Rules::Any => answers.any(|holds| holds),
        }
    }

    /// The price list of this set.
    pub fn list<'a>(&'a self, of_all: &'a str) -> &'a str {
        if self.price_list.is_empty() { of_all } else { &self.price_list }
    }

    /// A product without a price in the list keeps no price rule.
    fn price_rule(&self, product: &Product, of_all: &str) -> Option<bool> {
        if self.price_from.is_none() && self.price_to.is_none() {
            return None;
        }
        let list = self.list(of_all);
        let price = product.prices.iter().find(|price| price.list == list);
        Some(price.is_some_and(|price| {
            self.price_from.is_none_or(|from| price.amount >= from)
                && self.price_to.is_none_or(|to| price.amount <= to)
        }))
    }
}

/// Whether a rule holds; `None` for one without wishes, which is no rule.
fn rule(wanted: &[String], holds: impl FnOnce(&[String]) -> bool) -> Option<bool> {
    (!wanted.is_empty()).then(|| holds(wanted))
}

/// Whether it has one of the things wished for; or has none at all, where that is wished for.
fn one_of<'a>(wanted: &[String], has: impl IntoIterator<Item = &'a Named>) -> bool {
    let mut has = has.into_iter().peekable();
    if has.peek().is_none() {
        return wanted.iter().any(|id| id == Class::NONE);
    }
    has.any(|named| wanted.contains(&named.id))
}

fn has_a_word(product: &Product, words: &[String]) -> bool {
    let name = product.full_name().to_lowercase();
    words.iter().any(|word| name.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::Price;

    fn mug() -> Product {
        Product {
            name: "Enamel Mug".to_owned(),
            options: vec!["Blue".to_owned()],
            brand: Some(Named { id: "80".to_owned(), name: String::new() }),
            supplier: Some(Named { id: "211".to_owned(), name: String::new() }),
            prices: vec![Price {
                list: "2".to_owned(),
                currency: "GBP".to_owned(),
                amount: "12.5".parse().unwrap(),
            }],
            ..Default::default()
        }
    }

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    fn takes(class: &Class) -> bool {
        class.takes("1042", &mug(), "2")
    }

    #[test]
    fn all_rules_must_hold_unless_one_is_enough() {
        let class = Class { brands: ids(&["80"]), suppliers: ids(&["9"]), ..Default::default() };
        assert!(!takes(&class));
        assert!(takes(&Class { rules: Rules::Any, ..class }));
    }

    #[test]
    fn a_set_without_rules_takes_only_what_was_picked() {
        for rules in [Rules::All, Rules::Any] {
            assert!(!takes(&Class { rules, ..Default::default() }));
            assert!(takes(&Class { rules, picked: ids(&["1042"]), ..Default::default() }));
        }
    }

    #[test]
    fn products_without_a_brand_can_be_wished_for() {
        let nameless = Product { brand: None, ..mug() };
        let class = Class { brands: ids(&["80", Class::NONE]), ..Default::default() };
        assert!(takes(&class) && class.takes("1", &nameless, "2"));
        assert!(!Class { brands: ids(&["80"]), ..class }.takes("1", &nameless, "2"));
    }

    #[test]
    fn words_are_found_in_the_whole_name_whatever_their_case() {
        assert!(takes(&Class { names: ids(&["teapot", "mug blue"]), ..Default::default() }));
        assert!(!takes(&Class { names: ids(&["red"]), ..Default::default() }));
    }

    #[test]
    fn a_price_counts_in_the_sets_own_list_and_both_bounds_belong_to_it() {
        let bound = |from: &str, to: &str| Class {
            price_from: from.parse().ok(),
            price_to: to.parse().ok(),
            ..Default::default()
        };
        assert!(takes(&bound("12.50", "12.5")) && takes(&bound("", "20")) && takes(&bound("5", "")));
        assert!(!takes(&bound("12.51", "")) && !takes(&bound("", "12.49")));
        assert!(!takes(&Class { price_list: "5".to_owned(), ..bound("1", "") }));
    }
}
