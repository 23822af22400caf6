use model::payload::{Address, Customer};

use crate::wire;

/// A till customer in our words.
pub fn customer(wire: wire::Customer) -> Customer {
    let contact = wire.contact.unwrap_or_default();
    Customer {
        first_name: wire.first_name.unwrap_or_default(),
        last_name: wire.last_name.unwrap_or_default(),
        company: wire.company.unwrap_or_default(),
        email: email(&contact.emails),
        phone: number(&contact.phones, &["home", "work"]),
        mobile: number(&contact.phones, &["mobile"]),
        address: contact.addresses.into_iter().map(address).find(|address| !address.is_empty()),
        archived: wire.archived.unwrap_or(false),
        created_at: wire.create_time,
    }
}

/// The primary address, else whichever there is.
fn email(emails: &[wire::ContactEmail]) -> String {
    let filled =
        |email: &&wire::ContactEmail| email.address.as_deref().is_some_and(|text| !text.trim().is_empty());
    let primary = emails.iter().filter(filled).find(|email| is(&email.use_type, "primary"));
    let email = primary.or_else(|| emails.iter().find(filled));
    email.and_then(|email| email.address.clone()).unwrap_or_default()
}

/// The first number of the first sort that has one.
fn number(phones: &[wire::ContactPhone], sorts: &[&str]) -> String {
    let of = |sort: &&str| {
        let mut numbers =
            phones.iter().filter(|phone| is(&phone.use_type, sort)).filter_map(|phone| phone.number.clone());
        numbers.find(|number| !number.trim().is_empty())
    };
    sorts.iter().find_map(of).unwrap_or_default()
}

fn address(wire: wire::ContactAddress) -> Address {
    let code = wire.country_code.unwrap_or_default().trim().to_ascii_uppercase();
    Address {
        line1: wire.address1.unwrap_or_default(),
        line2: wire.address2.unwrap_or_default(),
        city: wire.city.unwrap_or_default(),
        state: wire.state.unwrap_or_default(),
        postcode: wire.zip.unwrap_or_default(),
        country_code: if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            code
        } else {
            String::new()
        },
        country: wire.country.unwrap_or_default(),
    }
}

fn is(sort: &Option<String>, wanted: &str) -> bool {
    sort.as_deref().is_some_and(|sort| sort.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use model::When;
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;
    use crate::wire::envelope::read_row;

    fn read(json: Value) -> Customer {
        customer(read_row(json).unwrap())
    }

    #[test]
    fn a_whole_customer_is_read() {
        let read = read(
            json!({ "customerID": "77", "firstName": "Mira", "lastName": "Okafor", "archived": "false",
            "company": "Okafor Ltd", "createTime": "2026-02-01T12:00:00+00:00", "creditAccountID": "0",
            "Contact": { "contactID": "140", "custom": "",
                "Addresses": { "ContactAddress": { "address1": "5 Quay Rd", "address2": "", "city": "Bristol", "state": "",
                    "zip": "BS1 4QA", "country": "United Kingdom", "countryCode": "GB" } },
                "Phones": { "ContactPhone": [ { "number": "+44 117 555 0100", "useType": "Mobile" },
                    { "number": "0117 555 0101", "useType": "Work" } ] },
                "Emails": { "ContactEmail": { "address": "mira@example.test", "useType": "Primary" } }, "Websites": "" } }),
        );
        let expect = Customer {
            first_name: "Mira".to_owned(),
            last_name: "Okafor".to_owned(),
            company: "Okafor Ltd".to_owned(),
            email: "mira@example.test".to_owned(),
            phone: "0117 555 0101".to_owned(),
            mobile: "+44 117 555 0100".to_owned(),
            address: Some(Address {
                line1: "5 Quay Rd".to_owned(),
                city: "Bristol".to_owned(),
                postcode: "BS1 4QA".to_owned(),
                country_code: "GB".to_owned(),
                country: "United Kingdom".to_owned(),
                ..Address::default()
            }),
            archived: false,
            created_at: When::parse("2026-02-01T12:00:00Z"),
        };
        assert_eq!(read, expect);
    }

    #[rstest]
    #[case(json!({ "customerID": "1" }))]
    #[case(json!({ "customerID": "1", "Contact": "" }))]
    #[case(json!({ "customerID": "1", "Contact": { "Addresses": "", "Phones": "", "Emails": "", "Websites": "" } }))]
    #[case(json!({ "customerID": "1", "Contact": { "Addresses": { "ContactAddress": { "address1": "", "country": "UK" } } } }))]
    fn empty_contacts_come_in_many_shapes(#[case] json: Value) {
        assert_eq!(read(json), Customer::default());
    }

    #[rstest]
    #[case(json!([{ "address": "b@x", "useType": "Secondary" }, { "address": "a@x", "useType": "Primary" }]), "a@x")]
    #[case(json!([{ "address": "", "useType": "Primary" }, { "address": "b@x", "useType": "Secondary" }]), "b@x")]
    fn the_primary_address_wins_if_filled(#[case] emails: Value, #[case] expect: &str) {
        let read = read(json!({ "Contact": { "Emails": { "ContactEmail": emails } } }));
        assert_eq!(read.email, expect);
    }

    #[rstest]
    #[case("gb", "GB")]
    #[case("GBR", "")]
    #[case("", "")]
    fn only_a_two_letter_country_code_is_taken(#[case] code: &str, #[case] expect: &str) {
        let address = json!({ "ContactAddress": { "address1": "x", "countryCode": code } });
        assert_eq!(
            read(json!({ "Contact": { "Addresses": address } })).address.unwrap().country_code,
            expect
        );
    }
}
