//! What can go wrong with the delivery of webhooks, as switches.

use serde::{Deserialize, Serialize};

/// Switches of webhook delivery; by default everything arrives once, in order and soon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookKnobs {
    /// How long events are gathered before they are sent, in milliseconds: what happens meanwhile to things of one
    /// kind becomes one call for webhooks that accept id sets.
    pub gather_ms: u64,
    /// How many of a hundred calls are never made.
    pub lost_percent: u32,
    /// How many of a hundred calls are made twice.
    pub doubled_percent: u32,
    /// How late calls are made, in milliseconds.
    pub delay_ms: u64,
    /// Whether the calls of one gathering are made in any order.
    pub reordered: bool,
    /// The wait before a call is tried again, in milliseconds; the real schedule is not known.
    pub retry_ms: u64,
    /// How often a call is tried at most; the real number is not known.
    pub attempts: u32,
}

impl Default for WebhookKnobs {
    fn default() -> Self {
        Self {
            gather_ms: 100,
            lost_percent: 0,
            doubled_percent: 0,
            delay_ms: 0,
            reordered: false,
            retry_ms: 1_000,
            attempts: 5,
        }
    }
}
