use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use model::{Event, Filter, Found, Kind, Page, RecordId};

use super::Asked;
use super::counted::Counted;
use super::look::Look;
use super::picks::Picks;
use crate::AppError;
use crate::bulk::Wanted;
use crate::kinds::Row;
use crate::live::{News, listen};
use crate::rpc;
use crate::ui::Toaster;

/// What a log page knows, shared by its parts. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Board {
    /// Which log.
    pub kind: Kind,
    /// What the address asks for.
    pub asked: Memo<Asked>,
    /// The record that is open over the log.
    pub record: Memo<Option<RecordId>>,
    /// A search that names a person; it is kept here only.
    pub personal: RwSignal<Option<String>>,
    /// Records that came or changed so that they belong here, but are not shown yet.
    pub fresh: RwSignal<BTreeSet<RecordId>>,
    /// Counts a change of the record that is open.
    pub record_changed: RwSignal<u32>,
    /// Rows a re-sync was just asked for.
    pub asked_again: RwSignal<BTreeSet<RecordId>>,
    /// Rows that are ticked.
    pub picks: RwSignal<Picks>,
    /// Bulk work that somebody looks at before it begins.
    pub wanted: RwSignal<Option<Wanted>>,
    /// Which columns are shown, and how.
    pub look: RwSignal<Look>,
    page: Resource<Result<Page<Row>, AppError>>,
    counted: Counted,
    /// The filter without its status: what the tabs count.
    of_any_status: Memo<Filter>,
    /// One signal a row, so that a change redraws that row and nothing else.
    rows: StoredValue<BTreeMap<RecordId, ArcRwSignal<Row>>>,
    changed: StoredValue<BTreeSet<RecordId>>,
    reading: StoredValue<Reading>,
    go: StoredValue<Way>,
}

/// How another address is gone to.
type Way = Box<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// The router's way. Its handle belongs to one thread, and a page drawn on the server is dropped on any: there nobody goes
/// anywhere, so none is kept.
fn way() -> Way {
    #[cfg(feature = "hydrate")]
    {
        let navigate = leptos_router::hooks::use_navigate();
        Box::new(move |address, options| navigate(address, options))
    }
    #[cfg(not(feature = "hydrate"))]
    Box::new(|_, _| {})
}

/// Which looks at the server are already on their way.
#[derive(Clone, Copy, Default)]
struct Reading {
    rows: bool,
    counts: bool,
    all: bool,
}

/// Changes that come together are read together.
const ROWS_PAUSE: Duration = Duration::from_millis(200);
/// Counts need not be newer than this.
const COUNTS_PAUSE: Duration = Duration::from_millis(1_000);

impl Board {
    /// A board whose page is being read.
    pub fn new(kind: Kind, asked: Memo<Asked>, record: Memo<Option<RecordId>>) -> Board {
        let personal = RwSignal::new(None::<String>);
        let page = Resource::new(
            move || (asked.get(), personal.get()),
            move |(asked, personal)| async move { read(kind, asked, personal).await },
        );
        Board {
            kind,
            asked,
            record,
            personal,
            fresh: RwSignal::new(BTreeSet::new()),
            record_changed: RwSignal::new(0),
            asked_again: RwSignal::new(BTreeSet::new()),
            picks: RwSignal::new(Picks::default()),
            wanted: RwSignal::new(None),
            look: RwSignal::new(Look::of_browser(kind)),
            page,
            counted: Counted::new(kind),
            of_any_status: Memo::new(move |_| {
                let filter = personal.with(|personal| asked.with(|asked| asked.filter(personal.as_deref())));
                filter.of_any_status()
            }),
            rows: StoredValue::new(BTreeMap::new()),
            changed: StoredValue::new(BTreeSet::new()),
            reading: StoredValue::new(Reading::default()),
            go: StoredValue::new(way()),
        }
    }

    /// The page as read; `None` while the first one is on its way. To be called inside the log's `Transition`.
    pub fn page(self) -> Option<Result<Page<Row>, AppError>> {
        self.page.get()
    }

    /// Something about the page as read, or the default while there is none.
    pub fn of_page<T: Default>(self, part: impl FnOnce(&Page<Row>) -> T) -> T {
        self.page.with(|page| match page {
            Some(Ok(page)) => part(page),
            _ => T::default(),
        })
    }

    /// All that is asked for: chosen, typed, and typed but kept out of the address.
    pub fn filter(self) -> Filter {
        self.personal.with(|personal| self.asked.with(|asked| asked.filter(personal.as_deref())))
    }

    /// The same at this moment, for what somebody presses.
    pub fn of_page_now<T: Default>(self, part: impl FnOnce(&Page<Row>) -> T) -> T {
        self.page.with_untracked(|page| match page {
            Some(Ok(page)) => part(page),
            _ => T::default(),
        })
    }

    /// How many records of each status the filter finds; `None` while that is being counted.
    pub fn found(self) -> Option<Found> {
        match self.counted.get() {
            Some(found) => Some(found),
            None if self.of_any_status.with(Filter::is_open) => Some(self.of_page(|page| page.counts).into()),
            None => None,
        }
    }

    /// Whether rows hold still: somebody is choosing among them, or reads one that is open over them.
    pub fn holds_still(self) -> bool {
        self.picks.with(|picks| !picks.is_empty())
            || self.record.get().is_some()
            || self.wanted.with(Option::is_some)
    }

    /// The rows on screen, each with the signal that changes it in place.
    pub fn rows(self) -> Vec<(RecordId, ArcRwSignal<Row>)> {
        let page = self.of_page(|page| page.records.clone());
        let mut known = self.rows.try_update_value(std::mem::take).unwrap_or_default();
        let shown = page.into_iter().map(|row| (row.id, signal_of(&mut known, row))).collect::<Vec<_>>();
        self.rows.set_value(shown.iter().cloned().collect());
        shown
    }

