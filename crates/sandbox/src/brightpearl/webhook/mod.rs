//! Webhooks (fact sheet 4.6.1): ids only, unsigned, possibly lost, doubled, late or out of order.

#[allow(dead_code, reason = "registration follows; events are raised already")]
mod hook;

pub use hook::Hooks;
