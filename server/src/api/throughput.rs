use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use model::{Column, Kind, Span, Throughput, When};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::read;
use crate::http::Problem;
use crate::state::Serving;

/// What may be asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// `24h`, `7d` or `30d`.
    span: Option<String>,
    /// One kind alone.
    kind: Option<String>,
}

/// `GET /api/v1/overview/throughput?span=24h|7d|30d`: what came into step and what failed, column by column.
pub(super) async fn show(
    State(serving): State<Serving>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<ThroughputShape>, Problem> {
    let Query(asked) = asked.map_err(|_| {
        Problem::bad("bad_parameter", "The address cannot be read.", "Give `span` and `kind` at most once.")
    })?;
    let span = asked.span.as_deref().map_or(Ok(Span::default()), span)?;
    let kind = asked.kind.as_deref().map(read::kind).transpose()?;
    let told = serving.control().throughput(serving.merchant(), span, kind).await?;
    Ok(Json(ThroughputShape::of(told, kind)))
}

fn span(word: &str) -> Result<Span, Problem> {
    Span::parse(word).ok_or_else(|| {
        let allowed = format!("Allowed are: {}.", Span::ALL.map(Span::word).join(", "));
        Problem::bad("bad_parameter", format!("`span` is “{}”.", read::shorten(word)), allowed)
    })
}

/// What was settled over a span.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Throughput")]
pub(super) struct ThroughputShape {
    #[schemars(with = "Span")]
    span: &'static str,
    /// Null for all kinds together.
    #[schemars(with = "Option<Kind>")]
    kind: Option<&'static str>,
    /// Whose midnights cut the columns.
    zone: String,
    /// Records that came to be in step.
    synced: i64,
    /// Records that came to need a person.
    failed: i64,
    /// Oldest first; the last holds this moment.
    columns: Vec<ColumnShape>,
}

impl ThroughputShape {
    fn of(told: Throughput, kind: Option<Kind>) -> ThroughputShape {
        let (synced, failed) = told.sums();
        ThroughputShape {
            span: told.span.word(),
            kind: kind.map(Kind::word),
            zone: told.zone,
            synced,
            failed,
            columns: told.columns.into_iter().map(ColumnShape::from).collect(),
        }
    }
}

/// One column of the chart.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ThroughputColumn")]
struct ColumnShape {
    /// When it begins.
    #[schemars(with = "When")]
    from: String,
    /// When the next one begins.
    #[schemars(with = "When")]
    until: String,
    synced: i64,
    failed: i64,
}

impl From<Column> for ColumnShape {
    fn from(column: Column) -> ColumnShape {
        ColumnShape {
            from: column.from.rfc3339(),
            until: column.until.rfc3339(),
            synced: column.synced,
            failed: column.failed,
        }
    }
}
