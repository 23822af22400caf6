//! Stopping a log for a while, with a reason that everybody sees, and letting it go on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Kind, Rest};

use crate::kinds::view_of;
use crate::rpc;
use crate::ui::{Icon, Moment, Toaster};

/// Whether a log runs; the button that pauses it, or lets it go on.
#[component]
pub fn PauseButton(
    kind: Kind,
    /// Why it does not move; `None` while it does.
    rests: Option<Rest>,
    /// Whether the reason is told elsewhere already.
    #[prop(optional)]
    silent: bool,
    /// Reads what is shown anew.
    again: Callback<()>,
) -> impl IntoView {
    match rests {
        Some(Rest::Paused(_)) if silent => view! { <Resume kind again/> }.into_any(),
        Some(_) if silent => view! { <Pause kind again/> }.into_any(),
        Some(Rest::Paused(pause)) => view! {
            <p class="rests" data-test="rests"><Icon name="pending"/> <span>{Rest::Paused(pause.clone()).say()} ", since " <Moment at=pause.since/></span></p>
            <Resume kind again/>
        }
        .into_any(),
        Some(rest) => view! {
            <p class="rests" data-test="rests"><Icon name="pending"/> <span>{rest.say()}</span></p>
            <Pause kind again/>
        }
        .into_any(),
        None => view! { <Pause kind again/> }.into_any(),
    }
}

/// Lets a paused log go on.
#[component]
pub fn Resume(kind: Kind, again: Callback<()>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toaster = Toaster::of_page();
    let title = view_of(kind).title;
    let resume = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match rpc::resume_flow(kind).await {
                Ok(()) => {
                    toaster.done(format!("{title}: going on. What happened meanwhile is caught up with."))
                }
                Err(error) => toaster.failed(&error),
            }
            busy.try_set(false);
            again.run(());
        });
    };
    view! {
        <button type="button" class="button small" class:busy=move || busy.get() data-test="resume" aria-label=format!("Let {} go on", title.to_lowercase()) on:click=resume>
            <Icon name="run"/> "Go on"
        </button>
    }
    .into_any()
}

/// Asks for the reason before it pauses.
#[component]
fn Pause(kind: Kind, again: Callback<()>) -> impl IntoView {
    let asks = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let toaster = Toaster::of_page();
    let title = view_of(kind).title;
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let pause = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let why = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match rpc::pause_flow(kind, why).await {
                Ok(()) => {
                    toaster.done(format!("{title}: paused."));
                    asks.try_set(false);
                    again.run(());
                }
                Err(error) => toaster.failed(&error),
            }
            busy.try_set(false);
        });
    };
    let name = title.to_lowercase();
    let (label, reason) = (format!("Pause {name}"), format!("Why to pause {name}"));
    view! {
        <Show when=move || asks.get() fallback={
            let label = label.clone();
            move || view! {
                <button type="button" class="button small quiet" data-test="pause" aria-label=label.clone() on:click=move |_| asks.set(true)>"Pause"</button>
            }
        }>
            <form class="pause" on:submit=pause on:keydown=move |event| if event.key() == "Escape" { asks.set(false) }>
                <input node_ref=field type="text" name="why" required=true maxlength="200" placeholder="Why? Everybody sees it" aria-label=reason.clone()/>
                <button class="button small main" class:busy=move || busy.get() data-test="pause-now">"Pause"</button>
                <button type="button" class="button small quiet" on:click=move |_| asks.set(false)>"Cancel"</button>
            </form>
        </Show>
    }
    .into_any()
}
