//! What a merchant typed to connect a platform, as the engine takes it.

use engine::{ConnectionDraft, StoredCredentials};

use crate::state::Endpoints;

/// The fields of a form, by name.
type Fields = [(String, String)];

/// Reads the form that connects Brightpearl.
///
/// # Errors
/// One sentence about the first field that cannot be right.
pub fn office_draft(endpoints: &Endpoints, fields: &Fields) -> Result<ConnectionDraft, String> {
    let account = needed(fields, "account", "account")?.to_lowercase();
    if account.contains(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-') {
        return Err(format!(
            "“{account}” is no account: it is one word of letters and digits, such as acmeshop, and no address."
        ));
    }
    let app_ref = needed(fields, "app_ref", "app reference")?;
    // Every reference of a private app begins so (fact sheet brightpearl, 1.2).
    if value(fields, "way") != "oauth" && !app_ref.starts_with(&format!("{account}_")) {
        return Err(format!(
            "The app reference must begin with {account}_ , the account and an underscore. Copy it from the list of private apps."
        ));
    }
    let centre = value(fields, "centre");
    let known = endpoints.brightpearl.iter().find(|(_, url)| url == centre);
    let api = known.or_else(|| endpoints.brightpearl.first()).map(|(_, url)| url.clone());
    let api = api.ok_or_else(|| "No data centre is known; ask whoever runs Lockstep.".to_owned())?;
    let credentials = match value(fields, "way") {
        "oauth" => StoredCredentials::OAuth {
            client_id: app_ref,
            client_secret: needed(fields, "secret", "client secret")?,
            developer: needed(fields, "developer", "developer reference")?,
            instance: None,
        },
        "system" => StoredCredentials::System { app_ref, token: needed(fields, "token", "token")? },
        _ => StoredCredentials::Staff { app_ref, token: needed(fields, "token", "token")? },
    };
    Ok(ConnectionDraft { account, api, auth: endpoints.brightpearl_auth.clone(), credentials })
}

/// Reads the form that connects Lightspeed; the operator's own app goes before what is typed.
///
/// # Errors
/// One sentence about the first field that is missing.
pub fn till_draft(endpoints: &Endpoints, fields: &Fields) -> Result<ConnectionDraft, String> {
    use secrecy::ExposeSecret;
    let (client_id, client_secret) = match &endpoints.lightspeed_app {
        Some((id, secret)) => (id.clone(), secret.expose_secret().to_owned()),
        None => {
            (needed(fields, "client_id", "client id")?, needed(fields, "client_secret", "client secret")?)
        }
    };
    Ok(ConnectionDraft {
        // Their token says which account it is for.
        account: String::new(),
        api: endpoints.lightspeed.clone(),
        auth: endpoints.lightspeed_auth.clone(),
        credentials: StoredCredentials::OAuth {
            client_id,
            client_secret,
            developer: String::new(),
            instance: None,
        },
    })
}

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim()).unwrap_or_default()
}

fn needed(fields: &Fields, name: &str, called: &str) -> Result<String, String> {
    match value(fields, name) {
        "" => Err(format!("Fill in the {called}.")),
        value => Ok(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoints() -> Endpoints {
        Endpoints {
            brightpearl: vec![
                ("Europe".to_owned(), "https://eu".to_owned()),
                ("North America".to_owned(), "https://us".to_owned()),
            ],
            ..Endpoints::default()
        }
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_staff_app_is_read_with_its_data_centre() {
        let typed = fields(&[
            ("way", "staff"),
            ("account", " AcmeShop "),
            ("app_ref", "acmeshop_lockstep"),
            ("token", "t"),
            ("centre", "https://us"),
        ]);
        let draft = office_draft(&endpoints(), &typed).unwrap();
        assert_eq!((draft.account.as_str(), draft.api.as_str()), ("acmeshop", "https://us"));
        assert!(matches!(draft.credentials, StoredCredentials::Staff { .. }));
    }

    #[test]
    fn what_cannot_be_right_is_told_before_anything_is_asked() {
        let cases: [(&[(&str, &str)], &str); 4] = [
            (&[("account", "")], "Fill in the account"),
            (&[("account", "acme.brightpearl.com")], "is no account"),
            (&[("account", "acme"), ("app_ref", "other_app")], "must begin with acme_"),
            (&[("account", "acme"), ("app_ref", "acme_app"), ("token", "")], "Fill in the token"),
        ];
        for (typed, says) in cases {
            let why = office_draft(&endpoints(), &fields(typed)).unwrap_err();
            assert!(why.contains(says), "{why}");
        }
    }

    #[test]
    fn a_place_that_was_not_offered_is_never_asked() {
        let typed = fields(&[
            ("account", "acme"),
            ("app_ref", "acme_x"),
            ("token", "t"),
            ("centre", "https://evil.example"),
        ]);
        assert_eq!(office_draft(&endpoints(), &typed).unwrap().api, "https://eu");
    }
}
