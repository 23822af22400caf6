//! Inventory counts (fact sheet, section 4.3).

use super::{ALL, Spec, Verbs, r, w};
use crate::lightspeed::scalar::Kind::{Bool, Dec, Int, Text, Time};

const RIGHTS: &[&str] = &["inventory_counts"];

pub(super) static INVENTORY_COUNT: Spec = Spec {
    name: "InventoryCount",
    key: "inventoryCountID",
    fields: &[
        r("inventoryCountID", Int),
        w("name", Text),
        r("timeStamp", Time),
        r("archived", Bool),
        w("shopID", Int),
    ],
    sortable: &["inventoryCountID"],
    relations: &[],
    verbs: ALL,
    read_rights: RIGHTS,
    write_rights: RIGHTS,
};

pub(super) static INVENTORY_COUNT_ITEM: Spec = Spec {
    name: "InventoryCountItem",
    key: "inventoryCountItemID",
    fields: &[
        r("inventoryCountItemID", Int),
        w("qty", Int),
        r("timeStamp", Time),
        w("inventoryCountID", Int),
        w("itemID", Int),
        w("employeeID", Int),
    ],
    sortable: &["inventoryCountItemID", "inventoryCountID", "itemID"],
    relations: &[],
    verbs: ALL,
    read_rights: RIGHTS,
    write_rights: RIGHTS,
};

pub(super) static INVENTORY_COUNT_RECONCILE: Spec = Spec {
    name: "InventoryCountReconcile",
    key: "inventoryCountReconcileID",
    fields: &[
        r("inventoryCountReconcileID", Int),
        r("costChange", Dec),
        r("qohChange", Int),
        r("createTime", Time),
        w("inventoryCountID", Int),
        w("itemID", Int),
    ],
    sortable: &["inventoryCountReconcileID", "inventoryCountID", "itemID"],
    relations: &[],
    verbs: Verbs { get_one: true, post: true, put: false, delete: false },
    read_rights: &["inventory_counts_reconcile", "inventory_counts"],
    write_rights: &["inventory_counts_reconcile"],
};
