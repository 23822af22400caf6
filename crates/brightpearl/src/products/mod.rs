//! Products as a source: a walk over all of them once, then a poll of what was made or changed (`flows.md`, Products).

mod cursor;
mod merge;
mod read;

pub(crate) use read::Listed;

use async_trait::async_trait;
use model::payload::Product;
use model::{Platform, When};
use platform::{Account, Batch, Fetched, PlatformError, Sighting, Source};

use crate::client::Brightpearl;
use crate::ids::MOST_IDS;
use crate::search::Page;
use cursor::{Cursor, OVERLAP, Seen};
use read::{Read, listed};

#[async_trait]
impl Source<Product> for Brightpearl {
    fn platform(&self) -> Platform {
        Platform::Brightpearl
    }

    async fn changes(
        &self,
        account: &Account,
        cursor: Option<&str>,
    ) -> Result<Batch<Product>, PlatformError> {
        match Cursor::read(cursor) {
            Cursor::Walk { since, after, place, seen } => {
                self.walk_on(account, since, after, place, seen).await
            }
            Cursor::Poll { since, seen, todo } if todo.is_empty() => self.poll(account, since, seen).await,
            Cursor::Poll { since, seen, todo } => self.work_off(account, since, seen, todo).await,
        }
    }

    async fn fetch_many(
        &self,
        account: &Account,
        refs: &[String],
    ) -> Result<Vec<Fetched<Product>>, PlatformError> {
        let (known, foreign): (Vec<_>, Vec<_>) =
            refs.iter().map(|text| (text, text.parse::<u64>().ok())).partition(|(_, id)| id.is_some());
        let ids: Vec<u64> = known.into_iter().filter_map(|(_, id)| id).collect();
        // What is no id of theirs cannot be there.
        let mut all: Vec<Fetched<Product>> =
            foreign.into_iter().map(|(text, _)| Fetched::Gone { source_ref: text.clone() }).collect();
        for chunk in ids.chunks(MOST_IDS) {
            let listed = self.listed_by_id(account, chunk).await?;
            all.extend(self.read_products(account, chunk, &listed).await?.fetched);
        }
        Ok(all)
    }

    fn batch(&self) -> usize {
        MOST_IDS
    }

    /// Products have no date of their own, so it is always everything: a walk, which goes on as a poll from its beginning.
    fn recount_cursor(&self, _: When) -> Option<String> {
        Some(Cursor::read(None).write())
    }
}

impl Brightpearl {
    /// The next page of the first reading.
    async fn walk_on(
        &self,
        account: &Account,
        since: Option<When>,
        after: u64,
        place: u32,
        mut seen: Seen,
    ) -> Result<Batch<Product>, PlatformError> {
        let page = self.page_after(account, after, place).await?;
        let since = since.unwrap_or(page.at);
        let listed = listed(page.rows.iter().filter(|row| row.id(read::ID).is_some_and(|id| id > after)));
        let ids: Vec<u64> = listed.keys().copied().collect();
        let last = ids.iter().copied().max().unwrap_or(after);
        let read = self.read_products(account, &ids, &listed).await?;
        seen.remember(&listed, &read, since.minus(OVERLAP));
        let cursor = match page.more {
            true => Cursor::Walk { since: Some(since), after: last, place: page.last, seen },
            false => Cursor::Poll { since, seen, todo: Vec::new() },
        };
        Ok(batch(read, &cursor, page.more))
    }

    /// The page that begins with the last row read, at its place. Rows move up when products before them are deleted
    /// meanwhile; then the pages before are looked through until that row, or one before it, is found.
    async fn page_after(&self, account: &Account, after: u64, place: u32) -> Result<Page, PlatformError> {
        let size = u32::try_from(MOST_IDS).unwrap_or(u32::MAX);
        let mut first = place.max(1);
        loop {
            let overlap = u32::from(place > 0 && first == place);
            let page = self.search_page(account, &read::all_products(), first, size + overlap).await?;
            let joined = page.rows.first().and_then(|row| row.id(read::ID)).is_some_and(|id| id <= after);
            if joined || first == 1 {
                return Ok(page);
            }
            first = first.saturating_sub(size).max(1);
        }
    }

    /// Asks what was made or changed since a little before the last time, and reads what is new in that.
    async fn poll(
        &self,
        account: &Account,
        since: When,
        mut seen: Seen,
    ) -> Result<Batch<Product>, PlatformError> {
        let from = since.minus(OVERLAP);
        let (mut rows, begun) = self.search_since(account, "createdOn", from).await?;
        rows.extend(self.search_since(account, "updatedOn", from).await?.0);
        let listed = listed(rows.iter());
        seen.forget_before(begun.minus(OVERLAP));
        let mut fresh: Vec<&Listed> = listed.values().filter(|row| !seen.knows(row)).collect();
        fresh.sort_by_key(|row| (row.changed(), row.id));
        let ids: Vec<u64> = fresh.iter().map(|row| row.id).collect();
        let (now, later) = ids.split_at(ids.len().min(MOST_IDS));
        let read = self.read_products(account, now, &listed).await?;
        let these = listed.into_iter().filter(|(id, _)| now.contains(id)).collect();
        seen.remember(&these, &read, begun.minus(OVERLAP));
        let cursor = Cursor::Poll { since: begun, seen, todo: later.to_vec() };
        Ok(batch(read, &cursor, !later.is_empty()))
    }

    /// Goes on with what a poll found beyond one batch.
    async fn work_off(
        &self,
        account: &Account,
        since: When,
        mut seen: Seen,
        todo: Vec<u64>,
    ) -> Result<Batch<Product>, PlatformError> {
        let (now, later) = todo.split_at(todo.len().min(MOST_IDS));
        let listed = self.listed_by_id(account, now).await?;
        let read = self.read_products(account, now, &listed).await?;
        seen.remember(&listed, &read, since.minus(OVERLAP));
        let cursor = Cursor::Poll { since, seen, todo: later.to_vec() };
        Ok(batch(read, &cursor, !later.is_empty()))
    }
}

/// What was read, oldest change first. What is gone leaves no trace here; the reconciliation finds it.
fn batch(read: Read, cursor: &Cursor, more: bool) -> Batch<Product> {
    let seen = read.fetched.into_iter().filter_map(|fetched| match fetched {
        Fetched::Seen(sighting) => Some(sighting),
        Fetched::Gone { .. } => None,
    });
    let mut sightings: Vec<Sighting<Product>> = seen.collect();
    sightings.sort_by_key(|sighting| {
        (sighting.changed_at, sighting.source_ref.parse::<u64>().unwrap_or(u64::MAX))
    });
    Batch { sightings, cursor: cursor.write(), more }
}
