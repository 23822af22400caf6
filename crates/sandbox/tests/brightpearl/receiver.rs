//! A receiver of webhooks on this machine.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// One call as it arrived.
pub struct Arrived {
    pub method: Method,
    pub uri: String,
    pub body: String,
}

impl Arrived {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

type Answers = Arc<Mutex<VecDeque<u16>>>;

/// Listens on a free port and keeps what arrives.
pub struct Receiver {
    pub url: String,
    arrived: UnboundedReceiver<Arrived>,
    answers: Answers,
}

impl Receiver {
    pub async fn open() -> Self {
        let (sender, arrived) = unbounded_channel();
        let answers = Answers::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(keep).with_state((sender, answers.clone()));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, arrived, answers }
    }

    /// Answers the next calls with these statuses, then 200.
    pub fn answer(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub async fn next(&mut self) -> Arrived {
        tokio::time::timeout(Duration::from_secs(5), self.arrived.recv()).await.expect("a call").unwrap()
    }

    /// Asserts that nothing more arrives for a while.
    pub async fn quiet(&mut self) {
        let more = tokio::time::timeout(Duration::from_millis(300), self.arrived.recv()).await;
        if let Ok(Some(more)) = more {
            panic!("unexpected: {} {}", more.uri, more.body);
        }
    }
}

async fn keep(
    State((sender, answers)): State<(UnboundedSender<Arrived>, Answers)>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> StatusCode {
    let body = String::from_utf8_lossy(&body).into_owned();
    let _ = sender.send(Arrived { method, uri: uri.to_string(), body });
    let status = answers.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}
