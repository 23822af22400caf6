//! Asks a server as fast as it answers, over a number of connections.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Problem;
use crate::stats::Times;

/// Connections at once.
const CONNECTIONS: usize = 16;

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// How long each took.
    pub times: Times,
    /// For how long was asked.
    pub span: Duration,
}

impl Answers {
    /// Adds those of another turn.
    pub fn join(&mut self, more: Answers) {
        self.span += more.span;
        self.times.join(more.times);
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.times.number() as f64 / self.span.as_secs_f64().max(0.001)
    }
}

/// Asks these addresses one after the other, again and again for so long.
///
/// # Errors
/// When the server is not there, or answers anything but 200.
pub async fn press(server: SocketAddr, paths: Arc<Vec<String>>, span: Duration) -> Result<Answers, Problem> {
    let (next, started) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let workers: Vec<_> = (0..CONNECTIONS)
        .map(|_| tokio::spawn(ask(server, Arc::clone(&paths), Arc::clone(&next), started + span)))
        .collect();
    let mut times = Times::default();
    for worker in workers {
        worker.await??.into_iter().for_each(|took| times.add(took));
    }
    Ok(Answers { times, span: started.elapsed() })
}

async fn ask(
    server: SocketAddr,
    paths: Arc<Vec<String>>,
    next: Arc<AtomicUsize>,
    until: Instant,
) -> Result<Vec<Duration>, Problem> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut times = Vec::new();
    while Instant::now() < until {
        let place = next.fetch_add(1, Ordering::Relaxed) % paths.len().max(1);
        let started = Instant::now();
        one(&mut sender, server, paths.get(place).map_or("/", String::as_str)).await?;
        times.push(started.elapsed());
    }
    Ok(times)
}

/// One question; gives the size of the answer.
async fn one(
    sender: &mut SendRequest<Empty<Bytes>>,
    server: SocketAddr,
    path: &str,
) -> Result<usize, Problem> {
    let request = Request::get(path).header("host", server.to_string()).body(Empty::new())?;
    let answer = sender.send_request(request).await?;
    let status = answer.status();
    let body = answer.into_body().collect().await?.to_bytes();
    if status == 200 { Ok(body.len()) } else { Err(Problem(format!("{path} was answered with {status}"))) }
}
