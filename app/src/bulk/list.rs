//! What was done with many records at once: by whom, when, and what became of it.

use leptos::prelude::*;
use leptos_meta::Title;
use model::Bulk;

use super::{says, title};
use crate::rpc;
use crate::ui::{Moment, Problem, SkeletonRows};

/// The page, `/bulk`.
#[component]
pub fn BulkListPage() -> impl IntoView {
    let read = Resource::new(|| (), |()| rpc::read_bulks());
    view! {
        <Title text="Bulk work"/>
        <div class="heading">
            <h1>"Bulk work"</h1>
            <p class="quiet">"What was done with many records at once. Tick rows of a log to begin some."</p>
        </div>
        <Transition fallback=SkeletonRows>
            {move || read.get().map(|answer| match answer {
                Ok(bulks) if bulks.is_empty() => view! {
                    <div class="panel"><div class="empty" data-test="empty">
                        <h2>"Nothing yet"</h2>
                        <p>"Tick rows of a log, or all that match a filter, and re-sync or skip them at once."</p>
                    </div></div>
                }.into_any(),
                Ok(bulks) => view! { <div class="panel"><ul class="bulk-rows" data-test="bulks">{bulks.into_iter().map(line).collect_view()}</ul></div> }.into_any(),
                Err(error) => view! { <Problem error retry=Callback::new(move |()| read.refetch())/> }.into_any(),
            })}
        </Transition>
    }
    .into_any()
}

fn line(bulk: Bulk) -> impl IntoView {
    let (title, says) = (title(&bulk), says(&bulk));
    view! {
        <li>
            <a href=format!("/bulk/{}", bulk.id)>{title}</a>
            <span class="state">{says}</span>
            <span class="quiet">{bulk.which} " · by " {bulk.who} " · " <Moment at=bulk.made_at/></span>
        </li>
    }
}
