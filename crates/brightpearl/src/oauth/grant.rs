use std::time::Duration;

use model::{Platform, When};
use platform::http::{Http, Payload, Reply, Request};
use platform::{Account, Credentials, PlatformError, Tokens};
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};

use crate::client::our_clock;
use crate::dialect::BrightpearlDialect;
use crate::wire::{TokenAnswer, TokenRefusal};

/// What an account gives an app that it lets in.
#[derive(Debug, Clone)]
pub struct Installed {
    /// The first pair of tokens.
    pub tokens: Tokens,
    /// The number of this installation, for `platform::Account::instance`: with it a document's reference is unique there.
    pub instance: Option<i64>,
    /// Where the account's API answers, for `platform::Account::api`; `None` if the answer does not say.
    pub api: Option<String>,
}

/// The page on which the merchant agrees, opened in their browser. `redirect` is the registered address, byte by byte.
///
/// # Errors
/// [`PlatformError::Unreachable`] when the account's `auth` is no address, [`PlatformError::AccessLost`] for a private app.
pub fn authorize_url(account: &Account, redirect: &str, state: &str) -> Result<String, PlatformError> {
    let (client_id, _) = app(account)?;
    let page = format!("{}/authorize/{}", account.auth, account.name);
    let mut url = Url::parse(&page)
        .map_err(|_| before_the_call("the sign-in address cannot be read; correct it in the settings"))?;
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", client_id)
        .append_pair("redirect_uri", redirect)
        .append_pair("state", state);
    Ok(url.into())
}

/// Turns the code of the callback into tokens. `redirect` must be what [`authorize_url`] was given.
///
/// # Errors
/// [`PlatformError::AccessLost`] for a code, app or secret that is refused, [`PlatformError::Unreachable`] when no usable
/// answer came.
pub async fn exchange(
    http: &Http,
    account: &Account,
    code: &SecretString,
    redirect: &str,
) -> Result<Installed, PlatformError> {
    let grant =
        [("grant_type", "authorization_code"), ("code", code.expose_secret()), ("redirect_uri", redirect)];
    let answer = ask(http, account, &grant).await?;
    let instance = answer.installation_instance_id.and_then(|id| i64::try_from(id).ok());
    let domain = answer.api_domain.trim();
    let api = (!domain.is_empty()).then(|| format!("https://{domain}/public-api"));
    Ok(Installed { tokens: tokens(answer, None, our_clock())?, instance, api })
}

/// Turns a refresh token into the next pair.
pub(crate) async fn refresh(
    http: &Http,
    account: &Account,
    old: &SecretString,
) -> Result<Tokens, PlatformError> {
    let grant = [("grant_type", "refresh_token"), ("refresh_token", old.expose_secret())];
    let answer = ask(http, account, &grant).await?;
    tokens(answer, Some(old), our_clock())
}

/// An error that tells that the call a token was wanted for has not been made.
fn before_the_call(detail: impl Into<String>) -> PlatformError {
    PlatformError::Unreachable { platform: Platform::Brightpearl, detail: detail.into() }
}

async fn ask(http: &Http, account: &Account, grant: &[(&str, &str)]) -> Result<TokenAnswer, PlatformError> {
    let (client_id, client_secret) = app(account)?;
    let mut form: Vec<(String, String)> =
        grant.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    form.push(("client_id".to_owned(), client_id.to_owned()));
    // Apps that cannot keep a secret have none (fact sheet 1.3).
    if !client_secret.expose_secret().is_empty() {
        form.push(("client_secret".to_owned(), client_secret.expose_secret().to_owned()));
    }
    let address = format!("{}/token/{}", account.auth, account.name);
    // The pool of calls is that of the API; token answers tell nothing of it.
    let mut request = Request::new(Method::POST, address, "access token").cost(0);
    request.payload = Payload::Form(form);
    request.private = true;
    match http.send(account, &BrightpearlDialect, request).await {
        Ok(reply) => read(&reply),
        Err(error) if error.may_have_arrived() => Err(before_the_call(format!("no token came: {error}"))),
        Err(error) => Err(error),
    }
}

