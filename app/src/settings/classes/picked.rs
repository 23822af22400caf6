use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Good;

use crate::rpc;
use crate::settings::form::changed;

/// So long after the last key a product is looked for.
const PAUSE: Duration = Duration::from_millis(250);

/// Products picked by hand: each can be taken out, others are found by what the log finds them by.
#[component]
pub(super) fn Picked(
    /// Their references, parted by commas.
    refs: String,
) -> impl IntoView {
    let refs: Vec<String> =
        refs.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    let unnamed = |source_ref: &String| Good {
        source_ref: source_ref.clone(),
        name: format!("Product {source_ref}"),
        sku: String::new(),
    };
    let picked = RwSignal::new(refs.iter().map(unnamed).collect::<Vec<_>>());
    let found = RwSignal::new(Vec::<Good>::new());
    let form = NodeRef::<leptos::html::Fieldset>::new();
    Effect::new(move || name_all(picked, refs.clone()));
    let asked = StoredValue::new(0_u32);
    let look = move |event| {
        leptos::ev::Event::stop_propagation(&event);
        let text = event_target_value(&event);
        let mine = asked.get_value() + 1;
        asked.set_value(mine);
        set_timeout(move || look_for(text, found, move || asked.try_get_value() == Some(mine)), PAUSE);
    };
    let after = move || {
        // The form asks anew what saving would do, once the hidden fields stand.
        set_timeout(move || changed(form.get_untracked().as_deref().map(AsRef::as_ref)), Duration::ZERO);
    };
    let take_out = move |source_ref: String| {
        picked.update(|picked| picked.retain(|good| good.source_ref != source_ref));
        after();
    };
    let add = move |good: Good| {
        found.set(Vec::new());
        picked.update(|picked| {
            if !picked.iter().any(|known| known.source_ref == good.source_ref) {
                picked.push(good);
            }
        });
        after();
    };
    let chip = move |good: Good| {
        let (source_ref, label) = (good.source_ref.clone(), format!("Take out {}", good.name));
        view! {
            <li>
                <input type="hidden" name="picked" value=good.source_ref.clone()/>
                {good.name} " " <span class="quiet">{good.sku}</span>
                <button type="button" class="button small quiet" aria-label=label on:click=move |_| take_out(source_ref.clone())>"×"</button>
            </li>
        }
    };
    let offer = move |good: Good| {
        let says = format!("{} {}", good.name, good.sku);
        view! { <li><button type="button" class="button small" on:click=move |_| add(good.clone())>{says}</button></li> }
    };
    view! {
        <fieldset class="picked" node_ref=form>
            <legend>"Picked by hand"</legend>
            <p class="says">"These belong to the set whatever the rules say."</p>
            <ul class="chips">{move || picked.get().into_iter().map(chip).collect_view()}</ul>
            <input type="search" class="find" placeholder="Name, SKU or id…" aria-label="Find a product to add"
                on:input=look on:change=move |event| event.stop_propagation()
                on:keydown=move |event| if event.key() == "Enter" { event.prevent_default() }/>
            <ul class="offers" role="status">{move || found.get().into_iter().map(offer).collect_view()}</ul>
        </fieldset>
    }
    .into_any()
}

/// Gives the picked ones their names; one that is not known keeps its number.
fn name_all(picked: RwSignal<Vec<Good>>, refs: Vec<String>) {
    if refs.is_empty() {
        return;
    }
    spawn_local(async move {
        let Ok(named) = rpc::find_products(String::new(), refs).await else { return };
        picked.try_update(|picked| {
            for good in picked {
                if let Some(known) = named.iter().find(|known| known.source_ref == good.source_ref) {
                    good.clone_from(known);
                }
            }
        });
    });
}

fn look_for(text: String, found: RwSignal<Vec<Good>>, still_asked: impl Fn() -> bool + 'static) {
    if !still_asked() {
        return;
    }
    if text.trim().is_empty() {
        found.set(Vec::new());
        return;
    }
    spawn_local(async move {
        let offered = rpc::find_products(text, Vec::new()).await.unwrap_or_default();
        if still_asked() {
            found.try_set(offered);
        }
    });
}
