use super::{Column, Holds, KindView};
use model::{Kind, SortBy};

/// The log of customers.
pub static VIEW: KindView = KindView {
    kind: Kind::Customer,
    title: "Customers",
    letter: "c",
    one: "customer",
    about: "One row is one customer of the tills, on their way to become a Brightpearl contact.",
    columns: &[
        Column::own("Name", 0, "name").heading().sorting(SortBy::Name),
        Column::own("Email", 1, "text"),
        Column::own("Phone", 2, "code"),
        Column::of("Source", Holds::Source, "source"),
        Column::of("Status", Holds::Status, "status"),
        Column::of("Last updated", Holds::Updated, "time"),
        Column::of("Action", Holds::Action, "action"),
    ],
    search_hint: "Name, e-mail, phone or id",
    empty: "Customers appear here as soon as a till has saved one.",
    people: true,
    read_with: None,
    #[cfg(feature = "ssr")]
    read: read::READER,
};

/// How one is put into words.
#[cfg(feature = "ssr")]
pub(super) mod read {
    use crate::kinds::{Cell, Reader, Section, words};
    use model::payload::{Address, Customer};
    use model::{Outgoing, Payload, Record};

    /// The words of this kind.
    pub(in crate::kinds) const READER: Reader =
        Reader { called: "Customer", name, asks: |_| None, cells, came, sent };

    fn customer(record: &Record) -> Option<&Customer> {
        match &record.payload {
            Some(Payload::Customer(customer)) => Some(customer),
            _ => None,
        }
    }

    fn name(record: &Record) -> String {
        match customer(record).map(Customer::full_name) {
            Some(name) if !name.is_empty() => name,
            _ => format!("Customer {}", record.source_ref),
        }
    }

    fn cells(record: &Record, _: Option<&str>) -> Vec<Cell> {
        let known = customer(record);
        let email = known.map(|customer| customer.email.clone()).unwrap_or_default();
        let phone = known.map(first_phone).unwrap_or_default();
        vec![
            Cell::Name(name(record), format!("Till customer {}", record.source_ref)),
            Cell::Text(email),
            Cell::Text(phone),
        ]
    }

    fn first_phone(customer: &Customer) -> String {
        if customer.phone.trim().is_empty() { customer.mobile.clone() } else { customer.phone.clone() }
    }

    fn came(payload: &Payload) -> Vec<Section> {
        let Payload::Customer(customer) = payload else { return Vec::new() };
        let card = words::facts(
            "Customer at the till",
            vec![
                words::fact("First name", &customer.first_name),
                words::fact("Last name", &customer.last_name),
                words::fact("Company", &customer.company),
                words::fact("Email", &customer.email),
                words::fact("Phone", &customer.phone),
                words::fact("Mobile", &customer.mobile),
                words::fact("Address", customer.address.as_ref().map(one_line).unwrap_or_default()),
                words::fact("Put away", if customer.archived { "Yes" } else { "" }),
                words::moment("Since", customer.created_at),
            ],
        );
        vec![card]
    }

    fn one_line(address: &Address) -> String {
        let country = if address.country.is_empty() { &address.country_code } else { &address.country };
        let parts =
            [&address.line1, &address.line2, &address.postcode, &address.city, &address.state, country];
        joined(&parts)
    }

    fn joined(parts: &[&String]) -> String {
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn sent(outgoing: &Outgoing) -> Vec<Section> {
        let Outgoing::Customer(draft) = outgoing else { return Vec::new() };
        let at = &draft.address;
        let address = joined(&[&at.street, &at.suburb, &at.postcode, &at.city, &at.county, &at.country_code]);
        let facts = vec![
            words::fact("First name", &draft.first_name),
            words::fact("Last name", &draft.last_name),
            words::fact("Company", &draft.company),
            words::fact("Email", &draft.email),
            words::fact("Phone", &draft.phone),
            words::fact("Mobile", &draft.mobile),
            words::fact("Address", address),
        ];
        vec![words::facts("Contact in Brightpearl", facts)]
    }
}
