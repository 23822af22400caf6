use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use super::ahead::{Ahead, WouldSave};
use super::fields::described;
use super::follow::Follow;
use super::own_words::OwnWords;
use super::part::Part;
use super::view::{Choices, Held, Saved, SettingsView};
use crate::AppError;
use crate::rpc;
use crate::ui::{Toaster, count};

/// Saves forms of the page and reads it anew afterwards. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Saver {
    /// The version on screen.
    pub version: i64,
    /// The page.
    pub page: Resource<Result<SettingsView, AppError>>,
    /// The part that is being saved.
    pub busy: RwSignal<Option<Part>>,
    /// What becomes of the records a save sets going.
    pub follow: Follow,
}

impl Saver {
    /// Saves fields of a part and says what that did.
    pub fn save(self, part: Part, fields: Vec<(String, String)>) {
        self.save_and(part, fields, || ());
    }

    /// Takes the last save back.
    pub fn undo(self) {
        self.act(Part::Schedule, rpc::undo_settings(self.version), "Taken back.", || ());
    }

    /// Saves fields of a part, and does something once they are saved.
    pub fn save_and(self, part: Part, fields: Vec<(String, String)>, afterwards: impl FnOnce() + 'static) {
        self.act(part, rpc::save_settings(self.version, part, fields), "Saved.", afterwards);
    }

    fn act(
        self,
        part: Part,
        work: impl Future<Output = Result<Saved, AppError>> + 'static,
        done: &'static str,
        afterwards: impl FnOnce() + 'static,
    ) {
        if self.busy.get_untracked().is_some() {
            return;
        }
        let toaster = Toaster::of_page();
        self.busy.set(Some(part));
        spawn_local(async move {
            match work.await {
                Ok(saved) => {
                    toaster.done(said(done, saved));
                    self.follow.begin(saved.version);
                    afterwards();
                    self.page.refetch();
                }
                Err(error) => {
                    toaster.failed(&error);
                    if error == AppError::Changed {
                        self.page.refetch();
                    }
                }
            }
            self.busy.try_set(None);
        });
    }
}

fn said(done: &str, saved: Saved) -> String {
    match saved.released {
        0 => format!("{done} No record waited for it."),
        1 => format!("{done} 1 record released."),
        many => format!("{done} {} records released.", count(i64::try_from(many).unwrap_or(i64::MAX))),
    }
}

/// A part of the page: heading, words, and a form that is saved by itself.
#[component]
pub fn PartForm(
    /// Which part.
    part: Part,
    /// What it is about, one sentence.
    about: &'static str,
    saver: Saver,
    /// What keeps names from being shown.
    #[prop(default = None)]
    problem: Option<String>,
    children: Children,
) -> impl IntoView {
    let ahead = Ahead::new();
    view! {
        <section class="part" id=part.id() aria-labelledby=format!("{}-title", part.id())>
            <h2 id=format!("{}-title", part.id())>{part.title()}</h2>
            <p class="quiet">{about}</p>
            {problem.map(|why| view! { <p class="trouble">"Names cannot be shown, so you see ids. " {why}</p> })}
            <form data-test=format!("settings-{}", part.id())
                on:change=move |event| ahead.look(part, form_around(&event))
                on:submit=move |event| {
                    event.prevent_default();
                    ahead.forget();
                    saver.save(part, fields_of(&event));
                }>
                {children()}
                <WouldSave ahead/>
                <SaveButton part saver/>
            </form>
        </section>
    }
    .into_any()
}

/// The button that saves a form.
#[component]
pub fn SaveButton(part: Part, saver: Saver) -> impl IntoView {
    let busy = move || saver.busy.get() == Some(part);
    view! {
        <button class="button main" type="submit" class:busy=busy data-test="save">
            {move || if busy() { "Saving…" } else { "Save" }}
        </button>
    }
    .into_any()
}

fn form_of(event: &web_sys::SubmitEvent) -> Option<web_sys::HtmlFormElement> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// The form around a field that was changed.
pub(super) fn form_around(event: &web_sys::Event) -> Option<web_sys::HtmlFormElement> {
    let field = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    field.closest("form").ok()??.dyn_into().ok()
}

/// Says that a field was changed by other means than its own, so that its form looks again.
pub(super) fn changed(element: Option<&web_sys::Element>) {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    if let (Some(element), Ok(event)) = (element, web_sys::Event::new_with_event_init_dict("change", &init)) {
        // It can only be refused to one that is no longer on the page.
        let _ = element.dispatch_event(&event);
    }
}

/// The fields of the form that is being sent.
pub fn fields_of(event: &web_sys::SubmitEvent) -> Vec<(String, String)> {
    form_of(event).map(|form| fields_in(&form)).unwrap_or_default()
}

/// The fields of a form as they are now.
pub(super) fn fields_in(form: &web_sys::HtmlFormElement) -> Vec<(String, String)> {
    let Ok(data) = web_sys::FormData::new_with_form(form) else { return Vec::new() };
    // A form's data is a list of pairs; ours has texts only.
    js_sys::Array::from(&data)
        .iter()
        .filter_map(|pair| {
            let pair = pair.dyn_into::<js_sys::Array>().ok()?;
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}

/// Chooses one of a list; where the list could not be read, its id is typed.
#[component]
pub fn Choose(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// What is chosen.
    value: String,
    /// What can be chosen.
    choices: Choices,
    /// What choosing nothing means.
    none: &'static str,
    /// What it is for, to those who cannot see where it stands.
    #[prop(into)]
    label: String,
    /// Its id, where a sentence below describes it.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let described = id.map(described);
    let suggested = OwnWords::suggested(&name).filter(|_| value.is_empty());
    let (suggestion, reason) = suggested.map(|found| (found.value, found.reason)).unzip();
    if choices.problem.is_some() {
        return view! {
            <input type="text" id=id name=name value=value placeholder="Id" aria-label=label aria-describedby=described/>
        }
        .into_any();
    }
    let unknown = !value.is_empty() && !choices.list.iter().any(|choice| choice.id == value);
    let unknown = unknown
        .then(|| view! { <option value=value.clone() selected=true>{format!("{value} (unknown)")}</option> });
    let option = |choice: super::view::Choice| {
        let says =
            if choice.note.is_empty() { choice.name } else { format!("{} ({})", choice.name, choice.note) };
        let chosen = choice.id == value;
        view! { <option value=choice.id selected=chosen>{says}</option> }
    };
    let options = choices.list.into_iter().map(option).collect_view();
    view! {
        <select id=id name=name aria-label=label aria-describedby=described data-suggested=suggestion title=reason.map(|why| format!("Suggested: {why}"))>
            <option value="" selected=value.is_empty()>{none}</option>
            {unknown}
            {options}
        </select>
    }
    .into_any()
}

/// How many records wait and what they are worth, where any does.
#[component]
pub fn Waiting(held: Held) -> impl IntoView {
    let Held { records, worth } = held;
    (records > 0).then(|| {
        let noun = if records == 1 { "record waits" } else { "records wait" };
        let worth = (!worth.is_empty()).then(|| format!(", {worth}"));
        view! { <span class="badge" data-test="waiting">{count(records)} " " {noun} {worth}</span> }
    })
}
