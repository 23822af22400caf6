//! Codes, access tokens and refresh tokens.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};

/// How long a code can be redeemed, in seconds.
const CODE_SECONDS: i64 = 600;

/// Everything the OAuth app was ever given.
#[derive(Debug, Default)]
pub struct Tokens {
    /// Redirect address and time of issue by code.
    codes: BTreeMap<String, (String, Timestamp)>,
    /// When each access token expires.
    access: BTreeMap<String, Timestamp>,
    refresh: BTreeSet<String>,
}

/// What an access token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It lets in.
    Good,
    /// It did once.
    Expired,
    /// It never was given.
    Unknown,
}

/// Why a grant was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadGrant {
    /// The code or the refresh token is unknown, used or too old.
    Unknown,
    /// The address is not, byte for byte, that of the first step.
    Redirect,
}

impl Tokens {
    /// Gives a code for the redirect address it will be sent to.
    pub(super) fn new_code(&mut self, redirect: &str, now: Timestamp) -> String {
        let code = random();
        self.codes.insert(code.clone(), (redirect.to_owned(), now));
        code
    }

    /// Takes a code, once, and gives an access and a refresh token.
    ///
    /// # Errors
    /// See [`BadGrant`].
    pub(super) fn redeem(
        &mut self,
        code: &str,
        redirect: &str,
        now: Timestamp,
        seconds: u32,
    ) -> Result<(String, String), BadGrant> {
        let (sent_to, issued) = self.codes.remove(code).ok_or(BadGrant::Unknown)?;
        if now.duration_since(issued) > SignedDuration::from_secs(CODE_SECONDS) {
            return Err(BadGrant::Unknown);
        }
        if sent_to != redirect {
            return Err(BadGrant::Redirect);
        }
        Ok((self.new_access(now, seconds), self.new_refresh()))
    }

    /// Gives an access token for a refresh token, and a new refresh token if they rotate.
    ///
    /// # Errors
    /// [`BadGrant::Unknown`].
    pub(super) fn renew(
        &mut self,
        refresh: &str,
        rotates: bool,
        now: Timestamp,
        seconds: u32,
    ) -> Result<(String, Option<String>), BadGrant> {
        if !self.refresh.contains(refresh) {
            return Err(BadGrant::Unknown);
        }
        let renewed = rotates.then(|| {
            self.refresh.remove(refresh);
            self.new_refresh()
        });
        Ok((self.new_access(now, seconds), renewed))
    }

    fn new_access(&mut self, now: Timestamp, seconds: u32) -> String {
        let token = random();
        let ends = now.checked_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX);
        self.access.insert(token.clone(), ends);
        token
    }

    fn new_refresh(&mut self) -> String {
        let token = random();
        self.refresh.insert(token.clone());
        token
    }

    /// Tells what an access token is good for.
    pub fn standing(&self, token: &str, now: Timestamp) -> Standing {
        match self.access.get(token) {
            Some(ends) if now < *ends => Standing::Good,
            Some(_) => Standing::Expired,
            None => Standing::Unknown,
        }
    }

    /// Lets every access token expire now.
    pub fn expire_all(&mut self, now: Timestamp) {
        self.access.values_mut().for_each(|ends| *ends = (*ends).min(now));
    }

    /// Forgets every token, as when the app is taken out of the account.
    pub fn revoke_all(&mut self) {
        *self = Self::default();
    }
}

/// A token with the letters that must be percent-encoded: `+`, `/` and `=`.
fn random() -> String {
    let bytes: [u8; 25] = rand::random();
    format!("sb+/{}", STANDARD.encode(bytes))
}
