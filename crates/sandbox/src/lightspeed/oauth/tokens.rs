//! Codes and token pairs: who holds what, what it may do and when it dies.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::SmallRng;

use super::jwt;
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::state::{CLIENT_ID, FIRST_REFRESH_TOKEN};

/// The rights the token that is valid at the start carries: what the fact sheet suggests to ask for.
const FIRST_SCOPE: &str = "employee:inventory employee:product_edit employee:product_cost employee:categories \
     employee:manufacturers employee:register_read employee:customers_read employee:admin_shops \
     employee:admin_purchases";

/// Refreshes allowed per minute and connection.
const REFRESHES_PER_MINUTE: usize = 5;

/// Who makes an API call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holder {
    /// The OAuth client, which has the bucket.
    pub(crate) client: String,
    /// The rights granted, without the `employee:` before them.
    pub(crate) rights: Vec<String>,
}

/// Why an access token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccessError {
    /// Unknown or expired.
    Unverified,
    /// It was good once, and has been revoked or replaced.
    Revoked,
}

/// Why a code or a refresh token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GrantError {
    /// Unknown, used, expired, revoked or of another client.
    Invalid,
    /// The PKCE verifier does not fit, or is missing.
    Verifier,
    /// Too many refreshes in this minute; the seconds to wait.
    TooMany { retry_after: u64 },
}

/// A code that was handed to the browser.
#[derive(Debug, Clone)]
pub(super) struct Code {
    pub(super) client: String,
    pub(super) scope: String,
    pub(super) challenge: Option<Challenge>,
    pub(super) issued: Timestamp,
}

/// The PKCE challenge a code is bound to.
#[derive(Debug, Clone)]
pub(super) struct Challenge {
    pub(super) value: String,
    pub(super) hashed: bool,
}

/// What the token endpoint answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

#[derive(Debug)]
struct Grant {
    connection: u64,
    client: String,
    scope: String,
    refresh: String,
    access: String,
    access_expires: Timestamp,
    refresh_used: Timestamp,
    access_used: bool,
    access_dead: bool,
    refresh_dead: bool,
}

/// Every code and token the sandbox ever gave out.
#[derive(Debug)]
pub(crate) struct Tokens {
    chance: SmallRng,
    codes: HashMap<String, Code>,
    grants: Vec<Grant>,
    refreshes: HashMap<u64, VecDeque<Timestamp>>,
    connections: u64,
}

impl Tokens {
    /// Starts with one connection, whose refresh token is [`FIRST_REFRESH_TOKEN`].
    pub(crate) fn new(seed: u64) -> Self {
        let mut tokens = Self {
            chance: SmallRng::seed_from_u64(seed ^ 0x70ce_2000),
            codes: HashMap::new(),
            grants: Vec::new(),
            refreshes: HashMap::new(),
            connections: 0,
        };
        let pair = tokens.issue(None, CLIENT_ID, FIRST_SCOPE, &Knobs::default());
        if let Some(first) = tokens.grants.iter_mut().find(|grant| grant.access == pair.access) {
            FIRST_REFRESH_TOKEN.clone_into(&mut first.refresh);
        }
        tokens
    }

    /// Gives out a code for the browser to carry back.
    pub(super) fn new_code(&mut self, code: Code) -> String {
        let text = jwt::opaque(&mut self.chance, 320);
        self.codes.insert(text.clone(), code);
        text
    }

    /// Takes a code in exchange for a token pair; a code works once.
    pub(super) fn redeem(
        &mut self,
        code: &str,
        client: &str,
        verifier: Option<&str>,
        knobs: &Knobs,
    ) -> Result<Pair, GrantError> {
        let known =
            self.codes.remove(code).filter(|known| known.client == client).ok_or(GrantError::Invalid)?;
        if older_than(known.issued, knobs.code_seconds) {
            return Err(GrantError::Invalid);
        }
        if let Some(challenge) = &known.challenge {
            let fits = verifier.is_some_and(|verifier| challenge.fits(verifier));
            if !fits {
                return Err(GrantError::Verifier);
            }
        }
        Ok(self.issue(None, client, &known.scope, knobs))
    }

