//! Saved views on the server: which there are, whose they are, and how many records each finds.

use engine::Control;
use model::{Kind, LogQuery, MerchantId, SavedView};
use store::StoreError;
use uuid::Uuid;

use crate::log::{Asked, Built};
use crate::{AppError, cookie};

/// Names the browser that own views belong to: there are no accounts yet, and scripts need not see it.
const OWNER: &str = "lockstep_me";

/// The views that every log has: names and what they ask for.
pub fn built_in() -> Vec<(&'static str, String)> {
    Built::ALL.map(|built| (built.name(), built.asked().query())).into()
}

/// Those of them that find the same whoever asks, as a program does.
pub fn built_for_all() -> Vec<(&'static str, String)> {
    let mine = Built::Mine.name();
    built_in().into_iter().filter(|(name, _)| *name != mine).collect()
}

/// What a log is asked for, put in order: what makes no sense is left out, and the page one is on is none of it.
pub fn tidied(asked: &str) -> String {
    Asked::from_text(asked).at_first().query()
}

/// How many records a view finds for whoever is called so, and whether there are more.
///
/// # Errors
/// [`StoreError`] while the store does not answer.
pub async fn count(
    control: &Control,
    merchant: MerchantId,
    kind: Kind,
    asked: &str,
    me: Option<&str>,
) -> Result<(i64, bool), StoreError> {
    let filter = Asked::from_text(asked).filter(None).asked_by(me);
    let status = filter.status;
    let query = LogQuery::filtered(kind, filter.of_any_status());
    let query = control.resolved(merchant, query).await?;
    let found = if filter.of_any_status().is_open() {
        control.store().counts(merchant, kind).await?.into()
    } else {
        control.store().found(merchant, &query).await?
    };
    Ok(status.map_or(found.all(), |status| found.of(status)))
}

/// A name that a view can have.
///
/// # Errors
/// In words, if it is empty or too long.
pub fn name(name: &str) -> Result<String, String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err("A view needs a name.".to_owned()),
        long if long > SavedView::LONGEST_NAME => {
            Err(format!("A view's name has at most {} characters.", SavedView::LONGEST_NAME))
        }
        _ => Ok(name),
    }
}

/// The owner that the request's browser is.
pub(crate) fn owner() -> Option<String> {
    of_cookies(&cookie::sent()?)
}

fn of_cookies(cookies: &str) -> Option<String> {
    Uuid::parse_str(cookie::value(cookies, OWNER)?).ok().map(|owner| owner.to_string())
}

/// The owner that the request's browser is from now on.
///
/// # Errors
/// [`AppError::Internal`] if no answer is being made.
pub(crate) fn owner_or_new() -> Result<String, AppError> {
    if let Some(owner) = owner() {
        return Ok(owner);
    }
    let owner = Uuid::new_v4().to_string();
    cookie::keep(OWNER, &owner)?;
    Ok(owner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_keeps_what_narrows_and_orders_and_not_the_page() {
        assert_eq!(
            tidied("at=last&record=1&status=failed&nonsense=2&q=red%20bag"),
            "status=failed&q=red%20bag"
        );
        assert_eq!(tidied("status=lost"), "");
    }

    #[test]
    fn a_name_is_trimmed_and_neither_empty_nor_endless() {
        assert_eq!(name("  Failed   today ").as_deref(), Ok("Failed today"));
        assert!(name(" \t").is_err());
        assert!(name(&"x".repeat(41)).is_err());
        assert!(name(&"ß".repeat(40)).is_ok());
    }

    #[test]
    fn an_owner_is_only_what_was_given_out_by_us() {
        let with = of_cookies;
        let owner = "0b5f9a9e-6c1f-4a57-8f0e-2d1c3b4a5968";
        assert_eq!(with("a=b; lockstep_me=0b5f9a9e-6c1f-4a57-8f0e-2d1c3b4a5968").as_deref(), Some(owner));
        assert_eq!(with("lockstep_me="), None);
        assert_eq!(with("lockstep_me=' or 1=1"), None);
        assert_eq!(with("lockstep_mean=0b5f9a9e-6c1f-4a57-8f0e-2d1c3b4a5968"), None);
    }
}
