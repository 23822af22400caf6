use serde::{Deserialize, Serialize};

use super::area::Area;

/// A part of the page; one form, saved by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// From which sale on orders are posted.
    GoLive,
    /// Price list, identifier and fields.
    Products,
    /// Which products reach the tills.
    Classes,
    /// How many units the tills show.
    Inventory,
    /// Tax codes.
    Taxes,
    /// Payment methods.
    Payments,
    /// Channel, warehouse and more of each shop.
    Shops,
    /// How sales become orders.
    Orders,
    /// How returns become credits.
    Refunds,
    /// How customers become contacts.
    Customers,
    /// Intervals and pauses.
    Schedule,
}

impl Part {
    /// The place on the page, as in `#taxes`.
    pub fn id(self) -> &'static str {
        match self {
            Part::GoLive => "go-live",
            Part::Products => "products",
            Part::Classes => "classification",
            Part::Inventory => "inventory",
            Part::Taxes => "taxes",
            Part::Payments => "payments",
            Part::Shops => "shops",
            Part::Orders => "orders",
            Part::Refunds => "refunds",
            Part::Customers => "customers",
            Part::Schedule => "schedule",
        }
    }

    /// The page it stands on.
    pub fn area(self) -> Area {
        match self {
            Part::GoLive | Part::Orders => Area::Orders,
            Part::Products => Area::Products,
            Part::Classes => Area::Classification,
            Part::Inventory | Part::Shops => Area::Inventory,
            Part::Taxes => Area::Taxes,
            Part::Payments => Area::Payments,
            Part::Refunds => Area::Refunds,
            Part::Customers => Area::Customers,
            Part::Schedule => Area::Schedule,
        }
    }

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Part::GoLive => "Go-live",
            Part::Products => "Products",
            Part::Classes => "Classification",
            Part::Inventory => "Inventory",
            Part::Taxes => "Taxes",
            Part::Payments => "Payments",
            Part::Shops => "Shops",
            Part::Orders => "Orders",
            Part::Refunds => "Refunds",
            Part::Customers => "Customers",
            Part::Schedule => "Schedule",
        }
    }
}
