//! Reference data as it is printed.

use serde_json::{Value, json};

use super::Named;
use super::tables::{
    CANCELLED_STATUS, COST_LIST, CURRENCIES, Channel, INVOICED_STATUS, Instance, LeadSource,
    NEW_CREDIT_STATUS, NEW_ORDER_STATUS, NominalCode, OrderStatus, PaymentMethod, PriceList, ShippingMethod,
    TaxCode, Warehouse,
};
use crate::brightpearl::reply::{number, without_nulls};

/// When the account was set up; reference data has not changed since.
const SET_UP: &str = "2024-01-08T09:00:00.000Z";

/// The rate is omitted when it is zero.
pub fn tax_code(tax: &TaxCode) -> Value {
    let rate = (tax.rate != 0).then(|| number(tax.percent(), 4));
    without_nulls(json!({ "id": tax.id, "code": tax.code, "description": tax.description, "rate": rate }))
}

/// Prints a nominal code; its suggested tax code only if it has one.
pub fn nominal_code(one: &NominalCode) -> Value {
    without_nulls(json!({
        "id": one.id, "code": one.code, "name": one.name, "type": { "id": one.type_id }, "bank": one.bank,
        "expense": false, "discount": one.discount, "editable": true, "active": true, "taxCode": one.tax_code,
        "reconcile": one.bank,
    }))
}

/// The id is only in `payment-method-search`.
pub fn payment_method(method: &PaymentMethod) -> Value {
    let bank = |(currency, nominal): &(&str, &str)| json!({ "currencyIsoCode": currency, "bankAccountNominalCode": nominal });
    json!({
        "name": method.name, "code": method.code, "isActive": method.active,
        "bankAccounts": method.banks.iter().map(bank).collect::<Vec<_>>(), "installedIntegrationId": 0,
    })
}

/// Prints a price list with its currency.
pub fn price_list(list: &PriceList) -> Value {
    let currency = CURRENCIES.iter().find(|currency| currency.code == list.currency);
    json!({
        "id": list.id,
        "name": { "languageCode": "en", "text": list.name, "format": "PLAINTEXT" },
        "code": list.code,
        "currencyCode": list.currency,
        "currencySymbol": currency.map(|currency| currency.symbol),
        "currencyId": currency.map(|currency| currency.id),
        "priceListTypeCode": list.kind,
        "gross": list.gross,
    })
}

/// Everything after the channel brand is optional.
pub fn channel(channel: &Channel) -> Value {
    without_nulls(json!({
        "id": channel.id, "name": channel.name, "channelTypeId": channel.type_id, "channelBrandId": 1,
        "defaultWarehouseId": channel.warehouse, "defaultPriceListId": channel.price_list,
        "contactGroupId": channel.warehouse.map(|_| 0), "warehouseIds": channel.warehouse.map(|id| vec![id]),
    }))
}

/// Prints a brand.
pub fn brand(brand: &Named) -> Value {
    json!({ "id": brand.id, "name": brand.name, "description": "", "createdOn": SET_UP, "updatedOn": SET_UP })
}

/// Prints a product type.
pub fn product_type(kind: &Named) -> Value {
    json!({ "id": kind.id, "name": kind.name })
}

/// Prints a category; 0 as parent means it is a root.
pub fn category(category: &Named) -> Value {
    json!({
        "id": category.id, "name": category.name, "parentId": 0, "active": true,
        "createdOn": SET_UP, "createdById": 4, "updatedOn": SET_UP, "updatedById": 4,
        "description": { "languageCode": "en", "text": "", "format": "HTML_FRAGMENT" },
    })
}

/// Prints a warehouse without click and collect.
pub fn warehouse(warehouse: &Warehouse) -> Value {
    json!({
        "id": warehouse.id, "name": warehouse.name, "typeCode": "warehouse", "typeDescription": "Warehouse",
        "address": { "addressId": warehouse.id }, "clickAndCollectEnabled": false,
    })
}

/// Prints a location with the fields that are never missing.
pub fn location(warehouse: i64, (id, aisle): (i64, &str)) -> Value {
    json!({ "id": id, "warehouseId": warehouse, "groupingA": aisle })
}

/// Prints a shipping method; clients can rely on `id` and `name` only.
pub fn shipping_method(method: &ShippingMethod) -> Value {
    json!({ "id": method.id, "name": method.name, "code": method.code, "breaks": [], "methodType": 1,
            "additionalInformationRequired": false })
}

/// Prints an order status, which is named `statusId` here.
pub fn order_status(status: &OrderStatus) -> Value {
    json!({
        "statusId": status.id, "name": status.name, "orderTypeCode": status.order_type, "sortOrder": 10 * status.id,
        "disabled": status.disabled, "visible": false, "color": "#E7E6E4", "remindAfterDays": 0, "alertEmails": [],
        "emailContent": "", "batchProcess": false, "state": "draft",
    })
}

/// Prints a lead source.
pub fn lead_source(source: &LeadSource) -> Value {
    json!({ "id": source.id, "ownerId": 4, "parentId": source.parent, "name": source.name,
            "isActive": source.active })
}

/// Prints an installed integration.
pub fn instance(instance: &Instance) -> Value {
    json!({ "installedIntegrationInstanceId": instance.id, "installedIntegrationId": instance.integration,
            "instanceName": instance.name })
}

/// Every value is a text.
pub fn account_configuration() -> Value {
    json!({ "configuration": {
        "baseCurrencyCode": "GBP", "timeZone": "Europe/London", "taxSchemeCode": "VAT",
        "newSalesOrderStatusId": NEW_ORDER_STATUS.to_string(), "invoicedOrderStatusId": INVOICED_STATUS.to_string(),
        "cancelledOrderStatusId": CANCELLED_STATUS.to_string(), "newSalesCreditStatusId": NEW_CREDIT_STATUS.to_string(),
        "salesNominalCode": "4000", "shippingNominalCode": "4040", "discountNominalCode": "4009",
        "defaultTaxRateId": "7", "defaultCostPriceListId": COST_LIST.to_string(),
        "multipleWarehouseEnabled": "1", "defaultProductTypeId": "1",
    }})
}
