//! Shops, registers, staff and what they charge: taxes and payment types (fact sheet, sections 4.1, 4.4, 4.10).

use super::{ALL, Resource, Spec, Verbs, many, nothing, nothings, one, r, w};
use crate::lightspeed::scalar::Kind::{Bool, Dec, Int, Text, Time};

pub(super) static SHOP: Spec = Spec {
    name: "Shop",
    key: "shopID",
    fields: &[
        r("shopID", Int),
        w("name", Text),
        w("serviceRate", Dec),
        w("timeZone", Text),
        w("taxLabor", Bool),
        w("labelTitle", Text),
        w("labelMsrp", Bool),
        r("archived", Bool),
        r("timeStamp", Time),
        w("companyRegistrationNumber", Text),
        w("vatNumber", Text),
        w("zebraBrowserPrint", Bool),
        r("contactID", Int),
        w("taxCategoryID", Int),
        r("receiptSetupID", Int),
        r("ccGatewayID", Int),
        r("gatewayConfigID", Text),
        w("priceLevelID", Int),
    ],
    sortable: &["shopID"],
    relations: &[
        nothing("Contact"),
        nothing("ReceiptSetup"),
        one("TaxCategory", Resource::TaxCategory, "taxCategoryID"),
        nothings("ShelfLocations"),
        many("Registers", Resource::Register, "shopID"),
        nothing("CCGateway"),
        nothing("PriceLevel"),
    ],
    verbs: Verbs { get_one: true, post: true, put: true, delete: false },
    read_rights: &["admin_shops", "admin_purchases"],
    write_rights: &["admin_shops"],
};

pub(super) static REGISTER: Spec = Spec {
    name: "Register",
    key: "registerID",
    fields: &[
        r("registerID", Int),
        w("name", Text),
        r("open", Bool),
        r("openTime", Time),
        r("archived", Bool),
        w("tipEnabled", Bool),
        r("openEmployeeID", Int),
        r("shopID", Int),
        r("ccTerminalID", Int),
    ],
    sortable: &["registerID"],
    relations: &[],
    verbs: Verbs { get_one: true, post: false, put: true, delete: false },
    read_rights: &["register_read", "register", "admin_shops"],
    write_rights: &["admin_shops"],
};

pub(super) static EMPLOYEE: Spec = Spec {
    name: "Employee",
    key: "employeeID",
    fields: &[
        r("employeeID", Int),
        w("firstName", Text),
        w("lastName", Text),
        w("lockOut", Bool),
        r("archived", Bool),
        r("timeStamp", Time),
        r("contactID", Int),
        r("clockInEmployeeHoursID", Int),
        w("employeeRoleID", Int),
        w("limitToShopID", Int),
        r("lastShopID", Int),
        r("lastSaleID", Int),
        r("lastRegisterID", Int),
    ],
    sortable: &["employeeID", "timeStamp"],
    relations: &[nothing("Contact"), nothing("EmployeeRole")],
    verbs: ALL,
    read_rights: &["admin_employees", "register_read", "register", "admin_shops"],
    write_rights: &["admin_employees"],
};

pub(super) static TAX_CLASS: Spec = Spec {
    name: "TaxClass",
    key: "taxClassID",
    fields: &[r("taxClassID", Int), w("name", Text), r("timeStamp", Time)],
    sortable: &["taxClassID", "timeStamp"],
    relations: &[],
    verbs: ALL,
    read_rights: &["inventory", "inventory_read", "product_edit", "admin_shops", "admin_purchases"],
    write_rights: &["admin_shops"],
};

pub(super) static TAX_CATEGORY: Spec = Spec {
    name: "TaxCategory",
    key: "taxCategoryID",
    fields: &[
        r("taxCategoryID", Int),
        w("isTaxInclusive", Bool),
        w("tax1Name", Text),
        w("tax2Name", Text),
        w("tax1Rate", Dec),
        w("tax2Rate", Dec),
        r("timeStamp", Time),
    ],
    sortable: &["taxCategoryID", "timeStamp"],
    relations: &[many("TaxCategoryClasses", Resource::TaxCategoryClass, "taxCategoryID")],
    verbs: ALL,
    read_rights: &["admin_shops", "admin_purchases"],
    write_rights: &["admin_shops"],
};

pub(super) static TAX_CATEGORY_CLASS: Spec = Spec {
    name: "TaxCategoryClass",
    key: "taxCategoryClassID",
    fields: &[
        r("taxCategoryClassID", Int),
        w("tax1Rate", Dec),
        w("tax2Rate", Dec),
        r("timeStamp", Time),
        w("taxCategoryID", Int),
        w("taxClassID", Int),
    ],
    sortable: &["taxClassID", "timeStamp"],
    relations: &[],
    verbs: Verbs { get_one: true, post: false, put: false, delete: true },
    read_rights: &["admin_shops", "admin_purchases"],
    write_rights: &["admin_shops"],
};

pub(super) static PAYMENT_TYPE: Spec = Spec {
    name: "PaymentType",
    key: "paymentTypeID",
    fields: &[
        r("paymentTypeID", Int),
        w("code", Text),
        w("name", Text),
        w("requireCustomer", Bool),
        r("archived", Bool),
        r("internalReserved", Bool),
        r("type", Text),
        r("channel", Text),
        w("refundAsPaymentTypeID", Int),
    ],
    sortable: &["paymentTypeID"],
    relations: &[],
    verbs: ALL,
    read_rights: &["admin_shops", "admin_purchases"],
    write_rights: &["admin_shops"],
};
