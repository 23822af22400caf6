//! The OAuth instance app.

use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use rstest::rstest;
use sandbox::brightpearl::{DEV_REF, OAUTH_APP, OAUTH_SECRET};
use serde_json::{Value, json};

use crate::shop::{Answer, Shop};

const REDIRECT: &str = "http://127.0.0.1:9/connected";

async fn code(shop: &Shop) -> String {
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let url = format!("{}/authorize/acmeshop", shop.running.brightpearl_url);
    let query =
        [("response_type", "code"), ("client_id", OAUTH_APP), ("redirect_uri", REDIRECT), ("state", "s 1")];
    let answer = client.get(url).query(&query).send().await.unwrap();
    assert!(answer.status().is_redirection());
    let back = reqwest::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let value =
        |name: &str| back.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(value("state").unwrap(), "s 1");
    value("code").unwrap()
}

async fn token(shop: &Shop, fields: &[(&str, &str)]) -> Answer {
    let url = format!("{}/token/acmeshop", shop.running.brightpearl_url);
    shop.send(shop.client.post(url).form(fields)).await
}

fn code_grant(code: &str) -> [(&str, &str); 5] {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("client_id", OAUTH_APP),
        ("client_secret", OAUTH_SECRET),
        ("redirect_uri", REDIRECT),
    ]
}

fn refresh_grant(token: &str) -> [(&str, &str); 4] {
    [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("client_id", OAUTH_APP),
        ("client_secret", OAUTH_SECRET),
    ]
}

async fn tokens(shop: &Shop) -> Value {
    let code = code(shop).await;
    token(shop, &code_grant(&code)).await.json()
}

fn request(shop: &Shop, access: &Value, method: Method, path: &str) -> RequestBuilder {
    let url = format!("{}/public-api/acmeshop/{path}", shop.running.brightpearl_url);
    shop.client
        .request(method, url)
        .bearer_auth(access.as_str().unwrap())
        .header("brightpearl-app-ref", OAUTH_APP)
        .header("brightpearl-dev-ref", DEV_REF)
}

async fn call(shop: &Shop, access: &Value) -> Answer {
    shop.send(request(shop, access, Method::GET, "product-service/product/1002")).await
}

#[tokio::test]
async fn a_code_becomes_tokens_once_and_the_instance_is_named() {
    let shop = Shop::open().await;
    let code = code(&shop).await;
    let answer = token(&shop, &code_grant(&code)).await;
    assert!(answer.header("ruid").is_empty() && answer.header("brightpearl-requests-remaining").is_empty());
    let given = answer.json();
    assert_eq!((&given["installation_instance_id"], &given["token_type"]), (&json!("34"), &json!("Bearer")));
    assert_eq!(given["expires_in"], 604_800);
    assert_eq!(format!("http://{}", given["api_domain"].as_str().unwrap()), shop.running.brightpearl_url);
    let access = given["access_token"].as_str().unwrap();
    assert!(access.contains('+') && access.contains('/') && access.contains('='));
    let again = token(&shop, &code_grant(&code)).await;
    assert_eq!((again.status, &again.json()["error"]), (400, &json!("invalid_grant")), "a code is good once");
    let answer = call(&shop, &given["access_token"]).await;
    assert_eq!((answer.status, answer.header("brightpearl-installed-integration-instance-id")), (200, "34"));
}

#[rstest]
#[case::secret("client_secret", "wrong", "invalid_client")]
#[case::client("client_id", "other", "invalid_client")]
#[case::redirect("redirect_uri", "http://127.0.0.1:9/other", "invalid_grant")]
#[case::code("code", "none", "invalid_grant")]
#[case::grant("grant_type", "password", "unsupported_grant_type")]
#[tokio::test]
async fn a_wrong_grant_is_a_400_without_the_envelope(
    #[case] field: &str,
    #[case] value: &str,
    #[case] error: &str,
) {
    let shop = Shop::open().await;
    let code = code(&shop).await;
    let mut fields = code_grant(&code);
    fields.iter_mut().find(|one| one.0 == field).unwrap().1 = value;
    let refused = token(&shop, &fields).await;
    assert_eq!((refused.status, &refused.json()["error"]), (400, &json!(error)));
}

