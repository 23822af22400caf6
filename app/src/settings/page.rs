use leptos::prelude::*;
use leptos_meta::Title;

use super::classes::Classes;
use super::form::{Choose, PartForm, Saver};
use super::mappings::{Pairings, Schedules, Shops};
use super::view::{Choices, CustomerForm, Names, Need, OrderForm, Part, ProductForm, SettingsView};
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
    let Names { tax_codes, methods, channels, warehouses, price_lists, statuses, till_problem, .. } =
        view.names.clone();
    let or_till = |choices: &Choices| choices.problem.clone().or_else(|| till_problem.clone());
    let problems = (or_till(&tax_codes), or_till(&methods), or_till(&warehouses));
    let shop_lists = price_lists.clone();
    let SettingsView { version, who, at, taxes, payments, shops, .. } = view;
    view! {
        <div class="settings">
            <Needs needs=view.needs/>
            {(version > 0).then(|| view! { <p class="quiet">{format!("Version {version}, saved by {who} ")} <Moment at/></p> })}
            <ProductPart form=view.products price_lists saver/>
            <Classes classes=view.classes names=view.names saver/>
            <PartForm part=Part::Taxes saver problem=problems.0 about="The Brightpearl tax code of each tax at the till.">
                <Pairings pairings=taxes choices=tax_codes field="tax" heads=("Tax at the till", "Brightpearl tax code") empty="The till has told of no tax yet."/>
            </PartForm>
            <PartForm part=Part::Payments saver problem=problems.1 about="The Brightpearl payment method of each way to pay at the till. It needs a bank account in the till's currency.">
                <Pairings pairings=payments choices=methods field="payment" heads=("Paid with", "Brightpearl payment method") empty="The till has told of no payment type yet."/>
            </PartForm>
            <PartForm part=Part::Shops saver problem=problems.2 about="What belongs to each shop. One warehouse serves one shop.">
                <Shops shops channels warehouses price_lists=shop_lists/>
            </PartForm>
            <OrderPart form=view.orders statuses saver/>
            <CustomerPart form=view.customers saver/>
            <PartForm part=Part::Schedule saver about="How often each log looks for news. A reason pauses it.">
                <Schedules lines=view.schedule/>
            </PartForm>
        </div>
    }
    .into_any()
}

#[component]
fn ProductPart(form: ProductForm, price_lists: Choices, saver: Saver) -> impl IntoView {
    let ProductForm { identifier, price_list, go_live } = form;
    let option = move |word: &'static str| {
        view! { <option value=word selected={identifier == word}>{word.to_uppercase()}</option> }
    };
    view! {
        <PartForm part=Part::Products saver problem=price_lists.problem.clone() about="What the tills show of a product, and from which sale on orders are posted.">
            <div class="fields">
                <label><span>"Price list at the tills"</span><Choose name="price_list" value=price_list choices=price_lists none="Not chosen: products wait" label="Price list at the tills"/></label>
                <label><span>"Products are the same by"</span><select name="identifier">{["sku", "ean", "upc"].map(option)}</select></label>
                <label><span>"Post sales completed from (UTC)"</span><input type="datetime-local" name="go_live" value=go_live/></label>
            </div>
        </PartForm>
    }
    .into_any()
}

#[component]
fn OrderPart(form: OrderForm, statuses: Choices, saver: Saver) -> impl IntoView {
    let OrderForm { status, nominal, rounding_nominal, exchange_rate, free_text, reserve } = form;
    view! {
        <PartForm part=Part::Orders saver problem=statuses.problem.clone() about="How a sale becomes a sales order.">
            <div class="fields">
                <label><span>"Status of a new order"</span><Choose name="status" value=status choices=statuses none="The account's default" label="Status of a new order"/></label>
                <label><span>"Nominal code of goods"</span><input type="text" name="nominal" value=nominal placeholder="The product's own"/></label>
                <label><span>"Nominal code of rounding"</span><input type="text" name="rounding_nominal" value=rounding_nominal/></label>
                <label><span>"Exchange rate to the base currency"</span><input type="text" inputmode="decimal" name="exchange_rate" value=exchange_rate placeholder="Same currency"/></label>
                <label><span>"A line whose item is not linked"</span>
                    <select name="unlinked_item">
                        <option value="wait" selected=!free_text>"makes the order wait"</option>
                        <option value="free_text" selected=free_text>"is posted as text"</option>
                    </select>
                </label>
            </div>
            <label class="check"><input type="checkbox" name="reserve" value="yes" checked=reserve/> "Reserve the goods of every order"</label>
        </PartForm>
    }
    .into_any()
}

#[component]
fn CustomerPart(form: CustomerForm, saver: Saver) -> impl IntoView {
    let CustomerForm { match_by_phone, default_country } = form;
    view! {
        <PartForm part=Part::Customers saver about="How a customer of the till becomes a contact.">
            <div class="fields">
                <label><span>"Country where the till knows none"</span><input type="text" name="default_country" maxlength="3" value=default_country placeholder="GB"/></label>
            </div>
            <label class="check"><input type="checkbox" name="match_by_phone" value="yes" checked=match_by_phone/> "Take a contact of the same name and telephone where the e-mail finds none"</label>
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
