//! Their errors in our words (fact sheet 3.8). Bodies are told apart by content: errors come as `text/html`.

use model::Platform;
use platform::PlatformError;
use platform::http::Reply;

use crate::dialect::{now, retry_after};
use crate::wire::ErrorBody;

/// The words with which they say "once more" under a status that means "never" (fact sheet 3.8).
const TRY_LATER: &str = "please try again later";

/// What was being done, for the words of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    /// A read.
    Reading,
    /// A write.
    Writing,
}

/// Passes a good answer on and names what is wrong with any other. A 401 is not looked at here.
///
/// # Errors
/// [`PlatformError`] by status, or [`PlatformError::Unreadable`] for an error body under a good status.
pub(crate) fn check(reply: Reply, doing: Doing) -> Result<Reply, PlatformError> {
    let body = ErrorBody::read(&reply.body);
    if !reply.is_success() {
        return Err(classify(&reply, body.as_ref(), doing));
    }
    match body.filter(ErrorBody::is_marked) {
        // Whether a write that was answered like this was carried out is anybody's guess.
        Some(body) => Err(reply.unreadable(format!("an error in a good answer: {}", body.words()))),
        None => Ok(reply),
    }
}

/// The error of a token that is refused for good.
pub(crate) fn access_lost(reply: &Reply) -> PlatformError {
    let words = ErrorBody::read(&reply.body).map(|body| body.words()).filter(|words| !words.is_empty());
    let detail = words.unwrap_or_else(|| format!("HTTP {}", reply.status));
    PlatformError::AccessLost { platform: Platform::Lightspeed, detail }
}

/// The error of maintenance that names its end (503 with `Retry-After`, fact sheet 3.8); `None` for all other answers.
/// Only for calls that change nothing of the merchant's.
pub(crate) fn closed_until(reply: &Reply) -> Option<PlatformError> {
    let pause = (reply.status == 503).then(|| retry_after(&reply.headers))??;
    Some(PlatformError::Throttled { platform: Platform::Lightspeed, until: now().plus(pause) })
}

fn classify(reply: &Reply, body: Option<&ErrorBody>, doing: Doing) -> PlatformError {
    let platform = Platform::Lightspeed;
    let words = body.map(ErrorBody::words).unwrap_or_default();
    match reply.status {
        400 if words.to_lowercase().contains(TRY_LATER) => {
            PlatformError::OutOfOrder { platform, status: 400 }
        }
        401 => access_lost(reply),
        403 => PlatformError::Forbidden { platform, what: deed(&reply.what, doing) },
        404 => PlatformError::NotFound { platform, what: thing(&reply.what).to_owned() },
        409 => PlatformError::Conflict { platform },
        // Whether a write was carried out before they closed is not known, so it must not be taken for refused unseen.
        503 if doing == Doing::Reading => {
            closed_until(reply).unwrap_or(PlatformError::OutOfOrder { platform, status: 503 })
        }
        status @ 500.. => PlatformError::OutOfOrder { platform, status },
        status @ 400.. => reply.refused(&code(body, status), &told(&words, reply)),
        status => reply.unreadable(format!("HTTP {status}")),
    }
}

/// Their error class says more than the status, unless it is the one they use for everything.
fn code(body: Option<&ErrorBody>, status: u16) -> String {
    let class = body.and_then(|body| body.error_class.as_deref().or(body.error.as_deref()));
    match class {
        Some(class) if !class.is_empty() && class != "Exception" => class.to_owned(),
        _ => status.to_string(),
    }
}

/// Their words, else the body as it is: a page of a gateway, or nothing.
fn told(words: &str, reply: &Reply) -> String {
    if !words.is_empty() {
        return words.to_owned();
    }
    let body = reply.body.split_whitespace().collect::<Vec<_>>().join(" ");
    if body.is_empty() { format!("HTTP {} without words", reply.status) } else { body }
}

fn deed(what: &str, doing: Doing) -> String {
    match doing {
        Doing::Reading => what.to_owned(),
        Doing::Writing => format!("write the {what}"),
    }
}

