//! The shop that lives: tills that sell, customers who come and go, and the troubles of a first morning.

mod back_office;
mod cashier;

use std::sync::Arc;
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::lightspeed::{self, Basket, BasketLine, Tender};
use crate::world::World;

pub(crate) use cashier::Cashier;

/// Something that happens once in the first minute of every demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    NewCustomer,
    UnmappedTax,
    UnmappedPayment,
    Return,
    LongName,
    UnlinkedItem,
    CustomerEdited,
    NewProduct,
    PriceChange,
    CartLeftOpen,
}

/// When each happens, in seconds after the start.
const MORNING: [(u64, Event); 10] = [
    (4, Event::NewCustomer),
    (7, Event::CartLeftOpen),
    (10, Event::UnmappedTax),
    (14, Event::UnmappedPayment),
    (18, Event::Return),
    (22, Event::LongName),
    (26, Event::UnlinkedItem),
    (30, Event::CustomerEdited),
    (34, Event::NewProduct),
    (38, Event::PriceChange),
];

/// Sales that are rung up as soon as the shop opens.
const QUEUE_AT_OPENING: usize = 4;

/// Lets the shop live until it is told to stop.
pub(crate) async fn run(world: Arc<World>, stop: CancellationToken) {
    let opened = Instant::now();
    let mut chance = SmallRng::seed_from_u64(world.config.seed ^ 0x0711_15ed);
    let mut morning = MORNING.into_iter().peekable();
    for _ in 0..QUEUE_AT_OPENING {
        report(Cashier::new(&world).ring_up(&Basket::default()).map(drop));
    }
    let mut next_sale = opened + between_sales(&mut chance);
    loop {
        let event = morning.peek().map(|(second, _)| opened + Duration::from_secs(*second));
        let next = event.map_or(next_sale, |event| event.min(next_sale));
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep_until(next) => {}
        }
        if event == Some(next) {
            if let Some((_, event)) = morning.next() {
                report(happen(&world, event));
            }
        } else {
            report(ordinary(&world, &mut chance));
            next_sale = Instant::now() + between_sales(&mut chance);
        }
    }
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

fn happen(world: &World, event: Event) -> Result<(), String> {
    let cashier = Cashier::new(world);
    match event {
        Event::NewCustomer => new_customer(&cashier),
        Event::CartLeftOpen => cashier.ring_up(&Basket { open: true, ..Basket::default() }).map(drop),
        Event::UnmappedTax => {
            cashier.ring_up(&Basket { shop: Some(1), tax_category: Some(3), ..Basket::default() }).map(drop)
        }
        Event::UnmappedPayment => {
            cashier.ring_up(&Basket { payments: vec![Tender::rest("Cheque")], ..Basket::default() }).map(drop)
        }
        Event::Return => cashier.take_back().map(drop),
        Event::LongName => long_name(world, &cashier),
        Event::UnlinkedItem => unlinked_item(&cashier),
        Event::CustomerEdited => cashier.edit_somebody(),
        Event::NewProduct => back_office::add_a_product(world),
        Event::PriceChange => back_office::change_a_price(world),
    }
}

fn new_customer(cashier: &Cashier) -> Result<(), String> {
    let customer = cashier.meet_someone_new()?;
    let basket = Basket { customer: Some(customer), ..Basket::default() };
    cashier.ring_up(&basket).map(drop)
}

fn long_name(world: &World, cashier: &Cashier) -> Result<(), String> {
    let payload = json!({
        "firstName": "Bartholomew",
        "lastName": "Featherstonehaugh-Cholmondeley-Smythe",
        "Contact": { "noEmail": "false", "Emails": { "ContactEmail":
            { "address": "b.featherstonehaugh@post.example", "useType": "Primary" } } }
    });
    let customer = lightspeed::create(world, "Customer", &payload)?;
    cashier.ring_up(&Basket { customer: Some(customer), ..Basket::default() }).map(drop)
}

fn unlinked_item(cashier: &Cashier) -> Result<(), String> {
    let line =
        |sku: &str, quantity| BasketLine { sku: Some(sku.to_owned()), quantity, ..BasketLine::default() };
    let basket = Basket {
        shop: Some(1),
        customer: Some(0),
        lines: vec![line("TILL-HONEY", 2), line("TILL-TOTE", 1)],
        payments: vec![Tender::rest("Card")],
        ..Basket::default()
    };
    cashier.ring_up(&basket).map(drop)
}
