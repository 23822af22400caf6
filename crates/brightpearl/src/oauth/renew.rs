use platform::http::Http;
use platform::{Account, PlatformError, Refresh, TokenVault, Tokens};
use secrecy::{ExposeSecret, SecretString};

use super::grant::{before_the_call, refresh};

/// Replaces a refused access token: once, however many callers were refused. The new pair is saved before anybody uses it.
///
/// # Errors
/// [`PlatformError::AccessLost`] when the merchant must connect again; none of the errors says that the call
/// the token was for may have arrived.
pub(crate) async fn renew(
    http: &Http,
    vault: &dyn TokenVault,
    account: &Account,
    stale: &SecretString,
) -> Result<Tokens, PlatformError> {
    let old = match vault.begin_refresh(account, stale).await.map_err(not_sent)? {
        Refresh::Already(tokens) => return Ok(tokens),
        Refresh::Yours(old) => old,
    };
    let saved = match next(http, account, &old).await {
        Ok(fresh) => vault.finish_refresh(account, &fresh).await.map_err(not_sent).map(|()| fresh),
        Err(error) => Err(error),
    };
    if saved.is_err() {
        vault.abandon_refresh(account).await;
    }
    saved
}

async fn next(http: &Http, account: &Account, old: &Tokens) -> Result<Tokens, PlatformError> {
    if old.refresh.expose_secret().is_empty() {
        let detail = "there is no refresh token".to_owned();
        return Err(PlatformError::AccessLost { platform: account.platform, detail });
    }
    refresh(http, account, &old.refresh).await
}

fn not_sent(error: PlatformError) -> PlatformError {
    if error.may_have_arrived() { before_the_call(error.to_string()) } else { error }
}
