//! The overview: how each log and both connections are doing, what was settled, what runs next, what changed last.

mod asked;
mod card;
mod chart;
mod connection;
mod follow;
mod latest;
mod plot;
mod upcoming;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::rpc::{self, OverviewView};
use crate::ui::Problem;
use asked::Looking;
use card::FlowCard;
use chart::Chart;
use connection::ConnectionCard;
use follow::follow;
use latest::Latest;
use upcoming::Upcoming;

/// The page `/`.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(Looking::from_query));
    // Read once; from then on every part follows by itself, so that nothing under the pointer is drawn anew.
    let first = Resource::new(
        || (),
        move |()| {
            let Looking { span, kind } = asked.get_untracked();
            rpc::read_overview(span, kind)
        },
    );
    view! {
        <Title text="Overview"/>
        <div class="heading">
            <h1>"Overview"</h1>
            <p class="quiet">"Brightpearl and Lightspeed, and every record that is not in step."</p>
        </div>
        <Transition fallback=Skeletons>
            {move || first.get().map(|read| match read {
                Ok(overview) => view! { <Figures overview asked/> }.into_any(),
                Err(error) => view! { <Problem error retry=Callback::new(move |()| first.refetch())/> }.into_any(),
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Figures(overview: OverviewView, asked: Memo<Looking>) -> impl IntoView {
    let flows = overview.flows.clone();
    let connections: Vec<_> = overview.connections.iter().map(|connection| connection.platform).collect();
    let shown = RwSignal::new(overview);
    let again = follow(shown, asked);
    let throughput = Memo::new(move |_| shown.with(|shown| shown.throughput.clone()));
    let upcoming = Memo::new(move |_| shown.with(|shown| shown.upcoming.clone()));
    let latest = Memo::new(move |_| shown.with(|shown| shown.latest.clone()));
    let now = Signal::derive(move || shown.with(|shown| shown.now));
    let card = |first: rpc::FlowLine| {
        let flow = Memo::new(move |_| {
            let known = shown.with(|shown| shown.flows.iter().find(|flow| flow.kind == first.kind).cloned());
            known.unwrap_or_else(|| first.clone())
        });
        view! { <FlowCard flow again/> }
    };
    let line = |platform| {
        let connection = Memo::new(move |_| {
            shown.with(|shown| shown.connections.iter().find(|line| line.platform == platform).cloned())
        });
        move || connection.get().map(|connection| view! { <ConnectionCard connection/> })
    };
    view! {
        <section class="cards logs" aria-label="Logs">{flows.into_iter().map(card).collect_view()}</section>
        <div class="beside">
            <Chart throughput asked/>
            <Upcoming upcoming now/>
        </div>
        <div class="beside">
            <Latest latest/>
            <section class="connections" aria-labelledby="connections">
                <h2 id="connections">"Connections"</h2>
                {connections.into_iter().map(line).collect_view()}
            </section>
        </div>
    }
    .into_any()
}

/// Grey shapes where the figures will be.
#[component]
fn Skeletons() -> impl IntoView {
    let lines = |count: usize| (0..count).map(|_| view! { <li class="skeleton"></li> }).collect_view();
    let card = move || view! { <div class="card"><ul class="skeletons">{lines(4)}</ul></div> };
    view! {
        <div aria-busy="true">
            <p class="hidden">"Loading…"</p>
            <div class="cards logs" aria-hidden="true">{(0..5).map(|_| card()).collect_view()}</div>
            <div class="beside" aria-hidden="true">
                <div class="panel"><ul class="skeletons">{lines(5)}</ul></div>
                <div class="panel"><ul class="skeletons">{lines(5)}</ul></div>
            </div>
        </div>
    }
    .into_any()
}
