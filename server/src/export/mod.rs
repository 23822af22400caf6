//! A log to take along: what the page shows, as CSV or as a workbook, streamed, in bounded memory however many rows there are.

mod csv;
mod pages;
mod xlsx;

pub use app::export::ExportAsked;

use app::export::file_name;
use axum::body::{Body, Bytes};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::http::Problem;
use crate::state::Serving;

/// Parts of a file that wait for a slow reader.
const WAITING: usize = 4;

/// What the form of a log sends. In a body: a filter may name a person.
#[derive(Deserialize)]
pub struct Asked {
    /// `csv` or `xlsx`.
    format: String,
    /// An [`ExportAsked`] as JSON.
    asked: String,
}

/// A part of a file, or what broke it off.
type Part = Result<Bytes, std::io::Error>;

/// `POST /export/{kind}`: the log as asked.
pub async fn export(
    State(serving): State<Serving>,
    Path(kind): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Asked>, FormRejection>,
) -> Result<Response, Problem> {
    let kind = model::Kind::parse(&kind).ok_or_else(Problem::no_address)?;
    let bad = || {
        let fix = "Go back to the log and export it from there.";
        Problem::bad("bad_export", "It is not said what to export.", fix)
    };
    let Form(form) = form.map_err(|_| bad())?;
    let asked: ExportAsked = serde_json::from_str(&form.asked).map_err(|_| bad())?;
    let format = Format::parse(&form.format).ok_or_else(bad)?;
    let cookies = headers.get(header::COOKIE).and_then(|cookies| cookies.to_str().ok());
    file(&serving, kind, asked, format, cookies).await
}

/// How a file is written.
#[derive(Debug, Clone, Copy)]
pub enum Format {
    /// Lines with commas.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// Both.
    pub const ALL: [Format; 2] = [Format::Csv, Format::Xlsx];

    /// Its name in addresses, and the ending of its files.
    pub fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    /// The one with this name.
    pub fn parse(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word() == word)
    }

    /// What HTTP calls it.
    pub const fn media(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What was asked for as a file, with the columns that a browser with these cookies shows, else the usual ones.
///
/// # Errors
/// When the store does not answer; what goes wrong later breaks the file off.
pub async fn file(
    serving: &Serving,
    kind: model::Kind,
    asked: ExportAsked,
    format: Format,
    cookies: Option<&str>,
) -> Result<Response, Problem> {
    let pages = pages::Pages::begin(serving, kind, asked, cookies).await?;
    let (send, receive) = mpsc::channel::<Part>(WAITING);
    match format {
        Format::Csv => tokio::spawn(csv::write(pages, send)),
        Format::Xlsx => tokio::spawn(xlsx::write(pages, send)),
    };
    let mut response = Body::from_stream(ReceiverStream::new(receive)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("attachment; filename=\"{}.{}\"", file_name(kind), format.word());
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// A break-off that the reader sees as a file that ends too early, never as a whole one.
fn broken(error: impl std::fmt::Display) -> std::io::Error {
    tracing::warn!(%error, "an export broke off");
    std::io::Error::other("the export broke off")
}
