//! Fields of the settings forms: a label above, and below it one sentence that says what the setting changes.

use leptos::prelude::*;
use serde::Serialize;

use super::form::{Choose, Waiting};
use super::own_words::OwnWords;
use super::view::{Choice, Choices};

/// What stands around every field. The field bears the id, and is described by the sentence.
fn framed(id: &'static str, label: &'static str, says: &'static str, field: AnyView) -> impl IntoView {
    let (held, example) = OwnWords::of(id);
    let needed = held.records > 0;
    view! {
        <div class="field" class:needed=needed>
            <label for=id>{label} " " <Waiting held/></label>
            {field}
            <p id=described(id) class="says">{says} <Example example/></p>
        </div>
    }
    .into_any()
}

/// What a setting means for something of the merchant's own.
#[component]
fn Example(example: String) -> impl IntoView {
    (!example.is_empty()).then(|| view! { <span class="example" data-test="example">{example}</span> })
}

/// The id of the sentence below a field.
pub(super) fn described(id: &str) -> String {
    format!("{id}-says")
}

/// A line of text.
#[component]
pub fn TextField(
    /// The field's name, once on the page.
    name: &'static str,
    label: &'static str,
    value: String,
    says: &'static str,
    /// What an empty field means.
    #[prop(default = "")]
    placeholder: &'static str,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// The id of a list of suggestions.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let field = view! {
        <input type=kind id=name name=name value=value placeholder=placeholder list=list autocomplete="off" aria-describedby=described(name)/>
    };
    framed(name, label, says, field.into_any())
}

/// A whole number.
#[component]
pub fn NumberField(
    /// The field's name, once on the page.
    name: &'static str,
    label: &'static str,
    value: u32,
    says: &'static str,
    min: u32,
    max: u32,
) -> impl IntoView {
    let field = view! {
        <input type="number" id=name name=name value=value.to_string() min=min.to_string() max=max.to_string() required=true aria-describedby=described(name)/>
    };
    framed(name, label, says, field.into_any())
}

/// One of a platform's list; where the list could not be read, its id is typed.
#[component]
pub fn PickField(
    /// The field's name, once on the page.
    name: &'static str,
    label: &'static str,
    value: String,
    says: &'static str,
    choices: Choices,
    /// What choosing nothing means.
    none: &'static str,
) -> impl IntoView {
    let problem = choices.problem.clone();
    let field = view! {
        <Choose name value choices none label id=name/>
        {problem.map(|why| view! { <Unlisted why/> })}
    };
    framed(name, label, says, field.into_any())
}

/// Says that an id is to be typed, and why.
#[component]
fn Unlisted(why: String) -> impl IntoView {
    view! { <p class="unlisted" title=why>"The list cannot be shown; type the id."</p> }
}

/// One of a few words that are the same for every merchant.
#[component]
pub fn WordField<T: Serialize + Copy + 'static>(
    /// The field's name, once on the page.
    name: &'static str,
    label: &'static str,
    value: T,
    says: &'static str,
    /// The words, each with what people read.
    options: &'static [(T, &'static str)],
) -> impl IntoView {
    let chosen = word(&value);
    let option = |(value, says): &(T, &'static str)| {
        let value = word(value);
        view! { <option value=value.clone() selected={value == chosen}>{*says}</option> }
    };
    let options = options.iter().map(option).collect_view();
    let field = view! { <select id=name name=name aria-describedby=described(name)>{options}</select> };
    framed(name, label, says, field.into_any())
}

/// The word of a setting as it is kept.
fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Yes or no.
#[component]
pub fn TickField(
    /// The field's name, once on the page.
    name: &'static str,
    label: &'static str,
    on: bool,
    says: &'static str,
) -> impl IntoView {
    let (_, example) = OwnWords::of(name);
    view! {
        <div class="field tick">
            <label class="check"><input type="checkbox" name=name value="yes" checked=on aria-describedby=described(name)/> {label}</label>
            <p id=described(name) class="says">{says} <Example example/></p>
        </div>
    }
    .into_any()
}

/// Any of a platform's list; where the list could not be read, the ids are typed.
#[component]
pub fn SeveralField(
    /// The field's name.
    name: &'static str,
    label: &'static str,
    /// Ids of what is chosen.
    chosen: Vec<String>,
    choices: Choices,
) -> impl IntoView {
    let Choices { list: mut listed, problem } = choices;
    if let Some(why) = problem {
        let value = chosen.join(", ");
        return view! {
            <div class="field">
                <label>{label} <input type="text" name=name value=value placeholder="Ids, parted by commas"/></label>
                <Unlisted why/>
            </div>
        }
        .into_any();
    }
    let unknown = chosen.iter().filter(|id| !listed.iter().any(|choice| choice.id == **id));
    let unknown = unknown
        .map(|id| Choice { id: id.clone(), name: format!("id {id}"), note: String::new() })
        .collect::<Vec<_>>();
    listed.extend(unknown);
    let box_of = |choice: Choice| {
        let on = chosen.contains(&choice.id);
        let says =
            if choice.note.is_empty() { choice.name } else { format!("{} · {}", choice.note, choice.name) };
        view! { <label class="check"><input type="checkbox" name=name value=choice.id checked=on/> {says}</label> }
    };
    view! {
        <fieldset>
            <legend>{label}</legend>
            <div class="boxes" tabindex="0" role="group" aria-label=label>{listed.into_iter().map(box_of).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Suggestions for fields that take one of many codes.
#[component]
pub fn Suggestions(id: &'static str, choices: Choices) -> impl IntoView {
    let option = |choice: Choice| view! { <option value=choice.id>{choice.name}</option> };
    view! { <datalist id=id>{choices.list.into_iter().map(option).collect_view()}</datalist> }.into_any()
}
