use std::sync::Arc;
use std::time::{Duration, Instant};

use model::{BudgetReading, Call, Platform, When};
use reqwest::Url;
use reqwest::header::{HeaderMap, LOCATION};

use super::redact::with_secrets;
use super::{HostPolicy, Payload, Reply, Request, body, hosts, redact};
use crate::{Account, Budget, CallLog, PlatformError};

/// What differs between the platforms in the eyes of HTTP.
pub trait Dialect: Send + Sync {
    /// Which platform.
    fn platform(&self) -> Platform;

    /// What the headers say about the budget.
    fn reading(&self, headers: &HeaderMap) -> Option<BudgetReading>;

    /// How long to keep quiet if this answer says "too many calls"; `None` if it does not.
    fn throttled(&self, reply: &Reply) -> Option<Duration>;
}

/// How patient the layer is.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// From sending to the last byte of the answer.
    pub timeout: Duration,
    /// For making the connection.
    pub connect_timeout: Duration,
    /// The longest a throttled call is waited for and sent once more; beyond it the record waits instead.
    pub throttle_patience: Duration,
    /// Which hosts may be called.
    pub hosts: HostPolicy,
}

impl HttpConfig {
    /// Thirty seconds an answer, ten a connection.
    pub fn new(hosts: HostPolicy) -> HttpConfig {
        HttpConfig {
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            throttle_patience: Duration::from_secs(5),
            hosts,
        }
    }
}

/// Sends requests: asks the budget, keeps the limits of time and size, waits when told to, writes the call log.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    budget: Arc<dyn Budget>,
    calls: Arc<dyn CallLog>,
    config: HttpConfig,
}

impl Http {
    /// A layer with its own connection pool.
    ///
    /// # Errors
    /// When the TLS library cannot be set up, in words.
    pub fn new(config: HttpConfig, budget: Arc<dyn Budget>, calls: Arc<dyn CallLog>) -> Result<Http, String> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(config.timeout)
            .connect_timeout(config.connect_timeout)
            .dns_resolver(Arc::new(hosts::PublicOnly { allow_local: config.hosts.allow_local }))
            .user_agent(concat!("Lockstep/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Http { client, budget, calls, config })
    }

    /// The longest a single call may take.
    pub fn timeout(&self) -> Duration {
        self.config.timeout
    }

    /// Makes one call and returns the answer whatever its status, except "too many calls", which is waited for
    /// once if it is short: such a call was refused unseen, so sending it again is safe even for a write.
    ///
    /// # Errors
    /// [`PlatformError::Unreachable`], [`PlatformError::AnswerLost`] (writes), [`PlatformError::Throttled`],
    /// [`PlatformError::Unreadable`] (too large).
    pub async fn send(
        &self,
        account: &Account,
        dialect: &dyn Dialect,
        request: Request,
    ) -> Result<Reply, PlatformError> {
        let mut waited = false;
        loop {
            let reply = self.send_following(account, dialect, &request).await?;
            let Some(pause) = dialect.throttled(&reply) else { return Ok(reply) };
            let pause_us = i64::try_from(pause.as_micros()).unwrap_or(i64::MAX);
            self.budget.close(account, pause_us).await;
            if waited || pause > self.config.throttle_patience {
                let until = When(clock_now().0.saturating_add(pause_us));
                return Err(PlatformError::Throttled { platform: dialect.platform(), until });
            }
            waited = true;
            tokio::time::sleep(pause).await;
        }
    }

    /// A read follows one redirect, to an allowed host; a redirected write is refused, since it would be sent twice.
    async fn send_following(
        &self,
        account: &Account,
        dialect: &dyn Dialect,
        request: &Request,
    ) -> Result<Reply, PlatformError> {
        let url = self.config.hosts.check(dialect.platform(), &request.url)?;
        let reply = self.send_once(account, dialect, request, url.clone()).await?;
        if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(reply);
        }
        let to = reply.header(LOCATION.as_str()).and_then(|place| url.join(place).ok());
        let Some(to) = to.filter(|_| request.is_read()) else {
            return Err(PlatformError::Unreachable {
                platform: dialect.platform(),
                detail: "the address has moved; check the connection's address in the settings".to_owned(),
            });
        };
        let to = self.config.hosts.check(dialect.platform(), to.as_str())?;
        let mut moved = request.clone();
        // The new address already carries the query.
        if to.query().is_some() {
            moved.query.clear();
        }
        self.send_once(account, dialect, &moved, to).await
    }

