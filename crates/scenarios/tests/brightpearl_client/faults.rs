use model::Failure;
use model::outgoing::OrderDraft;
use platform::{Directory, PlatformError, Target};
use sandbox::faults::FaultKind;
use sandbox::{Config, LagRange};
use serde_json::json;

use crate::office::{Office, Posting, Stopped};
use crate::orders::{draft, goods};

fn word(error: &PlatformError) -> &'static str {
    match error {
        PlatformError::Unreachable { .. } => "unreachable",
        PlatformError::AnswerLost { .. } => "lost",
        PlatformError::Throttled { .. } => "throttled",
        PlatformError::OutOfOrder { .. } => "out of order",
        PlatformError::AccessLost { .. } => "access lost",
        PlatformError::Forbidden { .. } => "forbidden",
        PlatformError::NotFound { .. } => "not found",
        PlatformError::Conflict { .. } => "conflict",
        PlatformError::Refused { .. } => "refused",
        PlatformError::Unreadable { .. } => "unreadable",
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_read_says_so_and_the_next_one_is_read() {
    let office = Office::open().await;
    for (kind, expected) in [
        (FaultKind::TruncatedJson, "unreadable"),
        (FaultKind::WrongTypes, "unreadable"),
        (FaultKind::ErrorIn200, "unreadable"),
        (FaultKind::Huge, "unreadable"),
        (FaultKind::HtmlError, "out of order"),
        (FaultKind::OutageHtml, "out of order"),
        (FaultKind::OutageJson, "out of order"),
        (FaultKind::DropBefore, "unreachable"),
        (FaultKind::DropAfterCommit, "unreachable"),
        (FaultKind::ExpireToken, "access lost"),
    ] {
        let named = format!("{kind:?}");
        office.fault("GET", "/product-service/product-search", kind);
        let error = office.changes(None).await.unwrap_err();
        assert_eq!(word(&error), expected, "{named}: {error}");
    }
    assert!(office.changes(None).await.is_ok());
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_may_have_arrived_and_a_refused_one_has_not() {
    for (kind, expected, may_have_arrived) in [
        (FaultKind::DropAfterCommit, "lost", true),
        (FaultKind::TruncatedJson, "unreadable", true),
        (FaultKind::ErrorIn200, "unreadable", true),
        (FaultKind::HtmlError, "out of order", true),
        (FaultKind::OutageJson, "out of order", true),
        (FaultKind::ExpireToken, "access lost", false),
    ] {
        let named = format!("{kind:?}");
        let office = Office::open().await;
        let draft = draft(&goods(&office).await);
        office.fault("POST", "/order-service/sales-order", kind);
        let Err(Stopped::At(step, error)) = Posting::new(&draft).run(&office).await else {
            panic!("{named}")
        };
        assert_eq!((step.key.as_str(), word(&error)), ("order", expected), "{named}: {error}");
        assert_eq!(error.may_have_arrived(), may_have_arrived, "{named}");
    }
}

#[tokio::test]
async fn a_throttle_out_of_the_blue_is_told_with_its_end_and_nothing_is_written() {
    let office = Office::open().await;
    let draft = draft(&goods(&office).await);
    office.fault("POST", "/order-service/sales-order", FaultKind::TooMany);
    match Posting::new(&draft).run(&office).await {
        // The window is about to end: the call was waited for and sent again.
        Ok(_) => assert_eq!(office.ledger("sales-order.created").len(), 1),
        Err(Stopped::At(_, PlatformError::Throttled { .. })) => {
            assert!(office.ledger("sales-order.created").is_empty());
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_refused_token_is_not_repeated_in_words_for_people() {
    let office = Office::open().await;
    let mut knobs = office.running.world.knobs();
    knobs.brightpearl.app_removed = true;
    office.running.world.set_knobs(knobs);
    let error = office.client.check(&office.account).await.unwrap_err();
    assert_eq!(word(&error), "access lost");
    assert!(!error.to_string().contains("sandbox-staff-token"), "{error}");
}

#[tokio::test]
async fn an_order_found_late_by_a_lagging_index_is_found_all_the_same() {
    let lag = LagRange { min_ms: 800, max_ms: 800 };
    let office = Office::with(Config { limits: 100, lag, ..Config::for_tests() }).await;
    let draft = draft(&goods(&office).await);
    office.fault("POST", "/order-service/sales-order", FaultKind::DropAfterCommit);
    let mut posting = Posting::new(&draft);
    let Err(Stopped::At(step, _)) = posting.run(&office).await else { panic!("the answer was to be lost") };
    assert!(!posting.clear_up(&office, &step).await, "not yet");
    tokio::time::sleep(std::time::Duration::from_millis(1_000)).await;
    assert!(posting.clear_up(&office, &step).await);
    posting.run(&office).await.unwrap();
    assert_eq!(office.ledger("sales-order.created").len(), 1);
}

#[tokio::test]
async fn a_step_of_another_version_is_refused_and_not_guessed() {
    let office = Office::open().await;
    let step = platform::Step {
        key: "order".to_owned(),
        title: "Sales order".to_owned(),
        nature: platform::Nature::Once,
        body: json!({"make": {}}),
    };
    let error = Target::<OrderDraft>::perform(&office.client, &office.account, &step).await.unwrap_err();
    assert_eq!(word(&error), "refused");
}

#[tokio::test]
async fn what_brightpearl_refuses_is_told_in_its_words() {
    let office = Office::open().await;
    let mut draft = draft(&goods(&office).await);
    draft.document.contact = "99999999".to_owned();
    let Err(Stopped::At(_, error)) = Posting::new(&draft).run(&office).await else { panic!("taken") };
    assert!(matches!(error, PlatformError::Refused { .. }), "{error}");
    assert!(!error.may_have_arrived());
    assert!(office.ledger("sales-order.created").is_empty());
    draft.document.contact = "nobody".to_owned();
    let stopped = Posting::new(&draft).run(&office).await;
    assert!(matches!(stopped, Err(Stopped::Person(Failure::Refused { .. }))), "{stopped:?}");
}
