use leptos::prelude::*;
use model::Setup;

use super::form::{Deed, SendButton, Trouble};
use super::view::SetupView;
use crate::AppError;
use crate::rpc;
use crate::settings::fields_of;
use crate::ui::{Icon, Moment, local_zone, micros_of_local};

/// Choose the moment, and begin.
#[component]
pub fn LiveStep(view: SetupView, page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    if view.setup == Setup::Done {
        return view! { <Begun view/> }.into_any();
    }
    let version = view.version;
    let deed = Deed::default();
    let zone = RwSignal::new(String::new());
    Effect::new(move || zone.set(local_zone()));
    let send = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let fields = fields_of(&event);
        let value =
            |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        let at = match value("from").as_deref() {
            Some("moment") => value("at").and_then(|at| micros_of_local(&at)),
            _ => None,
        };
        deed.run(rpc::go_live(version, at), move |()| page.refetch());
    };
    view! {
        <section class="part" aria-labelledby="step-title">
            <h2 id="step-title">"Go live"</h2>
            <p class="quiet">"Products, stock and customers begin to flow at once. Sales and returns follow from the moment you choose; what was sold before is left alone."</p>
            <form data-test="go-live" on:submit=send>
                <fieldset class="choices">
                    <legend>"Post sales"</legend>
                    <label class="choice"><input type="radio" name="from" value="now" checked=true/><span><strong>"From now on"</strong> <span class="says">"The next sale at a till is the first in Brightpearl."</span></span></label>
                    <label class="choice"><input type="radio" name="from" value="moment"/><span><strong>"From another moment"</strong> <span class="says">"Such as tomorrow's opening, or this morning's."</span></span></label>
                </fieldset>
                <div class="fields one">
                    <div class="field">
                        <label for="at">"The other moment"</label>
                        <input type="datetime-local" id="at" name="at" aria-describedby="at-says"/>
                        <p id="at-says" class="says">"In your own time" {move || match zone.get() { zone if zone.is_empty() => String::new(), zone => format!(" ({zone})") }} "."</p>
                    </div>
                </div>
                <Trouble deed/>
                <SendButton deed says="Go live" busy="Going live…"/>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Begun(view: SetupView) -> impl IntoView {
    let from =
        view.go_live.map(|at| view! { " Sales completed from " <Moment at exact=true/> " on are posted." });
    view! {
        <section class="part" aria-labelledby="step-title">
            <h2 id="step-title">"You are live"</h2>
            <p class="good" data-test="gone-live"><Icon name="synced"/> "Brightpearl and Lightspeed are being brought into step." {from}</p>
            <div class="buttons">
                <a class="button main" href="/">"See it happen"</a>
                <a class="button" href="/settings">"All settings"</a>
            </div>
        </section>
    }
    .into_any()
}
