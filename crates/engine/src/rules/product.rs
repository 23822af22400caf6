use model::outgoing::ProductDraft;
use model::payload::{Lifecycle, Product, Stock, stock_ref};
use model::settings::{Class, WhenArchived};
use model::{Block, Failure, Kind, Lane, Outgoing, Payload, Settings};
use store::{Seen, Start};

use crate::flow::digest;

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
        let class = settings.class_of(source_ref, item);
        let place = class.map(|class| (&class.category, &class.tax_class, &class.price_list));
        let in_the_way = class.and_then(|class| price_list_in_the_way(settings, class));
        format!("{:?} {place:?} {in_the_way:?}", settings.products)
    }

    /// A linked product that keeps stock has a figure in every shop that has a warehouse.
    fn offspring(settings: &Settings, source_ref: &str, target_ref: &str, item: &Product) -> Vec<Seen> {
        if !keeps_stock(item) || !is_sold(item) {
            return Vec::new();
        }
        let shops = settings.shops.iter().filter(|(_, shop)| !shop.warehouse.is_empty());
        shops.map(|(shop, _)| figure(settings, source_ref, target_ref, shop, item)).collect()
    }

    fn transform(given: &Given<'_>, item: &Product) -> Verdict<ProductDraft> {
        if let Some(reason) = not_for_the_till(item) {
            return Verdict::Skip(reason);
        }
        let archive = item.lifecycle == Lifecycle::Archived;
        if archive && !(given.link.is_some() && given.settings.products.archived == WhenArchived::Archive) {
            let there = ProductRule::KIND.source().name();
            return Verdict::Skip(format!("archived in {there}"));
        }
        let Some(class) = given.settings.class_of(given.source_ref, item) else {
            // What was sold at the till once stays there; taking it away is a person's decision.
            return match given.link {
                Some(_) => Verdict::Skip("no longer classified; it stays at the till as it is".to_owned()),
                None => Verdict::Wait(vec![Block::Classification]),
            };
        };
        if let Some(block) = price_list_in_the_way(given.settings, class) {
            return Verdict::Wait(vec![block]);
        }
        let list = class.list(&given.settings.products.price_list);
        let Some(price) = item.prices.iter().find(|price| price.list == list) else {
            return Verdict::Fail(Failure::NoPrice { list: list.to_owned() });
        };
        let mut warnings = Vec::new();
        let products = &given.settings.products;
        let draft = ProductDraft {
            description: cut(&item.full_name(), LONGEST_NAME, &mut warnings),
            sku: item.sku.trim().to_owned(),
            ean: barcode("EAN", products.fields.ean.of(item), &mut warnings),
            upc: barcode("UPC", products.fields.upc.of(item), &mut warnings),
            manufacturer_sku: products.fields.manufacturer_sku.of(item).to_owned(),
            price: price.amount,
            cost: item.prices.iter().find(|price| price.list == products.cost_list).map(|price| price.amount),
            archive,
            category: or_else(&class.category, &products.default_category),
            tax_class: or_else(&class.tax_class, &products.default_tax_class),
            stock_tracked: keeps_stock(item),
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
        Lifecycle::Live | Lifecycle::Discontinued | Lifecycle::Archived => None,
        Lifecycle::Other { .. } => Some(format!("not live in {there}")),
    }
}

/// Whether stock is kept of it; of a bundle it is kept of its parts.
fn keeps_stock(item: &Product) -> bool {
    item.stock_tracked && !item.bundle
}

/// Whether a product could be sold at the tills, if a set takes it.
pub(crate) fn is_sold(item: &Product) -> bool {
    !item.placeholder && matches!(item.lifecycle, Lifecycle::Live | Lifecycle::Discontinued)
}

fn or_else(text: &str, other: &str) -> String {
    if text.is_empty() { other.to_owned() } else { text.to_owned() }
}

/// The stock figure of a product in a shop, as it begins.
fn figure(settings: &Settings, product: &str, target: &str, shop: &str, item: &Product) -> Seen {
    let stock = Stock {
        product_ref: product.to_owned(),
        product_name: item.full_name(),
        sku: item.sku.trim().to_owned(),
        item_ref: target.to_owned(),
        shop_ref: shop.to_owned(),
        shop_name: settings.facts.shop_name(shop),
        figures: None,
    };
    let reference = stock_ref(product, shop);
    Seen {
        kind: Kind::Inventory,
        source: Kind::Inventory.source(),
        source_ref: reference,
        changed_at: None,
        hash: digest(&[&stock.product_name, &stock.sku, &stock.item_ref, &stock.shop_name]),
        payload: Some(Payload::Inventory(stock)),
        solo: None,
        start: Start::Queue,
        moves: Vec::new(),
    }
}

/// What keeps the price list of a set from being used: none is chosen, its currency is not the tills', or it includes tax
/// where a shop's prices do not, or the other way round. What nobody asked the platforms for stands in nobody's way.
fn price_list_in_the_way(settings: &Settings, class: &Class) -> Option<Block> {
    let facts = &settings.facts;
    let block = |hint: String| Block::Setting { name: "price_list".to_owned(), hint };
    let id = class.list(&settings.products.price_list);
    if id.is_empty() {
        return Some(block("Choose the price list for the tills under Settings, Products.".to_owned()));
    }
    let place = if class.price_list.is_empty() { "Products" } else { "Classification" };
    let chosen = facts.price_lists.get(id)?;
    if let (Some(list), Some(till)) = (&chosen.currency, &facts.till_currency)
        && list != till
    {
        return Some(block(format!(
            "The price list “{}” is in {list} and the tills sell in {till}. Choose another list under Settings, {place}.",
            chosen.name
        )));
    }
    let list = chosen.includes_tax.filter(|_| !settings.products.prices_as_they_are)?;
    let mapped = settings.shops.iter().filter(|(_, shop)| !shop.warehouse.is_empty());
    let differs = mapped.filter_map(|(id, _)| Some((id, *facts.shops_include_tax.get(id)?)));
    let (shop, _) = differs.into_iter().find(|(_, includes)| *includes != list)?;
    let (list, till) = if list { ("with", "without") } else { ("without", "with") };
    Some(block(format!(
        "The price list “{}” is {list} tax, but {} sells at prices {till} tax. Choose a list of the right kind under \
         Settings, {place}.",
        chosen.name,
        facts.shop_name(shop)
    )))
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
    use model::settings::ProductSettings;

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
            standings: &HashMap::new(),
            instance: None,
            account: "acme",
            source_ref: "1042",
            link,
            sent: None,
            forced: false,
            begun: false,
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
    fn a_set_with_a_price_list_of_its_own_is_sold_at_its_prices() {
        let mut settings = settings();
        settings.classification[0].price_list = "5".to_owned();
        assert_eq!(
            verdict(&settings, &mug(), None),
            Verdict::Fail(Failure::NoPrice { list: "5".to_owned() })
        );
        let price = Price { list: "5".to_owned(), currency: "GBP".to_owned(), amount: 9.into() };
        let mug = Product { prices: vec![price, mug().prices.remove(0)], ..mug() };
        let Verdict::Send(draft) = verdict(&settings, &mug, None) else { panic!("not sent") };
        assert_eq!(draft.price, 9.into());
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
