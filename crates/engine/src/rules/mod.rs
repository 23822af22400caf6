//! What each kind needs to be sent: pure rules from a payload, the settings and the links to a document.

mod customer;
mod document;
mod order;
mod product;
mod refund;
pub(crate) mod split;
mod spread;

pub use customer::CustomerRule;
pub use order::OrderRule;
pub use product::ProductRule;
pub(crate) use product::is_sold;
pub use refund::RefundRule;
pub(crate) use refund::returns_of;

use std::collections::HashMap;

use model::{Block, Failure, Kind, Lane, Outgoing, Payload, Settings};
use serde::Serialize;
use store::{LinkAsk, Move, Seen, Standing};

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

    /// Whose reading of the source brings these records: their own, but for returns, which come with the sales.
    const READ_WITH: Kind = Self::KIND;

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

    /// Whether it matters if a record of it was seen before: [`Rule::also`] is told then.
    fn asks_whether_known(_item: &Self::Item) -> bool {
        false
    }

    /// Records of other kinds that the same sighting tells of. `known` as [`Rule::asks_whether_known`] asked.
    fn also(_settings: &Settings, _source_ref: &str, _item: &Self::Item, _known: bool) -> Vec<Seen> {
        Vec::new()
    }

    /// References at the source of the sales whose orders it depends on.
    fn parents(_item: &Self::Item) -> Vec<String> {
        Vec::new()
    }

    /// Goods it moved at the till.
    fn moves(_settings: &Settings, _item: &Self::Item) -> Vec<Move> {
        Vec::new()
    }

    /// Records of other kinds that come into being once this one is in step, and must know it when it changes.
    fn offspring(
        _settings: &Settings,
        _source_ref: &str,
        _target_ref: &str,
        _item: &Self::Item,
    ) -> Vec<Seen> {
        Vec::new()
    }

    /// What is to be done with an item.
    fn transform(given: &Given<'_>, item: &Self::Item) -> Verdict<Self::Draft>;
}

/// What a transform knows besides the item.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The merchant's settings.
    pub settings: &'a Settings,
    /// The links asked for by [`Rule::needs`].
    pub links: &'a HashMap<LinkAsk, String>,
    /// Where the sales of [`Rule::parents`] stand; those that were never seen are missing.
    pub standings: &'a HashMap<String, Standing>,
    /// The source account's name, part of our references.
    pub account: &'a str,
    /// The target's number for our installation, where the connection has one.
    pub instance: Option<i64>,
    /// The record's reference at the source.
    pub source_ref: &'a str,
    /// What the record is linked to already.
    pub link: Option<&'a str>,
    /// What was sent last.
    pub sent: Option<&'a Outgoing>,
    /// Whether a person asked for it.
    pub forced: bool,
    /// Whether its counterpart may exist although no link is known: its making was begun and cut off.
    pub begun: bool,
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
    /// The same verdict with its draft in another form.
    pub(crate) fn map<E>(self, form: impl FnOnce(D) -> E) -> Verdict<E> {
        match self {
            Verdict::Send(draft) => Verdict::Send(form(draft)),
            Verdict::Wait(blocks) => Verdict::Wait(blocks),
            Verdict::Skip(reason) => Verdict::Skip(reason),
            Verdict::Fail(failure) => Verdict::Fail(failure),
        }
    }

    /// Whether the record still waits.
    pub(crate) fn hold(self) -> Hold {
        match self {
            Verdict::Wait(blocks) => Hold::Wait(blocks),
            Verdict::Send(_) | Verdict::Skip(_) | Verdict::Fail(_) => Hold::Free,
        }
    }
}
