use model::{ConnectionState, Platform};
use server::MERCHANT;
use server::config::{BrightpearlAccess, BrightpearlEntry, LightspeedAccess};
use server::connections::{save_brightpearl, save_lightspeed};
use store::TokenRow;

use crate::house::House;

fn lightspeed(refresh_token: &str) -> LightspeedAccess {
    LightspeedAccess {
        url: "https://api.lightspeedapp.com/API/V3".to_owned(),
        auth_url: "https://cloud.lightspeedapp.com/auth/oauth".to_owned(),
        account: "90210".to_owned(),
        client_id: "id".to_owned(),
        client_secret: "secret".into(),
        refresh_token: refresh_token.into(),
    }
}

async fn refresh_token(house: &House) -> String {
    house.store.tokens(MERCHANT, Platform::Lightspeed).await.unwrap().unwrap().refresh
}

#[tokio::test]
async fn a_restart_does_not_put_a_used_up_refresh_token_over_its_successor() {
    let house = House::open().await;
    save_lightspeed(&*house.store, MERCHANT, &lightspeed("first")).await.unwrap();
    assert_eq!(refresh_token(&house).await, "first");
    let successor = TokenRow { access: "a".to_owned(), refresh: "second".to_owned(), expires_at: None };
    house.store.save_tokens(MERCHANT, Platform::Lightspeed, &successor).await.unwrap();
    save_lightspeed(&*house.store, MERCHANT, &lightspeed("first")).await.unwrap();
    assert_eq!(refresh_token(&house).await, "second");
    save_lightspeed(&*house.store, MERCHANT, &lightspeed("granted anew")).await.unwrap();
    assert_eq!(refresh_token(&house).await, "granted anew");
}

#[tokio::test]
async fn new_credentials_bring_a_lost_connection_back_and_the_same_ones_do_not() {
    let house = House::open().await;
    let mut access = BrightpearlAccess {
        url: "https://euw1.brightpearlconnect.com/public-api".to_owned(),
        auth_url: String::new(),
        account: "acme".to_owned(),
        app_ref: "acme_lockstep".to_owned(),
        entry: BrightpearlEntry::Staff("old".into()),
    };
    let state =
        async || house.store.connection(MERCHANT, Platform::Brightpearl).await.unwrap().unwrap().state;
    save_brightpearl(&*house.store, MERCHANT, &access).await.unwrap();
    assert_eq!(state().await, ConnectionState::Working);
    let lost = ConnectionState::Lost { why: "refused".to_owned(), since: model::When(1) };
    house.store.set_connection_state(MERCHANT, Platform::Brightpearl, &lost).await.unwrap();
    save_brightpearl(&*house.store, MERCHANT, &access).await.unwrap();
    assert_eq!(state().await, lost);
    access.entry = BrightpearlEntry::Staff("new".into());
    save_brightpearl(&*house.store, MERCHANT, &access).await.unwrap();
    assert_eq!(state().await, ConnectionState::Working);
}

#[tokio::test]
async fn what_a_merchant_connected_in_the_browser_is_not_replaced_by_the_operators_settings() {
    let house = House::open().await;
    let theirs = store::Connection {
        account: "90210".to_owned(),
        api: "https://api.lightspeedapp.com/API/V3".to_owned(),
        auth: "https://cloud.lightspeedapp.com/auth/oauth".to_owned(),
        credentials: serde_json::json!({ "by": "oauth", "client_id": "theirs", "client_secret": "s" }),
        state: ConnectionState::Working,
    };
    house.store.save_connection(MERCHANT, Platform::Lightspeed, &theirs).await.unwrap();
    let tokens = TokenRow { access: "a".to_owned(), refresh: "theirs".to_owned(), expires_at: None };
    house.store.save_tokens(MERCHANT, Platform::Lightspeed, &tokens).await.unwrap();
    save_lightspeed(&*house.store, MERCHANT, &lightspeed("the operator's")).await.unwrap();
    assert_eq!(refresh_token(&house).await, "theirs");
    let kept = house.store.connection(MERCHANT, Platform::Lightspeed).await.unwrap();
    assert_eq!(kept, Some(theirs));
}
