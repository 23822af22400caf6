//! What can be done with the rows that are ticked; it stays within reach of the thumb.

use leptos::prelude::*;
use model::{BulkAction, BulkWhich, Filter, Status};

use super::Board;
use crate::bulk::{BulkDialog, Wanted};
use crate::kinds::view_of;
use crate::ui::{Icon, count, count_of};

/// The bar, and the dialog that it opens.
#[component]
pub fn BulkBar(board: Board) -> impl IntoView {
    let begun = Callback::new(move |address: String| {
        board.wanted.set(None);
        board.picks.set(super::picks::Picks::default());
        board.leave_for(&address);
    });
    let shown = Memo::new(move |_| board.picks.with(|picks| !picks.is_empty()));
    view! {
        {move || shown.get().then(|| view! { <Actions board/> })}
        <BulkDialog wanted=board.wanted begun/>
    }
    .into_any()
}

/// Which rows are meant: the ticked ones, or all that the filter finds.
fn which(board: Board) -> BulkWhich {
    let picks = board.picks.get_untracked();
    if picks.is_all() {
        BulkWhich::Matching(untrack(move || board.filter()))
    } else {
        BulkWhich::Rows(picks.rows())
    }
}

#[component]
fn Actions(board: Board) -> impl IntoView {
    let says = move || {
        let picks = board.picks.get();
        if picks.is_all() {
            format!("All {} that match", matching(board))
        } else {
            format!("{} ticked", count(i64::try_from(picks.len()).unwrap_or(i64::MAX)))
        }
    };
    let rest = move || {
        let page_is_full = board.picks.with(|picks| {
            !picks.is_all() && board.of_page(|page| page.next.is_some() || page.previous.is_some())
        });
        page_is_full.then(|| {
            view! {
                <button type="button" class="button small" data-test="select-all" on:click=move |_| board.picks.update(super::picks::Picks::set_all)>
                    "Tick all " {matching(board)} " that match"
                </button>
            }
        })
    };
    let want = move |action: BulkAction| {
        board.wanted.set(Some(Wanted { kind: board.kind, action, which: which(board) }));
    };
    view! {
        <section class="bulk-bar" data-test="bulk" aria-label="Ticked rows">
            <p role="status"><strong data-test="ticked">{says}</strong> " " <span class="quiet">"Rows hold still."</span></p>
            {rest}
            <div class="buttons">
                <button type="button" class="button main" data-test="bulk-resync" on:click=move |_| want(BulkAction::Resync)>"Re-sync…"</button>
                <button type="button" class="button" data-test="bulk-skip" on:click=move |_| want(BulkAction::Skip { reason: String::new() })>"Skip…"</button>
                <button type="button" class="button" data-test="bulk-assign" on:click=move |_| want(BulkAction::Assign { to: None })>"Assign…"</button>
                <button type="button" class="button" data-test="bulk-note" on:click=move |_| want(BulkAction::Note { text: String::new() })>"Note…"</button>
                <super::take_along::ExportTicked board/>
                <button type="button" class="ghost" data-test="untick" aria-label="Untick all" on:click=move |_| board.picks.set(super::picks::Picks::default())><Icon name="close"/></button>
            </div>
        </section>
    }
    .into_any()
}

/// How many rows the filter finds with its status, as far as is known.
fn matching(board: Board) -> String {
    let status = board.filter().status;
    let found = board.found();
    found.map_or_else(String::new, |found| count_of(status.map_or(found.all(), |status| found.of(status))))
}

/// Re-syncs whatever has failed in this log; only where something has.
#[component]
pub fn RetryAll(board: Board) -> impl IntoView {
    let failed = Memo::new(move |_| board.of_page(|page| page.counts.failed));
    let title = view_of(board.kind).title.to_lowercase();
    let want = move |_| {
        let which = BulkWhich::Matching(Filter::of_status(Status::Failed));
        board.wanted.set(Some(Wanted { kind: board.kind, action: BulkAction::Resync, which }));
    };
    move || {
        let label = format!("Retry all failed… ({} {title})", count(failed.get()));
        (failed.get() > 0).then(|| {
            view! { <button type="button" class="button small" data-test="retry-all" aria-label=label on:click=want>"Retry all failed…"</button> }
        })
    }
}
