use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use crate::ui::{Icon, store_locally, stored};

/// The keys of a log and what they do.
const KEYS: [(&str, &str); 10] = [
    ("/", "Search"),
    ("j", "Next row"),
    ("k", "Row before"),
    ("x", "Tick the row; Shift and a click tick a range"),
    ("Enter", "Open the row"),
    ("r", "Re-sync the row"),
    ("e", "Explain the row: why it waits or failed"),
    ("g p", "Go to products; g i inventory, g o orders, g c customers, g f refunds"),
    ("Esc", "Close what is open"),
    ("?", "This help"),
];

/// Whether keys of one letter work; people who dictate can turn them off.
pub fn keys_are_on() -> bool {
    stored("keys").as_deref() != Some("off")
}

/// Shows the help.
pub fn show() -> bool {
    let dialog = document().get_element_by_id("help");
    let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<web_sys::HtmlDialogElement>().ok()) else {
        return false;
    };
    dialog.show_modal().is_ok()
}

/// The button that shows the keys, and the dialog with them.
#[component]
pub fn HelpButton() -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let on = RwSignal::new(true);
    Effect::new(move || on.set(keys_are_on()));
    let turn = move |event| {
        let wanted = event_target_checked(&event);
        on.set(wanted);
        store_locally("keys", (!wanted).then_some("off"));
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let line = |(key, does): (&'static str, &'static str)| {
        view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> }
    };
    view! {
        <button type="button" class="ghost" aria-label="Keyboard help" title="Keyboard help" on:click=move |_| { show(); }>
            <Icon name="help"/>
        </button>
        <dialog id="help" class="help" node_ref=dialog aria-labelledby="help-title">
            <div class="inside">
                <header>
                    <h2 id="help-title">"Keys"</h2>
                    <button type="button" class="ghost" aria-label="Close" on:click=close><Icon name="close"/></button>
                </header>
                <dl class="keys">{KEYS.map(line)}</dl>
                <label class="check">
                    <input type="checkbox" prop:checked=move || on.get() checked=true on:change=turn/>
                    "Keys of one letter work on this browser"
                </label>
            </div>
        </dialog>
    }
    .into_any()
}
