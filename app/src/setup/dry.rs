//! A dry run in the merchant's words.

use model::{Block, DryRun, Kind, Payload, Rehearsed, Would};

use super::view::{DryGroup, DryLine, DryView};
use crate::kinds::{view_of, words};

/// What a dry run says.
pub fn view(run: DryRun) -> DryView {
    let group =
        |kind: Kind, things: Vec<Rehearsed>| DryGroup { kind, lines: things.into_iter().map(line).collect() };
    DryView {
        groups: vec![
            group(Kind::Order, run.sales),
            group(Kind::Refund, run.refunds),
            group(Kind::Product, run.products),
        ],
        problems: run.problems,
        at: run.at,
    }
}

fn line(thing: Rehearsed) -> DryLine {
    let (would, says, fix) = match &thing.would {
        Would::Make { draft } => ("make", format!("{}.", made(draft.kind())), String::new()),
        Would::Wait { by } => {
            ("wait", format!("Would wait: {}", sentences(by, Block::say)), sentences(by, Block::fix))
        }
        Would::Skip { reason } => ("skip", format!("Left alone: {reason}."), String::new()),
        Would::Fail { failure } => ("fail", failure.cause(), failure.fix()),
    };
    let document = match &thing.would {
        Would::Make { draft } => (view_of(thing.kind).read.sent)(draft),
        _ => Vec::new(),
    };
    DryLine { name: name(&thing), would: would.to_owned(), says, fix, first: first(&thing.first), document }
}

/// What would be made of a kind.
fn made(kind: Kind) -> &'static str {
    match kind {
        Kind::Order => "A sales order would be made",
        Kind::Refund => "A sales credit would be made",
        Kind::Product => "Would be linked to the till's item of the same identifier, or be a new one",
        Kind::Customer => "A contact would be made or linked",
        Kind::Inventory => "A quantity would be set",
    }
}

fn sentences(by: &[Block], say: fn(&Block) -> String) -> String {
    let all = by.iter().map(say).collect::<Vec<_>>();
    all.join(" ")
}

/// What would have been made before.
fn first(kinds: &[Kind]) -> String {
    let customers = kinds.contains(&Kind::Customer);
    let products = kinds.iter().filter(|kind| **kind == Kind::Product).count();
    let goods = match products {
        0 => None,
        1 => Some("its product".to_owned()),
        many => Some(format!("its {many} products")),
    };
    let all: Vec<String> = customers.then(|| "its customer".to_owned()).into_iter().chain(goods).collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("First {} would be brought into step.", all.join(" and "))
    }
}

/// What a person would call it.
fn name(thing: &Rehearsed) -> String {
    match &thing.payload {
        Some(Payload::Order(sale)) => {
            format!("Sale {} of {}", sale.ticket, words::money(sale.total, &sale.currency))
        }
        Some(Payload::Refund(back)) => {
            format!("Return {} of {}", back.ticket, words::money(back.total, &back.currency))
        }
        Some(Payload::Product(product)) => match product.sku.is_empty() {
            true => product.name.clone(),
            false => format!("{} {}", product.sku, product.name),
        },
        _ => format!("{} {}", view_of(thing.kind).one, thing.source_ref),
    }
}
