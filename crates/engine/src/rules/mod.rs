//! What each kind needs to be sent: pure rules from a payload, the settings and the links to a document.

mod customer;
mod order;
mod product;
mod spread;

pub use customer::CustomerRule;
pub use order::OrderRule;
pub use product::ProductRule;

use std::collections::HashMap;

use model::{Block, Failure, Kind, Lane, Outgoing, Payload, Settings};
use serde::Serialize;
use store::LinkAsk;

/// The rules of one kind.
pub trait Rule: Send + Sync + 'static {
    /// What comes.
    type Item: Serialize + Clone + Send + Sync + 'static;
    /// What is sent.
    type Draft: Clone + Send + Sync + 'static;
    /// Which kind.
    const KIND: Kind;
    /// Whose turn of the budget its calls are.
    const LANE: Lane;

    /// Rows claimed at once: as many as one look at the target answers for.
    const BATCH: u32;

    /// Wraps an item for the store.
    fn wrap(item: Self::Item) -> Payload;

    /// The item of a payload; `None` for another kind's.
    fn item(payload: &Payload) -> Option<&Self::Item>;

    /// Wraps a draft for the record.
    fn outgoing(draft: Self::Draft) -> Outgoing;

    /// Where reading begins the very first time; `None` is the beginning of everything.
    fn first_cursor(_settings: &Settings) -> Option<String> {
        None
    }

    /// Whether a sighting concerns us at all; what does not leaves no record.
    fn wanted(_settings: &Settings, _item: &Self::Item) -> bool {
        true
    }

    /// Items with the same text here are never in work at the same time.
    fn solo(_item: &Self::Item) -> Option<String> {
        None
    }

    /// The settings that reach this item, in any form that changes when they do. A change pushes it again.
    fn reach(_settings: &Settings, _source_ref: &str, _item: &Self::Item) -> String {
        String::new()
    }

    /// The links the transform will ask for.
    fn needs(_settings: &Settings, _item: &Self::Item) -> Vec<LinkAsk> {
        Vec::new()
    }

    /// What is to be done with an item.
    fn transform(given: &Given<'_>, item: &Self::Item) -> Verdict<Self::Draft>;
}

/// What a transform knows besides the item.
#[derive(Debug)]
pub struct Given<'a> {
    /// The merchant's settings.
    pub settings: &'a Settings,
    /// The links asked for by [`Rule::needs`].
    pub links: &'a HashMap<LinkAsk, String>,
    /// The source account's name, part of our references.
    pub account: &'a str,
    /// The record's reference at the source.
    pub source_ref: &'a str,
    /// What the record is linked to already.
    pub link: Option<&'a str>,
    /// What was sent last.
    pub sent: Option<&'a Outgoing>,
    /// Whether a person asked for it.
    pub forced: bool,
}

/// What is to be done with an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict<D> {
    /// Send this.
    Send(D),
    /// Wait for these, at least one.
    Wait(Vec<Block>),
    /// Send nothing, and say why.
    Skip(String),
    /// A person must act.
    Fail(Failure),
}

/// What a verdict says when the draft does not matter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Hold {
    /// Nothing is in the way.
    Free,
    /// It waits for these.
    Wait(Vec<Block>),
}

impl<D> Verdict<D> {
    /// Whether the record still waits.
    pub(crate) fn hold(self) -> Hold {
        match self {
            Verdict::Wait(blocks) => Hold::Wait(blocks),
            Verdict::Send(_) | Verdict::Skip(_) | Verdict::Fail(_) => Hold::Free,
        }
    }
}
