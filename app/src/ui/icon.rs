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
            <symbol id="i-mark" viewBox="0 0 16 16"><path d="M3 6h9L9.5 3.500M13 10H4l2.500 2.500"></path></symbol>
            <symbol id="i-pending" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.500"></circle><path d="M8 5v3l2 1.500"></path></symbol>
            <symbol id="i-processing" viewBox="0 0 16 16"><path d="M13 8a5 5 0 0 1-9 3M3 8a5 5 0 0 1 9-3M12 2.500V5H9.500M4 13.500V11h2.500"></path></symbol>
            <symbol id="i-synced" viewBox="0 0 16 16"><path d="M3 8.500l3.200 3.200L13 4.800"></path></symbol>
            <symbol id="i-failed" viewBox="0 0 16 16"><path d="M8 2.500l6 10.500H2zM8 6.500v3M8 11.200v.1"></path></symbol>
            <symbol id="i-search" viewBox="0 0 16 16"><circle cx="7" cy="7" r="4.200"></circle><path d="M10.200 10.200L13.500 13.500"></path></symbol>
            <symbol id="i-close" viewBox="0 0 16 16"><path d="M4 4l8 8M12 4l-8 8"></path></symbol>
            <symbol id="i-first" viewBox="0 0 16 16"><path d="M11.500 4l-4 4 4 4M4.500 4v8"></path></symbol>
            <symbol id="i-back" viewBox="0 0 16 16"><path d="M10 4L6 8l4 4"></path></symbol>
            <symbol id="i-on" viewBox="0 0 16 16"><path d="M6 4l4 4-4 4"></path></symbol>
            <symbol id="i-last" viewBox="0 0 16 16"><path d="M4.500 4l4 4-4 4M11.500 4v8"></path></symbol>
            <symbol id="i-up" viewBox="0 0 16 16"><path d="M8 13V4M4.500 7L8 3.500 11.500 7"></path></symbol>
            <symbol id="i-run" viewBox="0 0 16 16"><path d="M5 3.500l7 4.500-7 4.500z"></path></symbol>
            <symbol id="i-half" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.500"></circle><path d="M8 2.500a5.500 5.500 0 0 1 0 11z" class="full"></path></symbol>
            <symbol id="i-sun" viewBox="0 0 16 16"><circle cx="8" cy="8" r="2.800"></circle><path d="M8 1.500v1.500M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1 1M11.600 11.600l1 1M3.400 12.600l1-1M11.600 4.400l1-1"></path></symbol>
            <symbol id="i-moon" viewBox="0 0 16 16"><path d="M12.800 9.600A5.400 5.400 0 0 1 6.400 3.200a5.400 5.400 0 1 0 6.400 6.400z"></path></symbol>
            <symbol id="i-help" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.800"></circle><path d="M6.300 6.400a1.800 1.800 0 1 1 2.500 1.700c-.6.300-.8.600-.8 1.200M8 11.300v.1"></path></symbol>
            <symbol id="i-link" viewBox="0 0 16 16"><path d="M6 4H4v8h8v-2M9 3h4v4M13 3L7.500 8.500"></path></symbol>
            <symbol id="i-wait" viewBox="0 0 16 16"><path d="M5.500 4v8M10.500 4v8"></path></symbol>
            <symbol id="i-plus" viewBox="0 0 16 16"><path d="M8 3.500v9M3.500 8h9"></path></symbol>
            <symbol id="i-person" viewBox="0 0 16 16"><circle cx="8" cy="5.500" r="2.500"></circle><path d="M3 13.500a5 5 0 0 1 10 0"></path></symbol>
            <symbol id="i-settings" viewBox="0 0 16 16"><path d="M2.500 5h6M12 5h1.500M2.500 11H4M7.500 11h6"></path><circle cx="10.200" cy="5" r="1.700"></circle><circle cx="5.800" cy="11" r="1.700"></circle></symbol>
        </svg>
    }
}
