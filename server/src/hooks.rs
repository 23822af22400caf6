//! Where platforms call back: `POST /hooks/{platform}/{secret}`. The answer is fast and tells nothing; what the call says is a
//! hint (`engine::hooks`).

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use engine::HintTaken;
use model::Platform;

use crate::http::Problem;
use crate::state::Serving;

/// Takes in one call.
///
/// A 4xx makes Brightpearl give an event up for good (fact sheet brightpearl 4.6.1), so only an address that was never given
/// out is answered with one; what cannot be read is found by the next sweep and is acknowledged.
pub async fn take(
    State(serving): State<Serving>,
    Path((platform, secret)): Path<(String, String)>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let Some(platform) = Platform::parse(&platform) else { return Ok(StatusCode::NOT_FOUND) };
    let taken = serving.control().hint(serving.merchant(), platform, &secret, &body).await?;
    Ok(match taken {
        HintTaken::NotOurs => StatusCode::NOT_FOUND,
        HintTaken::Taken | HintTaken::Unreadable => StatusCode::OK,
    })
}
