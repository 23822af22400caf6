use leptos::prelude::*;
use model::{ConnectionState, Platform};

use crate::rpc::{self, ConnectionLine};
use crate::setup::{Deed, Trouble};
use crate::ui::{Icon, Moment, Problem, SkeletonRows, Toaster};

/// Which accounts Lockstep works with, and whether they answer.
#[component]
pub fn ConnectionsPart() -> impl IntoView {
    let overview = Resource::new(|| (), |()| rpc::read_overview(model::Span::default(), None));
    let again = Callback::new(move |()| overview.refetch());
    view! {
        <Transition fallback=SkeletonRows>
            {move || overview.get().map(|read| match read {
                Ok(overview) => overview.connections.into_iter().map(|line| view! { <One line again/> }).collect_view().into_any(),
                Err(error) => view! { <Problem error retry=again/> }.into_any(),
            })}
        </Transition>
        <Names/>
    }
    .into_any()
}

#[component]
fn One(line: ConnectionLine, again: Callback<()>) -> impl IntoView {
    let ConnectionLine { platform, account, state, .. } = line;
    let name = platform.name();
    let deed = Deed::default();
    let toaster = Toaster::of_page();
    let attempt = move |_| {
        deed.run(rpc::try_connection(platform), move |account| {
            toaster.done(format!("{name} answers: {account}."));
            again.run(());
        });
    };
    let missing = state == ConnectionState::Missing;
    let says = match state {
        ConnectionState::Working => view! { <p class="good"><Icon name="synced"/> "Connected to " <strong>{account}</strong> "."</p> }.into_any(),
        ConnectionState::Lost { why, since } => view! { <p class="trouble"><Icon name="failed"/> <span>{why} " Since " <Moment at=since/> "."</span></p> }.into_any(),
        ConnectionState::Missing => view! { <p class="quiet">"Not connected yet."</p> }.into_any(),
    };
    view! {
        <section class="part" data-test="connection" data-platform=platform.word() aria-labelledby=format!("{}-title", platform.word())>
            <h2 id=format!("{}-title", platform.word())>{name}</h2>
            {says}
            <Trouble deed/>
            <div class="buttons">
                <a class="button" href=format!("/setup/{}", platform.word())>{if missing { "Connect" } else { "Connect again" }}</a>
                {(!missing).then(|| view! {
                    <button type="button" class="button quiet" class:busy=move || deed.busy() on:click=attempt data-test="try">"Try it now"</button>
                })}
            </div>
        </section>
    }
    .into_any()
}

/// Reads the names of both platforms anew.
#[component]
fn Names() -> impl IntoView {
    let deed = Deed::default();
    let toaster = Toaster::of_page();
    let forget = move |_| {
        deed.run(rpc::forget_names(), move |()| {
            toaster.done("The next page you open reads the names again.")
        });
    };
    let both = Platform::ALL.map(Platform::name).join(" and ");
    view! {
        <section class="part" aria-labelledby="names-title">
            <h2 id="names-title">"Names"</h2>
            <p class="quiet">{format!("The settings show names as {both} have them, at most five minutes old.")}</p>
            <Trouble deed/>
            <div class="buttons"><button type="button" class="button" class:busy=move || deed.busy() on:click=forget>"Fetch them again"</button></div>
        </section>
    }
    .into_any()
}
