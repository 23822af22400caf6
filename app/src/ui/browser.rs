//! What is asked of the browser. None of it happens on the server.

use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// Moves the focus to the first element a selector finds. `false` if there is none.
pub fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return false;
    };
    element.focus().is_ok()
}

/// Brings an element into view once it is there, by its id, and sets the focus into its first field.
pub fn scroll_to(id: &'static str) {
    let look = move || {
        if let Some(element) = document().get_element_by_id(id) {
            element.scroll_into_view();
            focus(&format!("#{id} input:not([type=hidden])"));
        }
    };
    set_timeout(look, std::time::Duration::from_millis(50));
}

/// What was kept in this browser under a name; only choices of looks and keys, never data.
pub fn stored(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(&format!("lockstep.{name}")).ok().flatten()
}

/// Keeps a choice in this browser; `None` forgets it. Where storage is forbidden, the choice lasts until the page is left.
pub fn store_locally(name: &str, value: Option<&str>) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let name = format!("lockstep.{name}");
    let _ = match value {
        Some(value) => storage.set_item(&name, value),
        None => storage.remove_item(&name),
    };
}

/// The cookies this page may see.
#[cfg(not(feature = "ssr"))]
pub fn cookies() -> Option<String> {
    let document: web_sys::HtmlDocument = document().dyn_into().ok()?;
    document.cookie().ok()
}

/// Sets a cookie; only choices of looks, never data.
#[cfg(not(feature = "ssr"))]
pub fn set_cookie(cookie: &str) {
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(cookie);
    }
}

/// Whether a key belongs to something the person types or chooses in, or is a browser's own shortcut.
pub fn typing(event: &web_sys::KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
        return true;
    }
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| {
        // Whoever has ticked a row goes on with keys; a tick takes no letters.
        let takes_letters = element.get_attribute("type").as_deref() != Some("checkbox");
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && takes_letters
            || element.has_attribute("contenteditable")
    })
}
