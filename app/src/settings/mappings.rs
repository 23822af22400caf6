use leptos::prelude::*;
use model::settings::ShopSettings;

use super::form::{Choose, Waiting};
use super::view::{Choices, Pairing, ShopForm};

/// From so many lines on there is a field to find one.
const MANY: usize = 8;

/// Finds a line by a part of its name.
#[component]
fn Find(wanted: RwSignal<String>, what: &'static str) -> impl IntoView {
    let label = format!("Find in: {what}");
    view! {
        <input type="search" class="find" placeholder="Find…" aria-label=label
            on:input=move |event| wanted.set(event_target_value(&event).to_lowercase())
            // It is no setting.
            on:change=move |event| event.stop_propagation()
            on:keydown=move |event| if event.key() == "Enter" { event.prevent_default() }/>
    }
    .into_any()
}

/// Things of the till, each with its partner in Brightpearl.
#[component]
pub fn Pairings(
    /// What the till has.
    pairings: Vec<Pairing>,
    /// The partners.
    choices: Choices,
    /// The prefix of the fields.
    field: &'static str,
    /// Headings: the till's word, and Brightpearl's.
    heads: (&'static str, &'static str),
    /// What to say where the till has none.
    empty: &'static str,
) -> impl IntoView {
    if pairings.is_empty() {
        return view! { <p class="quiet">{empty}</p> }.into_any();
    }
    let wanted = RwSignal::new(String::new());
    let many = pairings.len() > MANY;
    let line = |pairing: Pairing| {
        let Pairing { id, name, partner, waiting, example } = pairing;
        let needed = waiting.records > 0;
        let label = format!("{} for {name}", heads.1);
        let words = name.to_lowercase();
        // What is not shown is still part of the form.
        let apart = move || !wanted.with(|wanted| words.contains(wanted.as_str()));
        view! {
            <tr class:needed=needed hidden=apart>
                <th scope="row">{name} " " <Waiting held=waiting/> <span class="example">{example}</span></th>
                <td>
                    <Choose name=format!("{field}:{id}") value=partner choices=choices.clone() none="Not chosen" label/>
                </td>
            </tr>
        }
    };
    view! {
        {many.then(|| view! { <Find wanted what=heads.0/> })}
        <table class="pairs">
            <thead><tr><th scope="col">{heads.0}</th><th scope="col">{heads.1}</th></tr></thead>
            <tbody>{pairings.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// What each setting of a shop changes.
const OF_A_SHOP: [(&str, &str); 6] = [
    ("Channel", "Orders of the shop are counted there."),
    ("Warehouse", "Goods leave it when the shop sells them, and the shop's tills show its stock."),
    ("Price list of orders", "Orders name it; amounts stay those of the till."),
    ("Contact for walk-ins", "Sales without a customer are posted to it; without one they wait."),
    ("Units held back", "The shop shows this many units fewer; empty takes the number under Inventory."),
    ("Location of returns", "Returned goods are booked in there; empty is the warehouse's default."),
];

/// Shops with what belongs to them.
#[component]
pub fn Shops(
    shops: Vec<ShopForm>,
    channels: Choices,
    warehouses: Choices,
    price_lists: Choices,
) -> impl IntoView {
    if shops.is_empty() {
        return view! { <p class="quiet">"The till has told of no shop yet."</p> }.into_any();
    }
    let meaning =
        |(what, says): (&'static str, &'static str)| view! { <div><dt>{what}</dt><dd>{says}</dd></div> };
    let shops = shops
        .into_iter()
        .map(|shop| {
            let (channels, warehouses, price_lists) =
                (channels.clone(), warehouses.clone(), price_lists.clone());
            view! { <Shop shop channels warehouses price_lists/> }
        })
        .collect_view();
    view! {
        <dl class="facts meanings">{OF_A_SHOP.map(meaning)}</dl>
        {shops}
    }
    .into_any()
}

#[component]
fn Shop(shop: ShopForm, channels: Choices, warehouses: Choices, price_lists: Choices) -> impl IntoView {
    let ShopForm { id, name, settings, waiting, example } = shop;
    let needed = waiting.records > 0;
    let ShopSettings { channel, warehouse, price_list, walk_in_contact, buffer, returns_location } = settings;
    let buffer = buffer.map(|units| units.to_string()).unwrap_or_default();
    view! {
        <fieldset class="shop" class:needed=needed>
            <legend>{name.clone()} " " <Waiting held=waiting/> <span class="example">{example}</span></legend>
            <label><span>"Channel"</span><Choose name=format!("channel:{id}") value=channel choices=channels none="None" label=format!("Channel of {name}")/></label>
            <label><span>"Warehouse"</span><Choose name=format!("warehouse:{id}") value=warehouse choices=warehouses none="Not chosen" label=format!("Warehouse of {name}")/></label>
            <label><span>"Price list of orders"</span><Choose name=format!("price_list:{id}") value=price_list choices=price_lists none="The contact's own" label=format!("Price list of orders of {name}")/></label>
            <label><span>"Contact for walk-ins"</span><input type="text" inputmode="numeric" name=format!("walk_in:{id}") value=walk_in_contact placeholder="Brightpearl contact id"/></label>
            <label><span>"Units held back"</span><input type="number" min="0" max="10000" name=format!("buffer:{id}") value=buffer placeholder="As for all shops"/></label>
            <label><span>"Location of returns"</span><input type="text" inputmode="numeric" name=format!("returns_location:{id}") value=returns_location placeholder="The warehouse's default"/></label>
        </fieldset>
    }
    .into_any()
}
