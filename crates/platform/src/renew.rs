use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::{Account, PlatformError, Refresh, TokenVault, Tokens};

/// Replaces a refused access token: once, however many callers were refused.
///
/// `refresh` turns the refresh token it is given into the next pair. That pair is saved before anybody uses it, since its
/// first use kills the old refresh token; until then the old one works, so a pair that could not be saved is dropped.
///
/// # Errors
/// [`PlatformError::AccessLost`] when the merchant must connect again; none of the errors says that the call the token was
/// for may have arrived.
pub async fn renew(
    vault: &dyn TokenVault,
    account: &Account,
    stale: &SecretString,
    refresh: impl AsyncFnOnce(&SecretString) -> Result<Tokens, PlatformError>,
) -> Result<Tokens, PlatformError> {
    let (old, lease) =
        match vault.begin_refresh(account, stale).await.map_err(PlatformError::before_the_call)? {
            Refresh::Already(tokens) => return Ok(tokens),
            Refresh::Yours { old, lease } => (old, lease),
        };
    let saved = next(vault, account, &old, lease, refresh).await;
    if saved.is_err() {
        vault.abandon_refresh(account, lease).await;
    }
    saved.map_err(PlatformError::before_the_call)
}

async fn next(
    vault: &dyn TokenVault,
    account: &Account,
    old: &Tokens,
    lease: Uuid,
    refresh: impl AsyncFnOnce(&SecretString) -> Result<Tokens, PlatformError>,
) -> Result<Tokens, PlatformError> {
    if old.refresh.expose_secret().is_empty() {
        let detail = "there is no refresh token".to_owned();
        return Err(PlatformError::AccessLost { platform: account.platform, detail });
    }
    let fresh = refresh(&old.refresh).await?;
    vault.finish_refresh(account, lease, &fresh).await?;
    Ok(fresh)
}
