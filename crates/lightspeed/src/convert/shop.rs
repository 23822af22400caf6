use platform::Entry;

use crate::wire::{Register, Shop, TaxCategory};

/// Shops for the settings, each with its time zone and whether its prices include tax, where its sales tax tells.
pub fn shop_entries(shops: Vec<Shop>, taxes: &[TaxCategory]) -> Vec<Entry> {
    let includes = |shop: &Shop| {
        let own = taxes.iter().find(|tax| tax.id.is_some() && tax.id == shop.tax_category)?;
        own.is_tax_inclusive
    };
    let entry = |shop: Shop| {
        let includes_tax = includes(&shop);
        let entry = Entry::new(shop.id?, shop.name.unwrap_or_default(), shop.time_zone.unwrap_or_default());
        Some(Entry { includes_tax, ..entry })
    };
    shops.into_iter().filter_map(entry).collect()
}

/// Registers for the settings, each with the name of its shop.
pub fn register_entries(registers: Vec<Register>, shops: &[Shop]) -> Vec<Entry> {
    let named = |shop: &str| {
        let shop = shops.iter().find(|one| one.id.as_deref() == Some(shop));
        shop.and_then(|shop| shop.name.clone()).unwrap_or_default()
    };
    let entry = |one: Register| {
        let note = one.shop.as_deref().map(named).unwrap_or_default();
        Some(Entry::new(one.id?, one.name.unwrap_or_default(), note))
    };
    registers.into_iter().filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::wire::envelope::read_row;

    fn all<T: DeserializeOwned>(rows: &[Value]) -> Vec<T> {
        rows.iter().map(|row| read_row(row.clone()).unwrap()).collect()
    }

    #[test]
    fn a_shop_tells_whether_its_prices_include_tax_if_its_sales_tax_does() {
        let shops = [("1", "1"), ("2", "2"), ("3", "0"), ("4", "9"), ("5", "3")]
            .map(|(id, tax)| json!({ "shopID": id, "name": "S", "taxCategoryID": tax, "timeZone": "Europe/London" }));
        let taxes = [
            json!({ "taxCategoryID": "1", "isTaxInclusive": "true" }),
            json!({ "taxCategoryID": "2", "isTaxInclusive": false }),
            json!({ "taxCategoryID": "3" }),
        ];
        let entries = shop_entries(all(&shops), &all::<TaxCategory>(&taxes));
        let told: Vec<_> = entries.iter().map(|one| (one.id.as_str(), one.includes_tax)).collect();
        assert_eq!(told, [("1", Some(true)), ("2", Some(false)), ("3", None), ("4", None), ("5", None)]);
        assert_eq!(entries[0].note, "Europe/London");
    }

    #[test]
    fn a_register_is_known_by_its_shop() {
        let shops = [json!({ "shopID": "1", "name": "Mill Lane" })];
        let registers = [
            json!({ "registerID": "4", "name": "Front", "shopID": "1" }),
            json!({ "registerID": "5", "name": "Back", "shopID": "0" }),
        ];
        let entries = register_entries(all(&registers), &all::<Shop>(&shops));
        assert_eq!(entries, [Entry::new("4", "Front", "Mill Lane"), Entry::new("5", "Back", "")]);
    }
}
