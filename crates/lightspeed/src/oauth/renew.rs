use platform::http::Http;
use platform::{Account, PlatformError, Refresh, TokenVault, Tokens};
use secrecy::{ExposeSecret, SecretString};

use super::grant::{before_the_call, refresh};

/// Replaces a refused access token: once, however many callers were refused (fact sheet 1.3).
///
/// The new pair is saved before anybody uses it, since its first use kills the old refresh token.
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
    let fresh = if old.refresh.expose_secret().is_empty() {
        Err(nothing_to_refresh_with(account))
    } else {
        refresh(http, account, &old.refresh).await
    };
    match fresh {
        Ok(fresh) => save(vault, account, fresh).await,
        Err(error) => {
            vault.abandon_refresh(account).await;
            Err(error)
        }
    }
}

/// Until the new access token is used the old refresh token works, so a pair that could not be saved is dropped.
async fn save(vault: &dyn TokenVault, account: &Account, fresh: Tokens) -> Result<Tokens, PlatformError> {
    match vault.finish_refresh(account, &fresh).await {
        Ok(()) => Ok(fresh),
        Err(error) => {
            vault.abandon_refresh(account).await;
            Err(not_sent(error))
        }
    }
}

fn nothing_to_refresh_with(account: &Account) -> PlatformError {
    PlatformError::AccessLost { platform: account.platform, detail: "there is no refresh token".to_owned() }
}

fn not_sent(error: PlatformError) -> PlatformError {
    if error.may_have_arrived() { before_the_call(error.to_string()) } else { error }
}
