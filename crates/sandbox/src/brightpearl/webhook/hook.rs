//! Webhooks as they are registered, and the events that wait to be sent.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::Notify;

use super::template::{Variables, fill};

/// The first id of a webhook.
const FIRST_HOOK: i64 = 901;

/// How many attempts are remembered.
const MOST_REMEMBERED: usize = 2000;

/// A registered webhook (fact sheet 4.6.1).
#[derive(Debug, Clone)]
pub struct Hook {
    /// Unique, never given twice.
    pub id: i64,
    /// An event, or a prefix of events such as `product`.
    pub subscribe_to: String,
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub http_method: String,
    /// The address, possibly with variables.
    pub uri_template: String,
    /// The body, possibly with variables; empty for GET and DELETE.
    pub body_template: String,
    /// The content type of the body.
    pub content_type: String,
    /// Whether one call may carry several ids.
    pub id_set_accepted: bool,
    /// 0: retried only after a 503; 1: retried after everything but a 4xx.
    pub quality_of_service: i64,
}

impl Hook {
    /// Whether an event is the one subscribed to, or below it.
    pub fn hears(&self, event: &str) -> bool {
        event
            .strip_prefix(self.subscribe_to.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// An event that happened to one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The webhook that is to be told.
    pub hook_id: i64,
    /// The full event, for example `goods-out-note.modified.shipped`.
    pub event: &'static str,
    /// The thing.
    pub id: i64,
    /// When it happened.
    pub at: Timestamp,
}

/// One call that is to be made.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The webhook it is for.
    pub hook_id: i64,
    /// The full event, or `simulate`.
    pub event: String,
    /// The ids it tells of, as an id set.
    pub ids: String,
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// The address with its variables filled in.
    pub url: String,
    /// The body with its variables filled in.
    pub body: String,
    /// The content type of the body.
    pub content_type: String,
    /// See [`Hook::quality_of_service`].
    pub quality_of_service: i64,
}

impl Delivery {
    /// Fills in the templates of a webhook.
    pub(super) fn of(hook: &Hook, event: &str, variables: &Variables) -> Self {
        Self {
            hook_id: hook.id,
            event: event.to_owned(),
            ids: variables.get("${resource-id}").cloned().unwrap_or_default(),
            method: hook.http_method.clone(),
            url: fill(&hook.uri_template, variables),
            body: fill(&hook.body_template, variables),
            content_type: hook.content_type.clone(),
            quality_of_service: hook.quality_of_service,
        }
    }
}

/// What became of one attempt to deliver.
#[derive(Debug, Clone, Serialize)]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// The webhook it was for.
    pub hook_id: i64,
    /// The full event, or `simulate`.
    pub event: String,
    /// The ids it told of.
    pub ids: String,
    /// Counted from 1.
    pub attempt: u32,
    /// The status of the receiver, or `lost`, `unreachable`, `not this machine`.
    pub outcome: String,
}

/// The webhooks of the account.
#[derive(Debug)]
pub struct Hooks {
    /// By id.
    pub all: BTreeMap<i64, Hook>,
    waiting: Vec<Raised>,
    urgent: Vec<Delivery>,
    sent: VecDeque<Sent>,
    next: i64,
    /// Rung when something waits to be sent.
    pub bell: Arc<Notify>,
}

impl Default for Hooks {
    fn default() -> Self {
        Self {
            all: BTreeMap::new(),
            waiting: Vec::new(),
            urgent: Vec::new(),
            sent: VecDeque::new(),
            next: FIRST_HOOK,
            bell: Arc::default(),
        }
    }
}

impl Hooks {
    /// Registers a webhook under the next id and answers it.
    pub fn add(&mut self, hook: Hook) -> i64 {
        let id = self.next;
        self.next += 1;
        self.all.insert(id, Hook { id, ..hook });
        id
    }

    /// Tells every webhook that hears an event.
    pub fn raise(&mut self, event: &'static str, id: i64) {
        let at = Timestamp::now();
        let hearing = self.all.values().filter(|hook| hook.hears(event));
        let before = self.waiting.len();
        self.waiting.extend(hearing.map(|hook| Raised { hook_id: hook.id, event, id, at }));
        if self.waiting.len() > before {
            self.bell.notify_one();
        }
    }

    /// Takes every event that waits to be sent.
    pub fn take_events(&mut self) -> Vec<Raised> {
        std::mem::take(&mut self.waiting)
    }

    /// Sends a call that no event caused.
    pub fn send_at_once(&mut self, delivery: Delivery) {
        self.urgent.push(delivery);
        self.bell.notify_one();
    }

    /// Takes every call that no event caused.
    pub fn take_urgent(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.urgent)
    }

    /// Remembers what became of an attempt; the oldest are forgotten.
    pub fn remember(&mut self, sent: Sent) {
        if self.sent.len() >= MOST_REMEMBERED {
            self.sent.pop_front();
        }
        self.sent.push_back(sent);
    }

    /// The latest attempts, oldest first.
    pub fn sent(&self) -> &VecDeque<Sent> {
        &self.sent
    }
}
