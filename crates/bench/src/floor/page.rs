//! The plain page: a table that the server writes, and a kilobyte of script that asks for another piece of it.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use model::{At, Payload, Record, RecordId, Status};
use store::{Queue, Records};
use store_sqlite::SqliteStore;

use super::Asked;
use crate::sow::MERCHANT;

type Store = State<Arc<SqliteStore>>;

/// What the page does: asks for the rows of an address, and puts them in place.
const SCRIPT: &str = r#"let q=new URLSearchParams(location.search),b=document.querySelector('tbody');
async function show(){b.innerHTML=await(await fetch('/part?'+q)).text()}
function set(n,v){v?q.set(n,v):q.delete(n);n!='at'&&q.delete('at');show()}
onclick=async e=>{let t=e.target.closest('[data-set]'),r=e.target.closest('[data-again]');
if(t){e.preventDefault();set(t.dataset.set,t.dataset.to)}
if(r){let x=await(await fetch('/again/'+r.dataset.again,{method:'POST'})).text();r.closest('tr').outerHTML=x}};
let s=document.querySelector('input');s.onkeydown=e=>e.key=='Enter'&&set('q',s.value);
document.querySelector('select').onchange=e=>set('sort',e.target.value);
document.documentElement.dataset.alive='yes'"#;

const STYLE: &str = "body{font:14px system-ui;margin:16px}table{border-collapse:collapse;width:100%}\
     td,th{padding:8px;border-top:1px solid #ddd;text-align:left}nav a{margin-right:12px}";

/// The whole page.
pub(super) async fn whole(State(store): Store, Query(asked): Query<Asked>) -> Result<Response, StatusCode> {
    let (rows, took) = table(&store, &asked).await?;
    let tab = |word: &str| {
        format!(r##"<a href="#" data-test="status-{word}" data-set="status" data-to="{word}">{word}</a>"##)
    };
    let tabs: String = Status::ALL.map(|status| tab(status.word())).concat();
    let html = format!(
        r##"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Orders</title><style>{STYLE}</style></head>
<body><h1>Orders</h1><nav><a href="#" data-test="status-all" data-set="status" data-to="">All</a>{tabs}</nav>
<input data-test="search"><select data-test="sort"><option value="">newest</option><option>largest</option><option>changed</option>
<option>most-tries</option><option>oldest</option></select>
<table><thead><tr><th>Source<th>Order<th>SO<th>Total<th>Status<th>Updated<th></tr></thead><tbody>{rows}</tbody></table>
<a href="#" data-test="first" data-set="at" data-to="">first</a> <a href="#" data-test="last" data-set="at" data-to="last">last</a>
<script>{SCRIPT}</script></body></html>"##
    );
    Ok((told(took), Html(html)).into_response())
}

/// The rows alone.
pub(super) async fn part(State(store): Store, Query(asked): Query<Asked>) -> Result<Response, StatusCode> {
    let (rows, took) = table(&store, &asked).await?;
    Ok((told(took), Html(rows)).into_response())
}

/// Asks for a re-sync of a record and answers its row.
pub(super) async fn again(State(store): Store, Path(id): Path<String>) -> Result<Response, StatusCode> {
    let id: RecordId = id.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    let started = Instant::now();
    store.resync(MERCHANT, &[id], "Bench").await.map_err(broken)?;
    let record = store.record(MERCHANT, id).await.map_err(broken)?.ok_or(StatusCode::NOT_FOUND)?;
    let took = started.elapsed().as_secs_f64();
    Ok((told(took), Html(row(&record))).into_response())
}

fn broken<E>(_: E) -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

/// How long the store took, where a browser looks for it.
fn told(seconds: f64) -> [(HeaderName, String); 1] {
    [(HeaderName::from_static("server-timing"), format!("store;dur={:.3}", seconds * 1_000.0))]
}

async fn table(store: &SqliteStore, asked: &Asked) -> Result<(String, f64), StatusCode> {
    let query = asked.query();
    let started = Instant::now();
    let page = store.page(MERCHANT, &query).await.map_err(broken)?;
    let took = started.elapsed().as_secs_f64();
    let mut rows: String = page.records.iter().map(row).collect();
    if query.at != At::First {
        let _ = write!(rows, "<!-- {} -->", query.at);
    }
    Ok((rows, took))
}

fn row(record: &Record) -> String {
    let name = record.payload.as_ref().map(Payload::title).unwrap_or_default();
    let total = record.payload.as_ref().and_then(Payload::total).map(|total| total.in_words());
    let total = total.unwrap_or_default();
    let (id, status) = (record.id, record.state.status().word());
    format!(
        r#"<tr data-test="row" data-id="{id}" data-status="{status}"><td>{}<th>{name}<td>{}<td>{total}<td>{status}<td>{}<td><button data-test="resync" data-again="{id}">Re-sync</button> <a href="/logs/orders?record={id}">View</a></tr>"#,
        record.source.name(),
        record.target_ref.as_deref().unwrap_or("—"),
        record.updated_at.rfc3339(),
    )
}
