use std::collections::BTreeMap;

use model::payload::TaxKey;
use platform::Entry;
use rust_decimal::Decimal;

use crate::wire::{TaxCategory, TaxClass};

/// The tax of a line. A line without tax, or with rates of zero, belongs to no tax category:
/// its class alone tells zero-rated goods from exempt ones.
pub fn tax_key(category: &str, class: &str, taxed: bool, rate1: Decimal, rate2: Decimal) -> TaxKey {
    let untaxed = !taxed || (rate1.is_zero() && rate2.is_zero());
    if untaxed {
        return TaxKey {
            category: String::new(),
            class: class.to_owned(),
            rate1: Decimal::ZERO,
            rate2: Decimal::ZERO,
        };
    }
    let (rate1, rate2) = (rate1.normalize(), rate2.normalize());
    TaxKey { category: category.to_owned(), class: class.to_owned(), rate1, rate2 }
}

/// Every tax a line can bear, for the settings: each category with each class, and each class untaxed.
/// The id is `{category}:{class}:{rate1}:{rate2}`.
pub fn tax_entries(categories: &[TaxCategory], classes: &[TaxClass]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for category in categories {
        let own: BTreeMap<&str, _> =
            category.classes.iter().filter_map(|rates| Some((rates.class.as_deref()?, rates))).collect();
        for class in classes {
            let Some(class_id) = class.id.as_deref() else { continue };
            let rates = match own.get(class_id) {
                Some(own) => (own.tax1_rate, own.tax2_rate),
                None => (category.tax1_rate, category.tax2_rate),
            };
            let (rate1, rate2) = (rates.0.unwrap_or_default(), rates.1.unwrap_or_default());
            let key = tax_key(category.id.as_deref().unwrap_or_default(), class_id, true, rate1, rate2);
            entries.push(entry(&key, &category_name(category), class));
        }
    }
    for class in classes {
        let key = tax_key("", class.id.as_deref().unwrap_or_default(), false, Decimal::ZERO, Decimal::ZERO);
        entries.push(entry(&key, "", class));
    }
    let mut seen = std::collections::BTreeSet::new();
    entries.retain(|entry| seen.insert(entry.id.clone()));
    entries
}

fn entry(key: &TaxKey, category: &str, class: &TaxClass) -> Entry {
    let class_name = class.name.clone().unwrap_or_default();
    let name = if key.category.is_empty() {
        "No tax".to_owned()
    } else {
        format!("{category} {}", key.rate_words())
    };
    let id = format!("{}:{}:{}:{}", key.category, key.class, key.rate1, key.rate2);
    let name = format!("{}, {class_name}", name.trim()).trim_end_matches([',', ' ']).to_owned();
    Entry::new(id, name, class_name)
}

fn category_name(category: &TaxCategory) -> String {
    let names = [&category.tax1_name, &category.tax2_name];
    let names: Vec<&str> =
        names.into_iter().flatten().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    names.join(" + ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::wire::envelope::read_row;

    #[rstest]
    #[case(true, "0.20", "0", "1", "0.2", "0")]
    #[case(true, "0.05", "0.09975", "1", "0.05", "0.09975")]
    #[case(true, "0", "0", "", "0", "0")]
    #[case(false, "0.2", "0", "", "0", "0")]
    fn a_line_without_tax_belongs_to_no_category(
        #[case] taxed: bool,
        #[case] rate1: &str,
        #[case] rate2: &str,
        #[case] category: &str,
        #[case] expect1: &str,
        #[case] expect2: &str,
    ) {
        let key = tax_key("1", "3", taxed, rate1.parse().unwrap(), rate2.parse().unwrap());
        assert_eq!((key.category.as_str(), key.class.as_str()), (category, "3"));
        assert_eq!((key.rate1.to_string(), key.rate2.to_string()), (expect1.to_owned(), expect2.to_owned()));
    }

    #[test]
    fn settings_can_choose_every_tax_a_line_can_bear() {
        let category = json!({ "taxCategoryID": "1", "tax1Name": "VAT", "tax2Name": "", "tax1Rate": "0.2", "tax2Rate": "0",
            "TaxCategoryClasses": { "TaxCategoryClass": { "taxClassID": "3", "tax1Rate": "0", "tax2Rate": "0" } } });
        let classes =
            [json!({ "taxClassID": "1", "name": "Item" }), json!({ "taxClassID": "3", "name": "Books" })];
        let classes = classes.map(|class| read_row(class).unwrap());
        let entries = tax_entries(&[read_row(category).unwrap()], &classes);
        let told: Vec<(&str, &str)> =
            entries.iter().map(|entry| (entry.id.as_str(), entry.name.as_str())).collect();
        assert_eq!(
            told,
            [("1:1:0.2:0", "VAT 20 %, Item"), (":3:0:0", "No tax, Books"), (":1:0:0", "No tax, Item")]
        );
    }
}
