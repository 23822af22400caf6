//! The custom fields this account has set up, and what their values must look like.

use serde_json::{Map, Value, json};

use crate::brightpearl::form::decimal;
use crate::brightpearl::when;

/// What a custom field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Orders of all types.
    Order,
    /// Customers and suppliers.
    Contact,
    /// Products.
    Product,
}

impl Owner {
    /// Names it in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Contact => "contact",
            Self::Product => "product",
        }
    }
}

/// The type of a field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Numeric,
    Date,
    YesNo,
    /// Ids and words to choose from.
    Select(&'static [(i64, &'static str)]),
}

/// A custom field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) id: i64,
    pub(super) code: &'static str,
    name: &'static str,
    kind: Kind,
}

const TIERS: &[(i64, &str)] = &[(160, "Gold"), (161, "Silver")];

static OF_ORDERS: [Field; 3] = [
    Field { id: 131, code: "PCF_TILL", name: "Till", kind: Kind::Text },
    Field { id: 132, code: "PCF_PICKUP", name: "Pick-up date", kind: Kind::Date },
    Field { id: 133, code: "PCF_URGENT", name: "Urgent", kind: Kind::YesNo },
];

static OF_CONTACTS: [Field; 2] = [
    Field { id: 141, code: "PCF_TIER", name: "Tier", kind: Kind::Select(TIERS) },
    Field { id: 142, code: "PCF_POINTS", name: "Points", kind: Kind::Numeric },
];

static OF_PRODUCTS: [Field; 3] = [
    Field { id: 151, code: "PCF_ORIGIN", name: "Origin", kind: Kind::Text },
    Field { id: 152, code: "PCF_FRAGILE", name: "Fragile", kind: Kind::YesNo },
    Field { id: 153, code: "PCF_AGE", name: "Least age", kind: Kind::Numeric },
];

/// The fields of one owner.
pub(super) fn fields(owner: Owner) -> &'static [Field] {
    match owner {
        Owner::Order => &OF_ORDERS,
        Owner::Contact => &OF_CONTACTS,
        Owner::Product => &OF_PRODUCTS,
    }
}

impl Field {
    /// Reads a value as it is stored and printed; `None` if it is of the wrong type.
    pub(super) fn read(&self, value: &Value) -> Option<Value> {
        match self.kind {
            Kind::Text => value.as_str().map(|text| json!(text)),
            // A number in a text comes back as a number.
            Kind::Numeric => decimal(value).and_then(|number| serde_json::from_str(&number.to_string()).ok()),
            Kind::Date => value.as_str().and_then(when::parse).map(|at| json!(when::print(at))),
            Kind::YesNo => value.as_bool().map(|yes| json!(yes)),
            Kind::Select(options) => {
                let id = value.get("id")?.as_i64()?;
                let option = options.iter().find(|option| option.0 == id)?;
                Some(json!({ "id": id, "value": option.1 }))
            }
        }
    }

    /// As the metadata print it.
    pub(super) fn to_wire(self) -> Value {
        let (kind, options) = match self.kind {
            Kind::Text => ("TEXT", None),
            Kind::Numeric => ("NUMERIC", None),
            Kind::Date => ("DATE", None),
            Kind::YesNo => ("YES_NO", None),
            Kind::Select(options) => ("SELECT", Some(options)),
        };
        let mut printed = json!({ "id": self.id, "code": self.code, "name": self.name, "customFieldType": kind,
                                  "required": false });
        if let (Some(keys), Some(options)) = (printed.as_object_mut(), options) {
            let map: Map<String, Value> = options
                .iter()
                .map(|(id, value)| (id.to_string(), json!({ "id": id, "value": value })))
                .collect();
            keys.insert("options".to_owned(), Value::Object(map));
        }
        printed
    }
}