fn read(reply: &Reply) -> Result<TokenAnswer, PlatformError> {
    if reply.is_success() {
        return serde_json::from_str(&reply.body)
            .map_err(|_| before_the_call("the token answer cannot be read"));
    }
    if !(400..500).contains(&reply.status) {
        return Err(before_the_call(format!("the token endpoint is out of order (HTTP {})", reply.status)));
    }
    let refusal: TokenRefusal = serde_json::from_str(&reply.body).unwrap_or_default();
    let words = [refusal.error, refusal.error_description];
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let detail = if words.is_empty() { format!("HTTP {}", reply.status) } else { words.join(": ") };
    Err(PlatformError::AccessLost { platform: Platform::Brightpearl, detail })
}

fn tokens(answer: TokenAnswer, old: Option<&SecretString>, now: When) -> Result<Tokens, PlatformError> {
    let refresh = match (answer.refresh_token.is_empty(), old) {
        (false, _) => answer.refresh_token.into(),
        (true, Some(old)) => old.clone(),
        (true, None) => return Err(before_the_call("the token answer holds no refresh token")),
    };
    if answer.access_token.is_empty() {
        return Err(before_the_call("the token answer is empty"));
    }
    let expires_at = answer.expires_in.map(|seconds| now.plus(Duration::from_secs(seconds)));
    Ok(Tokens { access: answer.access_token.into(), refresh, expires_at })
}

fn app(account: &Account) -> Result<(&str, &SecretString), PlatformError> {
    match &account.credentials {
        Credentials::OAuth { client_id, client_secret, .. } => Ok((client_id, client_secret)),
        Credentials::Staff { .. } | Credentials::System { .. } => Err(PlatformError::AccessLost {
            platform: Platform::Brightpearl,
            detail: "a private app has a token of its own and signs nobody in".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;
    use rstest::rstest;

    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        Reply {
            platform: Platform::Brightpearl,
            what: "access token".to_owned(),
            status,
            headers: HeaderMap::new(),
            body: body.to_owned(),
        }
    }

    #[test]
    fn the_first_pair_comes_with_its_end_and_the_number_of_the_installation() {
        let body = r#"{"access_token":"a+b/c==","refresh_token":"r","installation_instance_id":"21",
            "api_domain":"use1.brightpearlconnect.com","token_type":"Bearer","expires_in":604800}"#;
        let answer = read(&reply(200, body)).unwrap();
        assert_eq!(answer.installation_instance_id, Some(21));
        assert_eq!(answer.api_domain, "use1.brightpearlconnect.com");
        let tokens = tokens(answer, None, When::from_seconds(100)).unwrap();
        assert_eq!(tokens.access.expose_secret(), "a+b/c==");
        assert_eq!(tokens.expires_at, Some(When::from_seconds(604_900)));
    }

    #[rstest]
    #[case(r#"{"access_token":"a","refresh_token":"new"}"#, "new")]
    #[case(r#"{"access_token":"a"}"#, "old")]
    #[case(r#"{"access_token":"a","refresh_token":null,"expires_in":"537227"}"#, "old")]
    fn a_refresh_token_that_is_left_out_goes_on(#[case] body: &str, #[case] expected: &str) {
        let answer = read(&reply(200, body)).unwrap();
        let tokens = tokens(answer, Some(&"old".into()), When(0)).unwrap();
        assert_eq!(tokens.refresh.expose_secret(), expected);
    }

    #[rstest]
    #[case(r#"{"refresh_token":"r"}"#)]
    #[case(r#"{"access_token":"a"}"#)]
    fn half_a_first_pair_is_none(#[case] body: &str) {
        let answer = read(&reply(200, body)).unwrap();
        assert!(matches!(tokens(answer, None, When(0)), Err(PlatformError::Unreachable { .. })));
    }

    #[rstest]
    #[case(
        400,
        r#"{"error":"invalid_grant","error_description":"Code expired"}"#,
        "invalid_grant: Code expired"
    )]
    #[case(400, r#"{"error":"invalid_client"}"#, "invalid_client")]
    #[case(401, "", "HTTP 401")]
    fn a_refusal_means_the_merchant_must_connect_again(
        #[case] status: u16,
        #[case] body: &str,
        #[case] words: &str,
    ) {
        let error = read(&reply(status, body)).unwrap_err();
        let platform = Platform::Brightpearl;
        assert_eq!(error, PlatformError::AccessLost { platform, detail: words.to_owned() });
    }

    #[rstest]
    #[case(502, "<html>")]
    #[case(200, "<html>")]
    fn a_fault_there_never_looks_as_if_the_call_behind_it_had_been_made(
        #[case] status: u16,
        #[case] body: &str,
    ) {
        assert!(!read(&reply(status, body)).unwrap_err().may_have_arrived());
    }
}
