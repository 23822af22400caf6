use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::area::Area;
use super::classes::Classes;
use super::fill::Fill;
use super::follow::{Follow, Following};
use super::form::{PartForm, Saver, Waiting};
use super::mappings::{Pairings, Shops};
use super::own_words::OwnWords;
use super::part::Part;
use super::parts::{
    ConnectionsPart, CustomerPart, GoLivePart, History, InventoryPart, OrderPart, ProductPart, RefundPart,
    SchedulePart,
};
use super::view::{Choices, Held, Names, Need, Pairing, SettingsView, ShopForm};
use crate::rpc;
use crate::ui::{Moment, Problem, SkeletonRows};

/// The page `/settings`, and one for each of its areas.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let params = use_params_map();
    let area = Memo::new(move |_| params.with(|params| Area::parse(&params.get("area").unwrap_or_default())));
    let page = Resource::new(|| (), |()| rpc::read_settings());
    let busy = RwSignal::new(None);
    let follow = Follow::new();
    let title = move || area.get().map_or("Settings", Area::title);
    let about = move || {
        area.get().map_or(
            "What a save changes takes effect at once, and releases the records that waited for it.",
            Area::about,
        )
    };
    view! {
        <Title text=move || match area.get() {
            Some(area) => format!("{} · Settings", area.title()),
            None => "Settings".to_owned(),
        }/>
        <div class="heading">
            <h1>{title}</h1>
            <p class="quiet">{about}</p>
        </div>
        <div class="areas">
            <Areas area/>
            <div>
                <Following follow/>
                <Transition fallback=SkeletonRows>
                    {move || page.get().map(|read| match read {
                        Ok(view) => {
                            let saver = Saver { version: view.version, page, busy, follow };
                            view! { <OneArea view area=area.get() saver/> }.into_any()
                        }
                        Err(error) => view! { <Problem error retry=Callback::new(move |()| page.refetch())/> }.into_any(),
                    })}
                </Transition>
            </div>
        </div>
    }
    .into_any()
}

/// The navigation between areas.
#[component]
fn Areas(area: Memo<Option<Area>>) -> impl IntoView {
    let link = move |one: Area| {
        let here = move || (area.get() == Some(one)).then_some("page");
        view! { <li><a href=one.address() aria-current=here data-test=format!("area-{}", one.word())>{one.title()}</a></li> }
    };
    let start = move || area.get().is_none().then_some("page");
    view! {
        <nav class="area-list" aria-label="Settings">
            <ul>
                <li><a href="/settings" aria-current=start>"All settings"</a></li>
                {Area::ALL.map(link)}
            </ul>
        </nav>
    }
    .into_any()
}

/// The forms of one area; without one, what records wait for and a card for each.
#[component]
fn OneArea(view: SettingsView, area: Option<Area>, saver: Saver) -> impl IntoView {
    let Some(area) = area else {
        return view! { <Start view/> }.into_any();
    };
    let needs: Vec<Need> = view.needs.iter().filter(|need| need.part.area() == area).cloned().collect();
    let waits = (!needs.is_empty()).then(|| view! { <Needs needs/> });
    view! {
        <div class="settings" data-test="area" data-area=area.word()>
            {waits}
            {suggests(area).then(|| view! {
                <p class="quiet">"What is alike on both sides can be paired for you. " <a href="/setup/matches">"See suggestions"</a></p>
            })}
            <Forms view area saver/>
        </div>
    }
    .into_any()
}

/// Whether pairs are suggested for an area.
fn suggests(area: Area) -> bool {
    matches!(area, Area::Orders | Area::Classification)
}

#[component]
fn Forms(view: SettingsView, area: Area, saver: Saver) -> impl IntoView {
    OwnWords::provide(&view);
    let SettingsView { names, .. } = view;
    let or_till = |choices: &Choices| choices.problem.clone().or_else(|| names.till_problem.clone());
    match area {
        Area::Connections => view! { <ConnectionsPart/> }.into_any(),
        Area::Products => view! { <ProductPart form=view.products names saver/> }.into_any(),
        Area::Classification => view! { <Classes classes=view.classes names saver/> }.into_any(),
        Area::Orders => view! {
            <GoLivePart go_live=view.go_live saver/>
            <OrderPart form=view.orders names saver/>
        }
        .into_any(),
        Area::Taxes => {
            let problem = or_till(&names.tax_codes);
            view! { <TaxPart taxes=view.taxes codes=names.tax_codes problem saver/> }.into_any()
        }
        Area::Payments => {
            let problem = or_till(&names.methods);
            view! { <PaymentPart payments=view.payments methods=names.methods problem saver/> }.into_any()
        }
        Area::Inventory => view! {
            <ShopPart shops=view.shops names saver/>
            <InventoryPart form=view.inventory saver/>
        }
        .into_any(),
        Area::Customers => view! { <CustomerPart form=view.customers saver/> }.into_any(),
        Area::Refunds => {
            view! { <RefundPart form=view.refunds statuses=names.credit_statuses saver/> }.into_any()
        }
        Area::Schedule => view! { <SchedulePart lines=view.schedule zone=view.zone saver/> }.into_any(),
        Area::History => view! { <History versions=view.history older=view.older saver/> }.into_any(),
    }
}

