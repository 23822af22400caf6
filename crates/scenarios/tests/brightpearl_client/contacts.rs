use model::outgoing::{ContactDraft, Postal};
use model::{Failure, Outcome};
use reqwest::Method;
use sandbox::faults::FaultKind;
use sandbox::{Config, LagRange};
use serde_json::{Value, json};

use crate::office::{FIRST_CUSTOMER, Office, Posting, Stopped, nothing};

fn draft() -> ContactDraft {
    ContactDraft {
        first_name: "Mira".to_owned(),
        last_name: "Quillfeather".to_owned(),
        company: String::new(),
        email: "mira.quillfeather@example.test".to_owned(),
        phone: "01202 000000".to_owned(),
        mobile: String::new(),
        address: Postal {
            street: "1 Quay Rd".to_owned(),
            city: "Poole".to_owned(),
            postcode: "BH15 1AA".to_owned(),
            country_code: "GB".to_owned(),
            ..Postal::default()
        },
        match_by_phone: false,
        same_person: None,
        warnings: Vec::new(),
    }
}

async fn there(office: &Office) -> Vec<Value> {
    let all = office.control(Method::GET, "brightpearl/contacts", nothing()).await;
    let ours = |contact: &&Value| contact["last_name"].as_str().unwrap().starts_with("Quillfeather");
    all.as_array().unwrap().iter().filter(ours).cloned().collect()
}

#[tokio::test]
async fn a_new_customer_becomes_one_contact_with_an_address() {
    let office = Office::open().await;
    let (id, outcome) = Posting::new(&draft()).run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    let contacts = there(&office).await;
    assert_eq!(contacts.len(), 1);
    assert_eq!(contacts[0]["id"].to_string(), id);
    assert_eq!(contacts[0]["email"], "mira.quillfeather@example.test");
    assert_eq!(contacts[0]["address"]["addressLine3"], "Poole");
    assert_eq!(contacts[0]["address"]["countryIsoCode"], "GBR");
}

#[tokio::test]
async fn a_known_customer_is_tied_by_e_mail_whatever_its_spelling_and_left_alone_when_equal() {
    let office = Office::open().await;
    let (id, _) = Posting::new(&draft()).run(&office).await.unwrap();
    let written = office.running.world.ledger.entries(None, 0).len();
    let shouting = ContactDraft { email: "MIRA.QUILLFEATHER@EXAMPLE.TEST".to_owned(), ..draft() };
    let (again, outcome) = Posting::new(&shouting).run(&office).await.unwrap();
    assert_eq!((again, outcome), (id, Outcome::Linked));
    assert_eq!(office.running.world.ledger.entries(None, 0).len(), written);
}

#[tokio::test]
async fn an_e_mail_that_merely_contains_ours_is_somebody_else() {
    let office = Office::open().await;
    let longer = ContactDraft { email: "not.mira.quillfeather@example.test".to_owned(), ..draft() };
    let (other, _) = Posting::new(&longer).run(&office).await.unwrap();
    let (id, outcome) = Posting::new(&draft()).run(&office).await.unwrap();
    assert_ne!(id, other);
    assert_eq!(outcome, Outcome::Created);
}

#[tokio::test]
async fn a_contact_whose_answer_is_lost_is_known_by_its_address() {
    let office = Office::open().await;
    let draft = draft();
    office.fault("POST", "/contact-service/contact", FaultKind::DropAfterCommit);
    let mut posting = Posting::new(&draft);
    let Err(Stopped::At(step, error)) = posting.run(&office).await else {
        panic!("the answer was to be lost")
    };
    assert_eq!(step.key, "contact");
    assert!(error.may_have_arrived());
    assert!(posting.clear_up(&office, &step).await);
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    assert_eq!(there(&office).await.len(), 1);
}

#[tokio::test]
async fn somebody_elses_contact_of_the_same_e_mail_is_not_taken_for_the_lost_one() {
    let office = Office::open().await;
    let draft = draft();
    office.fault("POST", "/contact-service/contact", FaultKind::DropBefore);
    let mut posting = Posting::new(&draft);
    let Err(Stopped::At(step, _)) = posting.run(&office).await else { panic!("the call was to be dropped") };
    let other = json!({"firstName": "Mira", "lastName": "Quillfeather", "postAddressIds": {"DEF": other_address(&office).await},
        "communication": {"emails": {"PRI": {"email": draft.email}}}});
    office.api(Method::POST, "contact-service/contact", other).await;
    assert!(!posting.clear_up(&office, &step).await);
}

async fn other_address(office: &Office) -> Value {
    let address = json!({"addressLine1": "9 Elm Row", "countryIsoCode": "GBR"});
    office.api(Method::POST, "contact-service/postal-address", address).await
}

