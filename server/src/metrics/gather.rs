use std::sync::Arc;

use engine::Control;
use model::{ConnectionState, Kind, MerchantId, Meter, Status, When};
use prometheus::{GaugeVec, IntGaugeVec, Opts, Registry, TextEncoder};
use store::StoreError;

use super::Metrics;

/// Figures that are read when they are asked for.
pub(super) struct Gauges {
    build: IntGaugeVec,
    records: IntGaugeVec,
    causes: IntGaugeVec,
    behind: GaugeVec,
    looked: GaugeVec,
    rests: IntGaugeVec,
    problem: IntGaugeVec,
    connected: IntGaugeVec,
    used: IntGaugeVec,
    allowed: IntGaugeVec,
    closed: GaugeVec,
}

impl Gauges {
    pub(super) fn new(registry: &Registry) -> Result<Gauges, prometheus::Error> {
        let whole = |name: &str, help: &str, labels: &[&str]| {
            let gauge = IntGaugeVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(gauge.clone()))?;
            Ok::<_, prometheus::Error>(gauge)
        };
        let part = |name: &str, help: &str, labels: &[&str]| {
            let gauge = GaugeVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(gauge.clone()))?;
            Ok::<_, prometheus::Error>(gauge)
        };
        Ok(Gauges {
            build: whole("lockstep_build_info", "1, with the version that runs.", &["version"])?,
            records: whole("lockstep_records", "Records of a log by status.", &["kind", "status"])?,
            causes: whole(
                "lockstep_needs_person_causes",
                "Different causes and settings that a person must act on.",
                &["kind"],
            )?,
            behind: part(
                "lockstep_behind_seconds",
                "How long the record that waits longest has been due; 0 while none is.",
                &["kind"],
            )?,
            looked: part(
                "lockstep_since_look_seconds",
                "How long ago the source was last read with success; absent before the first time.",
                &["kind"],
            )?,
            rests: whole("lockstep_flow_rests", "1 while a flow is paused or rests.", &["kind"])?,
            problem: whole("lockstep_flow_problem", "1 while a flow cannot read its source.", &["kind"])?,
            connected: whole("lockstep_connected", "1 while a platform lets us in.", &["platform"])?,
            used: whole(
                "lockstep_budget_used_calls",
                "Calls used of what a platform allows.",
                &["platform"],
            )?,
            allowed: whole("lockstep_budget_allowed_calls", "Calls that a platform allows.", &["platform"])?,
            closed: part(
                "lockstep_budget_closed_seconds",
                "How long a platform asked us to pause from now on.",
                &["platform"],
            )?,
        })
    }

    async fn read(&self, control: &Control, merchant: MerchantId) -> Result<(), StoreError> {
        let overview = control.overview(merchant).await?;
        self.build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        for flow in overview.flows {
            let kind = [flow.kind.word()];
            for status in Status::ALL {
                let labels = [flow.kind.word(), status.word()];
                self.records.with_label_values(&labels).set(flow.counts.of(status));
            }
            self.rests.with_label_values(&kind).set(i64::from(flow.rests.is_some()));
            self.problem.with_label_values(&kind).set(i64::from(flow.problem.is_some()));
            if let Some(at) = flow.last_success_at {
                self.looked.with_label_values(&kind).set(since(at, overview.now));
            }
            self.waiting(control, merchant, flow.kind, overview.now).await?;
        }
        for connection in overview.connections {
            let platform = [connection.platform.word()];
            let connected = connection.state == ConnectionState::Working;
            self.connected.with_label_values(&platform).set(i64::from(connected));
            if let Some(budget) = connection.budget {
                let meter = Meter::of(&budget, overview.now);
                self.used.with_label_values(&platform).set(meter.used);
                self.allowed.with_label_values(&platform).set(meter.of);
                self.closed.with_label_values(&platform).set(since(overview.now, budget.closed_until));
            }
        }
        Ok(())
    }

    async fn waiting(
        &self,
        control: &Control,
        merchant: MerchantId,
        kind: Kind,
        now: When,
    ) -> Result<(), StoreError> {
        let backlog = control.store().backlog(merchant, kind).await?;
        let behind = backlog.map_or(0.0, |backlog| since(backlog.since, now));
        self.behind.with_label_values(&[kind.word()]).set(behind);
        let trouble = control.store().trouble(merchant, kind).await?;
        self.causes.with_label_values(&[kind.word()]).set(trouble.failures + trouble.settings);
        Ok(())
    }
}

/// Seconds from one moment to a later one; 0 where it is none.
fn since(from: When, to: When) -> f64 {
    to.0.saturating_sub(from.0).max(0) as f64 / 1_000_000.0
}

impl Metrics {
    /// All figures as text.
    ///
    /// # Errors
    /// [`StoreError`] while the store does not answer.
    pub(super) async fn text(
        self: Arc<Self>,
        control: &Control,
        merchant: MerchantId,
    ) -> Result<String, StoreError> {
        self.gauges.read(control, merchant).await?;
        let encoded = TextEncoder::new().encode_to_string(&self.registry.gather());
        encoded.map_err(|error| StoreError::Corrupt(format!("figures that cannot be written: {error}")))
    }
}