/// What records wait for, and a card for each area.
#[component]
fn Start(view: SettingsView) -> impl IntoView {
    let SettingsView { version, who, at, needs, .. } = view;
    let waiting = needs.clone();
    let card = move |area: Area| {
        let mine = waiting.iter().filter(|need| need.part.area() == area);
        let held = Held { records: mine.map(|need| need.held.records).sum(), worth: String::new() };
        view! {
            <li>
                <a class="card" href=area.address()>
                    <strong>{area.title()} " " <Waiting held/></strong>
                    <span class="quiet">{area.about()}</span>
                </a>
            </li>
        }
    };
    view! {
        <div class="settings">
            <Needs needs/>
            {(version > 0).then(|| view! {
                <p class="quiet">{format!("Version {version}, saved by {who} ")} <Moment at/> "."</p>
            })}
            <ul class="cards">{Area::ALL.into_iter().map(card).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// The pairs a set-up needs before it goes live.
#[component]
pub fn Complete(view: SettingsView, page: Resource<Result<SettingsView, crate::AppError>>) -> impl IntoView {
    let saver = Saver { version: view.version, page, busy: RwSignal::new(None), follow: Follow::new() };
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
    let or_till = |choices: &Choices| choices.problem.clone().or_else(|| names.till_problem.clone());
    let (tax_problem, method_problem) = (or_till(&names.tax_codes), or_till(&names.methods));
    view! {
        <TaxPart taxes codes=names.tax_codes.clone() problem=tax_problem saver/>
        <PaymentPart payments methods=names.methods.clone() problem=method_problem saver/>
        <ShopPart shops names saver/>
    }
    .into_any()
}

#[component]
fn TaxPart(taxes: Vec<Pairing>, codes: Choices, problem: Option<String>, saver: Saver) -> impl IntoView {
    view! {
        <PartForm part=Part::Taxes saver problem about="The Brightpearl tax code of each tax at the till. A sale with a tax that has none waits.">
            <Fill fields=&["tax:"]/>
            <Pairings pairings=taxes choices=codes field="tax" heads=("Tax at the till", "Brightpearl tax code") empty="The till has told of no tax yet."/>
        </PartForm>
    }
}

#[component]
fn PaymentPart(
    payments: Vec<Pairing>,
    methods: Choices,
    problem: Option<String>,
    saver: Saver,
) -> impl IntoView {
    view! {
        <PartForm part=Part::Payments saver problem about="The Brightpearl payment method of each way to pay at the till. It needs a bank account in the till's currency.">
            <Fill fields=&["payment:"]/>
            <Pairings pairings=payments choices=methods field="payment" heads=("Paid with", "Brightpearl payment method") empty="The till has told of no payment type yet."/>
        </PartForm>
    }
}

#[component]
fn ShopPart(shops: Vec<ShopForm>, names: Names, saver: Saver) -> impl IntoView {
    let Names { channels, warehouses, price_lists, till_problem, .. } = names;
    let problem = warehouses.problem.clone().or(till_problem);
    view! {
        <PartForm part=Part::Shops saver problem about="What belongs to each shop. One warehouse serves one shop.">
            <Fill fields=&["warehouse:", "channel:"]/>
            <Shops shops channels warehouses price_lists/>
        </PartForm>
    }
}

/// What records wait for, with the way to the form that mends it.
#[component]
fn Needs(needs: Vec<Need>) -> impl IntoView {
    if needs.is_empty() {
        return view! { <p class="good" data-test="needs">"No record waits for a setting."</p> }.into_any();
    }
    let line = |need: Need| {
        view! {
            <li>
                <Waiting held=need.held/>
                <p><strong>{need.says}</strong> " " {need.fix}</p>
                <a class="button small" href=need.part.area().address()>{need.part.area().title()}</a>
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
