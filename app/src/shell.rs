use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes, RoutesProps};
use leptos_router::{MatchNestedRoutes, SsrMode, path};
#[cfg(feature = "ssr")]
use model::Kind;
use serde::{Deserialize, Serialize};

use crate::bulk::{BulkListPage, BulkPage};
use crate::bundle::{Bundle, NotHere, leave_links_out_of};
use crate::live::{LiveState, provide_held};
use crate::log::LogPage;
#[cfg(feature = "ssr")]
use crate::log::{ENOUGH, Look};
use crate::overview::OverviewPage;
use crate::settings::SettingsPage;
use crate::setup::{LandingPage, Notices, SetupPage};
use crate::ui::{NotFound, Sprite, Toasts, TopBar, provide_clock, provide_toasts};

/// Where the browser's files are: addresses with a hash in them, from the build's `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Assets {
    /// What the pages of [`Bundle::Overview`] load.
    pub overview: Scripts,
    /// What the pages of [`Bundle::Logs`] load.
    pub logs: Scripts,
    /// What the pages of [`Bundle::Settings`] load.
    pub settings: Scripts,
    /// The style of what somebody opens, ticks or prints: it comes after the first paint. Empty where there is one sheet for all.
    #[serde(default)]
    pub later: String,
}

/// The files of one bundle.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scripts {
    /// The script that loads the WebAssembly, such as `/pkg/logs.1a2b.js`.
    pub js: String,
    /// The WebAssembly.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
    /// What stands in it: pages carry it along, since on a slow line a second question costs more than its few kB.
    #[serde(skip)]
    pub sheet: String,
}

/// The address of the page that is being answered.
#[cfg(feature = "ssr")]
fn asked_for() -> http::Uri {
    use_context::<http::request::Parts>().map(|request| request.uri).unwrap_or_default()
}

#[cfg(feature = "ssr")]
impl Assets {
    /// The files of the bundle that has the page which is being answered.
    fn of_request(&self) -> &Scripts {
        match Bundle::of(asked_for().path()) {
            Bundle::Overview => &self.overview,
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
    let hydrate = hydration_script(scripts, &assets.later);
    let sheet = scripts.sheet.clone();
    let later = later_style(&assets.later);
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
                <style nonce=nonce.clone()>{sheet}</style>
                {later}
                {until_enough()}
                <script type="module" nonce=nonce>{hydrate}</script>
                <leptos_meta::MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The log whose page stands at this address.
#[cfg(feature = "ssr")]
fn log_of(asked: &http::Uri) -> Option<Kind> {
    let log = asked.path().strip_prefix("/logs/")?;
    Kind::ALL.into_iter().find(|kind| kind.plural() == log)
}

/// Where browsers know it, holds the first paint of a log back until enough of it is there.
#[cfg(feature = "ssr")]
fn until_enough() -> impl IntoView {
    log_of(&asked_for()).map(|_| view! { <link rel="expect" href=format!("#{ENOUGH}") blocking="render"/> })
}

/// The style of what comes later, where a page cannot wait for it: it has a record open or columns with a width of somebody's own,
/// or runs no script.
#[cfg(feature = "ssr")]
fn later_style(address: &str) -> impl IntoView + use<> {
    let asked = asked_for();
    let is_open = asked.query().unwrap_or_default().split('&').any(|part| part.starts_with("record="));
    let at_once = is_open || log_of(&asked).is_some_and(|kind| Look::of_browser(kind).has_widths());
    let sheet = (!address.is_empty()).then(|| view! { <link rel="stylesheet" href=address.to_owned()/> });
    if at_once { sheet.into_any() } else { view! { <noscript>{sheet}</noscript> }.into_any() }
}

/// The module that loads the WebAssembly and lets it take over, once the rows have been painted: on a slow line it would take
/// the line away from them. The style of what can be opened then comes first.
#[cfg(feature = "ssr")]
fn hydration_script(scripts: &Scripts, later: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default().replace('<', "\\u003c");
    format!(
        "requestAnimationFrame(()=>setTimeout(async()=>{{const later={};if(later){{const link=document.createElement('link');\
         link.rel='stylesheet';link.href=later;document.head.append(link)}}const wasm=fetch({});const app=await import({});\
         await app.default({{module_or_path:wasm}});app.hydrate()}}))",
        quoted(later),
        quoted(&scripts.wasm),
        quoted(&scripts.js)
    )
}

/// The content security policy: nothing inline but what bears this page's nonce, nothing from elsewhere.
#[cfg(feature = "ssr")]
fn send_policy(nonce: Option<String>) {
    let (Some(nonce), Some(response)) = (nonce, use_context::<leptos_axum::ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
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
    frame(|| routes(NotFound, || (overview_routes(), log_routes(), settings_routes())))
}

/// The pages of [`Bundle::Overview`], as the browser takes them over.
#[component]
pub fn OverviewApp() -> impl IntoView {
    leave_links_out_of(Bundle::Overview);
    frame(|| routes(|| view! { <NotHere mine=Bundle::Overview/> }, overview_routes))
}

/// The pages of [`Bundle::Logs`], as the browser takes them over.
#[component]
pub fn LogsApp() -> impl IntoView {
    leave_links_out_of(Bundle::Logs);
    frame(|| routes(|| view! { <NotHere mine=Bundle::Logs/> }, log_routes))
}

/// The pages of [`Bundle::Settings`], as the browser takes them over.
#[component]
pub fn SettingsApp() -> impl IntoView {
    leave_links_out_of(Bundle::Settings);
    frame(|| routes(|| view! { <NotHere mine=Bundle::Settings/> }, settings_routes))
}

/// Shows the page of the address; `others` where it is none of these.
fn routes<R, V>(others: impl FnOnce() -> V + Clone + Send + 'static, pages: impl FnOnce() -> R) -> AnyView
where
    R: MatchNestedRoutes + Clone + Send + 'static,
    V: IntoView + 'static,
{
    let props = RoutesProps::builder().fallback(others).children(ToChildren::to_children(pages)).build();
    Routes(props).into_any()
}

fn overview_routes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/") view=OverviewPage ssr=SsrMode::Async/>
        <Route path=path!("/bulk") view=BulkListPage ssr=SsrMode::Async/>
        <Route path=path!("/bulk/:id") view=BulkPage ssr=SsrMode::Async/>
    }
    .into_inner()
}

fn log_routes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/logs/:kind") view=LogPage ssr=SsrMode::Async/> }.into_inner()
}

fn settings_routes() -> impl MatchNestedRoutes + Clone {
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
