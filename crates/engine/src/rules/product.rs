use model::outgoing::ProductDraft;
use model::payload::{Lifecycle, Product};
use model::{Block, Failure, Kind, Lane, Outgoing, Payload, Settings};

use super::{Given, Rule, Verdict};

/// Products to the tills (`flows.md`, Products).
#[derive(Debug, Clone, Copy)]
pub struct ProductRule;

/// The longest name a till item takes (fact sheet 4.2).
const LONGEST_NAME: usize = 255;

impl Rule for ProductRule {
    type Item = Product;
    type Draft = ProductDraft;
    const KIND: Kind = Kind::Product;
    const LANE: Lane = Lane::Products;
    const BATCH: u32 = 200;

    fn wrap(item: Product) -> Payload {
        Payload::Product(item)
    }

    fn item(payload: &Payload) -> Option<&Product> {
        match payload {
            Payload::Product(product) => Some(product),
            _ => None,
        }
    }

    fn outgoing(draft: ProductDraft) -> Outgoing {
        Outgoing::Product(draft)
    }

    fn reach(settings: &Settings, source_ref: &str, item: &Product) -> String {
        let place = settings.class_of(source_ref, item).map(|class| (&class.category, &class.tax_class));
        format!("{:?} {:?}", settings.products, place)
    }

    fn transform(given: &Given<'_>, item: &Product) -> Verdict<ProductDraft> {
        if let Some(reason) = not_for_the_till(item) {
            return Verdict::Skip(reason);
        }
        let Some(class) = given.settings.class_of(given.source_ref, item) else {
            // What was sold at the till once stays there; taking it away is a person's decision.
            return match given.link {
                Some(_) => Verdict::Skip("no longer classified; it stays at the till as it is".to_owned()),
                None => Verdict::Wait(vec![Block::Classification]),
            };
        };
        let list = &given.settings.products.price_list;
        if list.is_empty() {
            return Verdict::Wait(vec![no_price_list()]);
        }
        let Some(price) = item.prices.iter().find(|price| price.list == *list) else {
            return Verdict::Fail(Failure::NoPrice { list: list.clone() });
        };
        let mut warnings = Vec::new();
        let draft = ProductDraft {
            description: cut(&item.full_name(), LONGEST_NAME, &mut warnings),
            sku: item.sku.trim().to_owned(),
            ean: barcode("EAN", &item.ean, &mut warnings),
            upc: barcode("UPC", &item.upc, &mut warnings),
            manufacturer_sku: item.mpn.trim().to_owned(),
            price: price.amount,
            cost: None,
            archive: false,
            category: class.category.clone(),
            tax_class: class.tax_class.clone(),
            stock_tracked: item.stock_tracked && !item.bundle,
            match_by: given.settings.products.identifier,
            warnings,
        };
        if draft.match_value().is_empty() {
            return Verdict::Fail(Failure::NoIdentifier { identifier: draft.match_by.name().to_owned() });
        }
        Verdict::Send(draft)
    }
}

fn not_for_the_till(item: &Product) -> Option<String> {
    let there = ProductRule::KIND.source().name();
    if item.placeholder {
        return Some(format!("{there}'s own placeholder product"));
    }
    match item.lifecycle {
        Lifecycle::Live | Lifecycle::Discontinued => None,
        Lifecycle::Archived => Some(format!("archived in {there}")),
        Lifecycle::Other { .. } => Some(format!("not live in {there}")),
    }
}

fn no_price_list() -> Block {
    Block::Setting {
        name: "price_list".to_owned(),
        hint: "Choose the price list for the tills under Settings, Products.".to_owned(),
    }
}

/// Bar codes are digits only, 11 to 14 of them at the till (fact sheet 4.2); others are left out, not refused.
fn barcode(name: &str, text: &str, warnings: &mut Vec<String>) -> String {
    let code = text.trim();
    let fits = (11..=14).contains(&code.len()) && code.chars().all(|digit| digit.is_ascii_digit());
    if code.is_empty() || fits {
        return code.to_owned();
    }
    warnings.push(format!("the {name} “{code}” was left out; the till takes 11 to 14 digits"));
    String::new()
}

