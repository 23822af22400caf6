use leptos::prelude::*;

use super::fields::SeveralField;
use super::form::{Choose, SaveButton, Saver, fields_of};
use super::view::{Choices, ClassForm, Names, Part};

/// Which products reach the tills: one form a set, and one for a new set. The first set that takes a product wins.
#[component]
pub fn Classes(classes: Vec<ClassForm>, names: Names, saver: Saver) -> impl IntoView {
    let last = classes.len();
    let known = classes
        .into_iter()
        .enumerate()
        .map(|(place, class)| view! { <ClassEditor place=Some(place) class names=names.clone() saver/> })
        .collect_view();
    let problem = Choices::first_problem(&[
        &names.brands,
        &names.types,
        &names.categories,
        &names.till_categories,
        &names.tax_classes,
    ]);
    view! {
        <section class="part" id=Part::Classes.id() aria-labelledby="classification-title">
            <h2 id="classification-title">"Classification"</h2>
            <p class="quiet">
                "Which products reach the tills, and where they stand there. The first set that takes a product wins; products no set takes wait."
            </p>
            {problem.map(|why| view! { <p class="trouble">"Names cannot be shown, so you see ids. " {why}</p> })}
            {known}
            <ClassEditor place=None class=ClassForm::default() names=names.clone() saver open={last == 0}/>
        </section>
    }
    .into_any()
}

#[component]
fn ClassEditor(
    /// Its place in the list; `None` for a new one.
    place: Option<usize>,
    class: ClassForm,
    names: Names,
    saver: Saver,
    #[prop(optional)] open: bool,
) -> impl IntoView {
    let ClassForm { name, brands, types, categories, picked, category, tax_class } = class;
    let summary = match place {
        Some(_) => format!("{name}: {}", counted(&brands, &types, &categories, &picked)),
        None => "Add a set".to_owned(),
    };
    let act = move |action: &'static str| {
        let place = place.map(|place| place.to_string()).unwrap_or_default();
        saver
            .save(Part::Classes, vec![("place".to_owned(), place), ("action".to_owned(), action.to_owned())]);
    };
    let title = name.clone();
    view! {
        <details class="class" open=open>
            <summary>{summary}</summary>
            <form data-test="settings-classification" on:submit=move |event| {
                event.prevent_default();
                match place {
                    Some(_) => saver.save(Part::Classes, fields_of(&event)),
                    None => saver.save_new(Part::Classes, &event),
                }
            }>
                <input type="hidden" name="place" value=place.map(|place| place.to_string()).unwrap_or_default()/>
                <div class="fields">
                    <label><span>"Name"</span><input type="text" name="name" required=true value=name/></label>
                    <label><span>"Category at the till"</span><Choose name="category" value=category choices=names.till_categories none="None" label="Category at the till"/></label>
                    <label><span>"Tax class at the till"</span><Choose name="tax_class" value=tax_class choices=names.tax_classes none="The till's default" label="Tax class at the till"/></label>
                </div>
                <div class="rules">
                    <SeveralField name="brands" label="Brands" chosen=brands choices=names.brands/>
                    <SeveralField name="types" label="Product types" chosen=types choices=names.types/>
                    <SeveralField name="categories" label="Categories" chosen=categories choices=names.categories/>
                </div>
                <label class="wide"><span>"Products picked by hand (Brightpearl ids, parted by commas)"</span><input type="text" name="picked" value=picked/></label>
                <div class="buttons">
                    <SaveButton part=Part::Classes saver/>
                    {place.map(|place| view! {
                        <button type="button" class="button quiet" disabled={place == 0} on:click=move |_| act("up")>"Move up"</button>
                        <button type="button" class="button quiet" aria-label=format!("Remove {title}") on:click=move |_| act("remove")>"Remove"</button>
                    })}
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn counted(brands: &[String], types: &[String], categories: &[String], picked: &str) -> String {
    let picked = picked.split(',').filter(|id| !id.trim().is_empty()).count();
    let parts = [
        (brands.len(), "brand", "brands"),
        (types.len(), "type", "types"),
        (categories.len(), "category", "categories"),
        (picked, "product by hand", "products by hand"),
    ];
    let said = parts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many }))
        .collect::<Vec<_>>();
    said.join(", ")
}
