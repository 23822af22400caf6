//! One log: filter bar, table, pages, and the record that is open over it. Nothing here asks which kind it is.

mod address;
mod bar;
mod board;
mod bulk_bar;
mod columns;
mod counted;
mod enough;
mod help;
mod keys;
mod look;
mod pager;
mod picks;
mod piece;
mod press;
mod row;
mod spare;
mod table;
mod take_along;
mod ticks;
mod views;
mod widths;

pub use address::{Asked, looks_personal};
pub use board::Board;
#[cfg(feature = "ssr")]
pub(crate) use enough::ENOUGH;
#[cfg(feature = "ssr")]
pub(crate) use look::Look;
#[cfg(feature = "ssr")]
pub use views::Built;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::{Kind, RecordId};

use crate::kinds::view_of;
use crate::record::RecordDialog;
use crate::ui::{NotFound, Sheet, SkeletonRows};

/// The page of a log, `/logs/{plural}`.
#[component]
pub fn LogPage() -> impl IntoView {
    let params = use_params_map();
    let kind = Memo::new(move |_| {
        let plural = params.with(|params| params.get("kind"));
        Kind::ALL.into_iter().find(|kind| plural.as_deref() == Some(kind.plural()))
    });
    move || match kind.get() {
        Some(kind) => view! { <Log kind/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

/// One log.
#[component]
fn Log(kind: Kind) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(Asked::from_query));
    let record = Memo::new(move |_| {
        query.with(|query| query.get("record").and_then(|id| id.parse::<RecordId>().ok()))
    });
    let board = Board::new(kind, asked, record);
    board.follow();
    let help = Sheet::closed();
    keys::follow(board, help);
    let view = view_of(kind);
    view! {
        <Title text=view.title/>
        <div class="log" data-test="log">
            <div class="heading">
                <h1>{view.title}</h1>
                <p class="quiet">{view.about}</p>
                <help::HelpButton sheet=help/>
            </div>
            <Transition fallback=SkeletonRows>
                <views::ViewStrip board/>
                <bar::Bar board/>
                <table::Table board/>
                <pager::Pager board/>
                <bulk_bar::BulkBar board/>
            </Transition>
        </div>
        <RecordDialog board/>
    }
    .into_any()
}
