//! What each resource looks like: fields, relations, sort fields, verbs and rights (fact sheet, section 4).

use super::scalar::Kind;

/// A field on the wire.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) writable: bool,
}

/// Where a relation gets its rows from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    /// The one row of `resource` whose id stands in the field `via` of this row.
    One { resource: Resource, via: &'static str },
    /// The rows of `resource` whose field `parent` names this row.
    Many { resource: Resource, parent: &'static str },
    /// The customer's contact, which has a shape of its own.
    Contact,
    /// Known to the platform, but nothing in this shop has it.
    Nothing { many: bool },
}

/// A relation that can be asked for by `load_relations`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relation {
    pub(crate) name: &'static str,
    pub(crate) target: Target,
}

impl Relation {
    /// Whether it leads to several rows, which costs twice as much.
    pub(crate) fn many(&self) -> bool {
        matches!(self.target, Target::Many { .. } | Target::Nothing { many: true })
    }
}

/// What a verb does on a resource, and which rights allow it (any one is enough).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verbs {
    pub(crate) get_one: bool,
    pub(crate) post: bool,
    pub(crate) put: bool,
    pub(crate) delete: bool,
}

/// Everything the query engine and the generic writes need to know of a resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    pub(crate) key: &'static str,
    pub(crate) fields: &'static [Field],
    pub(crate) sortable: &'static [&'static str],
    pub(crate) relations: &'static [Relation],
    pub(crate) verbs: Verbs,
    pub(crate) read_rights: &'static [&'static str],
    pub(crate) write_rights: &'static [&'static str],
}

impl Spec {
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub(crate) fn relation(&self, name: &str) -> Option<&'static Relation> {
        self.relations.iter().find(|relation| relation.name == name)
    }
}

const fn w(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, writable: true }
}

const fn r(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, writable: false }
}

const fn one(name: &'static str, resource: Resource, via: &'static str) -> Relation {
    Relation { name, target: Target::One { resource, via } }
}

const fn many(name: &'static str, resource: Resource, parent: &'static str) -> Relation {
    Relation { name, target: Target::Many { resource, parent } }
}

const fn nothing(name: &'static str) -> Relation {
    Relation { name, target: Target::Nothing { many: false } }
}

const fn nothings(name: &'static str) -> Relation {
    Relation { name, target: Target::Nothing { many: true } }
}

const READ_ONLY: Verbs = Verbs { get_one: true, post: false, put: false, delete: false };
const ALL: Verbs = Verbs { get_one: true, post: true, put: true, delete: true };

use Kind::{Bool, Dec, Int, Text, Time};

/// The resources the sandbox plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Resource {
    Category,
    Customer,
    CustomerType,
    Employee,
    InventoryLog,
    Item,
    ItemShop,
    Manufacturer,
    PaymentType,
    Register,
    Sale,
    SaleLine,
    SalePayment,
    SaleVoid,
    Shop,
    TaxCategory,
    TaxCategoryClass,
    TaxClass,
}

impl Resource {
    pub(crate) const EVERY: [Self; 18] = [
        Self::Category,
        Self::Customer,
        Self::CustomerType,
        Self::Employee,
        Self::InventoryLog,
        Self::Item,
        Self::ItemShop,
        Self::Manufacturer,
        Self::PaymentType,
        Self::Register,
        Self::Sale,
        Self::SaleLine,
        Self::SalePayment,
        Self::SaleVoid,
        Self::Shop,
        Self::TaxCategory,
        Self::TaxCategoryClass,
        Self::TaxClass,
    ];

    /// Finds a resource by its name in the path; names are case-sensitive.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|resource| resource.spec().name == name)
    }

    /// The fields by which rows of this resource are found from their parent.
    pub(crate) fn parents(self) -> &'static [&'static str] {
        match self {
            Self::ItemShop | Self::InventoryLog => &["itemID"],
            Self::SaleLine | Self::SalePayment | Self::SaleVoid => &["saleID"],
            Self::TaxCategoryClass => &["taxCategoryID"],
            Self::Register => &["shopID"],
            _ => &[],
        }
    }

    pub(crate) fn spec(self) -> &'static Spec {
        match self {
            Self::Category => &CATEGORY,
            Self::Customer => &CUSTOMER,
            Self::CustomerType => &CUSTOMER_TYPE,
            Self::Employee => &EMPLOYEE,
            Self::InventoryLog => &INVENTORY_LOG,
            Self::Item => &ITEM,
            Self::ItemShop => &ITEM_SHOP,
            Self::Manufacturer => &MANUFACTURER,
            Self::PaymentType => &PAYMENT_TYPE,
            Self::Register => &REGISTER,
            Self::Sale => &SALE,
            Self::SaleLine => &SALE_LINE,
            Self::SalePayment => &SALE_PAYMENT,
            Self::SaleVoid => &SALE_VOID,
            Self::Shop => &SHOP,
            Self::TaxCategory => &TAX_CATEGORY,
            Self::TaxCategoryClass => &TAX_CATEGORY_CLASS,
            Self::TaxClass => &TAX_CLASS,
        }
    }
}

