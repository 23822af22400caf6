//! `GET /metrics` for operators: the text that Prometheus and its kin read. No figure names a person or a record.

mod access;
mod calls;
mod gather;
mod requests;

pub use access::{MetricsAccess, show};
pub use calls::TimedCalls;
pub use requests::time;

use prometheus::{HistogramOpts, HistogramVec, Registry};

use crate::StartError;
use gather::Gauges;

/// Bounds in seconds: from an answer out of memory to a platform that is about to be given up.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// What this process measures of itself.
pub struct Metrics {
    access: MetricsAccess,
    registry: Registry,
    requests: HistogramVec,
    calls: HistogramVec,
    gauges: Gauges,
}

impl Metrics {
    /// Nothing measured yet; `access` says who may read it.
    ///
    /// # Errors
    /// When two figures have one name; a test holds that this does not happen.
    pub fn new(access: MetricsAccess) -> Result<Metrics, StartError> {
        Metrics::register(access)
            .map_err(|error| StartError::new(format!("Figures cannot be kept: {error}.")))
    }

    fn register(access: MetricsAccess) -> Result<Metrics, prometheus::Error> {
        let registry = Registry::new();
        let requests = seconds(
            "lockstep_request_seconds",
            "How long answers took to begin.",
            &["method", "route", "status"],
        )?;
        let calls = seconds(
            "lockstep_platform_call_seconds",
            "How long calls to the platforms took; without those that give out tokens.",
            &["platform", "result"],
        )?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(calls.clone()))?;
        Ok(Metrics { access, gauges: Gauges::new(&registry)?, registry, requests, calls })
    }
}

fn seconds(name: &str, help: &str, labels: &[&str]) -> Result<HistogramVec, prometheus::Error> {
    HistogramVec::new(HistogramOpts::new(name, help).buckets(SECONDS.to_vec()), labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_a_name_of_its_own() {
        assert!(Metrics::new(MetricsAccess::default()).is_ok());
    }
}
