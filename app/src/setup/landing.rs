use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use model::Platform;

use super::form::{Deed, Trouble};
use super::steps::Step;
use crate::rpc;

/// The page `/connect/{platform}`: where a platform sends the merchant's browser back to, with a code in the address.
#[component]
pub fn LandingPage() -> impl IntoView {
    let params = use_params_map();
    let platform = move || params.with(|params| Platform::parse(&params.get("platform").unwrap_or_default()));
    let deed = Deed::default();
    Effect::new(move || {
        // What is no platform has its sentence already.
        let (Some(platform), Ok(landed)) = (platform(), window().location().href()) else { return };
        deed.run(rpc::come_in(platform, landed), move |_| {
            // Loaded anew, so that the code leaves the address and the history.
            let _ = window().location().replace(&step_of(platform).address());
        });
    });
    let back =
        move || platform().map(|platform| step_of(platform).address()).unwrap_or_else(|| "/setup".to_owned());
    let title = move || if platform().is_none() || deed.failed() { "Not connected" } else { "Connecting…" };
    view! {
        <Title text=title/>
        <section class="part landing">
            <h1>{title}</h1>
            <Show when=move || platform().is_none()>
                <p class="trouble" data-test="trouble">"There is no such platform. Go back to the set-up and press Connect there."</p>
            </Show>
            <Show when=move || deed.busy()><p class="quiet" role="status">"Lockstep asks the platform for its tokens."</p></Show>
            <Trouble deed/>
            <p><a class="button" href=back>"Back to the set-up"</a></p>
        </section>
    }
    .into_any()
}

fn step_of(platform: Platform) -> Step {
    match platform {
        Platform::Brightpearl => Step::Office,
        Platform::Lightspeed => Step::Till,
    }
}
