//! The two addresses of the sign-in: where a person is asked, and where tokens are given.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::tokens::BadGrant;
use super::{OAUTH_APP, OAUTH_INSTANCE, OAUTH_SECRET};
use crate::brightpearl::gateway::ACCOUNT;
use crate::brightpearl::knobs::Knobs;
use crate::ledger::{BRIGHTPEARL, Effect};
use crate::lightspeed::query::percent::encode;
use crate::world::World;

/// Fields of a form or a query.
type Fields = BTreeMap<String, String>;

/// The addresses; the token endpoint answers at all three places the sources name.
pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/authorize/{account}", get(authorize))
        .route("/token/{account}", post(token_of_account))
        .route("/{account}/oauth/token", post(token_of_account))
        .route("/oauth/token", post(token))
        .with_state(world)
}

/// A refusal: always 400, without the envelope of the API.
fn refused(error: &str, description: Option<&str>) -> Response {
    let mut body = json!({ "error": error });
    if let (Some(fields), Some(text)) = (body.as_object_mut(), description) {
        fields.insert("error_description".to_owned(), json!(text));
    }
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

/// Plays the person who is asked: sends the browser back with a code, or with a refusal.
async fn authorize(
    State(world): State<Arc<World>>,
    Path(account): Path<String>,
    Query(query): Query<Fields>,
) -> Response {
    let asked = |name: &str| query.get(name).map(String::as_str).filter(|text| !text.is_empty());
    if asked("client_id") != Some(OAUTH_APP) || account != ACCOUNT {
        return refused("invalid_client", None);
    }
    let (Some("code"), Some(redirect)) = (asked("response_type"), asked("redirect_uri")) else {
        return refused("invalid_request", Some("response_type=code and redirect_uri are required"));
    };
    let answer = if world.knobs().brightpearl.person_refuses {
        "error=access_denied".to_owned()
    } else {
        format!("code={}", encode(&world.brightpearl().tokens.new_code(redirect, Timestamp::now())))
    };
    let state = asked("state").map(|state| format!("&state={}", encode(state))).unwrap_or_default();
    let joint = if redirect.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{redirect}{joint}{answer}{state}")).into_response()
}

/// A form, or why the body is none.
type MaybeForm = Result<Form<Fields>, FormRejection>;

async fn token_of_account(
    State(world): State<Arc<World>>,
    Path(account): Path<String>,
    form: MaybeForm,
) -> Response {
    match form {
        Ok(Form(fields)) => give(&world, &account, &fields),
        Err(_) => no_form(),
    }
}

async fn token(State(world): State<Arc<World>>, form: MaybeForm) -> Response {
    match form {
        Ok(Form(fields)) => give(&world, fields.get("account_code").map_or("", String::as_str), &fields),
        Err(_) => no_form(),
    }
}

fn no_form() -> Response {
    refused("invalid_request", Some("The body must be a form"))
}

fn give(world: &World, account: &str, fields: &Fields) -> Response {
    let is = |name: &str, right: &str| fields.get(name).is_some_and(|value| value == right);
    if account != ACCOUNT || !is("client_id", OAUTH_APP) || !is("client_secret", OAUTH_SECRET) {
        return refused("invalid_client", None);
    }
    match grant(world, &world.knobs().brightpearl, fields) {
        Ok(tokens) => {
            world.ledger.record(BRIGHTPEARL, Effect::new("token.issued", ACCOUNT, OAUTH_APP));
            Json(tokens).into_response()
        }
        Err(Some(BadGrant::Unknown)) => {
            refused("invalid_grant", Some("Code or token is unknown or has expired"))
        }
        Err(Some(BadGrant::Redirect)) => refused("invalid_grant", Some("Redirect URI mismatch")),
        Err(None) => refused("unsupported_grant_type", None),
    }
}

/// Answers the tokens; the instance id comes with the first pair only, the refresh token only if it is new.
fn grant(world: &World, knobs: &Knobs, fields: &Fields) -> Result<Value, Option<BadGrant>> {
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let (now, seconds) = (Timestamp::now(), knobs.access_token_seconds);
    let domain = world.brightpearl_url.split("://").nth(1).unwrap_or_default();
    let mut state = world.brightpearl();
    let (access, refresh, instance) = match field("grant_type") {
        "authorization_code" => {
            let (access, refresh) =
                state.tokens.redeem(field("code"), field("redirect_uri"), now, seconds).map_err(Some)?;
            (access, Some(refresh), Some(OAUTH_INSTANCE.to_string()))
        }
        "refresh_token" => {
            let (access, refresh) = state
                .tokens
                .renew(field("refresh_token"), knobs.refresh_token_rotates, now, seconds)
                .map_err(Some)?;
            (access, refresh, None)
        }
        _ => return Err(None),
    };
    Ok(crate::brightpearl::reply::without_nulls(json!({
        "access_token": access, "refresh_token": refresh, "installation_instance_id": instance,
        "api_domain": domain, "token_type": "Bearer", "expires_in": seconds,
    })))
}