    async fn send_once(
        &self,
        account: &Account,
        dialect: &dyn Dialect,
        request: &Request,
        url: Url,
    ) -> Result<Reply, PlatformError> {
        self.budget.take(account, request.cost).await?;
        let started = Instant::now();
        let sent_at = clock_now();
        let outcome = self.exchange(dialect.platform(), request, url).await;
        let reading = outcome.as_ref().ok().and_then(|reply| dialect.reading(&reply.headers));
        self.budget.settle(account, request.cost, reading).await;
        self.note(account, request, sent_at, started.elapsed(), &outcome);
        outcome
    }

    async fn exchange(
        &self,
        platform: Platform,
        request: &Request,
        url: Url,
    ) -> Result<Reply, PlatformError> {
        let mut builder = self.client.request(request.method.clone(), url).headers(request.headers.clone());
        if !request.query.is_empty() {
            builder = builder.query(&request.query);
        }
        builder = match &request.payload {
            Payload::Empty => builder,
            Payload::Json(value) => builder.json(value),
            Payload::Form(pairs) => builder.form(pairs),
        };
        let response = builder.send().await.map_err(|error| network_error(platform, request, &error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let reply = |body: String| Reply { platform, what: request.what.clone(), status, headers, body };
        match body::read(response).await {
            body::Body::Whole(text) => Ok(reply(text)),
            body::Body::TooLarge => Err(body::too_large(platform, &request.what)),
            body::Body::Broken(detail) if request.is_read() => {
                Err(PlatformError::Unreachable { platform, detail })
            }
            body::Body::Broken(detail) => Err(PlatformError::AnswerLost { platform, detail }),
        }
    }

    fn note(
        &self,
        account: &Account,
        request: &Request,
        at: When,
        took: Duration,
        outcome: &Result<Reply, PlatformError>,
    ) {
        let took_ms = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
        let status = outcome.as_ref().ok().map(|reply| reply.status);
        tracing::debug!(platform = account.platform.word(), method = %request.method, what = request.what, status, took_ms, "call");
        if request.private {
            return;
        }
        let answer = match outcome {
            Ok(reply) => reply.body.clone(),
            Err(error) => error.to_string(),
        };
        let sent = match &request.payload {
            Payload::Empty => String::new(),
            Payload::Json(value) => value.to_string(),
            Payload::Form(_) => "(form)".to_owned(),
        };
        let (sent, answer) = with_secrets(&account.credentials, &request.headers, |secrets| {
            (redact(&sent, secrets), redact(&answer, secrets))
        });
        let call = Call {
            trace: account.trace,
            at,
            platform: account.platform,
            method: request.method.to_string(),
            path: logged_path(request),
            status,
            took_ms,
            request: sent,
            response: answer,
        };
        self.calls.note(account, call);
    }
}

fn network_error(platform: Platform, request: &Request, error: &reqwest::Error) -> PlatformError {
    let detail = body::error_words(error);
    if error.is_connect() || error.is_builder() || request.is_read() {
        PlatformError::Unreachable { platform, detail }
    } else {
        PlatformError::AnswerLost { platform, detail }
    }
}

/// Path and query without the host.
fn logged_path(request: &Request) -> String {
    let path = Url::parse(&request.url).map(|url| url.path().to_owned()).unwrap_or_default();
    if request.query.is_empty() {
        return path;
    }
    let pairs: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{path}?{}", pairs.join("&"))
}

/// The wall clock: only for what is shown and for pauses a platform asked for, never for leases.
fn clock_now() -> When {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    When(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
