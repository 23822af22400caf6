use leptos::prelude::*;

use crate::settings::view::{Choice, Choices};

/// Between the names of a path.
const ABOVE: &str = " / ";

/// A category of the till, chosen from its tree; a text finds one anywhere in it.
#[component]
pub(super) fn TreePick(
    /// The field's name.
    name: &'static str,
    label: &'static str,
    value: String,
    choices: Choices,
    /// What choosing nothing means.
    none: &'static str,
) -> impl IntoView {
    if choices.problem.is_some() {
        return view! {
            <div class="field">
                <label>{label} <input type="text" name=name value=value placeholder="Id"/></label>
            </div>
        }
        .into_any();
    }
    let wanted = RwSignal::new(String::new());
    let mut list = choices.list;
    if !value.is_empty() && !list.iter().any(|choice| choice.id == value) {
        list.push(Choice { id: value.clone(), name: format!("{value} (unknown)"), note: String::new() });
    }
    list.sort_by_cached_key(|choice| path(choice).to_lowercase());
    let branch = |choice: Choice| {
        let words = path(&choice).to_lowercase();
        let depth = if choice.note.is_empty() { 0 } else { choice.note.matches(ABOVE).count() + 1 };
        let apart = move || !wanted.with(|wanted| words.contains(wanted.as_str()));
        let chosen = choice.id == value;
        let title = path(&choice);
        view! {
            <label class="check" data-depth=depth.min(6).to_string() title=title hidden=apart>
                <input type="radio" name=name value=choice.id checked=chosen/> {choice.name}
            </label>
        }
    };
    let nothing = value.is_empty();
    let find = format!("Find a category: {label}");
    view! {
        <fieldset class="tree">
            <legend>{label}</legend>
            <input type="search" class="find" placeholder="Find…" aria-label=find
                on:input=move |event| { event.stop_propagation(); wanted.set(event_target_value(&event).to_lowercase()); }
                on:change=move |event| event.stop_propagation()
                on:keydown=move |event| if event.key() == "Enter" { event.prevent_default() }/>
            <div class="boxes" role="group" aria-label=label>
                <label class="check"><input type="radio" name=name value="" checked=nothing/> <em>{none}</em></label>
                {list.into_iter().map(branch).collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

fn path(choice: &Choice) -> String {
    if choice.note.is_empty() {
        choice.name.clone()
    } else {
        format!("{}{ABOVE}{}", choice.note, choice.name)
    }
}