#[tokio::test]
async fn an_address_whose_answer_is_lost_is_made_afresh_and_the_contact_has_that_one() {
    let office = Office::open().await;
    let draft = draft();
    office.fault("POST", "/contact-service/postal-address", FaultKind::DropAfterCommit);
    let mut posting = Posting::new(&draft);
    let Err(Stopped::At(step, _)) = posting.run(&office).await else { panic!("the answer was to be lost") };
    assert_eq!(step.key, "address");
    assert!(posting.clear_up(&office, &step).await);
    posting.run(&office).await.unwrap();
    assert_eq!(there(&office).await.len(), 1);
    assert_eq!(there(&office).await[0]["address"]["addressLine1"], "1 Quay Rd");
}

#[tokio::test]
async fn a_second_customer_of_one_e_mail_is_the_same_contact_even_while_the_index_lags() {
    let lag = LagRange { min_ms: 60_000, max_ms: 60_000 };
    let office = Office::with(Config { limits: 100, lag, ..Config::for_tests() }).await;
    let (first, _) = Posting::new(&draft()).run(&office).await.unwrap();
    let (second, outcome) = Posting::new(&draft()).run(&office).await.unwrap();
    assert_eq!((second, outcome), (first, Outcome::Linked));
    assert_eq!(there(&office).await.len(), 1);
}

#[tokio::test]
async fn only_what_the_till_changed_is_written() {
    let office = Office::open().await;
    let (id, _) = Posting::new(&draft()).run(&office).await.unwrap();
    let id: &'static str = Box::leak(id.into_boxed_str());
    let changed = ContactDraft {
        last_name: "Quillfeather-Lind".to_owned(),
        phone: String::new(),
        mobile: "07700 900123".to_owned(),
        ..draft()
    };
    let mut posting = Posting { link: Some(id), ..Posting::new(&changed) };
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Updated);
    let contact = there(&office).await.remove(0);
    assert_eq!(contact["last_name"], "Quillfeather-Lind");
    assert_eq!(contact["telephones"]["PRI"], "01202 000000", "what the till does not know stays");
    assert_eq!(contact["telephones"]["MOB"], "07700 900123");
    let (_, outcome) = posting.run(&office).await.unwrap();
    assert_eq!(outcome, Outcome::Unchanged);
}

#[tokio::test]
async fn a_new_address_reaches_the_contact_or_the_row_says_that_it_did_not() {
    let office = Office::open().await;
    let (id, _) = Posting::new(&draft()).run(&office).await.unwrap();
    let id: &'static str = Box::leak(id.into_boxed_str());
    let mut moved = draft();
    moved.address.street = "2 Quay Rd".to_owned();
    let mut posting = Posting { link: Some(id), ..Posting::new(&moved) };
    let (_, outcome) = posting.run(&office).await.unwrap();
    let arrived = there(&office).await[0]["address"]["addressLine1"] == "2 Quay Rd";
    let expected = match arrived {
        true => Outcome::Updated,
        false => Outcome::Warned { warning: "Brightpearl did not take the new address".to_owned() },
    };
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn name_and_telephone_find_a_contact_only_where_the_setting_says_so() {
    let office = Office::open().await;
    let (id, _) = Posting::new(&draft()).run(&office).await.unwrap();
    let other_mail = ContactDraft {
        email: String::new(),
        phone: "+44 1202 000000".to_owned(),
        match_by_phone: true,
        ..draft()
    };
    let (by_phone, _) = Posting::new(&other_mail).run(&office).await.unwrap();
    assert_eq!(by_phone, id);
    let (by_nothing, outcome) =
        Posting::new(&ContactDraft { match_by_phone: false, ..other_mail }).run(&office).await.unwrap();
    assert_ne!(by_nothing, id);
    assert_eq!(outcome, Outcome::Created);
}

#[tokio::test]
async fn a_linked_contact_that_is_gone_is_told() {
    let office = Office::open().await;
    let draft = draft();
    let mut posting = Posting { link: Some("99999999"), ..Posting::new(&draft) };
    let stopped = posting.run(&office).await;
    assert!(matches!(stopped, Err(Stopped::Person(Failure::Gone { .. }))), "{stopped:?}");
}

#[tokio::test]
async fn many_linked_contacts_are_read_with_one_call() {
    let office = Office::open().await;
    let drafts = [draft(), draft(), draft()];
    let links: Vec<String> = (FIRST_CUSTOMER..FIRST_CUSTOMER + 3).map(|id| id.to_string()).collect();
    let asked: Vec<platform::Asked<'_, ContactDraft>> = drafts
        .iter()
        .zip(&links)
        .map(|(draft, link)| platform::Asked {
            draft,
            source_ref: "1",
            link: Some(link),
            done: &[],
            forced: false,
        })
        .collect();
    let before = office.calls();
    let found = platform::Target::look(&office.client, &office.account, &asked).await.unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!(office.calls() - before, 1);
}
