//! The settings of the account `acmeshop`: a retailer in Britain with a warehouse and three shops.

/// A tax code. Sales orders name it by its code, products by id and code, contacts by id.
#[derive(Debug, Clone, Copy)]
pub struct TaxCode {
    /// How contacts name it.
    pub id: i64,
    /// How orders name it.
    pub code: &'static str,
    /// For people.
    pub description: &'static str,
    /// Thousandths of a per cent.
    pub rate: i64,
}

impl TaxCode {
    /// The rate in per cent.
    pub fn percent(&self) -> rust_decimal::Decimal {
        rust_decimal::Decimal::new(self.rate, 3)
    }
}

/// The tax codes.
pub const TAX_CODES: [TaxCode; 5] = [
    TaxCode { id: 1, code: "Z", description: "Zero rated", rate: 0 },
    TaxCode { id: 3, code: "E", description: "Exempt", rate: 0 },
    TaxCode { id: 7, code: "T20", description: "Standard rate", rate: 20_000 },
    TaxCode { id: 8, code: "T5", description: "Reduced rate", rate: 5_000 },
    TaxCode { id: 9, code: "QC", description: "GST and QST", rate: 14_975 },
];

/// A nominal code of the ledger of accounts.
#[derive(Debug, Clone, Copy)]
pub struct NominalCode {
    /// Not used by any other resource.
    pub id: i64,
    /// How everything names it; digits.
    pub code: &'static str,
    /// For people.
    pub name: &'static str,
    /// The kind of account it is.
    pub type_id: i64,
    /// Whether it is a bank account.
    pub bank: bool,
    /// Whether discounts go there.
    pub discount: bool,
    /// The tax code it suggests.
    pub tax_code: Option<&'static str>,
}

const fn nominal(id: i64, code: &'static str, name: &'static str, type_id: i64) -> NominalCode {
    NominalCode { id, code, name, type_id, bank: false, discount: false, tax_code: None }
}

/// The nominal codes.
pub const NOMINAL_CODES: [NominalCode; 15] = [
    nominal(3, "1001", "Stock", 5),
    nominal(5, "1100", "Accounts receivable", 6),
    NominalCode { bank: true, ..nominal(7, "1200", "Bank current account", 7) },
    NominalCode { bank: true, ..nominal(8, "1205", "Bank euro account", 7) },
    NominalCode { bank: true, ..nominal(9, "1210", "Cash in tills", 7) },
    nominal(10, "2109", "Gift cards outstanding", 8),
    nominal(11, "2110", "Customer deposits", 8),
    NominalCode { tax_code: Some("T20"), ..nominal(12, "4000", "Sales", 1) },
    NominalCode { discount: true, ..nominal(13, "4009", "Discounts given", 1) },
    NominalCode { tax_code: Some("T20"), ..nominal(14, "4040", "Shipping charged", 1) },
    nominal(15, "4050", "Tips received", 1),
    nominal(16, "4900", "Cash rounding", 1),
    nominal(17, "5000", "Cost of goods", 2),
    nominal(18, "8205", "Till differences", 3),
    nominal(19, "9999", "Suspense", 9),
];

/// A way to pay, with the bank account its money goes to for each currency.
#[derive(Debug, Clone, Copy)]
pub struct PaymentMethod {
    /// Shown by `payment-method-search` only.
    pub id: i64,
    /// How payments name it; capitals.
    pub code: &'static str,
    /// For people.
    pub name: &'static str,
    /// Whether it can still be chosen in the back office.
    pub active: bool,
    /// Currency code and nominal code of the bank account.
    pub banks: &'static [(&'static str, &'static str)],
}

/// The payment methods; `VOUCHER` has no bank account, so its payments never get a journal.
pub const PAYMENT_METHODS: [PaymentMethod; 8] = [
    PaymentMethod { id: 1, code: "CASH", name: "Cash", active: true, banks: &[("GBP", "1210")] },
    PaymentMethod {
        id: 2,
        code: "CARD",
        name: "Card",
        active: true,
        banks: &[("GBP", "1200"), ("EUR", "1205")],
    },
    PaymentMethod { id: 3, code: "GIFTCARD", name: "Gift card", active: true, banks: &[("GBP", "2109")] },
    PaymentMethod { id: 4, code: "CHEQUE", name: "Cheque", active: true, banks: &[("GBP", "1200")] },
    PaymentMethod { id: 5, code: "ACCOUNT", name: "On account", active: true, banks: &[("GBP", "2110")] },
    PaymentMethod { id: 6, code: "VOUCHER", name: "Paper voucher", active: true, banks: &[] },
    PaymentMethod {
        id: 7,
        code: "OLDTERM",
        name: "Old card terminal",
        active: false,
        banks: &[("GBP", "1200")],
    },
    PaymentMethod { id: 8, code: "EXCHANGE", name: "Exchange", active: true, banks: &[("GBP", "9999")] },
];

