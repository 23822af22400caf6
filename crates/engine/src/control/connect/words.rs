//! Every way a connection can be wrong, with what to do about it.

use model::Platform;
use platform::PlatformError;

use super::ConnectionDraft;
use crate::accounts::StoredCredentials;

/// What an error means while a connection is made.
pub(super) fn said(error: &PlatformError, draft: &ConnectionDraft) -> String {
    let name = error.platform().name();
    match error {
        PlatformError::AccessLost { detail, .. } => not_accepted(name, detail, draft),
        PlatformError::Forbidden { what, .. } => format!(
            "{name} knows this access, but does not allow it to {what}. Give the person it belongs to that right there, \
             then try again."
        ),
        PlatformError::NotFound { .. } => no_account(name, draft),
        PlatformError::Refused { message, .. } if message.is_empty() => no_account(name, draft),
        PlatformError::Refused { message, .. } => format!("{name} refused: “{message}”."),
        PlatformError::Unreachable { detail, .. } | PlatformError::AnswerLost { detail, .. } => format!(
            "{name} cannot be reached at {}: {detail}. Check the address, and that this server has a way to the internet.",
            place(draft)
        ),
        PlatformError::Throttled { .. } => {
            format!("{name} allows no more calls for now. Wait a minute, then try again.")
        }
        PlatformError::OutOfOrder { status, .. } => format!(
            "{name} is out of order at the moment (error {status}). Nothing is wrong with what you entered; try again in a \
             few minutes."
        ),
        PlatformError::Unreadable { .. } => {
            format!("What answers at {} is not {name}. Check the address.", place(draft))
        }
        PlatformError::Conflict { .. } => format!("{name} was busy with the same thing. Try again."),
    }
}

/// A refusal at the door. Brightpearl's own words repeat the token, so they are never shown.
fn not_accepted(name: &str, detail: &str, draft: &ConnectionDraft) -> String {
    match &draft.credentials {
        StoredCredentials::Staff { app_ref, .. } | StoredCredentials::System { app_ref, .. } => {
            if detail.starts_with("Not authenticated") {
                format!(
                    "{name} has no app {app_ref} with this token in the account {}. Compare account and reference with those \
                     under App Store, Private apps, letter by letter.",
                    draft.account
                )
            } else {
                format!(
                    "{name} does not accept this token. Copy it again from the app {app_ref} under App Store, Private apps; \
                     a token that was made anew there replaces the old one."
                )
            }
        }
        StoredCredentials::OAuth { .. } => match detail.split(':').next().unwrap_or_default() {
            "invalid_client" => format!(
                "{name} does not know this app. Compare the client id and the secret with those of your app there; a secret \
                 that was made anew replaces the old one."
            ),
            "invalid_grant" => format!(
                "{name} no longer takes that code: it works once, for a short time, and only with the address it was given \
                 for. Press Connect once more and come back straight away."
            ),
            "invalid_scope" => {
                format!("{name} does not offer the rights Lockstep needs to this app. Ask for them there.")
            }
            refused if refused.starts_with("Not authenticated") => format!(
                "{name} gave its tokens, but does not know the app or its developer. Compare app reference and developer \
                 reference with those of your partner account, letter by letter."
            ),
            _ => format!("{name} did not let Lockstep in. Press Connect once more."),
        },
    }
}

fn no_account(name: &str, draft: &ConnectionDraft) -> String {
    let account = if draft.account.is_empty() { "this account" } else { &draft.account };
    format!(
        "{name} has no account {account} at {}. Check the account's name, and its data centre if there are several.",
        place(draft)
    )
}

fn place(draft: &ConnectionDraft) -> &str {
    if draft.api.is_empty() { &draft.auth } else { &draft.api }
}

pub(super) fn nothing_begun(platform: Platform) -> String {
    format!("Nobody began to connect {} here. Press Connect first, then come back.", platform.name())
}

pub(super) fn not_connected(platform: Platform) -> String {
    format!("{} is not connected yet.", platform.name())
}

pub(super) fn rights_missing(platform: Platform, missing: &[String]) -> String {
    format!(
        "{} let Lockstep in without rights it needs: {}. Press Connect once more as someone who has them, and leave all of \
         them ticked.",
        platform.name(),
        missing.join(", ")
    )
}

pub(super) fn other_account(platform: Platform, account: &str) -> String {
    format!(
        "{account} is another {} account than the one these records belong to. Connect the same account again; for another \
         one start Lockstep with a new data folder.",
        platform.name()
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn staff() -> ConnectionDraft {
        ConnectionDraft {
            account: "acmeshop".to_owned(),
            api: "https://euw1.example/public-api".to_owned(),
            auth: String::new(),
            credentials: StoredCredentials::Staff {
                app_ref: "acmeshop_lockstep".to_owned(),
                token: "s3cr3t".to_owned(),
            },
        }
    }

    fn oauth() -> ConnectionDraft {
        let credentials = StoredCredentials::OAuth {
            client_id: "app".to_owned(),
            client_secret: "s3cr3t".to_owned(),
            developer: String::new(),
            instance: None,
        };
        ConnectionDraft { credentials, ..staff() }
    }

    #[rstest]
    #[case(staff(), "Invalid instance token: s3cr3t", "does not accept this token")]
    #[case(staff(), "Not authenticated. The token does not belong to it", "has no app acmeshop_lockstep")]
    #[case(oauth(), "Not authenticated. The header brightpearl-dev-ref is wrong", "developer reference")]
    #[case(oauth(), "invalid_client", "does not know this app")]
    #[case(oauth(), "invalid_grant: Gone", "no longer takes that code")]
    #[case(oauth(), "invalid_scope: employee:x", "does not offer the rights")]
    fn each_refusal_has_its_own_sentence_and_none_repeats_a_secret(
        #[case] draft: ConnectionDraft,
        #[case] detail: &str,
        #[case] expected: &str,
    ) {
        let error = PlatformError::AccessLost { platform: Platform::Brightpearl, detail: detail.to_owned() };
        let says = said(&error, &draft);
        assert!(says.contains(expected) && !says.contains("s3cr3t"), "{says}");
    }

    #[test]
    fn a_wrong_account_is_told_with_where_it_was_looked_for() {
        let error = PlatformError::NotFound { platform: Platform::Brightpearl, what: "x".to_owned() };
        let says = said(&error, &staff());
        assert!(says.contains("no account acmeshop at https://euw1.example/public-api"), "{says}");
    }
}
