use std::sync::Arc;

use model::Call;
use platform::{Account, CallLog};

use super::Metrics;

/// A call log that also notes how long each call took.
pub struct TimedCalls {
    log: Arc<dyn CallLog>,
    metrics: Arc<Metrics>,
}

impl TimedCalls {
    /// Hands each call on to this log.
    pub fn new(log: Arc<dyn CallLog>, metrics: Arc<Metrics>) -> Arc<TimedCalls> {
        Arc::new(TimedCalls { log, metrics })
    }
}

impl CallLog for TimedCalls {
    fn note(&self, account: &Account, call: Call) {
        let seconds = f64::from(call.took_ms) / 1_000.0;
        let result = call.status.map_or("lost", super::requests::class);
        self.metrics.calls.with_label_values(&[call.platform.word(), result]).observe(seconds);
        self.log.note(account, call);
    }
}
