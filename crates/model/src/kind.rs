use serde::{Deserialize, Serialize};

/// What is kept in step; one log, one flow and one page each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One Brightpearl product, pushed to the tills.
    Product,
    /// One product in one shop: its sellable quantity, pushed to the tills.
    Inventory,
    /// One completed till sale, posted to Brightpearl as a sales order.
    Order,
    /// One till customer, posted to Brightpearl as a contact.
    Customer,
    /// One return of one sale's goods, posted to Brightpearl as a sales credit.
    Refund,
}

impl Kind {
    /// All kinds in the order the navigation shows them.
    pub const ALL: [Kind; 5] = [Kind::Product, Kind::Inventory, Kind::Order, Kind::Customer, Kind::Refund];

    /// The word used in the database, in `/api/v1/logs/{kind}` and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Product => "product",
            Kind::Inventory => "inventory",
            Kind::Order => "order",
            Kind::Customer => "customer",
            Kind::Refund => "refund",
        }
    }

    /// The word of the page's address, `/logs/{plural}`.
    pub fn plural(self) -> &'static str {
        match self {
            Kind::Product => "products",
            Kind::Inventory => "inventory",
            Kind::Order => "orders",
            Kind::Customer => "customers",
            Kind::Refund => "refunds",
        }
    }

    /// Reads [`Kind::word`] or [`Kind::plural`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word || kind.plural() == word)
    }

    /// The platform this kind is read from.
    pub fn source(self) -> Platform {
        match self {
            Kind::Product | Kind::Inventory => Platform::Brightpearl,
            Kind::Order | Kind::Customer | Kind::Refund => Platform::Lightspeed,
        }
    }

    /// Whether its records have a total.
    pub fn has_total(self) -> bool {
        matches!(self, Kind::Order | Kind::Refund)
    }

    /// Whether its records belong to a shop.
    pub fn has_shop(self) -> bool {
        matches!(self, Kind::Inventory | Kind::Order | Kind::Refund)
    }

    /// Whether its records are called by a name, so that they can be sorted by it.
    pub fn has_name(self) -> bool {
        matches!(self, Kind::Product | Kind::Inventory | Kind::Customer)
    }

    /// The platform this kind is written to.
    pub fn target(self) -> Platform {
        self.source().other()
    }
}

/// One of the two systems kept in step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// The back office.
    Brightpearl,
    /// Lightspeed Retail (R-Series), the tills.
    Lightspeed,
}

impl Platform {
    /// Both platforms.
    pub const ALL: [Platform; 2] = [Platform::Brightpearl, Platform::Lightspeed];

    /// The word used in the database and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Platform::Brightpearl => "brightpearl",
            Platform::Lightspeed => "lightspeed",
        }
    }

    /// The name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Platform::Brightpearl => "Brightpearl",
            Platform::Lightspeed => "Lightspeed",
        }
    }

    /// Reads [`Platform::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Platform> {
        Platform::ALL.into_iter().find(|platform| platform.word() == word)
    }

    /// The platform on the other side.
    pub fn other(self) -> Platform {
        match self {
            Platform::Brightpearl => Platform::Lightspeed,
            Platform::Lightspeed => Platform::Brightpearl,
        }
    }
}
