//! The bundle of the overview and bulk work as WebAssembly: it takes over the page the server has drawn.

#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page. The page's own script calls this once the WebAssembly has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::OverviewApp);
}

/// Nothing happens before the page asks for it.
fn main() {}
