use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Platform, When};
use platform::http::{Http, Reply, Request};
use platform::{Account, Credentials, PlatformError, Tokens};
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::Pkce;
use crate::dialect::TokenEndpoint;
use crate::error::closed_until;
use crate::wire::{TokenAnswer, TokenRefusal};

/// The rights Lockstep asks for: items, prices and categories to write, sales, customers and shop data to read
/// (fact sheet 1.6).
pub const SCOPES: [&str; 9] = [
    "employee:inventory",
    "employee:product_edit",
    "employee:product_cost",
    "employee:categories",
    "employee:manufacturers",
    "employee:register_read",
    "employee:customers_read",
    "employee:admin_shops",
    "employee:admin_purchases",
];

/// The page on which the merchant agrees, opened in their browser.
///
/// The redirect address is the registered one; sending it is not documented (fact sheet 1.2).
///
/// # Errors
/// [`PlatformError::Unreachable`] when the account's `auth` is no address.
pub fn authorize_url(account: &Account, state: &str, pkce: &Pkce) -> Result<String, PlatformError> {
    let (client_id, _) = app(account)?;
    let page = format!("{}/authorize", account.auth);
    let mut url = Url::parse(&page)
        .map_err(|_| before_the_call("the sign-in address cannot be read; correct it in the settings"))?;
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", client_id)
        .append_pair("scope", &SCOPES.join(" "))
        .append_pair("state", state)
        .append_pair("code_challenge", &pkce.challenge())
        .append_pair("code_challenge_method", "S256");
    Ok(url.into())
}

/// Turns the code of the callback into tokens; the code lives 60 seconds and works once.
///
/// # Errors
/// [`PlatformError::AccessLost`] for a code, app id or secret that is refused, [`PlatformError::Throttled`],
/// [`PlatformError::Unreachable`] when no usable answer came.
pub async fn exchange(
    http: &Http,
    account: &Account,
    code: &SecretString,
    pkce: &Pkce,
) -> Result<Tokens, PlatformError> {
    let (client_id, client_secret) = app(account)?;
    let body = json!({
        "client_id": client_id,
        "client_secret": client_secret.expose_secret(),
        "grant_type": "authorization_code",
        "code": code.expose_secret(),
        "code_verifier": pkce.verifier().expose_secret(),
    });
    ask(http, account, body).await
}

/// Turns a refresh token into the next pair.
pub(crate) async fn refresh(
    http: &Http,
    account: &Account,
    old: &SecretString,
) -> Result<Tokens, PlatformError> {
    let (client_id, client_secret) = app(account)?;
    let body = json!({
        "client_id": client_id,
        "client_secret": client_secret.expose_secret(),
        "grant_type": "refresh_token",
        "refresh_token": old.expose_secret(),
    });
    ask(http, account, body).await
}

/// The account a token is for, from its claim `acct`; `None` if the token does not say, which is allowed.
pub fn account_of(access: &SecretString) -> Option<String> {
    match claims(access)?.get("acct")? {
        Value::String(account) => Some(account.clone()),
        Value::Number(account) => Some(account.to_string()),
        _ => None,
    }
}

/// Rights of [`SCOPES`] that a token does not have, from its claim `scope`; none if the token does not say.
pub(super) fn missing_rights(access: &SecretString) -> Vec<String> {
    let Some(Value::String(given)) = claims(access).and_then(|claims| claims.get("scope").cloned()) else {
        return Vec::new();
    };
    let given: Vec<&str> = given.split_whitespace().collect();
    let has = |right: &&str| given.contains(right) || given.contains(&"employee:all");
    SCOPES.iter().filter(|right| !has(right)).map(|right| (*right).to_owned()).collect()
}

fn claims(access: &SecretString) -> Option<Value> {
    let claims = access.expose_secret().split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?).ok()
}

/// An error that tells that the call a token was wanted for has not been made.
fn before_the_call(detail: impl Into<String>) -> PlatformError {
    PlatformError::Unreachable { platform: Platform::Lightspeed, detail: detail.into() }
}

async fn ask(http: &Http, account: &Account, body: Value) -> Result<Tokens, PlatformError> {
    let mut request = Request::new(Method::POST, format!("{}/token", account.auth), "access token")
        .header("accept", "application/json")
        // The bucket is that of the API; the token endpoint counts by itself.
        .cost(0)
        .json(body);
    request.private = true;
    let reply = match http.send(account, &TokenEndpoint, request).await {
        Ok(reply) => reply,
        Err(error) if error.may_have_arrived() => {
            return Err(before_the_call(format!("no token came: {error}")));
        }
        Err(error) => return Err(error),
    };
    read(&reply, now())
}