fn cut(text: &str, most: usize, warnings: &mut Vec<String>) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    warnings.push(format!("the name was cut after {most} characters"));
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use model::payload::{Named, Price};
    use model::settings::{Class, ProductSettings};

    use super::*;

    fn settings() -> Settings {
        Settings {
            products: ProductSettings { price_list: "2".to_owned(), ..Default::default() },
            classification: vec![Class {
                name: "Mugs".to_owned(),
                brands: vec!["80".to_owned()],
                category: "12".to_owned(),
                tax_class: "1".to_owned(),
                ..Default::default()
            }],
            ..Default::default()
        }
    }

    fn mug() -> Product {
        Product {
            name: "Mug".to_owned(),
            options: vec!["Blue".to_owned()],
            sku: " MUG-1 ".to_owned(),
            brand: Some(Named { id: "80".to_owned(), name: String::new() }),
            stock_tracked: true,
            prices: vec![Price {
                list: "2".to_owned(),
                currency: "GBP".to_owned(),
                amount: "12.5".parse().unwrap(),
            }],
            ..Default::default()
        }
    }

    fn verdict(settings: &Settings, item: &Product, link: Option<&str>) -> Verdict<ProductDraft> {
        let links = HashMap::new();
        let given = Given {
            settings,
            links: &links,
            account: "acme",
            source_ref: "1042",
            link,
            sent: None,
            forced: false,
        };
        ProductRule::transform(&given, item)
    }

    #[test]
    fn a_classified_product_is_sent_with_its_option_in_the_name() {
        let Verdict::Send(draft) = verdict(&settings(), &mug(), None) else { panic!("not sent") };
        assert_eq!(
            (draft.description.as_str(), draft.sku.as_str(), draft.category.as_str()),
            ("Mug Blue", "MUG-1", "12")
        );
    }

    #[test]
    fn without_a_class_a_new_product_waits_and_a_linked_one_stays_as_it_is() {
        let none = Settings { classification: Vec::new(), ..settings() };
        assert_eq!(verdict(&none, &mug(), None), Verdict::Wait(vec![Block::Classification]));
        assert!(matches!(verdict(&none, &mug(), Some("512")), Verdict::Skip(_)));
    }

    #[test]
    fn an_empty_price_is_not_zero() {
        let unpriced = Product { prices: Vec::new(), ..mug() };
        assert_eq!(
            verdict(&settings(), &unpriced, None),
            Verdict::Fail(Failure::NoPrice { list: "2".to_owned() })
        );
    }

    #[test]
    fn a_bar_code_of_the_wrong_length_is_left_out_with_a_warning() {
        let odd = Product { ean: "12345".to_owned(), upc: "123456789012".to_owned(), ..mug() };
        let Verdict::Send(draft) = verdict(&settings(), &odd, None) else { panic!("not sent") };
        assert_eq!((draft.ean.as_str(), draft.upc.as_str(), draft.warnings.len()), ("", "123456789012", 1));
    }

    #[test]
    fn archived_products_and_placeholders_are_skipped() {
        let archived = Product { lifecycle: Lifecycle::Archived, ..mug() };
        let placeholder = Product { placeholder: true, ..mug() };
        for item in [archived, placeholder] {
            assert!(matches!(verdict(&settings(), &item, None), Verdict::Skip(_)));
        }
    }

    #[test]
    fn a_product_without_the_linking_identifier_needs_a_person() {
        let nameless = Product { sku: "  ".to_owned(), ..mug() };
        assert_eq!(
            verdict(&settings(), &nameless, None),
            Verdict::Fail(Failure::NoIdentifier { identifier: "SKU".to_owned() })
        );
    }

    #[test]
    fn moving_a_class_reaches_its_products_and_renaming_it_does_not() {
        let before = ProductRule::reach(&settings(), "1042", &mug());
        let mut renamed = settings();
        let mut moved = settings();
        renamed.classification[0].name = "Cups".to_owned();
        moved.classification[0].category = "13".to_owned();
        assert_eq!(ProductRule::reach(&renamed, "1042", &mug()), before);
        assert_ne!(ProductRule::reach(&moved, "1042", &mug()), before);
    }
}
