//! What each resource looks like: fields, relations, sort fields, verbs and rights (fact sheet, section 4).

mod counting;
mod credit;
mod goods;
mod matrix;
mod places;
mod sales;

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
    /// An item's place in its matrix.
    Attributes,
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

/// The resources the sandbox plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Resource {
    Category,
    CreditAccount,
    Customer,
    CustomerType,
    Employee,
    InventoryCount,
    InventoryCountItem,
    InventoryCountReconcile,
    InventoryLog,
    Item,
    ItemAttributeSet,
    ItemMatrix,
    ItemShop,
    Manufacturer,
    Note,
    PaymentType,
    Register,
    Sale,
    SaleLine,
    SalePayment,
    SaleVoid,
    ShipTo,
    Shop,
    SpecialOrder,
    TaxCategory,
    TaxCategoryClass,
    TaxClass,
}

impl Resource {
    pub(crate) const EVERY: [Self; 27] = [
        Self::Category,
        Self::CreditAccount,
        Self::Customer,
        Self::CustomerType,
        Self::Employee,
        Self::InventoryCount,
        Self::InventoryCountItem,
        Self::InventoryCountReconcile,
        Self::InventoryLog,
        Self::Item,
        Self::ItemAttributeSet,
        Self::ItemMatrix,
        Self::ItemShop,
        Self::Manufacturer,
        Self::Note,
        Self::PaymentType,
        Self::Register,
        Self::Sale,
        Self::SaleLine,
        Self::SalePayment,
        Self::SaleVoid,
        Self::ShipTo,
        Self::Shop,
        Self::SpecialOrder,
        Self::TaxCategory,
        Self::TaxCategoryClass,
        Self::TaxClass,
    ];

    /// Finds a resource by its name in the path; names are case-sensitive.
    pub(crate) fn named(name: &str) -> Option<Self> {
        // Notes come with what they are about; they have no address of their own.
        let has_address = |resource: &Self| *resource != Self::Note;
        Self::EVERY.into_iter().filter(has_address).find(|resource| resource.spec().name == name)
    }

    /// The fields by which rows of this resource are found from their parent.
    pub(crate) fn parents(self) -> &'static [&'static str] {
        match self {
            Self::Item => &["itemMatrixID"],
            Self::ItemShop | Self::InventoryLog => &["itemID"],
            Self::SaleLine => &["saleID", "parentSaleLineID"],
            Self::SalePayment | Self::SaleVoid | Self::ShipTo => &["saleID"],
            Self::SpecialOrder => &["saleLineID"],
            Self::InventoryCountItem | Self::InventoryCountReconcile => &["inventoryCountID"],
            Self::TaxCategoryClass => &["taxCategoryID"],
            Self::Register => &["shopID"],
            _ => &[],
        }
    }

    pub(crate) fn spec(self) -> &'static Spec {
        match self {
            Self::Category => &goods::CATEGORY,
            Self::CreditAccount => &credit::CREDIT_ACCOUNT,
            Self::Customer => &sales::CUSTOMER,
            Self::CustomerType => &sales::CUSTOMER_TYPE,
            Self::Employee => &places::EMPLOYEE,
            Self::InventoryCount => &counting::INVENTORY_COUNT,
            Self::InventoryCountItem => &counting::INVENTORY_COUNT_ITEM,
            Self::InventoryCountReconcile => &counting::INVENTORY_COUNT_RECONCILE,
            Self::InventoryLog => &goods::INVENTORY_LOG,
            Self::Item => &goods::ITEM,
            Self::ItemAttributeSet => &matrix::ITEM_ATTRIBUTE_SET,
            Self::ItemMatrix => &matrix::ITEM_MATRIX,
            Self::ItemShop => &goods::ITEM_SHOP,
            Self::Manufacturer => &goods::MANUFACTURER,
            Self::Note => &credit::NOTE,
            Self::PaymentType => &places::PAYMENT_TYPE,
            Self::Register => &places::REGISTER,
            Self::Sale => &sales::SALE,
            Self::SaleLine => &sales::SALE_LINE,
            Self::SalePayment => &sales::SALE_PAYMENT,
            Self::SaleVoid => &sales::SALE_VOID,
            Self::ShipTo => &credit::SHIP_TO,
            Self::Shop => &places::SHOP,
            Self::SpecialOrder => &credit::SPECIAL_ORDER,
            Self::TaxCategory => &places::TAX_CATEGORY,
            Self::TaxCategoryClass => &places::TAX_CATEGORY_CLASS,
            Self::TaxClass => &places::TAX_CLASS,
        }
    }
}
