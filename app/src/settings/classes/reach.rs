use leptos::prelude::*;
use model::{Good, SetReach};

use super::counted;
use crate::ui::count;

/// What the set that is edited would take.
#[component]
pub(in crate::settings) fn Reach(reach: SetReach) -> impl IntoView {
    let SetReach { of, matches, places, examples, before, after } = reach;
    let taken = match matches {
        0 => format!("Takes none of your {}.", counted(of)),
        all if all == places => format!("Takes and places {} of {}.", counted(all), said(of)),
        all => format!("Takes {} of {}, and places {} of them.", counted(all), said(of), said(places)),
    };
    let more = places.saturating_sub(u64::try_from(examples.len()).unwrap_or(u64::MAX));
    let overlap = |says: &'static str| move |(name, number): (String, u64)| view! { <li>{counted(number)} " " {says} " “" {name} "”."</li> };
    let example =
        |Good { name, sku, .. }: Good| view! { <li>{name} " " <span class="quiet">{sku}</span></li> };
    view! {
        <div class="reach" data-test="reach">
            <p><strong>{taken}</strong></p>
            <ul class="overlaps">
                {before.into_iter().map(overlap("go to the earlier set")).collect_view()}
                {after.into_iter().map(overlap("would otherwise go to")).collect_view()}
            </ul>
            <ul class="goods">
                {examples.into_iter().map(example).collect_view()}
                {(more > 0).then(|| view! { <li class="quiet">{format!("and {} more", said(more))}</li> })}
            </ul>
        </div>
    }
    .into_any()
}

fn said(number: u64) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX))
}
