use leptos::prelude::*;
use model::Status;

/// A status by colour, shape and word; the shape is the style's.
#[component]
pub fn Chip(
    /// The status.
    #[prop(into)]
    status: Signal<Status>,
) -> impl IntoView {
    view! {
        <span class="chip" data-test="status" data-status=move || status.get().word()>{move || status.get().name()}</span>
    }
}