fn read(reply: &Reply, now: When) -> Result<Tokens, PlatformError> {
    if reply.is_success() {
        let read = serde_json::from_str::<TokenAnswer>(&reply.body);
        let answer = read.map_err(|_| before_the_call("the token answer cannot be read"))?;
        if answer.access_token.is_empty() || answer.refresh_token.is_empty() {
            return Err(before_the_call("the token answer is empty"));
        }
        let lives = answer.expires_in.and_then(|seconds| u64::try_from(seconds).ok());
        return Ok(Tokens {
            access: answer.access_token.into(),
            refresh: answer.refresh_token.into(),
            expires_at: lives.map(|seconds| now.plus(Duration::from_secs(seconds))),
        });
    }
    if let Some(closed) = closed_until(reply) {
        return Err(closed);
    }
    if !(400..500).contains(&reply.status) {
        return Err(before_the_call(format!("the token endpoint is out of order (HTTP {})", reply.status)));
    }
    let refusal: TokenRefusal = serde_json::from_str(&reply.body).unwrap_or_default();
    let words = [refusal.error, refusal.error_description, refusal.hint];
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let detail = if words.is_empty() { format!("HTTP {}", reply.status) } else { words.join(": ") };
    Err(PlatformError::AccessLost { platform: Platform::Lightspeed, detail })
}

fn app(account: &Account) -> Result<(&str, &SecretString), PlatformError> {
    match &account.credentials {
        Credentials::OAuth { client_id, client_secret, .. } => Ok((client_id, client_secret)),
        Credentials::Staff { .. } | Credentials::System { .. } => Err(PlatformError::AccessLost {
            platform: Platform::Lightspeed,
            detail: "Lightspeed is connected by OAuth only; connect it again".to_owned(),
        }),
    }
}

/// Good enough for a hint: a 401 always wins.
fn now() -> When {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    When(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;
    use rstest::rstest;

    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        let platform = Platform::Lightspeed;
        Reply {
            platform,
            what: "access token".to_owned(),
            status,
            headers: HeaderMap::new(),
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_pair_of_tokens_is_read_with_its_end() {
        let body = r#"{"token_type":"Bearer","expires_in":1800,"access_token":"a","refresh_token":"r"}"#;
        let tokens = read(&reply(200, body), When::from_seconds(100)).unwrap();
        assert_eq!(tokens.access.expose_secret(), "a");
        assert_eq!(tokens.refresh.expose_secret(), "r");
        assert_eq!(tokens.expires_at, Some(When::from_seconds(1_900)));
    }

    #[rstest]
    #[case(
        400,
        r#"{"error":"invalid_grant","error_description":"Gone.","hint":"Token has been revoked"}"#,
        "invalid_grant: Gone.: Token has been revoked"
    )]
    #[case(401, r#"{"error":"invalid_client"}"#, "invalid_client")]
    #[case(405, "", "HTTP 405")]
    fn a_refusal_means_the_merchant_must_connect_again(
        #[case] status: u16,
        #[case] body: &str,
        #[case] words: &str,
    ) {
        let error = read(&reply(status, body), When(0)).unwrap_err();
        assert_eq!(
            error,
            PlatformError::AccessLost { platform: Platform::Lightspeed, detail: words.to_owned() }
        );
    }

    #[rstest]
    #[case(502, "<html>")]
    #[case(200, "<html>")]
    #[case(200, r#"{"access_token":"","refresh_token":""}"#)]
    fn a_fault_there_never_looks_as_if_the_call_behind_it_had_been_made(
        #[case] status: u16,
        #[case] body: &str,
    ) {
        let error = read(&reply(status, body), When(0)).unwrap_err();
        assert!(matches!(error, PlatformError::Unreachable { .. }));
        assert!(!error.may_have_arrived());
    }

    #[test]
    fn maintenance_that_names_its_end_is_waited_for() {
        let mut closed = reply(503, "<html>Maintenance</html>");
        closed.headers.insert("Retry-After", "600".parse().unwrap());
        let error = read(&closed, When(0)).unwrap_err();
        assert!(matches!(error, PlatformError::Throttled { .. }) && !error.may_have_arrived(), "{error}");
    }

    #[rstest]
    #[case(r#"{"acct":"90210","sub":"1"}"#, Some("90210"))]
    #[case(r#"{"acct":90210}"#, Some("90210"))]
    #[case(r#"{"sub":"1"}"#, None)]
    fn the_account_is_read_from_the_token(#[case] claims: &str, #[case] account: Option<&str>) {
        let token = format!("head.{}.sign", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(account_of(&token.into()).as_deref(), account);
    }

    #[test]
    fn rights_that_were_not_given_are_told() {
        let all_but_one = SCOPES.split_first().unwrap().1.join(" ");
        let token = |scope: &str| {
            let claims = json!({ "scope": scope }).to_string();
            SecretString::from(format!("head.{}.sign", URL_SAFE_NO_PAD.encode(claims)))
        };
        assert_eq!(missing_rights(&token(&all_but_one)), [SCOPES[0]]);
        assert!(missing_rights(&token("employee:all")).is_empty());
        assert!(missing_rights(&"opaque".into()).is_empty());
    }

    #[test]
    fn an_opaque_token_names_no_account() {
        assert_eq!(account_of(&"opaque".into()), None);
    }
}
