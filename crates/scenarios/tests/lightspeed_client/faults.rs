//! Bad days: every answer that makes no sense ends as an error that says so, and nothing is lost.

use model::payload::Sale;
use platform::PlatformError;
use sandbox::faults::FaultKind;

use super::till::Till;

async fn read_with(kind: FaultKind) -> Result<usize, PlatformError> {
    let till = Till::open().await;
    till.sell_many(3).await;
    till.fault("GET", "Sale.json", kind);
    let told = till.changes::<Sale>(None).await.map(|batch| batch.sightings.len());
    // Whatever it was, the next look is whole again.
    assert_eq!(till.changes::<Sale>(None).await.unwrap().sightings.len(), 3);
    told
}

fn status(code: u16, body: &str) -> FaultKind {
    FaultKind::Status { code, body: body.to_owned(), content_type: None, retry_after: None }
}

#[tokio::test]
async fn answers_that_make_no_sense_are_unreadable() {
    for kind in [FaultKind::TruncatedJson, FaultKind::WrongTypes, FaultKind::ErrorIn200, FaultKind::Huge] {
        let told = read_with(kind.clone()).await;
        assert!(matches!(told, Err(PlatformError::Unreadable { .. })), "{kind:?}: {told:?}");
    }
}

#[tokio::test]
async fn outages_are_outages_whatever_the_page_says() {
    let later = r#"{"httpCode":"400","message":"Please try again later."}"#;
    for (kind, code) in [
        (FaultKind::HtmlError, 502),
        (FaultKind::OutageHtml, 503),
        (FaultKind::OutageJson, 503),
        (status(500, ""), 500),
        (status(400, later), 400),
    ] {
        let told = read_with(kind.clone()).await;
        assert!(
            matches!(told, Err(PlatformError::OutOfOrder { status, .. }) if status == code),
            "{kind:?}: {told:?}"
        );
    }
}

#[tokio::test]
async fn a_broken_connection_on_a_read_is_unreachable() {
    for kind in [
        FaultKind::DropBefore,
        FaultKind::DropAfterCommit,
        FaultKind::Redirect { to: "http://192.0.2.1/".to_owned() },
    ] {
        let told = read_with(kind.clone()).await;
        assert!(matches!(told, Err(PlatformError::Unreachable { .. })), "{kind:?}: {told:?}");
    }
}

#[tokio::test]
async fn what_heals_within_the_call_is_not_even_noticed() {
    let soon = FaultKind::Status {
        code: 429,
        body: String::new(),
        content_type: None,
        retry_after: Some("1".to_owned()),
    };
    for kind in [FaultKind::ExpireToken, FaultKind::WrongContentType, soon] {
        let told = read_with(kind.clone()).await;
        assert_eq!(told, Ok(3), "{kind:?}");
    }
}

#[tokio::test]
async fn a_long_pause_they_ask_for_is_throttled() {
    let kind = FaultKind::Status {
        code: 429,
        body: String::new(),
        content_type: None,
        retry_after: Some("90".to_owned()),
    };
    assert!(matches!(read_with(kind).await, Err(PlatformError::Throttled { .. })));
}

fn maintenance(retry_after: &str) -> FaultKind {
    let retry_after = Some(retry_after.to_owned());
    FaultKind::Status {
        code: 503,
        body: "<html>Maintenance</html>".to_owned(),
        content_type: None,
        retry_after,
    }
}

#[tokio::test]
async fn maintenance_that_names_its_end_is_waited_for() {
    // The date is long past by any clock: the pause is then the shortest.
    for (after, seconds) in [("600", 600), ("Sun, 06 Nov 1994 08:49:37 GMT", 1)] {
        let before = super::sales::now();
        let told = read_with(maintenance(after)).await;
        let Err(PlatformError::Throttled { until, .. }) = told else { panic!("{told:?}") };
        let waits = until.since(before).as_secs();
        assert!((seconds..=seconds + 30).contains(&waits), "{after}: {waits}");
    }
}

#[tokio::test]
async fn a_write_that_met_maintenance_may_have_arrived() {
    let till = Till::open().await;
    till.fault("PUT", "Item/", maintenance("600"));
    let set = [platform::ShopQuantity { shop: "1".to_owned(), quantity: 5 }];
    let error = platform::StockTarget::set(&till.client, &till.account, "1", &set).await.unwrap_err();
    assert!(matches!(error, PlatformError::OutOfOrder { status: 503, .. }), "{error}");
    assert!(error.may_have_arrived());
}

#[tokio::test]
async fn one_bad_element_in_a_good_page_is_told_beside_the_others() {
    let till = Till::open().await;
    let sold = till.sell_many(3).await;
    till.fault("GET", "Sale.json", FaultKind::BadElement);
    let batch = till.changes::<Sale>(None).await.unwrap();
    let bad: Vec<_> = batch.sightings.iter().filter(|sighting| sighting.item.is_err()).collect();
    assert_eq!((batch.sightings.len(), bad.len()), (3, 1));
    assert!(sold.contains(&bad[0].source_ref), "{:?}", bad[0]);
}
