use model::outgoing::{ContactDraft, Postal};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::country::three_letters;
use crate::wire::{self, PostalAddress};

/// What stands for a street where the till knows none: every address must have one (fact sheet 4.4).
pub(crate) const NO_STREET: &str = "Address not given";

/// A contact as it is there, as far as it concerns the till.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Known {
    /// Its id.
    pub(crate) id: u64,
    /// Whether its default address is its own and not its organisation's.
    pub(crate) owns_address: bool,
    /// First name.
    pub(crate) first_name: String,
    /// Last name.
    pub(crate) last_name: String,
    /// First e-mail.
    pub(crate) email: String,
    /// First telephone.
    pub(crate) phone: String,
    /// Mobile telephone.
    pub(crate) mobile: String,
    /// Ids of its addresses: default, billing, delivery.
    pub(crate) addresses: [Option<u64>; 3],
    /// The default address itself.
    pub(crate) address: PostalAddress,
}

/// The three uses of an address (vendor page contact POST).
const USES: [&str; 3] = ["DEF", "BIL", "DEL"];

impl Known {
    /// Reads it from a contact.
    pub(crate) fn of(contact: &wire::Contact) -> Option<Known> {
        let default = contact.default_address();
        let address =
            |usage: &str| contact.post_address_ids.get(usage).and_then(wire::id_of).filter(|id| *id != 0);
        Some(Known {
            id: contact.contact_id?,
            owns_address: contact.is_primary_contact.unwrap_or(true),
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            email: contact.email().to_owned(),
            phone: contact.telephone("PRI").unwrap_or_default(),
            mobile: contact.telephone("MOB").unwrap_or_default(),
            addresses: USES.map(address),
            address: default.and_then(|id| contact.address(id)).unwrap_or_default(),
        })
    }
}

/// The body of a postal address: street, suburb, city, county (`…/contact/postal-address/post.html`).
pub(crate) fn postal_address(postal: &Postal) -> PostalAddress {
    let street = postal.street.trim();
    PostalAddress {
        address_id: None,
        address_line1: if street.is_empty() { NO_STREET.to_owned() } else { street.to_owned() },
        address_line2: postal.suburb.trim().to_owned(),
        address_line3: postal.city.trim().to_owned(),
        address_line4: postal.county.trim().to_owned(),
        postal_code: postal.postcode.trim().to_owned(),
        country_iso_code: three_letters(&postal.country_code).unwrap_or_default().to_owned(),
    }
}

/// The body of a new contact, its address made before (`…/contact/contact/post.html`).
pub(crate) fn new_contact(draft: &ContactDraft, address: u64) -> Value {
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    put("firstName", json!(draft.first_name));
    put("lastName", json!(draft.last_name));
    put("postAddressIds", json!({ "DEF": address, "BIL": address, "DEL": address }));
    let mut communication = Map::new();
    if !draft.email.is_empty() {
        communication.insert("emails".to_owned(), json!({ "PRI": { "email": draft.email } }));
    }
    let numbers = [("PRI", &draft.phone), ("MOB", &draft.mobile)];
    let telephones: Map<String, Value> = numbers
        .into_iter()
        .filter(|(_, number)| !number.is_empty())
        .map(|(place, number)| (place.to_owned(), json!(number)))
        .collect();
    if !telephones.is_empty() {
        communication.insert("telephones".to_owned(), Value::Object(telephones));
    }
    if !communication.is_empty() {
        put("communication", Value::Object(communication));
    }
    if !draft.company.is_empty() {
        put("organisation", json!({ "name": draft.company }));
    }
    put("relationshipToAccount", json!({ "isSupplier": false, "isStaff": false }));
    Value::Object(body)
}

/// How a contact differs from what the till wants of it. Names fields and ids, nothing personal: it is kept for people to see.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Difference {
    /// The contact's id.
    pub(crate) id: u64,
    /// Whether its default address is its own and not its organisation's.
    pub(crate) owns_address: bool,
    /// Ids of its addresses: default, billing, delivery.
    pub(crate) addresses: [Option<u64>; 3],
    /// Whether the till knows another address.
    pub(crate) address: bool,
    /// The fields the till has otherwise.
    pub(crate) fields: Vec<FieldPatch>,
}

