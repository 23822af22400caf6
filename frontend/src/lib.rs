//! The whole app as one WebAssembly, as `cargo leptos` builds it. Our own build makes the bundles in `bin/`.

#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page. The page's own script calls this once the WebAssembly has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
