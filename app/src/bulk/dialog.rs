//! What is shown before bulk work begins: exactly which rows, what is left out and why, and how long it takes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{BulkAction, BulkWhich, Kind, Status};

use super::asking::Asking;
use crate::AppError;
use crate::kinds::Row;
use crate::rpc::{self, BulkPlanView};
use crate::ui::{Chip, Dialog, Problem, Sheet, SkeletonRows, count};

/// Bulk work that somebody wants.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The log.
    pub kind: Kind,
    /// What is to be done; what must be said for it is asked for in the dialog.
    pub action: BulkAction,
    /// Which rows.
    pub which: BulkWhich,
}

/// Whether something must be said before it can be shown what the action takes.
fn asks(action: &BulkAction) -> bool {
    *action != BulkAction::Resync
}

/// The dialog; it opens when something is wanted and clears that when it closes. `begun` gets the address of what began.
#[component]
pub fn BulkDialog(wanted: RwSignal<Option<Wanted>>, begun: Callback<String>) -> impl IntoView {
    let sheet = Sheet::closed();
    let plan = RwSignal::new(None::<Result<BulkPlanView, AppError>>);
    Effect::new(move || match wanted.get() {
        Some(wanted) => {
            plan.set(None);
            sheet.open();
            if !asks(&wanted.action) {
                draft(plan, wanted);
            }
        }
        None => sheet.close(),
    });
    let title = Signal::derive(move || {
        wanted.with(|wanted| match wanted.as_ref().map(|wanted| &wanted.action) {
            None => "",
            Some(BulkAction::Resync) => "Re-sync these?",
            Some(BulkAction::Skip { .. }) => "Skip these?",
            Some(BulkAction::Assign { .. }) => "Assign these?",
            Some(BulkAction::Note { .. }) => "Put a note on these?",
        })
    });
    let go_on = Callback::new(move |action| {
        if let Some(wanted) = wanted.get_untracked() {
            draft(plan, Wanted { action, ..wanted });
        }
    });
    let asked = move || wanted.get().map(|wanted| wanted.action).filter(asks);
    let body = move || match (plan.get(), asked()) {
        (None, Some(action)) => view! { <Asking action go_on/> }.into_any(),
        (None, None) => view! { <SkeletonRows/> }.into_any(),
        (Some(Ok(plan)), _) => view! { <Plan plan begun wanted/> }.into_any(),
        (Some(Err(error)), _) => {
            let again = Callback::new(move |()| {
                plan.set(None);
                if let Some(wanted) = wanted.get_untracked().filter(|wanted| !asks(&wanted.action)) {
                    draft(plan, wanted);
                }
            });
            view! { <Problem error retry=again/> }.into_any()
        }
    };
    view! {
        <Dialog sheet name="bulk" title closed=Callback::new(move |()| wanted.set(None))>{body}</Dialog>
    }
    .into_any()
}

fn draft(plan: RwSignal<Option<Result<BulkPlanView, AppError>>>, wanted: Wanted) {
    spawn_local(async move {
        let answer = rpc::draft_bulk(wanted.kind, wanted.action, wanted.which).await;
        plan.try_set(Some(answer));
    });
}

/// Exactly what would happen, and the button that begins it.
#[component]
fn Plan(plan: BulkPlanView, begun: Callback<String>, wanted: RwSignal<Option<Wanted>>) -> impl IntoView {
    let BulkPlanView { bulk, by_status, by_cause, first, left_out, takes } = plan;
    let (id, taken) = (bulk.id, bulk.tally.waiting);
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<AppError>);
    let begin = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match rpc::begin_bulk(id).await {
                Ok(_) => begun.run(format!("/bulk/{id}")),
                Err(error) => {
                    trouble.try_set(Some(error));
                    busy.try_set(false);
                }
            }
        });
    };
    let verb = bulk.action.verb();
    let statuses = Status::ALL.into_iter().filter(|status| by_status.of(*status) > 0);
    let status = |status: Status| view! { <li><Chip status/> " " <span class="count">{count(by_status.of(status))}</span></li> };
    let counted = |(says, number): (String, i64)| view! { <li><span class="count">{count(number)}</span> " " {says}</li> };
    let left: i64 = left_out.iter().map(|(_, number)| number).sum();
    view! {
        <p class="which" data-test="bulk-which">{count(taken)} " of " {count(taken + left)} ": " {bulk.which.clone()}</p>
        <ul class="figures">{statuses.map(status).collect_view()}</ul>
        {(!by_cause.is_empty()).then(|| view! { <h3>"By cause"</h3> <ul class="counted" data-test="bulk-causes">{by_cause.into_iter().map(counted).collect_view()}</ul> })}
        {(left > 0).then(|| view! { <h3>"Left out"</h3> <ul class="counted" data-test="bulk-left-out">{left_out.into_iter().map(counted).collect_view()}</ul> })}
        {(!first.is_empty()).then(|| view! { <First rows=first taken/> })}
        {takes.filter(|_| taken > 0).map(|takes| view! { <p class="quiet" data-test="bulk-takes">"Takes " {takes} ", if the platform's allowance is free."</p> })}
        {move || trouble.get().map(|error| view! { <Problem error retry=Callback::new(move |()| trouble.set(None))/> })}
        <footer>
            <button type="button" class="button" on:click=move |_| wanted.set(None)>"Not now"</button>
            {if taken > 0 {
                view! {
                    <button type="button" class="button main" class:busy=move || busy.get() data-test="bulk-begin" on:click=begin>
                        {verb} " " {count(taken)}
                    </button>
                }.into_any()
            } else {
                view! { <p class="quiet">"There is nothing to do."</p> }.into_any()
            }}
        </footer>
    }
    .into_any()
}

/// The first rows, so that nobody has to guess.
#[component]
fn First(rows: Vec<Row>, taken: i64) -> impl IntoView {
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let line =
        |row: Row| view! { <li><strong>{row.name}</strong> " " <span class="quiet">{row.says}</span></li> };
    view! {
        <details open=taken <= 3>
            <summary>{if shown < taken { format!("The first {shown}") } else { "Which".to_owned() }}</summary>
            <ul class="first" data-test="bulk-first">{rows.into_iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}
