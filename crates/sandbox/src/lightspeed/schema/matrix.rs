//! Item matrices and the sets of attributes they vary in (fact sheet, section 4.5).

use super::{ALL, READ_ONLY, Resource, Spec, one, r, w};
use crate::lightspeed::scalar::Kind::{Bool, Dec, Int, Text, Time};

pub(super) static ITEM_MATRIX: Spec = Spec {
    name: "ItemMatrix",
    key: "itemMatrixID",
    fields: &[
        r("itemMatrixID", Int),
        w("description", Text),
        w("tax", Bool),
        w("defaultCost", Dec),
        w("itemType", Text),
        r("archived", Bool),
        r("timeStamp", Time),
        w("itemAttributeSetID", Int),
        w("manufacturerID", Int),
        w("categoryID", Int),
        w("taxClassID", Int),
    ],
    sortable: &["itemMatrixID", "timeStamp", "description"],
    relations: &[
        one("ItemAttributeSet", Resource::ItemAttributeSet, "itemAttributeSetID"),
        one("Manufacturer", Resource::Manufacturer, "manufacturerID"),
        one("Category", Resource::Category, "categoryID"),
    ],
    verbs: ALL,
    read_rights: &["inventory", "inventory_read", "product_edit"],
    write_rights: &["product_edit", "inventory"],
};

pub(super) static ITEM_ATTRIBUTE_SET: Spec = Spec {
    name: "ItemAttributeSet",
    key: "itemAttributeSetID",
    fields: &[
        r("itemAttributeSetID", Int),
        r("name", Text),
        r("attributeName1", Text),
        r("attributeName2", Text),
        r("attributeName3", Text),
        r("system", Bool),
        r("archived", Bool),
    ],
    sortable: &["itemAttributeSetID"],
    relations: &[],
    verbs: READ_ONLY,
    read_rights: &["inventory", "inventory_read", "product_edit"],
    write_rights: &["product_edit"],
};
