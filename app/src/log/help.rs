use leptos::prelude::*;

use crate::ui::{Dialog, Icon, Sheet, store_locally, stored};

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

/// The button that shows the keys, and the dialog with them.
#[component]
pub fn HelpButton(sheet: Sheet) -> impl IntoView {
    view! {
        <button type="button" class="ghost" aria-label="Keyboard help" title="Keyboard help" on:click=move |_| sheet.open()>
            <Icon name="help"/>
        </button>
        <Dialog sheet name="keys" title="Keys"><Keys/></Dialog>
    }
    .into_any()
}

#[component]
fn Keys() -> impl IntoView {
    let on = RwSignal::new(keys_are_on());
    let turn = move |event| {
        let wanted = event_target_checked(&event);
        on.set(wanted);
        store_locally("keys", (!wanted).then_some("off"));
    };
    let line = |(key, does): (&'static str, &'static str)| {
        view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> }
    };
    view! {
        <dl class="keys">{KEYS.map(line)}</dl>
        <label class="check">
            <input type="checkbox" prop:checked=move || on.get() on:change=turn/>
            "Keys of one letter work on this browser"
        </label>
    }
    .into_any()
}
