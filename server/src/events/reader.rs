use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use model::Event;
use store::StoreError;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use super::Hub;
use super::hub::PAGE;
use crate::http::Problem;
use crate::state::Serving;

/// How often a silent stream says that it lives.
const ALIVE_EVERY: Duration = Duration::from_secs(15);
/// A reader that is further behind looks again at what it shows: that is quicker than all that happened meanwhile.
const MOST_BEHIND: i64 = 2_000;
/// Messages waiting for a slow connection.
const WAITING: usize = 64;

/// `GET /events?after=<event id>`: status changes after that event (or after `Last-Event-ID`), then as they happen.
pub async fn stream(
    State(serving): State<Serving>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let after = after(query.as_deref(), &headers)?;
    let place = serving.hub.place().ok_or_else(|| {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too_many_readers",
            "Too many pages are open at the same time.",
            "Close some; the page tries again by itself.",
        )
    })?;
    let (send, receive) = mpsc::channel(WAITING);
    let reader = Reader { hub: Arc::clone(&serving.hub), send, told: 0, _place: place };
    tokio::spawn(reader.run(after));
    let messages = ReceiverStream::new(receive).map(Ok::<_, Infallible>);
    let mut response = Sse::new(messages).keep_alive(KeepAlive::new().interval(ALIVE_EVERY)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather answers would hold the stream back.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// Where to go on. A browser that reconnects repeats the old address, so its `Last-Event-ID` counts first.
fn after(query: Option<&str>, headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let named = query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("after="));
    let Some(text) = last.or(named).filter(|text| !text.is_empty()) else { return Ok(None) };
    match text.parse() {
        Ok(event) if event >= 0 => Ok(Some(event)),
        _ => Err(Problem::bad(
            "bad_event",
            "“after” is no event's id.",
            "Give the `event` of a page or of the overview, or leave it out.",
        )),
    }
}

/// One open stream.
struct Reader {
    hub: Arc<Hub>,
    send: mpsc::Sender<Message>,
    /// The last event told.
    told: i64,
    _place: OwnedSemaphorePermit,
}

/// The reader has gone.
struct Gone;

impl Reader {
    /// Runs until the reader goes or the process stops.
    async fn run(mut self, after: Option<i64>) {
        let (stopping, send) = (self.hub.stopping(), self.send.clone());
        tokio::select! {
            () = stopping.cancelled() => {}
            () = send.closed() => {}
            _ = self.tell(after) => {}
        }
    }

    async fn tell(&mut self, after: Option<i64>) -> Result<(), Gone> {
        // Listening comes before reading, so that nothing falls between the two.
        let mut news = self.hub.listen();
        if let Err(error) = self.catch_up(after).await {
            tracing::warn!(%error, "a live stream could not begin: the database does not answer");
            return Err(Gone);
        }
        loop {
            match news.recv().await {
                Ok(event) => self.event(&event).await?,
                Err(RecvError::Lagged(_)) => {
                    news = self.hub.listen();
                    let newest = self.hub.range().await.map_or(self.told, |(newest, _)| newest);
                    self.look_again(newest).await?;
                }
                Err(RecvError::Closed) => return Ok(()),
            }
        }
    }

    /// Tells what happened since, or that it is too long ago.
    async fn catch_up(&mut self, after: Option<i64>) -> Result<(), StoreError> {
        let (newest, oldest) = self.hub.range().await?;
        self.told = after.unwrap_or(newest);
        if after.is_some_and(|after| is_out_of_reach(after, newest, oldest)) {
            let _ = self.look_again(newest).await;
            return Ok(());
        }
        loop {
            let events = self.hub.after(self.told).await?;
            for event in &events {
                if self.event(event).await.is_err() {
                    return Ok(());
                }
            }
            if events.len() < PAGE as usize {
                return Ok(());
            }
        }
    }

    /// Tells one event, unless it was told before.
    async fn event(&mut self, event: &Event) -> Result<(), Gone> {
        if event.id <= self.told {
            return Ok(());
        }
        self.told = event.id;
        let data = serde_json::to_string(event).unwrap_or_default();
        self.message(Message::default().id(event.id.to_string()).event("change").data(data)).await
    }

    /// Tells that the reader has missed something and goes on after `newest`.
    async fn look_again(&mut self, newest: i64) -> Result<(), Gone> {
        self.told = newest;
        self.message(Message::default().id(newest.to_string()).event("resync").data("{}")).await
    }

    async fn message(&self, message: Message) -> Result<(), Gone> {
        self.send.send(message).await.map_err(|_| Gone)
    }
}

/// Whether events after this one are no longer kept, too many, or of another database.
fn is_out_of_reach(after: i64, newest: i64, oldest: i64) -> bool {
    after > newest || after < oldest - 1 || newest - after > MOST_BEHIND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_resumes_only_where_every_event_since_is_kept() {
        assert!(!is_out_of_reach(0, 0, 0), "nothing has ever happened");
        assert!(!is_out_of_reach(0, 5, 1));
        assert!(!is_out_of_reach(9, 12, 10));
        assert!(is_out_of_reach(8, 12, 10), "event 9 is gone");
        assert!(is_out_of_reach(13, 12, 10), "of another database");
        assert!(is_out_of_reach(0, MOST_BEHIND + 1, 1));
    }

    #[test]
    fn the_header_of_a_reconnect_counts_before_the_address() {
        let mut headers = HeaderMap::new();
        assert_eq!(after(Some("after=7"), &headers).unwrap(), Some(7));
        assert_eq!(after(None, &headers).unwrap(), None);
        headers.insert("last-event-id", HeaderValue::from_static("9"));
        assert_eq!(after(Some("after=7"), &headers).unwrap(), Some(9));
        headers.insert("last-event-id", HeaderValue::from_static("x"));
        assert!(after(None, &headers).is_err());
    }
}
