//! Which call a contact needs next: pure, so that the same answers always lead to the same call.

use model::outgoing::ContactDraft;
use model::{Failure, Outcome};
use platform::{Asked, Found, Nature, Next, Step};
use serde_json::Value;

use super::call::{
    ADDRESS, CHECK_ADDRESS, CONTACT, ContactCall, DEFAULT_ADDRESS, Existing, LOOK, UPDATE, mark,
};
use crate::convert::contact::{Difference, address_uses, new_contact, patches, postal_address};

/// The next call, or that the contact is in step.
pub(super) fn next_step(asked: &Asked<'_, ContactDraft>, found: &Found) -> Result<Next, Failure> {
    let made = asked.answer(CONTACT).and_then(|answer| answer.id.clone());
    let looked = || asked.answer(LOOK).and_then(|answer| Existing::of(&answer.detail));
    Ok(match (Existing::of(&found.0).or_else(looked), made) {
        (Some(Existing { contact: Some(known) }), _) => change(asked, &known),
        (_, Some(id)) => Next::Done { target_ref: id, outcome: outcome(asked, Vec::new()) },
        (Some(Existing { contact: None }), None) => Next::Do(create(asked)),
        (None, None) => {
            let call = ContactCall::Look { draft: Box::new(asked.draft.clone()) };
            Next::Do(call.step(LOOK, "Look whether it is there", Nature::Read))
        }
    })
}

/// The address first, then the contact that refers to it.
fn create(asked: &Asked<'_, ContactDraft>) -> Step {
    let draft = asked.draft;
    match address(asked) {
        Err(step) => step,
        Ok(address) => ContactCall::Create {
            post: new_contact(draft, address),
            address,
            email: draft.email.clone(),
            first_name: draft.first_name.clone(),
            last_name: draft.last_name.clone(),
        }
        .step(CONTACT, "Contact", Nature::Once),
    }
}

/// The address already made with this very content, or the step that makes it.
fn address(asked: &Asked<'_, ContactDraft>) -> Result<u64, Step> {
    let post = serde_json::to_value(postal_address(&asked.draft.address)).unwrap_or_default();
    let mark = mark(&post);
    let made = asked.done.iter().filter(|step| is_address(&step.key));
    let same = made
        .clone()
        .find(|step| step.answer.detail.get("mark").and_then(Value::as_str) == Some(mark.as_str()));
    if let Some(id) = same.and_then(|step| step.answer.id.as_deref()?.parse().ok()) {
        return Ok(id);
    }
    let key = if made.count() == 0 { ADDRESS.to_owned() } else { format!("{ADDRESS}:{mark}") };
    Err(ContactCall::Address { post, mark }.step(key, "Postal address", Nature::Once))
}

