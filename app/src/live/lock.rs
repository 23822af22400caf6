//! Which page of a browser has the stream: the one that holds a lock of the browser's own (Web Locks), which also frees it
//! when its page is closed or dies.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    // By hand, since web-sys counts it among what may still change; browsers have had it since 2022.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request(name: &str, granted: &Function) -> Result<Promise, JsValue>;
}

/// What gives the lock back.
#[derive(Clone, Default)]
pub(super) struct Grip(Rc<RefCell<Option<Function>>>);

impl Grip {
    /// Whether it is held.
    pub(super) fn is_held(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Gives it back, so that another page gets it.
    pub(super) fn let_go(&self) {
        if let Some(release) = self.0.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Gets in line for the lock. `granted` is called with it and says whether it is still wanted. `false` where the browser
/// has no locks: it gives them to pages from a safe address only.
pub(super) fn get_in_line(grip: &Grip, granted: impl Fn() -> bool + 'static) -> bool {
    let grip = grip.clone();
    let hold = Closure::once_into_js(move |_: JsValue| -> JsValue {
        let held = Promise::new(&mut |release, _| {
            grip.0.replace(Some(release));
        });
        if !granted() {
            grip.let_go();
        }
        held.into()
    });
    // A page that is left while it waits is told so by a broken promise, which nobody has to hear.
    let asked = request("lockstep.events", hold.unchecked_ref());
    asked.is_ok()
}
