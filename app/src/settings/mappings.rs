use leptos::prelude::*;

use super::form::{Choose, Waiting};
use super::view::{Choices, Pairing, ShopForm};
use crate::kinds::view_of;

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
    let line = |pairing: Pairing| {
        let Pairing { id, name, partner, waiting } = pairing;
        let label = format!("{} for {name}", heads.1);
        view! {
            <tr class:needed={waiting > 0}>
                <th scope="row">{name} " " <Waiting records=waiting/></th>
                <td>
                    <Choose name=format!("{field}:{id}") value=partner choices=choices.clone() none="Not chosen" label/>
                </td>
            </tr>
        }
    };
    view! {
        <table class="pairs">
            <thead><tr><th scope="col">{heads.0}</th><th scope="col">{heads.1}</th></tr></thead>
            <tbody>{pairings.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

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
    let line = |shop: ShopForm| {
        let ShopForm { id, name, channel, warehouse, price_list, walk_in_contact, waiting } = shop;
        view! {
            <fieldset class="shop" class:needed={waiting > 0}>
                <legend>{name.clone()} " " <Waiting records=waiting/></legend>
                <label><span>"Channel"</span><Choose name=format!("channel:{id}") value=channel choices=channels.clone() none="None" label=format!("Channel of {name}")/></label>
                <label><span>"Warehouse"</span><Choose name=format!("warehouse:{id}") value=warehouse choices=warehouses.clone() none="Not chosen" label=format!("Warehouse of {name}")/></label>
                <label><span>"Price list of orders"</span><Choose name=format!("price_list:{id}") value=price_list choices=price_lists.clone() none="The contact's own" label=format!("Price list of orders of {name}")/></label>
                <label><span>"Contact for walk-ins"</span><input type="text" inputmode="numeric" name=format!("walk_in:{id}") value=walk_in_contact placeholder="Brightpearl contact id"/></label>
            </fieldset>
        }
    };
    shops.into_iter().map(line).collect_view().into_any()
}

/// When each flow looks for news.
#[component]
pub fn Schedules(lines: Vec<super::view::ScheduleForm>) -> impl IntoView {
    let line = |line: super::view::ScheduleForm| {
        let title = view_of(line.kind).title;
        let word = line.kind.word();
        view! {
            <tr>
                <th scope="row">{title}</th>
                <td>
                    <input type="number" min="5" max="86400" name=format!("every:{word}") value=line.every_s.to_string() aria-label=format!("Seconds between two looks for {title}")/>
                    " s"
                </td>
                <td>
                    <input type="text" name=format!("paused:{word}") value=line.paused placeholder="Runs" aria-label=format!("Why {title} is paused")/>
                </td>
            </tr>
        }
    };
    view! {
        <table class="pairs">
            <thead><tr><th scope="col">"Log"</th><th scope="col">"Looks every"</th><th scope="col">"Paused because (empty: it runs)"</th></tr></thead>
            <tbody>{lines.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
