//! Tokens that look like the vendor's: three base64url parts, over a kilobyte, with the account in the claims.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rand::RngCore;
use rand::rngs::SmallRng;
use serde_json::json;

use crate::lightspeed::state::ACCOUNT;

/// Makes an access token. The signature is random: nobody but the sandbox reads it.
pub(super) fn access_token(chance: &mut SmallRng, client: &str, scope: &str, seconds: u64) -> String {
    let now = Timestamp::now().as_millisecond() as f64 / 1000.0;
    let header = json!({ "typ": "JWT", "alg": "RS256", "kid": "sandbox-key-1" });
    let claims = json!({
        "aud": client,
        "jti": random_hex(chance, 40),
        "iss": "https://cloud.lightspeedapp.com",
        "iat": now,
        "nbf": now,
        "exp": now + seconds as f64,
        "sub": "1002",
        "acct": ACCOUNT,
        "scope": scope,
    });
    let mut signature = [0_u8; 512];
    chance.fill_bytes(&mut signature);
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let (header, claims) = (header.to_string(), claims.to_string());
    format!("{}.{}.{}", part(header.as_bytes()), part(claims.as_bytes()), part(&signature))
}

/// Makes a refresh token or a code: long, opaque, of the vendor's look.
pub(super) fn opaque(chance: &mut SmallRng, bytes: usize) -> String {
    format!("def50200{}", random_hex(chance, bytes))
}

fn random_hex(chance: &mut SmallRng, bytes: usize) -> String {
    let mut raw = vec![0_u8; bytes];
    chance.fill_bytes(&mut raw);
    raw.iter().map(|byte| format!("{byte:02x}")).collect()
}
