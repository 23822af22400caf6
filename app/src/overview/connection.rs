//! How the connections are doing, and how much of their allowance is used.

use leptos::prelude::*;
use model::ConnectionState;

use crate::rpc::{ConnectionLine, Meter};
use crate::ui::{Icon, Moment};

/// How one connection is doing.
#[component]
pub(super) fn ConnectionCard(connection: ConnectionLine) -> impl IntoView {
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
