//! Who asks, on the server: there are no accounts yet, so a browser says once what colleagues call whoever sits at it.

use model::Note;
use model::filter::Whose;

use crate::{AppError, cookie};

/// Holds the name, encoded as in a form; scripts need not see it.
const NAME: &str = "lockstep_name";
/// Who did something where nobody said who they are.
const STAFF: &str = "Staff";

/// What colleagues call whoever sits at the request's browser.
pub(crate) fn me() -> Option<String> {
    of_cookies(&cookie::sent()?)
}

/// Who did something, for the history.
pub(crate) fn who() -> String {
    me().unwrap_or_else(|| STAFF.to_owned())
}

/// What colleagues call whoever sent these cookies.
pub fn of_cookies(cookies: &str) -> Option<String> {
    let pair = format!("name={}", cookie::value(cookies, NAME)?);
    let (_, name) = form_urlencoded::parse(pair.as_bytes()).next()?;
    colleague(&name).ok().flatten()
}

/// A colleague's name as somebody typed it; `None` where it was left empty.
///
/// # Errors
/// In words, if it is too long or has a meaning of its own in a search.
pub fn colleague(name: &str) -> Result<Option<String>, String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > Note::LONGEST_NAME {
        return Err(format!("A name has at most {} characters.", Note::LONGEST_NAME));
    }
    if name.contains('"') || !Whose::from(name.clone()).names_a_person() {
        return Err(format!("“{name}” cannot be a colleague's name."));
    }
    Ok((!name.is_empty()).then_some(name))
}

/// A note as somebody typed it.
///
/// # Errors
/// In words, if it is empty or too long.
pub fn text(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("A note needs some words.".to_owned()),
        long if long > Note::LONGEST_TEXT => {
            Err(format!("A note has at most {} characters.", Note::LONGEST_TEXT))
        }
        _ => Ok(text.to_owned()),
    }
}

/// From now on the request's browser is called so.
///
/// # Errors
/// [`AppError::Invalid`] for what cannot be a name, [`AppError::Internal`] if no answer is being made.
pub(crate) fn call_me(name: &str) -> Result<String, AppError> {
    let refused = |what| AppError::Invalid { what }.told();
    let name = colleague(name).map_err(refused)?;
    let name = name.ok_or_else(|| refused("Say what your colleagues call you.".to_owned()))?;
    let value: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    cookie::keep(NAME, &value)?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_the_name_that_it_was_given() {
        assert_eq!(of_cookies("a=b; lockstep_name=Zo%C3%AB+B.").as_deref(), Some("Zoë B."));
        assert_eq!(of_cookies("lockstep_name="), None);
        assert_eq!(of_cookies("lockstep_name=me"), None);
        assert_eq!(of_cookies("lockstep_names=Ana"), None);
    }

    #[test]
    fn a_name_is_trimmed_short_and_no_word_of_the_search() {
        assert_eq!(colleague("  Ana   B. ").unwrap().as_deref(), Some("Ana B."));
        assert_eq!(colleague(" ").unwrap(), None);
        for wrong in ["me", "Nobody", "a\"b", &"x".repeat(41)] {
            assert!(colleague(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_note_has_words_and_not_too_many() {
        assert_eq!(text(" called the till's support \n").as_deref(), Ok("called the till's support"));
        assert!(text(" \n").is_err());
        assert!(text(&"x".repeat(1_001)).is_err());
    }
}
