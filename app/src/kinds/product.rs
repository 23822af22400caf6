use super::{Column, Holds, KindView};
use model::{Kind, SortBy};

/// The log of products.
pub static VIEW: KindView = KindView {
    kind: Kind::Product,
    title: "Products",
    letter: "p",
    one: "product",
    about: "One row is one Brightpearl product on its way to the tills.",
    columns: &[
        Column::own("Product name", 0, "name").heading().sorting(SortBy::Name),
        Column::own("SKU", 1, "code"),
        Column::of("Source", Holds::Source, "source"),
        Column::of("Sync status", Holds::Status, "status"),
        Column::of("Last updated on platform", Holds::ChangedAtSource, "time"),
        Column::of("Action", Holds::Action, "action"),
    ],
    search_hint: "Name, SKU, bar code, id or reason",
    empty: "Products appear here as soon as Brightpearl has been read. Check the price list and the classification in the settings.",
    people: false,
    read_with: None,
    #[cfg(feature = "ssr")]
    read: read::READER,
};

/// How one is put into words.
#[cfg(feature = "ssr")]
pub(super) mod read {
    use crate::kinds::{Cell, Reader, Section, words};
    use model::outgoing::ProductDraft;
    use model::payload::{Lifecycle, Product};
    use model::{Outgoing, Payload, Record};

    /// The words of this kind.
    pub(in crate::kinds) const READER: Reader =
        Reader { called: "Product", name, asks: |_| None, cells, came, sent };

    fn product(record: &Record) -> Option<&Product> {
        match &record.payload {
            Some(Payload::Product(product)) => Some(product),
            _ => None,
        }
    }

    fn name(record: &Record) -> String {
        match product(record).map(Product::full_name) {
            Some(name) if !name.is_empty() => name,
            _ => format!("Product {}", record.source_ref),
        }
    }

    fn cells(record: &Record, _: Option<&str>) -> Vec<Cell> {
        let sku = product(record).map(|product| product.sku.clone()).unwrap_or_default();
        vec![
            Cell::Name(name(record), format!("Brightpearl {}", record.source_ref)),
            Cell::Ref(sku, String::new()),
        ]
    }

    fn came(payload: &Payload) -> Vec<Section> {
        let Payload::Product(product) = payload else { return Vec::new() };
        let names =
            |things: &[model::payload::Named]| things.iter().map(words::named).collect::<Vec<_>>().join(", ");
        let one =
            |thing: &Option<model::payload::Named>| thing.as_ref().map(words::named).unwrap_or_default();
        let about = words::facts(
            "Product in Brightpearl",
            vec![
                words::fact("Name", product.full_name()),
                words::fact("Brand", one(&product.brand)),
                words::fact("Type", one(&product.product_type)),
                words::fact("Categories", names(&product.categories)),
                words::fact("Supplier", one(&product.supplier)),
                words::fact("State", lifecycle(&product.lifecycle)),
                words::fact("Stock is kept", words::yes_no(product.stock_tracked)),
                words::fact("Bundle", if product.bundle { "Yes" } else { "" }),
            ],
        );
        let identifiers = words::facts(
            "Identifiers",
            vec![
                words::fact("SKU", &product.sku),
                words::fact("EAN", &product.ean),
                words::fact("UPC", &product.upc),
                words::fact("Bar code", &product.barcode),
                words::fact("Maker's part number", &product.mpn),
                words::fact("ISBN", &product.isbn),
            ],
        );
        let prices = product
            .prices
            .iter()
            .map(|price| vec![price.list.clone(), words::money(price.amount, &price.currency)])
            .collect::<Vec<_>>();
        let mut sections = vec![about, identifiers];
        if !prices.is_empty() {
            sections.push(words::grid("Prices", &["Price list", "One piece#"], prices, Vec::new()));
        }
        sections
    }

    fn lifecycle(state: &Lifecycle) -> String {
        match state {
            Lifecycle::Live => "On sale".to_owned(),
            Lifecycle::Discontinued => "Discontinued".to_owned(),
            Lifecycle::Archived => "Archived".to_owned(),
            Lifecycle::Other { word } => word.clone(),
        }
    }

    fn sent(outgoing: &Outgoing) -> Vec<Section> {
        let Outgoing::Product(draft) = outgoing else { return Vec::new() };
        vec![words::facts("Item at the till", item(draft))]
    }

    fn item(draft: &ProductDraft) -> Vec<crate::kinds::Fact> {
        vec![
            words::fact("Description", &draft.description),
            words::fact("SKU", &draft.sku),
            words::fact("EAN", &draft.ean),
            words::fact("UPC", &draft.upc),
            words::fact("Maker's part number", &draft.manufacturer_sku),
            words::fact("Price", words::money(draft.price, "")),
            words::fact("Category", &draft.category),
            words::fact("Tax class", &draft.tax_class),
            words::fact("Stock is kept", words::yes_no(draft.stock_tracked)),
            words::fact("Found at the till by", format!("{} {}", draft.match_by.name(), draft.match_value())),
        ]
    }
}