/// A price list.
#[derive(Debug, Clone, Copy)]
pub struct PriceList {
    /// How products and orders name it.
    pub id: i64,
    /// For people.
    pub name: &'static str,
    /// Short name.
    pub code: &'static str,
    /// Three letters.
    pub currency: &'static str,
    /// `SELL` or `BUY`.
    pub kind: &'static str,
    /// Whether its prices contain tax.
    pub gross: bool,
}

/// The cost price list.
pub const COST_LIST: i64 = 1;
/// The retail price list in pounds, tax included.
pub const RETAIL_LIST: i64 = 2;
/// The retail price list in euros, tax included.
pub const EURO_LIST: i64 = 3;
/// The trade price list, without tax, with quantity breaks.
pub const TRADE_LIST: i64 = 4;

/// The price lists.
pub const PRICE_LISTS: [PriceList; 4] = [
    PriceList { id: COST_LIST, name: "Cost price", code: "COST", currency: "GBP", kind: "BUY", gross: false },
    PriceList { id: RETAIL_LIST, name: "Retail", code: "RET", currency: "GBP", kind: "SELL", gross: true },
    PriceList { id: EURO_LIST, name: "Retail euro", code: "EUR", currency: "EUR", kind: "SELL", gross: true },
    PriceList { id: TRADE_LIST, name: "Trade", code: "TRD", currency: "GBP", kind: "SELL", gross: false },
];

/// A warehouse with its two system locations.
#[derive(Debug, Clone, Copy)]
pub struct Warehouse {
    /// How orders and reservations name it.
    pub id: i64,
    /// For people.
    pub name: &'static str,
    /// Location of goods that have no other.
    pub default_location: i64,
    /// Location of goods that cannot be sold.
    pub quarantine_location: i64,
}

impl Warehouse {
    /// Whether a location belongs to this warehouse.
    pub fn has_location(&self, id: i64) -> bool {
        id == self.default_location || id == self.quarantine_location
    }
}

/// The main warehouse, as in every account from the factory.
pub const MAIN_WAREHOUSE: i64 = 2;

/// The warehouses: the main one, then one for each shop in the order of the catalogue's shops.
pub const WAREHOUSES: [Warehouse; 4] = [
    Warehouse { id: MAIN_WAREHOUSE, name: "Main", default_location: 2, quarantine_location: 3 },
    Warehouse { id: 3, name: "Harbour Street", default_location: 4, quarantine_location: 5 },
    Warehouse { id: 4, name: "Mill Lane", default_location: 6, quarantine_location: 7 },
    Warehouse { id: 5, name: "Airport Kiosk", default_location: 8, quarantine_location: 9 },
];

/// A sales channel.
#[derive(Debug, Clone, Copy)]
pub struct Channel {
    /// How orders name it.
    pub id: i64,
    /// For people.
    pub name: &'static str,
    /// The kind of channel it is.
    pub type_id: i64,
    /// Where its orders are served from.
    pub warehouse: Option<i64>,
    /// The price list it sells by.
    pub price_list: Option<i64>,
}

/// The channels.
pub const CHANNELS: [Channel; 5] = [
    Channel { id: 1, name: "Brightpearl", type_id: 1, warehouse: None, price_list: None },
    Channel { id: 2, name: "Web shop", type_id: 4, warehouse: Some(2), price_list: Some(2) },
    Channel { id: 3, name: "Harbour Street", type_id: 3, warehouse: Some(3), price_list: Some(2) },
    Channel { id: 4, name: "Mill Lane", type_id: 3, warehouse: Some(4), price_list: Some(2) },
    Channel { id: 5, name: "Airport Kiosk", type_id: 3, warehouse: Some(5), price_list: Some(4) },
];

/// A status an order can have.
#[derive(Debug, Clone, Copy)]
pub struct OrderStatus {
    /// How orders name it.
    pub id: i64,
    /// For people.
    pub name: &'static str,
    /// `SO`, `PO`, `SC` or `PC`.
    pub order_type: &'static str,
    /// Whether no order may take it any more.
    pub disabled: bool,
}

const fn status(id: i64, name: &'static str, order_type: &'static str) -> OrderStatus {
    OrderStatus { id, name, order_type, disabled: false }
}

/// The status a sales order starts with.
pub const NEW_ORDER_STATUS: i64 = 3;
/// The status a sales credit starts with.
pub const NEW_CREDIT_STATUS: i64 = 10;
/// The status of an invoiced sales order.
pub const INVOICED_STATUS: i64 = 4;
/// The status that cancels a sales order.
pub const CANCELLED_STATUS: i64 = 5;

