/// A page of the settings: the parts that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Both accounts.
    Connections,
    /// Price list, identifier and fields.
    Products,
    /// Which products reach the tills.
    Classification,
    /// How sales become orders.
    Orders,
    /// Tax codes.
    Taxes,
    /// Payment methods.
    Payments,
    /// What belongs to each shop, and how many units it shows.
    Inventory,
    /// How customers become contacts.
    Customers,
    /// How returns become credits.
    Refunds,
    /// Intervals and pauses.
    Schedule,
    /// Every save.
    History,
}

impl Area {
    /// All of them, in the order of the navigation.
    pub const ALL: [Area; 11] = [
        Area::Connections,
        Area::Products,
        Area::Classification,
        Area::Orders,
        Area::Taxes,
        Area::Payments,
        Area::Inventory,
        Area::Customers,
        Area::Refunds,
        Area::Schedule,
        Area::History,
    ];

    /// Its word in the address.
    pub fn word(self) -> &'static str {
        match self {
            Area::Connections => "connections",
            Area::Products => "products",
            Area::Classification => "classification",
            Area::Orders => "orders",
            Area::Taxes => "taxes",
            Area::Payments => "payments",
            Area::Inventory => "inventory",
            Area::Customers => "customers",
            Area::Refunds => "refunds",
            Area::Schedule => "schedule",
            Area::History => "history",
        }
    }

    /// The area of a word.
    pub fn parse(word: &str) -> Option<Area> {
        Area::ALL.into_iter().find(|area| area.word() == word)
    }

    /// Its address.
    pub fn address(self) -> String {
        format!("/settings/{}", self.word())
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Area::Connections => "Connections",
            Area::Products => "Products",
            Area::Classification => "Classification",
            Area::Orders => "Orders",
            Area::Taxes => "Taxes",
            Area::Payments => "Payments",
            Area::Inventory => "Shops and stock",
            Area::Customers => "Customers",
            Area::Refunds => "Refunds",
            Area::Schedule => "Schedule",
            Area::History => "History",
        }
    }

    /// What it decides, one sentence.
    pub fn about(self) -> &'static str {
        match self {
            Area::Connections => "Which accounts Lockstep works with, and whether they answer.",
            Area::Products => "What the tills show of a product, and at which price.",
            Area::Classification => "Which products reach the tills, and where they stand there.",
            Area::Orders => "From when and how a sale becomes a sales order.",
            Area::Taxes => "Which tax code belongs to each tax of the tills.",
            Area::Payments => "Which payment method belongs to each way to pay.",
            Area::Inventory => "Channel and warehouse of each shop, and how many units it shows.",
            Area::Customers => "How a customer of the till becomes a contact.",
            Area::Refunds => "How a return becomes a sales credit.",
            Area::Schedule => "How often each log looks for news, and what is paused.",
            Area::History => "Every save, with what it changed.",
        }
    }
}
