//! Names for the settings pages, and the live check of a connection.

use std::collections::HashMap;

use async_trait::async_trait;
use model::Platform;
use platform::{Account, Checked, Directory, Entry, Listing, PlatformError};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answer;
use crate::client::Brightpearl;
use crate::search::{Row, Search};
use crate::wire::{self, text_of};

#[async_trait]
impl Directory for Brightpearl {
    async fn list(&self, account: &Account, listing: Listing) -> Result<Vec<Entry>, PlatformError> {
        match listing {
            Listing::TaxCodes => {
                self.listing(account, "accounting-service/tax-code", "read tax codes", tax_code).await
            }
            Listing::PaymentMethods => {
                let path = "accounting-service/payment-method";
                self.listing(account, path, "read payment methods", payment_method).await
            }
            Listing::Channels => {
                self.listing(account, "product-service/channel", "read channels", named).await
            }
            Listing::Warehouses => {
                self.listing(account, "warehouse-service/warehouse", "read warehouses", named).await
            }
            Listing::PriceLists => {
                self.listing(account, "product-service/price-list", "read price lists", price_list).await
            }
            Listing::OrderStatuses => {
                let path = "order-service/order-status";
                self.listing(account, path, "read order statuses", |status| order_status(status, "SO")).await
            }
            Listing::CreditStatuses => {
                let path = "order-service/order-status";
                self.listing(account, path, "read order statuses", |status| order_status(status, "SC")).await
            }
            Listing::ShippingMethods => {
                let path = "warehouse-service/shipping-method";
                self.listing(account, path, "read shipping methods", named).await
            }
            Listing::NominalCodes => {
                let path = "accounting-service/nominal-code";
                self.listing(account, path, "read nominal codes", nominal_code).await
            }
            // A shipped event names a member of staff (fact sheet 4.2.5).
            Listing::Staff => self.flagged(account, "isStaff", "read staff", member_of_staff).await,
            // A product names its primary supplier by the contact's id (fact sheet 4.1.1).
            Listing::Suppliers => self.flagged(account, "isSupplier", "read suppliers", supplier).await,
            Listing::WalkIns => self.walk_ins(account).await,
            Listing::Brands => self.listing(account, "product-service/brand", "read brands", named).await,
            Listing::ProductTypes => {
                self.listing(account, "product-service/product-type", "read product types", named).await
            }
            Listing::Categories => {
                let path = "product-service/brightpearl-category";
                self.elements(account, path, "read categories").await.map(categories)
            }
            Listing::Shops
            | Listing::Employees
            | Listing::Registers
            | Listing::Taxes
            | Listing::TaxClasses
            | Listing::PaymentTypes => {
                let what = format!("list of {}", till_words(listing));
                Err(PlatformError::NotFound { platform: Platform::Brightpearl, what })
            }
        }
    }

    async fn check(&self, account: &Account) -> Result<Checked, PlatformError> {
        let configuration = self.configuration(account).await?;
        Ok(Checked { account: account.name.clone(), currency: configuration.get("baseCurrencyCode") })
    }
}

impl Brightpearl {
    /// Contacts that bear a flag. A row that does not say counts as one that was searched for.
    async fn flagged(
        &self,
        account: &Account,
        flag: &'static str,
        what: &'static str,
        entry: fn(&Row) -> Option<Entry>,
    ) -> Result<Vec<Entry>, PlatformError> {
        let search = Search {
            path: "contact-service/contact-search",
            what,
            id: "contactId",
            filters: vec![(flag, true.to_string())],
        };
        let (rows, _) = self.search_all(account, &search, |row| row.flag(flag) != Some(false)).await?;
        Ok(rows.iter().filter_map(entry).collect())
    }

