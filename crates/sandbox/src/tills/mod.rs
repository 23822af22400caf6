//! The shop that lives: tills that sell, customers who come and go, and the troubles of a first morning.

mod back_office;
mod cashier;
mod scenes;
mod schedule;

use std::sync::Arc;
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::lightspeed::Basket;
use crate::world::World;

use scenes::Diary;
use schedule::Scene;

pub(crate) use cashier::Cashier;

/// Sales that are rung up as soon as the shop opens.
const QUEUE_AT_OPENING: usize = 4;

/// Lets the shop live until it is told to stop.
pub(crate) async fn run(world: Arc<World>, stop: CancellationToken) {
    let opened = Instant::now();
    let mut chance = SmallRng::seed_from_u64(world.config.seed ^ 0x0711_15ed);
    let mut diary = Diary::open(&world);
    let mut morning = planned().into_iter().peekable();
    for _ in 0..QUEUE_AT_OPENING {
        report(Cashier::new(&world).ring_up(&Basket::default()).map(drop));
    }
    let mut next_sale = opened + between_sales(&mut chance);
    loop {
        let event = morning.peek().map(|scene| opened + Duration::from_secs(scene.second));
        let next = event.map_or(next_sale, |event| event.min(next_sale));
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep_until(next) => {}
        }
        if event == Some(next) {
            if let Some(scene) = morning.next() {
                report(diary.play(&scene));
            }
        } else {
            report(ordinary(&world, &mut chance));
            next_sale = Instant::now() + between_sales(&mut chance);
        }
    }
}

fn planned() -> Vec<Scene> {
    schedule::morning().unwrap_or_else(|error| {
        tracing::error!(%error, "the table of the morning cannot be read");
        Vec::new()
    })
}

fn between_sales(chance: &mut SmallRng) -> Duration {
    Duration::from_millis(chance.random_range(6_000..10_000))
}

/// A till that cannot do something says so in the log; the shop goes on.
fn report(outcome: Result<(), String>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "something went wrong at the tills");
    }
}

/// Mostly a sale; sometimes one that a new customer makes, or a change in somebody's data.
fn ordinary(world: &World, chance: &mut SmallRng) -> Result<(), String> {
    let cashier = Cashier::new(world);
    match chance.random_range(0..12) {
        0 => new_customer(&cashier),
        1 => cashier.edit_somebody(),
        _ => cashier.ring_up(&Basket::default()).map(drop),
    }
}

fn new_customer(cashier: &Cashier) -> Result<(), String> {
    let customer = cashier.meet_someone_new()?;
    let basket = Basket { customer: Some(customer), ..Basket::default() };
    cashier.ring_up(&basket).map(drop)
}