static SHOP: Spec = Spec {
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
    verbs: READ_ONLY,
    read_rights: &["admin_shops", "admin_purchases"],
    write_rights: &["admin_shops"],
};

static REGISTER: Spec = Spec {
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
    verbs: READ_ONLY,
    read_rights: &["register_read", "register", "admin_shops"],
    write_rights: &["admin_shops"],
};

static EMPLOYEE: Spec = Spec {
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
    verbs: READ_ONLY,
    read_rights: &["admin_employees", "register_read", "register", "admin_shops"],
    write_rights: &["admin_employees"],
};

static ITEM: Spec = Spec {
    name: "Item",
    key: "itemID",
    fields: &[
        r("itemID", Int),
        r("systemSku", Text),
        w("description", Text),
        w("customSku", Text),
        w("manufacturerSku", Text),
        w("upc", Text),
        w("ean", Text),
        w("defaultCost", Dec),
        r("avgCost", Dec),
        w("tax", Bool),
        w("discountable", Bool),
        w("taxClassID", Int),
        w("categoryID", Int),
        w("manufacturerID", Int),
        w("defaultVendorID", Int),
        w("itemMatrixID", Int),
        w("seasonID", Int),
        w("departmentID", Int),
        w("modelYear", Int),
        w("itemType", Text),
        w("serialized", Bool),
        w("publishToEcom", Bool),
        // PUT may only take it back to false; `write::item` sees to that.
        r("archived", Bool),
        r("createTime", Time),
        r("timeStamp", Time),
    ],
    sortable: &["itemID", "timeStamp", "description"],
    relations: &[
        one("Category", Resource::Category, "categoryID"),
        one("TaxClass", Resource::TaxClass, "taxClassID"),
        nothing("ItemAttributes"),
        one("Manufacturer", Resource::Manufacturer, "manufacturerID"),
        nothing("Note"),
        nothings("Images"),
        many("ItemShops", Resource::ItemShop, "itemID"),
        nothings("ItemVendorNums"),
        nothings("ItemComponents"),
        nothing("ItemECommerce"),
        nothings("TagRelations"),
        nothings("CustomFieldValues"),
        nothings("ItemPrices"),
    ],
    verbs: ALL,
    read_rights: &["inventory", "inventory_read", "product_edit", "register", "register_read"],
    write_rights: &["product_edit", "inventory"],
};

static ITEM_SHOP: Spec = Spec {
    name: "ItemShop",
    key: "itemShopID",
    fields: &[
        r("itemShopID", Int),
        r("qoh", Int),
        r("sellable", Int),
        r("backorder", Int),
        r("componentQoh", Int),
        r("componentBackorder", Int),
        w("reorderPoint", Int),
        w("reorderLevel", Int),
        r("onLayaway", Int),
        r("onSpecialOrder", Int),
        r("onWorkorder", Int),
        r("onTransferOut", Int),
        r("onTransferIn", Int),
        r("averageCost", Dec),
        r("totalValueFifo", Dec),
        r("totalValueAvgCost", Dec),
        r("totalValueNegativeInventory", Dec),
        r("timeStamp", Time),
        r("itemID", Int),
        r("shopID", Int),
    ],
    sortable: &["itemShopID", "timeStamp"],
    relations: &[],
    verbs: Verbs { get_one: true, post: false, put: true, delete: false },
    read_rights: &["inventory", "inventory_read", "product_edit"],
    write_rights: &["inventory", "product_edit"],
};

static CATEGORY: Spec = Spec {
    name: "Category",
    key: "categoryID",
    fields: &[
        r("categoryID", Int),
        w("name", Text),
        r("nodeDepth", Int),
        r("fullPathName", Text),
        r("leftNode", Int),
        r("rightNode", Int),
        w("parentID", Int),
        r("createTime", Time),
        r("timeStamp", Time),
    ],
    sortable: &["categoryID", "timeStamp", "leftNode", "rightNode"],
    relations: &[one("Parent", Resource::Category, "parentID")],
    verbs: ALL,
    read_rights: &["categories", "inventory", "inventory_read", "product_edit"],
    write_rights: &["categories"],
};

