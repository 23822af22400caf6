use model::Platform;
use reqwest::Url;
use secrecy::SecretString;

/// What the address says on which the merchant's browser landed after a platform asked them to let us in.
#[derive(Debug, Clone)]
pub struct Landing {
    /// To be exchanged at once: Lightspeed's lives 60 seconds (fact sheet lightspeed-retail, 1.2).
    pub code: SecretString,
}

/// Why an address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LandingError {
    /// It is no address, or carries no code.
    NoCode,
    /// It belongs to another attempt to connect.
    OtherState,
    /// The merchant or the platform said no, in the platform's words.
    Denied(Platform, String),
}

impl std::fmt::Display for LandingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LandingError::NoCode => {
                f.write_str("That address carries no code. Copy the whole address of the page you landed on.")
            }
            LandingError::OtherState => {
                f.write_str("That address belongs to an earlier attempt. Press Connect once more and use the new address.")
            }
            LandingError::Denied(platform, words) => {
                let name = platform.name();
                write!(f, "{name} was not allowed to let Lockstep in ({words}). Press Connect once more and choose Allow.")
            }
        }
    }
}

impl std::error::Error for LandingError {}

impl Landing {
    /// Reads the whole address, or just its query, and checks that it answers our question.
    ///
    /// # Errors
    /// [`LandingError`], with what to do in its words.
    pub fn read(platform: Platform, address: &str, state: &str) -> Result<Landing, LandingError> {
        let address = address.trim();
        let whole = Url::parse(address)
            .or_else(|_| Url::parse(&format!("https://landed.invalid/?{}", address.trim_start_matches('?'))));
        let url = whole.map_err(|_| LandingError::NoCode)?;
        let value =
            |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        // Whoever brings a foreign state must not learn anything, so it is looked at first.
        if value("state").is_some_and(|given| given != state) {
            return Err(LandingError::OtherState);
        }
        if let Some(error) = value("error") {
            return Err(LandingError::Denied(platform, value("error_description").unwrap_or(error)));
        }
        let code = value("code").filter(|code| !code.is_empty()).ok_or(LandingError::NoCode)?;
        if value("state").is_none() {
            return Err(LandingError::OtherState);
        }
        Ok(Landing { code: code.into() })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use secrecy::ExposeSecret;

    use super::*;

    #[rstest]
    #[case("https://lockstep.example/back?code=def502&state=s1")]
    #[case("  https://lockstep.example/back?state=s1&code=def502 ")]
    #[case("?code=def502&state=s1")]
    fn the_code_is_found_in_what_people_paste(#[case] pasted: &str) {
        assert_eq!(Landing::read(Platform::Lightspeed, pasted, "s1").unwrap().code.expose_secret(), "def502");
    }

    #[rstest]
    #[case("https://lockstep.example/back?code=x&state=other", LandingError::OtherState)]
    #[case("https://lockstep.example/back?code=x", LandingError::OtherState)]
    #[case("https://lockstep.example/back?state=s1", LandingError::NoCode)]
    #[case("hello", LandingError::NoCode)]
    #[case("https://lockstep.example/?state=s1&error=access_denied", LandingError::Denied(Platform::Lightspeed, "access_denied".to_owned()))]
    fn anything_else_is_refused_with_a_reason(#[case] pasted: &str, #[case] why: LandingError) {
        assert_eq!(Landing::read(Platform::Lightspeed, pasted, "s1").unwrap_err(), why);
    }
}