#[tokio::test]
async fn tokens_are_given_for_forms_only() {
    let shop = Shop::open().await;
    let url = format!("{}/token/acmeshop", shop.running.brightpearl_url);
    let answer = shop.send(shop.client.post(url).json(&json!({ "grant_type": "refresh_token" }))).await;
    assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_request")));
}

#[tokio::test]
async fn a_refresh_rotates_its_token_or_keeps_it_and_never_names_the_instance() {
    let shop = Shop::open().await;
    let first = tokens(&shop).await;
    let old = first["refresh_token"].as_str().unwrap();
    shop.knobs(json!({ "access_token_seconds": 537_227 })).await;
    let second = token(&shop, &refresh_grant(old)).await.json();
    assert_eq!(second["expires_in"], 537_227);
    assert!(second.get("installation_instance_id").is_none());
    let used = token(&shop, &refresh_grant(old)).await;
    assert_eq!((used.status, &used.json()["error"]), (400, &json!("invalid_grant")));
    shop.knobs(json!({ "refresh_token_rotates": false })).await;
    let kept = second["refresh_token"].as_str().unwrap();
    for _ in 0..2 {
        let next = token(&shop, &refresh_grant(kept)).await.json();
        assert!(next.get("refresh_token").is_none(), "the old one is to be kept");
        assert_eq!(call(&shop, &next["access_token"]).await.status, 200);
    }
}

#[tokio::test]
async fn an_expired_token_says_so_and_an_unknown_one_is_repeated() {
    let shop = Shop::open().await;
    let given = tokens(&shop).await;
    shop.control(Method::POST, "brightpearl/oauth/expire", json!(null)).await;
    let expired = call(&shop, &given["access_token"]).await;
    assert_eq!((expired.status, &expired.json()["response"]), (401, &json!("Authorization token expired")));
    let renewed = token(&shop, &refresh_grant(given["refresh_token"].as_str().unwrap())).await.json();
    assert_eq!(call(&shop, &renewed["access_token"]).await.status, 200);
    shop.control(Method::POST, "brightpearl/oauth/revoke", json!(null)).await;
    let unknown = call(&shop, &renewed["access_token"]).await;
    assert_eq!(unknown.status, 401);
    assert!(unknown.json()["response"].as_str().unwrap().starts_with("Invalid instance token: sb+/"));
}

#[tokio::test]
async fn a_bearer_token_needs_both_references() {
    let shop = Shop::open().await;
    let given = tokens(&shop).await;
    for (name, value) in [("brightpearl-app-ref", OAUTH_APP), ("brightpearl-dev-ref", DEV_REF)] {
        let url =
            format!("{}/public-api/acmeshop/product-service/product/1002", shop.running.brightpearl_url);
        let half =
            shop.client.get(url).bearer_auth(given["access_token"].as_str().unwrap()).header(name, value);
        let answer = shop.send(half).await;
        assert_eq!((answer.status, answer.header("message-type")), (401, "api-proxy"));
    }
}

#[tokio::test]
async fn the_oauth_app_has_a_pool_of_its_own_and_its_instance_always_counts() {
    let shop = Shop::open().await;
    let given = tokens(&shop).await;
    shop.get("product-service/product/1002").await;
    let remaining = call(&shop, &given["access_token"]).await;
    assert_eq!(
        remaining.header("brightpearl-requests-remaining"),
        "9999",
        "the staff app's call is not in it"
    );
    shop.knobs(json!({ "instance_ids": "refused" })).await;
    let mut body = shop.order_body().await;
    body["installedIntegrationInstanceId"] = json!(34);
    let post =
        || request(&shop, &given["access_token"], Method::POST, "order-service/sales-order").json(&body);
    let first = shop.send(post()).await.response();
    assert_eq!(shop.send(post()).await.response(), first);
}

#[tokio::test]
async fn a_person_may_say_no() {
    let shop = Shop::open().await;
    shop.knobs(json!({ "person_refuses": true })).await;
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let url = format!("{}/authorize/acmeshop", shop.running.brightpearl_url);
    let query = [("response_type", "code"), ("client_id", OAUTH_APP), ("redirect_uri", REDIRECT)];
    let answer = client.get(url).query(&query).send().await.unwrap();
    assert_eq!(answer.headers()["location"], format!("{REDIRECT}?error=access_denied"));
}
