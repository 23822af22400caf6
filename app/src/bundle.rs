//! The parts of the app that a browser loads by themselves, so that a log does not wait for the settings.
//! Going from one to another loads the page anew; the server has drawn it already.

use leptos::ev::{self, MouseEvent};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement};

use crate::ui::{NotFound, SkeletonRows};

/// The part of the app a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bundle {
    /// The overview, bulk work, and addresses nobody knows.
    Overview,
    /// The logs.
    Logs,
    /// The settings and the set-up.
    Settings,
}

impl Bundle {
    /// The part that has the page with this path.
    pub fn of(path: &str) -> Bundle {
        match path.split('/').find(|part| !part.is_empty()) {
            Some("logs") => Bundle::Logs,
            Some("settings" | "setup" | "connect") => Bundle::Settings,
            _ => Bundle::Overview,
        }
    }
}

/// Leaves links out of this bundle to the browser, which loads their page with the bundle that has it. Called before
/// the router is made: of two listeners of the window, the one that was there first hears first.
pub fn leave_links_out_of(mine: Bundle) {
    let handle = window_event_listener(ev::click, move |click| {
        if path_of_link(&click).is_some_and(|path| Bundle::of(&path) != mine) {
            click.stop_immediate_propagation();
        }
    });
    on_cleanup(move || handle.remove());
}

/// The path of the link that was clicked.
fn path_of_link(click: &MouseEvent) -> Option<String> {
    let clicked = click.target()?.dyn_into::<Element>().ok()?;
    let link = clicked.closest("a[href]").ok()??;
    Some(link.dyn_into::<HtmlAnchorElement>().ok()?.pathname())
}

/// What a bundle shows where it has no page: that there is none, or that it is on its way from another bundle.
#[component]
pub fn NotHere(mine: Bundle) -> impl IntoView {
    let is_mine = Bundle::of(&use_location().pathname.get_untracked()) == mine;
    if is_mine { view! { <NotFound/> }.into_any() } else { view! { <Elsewhere/> }.into_any() }
}

/// Loads a page of another bundle that no link led to: back and forward in the history, and addresses the app itself
/// goes to.
#[component]
fn Elsewhere() -> impl IntoView {
    let to = use_location();
    Effect::new(move || {
        let (path, query) = (to.pathname.get_untracked(), to.search.get_untracked());
        let here = window().location();
        // What the address bar shows already has to be loaded in so many words: going there might only scroll.
        let _ = match here.pathname() {
            Ok(shown) if shown == path => here.reload(),
            _ => here.set_href(&format!("{path}?{query}")),
        };
    });
    view! { <SkeletonRows/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_the_part_that_its_first_word_names() {
        for path in ["/settings", "/settings/stock", "/setup/till", "/connect/lightspeed", "//settings"] {
            assert_eq!(Bundle::of(path), Bundle::Settings, "{path}");
        }
        for path in ["/logs/orders", "/logs/settings", "/logs"] {
            assert_eq!(Bundle::of(path), Bundle::Logs, "{path}");
        }
        for path in ["/", "", "/bulk", "/bulk/1", "/nobody/knows", "/settingsandmore"] {
            assert_eq!(Bundle::of(path), Bundle::Overview, "{path}");
        }
    }
}
