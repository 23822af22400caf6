//! What an order is, and how far its money, goods and invoice are (fact sheet 4.3.1).

use jiff::Timestamp;

/// How far an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paid {
    /// No money yet, at most a part authorised.
    Unpaid,
    /// Less than the total.
    Partially,
    /// The total or more.
    Fully,
    /// All of the total is authorised, none of it captured.
    Authorized,
    /// The total is zero.
    NotApplicable,
}

impl Paid {
    /// The token, and the id order-search shows; of the ids only 5 is confirmed.
    pub fn code(self) -> (i64, &'static str) {
        match self {
            Self::Unpaid => (1, "UNPAID"),
            Self::Partially => (2, "PARTIALLY_PAID"),
            Self::Fully => (3, "PAID"),
            Self::Authorized => (4, "AUTHORIZED"),
            Self::NotApplicable => (5, "NOT_APPLICABLE"),
        }
    }
}

/// What an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderType {
    /// A sale to a customer.
    Sale,
    /// A purchase from a supplier.
    Purchase,
    /// What a customer gets back for a sale.
    Credit,
    /// What a supplier gives back for a purchase.
    PurchaseCredit,
}

impl OrderType {
    /// Finds a type by its code.
    pub fn by_code(code: &str) -> Option<Self> {
        let all = [Self::Sale, Self::Purchase, Self::Credit, Self::PurchaseCredit];
        all.into_iter().find(|kind| kind.code() == code)
    }

    /// The code orders carry.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sale => "SO",
            Self::Purchase => "PO",
            Self::Credit => "SC",
            Self::PurchaseCredit => "PC",
        }
    }

    /// The id and the name order-search shows.
    pub fn named(self) -> (i64, &'static str) {
        match self {
            Self::Sale => (1, "SALES_ORDER"),
            Self::Purchase => (2, "PURCHASE_ORDER"),
            Self::Credit => (3, "SALES_CREDIT"),
            Self::PurchaseCredit => (4, "PURCHASE_CREDIT"),
        }
    }

    /// Whether its goods leave the shop for a customer.
    pub fn sells(self) -> bool {
        self == Self::Sale
    }

    /// Whether money for it flows out of the shop.
    pub fn pays_out(self) -> bool {
        matches!(self, Self::Credit | Self::Purchase)
    }

    /// Whether the other party is a supplier.
    pub fn of_supplier(self) -> bool {
        matches!(self, Self::Purchase | Self::PurchaseCredit)
    }

    /// The codes of the stock status for none, part and all, and the id of the first in order-search.
    pub fn stock_codes(self) -> (i64, [&'static str; 3]) {
        match self {
            Self::Sale => (1, ["SON", "SOP", "SOA"]),
            Self::Purchase => (4, ["PON", "POP", "POA"]),
            Self::Credit => (7, ["SCN", "SCP", "SCA"]),
            Self::PurchaseCredit => (10, ["PCN", "PCP", "PCA"]),
        }
    }
}

/// How much of the stock-tracked rows is reserved, shipped or received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// No row is stock-tracked.
    NotRequired,
    /// No unit.
    Nothing,
    /// Fewer units than were ordered.
    Part,
    /// Every unit.
    All,
}

impl Level {
    /// Compares the units done with the units wanted.
    pub fn of(done: i64, wanted: i64) -> Self {
        match done {
            _ if wanted == 0 => Self::NotRequired,
            0 => Self::Nothing,
            units if units < wanted => Self::Part,
            _ => Self::All,
        }
    }
}

/// How far an order is invoiced ("closed").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invoice {
    /// Not at all.
    None,
    /// It was asked for and is done in the background; nothing may be edited meanwhile.
    Pending,
    /// Done: nothing can be edited any more.
    Done {
        /// The number of the invoice.
        reference: String,
        /// When it was made.
        closed_on: Timestamp,
    },
}
