mod fold;
mod news;
mod places;
mod wish;

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use model::{Filter, Found, Kind, Page, RecordId};

use self::news::Reading;
use self::places::{DrawnFor, Place, Places};
pub use self::wish::Wish;
use self::wish::say;
use super::Asked;
use super::counted::{Counted, Tallied};
use super::look::Look;
use super::picks::Picks;
use super::views::Views;
use crate::AppError;
use crate::bulk::Wanted;
use crate::kinds::{Column, Row};
use crate::live::listen;
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
    /// Filters and orders that have a name.
    pub views: Views,
    page: Resource<Result<Page<Row>, AppError>>,
    /// What the page that was read last was asked for, since the page is alive.
    reads: StoredValue<Option<Wish>>,
    counted: Counted,
    /// All that is asked for.
    wish: Memo<Wish>,
    filter: Memo<Filter>,
    /// What the controls say is asked for.
    shown: RwSignal<Wish>,
    shown_filter: Memo<Filter>,
    /// What the tabs count.
    tallied: Memo<Tallied>,
    /// The columns that are shown, in their order.
    pub columns: Memo<Vec<&'static Column>>,
    /// The widths that somebody gave them, in pixels, in the same order.
    pub widths: Memo<Vec<Option<u16>>>,
    /// Where rows stand.
    pub places: Places,
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

/// A read begins at once; what has not begun so long after it was asked for was overlooked.
const OVERLOOKED: Duration = Duration::from_millis(100);

impl Board {
    /// A board whose page is being read.
    pub fn new(kind: Kind, asked: Memo<Asked>, record: Memo<Option<RecordId>>) -> Board {
        let personal = RwSignal::new(None::<String>);
        let reads = StoredValue::new(None);
        let look = RwSignal::new(Look::of_browser(kind));
        let wish = Memo::new(move |_| Wish { asked: asked.get(), personal: personal.get() });
        let shown = RwSignal::new(wish.get_untracked());
        let page = Resource::new(
            move || wish.get(),
            move |wanted| {
                reads.try_set_value(Some(wanted.clone()));
                async move {
                    let page = read(kind, wanted.clone()).await;
                    say(shown, wish, wanted);
                    page
                }
            },
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
            look,
            columns: Memo::new(move |_| {
                look.with(|look| look.shown(kind)).into_iter().map(|(column, _)| column).collect()
            }),
            widths: Memo::new(move |_| {
                look.with(|look| look.shown(kind)).into_iter().map(|(_, width)| width).collect()
            }),
            views: Views::new(kind),
            page,
            reads,
            counted: Counted::new(kind),
            wish,
            filter: Memo::new(move |_| wish.with(Wish::filter)),
            shown,
            shown_filter: Memo::new(move |_| shown.with(Wish::filter)),
            tallied: Memo::new(move |_| shown.with(Tallied::of)),
            places: Places::none(),
            changed: StoredValue::new(BTreeSet::new()),
            reading: StoredValue::new(Reading::default()),
            go: StoredValue::new(way()),
        }
    }

    /// Why the page could not be read. To be called inside the log's `Transition`.
    pub fn failed(self) -> Option<AppError> {
        self.page.with(|page| page.as_ref().and_then(|page| page.as_ref().err().cloned()))
    }

    /// Whether the page was read and has no row.
    pub fn is_empty(self) -> bool {
        self.page.with(|page| matches!(page, Some(Ok(page)) if page.records.is_empty()))
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
        self.filter.get()
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
            None if self.tallied.with(Tallied::is_everything) => {
                Some(self.of_page(|page| page.counts).into())
            }
            None => None,
        }
    }

    /// Whether rows hold still: somebody is choosing among them, or reads one that is open over them.
    pub fn holds_still(self) -> bool {
        self.picks.with(|picks| !picks.is_empty())
            || self.record.get().is_some()
            || self.wanted.with(Option::is_some)
    }

    /// What tells rows of other columns apart.
    pub fn layout(self) -> Vec<&'static str> {
        self.columns.with_untracked(|columns| columns.iter().map(|column| column.title).collect())
    }

    /// All places, each with the row that stands in it.
    pub fn rows(self) -> Vec<Place> {
        self.columns.track();
        let page = self.of_page(|page| page.records.clone());
        let drawn_for = DrawnFor { asked: self.asked.get_untracked(), layout: self.layout() };
        self.places.put(page, drawn_for, self.look.with_untracked(|look| look.compact))
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
            match rpc::resync(record).await {
                Ok(news) if news.rows.iter().all(|row| row.kind == self.kind) => self.take(news),
                // One that is open over the log of another kind.
                Ok(_) => {}
                Err(error) => {
                    toaster.failed(&error);
                    self.changed.try_update_value(|ids| ids.insert(record));
                    self.read_changed().await;
                }
            }
            self.record_changed.try_update(|changes| *changes += 1);
            self.asked_again.try_update(|ids| ids.remove(&record));
        });
    }

    /// The row of a record on screen.
    pub fn row(self, record: RecordId) -> Option<ArcRwSignal<Row>> {
        self.places.row(record)
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
            self.wish.track();
            if !self.fresh.with_untracked(BTreeSet::is_empty) {
                self.fresh.set(BTreeSet::new());
            }
        });
        self.read_what_is_asked();
        // What is ticked was ticked among what this filter finds.
        Effect::new(move |before: Option<Tallied>| {
            let tallied = self.tallied.get();
            // Every row hears of it, so nothing is said where nothing is ticked.
            if before.is_some_and(|before| before != tallied) && !self.picks.with_untracked(Picks::is_empty) {
                self.picks.set(Picks::default());
            }
            tallied
        });
        self.say_what_is_asked();
        self.counted.follow(self.tallied);
        self.views.follow();
        self.catch_up();
    }

    /// Makes sure that what is shown is what is asked for. A resource that is asked for something else while it reads may take no
    /// notice of it (leptos 0.8: the memo it goes by was looked at by somebody else in between).
    fn read_what_is_asked(self) {
        Effect::new(move || {
            self.wish.track();
            self.page.track();
            let look = move || {
                let Some(wish) = self.wish.try_get_untracked() else { return };
                let overlooked =
                    self.reads.try_with_value(|reads| reads.as_ref().is_some_and(|read| *read != wish));
                if overlooked == Some(true) {
                    self.page.refetch();
                }
            };
            set_timeout(look, OVERLOOKED);
        });
    }
}

async fn read(kind: Kind, wish: Wish) -> Result<Page<Row>, AppError> {
    let (filter, at, sort) = (wish.filter(), wish.asked.at.to_string(), wish.asked.sort);
    match wish.personal {
        Some(_) => rpc::search_people(kind, filter, sort, at).await,
        None => rpc::read_log(kind, filter, sort, at).await,
    }
}
