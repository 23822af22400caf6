use leptos::prelude::*;
use leptos_meta::Title;

use super::classes::Classes;
use super::form::{PartForm, Saver};
use super::mappings::{Pairings, Schedules, Shops};
use super::parts::{
    CustomerPart, GoLivePart, History, InventoryPart, OrderPart, OrderWaits, ProductPart, RefundPart,
};
use super::view::{Choices, Names, Need, Pairing, Part, SettingsView, ShopForm};
use crate::rpc;
use crate::ui::{Moment, Problem, SkeletonRows, count};

/// The page `/settings`.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let page = Resource::new(|| (), |()| rpc::read_settings());
    let busy = RwSignal::new(None);
    view! {
        <Title text="Settings"/>
        <div class="heading">
            <h1>"Settings"</h1>
            <p class="quiet">"What belongs together on the two platforms. A save releases the records that waited for it."</p>
        </div>
        <Transition fallback=SkeletonRows>
            {move || page.get().map(|read| match read {
                Ok(view) => {
                    let saver = Saver { version: view.version, page, busy };
                    view! { <Parts view saver/> }.into_any()
                }
                Err(error) => view! { <Problem error retry=Callback::new(move |()| page.refetch())/> }.into_any(),
            })}
        </Transition>
    }
    .into_any()
}

/// All forms, what records wait for on top.
#[component]
fn Parts(view: SettingsView, saver: Saver) -> impl IntoView {
    let waits = OrderWaits::of(&view);
    let price_list_waits = view.waiting_for("price_list");
    let SettingsView { version, who, at, names, classes, schedule, history, older, .. } = view;
    let credit_statuses = names.credit_statuses.clone();
    view! {
        <div class="settings">
            <Needs needs=view.needs/>
            {(version > 0).then(|| view! {
                <p class="quiet">
                    {format!("Version {version}, saved by {who} ")} <Moment at/> " · "
                    <a rel="external" href="#history">"History"</a>
                </p>
            })}
            <GoLivePart go_live=view.go_live saver/>
            <ProductPart form=view.products names=names.clone() waiting=price_list_waits saver/>
            <Classes classes names=names.clone() saver/>
            <InventoryPart form=view.inventory saver/>
            <Mappings taxes=view.taxes payments=view.payments shops=view.shops names=names.clone() saver/>
            <OrderPart form=view.orders names waits saver/>
            <RefundPart form=view.refunds statuses=credit_statuses saver/>
            <CustomerPart form=view.customers saver/>
            <PartForm part=Part::Schedule saver about="How often each log looks for news. A reason pauses it; what happens meanwhile is caught up with afterwards.">
                <Schedules lines=schedule/>
            </PartForm>
            <History versions=history older/>
        </div>
    }
    .into_any()
}

/// The pairs a set-up needs before it goes live.
#[component]
pub fn Complete(view: SettingsView, page: Resource<Result<SettingsView, crate::AppError>>) -> impl IntoView {
    let saver = Saver { version: view.version, page, busy: RwSignal::new(None) };
    let SettingsView { taxes, payments, shops, names, .. } = view;
    view! { <Mappings taxes payments shops names saver/> }
}

/// What pairs things of the till with things of Brightpearl.
#[component]
fn Mappings(
    taxes: Vec<Pairing>,
    payments: Vec<Pairing>,
    shops: Vec<ShopForm>,
    names: Names,
    saver: Saver,
) -> impl IntoView {
    let Names { tax_codes, methods, channels, warehouses, price_lists, till_problem, .. } = names;
    let or_till = |choices: &Choices| choices.problem.clone().or_else(|| till_problem.clone());
    let problems = (or_till(&tax_codes), or_till(&methods), or_till(&warehouses));
    view! {
        <PartForm part=Part::Taxes saver problem=problems.0 about="The Brightpearl tax code of each tax at the till.">
            <Pairings pairings=taxes choices=tax_codes field="tax" heads=("Tax at the till", "Brightpearl tax code") empty="The till has told of no tax yet."/>
        </PartForm>
        <PartForm part=Part::Payments saver problem=problems.1 about="The Brightpearl payment method of each way to pay at the till. It needs a bank account in the till's currency.">
            <Pairings pairings=payments choices=methods field="payment" heads=("Paid with", "Brightpearl payment method") empty="The till has told of no payment type yet."/>
        </PartForm>
        <PartForm part=Part::Shops saver problem=problems.2 about="What belongs to each shop. One warehouse serves one shop.">
            <Shops shops channels warehouses price_lists/>
        </PartForm>
    }
    .into_any()
}

/// What records wait for, with the way to the form that mends it.
#[component]
fn Needs(needs: Vec<Need>) -> impl IntoView {
    if needs.is_empty() {
        return view! { <p class="good" data-test="needs">"No record waits for a setting."</p> }.into_any();
    }
    let line = |need: Need| {
        let number = format!("{}{}", count(need.records), if need.more { "+" } else { "" });
        let noun = if need.records == 1 { "record" } else { "records" };
        view! {
            <li>
                <span class="badge">{number} " " {noun}</span>
                <p><strong>{need.says}</strong> " " {need.fix}</p>
                <a class="button small" rel="external" href=format!("#{}", need.part.id())>{need.part.title()}</a>
            </li>
        }
    };
    view! {
        <section class="part needs" data-test="needs" aria-labelledby="needs-title">
            <h2 id="needs-title">"Records wait for these"</h2>
            <ul>{needs.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}