    /// Reads the page again; the rows stay until it is there.
    pub fn read_again(self) {
        self.page.refetch();
    }

    /// Goes to what was asked for. The address changes in place; what is looked at stays where it is.
    pub fn show(self, asked: &Asked) {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        self.go(&asked.address(self.kind, self.record.get_untracked()), options);
    }

    /// Opens a record over the log.
    pub fn open(self, record: RecordId) {
        let address = self.asked.get_untracked().address(self.kind, Some(record));
        self.go(&address, NavigateOptions { scroll: false, ..Default::default() });
    }

    /// Closes the record that is open.
    pub fn close(self) {
        let address = self.asked.get_untracked().address(self.kind, None);
        self.go(&address, NavigateOptions { replace: true, scroll: false, ..Default::default() });
    }

    /// Goes to another page.
    pub fn leave_for(self, address: &str) {
        self.go(address, NavigateOptions::default());
    }

    fn go(self, address: &str, options: NavigateOptions) {
        self.go.try_with_value(|go| go(address, options));
    }

    /// Shows what came meanwhile: the first page, read anew.
    pub fn show_fresh(self) {
        self.fresh.set(BTreeSet::new());
        let asked = self.asked.get_untracked();
        let first = asked.at_first();
        if first == asked { self.read_again() } else { self.show(&first) }
    }

    /// Asks for a re-sync of a record; what goes wrong is said at the edge of the page.
    pub fn resync(self, record: RecordId) {
        let toaster = Toaster::of_page();
        self.asked_again.update(|ids| {
            ids.insert(record);
        });
        spawn_local(async move {
            if let Err(error) = rpc::resync(record).await {
                toaster.failed(&error);
            }
            self.changed.try_update_value(|ids| ids.insert(record));
            self.read_changed().await;
            self.record_changed.try_update(|changes| *changes += 1);
            self.asked_again.try_update(|ids| ids.remove(&record));
        });
    }

    /// The row of a record on screen.
    pub fn row(self, record: RecordId) -> Option<ArcRwSignal<Row>> {
        self.rows.try_with_value(|rows| rows.get(&record).cloned()).flatten()
    }

    /// Follows changes for as long as the log is shown, from the moment the page was read.
    pub fn follow(self) {
        let owner = Owner::current();
        let listening = StoredValue::new(false);
        Effect::new(move || {
            let event = self.page.with(|page| match page {
                Some(Ok(page)) => Some(page.event),
                _ => None,
            });
            if let (Some(event), Some(owner), false) = (event, &owner, listening.get_value()) {
                listening.set_value(true);
                owner.with(|| listen(event, move |news| self.hear(&news)));
            }
        });
        Effect::new(move || {
            self.asked.track();
            self.personal.track();
            self.fresh.set(BTreeSet::new());
        });
        // What is ticked was ticked among what this filter finds.
        Effect::new(move |before: Option<Filter>| {
            let filter = self.of_any_status.get();
            if before.is_some_and(|before| before != filter) {
                self.picks.set(Picks::default());
            }
            filter
        });
        self.counted.follow(self.of_any_status, self.personal);
        self.catch_up();
    }

    /// Reads what changed meanwhile once rows need no longer hold still.
    fn catch_up(self) {
        Effect::new(move |held: Option<bool>| {
            let holds = self.holds_still();
            if held == Some(true) && !holds {
                self.soon(ROWS_PAUSE, |reading| &mut reading.rows);
            }
            crate::live::hold(holds);
            holds
        });
    }

    fn hear(self, news: &News) {
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
    }

    fn holds_still_now(self) -> bool {
        self.picks.try_with_untracked(|picks| !picks.is_empty()) == Some(true)
            || self.record.try_get_untracked().flatten().is_some()
            || self.wanted.try_with_untracked(Option::is_some) == Some(true)
    }

    /// Whether a record that is not shown would be on this page's list now. What a search finds, only the server knows.
    fn belongs_here(self, event: &Event) -> bool {
        let Some(asked) = self.asked.try_get_untracked() else { return false };
        let filter = asked.filter(self.personal.try_get_untracked().flatten().as_deref());
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
    async fn read_changed(self) {
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
            Ok(news) => {
                self.counted.heard(news.counts, self.of_any_status, self.personal);
                for row in news.rows {
                    if let Some(shown) = self.row(row.id) {
                        set_if_changed(&shown, row);
                    }
                }
            }
            Err(_) => {
                self.changed.try_update_value(|changed| changed.extend(ids));
            }
        }
    }
}

/// The signal of a row: the one on screen, if it is there.
fn signal_of(known: &mut BTreeMap<RecordId, ArcRwSignal<Row>>, row: Row) -> ArcRwSignal<Row> {
    match known.remove(&row.id) {
        Some(shown) => {
            set_if_changed(&shown, row);
            shown
        }
        None => ArcRwSignal::new(row),
    }
}

fn set_if_changed(shown: &ArcRwSignal<Row>, row: Row) {
    if shown.with_untracked(|shown| *shown != row) {
        shown.set(row);
    }
}

async fn read(kind: Kind, asked: Asked, personal: Option<String>) -> Result<Page<Row>, AppError> {
    let (filter, at) = (asked.filter(personal.as_deref()), asked.at.to_string());
    match personal {
        Some(_) => rpc::search_people(kind, filter, asked.sort, at).await,
        None => rpc::read_log(kind, filter, asked.sort, at).await,
    }
}
