//! How one log is doing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Health, Kind, Status};

use crate::kinds::view_of;
use crate::log::Asked;
use crate::pausing::PauseButton;
use crate::rpc::{self, FlowLine};
use crate::ui::{Chip, Icon, Moment, Toaster, count};

/// How one log is doing: in words, in figures, and when it looks next.
#[component]
pub(super) fn FlowCard(flow: Memo<FlowLine>, again: Callback<()>) -> impl IntoView {
    let (kind, runs) = flow.with_untracked(|flow| (flow.kind, flow.runs));
    let view = view_of(kind);
    let way = format!("{} → {}", kind.source().name(), kind.target().name());
    let counts = Memo::new(move |_| flow.with(|flow| flow.counts));
    let health = Memo::new(move |_| flow.with(|flow| flow.health.clone()));
    let lines =
        move || health.get().into_iter().map(|health| view! { <HealthLine kind health/> }).collect_view();
    let figure = move |status: Status| {
        let href = Asked::of_status(status).address(kind, None);
        let here = move || counts.get().of(status);
        view! {
            <li class:zero=move || here() == 0>
                <a href=href data-test=format!("count-{}", status.word())>
                    <Chip status/> <span class="count">{move || count(here())}</span>
                </a>
            </li>
        }
    };
    view! {
        <article class="card" data-test="flow" data-kind=kind.word() class:off=!runs>
            <header>
                <h2><a href=Asked::default().address(kind, None)>{view.title}</a></h2>
                <p class="quiet">{way}</p>
            </header>
            {runs.then(|| view! { <ul class="healths">{lines}</ul> })}
            <ul class="figures">{Status::ALL.map(figure)}</ul>
            {if runs {
                view! { <Schedule flow again/> }.into_any()
            } else {
                view! { <p class="quiet foot" data-test="not-covered">{view.empty}</p> }.into_any()
            }}
        </article>
    }
    .into_any()
}

/// One thing that is so with a log, leading to where it is seen or mended.
#[component]
fn HealthLine(kind: Kind, health: Health) -> impl IntoView {
    let since = match &health {
        Health::CutOff { since, .. } => *since,
        Health::Paused(pause) => Some(pause.since),
        _ => None,
    };
    view! {
        <li data-test="health" data-health=health.code()>
            <Icon name=icon(&health)/>
            <p>
                <a href=place(kind, &health)>{health.say()}</a>
                {since.map(|at| view! { <span class="since">"since " <Moment at/></span> })}
            </p>
        </li>
    }
}

fn icon(health: &Health) -> &'static str {
    match health {
        Health::InStep => "synced",
        Health::NeedsYou(_) | Health::CutOff { .. } => "failed",
        Health::Paused(_) | Health::Quiet { .. } => "wait",
        Health::SettingUp | Health::NotCovered => "settings",
        Health::Behind { .. } | Health::Importing { .. } => "pending",
    }
}

/// Where a person sees what is meant, or mends it.
fn place(kind: Kind, health: &Health) -> String {
    let log =
        |status: Option<Status>| status.map_or_else(Asked::default, Asked::of_status).address(kind, None);
    match health {
        Health::NeedsYou(trouble) if trouble.failures > 0 => log(Some(Status::Failed)),
        Health::NeedsYou(_) | Health::Behind { .. } | Health::Importing { .. } => log(Some(Status::Pending)),
        Health::Paused(_) | Health::Quiet { .. } => "/settings/schedule".to_owned(),
        Health::CutOff { .. } => "/settings/connections".to_owned(),
        Health::SettingUp => "/setup".to_owned(),
        Health::InStep | Health::NotCovered => log(None),
    }
}

#[component]
fn Schedule(flow: Memo<FlowLine>, again: Callback<()>) -> impl IntoView {
    let (kind, every) = flow.with_untracked(|flow| (flow.kind, format!("Looks every {} s", flow.every_s)));
    let with = view_of(kind).read_with.map(|others| format!("with the {others} ")).unwrap_or_default();
    let rests = Memo::new(move |_| flow.with(|flow| flow.rests.clone()));
    let last = Memo::new(move |_| flow.with(|flow| flow.last_success_at));
    let next = Memo::new(move |_| flow.with(|flow| flow.next_run_at));
    let last = move || match last.get() {
        Some(at) => view! { "Last read " {with.clone()} <Moment at/> }.into_any(),
        None => format!("Not read {with}yet").into_any(),
    };
    let next = move || match (rests.with(Option::is_some), next.get()) {
        (true, _) => ().into_any(),
        (false, Some(at)) => view! { "Next look " <Moment at ahead=true/> }.into_any(),
        (false, None) => "Next look at once".into_any(),
    };
    view! {
        <footer class="foot">
            <p class="quiet"><span>{last}</span> <span title=every>{next}</span></p>
            <div class="buttons">
                {move || rests.with(Option::is_none).then(|| view! { <RunNow kind/> })}
                {move || view! { <PauseButton kind rests=rests.get() silent=true again/> }}
            </div>
        </footer>
    }
    .into_any()
}

/// Makes the flow look for news now.
#[component]
fn RunNow(kind: Kind) -> impl IntoView {
    let title = view_of(kind).title.to_lowercase();
    let busy = RwSignal::new(false);
    let toaster = Toaster::of_page();
    let label = format!("Run now: look for changed {title}");
    let run = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let title = title.clone();
        spawn_local(async move {
            match rpc::run_now(kind).await {
                Ok(()) => toaster.done(format!("Looking for changed {title} now.")),
                Err(error) => toaster.failed(&error),
            }
            busy.try_set(false);
        });
    };
    view! {
        <button class="button small" class:busy=move || busy.get() data-test="run-now" aria-label=label on:click=run>
            <Icon name="run"/> "Run now"
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use model::Trouble;

    use super::*;

    #[test]
    fn what_needs_a_person_leads_to_the_rows_it_is_about() {
        let leads = |failures, settings| {
            place(Kind::Order, &Health::NeedsYou(Trouble { failures, settings, worth: Vec::new() }))
        };
        assert_eq!(leads(1, 4), "/logs/orders?status=failed");
        assert_eq!(leads(0, 4), "/logs/orders?status=pending");
        assert_eq!(place(Kind::Product, &Health::InStep), "/logs/products");
    }
}
