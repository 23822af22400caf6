use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{MatchNestedRoutes, SsrMode, path};
use serde::{Deserialize, Serialize};

use crate::bulk::{BulkListPage, BulkPage};
use crate::bundle::{Bundle, NotHere, leave_links_out_of};
use crate::live::{LiveState, provide_held};
use crate::log::LogPage;
use crate::overview::OverviewPage;
use crate::settings::SettingsPage;
use crate::setup::{LandingPage, Notices, SetupPage};
use crate::ui::{NotFound, Sprite, Toasts, TopBar, provide_clock, provide_toasts};

/// Where the browser's files are: addresses with a hash in them, from the build's `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// What the pages of [`Bundle::Logs`] load.
    pub logs: Scripts,
    /// What the pages of [`Bundle::Settings`] load.
    pub settings: Scripts,
}

/// The two files of one bundle.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scripts {
    /// The script that loads the WebAssembly, such as `/pkg/logs.1a2b.js`.
    pub js: String,
    /// The WebAssembly.
    pub wasm: String,
}

#[cfg(feature = "ssr")]
impl Assets {
    /// The files of the bundle that has the page which is being answered.
    fn of_request(&self) -> &Scripts {
        let path = use_context::<http::request::Parts>().map(|request| request.uri.path().to_owned());
        match Bundle::of(&path.unwrap_or_default()) {
            Bundle::Logs => &self.logs,
            Bundle::Settings => &self.settings,
        }
    }
}

/// Sets the chosen theme before the first paint, so that nothing flashes, and says that scripts run.
#[cfg(feature = "ssr")]
const FIRST_SCRIPT: &str = "document.documentElement.classList.add('js');\
     try{var t=localStorage.getItem('lockstep.theme');\
     if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}";

/// The whole page around [`App`], and the policy that lets only its own scripts run.
#[cfg(feature = "ssr")]
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    let nonce = leptos::nonce::use_nonce();
    send_policy(nonce.as_ref().map(ToString::to_string));
    let scripts = assets.of_request();
    let hydrate = hydration_script(scripts);
    let Scripts { js, wasm } = scripts.clone();
    let css = assets.css.clone();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="referrer" content="same-origin"/>
                <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%233f5bd9'/%3E%3Cpath d='M9 12h11l-3-3M23 20H12l3 3' fill='none' stroke='white' stroke-width='2.6' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E"/>
                <script nonce=nonce.clone()>{FIRST_SCRIPT}</script>
                <link rel="stylesheet" href=css/>
                <link rel="modulepreload" href=js/>
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" nonce=nonce>{hydrate}</script>
                <leptos_meta::MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The module that loads the WebAssembly and lets it take over.
#[cfg(feature = "ssr")]
fn hydration_script(scripts: &Scripts) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default().replace('<', "\\u003c");
    format!(
        "import init,{{hydrate}} from {};await init({{module_or_path:{}}});hydrate();",
        quoted(&scripts.js),
        quoted(&scripts.wasm)
    )
}

/// The content security policy: nothing inline but what bears this page's nonce, nothing from elsewhere.
#[cfg(feature = "ssr")]
fn send_policy(nonce: Option<String>) {
    let (Some(nonce), Some(response)) = (nonce, use_context::<leptos_axum::ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; object-src 'none'"
    );
    if let Ok(value) = http::HeaderValue::from_str(&policy) {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, value);
    }
}

/// All pages, as the server draws them.
#[component]
pub fn App() -> impl IntoView {
    frame(|| view! { <Routes fallback=NotFound><LogRoutes/><SettingsRoutes/></Routes> }.into_any())
}

/// The pages of [`Bundle::Logs`], as the browser takes them over.
#[component]
pub fn LogsApp() -> impl IntoView {
    leave_links_out_of(Bundle::Logs);
    frame(|| {
        view! { <Routes fallback=|| view! { <NotHere mine=Bundle::Logs/> }><LogRoutes/></Routes> }.into_any()
    })
}

/// The pages of [`Bundle::Settings`], as the browser takes them over.
#[component]
pub fn SettingsApp() -> impl IntoView {
    leave_links_out_of(Bundle::Settings);
    frame(|| {
        view! { <Routes fallback=|| view! { <NotHere mine=Bundle::Settings/> }><SettingsRoutes/></Routes> }
            .into_any()
    })
}

#[component(transparent)]
fn LogRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/") view=OverviewPage ssr=SsrMode::Async/>
        <Route path=path!("/logs/:kind") view=LogPage ssr=SsrMode::Async/>
        <Route path=path!("/bulk") view=BulkListPage ssr=SsrMode::Async/>
        <Route path=path!("/bulk/:id") view=BulkPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[component(transparent)]
fn SettingsRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/settings/:area?") view=SettingsPage ssr=SsrMode::OutOfOrder/>
        <Route path=path!("/setup/:step?") view=SetupPage ssr=SsrMode::Async/>
        <Route path=path!("/connect/:platform") view=LandingPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// The bar above the pages, and what stands around them on every one.
fn frame(pages: fn() -> AnyView) -> impl IntoView {
    provide_meta_context();
    provide_clock();
    provide_toasts();
    provide_context(RwSignal::new(LiveState::Off));
    provide_held();
    // Says, to tests and to style sheets, that the page answers clicks.
    Effect::new(|| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-alive", "yes");
        }
    });
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Lockstep".to_owned() } else { format!("{title} · Lockstep") }/>
        <Sprite/>
        <a class="skip" href="#main" rel="external">"Skip to content"</a>
        <Router>
            <TopBar/>
            <Notices/>
            <main id="main" tabindex="-1">{pages()}</main>
            <Toasts/>
        </Router>
    }
}
