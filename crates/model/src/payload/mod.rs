//! What came from the source, one neutral shape a kind: no platform's field names, no JSON quirks.

mod customer;
mod inventory;
mod product;
mod refund;
mod sale;

pub use customer::{Address, Customer};
pub use inventory::{Stock, StockFigures, stock_ref};
pub use product::{Lifecycle, Named, Price, Product};
pub use refund::Return;
pub use sale::{Extra, ExtraSort, LineKind, Sale, SaleLine, TaxKey, Tender};

use serde::{Deserialize, Serialize};

use crate::{Kind, Money};

/// What a record carries, as the source told it last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Payload {
    /// A back-office product.
    Product(Product),
    /// One product in one shop.
    Inventory(Stock),
    /// A till sale.
    Order(Sale),
    /// A till customer.
    Customer(Customer),
    /// A return.
    Refund(Return),
}

impl Payload {
    /// The kind this payload belongs to; there is no second field that could disagree.
    pub fn kind(&self) -> Kind {
        match self {
            Payload::Product(_) => Kind::Product,
            Payload::Inventory(_) => Kind::Inventory,
            Payload::Order(_) => Kind::Order,
            Payload::Customer(_) => Kind::Customer,
            Payload::Refund(_) => Kind::Refund,
        }
    }

    /// The name the text index finds it by; for persons it goes to the erasable index instead.
    pub fn title(&self) -> String {
        match self {
            Payload::Product(product) => product.full_name(),
            Payload::Inventory(stock) => stock.product_name.clone(),
            Payload::Order(sale) => {
                sale.lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join(" ")
            }
            Payload::Customer(customer) => customer.full_name(),
            Payload::Refund(back) => {
                back.lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// The name the list sorts by, in lower case and not longer than sorting needs; `None` for kinds without one.
    pub fn sort_name(&self) -> Option<String> {
        self.kind().has_name().then(|| self.title().trim().to_lowercase().chars().take(80).collect())
    }

    /// The shop it belongs to, by its id at the till; `None` for kinds that belong to none.
    pub fn shop(&self) -> Option<&str> {
        let id = match self {
            Payload::Inventory(stock) => &stock.shop_ref,
            Payload::Order(sale) => &sale.shop.id,
            Payload::Refund(back) => &back.shop.id,
            Payload::Product(_) | Payload::Customer(_) => return None,
        };
        (!id.is_empty()).then_some(id.as_str())
    }

    /// Whether work itself read something that this news does not tell, so that [`Payload::beside`] may find something to keep.
    pub fn leaves_out_what_work_read(&self) -> bool {
        matches!(self, Payload::Inventory(Stock { figures: None, .. }))
    }

    /// What of `before` stays beside this news. A source tells of a product, never of its stock: the figures are read by the
    /// work itself, and those of the same item say more than none until it has read them again.
    #[must_use]
    pub fn beside(self, before: Option<&Payload>) -> Self {
        match (self, before) {
            (Payload::Inventory(news), Some(Payload::Inventory(known)))
                if news.item_ref == known.item_ref =>
            {
                let figures = news.figures.clone().or_else(|| known.figures.clone());
                Payload::Inventory(Stock { figures, ..news })
            }
            (news, _) => news,
        }
    }

    /// The total the list sorts by and sums; `None` for kinds without money.
    pub fn total(&self) -> Option<Money> {
        match self {
            Payload::Order(sale) => Money::from_decimal(sale.total, &sale.currency),
            Payload::Refund(back) => Money::from_decimal(back.total, &back.currency),
            Payload::Product(_) | Payload::Inventory(_) | Payload::Customer(_) => None,
        }
    }
}
