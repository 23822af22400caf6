use leptos::prelude::*;
use model::settings::Class;
use model::{Group, Unclassified};

use super::{Sets, counted};
use crate::settings::view::ClassForm;
use crate::ui::{Problem, SkeletonRows};

/// Products no set takes, by brand and type; a set is made of a group with one click.
#[component]
pub(super) fn Groups(
    sets: Sets,
    /// Looks again.
    again: Callback<()>,
    /// Opens a new set.
    make: Callback<ClassForm>,
) -> impl IntoView {
    view! {
        <section class="part" aria-labelledby="unclassified-title" data-test="unclassified">
            <h2 id="unclassified-title">"Products no set takes"</h2>
            {move || match sets.get() {
                None => view! { <SkeletonRows/> }.into_any(),
                Some(Ok(view)) => view! { <Table unclassified=view.unclassified make/> }.into_any(),
                Some(Err(error)) => view! { <Problem error retry=again/> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Table(unclassified: Unclassified, make: Callback<ClassForm>) -> impl IntoView {
    let Unclassified { of, products, groups, more_groups } = unclassified;
    if of == 0 {
        return view! { <p class="quiet">"No product has been read yet; they appear here as soon as they are."</p> }
            .into_any();
    }
    if products == 0 {
        return view! { <p class="good">{format!("Every one of your {} has its set.", counted(of))}</p> }
            .into_any();
    }
    let line = |group: Group| {
        let examples = group.examples.iter().map(|good| good.name.clone()).collect::<Vec<_>>().join(", ");
        let (name, class) = (title(&group), set_of(&group));
        let label = format!("Make a set of {name}");
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{counted(group.products)}</td>
                <td class="quiet">{examples}</td>
                <td>
                    <button type="button" class="button small" data-test="make-set" aria-label=label on:click=move |_| {
                        make.run(class.clone());
                        crate::ui::scroll_to("new-set");
                    }>"Make a set"</button>
                </td>
            </tr>
        }
    };
    let more = (more_groups > 0).then(|| format!("And {more_groups} smaller groups."));
    view! {
        <p class="quiet">{format!("{} of {} wait until a set takes them.", counted(products), counted(of))}</p>
        <table class="pairs groups">
            <thead><tr><th scope="col">"Brand and type"</th><th scope="col">"Wait"</th><th scope="col">"Such as"</th><td></td></tr></thead>
            <tbody>{groups.into_iter().map(line).collect_view()}</tbody>
        </table>
        {more.map(|more| view! { <p class="quiet">{more}</p> })}
    }
    .into_any()
}

/// What a group is called.
fn title(group: &Group) -> String {
    let name = |named: &Option<model::payload::Named>, what: &str| match named {
        None => format!("No {what}"),
        Some(named) if named.name.is_empty() => format!("{what} {}", named.id),
        Some(named) => named.name.clone(),
    };
    format!("{} · {}", name(&group.brand, "brand"), name(&group.product_type, "type"))
}

/// A set that takes a group.
fn set_of(group: &Group) -> ClassForm {
    let ids = |named: &Option<model::payload::Named>| {
        vec![named.as_ref().map_or_else(|| Class::NONE.to_owned(), |named| named.id.clone())]
    };
    ClassForm {
        name: title(group),
        brands: ids(&group.brand),
        types: ids(&group.product_type),
        ..ClassForm::default()
    }
}