    /// Takes a refresh token in exchange for a new pair.
    ///
    /// The old refresh token keeps working until the new access token is used for the first time, so a
    /// client that lost the answer can ask again.
    pub(super) fn refresh(&mut self, token: &str, client: &str, knobs: &Knobs) -> Result<Pair, GrantError> {
        let known = self.grants.iter_mut().find(|grant| grant.refresh == token && grant.client == client);
        let grant = known.filter(|grant| !grant.refresh_dead).ok_or(GrantError::Invalid)?;
        if older_than(grant.refresh_used, knobs.refresh_token_seconds) {
            return Err(GrantError::Invalid);
        }
        let (connection, scope) = (grant.connection, grant.scope.clone());
        throttle(self.refreshes.entry(connection).or_default())?;
        grant.refresh_used = Timestamp::now();
        if knobs.old_access_token_dies_at_refresh {
            let of_connection = self.grants.iter_mut().filter(|grant| grant.connection == connection);
            of_connection.for_each(|grant| grant.access_dead = true);
        }
        Ok(self.issue(Some(connection), client, &scope, knobs))
    }

    /// Checks the access token of a call; its first use kills every other pair of the connection.
    pub(crate) fn check(&mut self, access: &str) -> Result<Holder, AccessError> {
        let known = self.grants.iter_mut().find(|grant| grant.access == access);
        let grant = known.ok_or(AccessError::Unverified)?;
        if grant.access_dead {
            return Err(AccessError::Revoked);
        }
        if grant.access_expires <= Timestamp::now() {
            return Err(AccessError::Unverified);
        }
        let holder = Holder { client: grant.client.clone(), rights: rights(&grant.scope) };
        if !grant.access_used {
            grant.access_used = true;
            let connection = grant.connection;
            let others = |other: &&mut Grant| other.connection == connection && other.access != access;
            for other in self.grants.iter_mut().filter(others) {
                (other.access_dead, other.refresh_dead) = (true, true);
            }
        }
        Ok(holder)
    }

    /// Kills the connection a token belongs to; an unknown token is nobody's business.
    pub(super) fn revoke(&mut self, token: &str) {
        let known = self.grants.iter().find(|grant| grant.refresh == token || grant.access == token);
        let Some(connection) = known.map(|grant| grant.connection) else { return };
        for grant in self.grants.iter_mut().filter(|grant| grant.connection == connection) {
            (grant.access_dead, grant.refresh_dead) = (true, true);
        }
    }

    /// Kills every connection, as a merchant does who disconnects the app.
    pub(crate) fn revoke_all(&mut self) {
        for grant in &mut self.grants {
            (grant.access_dead, grant.refresh_dead) = (true, true);
        }
    }

    /// Lets every access token expire now; refresh tokens stay good.
    pub(crate) fn expire_access(&mut self) {
        let now = Timestamp::now();
        self.grants.iter_mut().for_each(|grant| grant.access_expires = now);
    }

    /// Moves the last use of every refresh token back, as if that many days had passed.
    pub(crate) fn age_refresh_tokens(&mut self, days: i64) {
        for grant in &mut self.grants {
            grant.refresh_used -= SignedDuration::from_hours(24 * days);
        }
    }

    fn issue(&mut self, connection: Option<u64>, client: &str, scope: &str, knobs: &Knobs) -> Pair {
        let connection = connection.unwrap_or_else(|| {
            self.connections += 1;
            self.connections
        });
        let seconds = knobs.access_token_seconds;
        let access = jwt::access_token(&mut self.chance, client, scope, seconds);
        let refresh = jwt::opaque(&mut self.chance, 380);
        let now = Timestamp::now();
        self.grants.push(Grant {
            connection,
            client: client.to_owned(),
            scope: scope.to_owned(),
            refresh: refresh.clone(),
            access: access.clone(),
            access_expires: now + seconds_of(seconds),
            refresh_used: now,
            access_used: false,
            access_dead: false,
            refresh_dead: false,
        });
        Pair { access, refresh }
    }
}

