//! Credit accounts and gift cards, special orders, deliveries and notes (fact sheet, sections 4.10 and 4.11).

use super::{READ_ONLY, Relation, Resource, Spec, Target, Verbs, one, r, w};
use crate::lightspeed::scalar::Kind::{Bool, Dec, Int, Text, Time};

pub(super) static CREDIT_ACCOUNT: Spec = Spec {
    name: "CreditAccount",
    key: "creditAccountID",
    fields: &[
        r("creditAccountID", Int),
        w("name", Text),
        w("code", Text),
        w("description", Text),
        w("giftCard", Bool),
        w("creditLimit", Dec),
        // What may still be spent; the vendor does not say which way it counts.
        r("balance", Dec),
        r("archived", Bool),
        r("timeStamp", Time),
        w("customerID", Int),
        r("contactID", Int),
    ],
    sortable: &["creditAccountID", "timeStamp", "customerID"],
    relations: &[one("Customer", Resource::Customer, "customerID")],
    verbs: super::ALL,
    read_rights: &["customers", "customers_read", "register", "register_read"],
    write_rights: &["customers", "register"],
};

pub(super) static SPECIAL_ORDER: Spec = Spec {
    name: "SpecialOrder",
    key: "specialOrderID",
    fields: &[
        r("specialOrderID", Int),
        r("unitQuantity", Int),
        r("contacted", Bool),
        r("completed", Bool),
        r("timeStamp", Time),
        r("status", Text),
        r("customerID", Int),
        r("shopID", Int),
        r("saleLineID", Int),
        r("orderLineID", Int),
        r("transferItemID", Int),
    ],
    sortable: &["specialOrderID", "timeStamp"],
    relations: &[
        one("Customer", Resource::Customer, "customerID"),
        one("SaleLine", Resource::SaleLine, "saleLineID"),
    ],
    verbs: READ_ONLY,
    read_rights: &["special_orders", "register", "register_read"],
    write_rights: &["special_orders"],
};

pub(super) static SHIP_TO: Spec = Spec {
    name: "ShipTo",
    key: "shipToID",
    fields: &[
        r("shipToID", Int),
        r("shipped", Bool),
        r("timeStamp", Time),
        r("shipNote", Text),
        r("firstName", Text),
        r("lastName", Text),
        r("company", Text),
        r("customerID", Int),
        r("saleID", Int),
        r("contactID", Int),
    ],
    sortable: &["shipToID", "timeStamp", "saleID"],
    relations: &[Relation { name: "Contact", target: Target::Contact }],
    verbs: READ_ONLY,
    read_rights: &["register", "register_read", "customers", "customers_read"],
    write_rights: &["register"],
};

/// Words on a line or a sale; seen only as a relation.
pub(super) static NOTE: Spec = Spec {
    name: "Note",
    key: "noteID",
    fields: &[r("noteID", Int), w("note", Text), w("isPublic", Bool), r("timeStamp", Time)],
    sortable: &["noteID"],
    relations: &[],
    verbs: Verbs { get_one: false, post: false, put: false, delete: false },
    read_rights: &[],
    write_rights: &[],
};
