use leptos::prelude::*;

use super::form::{Deed, Field, SendButton, Trouble};
use super::steps::{Onward, Step};
use super::view::{Desk, SetupView};
use crate::AppError;
use crate::rpc;
use crate::settings::fields_of;
use crate::ui::{Icon, Toaster};

/// How Brightpearl lets us in, as the form's word and in words.
const WAYS: [(&str, &str, &str); 3] = [
    ("staff", "Private app, staff token", "The usual way: the token belongs to one member of staff."),
    ("system", "Private app, account token", "Older apps have one token for the whole account."),
    ("oauth", "OAuth app", "For partners with a developer reference."),
];

/// Connect Brightpearl.
#[component]
pub fn OfficeStep(view: SetupView, page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let connected = view.office.is_some();
    // Whoever comes because it is lost finds the form open.
    let open = !view.office.as_ref().is_some_and(Desk::works);
    view! {
        <section class="part" aria-labelledby="step-title">
            <h2 id="step-title">"Connect Brightpearl"</h2>
            {view.office.map(|desk| view! { <ConnectedTo desk step=Step::Office/> })}
            <details open=open class="reveal">
                <summary>{if connected { "Connect again, or with another token" } else { "How to connect" }}</summary>
                <OfficeForm data_centres=view.data_centres page/>
            </details>
        </section>
    }
    .into_any()
}

/// Which account is connected, and the way on.
#[component]
pub fn ConnectedTo(desk: Desk, step: Step) -> impl IntoView {
    let lost = match &desk.state {
        model::ConnectionState::Lost { why, .. } => Some(why.clone()),
        _ => None,
    };
    let good = lost.is_none();
    view! {
        {lost.map(|why| view! { <p class="trouble"><Icon name="failed"/> <span>{why} " Connect it again below."</span></p> })}
        {good.then(|| view! {
            <p class="good" data-test="connected"><Icon name="synced"/> "Connected to " <strong>{desk.account}</strong> "."</p>
            <p><Onward step/></p>
        })}
    }
    .into_any()
}

#[component]
fn OfficeForm(
    data_centres: Vec<(String, String)>,
    page: Resource<Result<SetupView, AppError>>,
) -> impl IntoView {
    let way = RwSignal::new("staff".to_owned());
    let deed = Deed::default();
    let sent_off = RwSignal::new(None::<String>);
    let send = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let fields = fields_of(&event);
        if way.get_untracked() == "oauth" {
            deed.run(rpc::ask_office_in(fields), move |address| sent_off.set(Some(address)));
        } else {
            let toaster = Toaster::of_page();
            deed.run(rpc::connect_office(fields), move |account| {
                toaster.done(format!("Brightpearl is connected: {account}."));
                page.refetch();
            });
        }
    };
    let choice = move |(word, title, says): (&'static str, &'static str, &'static str)| {
        view! {
            <label class="choice">
                <input type="radio" name="way" value=word checked=word == "staff" on:change=move |_| way.set(word.to_owned())/>
                <span><strong>{title}</strong> <span class="says">{says}</span></span>
            </label>
        }
    };
    let several = data_centres.len() > 1;
    let centre = |(name, url): (String, String)| view! { <option value=url>{name}</option> };
    view! {
        <form data-test="connect-brightpearl" on:submit=send>
            <fieldset class="choices"><legend>"Kind of access"</legend>{WAYS.map(choice)}</fieldset>
            <Where way/>
            <div class="fields">
                <Field name="account" label="Account" placeholder="acmeshop" says="The first word of Brightpearl's address after you signed in, and of each app's reference."/>
                <Field name="app_ref" label="App reference" placeholder="acmeshop_lockstep" says="As it stands in the list of private apps: the account, an underscore, a name."/>
                {move || match way.get().as_str() {
                    "oauth" => view! {
                        <Field name="developer" label="Developer reference" says="From your partner account."/>
                        <Field name="secret" label="Client secret" kind="password" says="Kept in Lockstep's database; it is never shown again."/>
                    }.into_any(),
                    _ => view! {
                        <Field name="token" label="Token" kind="password" says="Kept in Lockstep's database; it is never shown again."/>
                    }.into_any(),
                }}
                <div class="field" class:hidden=!several>
                    <label for="centre">"Data centre"</label>
                    <select id="centre" name="centre">{data_centres.into_iter().map(centre).collect_view()}</select>
                    <p class="says">"The account lives in one of them; if one does not know it, try the other."</p>
                </div>
            </div>
            <Trouble deed/>
            <SendButton deed says="Connect Brightpearl" busy="Asking Brightpearl…"/>
        </form>
        {move || sent_off.get().map(|address| view! { <ComeBack platform=model::Platform::Brightpearl address page/> })}
    }
    .into_any()
}

/// Where the token is found, as a way through Brightpearl's menus.
#[component]
fn Where(way: RwSignal<String>) -> impl IntoView {
    move || {
        match way.get().as_str() {
        "oauth" => view! {
            <p class="quiet">"After Connect you are asked in Brightpearl whether Lockstep may work with the account."</p>
        }
        .into_any(),
        other => {
            let kind = if other == "system" { "System" } else { "Staff" };
            view! {
                <ol class="way">
                    <li>"In Brightpearl open " <kbd>"App Store"</kbd> " › " <kbd>"Private apps"</kbd> " › " <kbd>"Add private app"</kbd> "."</li>
                    <li>"Name it Lockstep, write " <kbd>"lockstep"</kbd> " as its identifier, choose " <kbd>{kind}</kbd> " as its kind and save."</li>
                    <li>"The list now shows its reference and, behind the key, its token. Copy both into the fields below."</li>
                </ol>
            }
            .into_any()
        }
    }
    }
}

/// The way to a platform's own page and back: the address on which the merchant landed is pasted.
#[component]
pub fn ComeBack(
    platform: model::Platform,
    /// The platform's page.
    address: String,
    page: Resource<Result<SetupView, AppError>>,
) -> impl IntoView {
    let name = platform.name();
    let opens = format!("Open {name}");
    view! {
        <ol class="way">
            <li><a class="button" target="_blank" rel="noopener noreferrer" href=address data-test="go-there">{opens} <Icon name="link"/></a> " and choose Allow there."</li>
            <li>"You land on a page of Lockstep, which ends by itself; or on one that cannot be shown, which is fine as well: then copy its whole address and paste it here."</li>
        </ol>
        <Paste platform page/>
    }
    .into_any()
}

/// Takes the address on which the merchant landed.
#[component]
pub fn Paste(platform: model::Platform, page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let deed = Deed::default();
    let toaster = Toaster::of_page();
    let send = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let fields = fields_of(&event);
        let landed = fields.into_iter().find(|(name, _)| name == "landed").map(|(_, value)| value);
        deed.run(rpc::come_in(platform, landed.unwrap_or_default()), move |account| {
            toaster.done(format!("{} is connected: {account}.", platform.name()));
            page.refetch();
        });
    };
    view! {
        <form data-test="paste" on:submit=send>
            <div class="fields one">
                <Field name="landed" label="Address you landed on" placeholder="https://…?code=…&state=…" says="It carries a code that works once, for a minute."/>
            </div>
            <Trouble deed/>
            <SendButton deed says="Finish" busy="Finishing…"/>
        </form>
    }
    .into_any()
}
