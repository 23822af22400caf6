use model::outgoing::{ContactDraft, Postal};
use model::payload::{Address, Customer};
use model::settings::CustomerSettings;
use model::{Kind, Lane, Outgoing, Payload, Settings};
use store::LinkAsk;

use super::{Given, Rule, Verdict};

/// Customers to contacts (`flows.md`, Customers).
#[derive(Debug, Clone, Copy)]
pub struct CustomerRule;

/// The longest first or last name Brightpearl takes (fact sheet 4.4).
const LONGEST_NAME: usize = 32;

impl Rule for CustomerRule {
    type Item = Customer;
    type Draft = ContactDraft;
    const KIND: Kind = Kind::Customer;
    const LANE: Lane = Lane::Customers;
    const BATCH: u32 = 16;

    fn wrap(item: Customer) -> Payload {
        Payload::Customer(item)
    }

    fn item(payload: &Payload) -> Option<&Customer> {
        match payload {
            Payload::Customer(customer) => Some(customer),
            _ => None,
        }
    }

    fn outgoing(draft: ContactDraft) -> Outgoing {
        Outgoing::Customer(draft)
    }

    /// Two customers of one e-mail become one contact; side by side they would become two.
    fn solo(item: &Customer) -> Option<String> {
        let email = item.email.trim().to_lowercase();
        (!email.is_empty()).then_some(email)
    }

    fn needs(_: &Settings, item: &Customer) -> Vec<LinkAsk> {
        CustomerRule::solo(item).map(|email| LinkAsk::BySolo(Kind::Customer, email)).into_iter().collect()
    }

    fn transform(given: &Given<'_>, item: &Customer) -> Verdict<ContactDraft> {
        if item.archived && given.link.is_none() && !given.forced {
            return Verdict::Skip("archived at the till".to_owned());
        }
        let mut warnings = Vec::new();
        let (first, last) = names(item, given.source_ref);
        Verdict::Send(ContactDraft {
            first_name: cut("first name", &first, &mut warnings),
            last_name: cut("last name", &last, &mut warnings),
            company: item.company.trim().to_owned(),
            email: item.email.trim().to_owned(),
            phone: item.phone.trim().to_owned(),
            mobile: item.mobile.trim().to_owned(),
            address: postal(item.address.as_ref(), &given.settings.customers),
            match_by_phone: given.settings.customers.match_by_phone,
            same_person: CustomerRule::solo(item)
                .and_then(|email| given.links.get(&LinkAsk::BySolo(Kind::Customer, email)).cloned()),
            warnings,
        })
    }
}

/// A contact needs some name: the company's, the e-mail's, or the till's number stands in.
fn names(item: &Customer, source_ref: &str) -> (String, String) {
    let (first, last) = (item.first_name.trim(), item.last_name.trim());
    if !(first.is_empty() && last.is_empty()) {
        return (first.to_owned(), last.to_owned());
    }
    match item.full_name() {
        name if name.is_empty() => ("Till customer".to_owned(), source_ref.to_owned()),
        name => (String::new(), name),
    }
}

fn cut(what: &str, name: &str, warnings: &mut Vec<String>) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    warnings.push(format!("the {what} “{name}” was cut after {LONGEST_NAME} characters"));
    name.chars().take(LONGEST_NAME).collect::<String>().trim_end().to_owned()
}

/// Brightpearl wants a street in every address, so one is said to be unknown where the till has none.
fn postal(address: Option<&Address>, settings: &CustomerSettings) -> Postal {
    let known = address.cloned().unwrap_or_default();
    let or_else = |text: &str, other: &str| {
        if text.trim().is_empty() { other.to_owned() } else { text.trim().to_owned() }
    };
    Postal {
        street: or_else(&known.line1, "Address not given"),
        suburb: known.line2.trim().to_owned(),
        city: known.city.trim().to_owned(),
        county: known.state.trim().to_owned(),
        postcode: known.postcode.trim().to_owned(),
        country_code: or_else(&known.country_code, or_else(&settings.default_country, "GB").as_str()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use model::Settings;

    use super::*;

    fn draft_of(item: &Customer) -> ContactDraft {
        let settings = Settings::default();
        let links = HashMap::new();
        let given = Given {
            settings: &settings,
            links: &links,
            standings: &HashMap::new(),
            instance: None,
            account: "90210",
            source_ref: "77",
            link: None,
            sent: None,
            forced: false,
            begun: false,
        };
        match CustomerRule::transform(&given, item) {
            Verdict::Send(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_long_name_is_cut_visibly() {
        let draft = draft_of(&Customer {
            first_name: "Wilhelmina Alexandrina Theodora Maria".to_owned(),
            last_name: "Okafor".to_owned(),
            ..Default::default()
        });
        assert_eq!(draft.first_name, "Wilhelmina Alexandrina Theodora");
        assert_eq!(draft.warnings.len(), 1);
    }

    #[test]
    fn a_customer_without_any_name_is_called_by_number() {
        let draft = draft_of(&Customer::default());
        assert_eq!((draft.first_name.as_str(), draft.last_name.as_str()), ("Till customer", "77"));
    }

    #[test]
    fn two_spellings_of_one_email_are_not_in_work_together() {
        let one = Customer { email: "Mira@Example.test ".to_owned(), ..Default::default() };
        let two = Customer { email: "mira@example.test".to_owned(), ..Default::default() };
        assert_eq!(CustomerRule::solo(&one), CustomerRule::solo(&two));
        assert_eq!(CustomerRule::solo(&Customer::default()), None);
    }

    #[test]
    fn an_address_without_street_says_so() {
        assert_eq!(draft_of(&Customer::default()).address.street, "Address not given");
    }
}
