//! The floor: what the same questions cost from the same store with nothing in between. A bare handler for programs, and a
//! plain page with a kilobyte of script for the browser.

mod page;

use std::path::Path;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use model::{Filter, Kind, LogQuery, Page, Record, Sort};
use serde::Deserialize;
use store::Records;
use store_sqlite::SqliteStore;
use tokio::net::TcpListener;

use crate::Problem;
use crate::sow::{MERCHANT, file};

/// What is asked of the log, by the words of the product's own addresses.
#[derive(Deserialize)]
struct Asked {
    status: Option<String>,
    q: Option<String>,
    sort: Option<String>,
    at: Option<String>,
    limit: Option<u16>,
}

impl Asked {
    fn query(&self) -> LogQuery {
        let filter = Filter { status: self.status(), ..Filter::default() };
        let filter =
            filter.with(self.q.as_deref().map(|typed| Filter::read(typed).filter).unwrap_or_default());
        LogQuery {
            limit: self.limit.unwrap_or(LogQuery::DEFAULT_LIMIT),
            sort: self.sort.as_deref().and_then(Sort::parse).unwrap_or_default(),
            at: self.at.as_deref().and_then(|at| at.parse().ok()).unwrap_or_default(),
            ..LogQuery::filtered(Kind::Order, filter)
        }
    }

    fn status(&self) -> Option<model::Status> {
        self.status.as_deref().and_then(model::Status::parse)
    }
}

/// Serves the log of this folder on any free port, which it prints.
///
/// # Errors
/// When the store cannot be opened or no port is free.
pub async fn serve(data: &Path) -> Result<(), Problem> {
    let store = Arc::new(SqliteStore::open(&file(data)).await?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let router = Router::new()
        .route("/api/v1/logs/orders", get(rows))
        .route("/logs/orders", get(page::whole))
        .route("/part", get(page::part))
        .route("/again/{id}", post(page::again))
        .with_state(store);
    Ok(axum::serve(listener, router).await?)
}

async fn rows(
    State(store): State<Arc<SqliteStore>>,
    Query(asked): Query<Asked>,
) -> Result<Json<Page<Record>>, StatusCode> {
    store.page(MERCHANT, &asked.query()).await.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
