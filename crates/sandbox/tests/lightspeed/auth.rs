//! Authentication: boxes of fact sheet section 8, "Authentication".

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Method, Url};
use sandbox::lightspeed::{CLIENT_ID, CLIENT_SECRET, FIRST_REFRESH_TOKEN};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Till, refresh_body};

const SCOPE: &str = "employee:inventory employee:register_read";
const VERIFIER: &str = "a-verifier-that-is-at-least-forty-three-letters-long";

impl Till {
    /// Where the browser lands after authorize, with its parameters.
    async fn authorize(&self, extra: &[(&str, &str)]) -> (String, HashMap<String, String>) {
        let query = [("response_type", "code"), ("client_id", CLIENT_ID), ("scope", SCOPE), ("state", "s 1")];
        let request = self.http.get(self.url("/auth/oauth/authorize")).query(&query).query(extra);
        let response = request.send().await.unwrap();
        assert!(response.status().is_redirection(), "{}", response.status());
        let landed = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
        let page = landed.as_str().split('?').next().unwrap().to_owned();
        (page, landed.query_pairs().into_owned().collect())
    }

    async fn error(&self, body: &Value) -> (u16, Value) {
        let response = self.token_request(body).await;
        (response.status().as_u16(), response.json().await.unwrap())
    }
}