/// One field to be patched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FieldPatch {
    /// Which.
    pub(crate) field: Field,
    /// Whether there is nothing yet: replacing what is not there is refused (fact sheet 5.10, CMNC-038).
    pub(crate) empty: bool,
}

/// What the till owns of a contact besides the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// First e-mail.
    Email,
    /// First telephone.
    Phone,
    /// Mobile telephone.
    Mobile,
}

impl Field {
    const ALL: [Field; 5] = [Field::FirstName, Field::LastName, Field::Email, Field::Phone, Field::Mobile];

    /// Where it is (`…/contact/contact/patch.html`; the company is not among what can be patched).
    fn path(self) -> &'static str {
        match self {
            Field::FirstName => "/firstName",
            Field::LastName => "/lastName",
            Field::Email => "/communication/emails/PRI/email",
            Field::Phone => "/communication/telephones/PRI",
            Field::Mobile => "/communication/telephones/MOB",
        }
    }

    fn ours(self, draft: &ContactDraft) -> &str {
        match self {
            Field::FirstName => &draft.first_name,
            Field::LastName => &draft.last_name,
            Field::Email => &draft.email,
            Field::Phone => &draft.phone,
            Field::Mobile => &draft.mobile,
        }
    }

    fn theirs(self, known: &Known) -> &str {
        match self {
            Field::FirstName => &known.first_name,
            Field::LastName => &known.last_name,
            Field::Email => &known.email,
            Field::Phone => &known.phone,
            Field::Mobile => &known.mobile,
        }
    }

    fn same(self, ours: &str, theirs: &str) -> bool {
        match self {
            Field::FirstName | Field::LastName => ours.trim() == theirs.trim(),
            Field::Email => same_email(ours, theirs),
            Field::Phone | Field::Mobile => same_digits(ours, theirs),
        }
    }
}

/// How a contact differs from the draft. The till owns name, e-mail, telephones and address; what it leaves empty stays.
pub(crate) fn compare(draft: &ContactDraft, known: &Known) -> Difference {
    let differs = |field: &Field| {
        let (ours, theirs) = (field.ours(draft), field.theirs(known));
        !ours.trim().is_empty() && !field.same(ours, theirs)
    };
    let patch = |field: Field| FieldPatch { field, empty: field.theirs(known).is_empty() };
    Difference {
        id: known.id,
        owns_address: known.owns_address,
        addresses: known.addresses,
        address: address_differs(&draft.address, known),
        fields: Field::ALL.into_iter().filter(differs).map(patch).collect(),
    }
}

/// The patches that give the contact the till's values.
pub(crate) fn patches(draft: &ContactDraft, difference: &Difference) -> Vec<Value> {
    let patch = |patch: &FieldPatch| {
        let op = if patch.empty { "add" } else { "replace" };
        json!({ "op": op, "path": patch.field.path(), "value": patch.field.ours(draft) })
    };
    difference.fields.iter().map(patch).collect()
}

/// Whether the till knows an address and the contact has another. A till that knows only the country knows none.
fn address_differs(postal: &Postal, known: &Known) -> bool {
    let ours = postal_address(postal);
    let street = Some(&ours.address_line1).filter(|street| *street != NO_STREET);
    let lines = [&ours.address_line2, &ours.address_line3, &ours.address_line4, &ours.postal_code];
    if street.is_none() && lines.iter().all(|line| line.is_empty()) {
        return false;
    }
    let there = &known.address;
    let theirs = [&there.address_line2, &there.address_line3, &there.address_line4, &there.postal_code];
    let other = |ours: &str, theirs: &str| ours != theirs.trim();
    let country = three_letters(&there.country_iso_code).unwrap_or_default();
    street.is_some_and(|street| other(street, &there.address_line1))
        || lines.iter().zip(theirs).any(|(ours, theirs)| !ours.is_empty() && other(ours, theirs))
        || !ours.country_iso_code.is_empty() && ours.country_iso_code != country
}