    /// Contacts whose first, last or company name speaks of walk-ins. A search for a name finds more than it says (fact sheet
    /// 3.2), so the name is looked at again.
    async fn walk_ins(&self, account: &Account) -> Result<Vec<Entry>, PlatformError> {
        let mut found: Vec<Entry> = Vec::new();
        for column in ["firstName", "lastName", "companyName"] {
            let search = Search {
                path: "contact-service/contact-search",
                what: "read contacts for walk-ins",
                id: "contactId",
                filters: vec![(column, WALK_IN.to_owned())],
            };
            let speaks = |row: &Row| is_walk_in(&row.text(column));
            let (rows, _) = self.search_all(account, &search, speaks).await?;
            let new =
                rows.iter().filter_map(walk_in).filter(|entry| !found.iter().any(|one| one.id == entry.id));
            let new: Vec<Entry> = new.collect();
            found.extend(new);
        }
        Ok(found)
    }

    async fn listing<T: DeserializeOwned>(
        &self,
        account: &Account,
        path: &str,
        what: &str,
        entry: impl Fn(T) -> Option<Entry> + Send,
    ) -> Result<Vec<Entry>, PlatformError> {
        Ok(self.elements(account, path, what).await?.into_iter().filter_map(entry).collect())
    }

    /// The readable elements of a list: one that cannot be read must not keep the others from being chosen.
    async fn elements<T: DeserializeOwned>(
        &self,
        account: &Account,
        path: &str,
        what: &str,
    ) -> Result<Vec<T>, PlatformError> {
        let reply = self.get(account, path, Vec::new(), what).await?;
        let read = answer::elements(&reply)?.into_iter().filter_map(|element| {
            match serde_json::from_value(element) {
                Ok(element) => Some(element),
                Err(error) => {
                    tracing::warn!(%error, what, "an entry was left out");
                    None
                }
            }
        });
        Ok(read.collect())
    }
}

fn entry(id: impl Into<String>, name: &str, note: impl Into<String>) -> Option<Entry> {
    let id = id.into();
    let name = if name.trim().is_empty() { id.clone() } else { name.trim().to_owned() };
    (!id.is_empty()).then(|| Entry::new(id, name, note))
}

fn named(wire: wire::Named) -> Option<Entry> {
    entry(wire.id?.to_string(), &wire.name, "")
}

/// Orders name tax codes by the code, not by the id (fact sheet 5.7).
fn tax_code(wire: wire::TaxCode) -> Option<Entry> {
    let rate = wire.rate.unwrap_or_default().normalize();
    entry(wire.code, &wire.description, format!("{rate} %"))
}

