//! The floor: a bare handler that answers the same questions from the same store, with nothing in between.

use std::path::Path;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use model::{Filter, Kind, LogQuery, Page, Record, Status};
use serde::Deserialize;
use store::Records;
use store_sqlite::SqliteStore;
use tokio::net::TcpListener;

use crate::Problem;
use crate::sow::{MERCHANT, file};

#[derive(Deserialize)]
struct Asked {
    status: Option<String>,
    q: Option<String>,
    limit: u16,
}

/// Serves the log of this folder on any free port, which it prints.
///
/// # Errors
/// When the store cannot be opened or no port is free.
pub async fn serve(data: &Path) -> Result<(), Problem> {
    let store = Arc::new(SqliteStore::open(&file(data)).await?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/api/v1/logs/orders", get(page)).with_state(store);
    Ok(axum::serve(listener, router).await?)
}

async fn page(
    State(store): State<Arc<SqliteStore>>,
    Query(asked): Query<Asked>,
) -> Result<Json<Page<Record>>, StatusCode> {
    let filter = Filter {
        status: asked.status.as_deref().and_then(Status::parse),
        text: asked.q,
        ..Filter::default()
    };
    let query = LogQuery { limit: asked.limit, ..LogQuery::filtered(Kind::Order, filter) };
    store.page(MERCHANT, &query).await.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
