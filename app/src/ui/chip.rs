use leptos::prelude::*;
use model::Status;

use super::Icon;

/// A status by colour, shape and word.
#[component]
pub fn Chip(
    /// The status.
    #[prop(into)]
    status: Signal<Status>,
) -> impl IntoView {
    let icon = move || match status.get() {
        Status::Pending => "pending",
        Status::Processing => "processing",
        Status::Synced => "synced",
        Status::Failed => "failed",
    };
    view! {
        <span class="chip" data-test="status" data-status=move || status.get().word()>
            <Icon name=Signal::derive(icon)/>
            {move || status.get().name()}
        </span>
    }
}
