use leptos::prelude::*;
use model::Platform;

use super::form::{Deed, Field, SendButton, Trouble};
use super::office_step::{ComeBack, ConnectedTo, Paste};
use super::steps::Step;
use super::view::{Desk, SetupView};
use crate::AppError;
use crate::rpc;
use crate::settings::fields_of;

/// Connect Lightspeed.
#[component]
pub fn TillStep(view: SetupView, page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let connected = view.till.is_some();
    // Whoever comes because it is lost finds the form open.
    let open = !view.till.as_ref().is_some_and(Desk::works);
    view! {
        <section class="part" aria-labelledby="step-title">
            <h2 id="step-title">"Connect Lightspeed"</h2>
            {view.till.map(|desk| view! { <ConnectedTo desk step=Step::Till/> })}
            <details open=open class="reveal">
                <summary>{if connected { "Connect again" } else { "How to connect" }}</summary>
                <TillForm own_app=view.own_app begun=view.till_begun page/>
            </details>
        </section>
    }
    .into_any()
}

#[component]
fn TillForm(own_app: bool, begun: bool, page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let deed = Deed::default();
    let sent_off = RwSignal::new(None::<String>);
    let send = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        deed.run(rpc::ask_till_in(fields_of(&event)), move |address| sent_off.set(Some(address)));
    };
    let app = (!own_app).then(|| view! {
        <ol class="way">
            <li>"Make an app of your own at " <kbd>"cloud.lightspeedapp.com/oauth/register.php"</kbd> ": name it Lockstep; as its redirect address any page of yours with https will do."</li>
            <li>"Lightspeed sends its client id and secret by e-mail. Copy both into the fields below."</li>
        </ol>
        <div class="fields">
            <Field name="client_id" label="Client id" says="From Lightspeed's e-mail."/>
            <Field name="client_secret" label="Client secret" kind="password" says="Kept in Lockstep's database; it is never shown again."/>
        </div>
    });
    view! {
        <p class="quiet">"Connect as the owner of the account: Lockstep may do what the person who allows it may do."</p>
        <form data-test="connect-lightspeed" on:submit=send>
            {app}
            <Trouble deed/>
            <SendButton deed says="Connect Lightspeed" busy="Preparing…"/>
        </form>
        {move || match (sent_off.get(), begun) {
            (Some(address), _) => view! { <ComeBack platform=Platform::Lightspeed address page/> }.into_any(),
            (None, true) => view! {
                <p class="quiet">"Somebody has begun to connect. If it was you, paste the address you landed on; otherwise press Connect once more."</p>
                <Paste platform=Platform::Lightspeed page/>
            }.into_any(),
            (None, false) => ().into_any(),
        }}
    }
    .into_any()
}
