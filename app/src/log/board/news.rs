//! How a log follows what changes while it is shown: rows on screen are read again and put in their places, others wait for the reader.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Event, Filter};

use super::Board;
use super::places::set_if_changed;
use crate::live::News;
use crate::rpc::{self, RefreshedRows};

/// Which looks at the server are already on their way.
#[derive(Clone, Copy, Default)]
pub(super) struct Reading {
    rows: bool,
    counts: bool,
    all: bool,
}

/// Changes that come together are read together.
const ROWS_PAUSE: Duration = Duration::from_millis(200);
/// Counts need not be newer than this.
const COUNTS_PAUSE: Duration = Duration::from_millis(1_000);

impl Board {
    /// Reads what changed meanwhile once rows need no longer hold still.
    pub(super) fn catch_up(self) {
        Effect::new(move |held: Option<bool>| {
            let holds = self.holds_still();
            if held == Some(true) && !holds {
                self.soon(ROWS_PAUSE, |reading| &mut reading.rows);
            }
            crate::live::hold(holds);
            holds
        });
    }

    pub(super) fn hear(self, news: &News) {
        match news {
            News::LookAgain => {
                self.read_again();
                self.record_changed.try_update(|changes| *changes += 1);
            }
            News::Changed(event) => self.hear_change(event),
        }
    }

    fn hear_change(self, event: &Event) {
        if self.record.try_get_untracked().flatten() == Some(event.record) {
            self.record_changed.try_update(|changes| *changes += 1);
        }
        if event.kind != self.kind {
            return;
        }
        if self.row(event.record).is_some() {
            self.changed.try_update_value(|ids| ids.insert(event.record));
            if !self.holds_still_now() {
                self.soon(ROWS_PAUSE, |reading| &mut reading.rows);
            }
        } else if self.belongs_here(event) {
            self.fresh.try_update(|ids| ids.insert(event.record));
        }
        self.soon(COUNTS_PAUSE, |reading| &mut reading.counts);
        self.views.heard();
    }

    fn holds_still_now(self) -> bool {
        self.picks.try_with_untracked(|picks| !picks.is_empty()) == Some(true)
            || self.record.try_get_untracked().flatten().is_some()
            || self.wanted.try_with_untracked(Option::is_some) == Some(true)
    }

    /// Whether a record that is not shown would be on this page's list now. What a search finds, only the server knows.
    fn belongs_here(self, event: &Event) -> bool {
        let Some(filter) = self.filter.try_get_untracked() else { return false };
        let plain = Filter { status: None, source: None, ..filter.clone() }.is_open();
        let from_there = filter.source.is_none_or(|source| source == self.kind.source());
        let in_status = filter.status.map_or(event.new, |status| status == event.status);
        plain && from_there && in_status
    }

    /// Reads what changed after a pause, unless that is on its way already.
    fn soon(self, pause: Duration, mark: fn(&mut Reading) -> &mut bool) {
        let waiting = self.reading.try_update_value(|reading| std::mem::replace(mark(reading), true));
        if waiting == Some(false) {
            let read = move || {
                self.reading.try_update_value(|reading| *mark(reading) = false);
                spawn_local(self.read_changed());
            };
            set_timeout(read, pause);
        }
    }

    /// Reads rows that changed and the counts, and puts them in place. What cannot be read now is read with the next change.
    pub(super) async fn read_changed(self) {
        let busy = self.reading.try_update_value(|reading| std::mem::replace(&mut reading.all, true));
        if busy != Some(false) {
            // One at a time; the one on its way began before this change, so look again once it is over.
            self.soon(ROWS_PAUSE, |reading| &mut reading.rows);
            return;
        }
        let ids = self.changed.try_update_value(std::mem::take).unwrap_or_default();
        let answer = rpc::refresh_rows(self.kind, ids.iter().copied().collect()).await;
        self.reading.try_update_value(|reading| reading.all = false);
        match answer {
            Ok(news) => self.take(news),
            Err(_) => {
                self.changed.try_update_value(|changed| changed.extend(ids));
            }
        }
    }

    /// Puts rows that were read again in their places, and the log's counts.
    pub(super) fn take(self, news: RefreshedRows) {
        self.counted.heard(news.counts, self.tallied);
        for row in news.rows {
            if let Some(shown) = self.row(row.id) {
                set_if_changed(&shown, row);
            }
        }
    }
}
