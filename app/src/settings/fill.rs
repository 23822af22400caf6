use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use super::form::changed;
use super::own_words::OwnWords;

/// Fills every empty field of a form that has a likely partner; nothing is saved yet.
#[component]
pub(super) fn Fill(
    /// How the names of the fields begin.
    fields: &'static [&'static str],
) -> impl IntoView {
    let number = OwnWords::suggestions(fields);
    let said = RwSignal::new(String::new());
    let fill = move |event: leptos::ev::MouseEvent| {
        let filled = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|button| button.closest("form").ok().flatten())
            .map_or(0, |form| fill_in(&form));
        said.set(match filled {
            0 => "All of them are filled in already.".to_owned(),
            1 => "1 filled in. Look at it, then save.".to_owned(),
            many => format!("{many} filled in. Look at them, then save."),
        });
    };
    (number > 0).then(|| {
        let label = match number {
            1 => "Fill in the 1 that is alike".to_owned(),
            many => format!("Fill in the {many} that are alike"),
        };
        view! {
            <p class="fill">
                <button type="button" class="button small" data-test="fill" on:click=fill>{label}</button>
                <span class="quiet" role="status">{move || said.get()}</span>
            </p>
        }
    })
}

/// Puts the likely partners in. Answers how many.
fn fill_in(form: &web_sys::Element) -> usize {
    let Ok(selects) = form.query_selector_all("select[data-suggested]") else { return 0 };
    let mut filled = 0;
    for place in 0..selects.length() {
        let select = selects.get(place).and_then(|node| node.dyn_into::<web_sys::HtmlSelectElement>().ok());
        let Some(select) = select.filter(|select| select.value().is_empty()) else { continue };
        if let Some(value) = select.get_attribute("data-suggested") {
            select.set_value(&value);
            filled += 1;
        }
    }
    if filled > 0 {
        changed(form.query_selector("select").ok().flatten().as_ref());
    }
    filled
}