fn is_address(key: &str) -> bool {
    key.strip_prefix(ADDRESS).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// What the till owns and the contact has otherwise. Steps that overwrite are done afresh in each attempt, so a done one is
/// of this attempt.
fn change(asked: &Asked<'_, ContactDraft>, known: &Difference) -> Next {
    if let Some(step) = change_address(asked, known) {
        return Next::Do(step);
    }
    if !known.fields.is_empty() && asked.answer(UPDATE).is_none() {
        let patch = Value::Array(patches(asked.draft, known));
        let call = ContactCall::Update { contact: known.id, patch };
        return Next::Do(call.step(UPDATE, "Contact details", Nature::Repeatable));
    }
    Next::Done { target_ref: known.id.to_string(), outcome: outcome(asked, address_warning(asked, known)) }
}

/// A new address, then the contact pointed to it, then a look whether it is: the answer to the second says nothing.
fn change_address(asked: &Asked<'_, ContactDraft>, known: &Difference) -> Option<Step> {
    if !known.address || !known.owns_address {
        return None;
    }
    let address = match address(asked) {
        Err(step) => return Some(step),
        Ok(address) => address,
    };
    if asked.answer(DEFAULT_ADDRESS).is_none() {
        let call =
            ContactCall::DefaultAddress { contact: known.id, put: address_uses(known.addresses, address) };
        return Some(call.step(DEFAULT_ADDRESS, "Default address", Nature::Repeatable));
    }
    let check = ContactCall::CheckAddress { contact: known.id };
    asked
        .answer(CHECK_ADDRESS)
        .is_none()
        .then(|| check.step(CHECK_ADDRESS, "Read the address back", Nature::Read))
}

fn address_warning(asked: &Asked<'_, ContactDraft>, known: &Difference) -> Vec<String> {
    if !known.address {
        return Vec::new();
    }
    if !known.owns_address {
        return vec!["the address was left as it is: it belongs to the contact's organisation".to_owned()];
    }
    let there = asked.answer(CHECK_ADDRESS).and_then(|answer| answer.id.as_deref()?.parse().ok());
    match address(asked) {
        Ok(ours) if there == Some(ours) => Vec::new(),
        _ => vec!["Brightpearl did not take the new address".to_owned()],
    }
}

fn outcome(asked: &Asked<'_, ContactDraft>, mut warnings: Vec<String>) -> Outcome {
    warnings.extend(asked.draft.warnings.iter().cloned());
    if !warnings.is_empty() {
        return Outcome::Warned { warning: warnings.join("; ") };
    }
    let wrote = asked.answer(UPDATE).is_some() || asked.answer(DEFAULT_ADDRESS).is_some();
    match (asked.link, asked.answer(CONTACT)) {
        (None, Some(_)) => Outcome::Created,
        _ if wrote => Outcome::Updated,
        (None, None) => Outcome::Linked,
        (Some(_), _) => Outcome::Unchanged,
    }
}

#[cfg(test)]
mod tests {
    use model::Answer;
    use platform::DoneStep;
    use serde_json::json;

    use super::*;
    use crate::contacts::call::address_answer;
    use crate::convert::contact::Known;
    use crate::convert::contact::compare;
    use crate::convert::contact::tests::{draft, known};

    struct Case {
        draft: ContactDraft,
        done: Vec<DoneStep>,
        link: Option<&'static str>,
        known: Option<Known>,
    }

    impl Case {
        /// What comes next once it was looked; the contact is as it was then.
        fn next(&self) -> Next {
            let contact = self.known.as_ref().map(|known| compare(&self.draft, known));
            let detail = Existing { contact }.kept();
            let mut done = self.done.clone();
            done.push(DoneStep { key: LOOK.to_owned(), answer: Answer::with(None, detail) });
            self.next_after(&done)
        }

        fn next_after(&self, done: &[DoneStep]) -> Next {
            let asked = Asked { draft: &self.draft, source_ref: "77", link: self.link, done, forced: false };
            next_step(&asked, &Found::default()).unwrap()
        }

        fn step(&self) -> Step {
            match self.next() {
                Next::Do(step) => step,
                done => panic!("{done:?}"),
            }
        }

        /// Does the next step and answers it with an id.
        fn go(&mut self, key: &str, id: u64) {
            let step = self.step();
            assert_eq!(step.key, key);
            let answer = match serde_json::from_value(step.body).unwrap() {
                ContactCall::Address { mark, .. } => address_answer(id, &mark),
                _ => Answer::id(id.to_string()),
            };
            self.done.push(DoneStep { key: step.key, answer });
        }

        fn ends(&self, id: &str, outcome: &Outcome) {
            assert_eq!(self.next(), Next::Done { target_ref: id.to_owned(), outcome: outcome.clone() });
        }
    }

    fn new() -> Case {
        Case { draft: draft(), done: Vec::new(), link: None, known: None }
    }

    fn existing() -> Case {
        Case { known: Some(known()), ..new() }
    }

    #[test]
    fn a_customer_tied_to_none_looks_first() {
        let Next::Do(step) = new().next_after(&[]) else { panic!() };
        assert_eq!((step.key.as_str(), step.nature), ("look", Nature::Read));
    }

    #[test]
    fn a_new_customer_gets_an_address_and_then_a_contact_that_carries_it() {
        let mut case = new();
        case.go("address", 8801);
        let step = case.step();
        assert_eq!(step.nature, Nature::Once);
        assert_eq!(step.body["create"]["address"], 8801);
        assert_eq!(step.body["create"]["post"]["postAddressIds"]["DEF"], 8801);
        case.go("contact", 316);
        case.ends("316", &Outcome::Created);
    }

    #[test]
    fn an_address_that_changed_before_the_contact_was_made_is_made_anew() {
        let mut case = new();
        case.go("address", 8801);
        case.draft.address.street = "2 Quay Rd".to_owned();
        let key = case.step().key;
        assert!(key.starts_with("address:"), "{key}");
        case.go(&key, 8802);
        assert_eq!(case.step().body["create"]["address"], 8802);
    }

    #[test]
    fn an_equal_contact_is_only_tied() {
        existing().ends("316", &Outcome::Linked);
        Case { link: Some("316"), ..existing() }.ends("316", &Outcome::Unchanged);
    }

    #[test]
    fn a_changed_name_is_patched_and_nothing_else() {
        let mut case = Case { link: Some("316"), ..existing() };
        case.draft.last_name = "Okafor-Lind".to_owned();
        let step = case.step();
        assert_eq!(step.nature, Nature::Repeatable);
        assert_eq!(
            step.body["update"]["patch"],
            json!([{"op": "replace", "path": "/lastName", "value": "Okafor-Lind"}])
        );
        case.go("update", 316);
        case.ends("316", &Outcome::Updated);
    }

    #[test]
    fn a_changed_address_is_made_and_becomes_the_default() {
        let mut case = Case { link: Some("316"), ..existing() };
        case.draft.address.street = "2 Quay Rd".to_owned();
        case.go("address", 9000);
        let step = case.step();
        assert_eq!(step.body["default_address"]["put"][0], json!({"postalAddressId": 9000, "type": "DEF"}));
        case.go("default-address", 316);
        case.go("check-address", 9000);
        case.ends("316", &Outcome::Updated);
    }

    #[test]
    fn an_address_that_was_not_taken_is_said() {
        let mut case = Case { link: Some("316"), ..existing() };
        case.draft.address.street = "2 Quay Rd".to_owned();
        case.go("address", 9000);
        case.go("default-address", 316);
        case.go("check-address", 8801);
        case.ends("316", &Outcome::Warned { warning: "Brightpearl did not take the new address".to_owned() });
    }

    #[test]
    fn going_back_to_an_earlier_address_uses_the_one_made_then() {
        let mut case = existing();
        case.draft.address.street = "2 Quay Rd".to_owned();
        case.go("address", 9000);
        case.draft.address.street = "3 Quay Rd".to_owned();
        let key = case.step().key;
        case.go(&key, 9001);
        case.draft.address.street = "2 Quay Rd".to_owned();
        assert_eq!(case.step().body["default_address"]["put"][0]["postalAddressId"], 9000);
    }

    #[test]
    fn the_organisations_address_is_left_alone_and_that_is_said() {
        let mut case = existing();
        case.known = Some(Known { owns_address: false, ..known() });
        case.draft.address.street = "2 Quay Rd".to_owned();
        let Next::Done { outcome: Outcome::Warned { warning }, .. } = case.next() else { panic!() };
        assert!(warning.contains("organisation"), "{warning}");
    }

    #[test]
    fn what_was_cut_is_said_whatever_the_outcome() {
        let mut case = existing();
        case.draft.warnings = vec!["the last name was cut".to_owned()];
        case.ends("316", &Outcome::Warned { warning: "the last name was cut".to_owned() });
    }

    #[test]
    fn a_contact_made_in_an_earlier_attempt_is_not_made_again() {
        let mut case = existing();
        case.done.push(DoneStep { key: "contact".to_owned(), answer: Answer::id("316") });
        case.ends("316", &Outcome::Created);
    }
}