fn thing(what: &str) -> &str {
    what.strip_prefix("read ").unwrap_or(what)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;
    use rstest::rstest;

    use super::*;

    const NO_DESCRIPTION: &str = r#"{"httpCode":"400","httpMessage":"Bad Request",
        "message":"Item not created. An Item must have a description.","errorClass":"Exception"}"#;
    const LATER: &str = r#"{"httpCode":"400","message":"Something happened. Please try again later."}"#;

    fn reply(status: u16, body: &str) -> Reply {
        let platform = Platform::Lightspeed;
        Reply { platform, what: "item".to_owned(), status, headers: HeaderMap::new(), body: body.to_owned() }
    }

    fn error(status: u16, body: &str) -> PlatformError {
        check(reply(status, body), Doing::Writing).unwrap_err()
    }

    #[rstest]
    #[case(400, LATER, PlatformError::OutOfOrder { platform: Platform::Lightspeed, status: 400 })]
    #[case(403, "{}", PlatformError::Forbidden { platform: Platform::Lightspeed, what: "write the item".to_owned() })]
    #[case(404, "", PlatformError::NotFound { platform: Platform::Lightspeed, what: "item".to_owned() })]
    #[case(409, "", PlatformError::Conflict { platform: Platform::Lightspeed })]
    #[case(500, "", PlatformError::OutOfOrder { platform: Platform::Lightspeed, status: 500 })]
    #[case(502, "<html>Bad gateway</html>", PlatformError::OutOfOrder { platform: Platform::Lightspeed, status: 502 })]
    #[case(521, "", PlatformError::OutOfOrder { platform: Platform::Lightspeed, status: 521 })]
    fn each_status_has_its_meaning(#[case] status: u16, #[case] body: &str, #[case] expect: PlatformError) {
        assert_eq!(error(status, body), expect);
    }

    #[rstest]
    #[case(400, NO_DESCRIPTION, "400", "Item not created. An Item must have a description.")]
    #[case(422, r#"{"message":"no"}"#, "422", "no")]
    #[case(400, r#"{"httpCode":"400","errorClass":"BadFilter","message":"no"}"#, "BadFilter", "no")]
    #[case(405, "", "405", "HTTP 405 without words")]
    #[case(400, "<html> <b>Oops</b></html>", "400", "<html> <b>Oops</b></html>")]
    fn a_refusal_keeps_their_words(
        #[case] status: u16,
        #[case] body: &str,
        #[case] code: &str,
        #[case] words: &str,
    ) {
        let PlatformError::Refused { code: got, message, .. } = error(status, body) else {
            panic!("not refused")
        };
        assert_eq!((got.as_str(), message.as_str()), (code, words));
    }

    #[rstest]
    #[case(NO_DESCRIPTION)]
    #[case(r#"{"error":"access_denied","error_description":"no"}"#)]
    fn an_error_in_a_good_answer_is_unreadable_and_may_have_arrived(#[case] body: &str) {
        let error = error(200, body);
        assert!(matches!(error, PlatformError::Unreadable { .. }));
        assert!(error.may_have_arrived());
    }

    fn closed(after: &str) -> Reply {
        let mut reply = reply(503, "<html>Maintenance</html>");
        reply.headers.insert("Retry-After", after.parse().unwrap());
        reply.headers.insert("date", "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap());
        reply
    }

    #[rstest]
    #[case("120", 120)]
    #[case("Sun, 06 Nov 1994 08:51:37 GMT", 120)]
    #[case("999999", 3_600)]
    fn maintenance_that_names_its_end_is_waited_for_by_reads(#[case] after: &str, #[case] seconds: u64) {
        let before = now();
        let Err(PlatformError::Throttled { until, .. }) = check(closed(after), Doing::Reading) else {
            panic!("not told when")
        };
        let waits = until.since(before).as_secs();
        assert!((seconds..=seconds + 5).contains(&waits), "{waits}");
    }

    #[rstest]
    #[case(closed("120"), Doing::Writing)]
    #[case(closed("soon"), Doing::Reading)]
    #[case(reply(503, ""), Doing::Reading)]
    fn other_maintenance_is_an_outage(#[case] reply: Reply, #[case] doing: Doing) {
        let error = check(reply, doing).unwrap_err();
        assert_eq!(error, PlatformError::OutOfOrder { platform: Platform::Lightspeed, status: 503 });
    }

    #[test]
    fn a_good_answer_passes() {
        assert!(
            check(reply(200, r#"{"@attributes":{"count":"1"},"Item":{"itemID":"1"}}"#), Doing::Reading)
                .is_ok()
        );
    }

    #[rstest]
    #[case(
        r#"{"error":"access_denied","error_description":"Denied.","hint":"Access token has been revoked"}"#,
        "Denied. Access token has been revoked"
    )]
    #[case(r#"{"httpCode":"401","message":"Invalid access token."}"#, "Invalid access token.")]
    #[case("", "HTTP 401")]
    fn a_refused_token_tells_why(#[case] body: &str, #[case] words: &str) {
        let PlatformError::AccessLost { detail, .. } = access_lost(&reply(401, body)) else {
            panic!("other")
        };
        assert_eq!(detail, words);
    }
}