fn code_body(code: &str) -> Value {
    json!({ "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "authorization_code", "code": code })
}

#[tokio::test]
async fn authorize_sends_the_browser_back_with_a_code_that_works_once() {
    let till = Till::open().await;
    let (page, landed) = till.authorize(&[("redirect_uri", "https://elsewhere.example/")]).await;
    assert_eq!(page, "http://127.0.0.1:3000/connect/lightspeed");
    assert_eq!(landed["state"], "s 1");
    let pair: Value = till.token_request(&code_body(&landed["code"])).await.json().await.unwrap();
    assert_eq!(pair["token_type"], "Bearer");
    assert_eq!(pair["expires_in"], 3600);
    let (status, error) = till.error(&code_body(&landed["code"])).await;
    assert_eq!((status, error["error"].as_str()), (400, Some("invalid_grant")));
    till.stop().await;
}

#[tokio::test]
async fn a_code_is_dead_after_its_seconds() {
    let till = Till::open().await;
    till.knobs(json!({ "code_seconds": 0 })).await;
    let (_, landed) = till.authorize(&[]).await;
    assert_eq!(till.error(&code_body(&landed["code"])).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn a_challenge_needs_its_verifier() {
    let till = Till::open().await;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let asked = [("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")];
    for (verifier, status) in
        [(Some(VERIFIER), 200), (Some("wrong-but-long-enough-to-be-a-verifier-of-pkce"), 400), (None, 400)]
    {
        let (_, landed) = till.authorize(&asked).await;
        let mut body = code_body(&landed["code"]);
        if let Some(verifier) = verifier {
            body["code_verifier"] = json!(verifier);
        }
        assert_eq!(till.error(&body).await.0, status, "{verifier:?}");
    }
}

#[tokio::test]
async fn a_public_client_needs_a_challenge_and_no_secret() {
    let till = Till::open().await;
    till.knobs(json!({ "public_client": true })).await;
    let plain = [("response_type", "code"), ("client_id", CLIENT_ID), ("scope", SCOPE)];
    let refused = till.http.get(till.url("/auth/oauth/authorize")).query(&plain).send().await.unwrap();
    assert_eq!(refused.status(), 400);
    let (_, landed) = till.authorize(&[("code_challenge", VERIFIER)]).await;
    let body = json!({ "client_id": CLIENT_ID, "grant_type": "authorization_code",
                       "code": landed["code"], "code_verifier": VERIFIER });
    assert_eq!(till.error(&body).await.0, 200);
}

#[tokio::test]
async fn a_refusing_person_and_a_bad_scope_are_told_apart() {
    let till = Till::open().await;
    till.knobs(json!({ "person_refuses": true })).await;
    assert_eq!(till.authorize(&[]).await.1["error"], "access_denied");
    let query = [("response_type", "code"), ("client_id", CLIENT_ID), ("scope", "employee:everything")];
    let refused = till.http.get(till.url("/auth/oauth/authorize")).query(&query).send().await.unwrap();
    assert_eq!(refused.status(), 400);
    assert_eq!(refused.json::<Value>().await.unwrap()["error"], "invalid_scope");
}

#[tokio::test]
async fn the_token_endpoint_takes_json_multipart_and_forms() {
    let till = Till::open().await;
    let fields =
        [("client_id", CLIENT_ID), ("client_secret", CLIENT_SECRET), ("grant_type", "refresh_token")];
    let pair = till.refresh(FIRST_REFRESH_TOKEN).await;
    let token = pair["refresh_token"].as_str().unwrap();
    let form = till
        .http
        .post(till.url("/auth/oauth/token"))
        .form(&[&fields[..], &[("refresh_token", token)]].concat());
    let pair: Value = form.send().await.unwrap().json().await.unwrap();
    let token = pair["refresh_token"].as_str().unwrap();
    let mut parts = String::new();
    for (name, value) in [&fields[..], &[("refresh_token", token)]].concat() {
        parts.push_str(&format!(
            "--b0und\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    let multipart = till.http.post(till.url("/auth/oauth/token"));
    let multipart =
        multipart.header("content-type", "multipart/form-data; boundary=b0und").body(parts + "--b0und--\r\n");
    assert_eq!(multipart.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_token_endpoint_names_what_is_wrong() {
    let till = Till::open().await;
    let get = till.http.get(till.url("/auth/oauth/token")).send().await.unwrap();
    assert_eq!(get.status(), 405);
    let cases = [
        ("client_secret", json!("wrong"), 401, "invalid_client"),
        ("client_id", json!("stranger"), 401, "invalid_client"),
        ("refresh_token", json!("unknown"), 400, "invalid_grant"),
        ("refresh_token", json!(""), 400, "invalid_request"),
        ("grant_type", json!("password"), 400, "invalid_request"),
        ("scope", json!(SCOPE), 400, "invalid_request"),
    ];
    for (field, value, status, error) in cases {
        let mut body = refresh_body(FIRST_REFRESH_TOKEN);
        body[field] = value;
        let answer = till.error(&body).await;
        assert_eq!((answer.0, answer.1["error"].as_str()), (status, Some(error)), "{field}");
        assert!(answer.1["error_description"].is_string());
    }
    let (_, missing) = till.error(&json!({ "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET })).await;
    assert!(missing["hint"].as_str().unwrap().contains("grant_type"));
}

#[tokio::test]
async fn the_old_refresh_token_dies_at_the_first_use_of_the_new_access_token() {
    let till = Till::open().await;
    // Opening the till refreshed once and used nothing yet: the answer might have been lost.
    let again = till.refresh(FIRST_REFRESH_TOKEN).await;
    assert!(again["access_token"].is_string());
    let used =
        till.http.get(till.url("/API/V3/Account.json")).bearer_auth(again["access_token"].as_str().unwrap());
    assert_eq!(used.send().await.unwrap().status(), 200);
    assert_eq!(till.error(&refresh_body(FIRST_REFRESH_TOKEN)).await.1["error"], "invalid_grant");
    let dead = till.attempt(till.call(Method::GET, "Shop.json")).await;
    assert_eq!((dead.0, dead.1["hint"].as_str()), (401, Some("Access token has been revoked")));
}

#[tokio::test]
async fn the_sixth_refresh_of_a_minute_is_a_429_with_seconds_or_a_date() {
    let till = Till::open().await;
    for _ in 0..4 {
        till.refresh(FIRST_REFRESH_TOKEN).await;
    }
    let refused = till.token_request(&refresh_body(FIRST_REFRESH_TOKEN)).await;
    assert_eq!(refused.status(), 429);
    let seconds: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    till.knobs(json!({ "token_retry_after_as_date": true })).await;
    let refused = till.token_request(&refresh_body(FIRST_REFRESH_TOKEN)).await;
    assert!(refused.headers()["retry-after"].to_str().unwrap().ends_with("GMT"));
}

#[tokio::test]
async fn an_expired_token_is_a_401_and_a_refresh_mends_it() {
    let mut till = Till::open().await;
    till.get("Shop.json").await;
    till.control(Method::POST, "lightspeed/expire-token", json!({})).await;
    let (status, body) = till.attempt(till.call(Method::GET, "Shop.json")).await;
    assert_eq!((status, body["hint"].as_str()), (401, Some("Access token could not be verified")));
    assert_eq!(body["error"], "access_denied");
    // The first pair's refresh token is gone since its successor was used; a new connection is needed here.
    let (_, landed) = till.authorize(&[]).await;
    let pair: Value = till.token_request(&code_body(&landed["code"])).await.json().await.unwrap();
    till.control(Method::POST, "lightspeed/expire-token", json!({})).await;
    let pair = till.refresh(pair["refresh_token"].as_str().unwrap()).await;
    till.token = pair["access_token"].as_str().unwrap().to_owned();
    till.get("Item.json").await;
}

#[tokio::test]
async fn a_revoked_connection_cannot_be_refreshed() {
    let till = Till::open().await;
    till.control(Method::POST, "lightspeed/revoke", json!({})).await;
    let (status, body) = till.attempt(till.call(Method::GET, "Shop.json")).await;
    assert_eq!((status, body["hint"].as_str()), (401, Some("Access token has been revoked")));
    assert_eq!(till.error(&refresh_body(FIRST_REFRESH_TOKEN)).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn the_revoke_endpoint_ends_the_connection_of_its_token() {
    let till = Till::open().await;
    let body = json!({ "token": till.token, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET });
    let revoked = till.http.post(till.url("/auth/oauth/revoke")).json(&body).send().await.unwrap();
    assert_eq!(revoked.status(), 200);
    assert_eq!(till.attempt(till.call(Method::GET, "Shop.json")).await.0, 401);
}

#[tokio::test]
async fn a_refresh_token_unused_for_a_month_is_invalid() {
    let till = Till::open().await;
    till.control(Method::POST, "lightspeed/age-refresh-token", json!({ "days": 31 })).await;
    assert_eq!(till.error(&refresh_body(FIRST_REFRESH_TOKEN)).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn the_old_shape_of_a_401_can_be_switched_on() {
    let till = Till::open().await;
    till.knobs(json!({ "old_unauthorized_body": true })).await;
    let request = till.http.get(till.url("/API/V3/Account.json"));
    let (status, body) = till.attempt(request).await;
    assert_eq!((status, body["httpCode"].as_str()), (401, Some("401")));
    assert_eq!(body["errorClass"], "BadAuthenticationRequestError");
}

#[tokio::test]
async fn a_missing_right_is_a_403_on_its_endpoints_only() {
    let till = Till::open().await;
    till.knobs(json!({ "lost_rights": ["register_read"] })).await;
    let (status, body) = till.attempt(till.call(Method::GET, "Sale.json")).await;
    assert_eq!((status, body["httpCode"].as_str()), (403, Some("403")));
    till.get("Item.json?limit=1").await;
    // Voids need a right the connection never had.
    assert_eq!(till.attempt(till.call(Method::GET, "SaleVoid.json")).await.0, 403);
}

#[tokio::test]
async fn a_locked_employee_ends_every_call_with_a_401() {
    let till = Till::open().await;
    till.knobs(json!({ "employee_locked": true })).await;
    assert_eq!(till.attempt(till.call(Method::GET, "Item.json")).await.0, 401);
    till.knobs(json!({ "employee_locked": false })).await;
    till.get("Item.json?limit=1").await;
}

#[tokio::test]
async fn the_life_of_an_access_token_can_be_set_to_seconds() {
    let mut till = Till::open().await;
    till.knobs(json!({ "access_token_seconds": 1 })).await;
    let pair = till.refresh(FIRST_REFRESH_TOKEN).await;
    assert_eq!(pair["expires_in"], 1);
    till.token = pair["access_token"].as_str().unwrap().to_owned();
    till.get("Shop.json").await;
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(till.attempt(till.call(Method::GET, "Shop.json")).await.0, 401);
}

#[tokio::test]
async fn a_connection_has_the_rights_it_was_granted_and_no_others() {
    let mut till = Till::open().await;
    let scope = [("scope", "employee:customers employee:admin_void_sale")];
    let request = till.http.get(till.url("/auth/oauth/authorize"));
    let query = [("response_type", "code"), ("client_id", CLIENT_ID)];
    let landed = request.query(&query).query(&scope).send().await.unwrap();
    let landed = Url::parse(landed.headers()["location"].to_str().unwrap()).unwrap();
    let code = landed.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let pair: Value = till.token_request(&code_body(&code)).await.json().await.unwrap();
    till.token = pair["access_token"].as_str().unwrap().to_owned();
    assert_eq!(till.attempt(till.call(Method::GET, "Item.json")).await.0, 403);
    till.get("SaleVoid.json").await;
    let made = till
        .post("Customer.json?load_relations=all", json!({ "firstName": "Una", "lastName": "Bell" }))
        .await;
    let made = &made["Customer"];
    assert_eq!(
        (made["Contact"]["noEmail"].as_str(), made["archived"].as_str()),
        (Some("true"), Some("false"))
    );
    let path = format!("Customer/{}", made["customerID"].as_str().unwrap());
    let archived = till.attempt(till.call(Method::DELETE, &format!("{path}.json"))).await;
    assert_eq!((archived.0, archived.1["Customer"]["archived"].as_str()), (200, Some("true")));
    let restored = till.put(&format!("{path}.json"), json!({ "archived": false })).await;
    assert_eq!(restored["Customer"]["archived"], "false");
    let blanked = till.attempt(till.call(Method::DELETE, &format!("{path}/Anonymize.json"))).await.1;
    assert_eq!(
        (blanked["Customer"]["firstName"].as_str(), blanked["Customer"]["archived"].as_str()),
        (Some("Customer"), Some("true"))
    );
}
