//! Records with a memory: reads by id see a change at once, searches only when the index has caught up.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// When a change happened and when searches begin to see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The change.
    pub now: Timestamp,
    /// The first instant a search shows it.
    pub searchable: Timestamp,
}

/// One record's versions, oldest first; `None` is a deletion.
#[derive(Debug)]
struct Versions<T>(Vec<(Timestamp, Option<T>)>);

/// Records by id, each with the versions the search index may still show.
#[derive(Debug)]
pub struct Shelf<T> {
    records: BTreeMap<i64, Versions<T>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { records: BTreeMap::new() }
    }
}

impl<T> Shelf<T> {
    /// Puts a record, new or changed; the index follows at `seen.searchable`.
    pub fn put(&mut self, id: i64, record: T, seen: Seen) {
        self.push(id, Some(record), seen);
    }

    /// Takes a record away; searches show it until `seen.searchable`.
    pub fn remove(&mut self, id: i64, seen: Seen) {
        self.push(id, None, seen);
    }

    fn push(&mut self, id: i64, record: Option<T>, seen: Seen) {
        let versions = &mut self.records.entry(id).or_insert_with(|| Versions(Vec::new())).0;
        // Only the newest version the index shows already, and those it will show later, can still be asked for.
        if let Some(shown) = versions.iter().rposition(|(at, _)| *at <= seen.now) {
            versions.drain(..shown);
        }
        versions.push((seen.searchable, record));
    }

    /// The record as it is now.
    pub fn get(&self, id: i64) -> Option<&T> {
        self.records.get(&id).and_then(|versions| versions.0.last()).and_then(|(_, record)| record.as_ref())
    }

    /// All records as they are now, by rising id.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.records
            .values()
            .filter_map(|versions| versions.0.last())
            .filter_map(|(_, record)| record.as_ref())
    }

    /// Ids of all records that exist now, rising.
    pub fn ids(&self) -> impl Iterator<Item = i64> + '_ {
        self.records
            .iter()
            .filter(|(_, v)| v.0.last().is_some_and(|(_, record)| record.is_some()))
            .map(|(id, _)| *id)
    }

    /// The highest id there ever was, deleted ones included: ids are not given twice.
    pub fn last_id(&self) -> Option<i64> {
        self.records.keys().next_back().copied()
    }

    /// The records between two ids (both included) that exist now, by rising id.
    pub fn range(&self, low: i64, high: i64) -> impl Iterator<Item = &T> {
        self.records
            .range(low..=high)
            .filter_map(|(_, v)| v.0.last())
            .filter_map(|(_, record)| record.as_ref())
    }

    /// What a search at `now` finds, by rising id: old versions where the index is behind.
    pub fn searchable(&self, now: Timestamp) -> impl Iterator<Item = &T> {
        self.records
            .values()
            .filter_map(move |versions| versions.0.iter().rev().find(|(at, _)| *at <= now))
            .filter_map(|(_, record)| record.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn found(shelf: &Shelf<&'static str>, second: i64) -> Vec<&'static str> {
        shelf.searchable(at(second)).copied().collect()
    }

    #[test]
    fn a_change_is_read_at_once_and_found_later() {
        let mut shelf = Shelf::default();
        shelf.put(1, "new", Seen { now: at(0), searchable: at(30) });
        assert_eq!(shelf.get(1), Some(&"new"));
        assert!(found(&shelf, 29).is_empty());
        assert_eq!(found(&shelf, 30), ["new"]);
        shelf.put(1, "changed", Seen { now: at(40), searchable: at(60) });
        assert_eq!(shelf.get(1), Some(&"changed"));
        assert_eq!(found(&shelf, 59), ["new"], "the index still shows the old row");
        assert_eq!(found(&shelf, 60), ["changed"]);
    }

    #[test]
    fn a_deleted_record_is_found_until_the_index_follows() {
        let mut shelf = Shelf::default();
        shelf.put(1, "here", Seen { now: at(0), searchable: at(0) });
        shelf.remove(1, Seen { now: at(10), searchable: at(20) });
        assert_eq!(shelf.get(1), None);
        assert_eq!(shelf.ids().count(), 0);
        assert_eq!(found(&shelf, 19), ["here"]);
        assert!(found(&shelf, 20).is_empty());
    }

    #[test]
    fn versions_nobody_can_see_any_more_are_forgotten() {
        let mut shelf = Shelf::default();
        for second in 0..100 {
            shelf.put(1, "x", Seen { now: at(second), searchable: at(second + 2) });
        }
        assert!(shelf.records[&1].0.len() <= 4);
    }
}
