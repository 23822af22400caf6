//! Webhooks (fact sheet 4.6.1): ids only, unsigned, possibly lost, doubled, late or out of order.

mod deliver;
mod hook;
mod http;
mod knobs;
mod register;
mod template;

pub use deliver::run;
pub use hook::Hooks;
pub use knobs::WebhookKnobs;
pub use register::serve;

use serde_json::{Value, json};

/// Every webhook and the latest attempts to deliver, for the control API.
pub fn view(hooks: &Hooks) -> Value {
    let registered: Vec<Value> = hooks.all.values().map(register::print).collect();
    json!({ "webhooks": registered, "attempts": hooks.sent() })
}
