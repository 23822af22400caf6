//! The calls webhooks make, with everything that can go wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rand::Rng;
use rand::seq::SliceRandom;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::hook::{Delivery, Hook, Raised, Sent};
use super::http::Target;
use super::knobs::WebhookKnobs;
use super::template;
use crate::brightpearl::{ACCOUNT, State, idset, when};
use crate::world::World;

/// Delivers events until the sandbox stops.
pub async fn run(world: Arc<World>, stop: CancellationToken) {
    let work = deliver_all(world);
    tokio::select! {
        () = stop.cancelled() => {}
        () = work => {}
    }
}

async fn deliver_all(world: Arc<World>) {
    let bell = world.brightpearl().hooks.bell.clone();
    // Dropped with this future, which ends every call that is still under way.
    let mut calls = JoinSet::new();
    loop {
        bell.notified().await;
        let knobs = world.knobs().brightpearl.webhooks;
        tokio::time::sleep(Duration::from_millis(knobs.gather_ms)).await;
        let deliveries = plan(&mut world.brightpearl(), &knobs);
        calls.spawn(send_in_turn(world.clone(), deliveries, knobs));
        while calls.try_join_next().is_some() {}
    }
}

/// Makes calls of what waits, loses some and doubles others.
fn plan(state: &mut State, knobs: &WebhookKnobs) -> Vec<Delivery> {
    let events = state.hooks.take_events();
    let mut planned = Vec::new();
    for delivery in of_events(&state.hooks.all, events) {
        if state.dice.random_range(0..100) < knobs.lost_percent {
            state.hooks.remember(sent(&delivery, 1, "lost"));
            continue;
        }
        if state.dice.random_range(0..100) < knobs.doubled_percent {
            planned.push(delivery.clone());
        }
        planned.push(delivery);
    }
    if knobs.reordered {
        planned.shuffle(&mut state.dice);
    }
    planned.extend(state.hooks.take_urgent());
    planned
}

/// One call for each id, or for each set of ids where the webhook accepts that; in the order of what happened.
fn of_events(hooks: &BTreeMap<i64, Hook>, events: Vec<Raised>) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    let mut gathered: Vec<(i64, &'static str, BTreeSet<i64>, Timestamp)> = Vec::new();
    for raised in events {
        let Some(hook) = hooks.get(&raised.hook_id) else { continue };
        if !hook.id_set_accepted {
            deliveries.push(delivery(hook, raised.event, &raised.id.to_string(), raised.at));
            continue;
        }
        match gathered.iter_mut().find(|one| one.0 == hook.id && one.1 == raised.event) {
            Some(one) => {
                one.2.insert(raised.id);
            }
            None => gathered.push((hook.id, raised.event, BTreeSet::from([raised.id]), raised.at)),
        }
    }
    for (hook_id, event, ids, at) in gathered {
        let ids: Vec<i64> = ids.into_iter().collect();
        if let Some(hook) = hooks.get(&hook_id) {
            deliveries.extend(idset::chunks(&ids).iter().map(|set| delivery(hook, event, set, at)));
        }
    }
    deliveries
}

fn delivery(hook: &Hook, event: &str, ids: &str, at: Timestamp) -> Delivery {
    let variables = template::variables(ACCOUNT, event, ids, &when::print(when::stored(at)));
    Delivery::of(hook, event, &variables)
}

/// Makes calls one after the other; those that must be tried again wait beside the others.
async fn send_in_turn(world: Arc<World>, deliveries: Vec<Delivery>, knobs: WebhookKnobs) {
    tokio::time::sleep(Duration::from_millis(knobs.delay_ms)).await;
    let mut again = JoinSet::new();
    for delivery in deliveries {
        if attempt(&world, &delivery, 1).await {
            again.spawn(retry(world.clone(), delivery, knobs.clone()));
        }
    }
    again.join_all().await;
}

async fn retry(world: Arc<World>, delivery: Delivery, knobs: WebhookKnobs) {
    for number in 2..=knobs.attempts {
        tokio::time::sleep(Duration::from_millis(knobs.retry_ms)).await;
        if !attempt(&world, &delivery, number).await {
            return;
        }
    }
}

/// Makes one call and tells whether it must be made again.
async fn attempt(world: &World, delivery: &Delivery, number: u32) -> bool {
    let Some(target) = Target::read(&delivery.url) else {
        world.brightpearl().hooks.remember(sent(delivery, number, "not this machine"));
        return false;
    };
    let status = target.call(&delivery.method, &delivery.content_type, &delivery.body).await.ok();
    let outcome = status.map_or_else(|| "unreachable".to_owned(), |status| status.to_string());
    world.brightpearl().hooks.remember(sent(delivery, number, &outcome));
    must_repeat(delivery.quality_of_service, status)
}

/// Quality 0 repeats only after a 503, quality 1 after everything that is neither a success nor a 4xx.
fn must_repeat(quality_of_service: i64, status: Option<u16>) -> bool {
    match (quality_of_service, status) {
        (_, Some(503)) => true,
        (1, Some(status)) => !(200..300).contains(&status) && !(400..500).contains(&status),
        (1, None) => true,
        _ => false,
    }
}

fn sent(delivery: &Delivery, attempt: u32, outcome: &str) -> Sent {
    Sent {
        at: Timestamp::now(),
        hook_id: delivery.hook_id,
        event: delivery.event.clone(),
        ids: delivery.ids.clone(),
        attempt,
        outcome: outcome.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quality_of_service_decides_what_is_sent_again() {
        let cases = [
            (0, Some(200), false),
            (0, Some(500), false),
            (0, None, false),
            (0, Some(503), true),
            (1, Some(204), false),
            (1, Some(404), false),
            (1, Some(429), false),
            (1, Some(500), true),
            (1, Some(302), true),
            (1, None, true),
        ];
        for (quality, status, again) in cases {
            assert_eq!(must_repeat(quality, status), again, "{quality} {status:?}");
        }
    }
}
