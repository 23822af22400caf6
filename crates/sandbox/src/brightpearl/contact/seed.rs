//! The contacts the account starts with.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Address, Contact};
use crate::brightpearl::reference::{self, tables::RETAIL_LIST};
use crate::catalogue::Person;

/// Contact id of the owner of the shop.
pub const OWNER: i64 = 4;
/// Contact id of the staff member the staff app acts for.
pub const INTEGRATION_USER: i64 = 203;
/// Contact id of the first customer.
pub const FIRST_CUSTOMER: i64 = 301;

/// 2024-04-01 10:00 UTC, when the first customer was entered.
const FIRST_ENTRY_S: i64 = 1_711_965_600;

/// Staff, a supplier and the customers Brightpearl knows; every eighth of them is there twice.
pub fn from_catalogue(people: &[Person]) -> (Vec<Contact>, BTreeMap<i64, Address>) {
    let mut contacts = vec![
        staff(OWNER, "Morag", "Sinclair"),
        staff(INTEGRATION_USER, "Lockstep", "Integration"),
        Contact { is_staff: false, is_supplier: true, ..staff(211, "Fellside", "Wholesale") },
    ];
    let mut addresses: BTreeMap<i64, Address> =
        contacts.iter().map(|contact| (contact.id, shop_address())).collect();
    let known = people.iter().filter(|person| person.in_brightpearl).enumerate();
    let doubled =
        known.flat_map(|(place, person)| std::iter::repeat_n(person, if place % 8 == 5 { 2 } else { 1 }));
    for (id, person) in (FIRST_CUSTOMER..).zip(doubled) {
        contacts.push(customer(id, person));
        addresses.insert(id, home(person));
    }
    (contacts, addresses)
}

fn entered(id: i64) -> Timestamp {
    Timestamp::from_second(FIRST_ENTRY_S + id * 7200).unwrap_or_default()
}

fn address_ids(id: i64) -> BTreeMap<String, i64> {
    ["DEF", "BIL", "DEL"].into_iter().map(|usage| (usage.to_owned(), id)).collect()
}

fn staff(id: i64, first_name: &str, last_name: &str) -> Contact {
    Contact {
        id,
        salutation: String::new(),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        addresses: address_ids(id),
        emails: BTreeMap::from([(
            "PRI".to_owned(),
            format!("{}@acmeshop.example", first_name.to_lowercase()),
        )]),
        telephones: BTreeMap::new(),
        organisation: None,
        is_supplier: false,
        is_staff: true,
        newsletter: false,
        price_list_id: RETAIL_LIST,
        nominal_code: "0".to_owned(),
        tax_code_id: None,
        currency_id: 1,
        lead_source_id: None,
        staff_owner_id: None,
        created_by: OWNER,
        created_on: entered(0),
        updated_on: None,
        last_ordered_on: None,
    }
}

fn customer(id: i64, person: &Person) -> Contact {
    let one = |text: &String, place: &str| {
        Some((place.to_owned(), text.clone()))
            .filter(|_| !text.is_empty())
            .into_iter()
            .collect::<BTreeMap<_, _>>()
    };
    Contact {
        emails: one(&person.email, "PRI"),
        telephones: one(&person.mobile, "MOB"),
        organisation: Some(person.company.clone()).filter(|name| !name.is_empty()),
        is_staff: false,
        lead_source_id: Some(2),
        created_on: entered(id),
        ..staff(id, &person.first_name, &person.last_name)
    }
}

fn home(person: &Person) -> Address {
    Address {
        lines: [person.street.clone(), String::new(), person.town.clone(), person.county.clone()],
        postcode: person.postcode.clone(),
        country: reference::country("GBR"),
        ..Address::default()
    }
}

fn shop_address() -> Address {
    Address {
        lines: [
            "3 Harbour Street".to_owned(),
            String::new(),
            "Whitby".to_owned(),
            "North Yorkshire".to_owned(),
        ],
        postcode: "YO21 1DH".to_owned(),
        country: reference::country("GBR"),
        ..Address::default()
    }
}
