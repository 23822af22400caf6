use leptos::prelude::*;

use super::form::{Deed, SendButton, Trouble};
use super::steps::{Onward, Step};
use super::view::{SetupView, ShopPick, ShopsView};
use crate::AppError;
use crate::rpc;
use crate::settings::fields_of;
use crate::ui::{Problem, SkeletonRows, Toaster};

/// Choose shops, and the rate where currencies differ.
#[component]
pub fn ShopStep(done: bool, page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let shops = Resource::new(|| (), |()| rpc::read_shops());
    view! {
        <section class="part" aria-labelledby="step-title">
            <h2 id="step-title">"Choose shops"</h2>
            <p class="quiet">"What is sold in a shop that is not chosen is left alone. You can add one later."</p>
            <Transition fallback=SkeletonRows>
                {move || shops.get().map(|read| match read {
                    Ok(view) => view! { <ShopForm view done page/> }.into_any(),
                    Err(error) => view! { <Problem error retry=Callback::new(move |()| shops.refetch())/> }.into_any(),
                })}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn ShopForm(view: ShopsView, done: bool, page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let ShopsView { version, shops, office_currency, till_currency, rate, problem } = view;
    let deed = Deed::default();
    let toaster = Toaster::of_page();
    let send = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        deed.run(rpc::choose_shops(version, fields_of(&event)), move |()| {
            toaster.done("Shops are chosen.");
            page.refetch();
        });
    };
    let pick = |shop: ShopPick| {
        let ShopPick { id, name, note, chosen } = shop;
        view! {
            <label class="choice">
                <input type="checkbox" name="shop" value=id checked=chosen/>
                <span><strong>{name}</strong> <span class="says">{note}</span></span>
            </label>
        }
    };
    view! {
        {problem.map(|why| view! { <p class="trouble">{why}</p> })}
        <form data-test="shops" on:submit=send>
            <fieldset class="choices"><legend>"Shops at Lightspeed"</legend>{shops.into_iter().map(pick).collect_view()}</fieldset>
            <Currencies office=office_currency till=till_currency rate/>
            <Trouble deed/>
            <div class="buttons">
                <SendButton deed says="Use these shops" busy="Saving…"/>
                {done.then(|| view! { <Onward step=Step::Shops/> })}
            </div>
        </form>
    }
    .into_any()
}

/// Both currencies; a rate only where they differ.
#[component]
fn Currencies(office: String, till: String, rate: String) -> impl IntoView {
    if office.is_empty() || till.is_empty() {
        return view! { <p class="quiet">"A currency could not be read; you can set an exchange rate under Settings, Orders."</p> }.into_any();
    }
    if office == till {
        return view! { <p class="quiet" data-test="currency">"Tills and back office both count in " <strong>{till}</strong> ": no exchange rate is needed."</p> }.into_any();
    }
    let says = format!(
        "How many {office} one {till} is: a sale of {till} 100.00 counts as {office} 100 times this rate."
    );
    view! {
        <div class="fields one">
            <div class="field">
                <label for="rate">{format!("Exchange rate from {till} to {office}")}</label>
                <input type="text" inputmode="decimal" id="rate" name="rate" value=rate required=true aria-describedby="rate-says"/>
                <p id="rate-says" class="says">{says}</p>
            </div>
        </div>
    }
    .into_any()
}