/// The body that makes an address the contact's default one, and takes the old default's other uses along
/// (`…/contact/contact-postal-address/put.html`).
pub(crate) fn address_uses(addresses: [Option<u64>; 3], address: u64) -> Value {
    let [default, ..] = addresses;
    let uses = USES.iter().zip(addresses);
    let moved = uses.filter(|(usage, id)| **usage == "DEF" || id.is_none() || *id == default);
    moved.map(|(usage, _)| json!({ "postalAddressId": address, "type": usage })).collect()
}

/// Whether two e-mail addresses are one: letter case and blanks around do not count.
pub(crate) fn same_email(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Whether two names are one: letter case and blanks around do not count.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Whether two telephone numbers have the same digits.
fn same_digits(a: &str, b: &str) -> bool {
    digits(a) == digits(b) && !digits(a).is_empty()
}

/// Whether two telephone numbers reach the same person: the same digits, one perhaps with the country's code before it.
pub(crate) fn same_phone(a: &str, b: &str) -> bool {
    const ENOUGH: usize = 8;
    let (a, b) = (digits(a), digits(b));
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len() >= ENOUGH && b.len() >= ENOUGH && (a.ends_with(b) || b.ends_with(a))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use rstest::rstest;

    use super::*;

    pub(crate) fn draft() -> ContactDraft {
        ContactDraft {
            first_name: "Mira".to_owned(),
            last_name: "Okafor".to_owned(),
            company: String::new(),
            email: "mira@example.test".to_owned(),
            phone: "01202 000000".to_owned(),
            mobile: String::new(),
            address: Postal {
                street: "1 Quay Rd".to_owned(),
                city: "Poole".to_owned(),
                county: "Dorset".to_owned(),
                postcode: "BH15 1AA".to_owned(),
                country_code: "GB".to_owned(),
                ..Postal::default()
            },
            match_by_phone: false,
            same_person: None,
            warnings: Vec::new(),
        }
    }

    pub(crate) fn known() -> Known {
        Known {
            id: 316,
            owns_address: true,
            first_name: "Mira".to_owned(),
            last_name: "Okafor".to_owned(),
            email: "Mira@Example.test".to_owned(),
            phone: "01202000000".to_owned(),
            mobile: String::new(),
            addresses: [Some(8801), Some(8801), Some(8850)],
            address: postal_address(&draft().address),
        }
    }

    #[test]
    fn a_contact_is_read_with_its_addresses_as_a_list_or_as_a_map() {
        let address = json!({"addressId": 8801, "addressLine1": "1 Quay Rd", "addressLine3": "Poole", "addressLine4": "Dorset",
            "postalCode": "BH15 1AA", "countryIsoCode": "GBR", "countryIsoCode2": "GB", "countryId": 222});
        let contact = |addresses: Value| {
            json!({"contactId": 316, "isPrimaryContact": true, "firstName": "Mira", "lastName": "Okafor",
            "postAddressIds": {"DEF": 8801, "BIL": 8801, "DEL": 8850},
            "communication": {"emails": {"PRI": {"email": "Mira@Example.test"}}, "telephones": {"PRI": "01202000000", "MOB": null}},
            "createdByid": 4, "contactTags": "9", "postalAddresses": addresses})
        };
        for addresses in [json!([address]), json!({"8801": address})] {
            let wire: wire::Contact = serde_json::from_value(contact(addresses)).unwrap();
            let read = Known::of(&wire).unwrap();
            assert_eq!(
                Known { address: PostalAddress { address_id: None, ..read.address.clone() }, ..read },
                known()
            );
        }
    }

    #[test]
    fn a_new_contact_refers_to_its_address_and_leaves_out_what_is_empty() {
        let expected = json!({"firstName": "Mira", "lastName": "Okafor", "postAddressIds": {"DEF": 8801, "BIL": 8801, "DEL": 8801},
            "communication": {"emails": {"PRI": {"email": "mira@example.test"}}, "telephones": {"PRI": "01202 000000"}},
            "relationshipToAccount": {"isSupplier": false, "isStaff": false}});
        assert_eq!(new_contact(&draft(), 8801), expected);
        let bare = ContactDraft {
            email: String::new(),
            phone: String::new(),
            company: "Quay Ltd".to_owned(),
            ..draft()
        };
        let body = new_contact(&bare, 8801);
        assert_eq!(body.get("communication"), None);
        assert_eq!(body["organisation"], json!({"name": "Quay Ltd"}));
    }

    #[test]
    fn an_address_always_has_a_street_and_a_three_letter_country() {
        let sent = serde_json::to_value(postal_address(&draft().address)).unwrap();
        let expected = json!({"addressLine1": "1 Quay Rd", "addressLine3": "Poole", "addressLine4": "Dorset",
            "postalCode": "BH15 1AA", "countryIsoCode": "GBR"});
        assert_eq!(sent, expected);
        let empty = serde_json::to_value(postal_address(&Postal::default())).unwrap();
        assert_eq!(empty, json!({"addressLine1": NO_STREET}));
    }

    #[test]
    fn a_contact_that_is_equal_but_for_spelling_is_left_alone() {
        let difference = compare(&draft(), &known());
        assert!(difference.fields.is_empty() && !difference.address, "{difference:?}");
    }

    #[test]
    fn the_till_owns_name_email_and_telephones_and_fills_what_is_empty() {
        let changed = ContactDraft {
            last_name: "Okafor-Lind".to_owned(),
            email: "new@example.test".to_owned(),
            mobile: "07700 900123".to_owned(),
            ..draft()
        };
        let expected = [
            json!({"op": "replace", "path": "/lastName", "value": "Okafor-Lind"}),
            json!({"op": "replace", "path": "/communication/emails/PRI/email", "value": "new@example.test"}),
            json!({"op": "add", "path": "/communication/telephones/MOB", "value": "07700 900123"}),
        ];
        assert_eq!(patches(&changed, &compare(&changed, &known())), expected);
    }

    #[test]
    fn what_the_till_leaves_empty_is_not_taken_away() {
        let bare =
            ContactDraft { first_name: String::new(), email: String::new(), phone: String::new(), ..draft() };
        assert_eq!(compare(&bare, &known()).fields, []);
    }

    #[rstest]
    #[case(Postal { street: "2 Quay Rd".to_owned(), ..draft().address }, true)]
    #[case(Postal { county: String::new(), ..draft().address }, false)]
    #[case(Postal { country_code: "IE".to_owned(), ..draft().address }, true)]
    #[case(Postal { street: NO_STREET.to_owned(), country_code: "FR".to_owned(), ..Postal::default() }, false)]
    #[case(Postal { postcode: "BH15 1AB".to_owned(), ..Postal::default() }, true)]
    #[case(Postal::default(), false)]
    fn only_an_address_the_till_knows_can_differ(#[case] postal: Postal, #[case] expected: bool) {
        assert_eq!(address_differs(&postal, &known()), expected);
    }

    #[test]
    fn a_new_default_address_takes_the_old_ones_uses_along() {
        let expected =
            json!([{"postalAddressId": 9000, "type": "DEF"}, {"postalAddressId": 9000, "type": "BIL"}]);
        assert_eq!(address_uses(known().addresses, 9000), expected);
        assert_eq!(address_uses([None; 3], 9000).as_array().unwrap().len(), 3);
    }

    #[rstest]
    #[case("+44 1202 000000", "01202 000000", true)]
    #[case("0044 1202 000000", "+441202000000", true)]
    #[case("01202 000000", "01202 000001", false)]
    #[case("000000", "01202 000000", false)]
    #[case("", "", false)]
    fn a_telephone_is_the_same_with_and_without_the_countrys_code(
        #[case] a: &str,
        #[case] b: &str,
        #[case] same: bool,
    ) {
        assert_eq!(same_phone(a, b), same);
    }
}