/// The order statuses, grouped by type.
pub const ORDER_STATUSES: [OrderStatus; 13] = [
    status(1, "Draft / Quote", "SO"),
    status(2, "New web order", "SO"),
    status(NEW_ORDER_STATUS, "New sales order", "SO"),
    status(18, "Till sale", "SO"),
    status(19, "Goods handed over", "SO"),
    OrderStatus { disabled: true, ..status(17, "Phone order (old)", "SO") },
    status(INVOICED_STATUS, "Invoiced", "SO"),
    status(CANCELLED_STATUS, "Cancelled", "SO"),
    status(6, "Pending PO", "PO"),
    status(7, "Placed with supplier", "PO"),
    status(NEW_CREDIT_STATUS, "New sales credit", "SC"),
    status(11, "Goods returned", "SC"),
    status(12, "New purchase credit", "PC"),
];

/// A way to ship.
#[derive(Debug, Clone, Copy)]
pub struct ShippingMethod {
    /// How orders name it.
    pub id: i64,
    /// For people.
    pub name: &'static str,
    /// Short name.
    pub code: &'static str,
}

/// The shipping methods.
pub const SHIPPING_METHODS: [ShippingMethod; 3] = [
    ShippingMethod { id: 1, name: "Collected at the till", code: "TILL" },
    ShippingMethod { id: 4, name: "Parcel", code: "PARCEL" },
    ShippingMethod { id: 6, name: "Courier next day", code: "NEXT" },
];

/// Where customers come from.
#[derive(Debug, Clone, Copy)]
pub struct LeadSource {
    /// How contacts and orders name it.
    pub id: i64,
    /// The source it belongs to; 0 for none.
    pub parent: i64,
    /// For people.
    pub name: &'static str,
    /// Whether it can still be chosen.
    pub active: bool,
}

/// The lead sources.
pub const LEAD_SOURCES: [LeadSource; 4] = [
    LeadSource { id: 2, parent: 0, name: "Web", active: true },
    LeadSource { id: 3, parent: 0, name: "Shop", active: true },
    LeadSource { id: 4, parent: 3, name: "Shop – regular", active: true },
    LeadSource { id: 5, parent: 0, name: "Trade fair 2019", active: false },
];

/// A currency the account trades in.
#[derive(Debug, Clone, Copy)]
pub struct Currency {
    /// How contacts name it.
    pub id: i64,
    /// Three letters.
    pub code: &'static str,
    /// For people.
    pub title: &'static str,
    /// As printed before an amount.
    pub symbol: &'static str,
    /// Units of it for one unit of the base currency, in millionths.
    pub millionths: i64,
}

/// The currencies, the base currency first.
pub const CURRENCIES: [Currency; 3] = [
    Currency { id: 1, code: "GBP", title: "Pound sterling", symbol: "£", millionths: 1_000_000 },
    Currency { id: 2, code: "EUR", title: "Euro", symbol: "€", millionths: 1_150_000 },
    Currency { id: 3, code: "USD", title: "US dollar", symbol: "$", millionths: 1_270_000 },
];

/// A country of addresses.
#[derive(Debug, Clone, Copy)]
pub struct Country {
    /// How addresses may name it.
    pub id: i64,
    /// Two letters.
    pub iso2: &'static str,
    /// Three letters.
    pub iso3: &'static str,
    /// In English.
    pub name: &'static str,
}

const fn country(id: i64, iso2: &'static str, iso3: &'static str, name: &'static str) -> Country {
    Country { id, iso2, iso3, name }
}

/// The countries this account's customers live in.
pub const COUNTRIES: [Country; 14] = [
    country(222, "GB", "GBR", "United Kingdom"),
    country(103, "IE", "IRL", "Ireland"),
    country(73, "FR", "FRA", "France"),
    country(81, "DE", "DEU", "Germany"),
    country(150, "NL", "NLD", "Netherlands"),
    country(21, "BE", "BEL", "Belgium"),
    country(195, "ES", "ESP", "Spain"),
    country(105, "IT", "ITA", "Italy"),
    country(170, "PL", "POL", "Poland"),
    country(204, "CH", "CHE", "Switzerland"),
    country(160, "NO", "NOR", "Norway"),
    country(223, "US", "USA", "United States"),
    country(38, "CA", "CAN", "Canada"),
    country(13, "AU", "AUS", "Australia"),
];

/// An installed integration whose instance id may stand on orders.
#[derive(Debug, Clone, Copy)]
pub struct Instance {
    /// What orders carry as `installedIntegrationInstanceId`.
    pub id: i64,
    /// The integration it is an instance of.
    pub integration: i64,
    /// For people.
    pub name: &'static str,
}

/// The installed integrations.
pub const INSTANCES: [Instance; 2] = [
    Instance { id: 21, integration: 9, name: "Web shop connector" },
    Instance { id: 34, integration: 12, name: "Tills" },
];
