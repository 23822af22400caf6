use leptos::prelude::*;
use model::settings::{Class, Rules};

use super::picked::Picked;
use super::tree::TreePick;
use crate::settings::ahead::{Ahead, WouldSave};
use crate::settings::fields::SeveralField;
use crate::settings::form::{Choose, SaveButton, Saver, fields_of, form_around};
use crate::settings::part::Part;
use crate::settings::view::{Choice, Choices, ClassForm, Names};

/// The form of one set. What it takes is told while it is filled in.
#[component]
pub(super) fn Editor(
    /// Its place in the list; `None` for a new one.
    place: Option<usize>,
    class: ClassForm,
    names: Names,
    /// Closes it.
    close: Callback<()>,
    saver: Saver,
) -> impl IntoView {
    let ahead = Ahead::new();
    let form = NodeRef::<leptos::html::Form>::new();
    // A set that is opened says at once what it takes.
    Effect::new(move || {
        if let Some(form) = form.get() {
            ahead.look(Part::Classes, Some(form));
        }
    });
    let ClassForm { name, rules, brands, types, categories, suppliers, .. } = class.clone();
    let ClassForm { words, price_from, price_to, picked, category, tax_class, price_list, .. } = class;
    let place = place.map(|place| place.to_string()).unwrap_or_default();
    view! {
        <form class="set-form" node_ref=form data-test="settings-classification"
            on:input=move |event| ahead.look_soon(Part::Classes, form_around(&event))
            on:change=move |event| ahead.look(Part::Classes, form_around(&event))
            on:submit=move |event| {
                event.prevent_default();
                ahead.forget();
                saver.save_and(Part::Classes, fields_of(&event), move || close.run(()));
            }>
            <input type="hidden" name="place" value=place/>
            <div class="fields">
                <label><span>"Name"</span><input type="text" name="name" required=true value=name/></label>
                <label><span>"Tax class at the till"</span><Choose name="tax_class" value=tax_class choices=names.tax_classes none="That of all products" label="Tax class at the till"/></label>
                <label><span>"Price list"</span><Choose name="price_list" value=price_list choices=names.price_lists none="That of all products" label="Price list"/></label>
            </div>
            <TreePick name="category" label="Category at the till" value=category choices=names.till_categories none="That of all products"/>
            <h3>"Which products"</h3>
            <HowMany rules/>
            <div class="rules">
                <SeveralField name="brands" label="Brand is one of" chosen=brands choices=or_none(names.brands, "No brand")/>
                <SeveralField name="types" label="Type is one of" chosen=types choices=or_none(names.types, "No type")/>
                <SeveralField name="categories" label="Category is one of" chosen=categories choices=or_none(names.categories, "No category")/>
                <SeveralField name="suppliers" label="Supplier is one of" chosen=suppliers choices=or_none(names.suppliers, "No supplier")/>
            </div>
            <div class="fields">
                <label><span>"Name has one of (parted by commas)"</span><input type="text" name="words" value=words placeholder="mug, cup"/></label>
                <label><span>"Price from"</span><input type="text" inputmode="decimal" name="price_from" value=price_from placeholder="No lowest"/></label>
                <label><span>"Price up to"</span><input type="text" inputmode="decimal" name="price_to" value=price_to placeholder="No highest"/></label>
            </div>
            <Picked refs=picked/>
            <WouldSave ahead/>
            <div class="buttons">
                <SaveButton part=Part::Classes saver/>
                <button type="button" class="button quiet" on:click=move |_| close.run(())>"Close"</button>
            </div>
        </form>
    }
    .into_any()
}

/// A list with the choice of products that have nothing of it.
fn or_none(choices: Choices, says: &str) -> Choices {
    let none = Choice { id: Class::NONE.to_owned(), name: says.to_owned(), note: String::new() };
    Choices { list: std::iter::once(none).chain(choices.list).collect(), ..choices }
}

/// Whether all rules must hold or one is enough.
#[component]
fn HowMany(rules: Rules) -> impl IntoView {
    let choice = |value: &'static str, says: &'static str, on: bool| {
        view! { <label class="check"><input type="radio" name="rules" value=value checked=on/> {says}</label> }
    };
    view! {
        <fieldset class="how-many">
            <legend class="hidden">"How many of the rules must hold"</legend>
            {choice("all", "All of these hold", rules == Rules::All)}
            {choice("any", "One of these is enough", rules == Rules::Any)}
        </fieldset>
    }
}
