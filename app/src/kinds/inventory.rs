use super::{Column, Holds, KindView};
use model::{Kind, SortBy};

/// The log of stock.
pub static VIEW: KindView = KindView {
    kind: Kind::Inventory,
    title: "Inventory",
    letter: "i",
    one: "stock figure",
    about: "One row is one product in one shop: the quantity the till may sell.",
    columns: &[
        Column::own("Product name", 0, "name").heading().sorting(SortBy::Name),
        Column::own("SKU", 1, "code"),
        Column::own("Location", 2, "text"),
        Column::own("Quantity", 3, "number"),
        Column::of("Sync status", Holds::Status, "status"),
        Column::of("Last updated", Holds::Updated, "time"),
        Column::of("Action", Holds::Action, "action"),
    ],
    search_hint: "Name, SKU, id or reason",
    empty: "A stock figure appears for each shop as soon as a product is linked to the till. Check that products are in \
            step and that each shop has a warehouse under Settings, Shops.",
    people: false,
    read_with: None,
    #[cfg(feature = "ssr")]
    read: read::READER,
};

/// How one is put into words.
#[cfg(feature = "ssr")]
pub(super) mod read {
    use crate::kinds::{Cell, Reader, Section, words};
    use model::payload::Stock;
    use model::{Outgoing, Payload, Record};

    /// The words of this kind.
    pub(in crate::kinds) const READER: Reader =
        Reader { called: "Stock", name, asks: |_| None, cells, came, sent };

    fn stock(record: &Record) -> Option<&Stock> {
        match &record.payload {
            Some(Payload::Inventory(stock)) => Some(stock),
            _ => None,
        }
    }

    fn name(record: &Record) -> String {
        match stock(record) {
            Some(stock) => format!("{} in {}", stock.product_name, stock.shop_name),
            None => format!("Stock {}", record.source_ref),
        }
    }

    fn cells(record: &Record, _: Option<&str>) -> Vec<Cell> {
        let Some(stock) = stock(record) else {
            let unknown = || Cell::Text(String::new());
            return vec![
                Cell::Name(name(record), String::new()),
                unknown(),
                unknown(),
                Cell::Number(String::new()),
            ];
        };
        vec![
            Cell::Name(stock.product_name.clone(), format!("Brightpearl {}", stock.product_ref)),
            Cell::Ref(stock.sku.clone(), String::new()),
            Cell::Text(stock.shop_name.clone()),
            Cell::Number(quantity(record, stock)),
        ]
    }

    /// What the till shows as far as we know: what was written last, else what it should be; nothing before the first look.
    fn quantity(record: &Record, stock: &Stock) -> String {
        match (&record.sent, &stock.figures) {
            (_, Some(figures)) => figures.quantity().to_string(),
            (Some(Outgoing::Inventory(sent)), None) => sent.quantity.to_string(),
            _ => String::new(),
        }
    }

    fn came(payload: &Payload) -> Vec<Section> {
        let Payload::Inventory(stock) = payload else { return Vec::new() };
        let about = words::facts(
            "Product and shop",
            vec![
                words::fact("Product", &stock.product_name),
                words::fact("SKU", &stock.sku),
                words::fact("Location", &stock.shop_name),
            ],
        );
        let Some(figures) = &stock.figures else { return vec![about] };
        let line = |what: &str, units: i64| vec![what.to_owned(), units.to_string().replace('-', "−")];
        let sum = vec![
            line("Can be sold, says Brightpearl", figures.on_hand),
            line("Sold at the till, not in Brightpearl yet", -figures.unsynced_sales),
            line("Returned or voided at the till, not in Brightpearl yet", figures.unsynced_returns),
            line("Held at the till: layaways, special orders, work orders", -figures.held_at_till),
            line("Held back by setting", -figures.buffer),
        ];
        let total = vec![
            ("The till showed before".to_owned(), figures.till.to_string().replace('-', "−")),
            ("The till may sell".to_owned(), figures.quantity().to_string()),
        ];
        vec![about, words::grid("How the quantity came to be", &["What", "Units#"], sum, total)]
    }

    fn sent(outgoing: &Outgoing) -> Vec<Section> {
        let Outgoing::Inventory(draft) = outgoing else { return Vec::new() };
        let facts = vec![
            words::fact("Item at the till", &draft.item),
            words::fact("Shop", &draft.shop),
            words::fact("Quantity", draft.quantity.to_string()),
        ];
        vec![words::facts("Quantity at the till", facts)]
    }
}
