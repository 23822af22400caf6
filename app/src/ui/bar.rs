use leptos::prelude::*;
use leptos_router::components::A;
use model::Kind;

use super::{Icon, store_locally, stored};
use crate::kinds::view_of;
use crate::live::LiveBadge;

/// The bar of the page: name, pages, whether it is live, theme.
#[component]
pub fn TopBar() -> impl IntoView {
    let logs = Kind::ALL.map(|kind| {
        view! { <li><A href=format!("/logs/{}", kind.plural())>{view_of(kind).title}</A></li> }
    });
    view! {
        <header class="bar">
            <a class="brand" href="/"><span class="mark"><Icon name="mark"/></span>"Lockstep"</a>
            <nav aria-label="Pages">
                <ul>
                    <li><A href="/" exact=true>"Overview"</A></li>
                    {logs}
                    <li><A href="/settings">"Settings"</A></li>
                </ul>
            </nav>
            <div class="tools">
                <LiveBadge/>
                <ThemeButton/>
            </div>
        </header>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    fn word(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }

    fn parse(word: Option<&str>) -> Theme {
        match word {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        }
    }

    fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Theme::System => "half",
            Theme::Light => "sun",
            Theme::Dark => "moon",
        }
    }
}

/// Goes round the themes: as the system has it, light, dark.
#[component]
fn ThemeButton() -> impl IntoView {
    let theme = RwSignal::new(Theme::System);
    Effect::new(move || theme.set(Theme::parse(stored("theme").as_deref())));
    let turn = move |_| {
        let next = theme.get_untracked().next();
        theme.set(next);
        store_locally("theme", next.word());
        if let Some(root) = document().document_element() {
            let _ = match next.word() {
                Some(word) => root.set_attribute("data-theme", word),
                None => root.remove_attribute("data-theme"),
            };
        }
    };
    let label = move || format!("Colours: {}. Change them.", theme.get().word().unwrap_or("as the system"));
    view! {
        <button class="ghost" data-test="theme" on:click=turn aria-label=label title=label>
            <Icon name=Signal::derive(move || theme.get().icon())/>
        </button>
    }
    .into_any()
}