static TAX_CLASS: Spec = Spec {
    name: "TaxClass",
    key: "taxClassID",
    fields: &[r("taxClassID", Int), w("name", Text), r("timeStamp", Time)],
    sortable: &["taxClassID", "timeStamp"],
    relations: &[],
    verbs: ALL,
    read_rights: &["inventory", "inventory_read", "product_edit", "admin_shops", "admin_purchases"],
    write_rights: &["admin_shops"],
};

static TAX_CATEGORY: Spec = Spec {
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

static TAX_CATEGORY_CLASS: Spec = Spec {
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

static MANUFACTURER: Spec = Spec {
    name: "Manufacturer",
    key: "manufacturerID",
    fields: &[r("manufacturerID", Int), w("name", Text), r("createTime", Time), r("timeStamp", Time)],
    sortable: &["manufacturerID", "timeStamp", "name"],
    relations: &[],
    verbs: Verbs { get_one: true, post: true, put: true, delete: false },
    read_rights: &["manufacturers", "inventory", "inventory_read", "product_edit"],
    write_rights: &["manufacturers"],
};

static CUSTOMER_TYPE: Spec = Spec {
    name: "CustomerType",
    key: "customerTypeID",
    fields: &[r("customerTypeID", Int), w("name", Text), w("taxCategoryID", Int), w("discountID", Int)],
    sortable: &["customerTypeID"],
    relations: &[],
    verbs: READ_ONLY,
    read_rights: &["customers", "customers_read"],
    write_rights: &["customers"],
};

static CUSTOMER: Spec = Spec {
    name: "Customer",
    key: "customerID",
    fields: &[
        r("customerID", Int),
        w("firstName", Text),
        w("lastName", Text),
        w("dob", Time),
        r("archived", Bool),
        w("title", Text),
        w("company", Text),
        w("companyRegistrationNumber", Text),
        w("vatNumber", Text),
        r("createTime", Time),
        r("timeStamp", Time),
        r("creditAccountID", Int),
        w("customerTypeID", Int),
        w("discountID", Int),
        w("taxCategoryID", Int),
        r("contactID", Int),
    ],
    sortable: &["customerID", "timeStamp", "firstName", "lastName"],
    relations: &[
        Relation { name: "Contact", target: Target::Contact },
        one("CustomerType", Resource::CustomerType, "customerTypeID"),
        nothing("Discount"),
        nothing("Note"),
        one("TaxCategory", Resource::TaxCategory, "taxCategoryID"),
        nothing("CreditAccount"),
        nothings("Tags"),
        nothings("CustomFieldValues"),
    ],
    verbs: ALL,
    read_rights: &["customers", "customers_read"],
    write_rights: &["customers"],
};

static PAYMENT_TYPE: Spec = Spec {
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

static SALE: Spec = Spec {
    name: "Sale",
    key: "saleID",
    fields: &[
        r("saleID", Int),
        r("ticketNumber", Text),
        w("completed", Bool),
        r("voided", Bool),
        r("archived", Bool),
        r("createTime", Time),
        w("completeTime", Time),
        r("timeStamp", Time),
        r("updatetime", Time),
        w("referenceNumber", Text),
        w("referenceNumberSource", Text),
        w("enablePromotions", Bool),
        r("isTaxInclusive", Bool),
        r("tax1Rate", Dec),
        r("tax2Rate", Dec),
        r("change", Dec),
        w("receiptPreference", Text),
        r("displayableSubtotal", Dec),
        r("displayableTotal", Dec),
        r("calcSubtotal", Dec),
        r("calcDiscount", Dec),
        r("calcTaxable", Dec),
        r("calcNonTaxable", Dec),
        r("calcTax1", Dec),
        r("calcTax2", Dec),
        r("calcTotal", Dec),
        r("calcPayments", Dec),
        r("calcTips", Dec),
        r("calcAvgCost", Dec),
        r("calcFIFOCost", Dec),
        r("total", Dec),
        r("totalDue", Dec),
        r("taxTotal", Dec),
        r("balance", Dec),
        r("discountPercent", Dec),
        w("customerID", Int),
        r("discountID", Int),
        w("employeeID", Int),
        r("quoteID", Int),
        w("registerID", Int),
        r("shipToID", Int),
        w("shopID", Int),
        w("taxCategoryID", Int),
        r("tipEmployeeID", Int),
    ],
    sortable: &["saleID", "timeStamp", "completeTime", "updatetime"],
    relations: &[
        many("SaleLines", Resource::SaleLine, "saleID"),
        nothings("SaleNotes"),
        many("SalePayments", Resource::SalePayment, "saleID"),
        nothing("ShipTo"),
        one("Customer", Resource::Customer, "customerID"),
        nothing("Discount"),
        one("Shop", Resource::Shop, "shopID"),
        one("TaxCategory", Resource::TaxCategory, "taxCategoryID"),
        nothing("Quote"),
    ],
    verbs: READ_ONLY,
    read_rights: &["register_read", "register", "reports"],
    write_rights: &["register"],
};

static SALE_LINE: Spec = Spec {
    name: "SaleLine",
    key: "saleLineID",
    fields: &[
        r("saleLineID", Int),
        r("createTime", Time),
        r("timeStamp", Time),
        w("unitQuantity", Int),
        w("unitPrice", Dec),
        r("normalUnitPrice", Dec),
        w("discountAmount", Dec),
        w("discountPercent", Dec),
        r("avgCost", Dec),
        r("fifoCost", Dec),
        w("tax", Bool),
        r("tax1Rate", Dec),
        r("tax2Rate", Dec),
        r("isLayaway", Bool),
        r("isWorkorder", Bool),
        r("isSpecialOrder", Bool),
        r("displayableSubtotal", Dec),
        r("displayableUnitPrice", Dec),
        r("lineType", Text),
        r("calcLineDiscount", Dec),
        r("calcTransactionDiscount", Dec),
        r("calcSubtotal", Dec),
        r("calcTax1", Dec),
        r("calcTax2", Dec),
        r("calcTotal", Dec),
        w("taxClassID", Int),
        r("customerID", Int),
        r("discountID", Int),
        r("employeeID", Int),
        w("itemID", Int),
        r("noteID", Int),
        r("parentSaleLineID", Int),
        r("shopID", Int),
        r("taxCategoryID", Int),
        r("saleID", Int),
        r("itemFeeID", Int),
    ],
    sortable: &["saleLineID", "timeStamp", "saleID"],
    relations: &[
        nothing("Discount"),
        one("TaxClass", Resource::TaxClass, "taxClassID"),
        nothing("Note"),
        one("Item", Resource::Item, "itemID"),
        nothings("InventorySales"),
    ],
    verbs: READ_ONLY,
    read_rights: &["register_read", "register", "reports"],
    write_rights: &["register"],
};

static SALE_PAYMENT: Spec = Spec {
    name: "SalePayment",
    key: "salePaymentID",
    fields: &[
        r("salePaymentID", Int),
        r("amount", Dec),
        r("tipAmount", Dec),
        r("createTime", Time),
        r("archived", Bool),
        r("remoteReference", Text),
        r("paymentID", Text),
        r("saleID", Int),
        r("paymentTypeID", Int),
        r("ccChargeID", Int),
        r("refPaymentID", Int),
        r("registerID", Int),
        r("employeeID", Int),
        r("creditAccountID", Int),
    ],
    // The table of the vendor names timeStamp here too, though the record shows none.
    sortable: &["salePaymentID", "saleID"],
    relations: &[
        one("PaymentType", Resource::PaymentType, "paymentTypeID"),
        nothing("CCCharge"),
        nothings("SaleAccounts"),
        nothings("Signatures"),
    ],
    verbs: READ_ONLY,
    read_rights: &["register_read", "register", "reports"],
    write_rights: &["register"],
};

static SALE_VOID: Spec = Spec {
    name: "SaleVoid",
    key: "saleVoidID",
    fields: &[
        r("saleVoidID", Int),
        r("createTime", Time),
        r("reason", Text),
        r("saleID", Int),
        r("employeeID", Int),
        r("shopID", Int),
    ],
    sortable: &["saleVoidID", "saleID"],
    relations: &[],
    verbs: READ_ONLY,
    read_rights: &["admin_void_sale"],
    write_rights: &["admin_void_sale"],
};

static INVENTORY_LOG: Spec = Spec {
    name: "InventoryLog",
    key: "inventoryLogID",
    fields: &[
        r("inventoryLogID", Int),
        r("qohChange", Int),
        r("costChange", Dec),
        r("createTime", Time),
        r("automated", Bool),
        r("reason", Text),
        r("causedNegative", Bool),
        r("employeeID", Int),
        r("itemID", Int),
        r("shopID", Int),
        r("orderID", Int),
        r("transferID", Int),
        r("saleID", Int),
        r("inventoryCountID", Int),
        r("customerID", Int),
        r("vendorReturnID", Int),
        r("itemImportID", Int),
    ],
    sortable: &["inventoryLogID", "itemID"],
    relations: &[],
    verbs: Verbs { get_one: false, post: false, put: false, delete: false },
    read_rights: &["inventory"],
    write_rights: &["inventory"],
};
