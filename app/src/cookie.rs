//! Cookies: what a browser is remembered by.

#[cfg(feature = "ssr")]
use http::{HeaderValue, header};
#[cfg(feature = "ssr")]
use leptos::prelude::use_context;

#[cfg(feature = "ssr")]
use crate::AppError;

/// So long a browser is remembered, in seconds.
#[cfg(feature = "ssr")]
const YEAR: u32 = 31_536_000;

/// The value of the cookie of this name among all of them.
pub(crate) fn value<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    cookies.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// All cookies that the request's browser sent.
#[cfg(feature = "ssr")]
pub(crate) fn sent() -> Option<String> {
    let parts = use_context::<http::request::Parts>()?;
    parts.headers.get(header::COOKIE)?.to_str().ok().map(str::to_owned)
}

/// Lets the request's browser send a cookie from now on; scripts need not see it.
///
/// # Errors
/// [`AppError::Internal`] if no answer is being made.
#[cfg(feature = "ssr")]
pub(crate) fn keep(name: &str, value: &str) -> Result<(), AppError> {
    let cookie = format!("{name}={value}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax");
    let response = use_context::<leptos_axum::ResponseOptions>();
    let (Some(response), Ok(cookie)) = (response, HeaderValue::from_str(&cookie)) else {
        return Err(AppError::internal(&format!("the cookie {name} was set outside of an answer")).told());
    };
    response.append_header(header::SET_COOKIE, cookie);
    Ok(())
}
