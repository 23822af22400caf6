//! What must be said before it can be shown which rows bulk work takes: why they are skipped, who looks after them, what the
//! note says.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{BulkAction, Note};

use crate::record::Colleagues;
use crate::rpc::{self, TeamView};

/// The form for an action that needs something said; `go_on` gets the action with it.
#[component]
pub fn Asking(action: BulkAction, go_on: Callback<BulkAction>) -> impl IntoView {
    match action {
        BulkAction::Assign { .. } => view! { <Whom go_on/> }.into_any(),
        BulkAction::Note { .. } => view! { <Words go_on/> }.into_any(),
        BulkAction::Skip { .. } | BulkAction::Resync => view! { <Reason go_on/> }.into_any(),
    }
}

/// What each form has: on sending it, `said` makes an action of what was typed, or nothing where there is too little.
fn form(
    go_on: Callback<BulkAction>,
    said: impl Fn() -> Option<BulkAction> + 'static,
    fields: AnyView,
    next: (&'static str, &'static str),
) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(action) = said() {
            go_on.run(action);
        }
    };
    let (hook, says) = next;
    view! {
        <form class="asking" on:submit=submit>
            {fields}
            <footer><button class="button main" data-test=hook>{says}</button></footer>
        </form>
    }
    .into_any()
}

/// What was typed, unless it is blank.
fn typed(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked()).filter(|text| !text.trim().is_empty())
}

#[component]
fn Reason(go_on: Callback<BulkAction>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let fields = view! {
        <p>"They are not sent, and count as in step. A change at their source, or a re-sync, brings them back."</p>
        <label for="skip-reason">"Why? Everybody who looks at them reads it."</label>
        <input id="skip-reason" type="text" maxlength=BulkAction::LONGEST_REASON.to_string() required data-test="skip-reason" autofocus
            placeholder="Entered by hand in Brightpearl" on:input=move |event| reason.set(event_target_value(&event))/>
    };
    let said = move || typed(reason).map(|reason| BulkAction::Skip { reason });
    form(go_on, said, fields.into_any(), ("skip-next", "Look at what is skipped"))
}

#[component]
fn Whom(go_on: Callback<BulkAction>) -> impl IntoView {
    let to = RwSignal::new(String::new());
    let team = RwSignal::new(TeamView::default());
    Effect::new(move || {
        spawn_local(async move {
            // Names are only suggested: without them they are typed.
            if let Ok(found) = rpc::read_team().await {
                team.try_set(found);
            }
        });
    });
    let me = move || {
        team.get().me.map(|me| {
            let says = format!("Me ({me})");
            view! { <button type="button" class="button small" data-test="assign-me" on:click=move |_| to.set(me.clone())>{says}</button> }
        })
    };
    let fields = view! {
        <label for="assign-to">"Who looks after them? Leave it empty to take them from whoever does."</label>
        <div class="field">
            <input id="assign-to" type="text" list="colleagues" maxlength=Note::LONGEST_NAME.to_string() autocomplete="off" data-test="assign-to" autofocus
                placeholder="A colleague" prop:value=move || to.get() on:input=move |event| to.set(event_target_value(&event))/>
            {me}
        </div>
        <Colleagues names=Signal::derive(move || team.get().colleagues)/>
    };
    let said = move || Some(BulkAction::Assign { to: typed(to) });
    form(go_on, said, fields.into_any(), ("assign-next", "Look at what is assigned"))
}

#[component]
fn Words(go_on: Callback<BulkAction>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let fields = view! {
        <label for="bulk-note">"What should colleagues know about them?"</label>
        <textarea id="bulk-note" rows="3" maxlength=Note::LONGEST_TEXT.to_string() required data-test="note-text" autofocus
            on:input=move |event| text.set(event_target_value(&event))></textarea>
    };
    let said = move || typed(text).map(|text| BulkAction::Note { text });
    form(go_on, said, fields.into_any(), ("note-next", "Look at what gets the note"))
}
