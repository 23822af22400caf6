use leptos::prelude::*;
use leptos_meta::Title;

use crate::AppError;

/// What went wrong with a part of the page, what to do, and a button that tries again.
#[component]
pub fn Problem(
    /// What went wrong.
    error: AppError,
    /// Tries again; without it the page is loaded anew.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let again = move |_| match retry {
        Some(retry) => retry.run(()),
        None => {
            let _ = window().location().reload();
        }
    };
    view! {
        <section class="problem" role="alert">
            <h2>{error.cause()}</h2>
            <p>{error.fix()}</p>
            <button class="button" on:click=again>"Try again"</button>
        </section>
    }
    .into_any()
}

/// Grey lines in place of rows that are on their way.
#[component]
pub fn SkeletonRows() -> impl IntoView {
    let line = || view! { <li class="skeleton"></li> };
    view! {
        <div class="panel" aria-busy="true">
            <span class="quiet">"Loading…"</span>
            <ul class="skeletons" aria-hidden="true">{(0..10).map(|_| line()).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// The page for addresses that lead nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    let _ = AppError::NotFound { what: "page".to_owned() }.told();
    view! {
        <Title text="Not found"/>
        <section class="problem">
            <h1>"This page does not exist"</h1>
            <p>"The address may be old or mistyped. The overview shows all there is."</p>
            <a class="button" href="/">"Go to the overview"</a>
        </section>
    }
    .into_any()
}
