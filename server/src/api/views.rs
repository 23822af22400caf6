use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use model::{Kind, SavedView, When};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use store::ViewDraft;

use super::read;
use crate::http::Problem;
use crate::state::Serving;

/// `GET /api/v1/logs/{kind}/views`: the views that are built in and the team's, with how many records each finds.
pub(super) async fn list(
    State(serving): State<Serving>,
    Path(kind): Path<String>,
) -> Result<Json<ViewList>, Problem> {
    let kind = read::kind(&kind)?;
    let saved = serving.control().store().views(serving.merchant(), kind, None).await?;
    let built = app::views::built_for_all().into_iter().map(|(name, query)| (None, name.to_owned(), query));
    let saved = saved.into_iter().map(|view| (Some(view.id.to_string()), view.name, view.asked));
    let mut views = Vec::new();
    for (id, name, query) in built.into_iter().chain(saved) {
        let (records, more) =
            app::views::count(serving.control(), serving.merchant(), kind, &query, None).await?;
        views.push(CountedView { id, name, query, records, more });
    }
    Ok(Json(ViewList { views }))
}

/// `POST /api/v1/logs/{kind}/views`: keeps parameters of a log under a name, for the team.
pub(super) async fn save(
    State(serving): State<Serving>,
    Path(kind): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<ViewShape>), Problem> {
    let kind = read::kind(&kind)?;
    let body = read::object(&headers, body)?;
    let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let name = app::views::name(text("name")).map_err(|why| {
        Problem::bad(
            "bad_name",
            why,
            format!("Send a `name` of 1 to {} characters.", SavedView::LONGEST_NAME),
        )
    })?;
    let draft = ViewDraft { kind, name, asked: app::views::tidied(text("query")), owner: None };
    let saved = serving.control().store().save_view(serving.merchant(), &draft).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// `DELETE /api/v1/views/{id}`: removes a view of the team, and says what it was.
pub(super) async fn remove(
    State(serving): State<Serving>,
    Path(id): Path<String>,
) -> Result<Json<ViewShape>, Problem> {
    let id = id.parse().map_err(|_| no_view())?;
    let removed = serving.control().store().remove_view(serving.merchant(), id, None).await?;
    Ok(Json(removed.ok_or_else(no_view)?.into()))
}

fn no_view() -> Problem {
    Problem::missing(
        "no_view",
        "There is no such view.",
        "Take the `id` of a view that was saved for the team.",
    )
}

/// The views of a log.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Views")]
pub(super) struct ViewList {
    /// Those that are built in first, then the team's by name.
    views: Vec<CountedView>,
}

/// A view and what it finds.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CountedView")]
struct CountedView {
    /// What removes it; null where it is built in.
    #[schemars(with = "Option<uuid::Uuid>")]
    id: Option<String>,
    name: String,
    /// Parameters of `listRecords`, as they stand in an address.
    query: String,
    /// How many records it finds, at most 10,000 of each status.
    records: i64,
    /// Whether there are more.
    more: bool,
}

/// A view of the team.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "View")]
pub(super) struct ViewShape {
    #[schemars(with = "uuid::Uuid")]
    id: String,
    #[schemars(with = "Kind")]
    kind: &'static str,
    name: String,
    /// Parameters of `listRecords`, as they stand in an address; what is none was left out.
    query: String,
    #[schemars(with = "When")]
    saved_at: String,
}

impl From<SavedView> for ViewShape {
    fn from(view: SavedView) -> ViewShape {
        ViewShape {
            id: view.id.to_string(),
            kind: view.kind.word(),
            name: view.name,
            query: view.asked,
            saved_at: view.at.rfc3339(),
        }
    }
}
