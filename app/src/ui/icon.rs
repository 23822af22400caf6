use leptos::prelude::*;

/// One drawing of the sprite, for the eye only.
#[component]
pub fn Icon(
    /// Its name in [`Sprite`].
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=move || format!("#i-{}", name.get())></use>
        </svg>
    }
}

/// All drawings, once a page. Our own simple shapes on a grid of 16.
#[component]
pub fn Sprite() -> impl IntoView {
    view! {
        <svg class="sprite" aria-hidden="true" xmlns="http://www.w3.org/2000/svg">
            <symbol id="i-mark" viewBox="0 0 16 16"><path d="M3 6h9L9.5 3.5M13 10H4l2.5 2.5"></path></symbol>
            <symbol id="i-pending" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5"></circle><path d="M8 5v3l2 1.5"></path></symbol>
            <symbol id="i-processing" viewBox="0 0 16 16"><path d="M13 8a5 5 0 0 1-9 3M3 8a5 5 0 0 1 9-3M12 2.5V5H9.5M4 13.5V11h2.5"></path></symbol>
            <symbol id="i-synced" viewBox="0 0 16 16"><path d="M3 8.5l3.2 3.2L13 4.8"></path></symbol>
            <symbol id="i-failed" viewBox="0 0 16 16"><path d="M8 2.5l6 10.5H2zM8 6.5v3M8 11.2v.1"></path></symbol>
            <symbol id="i-search" viewBox="0 0 16 16"><circle cx="7" cy="7" r="4.2"></circle><path d="M10.2 10.2L13.5 13.5"></path></symbol>
            <symbol id="i-close" viewBox="0 0 16 16"><path d="M4 4l8 8M12 4l-8 8"></path></symbol>
            <symbol id="i-first" viewBox="0 0 16 16"><path d="M11.5 4l-4 4 4 4M4.5 4v8"></path></symbol>
            <symbol id="i-back" viewBox="0 0 16 16"><path d="M10 4L6 8l4 4"></path></symbol>
            <symbol id="i-on" viewBox="0 0 16 16"><path d="M6 4l4 4-4 4"></path></symbol>
            <symbol id="i-last" viewBox="0 0 16 16"><path d="M4.5 4l4 4-4 4M11.5 4v8"></path></symbol>
            <symbol id="i-up" viewBox="0 0 16 16"><path d="M8 13V4M4.5 7L8 3.5 11.5 7"></path></symbol>
            <symbol id="i-run" viewBox="0 0 16 16"><path d="M5 3.5l7 4.5-7 4.5z"></path></symbol>
            <symbol id="i-half" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5"></circle><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" class="full"></path></symbol>
            <symbol id="i-sun" viewBox="0 0 16 16"><circle cx="8" cy="8" r="2.8"></circle><path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1"></path></symbol>
            <symbol id="i-moon" viewBox="0 0 16 16"><path d="M12.8 9.6A5.4 5.4 0 0 1 6.4 3.2a5.4 5.4 0 1 0 6.4 6.4z"></path></symbol>
            <symbol id="i-help" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.8"></circle><path d="M6.3 6.4a1.8 1.8 0 1 1 2.5 1.7c-.6.3-.8.6-.8 1.2M8 11.3v.1"></path></symbol>
            <symbol id="i-link" viewBox="0 0 16 16"><path d="M6 4H4v8h8v-2M9 3h4v4M13 3L7.5 8.5"></path></symbol>
            <symbol id="i-wait" viewBox="0 0 16 16"><path d="M5.5 4v8M10.5 4v8"></path></symbol>
            <symbol id="i-plus" viewBox="0 0 16 16"><path d="M8 3.5v9M3.5 8h9"></path></symbol>
            <symbol id="i-person" viewBox="0 0 16 16"><circle cx="8" cy="5.5" r="2.5"></circle><path d="M3 13.5a5 5 0 0 1 10 0"></path></symbol>
            <symbol id="i-settings" viewBox="0 0 16 16"><path d="M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6"></path><circle cx="10.2" cy="5" r="1.7"></circle><circle cx="5.8" cy="11" r="1.7"></circle></symbol>
        </svg>
    }
}
