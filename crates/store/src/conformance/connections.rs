//! Connections and tokens.

use std::time::Duration;

use model::{ConnectionState, Platform, When};
use serde_json::json;
use uuid::Uuid;

use super::Shop;
use crate::{Connection, TokenRow};

const LS: Platform = Platform::Lightspeed;

pub(super) fn connection() -> Connection {
    Connection {
        account: "Fell & Harbour".to_owned(),
        api: "http://127.0.0.1:1".to_owned(),
        auth: String::new(),
        credentials: json!({ "client": "lockstep" }),
        state: ConnectionState::Working,
    }
}

fn tokens(access: &str) -> TokenRow {
    TokenRow { access: access.to_owned(), refresh: "r".to_owned(), expires_at: Some(When(9)) }
}

pub async fn a_connection_is_kept_and_works_once_it_is_saved(shop: Shop) {
    assert_eq!(shop.store.connection(shop.merchant, LS).await.unwrap(), None);
    let lost = ConnectionState::Lost { why: "refused".to_owned(), since: When(1) };
    let saved = Connection { state: lost.clone(), ..connection() };
    shop.store.save_connection(shop.merchant, LS, &saved).await.unwrap();
    assert_eq!(shop.store.connection(shop.merchant, LS).await.unwrap(), Some(connection()));
    shop.store.set_connection_state(shop.merchant, LS, &lost).await.unwrap();
    assert_eq!(shop.store.connection(shop.merchant, LS).await.unwrap().unwrap().state, lost);
    assert_eq!(shop.store.connection(shop.merchant, Platform::Brightpearl).await.unwrap(), None);
}

pub async fn the_latest_attempt_to_be_let_in_is_kept_until_it_is_forgotten(shop: Shop) {
    assert_eq!(shop.store.attempt(shop.merchant, LS).await.unwrap(), None);
    for state in ["first", "second"] {
        let attempt = json!({ "state": state });
        shop.store.keep_attempt(shop.merchant, LS, Some(&attempt)).await.unwrap();
        assert_eq!(shop.store.attempt(shop.merchant, LS).await.unwrap(), Some(attempt));
    }
    assert_eq!(shop.store.attempt(shop.merchant, Platform::Brightpearl).await.unwrap(), None);
    shop.store.keep_attempt(shop.merchant, LS, None).await.unwrap();
    assert_eq!(shop.store.attempt(shop.merchant, LS).await.unwrap(), None);
}

pub async fn tokens_are_replaced_as_a_pair(shop: Shop) {
    assert_eq!(shop.store.tokens(shop.merchant, LS).await.unwrap(), None);
    for access in ["a1", "a2"] {
        shop.store.save_tokens(shop.merchant, LS, &tokens(access)).await.unwrap();
        assert_eq!(shop.store.tokens(shop.merchant, LS).await.unwrap(), Some(tokens(access)));
    }
}

pub async fn one_at_a_time_may_refresh(shop: Shop) {
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let lease = Duration::from_secs(30);
    assert!(shop.store.lease_refresh(shop.merchant, LS, one, lease).await.unwrap());
    assert!(!shop.store.lease_refresh(shop.merchant, LS, two, lease).await.unwrap());
    assert!(shop.store.lease_refresh(shop.merchant, Platform::Brightpearl, two, lease).await.unwrap());
    shop.store.end_refresh(shop.merchant, LS, two).await.unwrap();
    assert!(
        !shop.store.lease_refresh(shop.merchant, LS, two, lease).await.unwrap(),
        "only its holder gives it back"
    );
    shop.store.end_refresh(shop.merchant, LS, one).await.unwrap();
    assert!(shop.store.lease_refresh(shop.merchant, LS, two, lease).await.unwrap());
}

pub async fn a_refreshed_pair_is_saved_by_whoever_holds_the_right_and_by_nobody_else(shop: Shop) {
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let lease = Duration::from_secs(30);
    assert!(shop.store.lease_refresh(shop.merchant, LS, one, lease).await.unwrap());
    shop.seconds_pass(31);
    assert!(shop.store.lease_refresh(shop.merchant, LS, two, lease).await.unwrap());
    assert!(!shop.store.save_refreshed(shop.merchant, LS, one, &tokens("late")).await.unwrap());
    assert_eq!(shop.store.tokens(shop.merchant, LS).await.unwrap(), None);
    assert!(shop.store.save_refreshed(shop.merchant, LS, two, &tokens("b")).await.unwrap());
    assert_eq!(shop.store.tokens(shop.merchant, LS).await.unwrap(), Some(tokens("b")));
    assert!(
        !shop.store.save_refreshed(shop.merchant, LS, two, &tokens("c")).await.unwrap(),
        "it ended the right"
    );
}

pub async fn the_right_to_refresh_ends_with_time_or_with_new_tokens(shop: Shop) {
    let (one, two, three) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    let lease = Duration::from_secs(30);
    assert!(shop.store.lease_refresh(shop.merchant, LS, one, lease).await.unwrap());
    shop.seconds_pass(31);
    assert!(shop.store.lease_refresh(shop.merchant, LS, two, lease).await.unwrap());
    shop.store.save_tokens(shop.merchant, LS, &tokens("a")).await.unwrap();
    assert!(shop.store.lease_refresh(shop.merchant, LS, three, lease).await.unwrap());
}