impl Challenge {
    fn fits(&self, verifier: &str) -> bool {
        use base64::Engine;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        use sha2::{Digest, Sha256};
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-_.~".contains(letter);
        if !(43..=128).contains(&verifier.len()) || !verifier.chars().all(allowed) {
            return false;
        }
        if self.hashed {
            URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == self.value
        } else {
            verifier == self.value
        }
    }
}

fn throttle(recent: &mut VecDeque<Timestamp>) -> Result<(), GrantError> {
    let now = Timestamp::now();
    recent.retain(|at| !older_than(*at, 60));
    if recent.len() >= REFRESHES_PER_MINUTE {
        let oldest = recent.front().copied().unwrap_or(now);
        let waited = now.duration_since(oldest).as_secs();
        return Err(GrantError::TooMany { retry_after: u64::try_from(60 - waited).unwrap_or(1).max(1) });
    }
    recent.push_back(now);
    Ok(())
}

fn rights(scope: &str) -> Vec<String> {
    scope.split_whitespace().map(|one| one.trim_start_matches("employee:").to_owned()).collect()
}

fn older_than(at: Timestamp, seconds: u64) -> bool {
    Timestamp::now().duration_since(at) >= seconds_of(seconds)
}

fn seconds_of(seconds: u64) -> SignedDuration {
    SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX / 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refresh(tokens: &mut Tokens, token: &str) -> Result<Pair, GrantError> {
        tokens.refresh(token, CLIENT_ID, &Knobs::default())
    }

    #[test]
    fn the_old_refresh_token_lives_until_the_new_access_token_is_used() {
        let mut tokens = Tokens::new(1);
        let lost = refresh(&mut tokens, FIRST_REFRESH_TOKEN).unwrap();
        let kept = refresh(&mut tokens, FIRST_REFRESH_TOKEN).unwrap();
        assert_ne!(lost, kept);
        tokens.check(&kept.access).unwrap();
        assert_eq!(refresh(&mut tokens, FIRST_REFRESH_TOKEN), Err(GrantError::Invalid));
        assert_eq!(tokens.check(&lost.access), Err(AccessError::Revoked));
        refresh(&mut tokens, &kept.refresh).unwrap();
    }

    #[test]
    fn the_sixth_refresh_within_a_minute_is_refused() {
        let mut tokens = Tokens::new(1);
        for _ in 0..5 {
            refresh(&mut tokens, FIRST_REFRESH_TOKEN).unwrap();
        }
        let refused = refresh(&mut tokens, FIRST_REFRESH_TOKEN);
        assert!(matches!(refused, Err(GrantError::TooMany { retry_after: 1..=60 })), "{refused:?}");
    }

    #[test]
    fn a_refresh_token_unused_for_thirty_days_is_dead() {
        let mut tokens = Tokens::new(1);
        tokens.age_refresh_tokens(30);
        assert_eq!(refresh(&mut tokens, FIRST_REFRESH_TOKEN), Err(GrantError::Invalid));
    }

    #[test]
    fn the_old_access_token_dies_at_the_refresh_only_if_the_switch_says_so() {
        for dies in [false, true] {
            let knobs = Knobs { old_access_token_dies_at_refresh: dies, ..Knobs::default() };
            let mut tokens = Tokens::new(1);
            let first = tokens.refresh(FIRST_REFRESH_TOKEN, CLIENT_ID, &knobs).unwrap();
            tokens.check(&first.access).unwrap();
            tokens.refresh(&first.refresh, CLIENT_ID, &knobs).unwrap();
            assert_eq!(tokens.check(&first.access).is_err(), dies);
        }
    }

    #[test]
    fn an_access_token_is_long_and_names_the_account() {
        use base64::Engine;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let mut tokens = Tokens::new(1);
        let pair = refresh(&mut tokens, FIRST_REFRESH_TOKEN).unwrap();
        assert!(pair.access.len() > 1024, "{}", pair.access.len());
        let claims = pair.access.split('.').nth(1).unwrap();
        let claims: serde_json::Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!(claims["acct"], "90210");
        assert!(claims["exp"].is_f64());
    }
}
