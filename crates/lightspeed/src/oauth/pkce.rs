use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// Proof that whoever exchanges the code is whoever asked for it (method S256, fact sheet 1.2).
#[derive(Debug, Clone)]
pub struct Pkce {
    verifier: SecretString,
}

impl Pkce {
    /// A fresh one: 43 characters from 32 random bytes.
    ///
    /// # Errors
    /// When the system gives no random bytes, in words.
    pub fn new() -> Result<Pkce, String> {
        Ok(Pkce { verifier: random()?.into() })
    }

    /// One whose verifier was kept between the two halves of the flow.
    pub fn from_verifier(verifier: SecretString) -> Pkce {
        Pkce { verifier }
    }

    /// What is kept until the code comes, and sent with it.
    pub fn verifier(&self) -> &SecretString {
        &self.verifier
    }

    /// What is shown when asking: unpadded base64url of the verifier's SHA-256.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.expose_secret().as_bytes()))
    }
}

/// A fresh value for `state`, which ties the callback to whoever began.
///
/// # Errors
/// When the system gives no random bytes, in words.
pub fn new_state() -> Result<String, String> {
    random()
}

fn random() -> Result<String, String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no random bytes: {error}"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_of_rfc_7636_comes_out() {
        let pkce = Pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into());
        assert_eq!(pkce.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_verifier_is_long_enough_and_new_each_time() {
        let (one, other) = (Pkce::new().unwrap(), Pkce::new().unwrap());
        assert_eq!(one.verifier().expose_secret().len(), 43);
        assert_ne!(one.verifier().expose_secret(), other.verifier().expose_secret());
    }
}
