use model::Platform;
use serde::{Deserialize, Serialize};

/// What kind of document is meant: both are made, found, compared and paid in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DocumentKind {
    /// A sales order; money comes in.
    #[default]
    Order,
    /// A sales credit; money goes out.
    Credit,
}

impl DocumentKind {
    /// The word for one of them, and the key of the step that makes it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            DocumentKind::Order => "order",
            DocumentKind::Credit => "credit",
        }
    }

    /// What it is called before people.
    pub(crate) fn title(self) -> &'static str {
        match self {
            DocumentKind::Order => "Sales order",
            DocumentKind::Credit => "Sales credit",
        }
    }

    /// Where it is made (fact sheet 4.3.2, 4.3.4).
    pub(crate) fn path(self) -> &'static str {
        match self {
            DocumentKind::Order => "order-service/sales-order",
            DocumentKind::Credit => "order-service/sales-credit",
        }
    }

    /// Its order type (fact sheet 4.3.1).
    pub(crate) fn order_type(self) -> u64 {
        match self {
            DocumentKind::Order => 1,
            DocumentKind::Credit => 3,
        }
    }

    /// The type of its payments (fact sheet 4.5.1).
    pub(crate) fn payment_type(self) -> &'static str {
        match self {
            DocumentKind::Order => "RECEIPT",
            DocumentKind::Credit => "PAYMENT",
        }
    }

    /// What it is written as in failures.
    pub(crate) fn what(self) -> &'static str {
        match self {
            DocumentKind::Order => "sales order",
            DocumentKind::Credit => "sales credit",
        }
    }

    /// The failure of a draft that names what Brightpearl could not have.
    pub(crate) fn not_an_id(self, error: &crate::convert::order::NotAnId) -> model::Failure {
        model::Failure::Refused {
            platform: Platform::Brightpearl,
            what: self.what().to_owned(),
            code: String::new(),
            message: format!("the {} “{}” is no Brightpearl id", error.of, error.text),
        }
    }
}
