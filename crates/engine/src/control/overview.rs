//! How everything is doing, and what runs next.

use std::collections::HashSet;

use model::{
    ConnectionHealth, ConnectionState, Event, FlowHealth, Health, Kind, MerchantId, Overview, Platform,
    Record, Settings, Signs, Task, Upcoming, When, health,
};
use store::StoreError;

use super::Control;
use crate::errands::Errand;
use crate::rest;

/// Events looked through for the records that changed last: one that is being posted tells of itself several times.
const LOOKED_THROUGH: u32 = 120;

/// What all flows are told from.
struct Seen<'a> {
    merchant: MerchantId,
    settings: &'a Settings,
    connections: &'a [ConnectionHealth],
    now: When,
}

impl Control {
    /// Everything the overview shows.
    pub async fn overview(&self, merchant: MerchantId) -> Result<Overview, StoreError> {
        let store = &self.shared.store;
        let settings = &store.settings(merchant).await?.settings;
        let mut connections = Vec::new();
        for platform in Platform::ALL {
            connections.push(self.connection_health(merchant, platform).await?);
        }
        let now = store.now().await?;
        let seen = Seen { merchant, settings, connections: &connections, now };
        let mut flows = Vec::new();
        for kind in Kind::ALL {
            flows.push(self.flow_health(&seen, kind).await?);
        }
        let upcoming = self.upcoming(&seen, &flows).await?;
        let (event, _oldest) = store.event_range(merchant).await?;
        Ok(Overview { flows, connections, upcoming, event, now })
    }

    /// The records that changed last, the latest first, each once with its newest event.
    pub async fn latest(
        &self,
        merchant: MerchantId,
        limit: usize,
    ) -> Result<Vec<(Event, Record)>, StoreError> {
        let store = &self.shared.store;
        let (mut told, mut latest) = (HashSet::new(), Vec::new());
        for event in store.latest_events(merchant, LOOKED_THROUGH).await? {
            if latest.len() < limit && told.insert(event.record) {
                let record = store.record(merchant, event.record).await?;
                latest.extend(record.map(|record| (event, record)));
            }
        }
        Ok(latest)
    }

    async fn flow_health(&self, seen: &Seen<'_>, kind: Kind) -> Result<FlowHealth, StoreError> {
        let Seen { merchant, settings, now, .. } = *seen;
        let flow = self.shared.flows.iter().find(|flow| flow.kind() == kind);
        // Returns are read with the sales: their look is the sales' look.
        let reads = flow.map_or(kind, |flow| flow.read_with());
        let row = self.shared.store.flow(merchant, reads).await?;
        let schedule = settings.schedule_of(reads);
        // Its own pause keeps its records waiting even while the others are read.
        let rests = rest::rests(settings, kind, now).or_else(|| rest::rests(settings, reads, now));
        let runs = flow.is_some();
        let mut health = FlowHealth {
            kind,
            runs,
            health: Vec::new(),
            counts: self.shared.store.counts(merchant, kind).await?,
            last_success_at: row.last_success_at,
            next_run_at: row.next_run_at.filter(|_| runs && rests.is_none()),
            every_s: schedule.every_s,
            rests,
            problem: row.problem,
            problem_since: row.problem_since,
        };
        health.health = self.health(seen, &health).await?;
        Ok(health)
    }

    /// The health of a flow of which everything else is known.
    async fn health(&self, seen: &Seen<'_>, flow: &FlowHealth) -> Result<Vec<Health>, StoreError> {
        let Seen { merchant, now, .. } = *seen;
        let state = |platform| {
            let known = seen.connections.iter().find(|connection| connection.platform == platform);
            known.map_or(ConnectionState::Missing, |connection| connection.state.clone())
        };
        Ok(health(&Signs {
            kind: flow.kind,
            runs: flow.runs,
            rests: flow.rests.clone(),
            source: state(flow.kind.source()),
            target: state(flow.kind.target()),
            problem: flow.problem.clone().map(|problem| (problem, flow.problem_since)),
            trouble: self.shared.store.trouble(merchant, flow.kind).await?,
            backlog: self.shared.store.backlog(merchant, flow.kind).await?,
            counts: flow.counts,
            now,
        }))
    }

    /// The next look of each flow and the next start of each errand, the soonest first; nothing of what rests.
    async fn upcoming(&self, seen: &Seen<'_>, flows: &[FlowHealth]) -> Result<Vec<Upcoming>, StoreError> {
        let Seen { merchant, settings, now, .. } = *seen;
        let mut all = Vec::new();
        for flow in self.shared.flows.iter() {
            let kind = flow.kind();
            let told = flows.iter().find(|told| told.kind == kind && told.rests.is_none());
            let Some(told) = told else { continue };
            if flow.read_with() == kind {
                all.push((kind, Task::Look, told.next_run_at.unwrap_or(now)));
            }
            for errand in Errand::of(kind) {
                let at = self.shared.store.errand(merchant, &errand.name(kind)).await?.next_at;
                all.extend(at.map(|at| (kind, errand.task(), at)));
            }
        }
        all.sort_by_key(|(_, _, at)| *at);
        let clock = |at| clock(&settings.zone, at, now);
        Ok(all.into_iter().map(|(kind, task, at)| Upcoming { kind, task, at, clock: clock(at) }).collect())
    }

    pub(super) async fn connection_health(
        &self,
        merchant: MerchantId,
        platform: Platform,
    ) -> Result<ConnectionHealth, StoreError> {
        let connection = self.shared.store.connection(merchant, platform).await?;
        let budget = self.shared.budgets.state(merchant, platform).await;
        Ok(match connection {
            Some(connection) => {
                ConnectionHealth { platform, account: connection.account, state: connection.state, budget }
            }
            None => ConnectionHealth {
                platform,
                account: String::new(),
                state: ConnectionState::Missing,
                budget: None,
            },
        })
    }
}

/// A moment by the merchant's clocks: `02:00`, with the day before it where that is not today's.
fn clock(zone: &str, at: When, now: When) -> String {
    let (at, now) = (rest::local(zone, at), rest::local(zone, now));
    let form = if at.date() == now.date() { "%H:%M" } else { "%a %H:%M" };
    at.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_another_day_is_told_with_its_day() {
        let at = |text| When::parse(text).unwrap();
        let now = at("2026-07-15T20:00:00Z");
        assert_eq!(clock("Europe/London", at("2026-07-15T21:30:00Z"), now), "22:30");
        assert_eq!(clock("Europe/London", at("2026-07-15T23:30:00Z"), now), "Thu 00:30");
        assert_eq!(clock("", at("2026-07-15T23:30:00Z"), now), "23:30");
    }
}
