//! Which products reach the tills: sets in the order in which they are tried, and what no set takes.

mod editor;
mod groups;
mod picked;
mod reach;
mod tree;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::editor::Editor;
use self::groups::Groups;
pub(super) use self::reach::Reach;
use super::form::Saver;
use super::part::Part;
use super::view::{Choices, ClassForm, Names, SetsView};
use crate::AppError;
use crate::rpc;
use crate::ui::count;

/// The set that is open: at its place in the list, or a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    Known(usize),
    New(Box<ClassForm>),
}

/// The sets, one open at most.
#[component]
pub fn Classes(classes: Vec<ClassForm>, names: Names, saver: Saver) -> impl IntoView {
    let none = classes.is_empty();
    let open = RwSignal::new(none.then(|| Open::New(Box::default())));
    let sets = RwSignal::new(None);
    // What all sets take is looked up once the page is there: it goes through every product.
    Effect::new(move || look(sets));
    let placed = Memo::new(move |_| {
        sets.with(|sets| sets.as_ref().and_then(|sets| sets.as_ref().ok()).map(|sets| sets.placed.clone()))
    });
    let problem = Choices::first_problem(&[
        &names.brands,
        &names.types,
        &names.categories,
        &names.suppliers,
        &names.till_categories,
        &names.tax_classes,
    ]);
    let last = classes.len();
    let names = StoredValue::new(names);
    let known = classes
        .into_iter()
        .enumerate()
        .map(|(place, class)| view! { <Set place last class names open placed saver/> })
        .collect_view();
    let new = move || {
        match open.get() {
        Some(Open::New(class)) => {
            let close = Callback::new(move |()| open.set(None));
            view! { <div class="set open" id="new-set"><Editor place=None class=*class names=names.get_value() close saver/></div> }.into_any()
        }
        _ => view! {
            <button type="button" class="button" data-test="add-set" on:click=move |_| open.set(Some(Open::New(Box::default())))>"Add a set"</button>
        }
        .into_any(),
    }
    };
    view! {
        <section class="part" id=Part::Classes.id() aria-labelledby="classification-title">
            <h2 id="classification-title">"Sets"</h2>
            <p class="quiet">
                "Which products reach the tills, and where they stand there. The first set that takes a product places it; products no set takes wait."
            </p>
            {problem.map(|why| view! { <p class="trouble">"Names cannot be shown, so you see ids. " {why}</p> })}
            <ol class="sets">{known}</ol>
            {new}
        </section>
        <Groups sets again=Callback::new(move |()| look(sets)) make=Callback::new(move |class| open.set(Some(Open::New(Box::new(class)))))/>
    }
    .into_any()
}

/// What all sets take; `None` until it is known.
type Sets = RwSignal<Option<Result<SetsView, AppError>>>;

fn look(sets: Sets) {
    spawn_local(async move {
        let read = rpc::read_sets().await;
        sets.try_set(Some(read));
    });
}

/// One set: what it takes in words and how many; its form once it is opened, so that a page of many sets stays light.
#[component]
fn Set(
    place: usize,
    /// How many sets there are.
    last: usize,
    class: ClassForm,
    names: StoredValue<Names>,
    open: RwSignal<Option<Open>>,
    placed: Memo<Option<Vec<u64>>>,
    saver: Saver,
) -> impl IntoView {
    let rules = names.with_value(|names| words::rules(&class, names));
    let goes_to = names.with_value(|names| words::goes_to(&class, names));
    let title = class.name.clone();
    let act = move |action: &'static str| {
        saver.save(
            Part::Classes,
            vec![("place".to_owned(), place.to_string()), ("action".to_owned(), action.to_owned())],
        );
    };
    let number = move || {
        let number = placed.with(|placed| placed.as_ref().and_then(|placed| placed.get(place).copied()));
        number.map(|number| view! { <span class="badge calm" data-test="placed">{counted(number)}</span> })
    };
    let is_open = Memo::new(move |_| open.with(|open| *open == Some(Open::Known(place))));
    let editor = move || {
        let class = class.clone();
        is_open.get().then(move || {
            let close = Callback::new(move |()| open.set(None));
            view! { <Editor place=Some(place) class names=names.get_value() close saver/> }
        })
    };
    let (edit, up, down, remove) = (
        format!("Edit {title}"),
        format!("Try {title} earlier"),
        format!("Try {title} later"),
        format!("Remove {title}"),
    );
    view! {
        <li class="set" class:open=is_open data-test="set">
            <div class="set-head">
                <div>
                    <strong>{title}</strong> " " {number}
                    <p class="quiet">{rules} <span aria-hidden="true">" → "</span> {goes_to}</p>
                </div>
                <div class="buttons">
                    <button type="button" class="button small quiet" disabled={place == 0} aria-label=up on:click=move |_| act("up")>"↑"</button>
                    <button type="button" class="button small quiet" disabled={place + 1 == last} aria-label=down on:click=move |_| act("down")>"↓"</button>
                    <button type="button" class="button small quiet" aria-label=remove on:click=move |_| act("remove")>"Remove"</button>
                    <button type="button" class="button small" aria-label=edit aria-expanded=move || is_open.get().to_string() data-test="edit-set"
                        on:click=move |_| open.set((!is_open.get_untracked()).then_some(Open::Known(place)))>
                        {move || if is_open.get() { "Close" } else { "Edit" }}
                    </button>
                </div>
            </div>
            {editor}
        </li>
    }
    .into_any()
}

fn counted(number: u64) -> String {
    let noun = if number == 1 { "product" } else { "products" };
    format!("{} {noun}", count(i64::try_from(number).unwrap_or(i64::MAX)))
}