fn payment_method(wire: wire::PaymentMethod) -> Option<Entry> {
    if wire.is_active == Some(false) {
        return None;
    }
    let accounts = wire.bank_accounts.iter().map(|account| account.currency_iso_code.as_str());
    let mut currencies: Vec<&str> = accounts.filter(|currency| !currency.is_empty()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let note = if currencies.is_empty() { "no bank account".to_owned() } else { currencies.join(", ") };
    entry(wire.code, &wire.name, note)
}

fn price_list(wire: wire::PriceList) -> Option<Entry> {
    let currency = wire.currency_code;
    let mut note = vec![currency.clone()];
    note.extend(wire.gross.map(|gross| if gross { "includes tax" } else { "without tax" }.to_owned()));
    note.extend((wire.price_list_type_code == "BUY").then(|| "for buying".to_owned()));
    note.retain(|part| !part.is_empty());
    let name = price_list_name(&wire.name).unwrap_or(wire.code);
    let entry = entry(wire.id, &name, note.join(", "))?;
    Some(Entry {
        includes_tax: wire.gross,
        currency: Some(currency).filter(|code| !code.is_empty()),
        ..entry
    })
}

/// The name is a text in a language; plain text is read as well.
fn price_list_name(name: &Value) -> Option<String> {
    let text = name.get("text").unwrap_or(name);
    text_of(text).filter(|text| !text.is_empty())
}

fn order_status(wire: wire::OrderStatus, order_type: &str) -> Option<Entry> {
    if wire.order_type_code != order_type || wire.disabled == Some(true) {
        return None;
    }
    entry(wire.status_id?.to_string(), &wire.name, "")
}

/// Documents name nominal codes by the code, not by the id (fact sheet 4.3.2).
fn nominal_code(wire: wire::NominalCode) -> Option<Entry> {
    if wire.active == Some(false) {
        return None;
    }
    let name = if wire.name.is_empty() { wire.code.clone() } else { format!("{} {}", wire.code, wire.name) };
    entry(wire.code, &name, if wire.bank == Some(true) { "bank account" } else { "" })
}

/// What is searched for; Walkers are found as well, and are people.
const WALK_IN: &str = "walk";

/// Whether a name says walk-in, in one word or two.
fn is_walk_in(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', ' '], "");
    name.contains("walkin") && !name.contains("walking")
}

fn walk_in(row: &Row) -> Option<Entry> {
    let person = format!("{} {}", row.text("firstName"), row.text("lastName"));
    let company = row.text("companyName");
    let name = if person.trim().is_empty() { company.clone() } else { person.trim().to_owned() };
    entry(row.id("contactId")?.to_string(), &name, company)
}

/// A supplier is known by the company's name, one without by the person's.
fn supplier(row: &Row) -> Option<Entry> {
    let person = format!("{} {}", row.text("firstName"), row.text("lastName"));
    let (company, person) = (row.text("companyName"), person.trim().to_owned());
    let (name, note) = if company.is_empty() { (person, String::new()) } else { (company, person) };
    entry(row.id("contactId")?.to_string(), &name, note)
}

fn member_of_staff(row: &Row) -> Option<Entry> {
    let name = format!("{} {}", row.text("firstName"), row.text("lastName"));
    entry(row.id("contactId")?.to_string(), &name, row.text("primaryEmail"))
}

fn categories(all: Vec<wire::Category>) -> Vec<Entry> {
    let names: HashMap<u64, String> =
        all.iter().filter_map(|category| Some((category.id?, category.name.clone()))).collect();
    all.into_iter()
        .filter_map(|category| {
            let parent = category.parent_id.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
            entry(category.id?.to_string(), &category.name, parent)
        })
        .collect()
}

fn till_words(listing: Listing) -> &'static str {
    match listing {
        Listing::Shops => "shops",
        Listing::Taxes => "till taxes",
        Listing::TaxClasses => "tax classes",
        _ => "payment types",
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn told(entry: Option<Entry>) -> Option<(String, String, String)> {
        entry.map(|entry| (entry.id, entry.name, entry.note))
    }

    fn some(id: &str, name: &str, note: &str) -> Option<(String, String, String)> {
        Some((id.to_owned(), name.to_owned(), note.to_owned()))
    }

    #[rstest]
    #[case(json!({"id": 7, "code": "T20", "description": "Standard", "rate": 20.0000}), some("T20", "Standard", "20 %"))]
    #[case(json!({"id": 1, "code": "Z", "description": "Zero"}), some("Z", "Zero", "0 %"))]
    #[case(json!({"id": 2}), None)]
    fn tax_codes_are_known_by_their_code(#[case] from: Value, #[case] to: Option<(String, String, String)>) {
        assert_eq!(told(tax_code(serde_json::from_value(from).unwrap())), to);
    }

    #[rstest]
    #[case(json!({"name": "Card", "code": "CARD", "isActive": true, "bankAccounts": [{"currencyIsoCode": "GBP"}, {"currencyIsoCode": "EUR"}]}),
        some("CARD", "Card", "EUR, GBP"))]
    #[case(json!({"name": "Voucher", "code": "VOUCHER"}), some("VOUCHER", "Voucher", "no bank account"))]
    #[case(json!({"name": "Old", "code": "OLD", "isActive": false}), None)]
    fn payment_methods_say_which_currencies_they_take(
        #[case] from: Value,
        #[case] to: Option<(String, String, String)>,
    ) {
        assert_eq!(told(payment_method(serde_json::from_value(from).unwrap())), to);
    }

    #[rstest]
    #[case(json!({"id": 2, "name": {"languageCode": "en", "text": "Retail"}, "code": "RET", "currencyCode": "GBP", "gross": true, "priceListTypeCode": "SELL"}),
        some("2", "Retail", "GBP, includes tax"))]
    #[case(json!({"id": 0, "name": "Cost", "currencyCode": "GBP", "gross": false, "priceListTypeCode": "BUY"}),
        some("0", "Cost", "GBP, without tax, for buying"))]
    #[case(json!({"id": 3, "code": "EXP"}), some("3", "EXP", ""))]
    fn price_lists_say_currency_and_tax(#[case] from: Value, #[case] to: Option<(String, String, String)>) {
        assert_eq!(told(price_list(serde_json::from_value(from).unwrap())), to);
    }

    #[rstest]
    #[case(json!({"id": 2, "currencyCode": "GBP", "gross": true}), Some(true), Some("GBP"))]
    #[case(json!({"id": 3, "currencyCode": "EUR", "gross": false}), Some(false), Some("EUR"))]
    #[case(json!({"id": 4}), None, None)]
    fn what_a_price_list_does_not_say_is_not_guessed(
        #[case] from: Value,
        #[case] includes_tax: Option<bool>,
        #[case] currency: Option<&str>,
    ) {
        let entry = price_list(serde_json::from_value(from).unwrap()).unwrap();
        assert_eq!((entry.includes_tax, entry.currency.as_deref()), (includes_tax, currency));
    }

    #[rstest]
    #[case(json!({"id": 12, "code": "4000", "name": "Sales", "active": true, "bank": false}), some("4000", "4000 Sales", ""))]
    #[case(json!({"code": 1200, "name": "Current account", "bank": true}), some("1200", "1200 Current account", "bank account"))]
    #[case(json!({"code": "4999", "name": "Old", "active": false}), None)]
    #[case(json!({"name": "Nameless"}), None)]
    fn nominal_codes_in_use_are_known_by_their_code(
        #[case] from: Value,
        #[case] to: Option<(String, String, String)>,
    ) {
        assert_eq!(told(nominal_code(serde_json::from_value(from).unwrap())), to);
    }

    #[rstest]
    #[case(json!({"statusId": 3, "name": "New web order", "orderTypeCode": "SO", "disabled": false}), "SO", some("3", "New web order", ""))]
    #[case(json!({"statusId": 10, "name": "New credit", "orderTypeCode": "SC"}), "SC", some("10", "New credit", ""))]
    #[case(json!({"statusId": 10, "name": "New credit", "orderTypeCode": "SC"}), "SO", None)]
    #[case(json!({"statusId": 6, "name": "Pending PO", "orderTypeCode": "PO"}), "SO", None)]
    #[case(json!({"statusId": 9, "name": "Unused", "orderTypeCode": "SO", "disabled": true}), "SO", None)]
    fn only_statuses_of_the_kind_in_use_are_offered(
        #[case] from: Value,
        #[case] order_type: &str,
        #[case] to: Option<(String, String, String)>,
    ) {
        assert_eq!(told(order_status(serde_json::from_value(from).unwrap(), order_type)), to);
    }

    #[test]
    fn categories_carry_the_name_of_their_parent() {
        let all: Vec<wire::Category> = serde_json::from_value(
            json!([{"id": 296, "name": "Mugs", "parentId": 290}, {"id": 290, "name": "Kitchen", "parentId": 0}]),
        )
        .unwrap();
        let entries: Vec<_> = categories(all).into_iter().map(|entry| (entry.name, entry.note)).collect();
        assert_eq!(
            entries,
            [("Mugs".to_owned(), "Kitchen".to_owned()), ("Kitchen".to_owned(), String::new())]
        );
    }
}
