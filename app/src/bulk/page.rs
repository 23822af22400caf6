//! A piece of bulk work with its progress and what became of each row; it has an address of its own.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::{Bulk, BulkAction, BulkId, BulkState};

use super::{says, title};
use crate::kinds::{Row, view_of};
use crate::log::Asked;
use crate::rpc::{self, BulkView};
use crate::ui::{Chip, Moment, NotFound, Problem, SkeletonRows, Toaster, count};

/// How often work that goes on is looked at.
const WATCHED: Duration = Duration::from_secs(1);
/// Rows a page, as the server has them.
const ROWS: u32 = 100;

/// The page, `/bulk/{id}`.
#[component]
pub fn BulkPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<BulkId>().ok()));
    move || match id.get() {
        Some(id) => view! { <Work id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Work(id: BulkId) -> impl IntoView {
    let query = use_query_map();
    let skip = Memo::new(move |_| {
        query.with(|query| query.get("skip").and_then(|skip| skip.parse::<u32>().ok())).unwrap_or(0)
    });
    let read = Resource::new(move || skip.get(), move |skip| rpc::read_bulk(id, skip));
    watch(read);
    view! {
        <Title text="Bulk work"/>
        <Transition fallback=SkeletonRows>
            {move || read.get().map(|answer| match answer {
                Ok(found) => view! { <Shown found read skip=skip.get_untracked()/> }.into_any(),
                Err(error) => view! { <Problem error retry=Callback::new(move |()| read.refetch())/> }.into_any(),
            })}
        </Transition>
    }
    .into_any()
}

type Read = Resource<Result<BulkView, crate::AppError>>;

/// Reads again every second while the work goes on and somebody looks at it.
fn watch(read: Read) {
    Effect::new(move || {
        let look = move || {
            let goes_on = read
                .try_with_untracked(|read| matches!(read, Some(Ok(found)) if found.bulk.ended_at.is_none()));
            if goes_on == Some(true) && !document().hidden() {
                read.refetch();
            }
        };
        if let Ok(beat) = set_interval_with_handle(look, WATCHED) {
            on_cleanup(move || beat.clear());
        }
    });
}

#[component]
fn Shown(found: BulkView, read: Read, skip: u32) -> impl IntoView {
    let BulkView { bulk, rows, more } = found;
    let goes_on = bulk.state == BulkState::Running;
    let log = Asked::default().address(bulk.kind, None);
    let reason = match &bulk.action {
        BulkAction::Skip { reason } => Some(format!("Reason: {reason}")),
        BulkAction::Note { text } => Some(format!("Note: {text}")),
        BulkAction::Resync | BulkAction::Assign { .. } => None,
    };
    let id = bulk.id;
    let page = move |skip: u32| format!("/bulk/{id}?skip={skip}");
    view! {
        <div class="heading">
            <h1>{title(&bulk)}</h1>
            <p class="quiet"><a href=log>{view_of(bulk.kind).title}</a> " · " {bulk.which.clone()} " · by " {bulk.who.clone()} " · " <Moment at=bulk.made_at/></p>
            <a class="button quiet" href="/bulk">"Earlier bulk work"</a>
        </div>
        {reason.map(|reason| view! { <p class="said">{reason}</p> })}
        <Progress bulk=bulk.clone()/>
        {goes_on.then(|| view! { <Stop id read/> })}
        <div class="panel">
            <ul class="bulk-rows" data-test="bulk-rows">{rows.into_iter().map(|(row, state)| view! { <Line row state/> }).collect_view()}</ul>
        </div>
        <nav class="pager" aria-label="Rows of the work">
            {(skip > 0).then(|| view! { <a class="button small quiet" href=page(skip.saturating_sub(ROWS))>"Before"</a> })}
            {more.then(|| view! { <a class="button small quiet" href=page(skip + ROWS)>"More"</a> })}
        </nav>
    }
    .into_any()
}

/// A bar and the same in words.
#[component]
fn Progress(bulk: Bulk) -> impl IntoView {
    let tally = bulk.tally;
    let all = (tally.taken() - tally.dropped).max(1);
    let figure = |label: &'static str, number: i64, test: &'static str| {
        (number > 0).then(|| view! { <div><dt>{label}</dt><dd data-test=test>{count(number)}</dd></div> })
    };
    view! {
        <section class="progress panel" data-test="bulk" data-state=state_word(&bulk)>
            <p role="status" data-test="bulk-says">{says(&bulk)}</p>
            <progress max=all.to_string() value=tally.ended().to_string() aria-label="Rows that have come to an end"></progress>
            <dl>
                {figure("Done", tally.done, "bulk-done")}
                {figure("Failed again", tally.failed, "bulk-failed")}
                {figure("Wait for something", tally.held, "bulk-held")}
                {figure("On their way", tally.asked, "bulk-asked")}
                {figure("Not asked for yet", tally.waiting, "bulk-waiting")}
                {figure("Left as they were", tally.dropped, "bulk-dropped")}
                {figure("Left out", tally.left_out, "bulk-left")}
            </dl>
        </section>
    }
    .into_any()
}

fn state_word(bulk: &Bulk) -> &'static str {
    match (bulk.state, bulk.ended_at) {
        (BulkState::Drafted, _) => "drafted",
        (BulkState::Cancelled, _) => "cancelled",
        (_, None) => "running",
        (_, Some(_)) => "ended",
    }
}

/// Stops the work; what is on its way goes on.
#[component]
fn Stop(id: BulkId, read: Read) -> impl IntoView {
    let toaster = Toaster::of_page();
    let busy = RwSignal::new(false);
    let stop = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match rpc::cancel_bulk(id).await {
                Ok(_) => toaster.done("Stopped. What is on its way goes on."),
                Err(error) => toaster.failed(&error),
            }
            busy.try_set(false);
            read.refetch();
        });
    };
    view! { <p><button class="button" class:busy=move || busy.get() data-test="bulk-stop" on:click=stop>"Stop"</button></p> }
}

#[component]
fn Line(row: Row, state: String) -> impl IntoView {
    let href = Asked::default().address(row.kind, Some(row.id));
    view! {
        <li data-test="bulk-row" data-ref=row.source_ref>
            <a href=href>{row.name}</a>
            <span class="state">{state}</span>
            <Chip status=row.status/>
            <span class="quiet">{row.says}</span>
        </li>
    }
    .into_any()
}
