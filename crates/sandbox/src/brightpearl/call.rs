//! One call that passed the gateway, and what a service needs to answer it.

use axum::http::Method;
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde_json::{Value, json};

use super::State;
use super::idset::{self, IdSet, Strictness};
use super::knobs::Knobs;
use super::reply::{Refusal, Reply};
use super::search::{self, Column};
use super::shelf::{Seen, Shelf};
use super::when;
use crate::LagRange;
use crate::ledger::{BRIGHTPEARL, Effect, Ledger};

/// A call of an authenticated app.
#[derive(Debug)]
pub struct Call<'a> {
    /// Everything the account has.
    pub state: &'a mut State,
    /// The switches as they are.
    pub knobs: &'a Knobs,
    /// Where side effects are written down.
    pub ledger: &'a Ledger,
    /// How long searches may lag behind.
    pub lag: LagRange,
    /// The moment of the call.
    pub moment: Timestamp,
    /// The verb.
    pub method: Method,
    /// The parameters of the address, decoded.
    pub query: Vec<(String, String)>,
    /// The body as it came.
    pub body: &'a [u8],
    /// Contact id of the staff member the app acts for; 0 for a system app.
    pub caller: i64,
    /// The installed integration instance that calls; only an OAuth app is one.
    pub instance: Option<i64>,
    /// Header `If-Match` without quotes: the version that is to be changed.
    pub if_match: Option<String>,
}

impl Call<'_> {
    /// The moment as it is stored: whole seconds.
    pub fn now(&self) -> Timestamp {
        when::stored(self.moment)
    }

    /// Draws when searches will show a change made now.
    pub fn seen(&mut self) -> Seen {
        self.state.seen(self.moment, self.lag)
    }

    /// Reads an id set of the address; `resource` names the switch that makes it lenient.
    ///
    /// # Errors
    /// See [`idset::read`].
    pub fn ids(&self, resource: &str, text: &str) -> Result<IdSet, Refusal> {
        idset::read(text, self.strictness(resource, Some(idset::MOST_IDS)))
    }

    /// Reads an id set of the address that may name up to `cap` ids.
    ///
    /// # Errors
    /// See [`idset::read`].
    pub fn ids_up_to(&self, resource: &str, text: &str, cap: i64) -> Result<IdSet, Refusal> {
        idset::read(text, self.strictness(resource, Some(cap)))
    }

    fn strictness(&self, resource: &str, cap: Option<i64>) -> Strictness {
        Strictness { ascending: !self.knobs.lenient_id_sets.iter().any(|lenient| lenient == resource), cap }
    }

    /// Reads one id of the address.
    ///
    /// # Errors
    /// 400 `CMNC-006` if it is no id.
    pub fn id(&self, text: &str) -> Result<i64, Refusal> {
        text.parse::<u32>()
            .map(i64::from)
            .map_err(|_| Refusal::bad("CMNC-006", format!("{text} is not a valid id")))
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// 400 `CMNC-010` if there is none or it cannot be read.
    pub fn json(&self) -> Result<Value, Refusal> {
        serde_json::from_slice(self.body)
            .map_err(|_| Refusal::bad("CMNC-010", "You must supply a valid JSON message body"))
    }

    /// The last value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Answers a resource search over a shelf, or its column catalogue.
    ///
    /// # Errors
    /// See [`search::run`].
    pub fn search<R: 'static>(
        &self,
        columns: &'static [Column<R>],
        shelf: &Shelf<R>,
        reference: impl FnOnce(&[&R]) -> Value,
    ) -> Result<Reply, Refusal> {
        search::run(columns, shelf.searchable(self.moment), &self.query, self.knobs, reference)
    }

    /// Answers OPTIONS: which existing ids to GET, in addresses of at most 200 ids (fact sheet 3.4).
    ///
    /// `ids` must rise. No id set means all.
    ///
    /// # Errors
    /// See [`idset::read`]; there is no cap.
    pub fn get_uris(
        &self,
        resource: &str,
        wanted: Option<&str>,
        ids: impl Iterator<Item = i64>,
    ) -> Result<Reply, Refusal> {
        let set = wanted.map(|text| idset::read(text, self.strictness(resource, None))).transpose()?;
        let existing: Vec<i64> = ids.filter(|id| set.as_ref().is_none_or(|set| set.contains(*id))).collect();
        let uris: Vec<String> =
            idset::chunks(&existing).into_iter().map(|chunk| format!("/{resource}/{chunk}")).collect();
        Ok(Reply::response(json!({ "getUris": uris })))
    }

    /// Answers a DELETE that did its work.
    pub fn deleted(&self) -> Reply {
        if self.knobs.delete_answers_nothing { Reply::silent() } else { Reply::done() }
    }

    /// Writes a side effect into the ledger.
    pub fn record(&self, effect: Effect) {
        self.ledger.record(BRIGHTPEARL, effect);
    }
}

impl State {
    /// Draws when searches will show a change made at a moment.
    pub(super) fn seen(&mut self, moment: Timestamp, lag: LagRange) -> Seen {
        let lag_ms = self.dice.random_range(lag.min_ms..=lag.max_ms.max(lag.min_ms));
        let lag = SignedDuration::from_millis(i64::try_from(lag_ms).unwrap_or(0));
        Seen { now: moment, searchable: moment.checked_add(lag).unwrap_or(moment) }
    }
}

/// The refusal for an address no service has.
pub fn no_such_resource() -> Refusal {
    Refusal::not_found("The requested resource does not exist")
}

/// Answers reference data: all of it, or what an id set names.
///
/// # Errors
/// 404 `CMNC-404` if ids were named and none exists, 400 for a bad id set.
pub fn listed<T>(
    call: &Call<'_>,
    resource: &str,
    wanted: Option<&str>,
    items: &[T],
    id: impl Fn(&T) -> i64,
    to_wire: impl Fn(&T) -> Value,
) -> Result<Reply, Refusal> {
    let set = wanted.map(|text| call.ids(resource, text)).transpose()?;
    let found: Vec<Value> = items
        .iter()
        .filter(|item| set.as_ref().is_none_or(|set| set.contains(id(item))))
        .map(to_wire)
        .collect();
    if found.is_empty() && wanted.is_some() {
        return Err(Refusal::not_found(format!("No {resource} found for the given ID set")));
    }
    Ok(Reply::response(Value::Array(found)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_record_draws_its_own_lag_from_the_range() {
        let mut state = State::from_catalogue(&Catalogue::new(1, 12, 6), 1);
        let lag = LagRange { min_ms: 10, max_ms: 90_000 };
        let now = Timestamp::UNIX_EPOCH;
        let lags: Vec<i64> = (0..50).map(|_| state.seen(now, lag).searchable.as_millisecond()).collect();
        assert!(lags.iter().all(|ms| (10..=90_000).contains(ms)));
        assert!(lags.iter().collect::<HashSet<_>>().len() > 40);
        assert_eq!(state.seen(now, LagRange::NONE).searchable, now);
    }
}
