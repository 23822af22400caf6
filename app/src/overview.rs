//! The overview: how each log and both connections are doing.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use model::{ConnectionState, Kind, Status};

use crate::kinds::view_of;
use crate::live::listen;
use crate::log::Asked;
use crate::pausing::PauseButton;
use crate::rpc::{self, ConnectionLine, FlowLine, Meter, OverviewView};
use crate::ui::{Chip, Icon, Moment, Problem, SkeletonRows, Toaster, count};

/// Figures need not be newer than this.
const PAUSE: Duration = Duration::from_millis(1_500);
/// Budgets and clocks move without any record changing.
const BEAT: Duration = Duration::from_secs(10);

/// The page `/`.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let read = Resource::new(|| (), |()| rpc::read_overview());
    follow(read);
    view! {
        <Title text="Overview"/>
        <div class="heading">
            <h1>"Overview"</h1>
            <p class="quiet">"Brightpearl and Lightspeed, and every record that is not in step."</p>
        </div>
        <Transition fallback=SkeletonRows>
            {move || read.get().map(|read_now| match read_now {
                Ok(overview) => view! { <Figures overview again=Callback::new(move |()| read.refetch())/> }.into_any(),
                Err(error) => view! { <Problem error retry=Callback::new(move |()| read.refetch())/> }.into_any(),
            })}
        </Transition>
    }
    .into_any()
}

/// Reads the figures again soon after anything changed, and now and then.
fn follow(read: Resource<Result<OverviewView, crate::AppError>>) {
    let owner = Owner::current();
    let listening = StoredValue::new(false);
    let waiting = StoredValue::new(false);
    let soon = move || {
        if waiting.try_update_value(|waiting| std::mem::replace(waiting, true)) == Some(false) {
            set_timeout(
                move || {
                    if waiting.try_set_value(false).is_none() {
                        read.refetch();
                    }
                },
                PAUSE,
            );
        }
    };
    Effect::new(move || {
        let event =
            read.with(|read| read.as_ref().and_then(|read| read.as_ref().ok()).map(|read| read.event));
        if let (Some(event), Some(owner), false) = (event, &owner, listening.get_value()) {
            listening.set_value(true);
            owner.with(|| listen(event, move |_| soon()));
        }
    });
    Effect::new(move || {
        let look = move || {
            if !document().hidden() {
                soon();
            }
        };
        if let Ok(beat) = set_interval_with_handle(look, BEAT) {
            on_cleanup(move || beat.clear());
        }
    });
}

#[component]
fn Figures(overview: OverviewView, again: Callback<()>) -> impl IntoView {
    let OverviewView { flows, connections, .. } = overview;
    view! {
        <section class="cards" aria-label="Logs">
            {flows.into_iter().map(|flow| view! { <FlowCard flow again/> }).collect_view()}
        </section>
        <h2>"Connections"</h2>
        <section class="cards wide" aria-label="Connections">
            {connections.into_iter().map(|connection| view! { <ConnectionCard connection/> }).collect_view()}
        </section>
    }
    .into_any()
}

/// How one log is doing.
#[component]
fn FlowCard(flow: FlowLine, again: Callback<()>) -> impl IntoView {
    let view = view_of(flow.kind);
    let way = format!("{} → {}", flow.kind.source().name(), flow.kind.target().name());
    let log = Asked::default().address(flow.kind, None);
    let counts = flow.counts;
    let (kind, runs) = (flow.kind, flow.runs);
    let figure = move |status: Status| {
        let href = Asked { status: Some(status), ..Asked::default() }.address(kind, None);
        view! {
            <li class:zero=counts.of(status) == 0>
                <a href=href data-test=format!("count-{}", status.word())>
                    <Chip status/> <span class="count">{count(counts.of(status))}</span>
                </a>
            </li>
        }
    };
    view! {
        <article class="card" data-test="flow" data-kind=kind.word() class:off=!runs>
            <header>
                <h2><a href=log>{view.title}</a></h2>
                <p class="quiet">{way}</p>
            </header>
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

#[component]
fn Schedule(flow: FlowLine, again: Callback<()>) -> impl IntoView {
    let with = view_of(flow.kind).read_with.map(|others| format!("with the {others} ")).unwrap_or_default();
    let last = match flow.last_success_at {
        Some(at) => view! { "Last read " {with} <Moment at/> }.into_any(),
        None => format!("Not read {with}yet").into_any(),
    };
    let rests = flow.rests.is_some();
    let next = match (&flow.rests, flow.next_run_at) {
        (Some(_), _) => ().into_any(),
        (None, Some(at)) => view! { "Next look " <Moment at ahead=true/> }.into_any(),
        (None, None) => "Next look at once".into_any(),
    };
    let every = format!("Looks every {} s", flow.every_s);
    view! {
        {flow.problem.map(|problem| view! {
            <p class="trouble" data-test="problem">
                <Icon name="failed"/>
                <span>{problem} {flow.problem_since.map(|at| view! { " First seen " <Moment at/> "." })}</span>
            </p>
        })}
        <footer class="foot">
            <p class="quiet"><span>{last}</span> <span title=every>{next}</span></p>
            <div class="buttons">
                {(!rests).then(|| view! { <RunNow kind=flow.kind/> })}
                <PauseButton kind=flow.kind rests=flow.rests again/>
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

/// How one connection is doing.
#[component]
fn ConnectionCard(connection: ConnectionLine) -> impl IntoView {
    let (word, says) = match &connection.state {
        ConnectionState::Missing => ("missing", "Not connected".to_owned()),
        ConnectionState::Working => ("working", "Connected".to_owned()),
        ConnectionState::Lost { why, .. } => ("lost", format!("Connection lost: {why}")),
    };
    let since = match connection.state {
        ConnectionState::Lost { since, .. } => Some(since),
        ConnectionState::Missing | ConnectionState::Working => None,
    };
    let icon = if word == "working" { "synced" } else { "failed" };
    view! {
        <article class="card" data-test="connection" data-platform=connection.platform.word()>
            <header>
                <h3>{connection.platform.name()}</h3>
                <p class="quiet">{connection.account}</p>
            </header>
            <p class="state" data-state=word>
                <Icon name=icon/>
                <span>{says} {since.map(|at| view! { " since " <Moment at/> })}</span>
            </p>
            {match connection.meter {
                Some(meter) => view! { <Allowance meter name=connection.platform.name()/> }.into_any(),
                None => view! { <p class="quiet">"No call was made yet."</p> }.into_any(),
            }}
        </article>
    }
    .into_any()
}

/// How much of the calls a platform allows is used, as a bar and in words.
#[component]
fn Allowance(meter: Meter, name: &'static str) -> impl IntoView {
    let Meter { used, of, says } = meter;
    view! {
        <div class="allowance">
            <meter min="0" max=of.to_string() high=(of * 9 / 10).to_string() value=used.to_string() aria-label=format!("Calls used at {name}")></meter>
            <p class="quiet">{says}</p>
        </div>
    }
    .into_any()
}
