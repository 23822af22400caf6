//! The search box. It explains its language while somebody types, and keeps what names a person out of the address.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use model::Filter;
use model::filter::{FIELDS, Field, Whose};

use crate::kinds::view_of;
use crate::log::{Asked, Board, looks_personal};
use crate::ui::{Icon, focus};

/// How long a pause in typing begins a search.
const PAUSE: Duration = Duration::from_millis(250);

/// The box and what is said below it.
#[component]
pub fn Search(board: Board) -> impl IntoView {
    let view = view_of(board.kind);
    let typed = RwSignal::new(board.asked.get_untracked().typed.unwrap_or_default());
    let begin = begin_of(board, typed);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop_waiting = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    on_cleanup(stop_waiting);
    let wait = move || {
        stop_waiting();
        timer.set_value(set_timeout_with_handle(begin, PAUSE).ok());
    };
    // Its words are drawn once somebody means to search: most pages are read without. Once a search has begun they make room for
    // what it finds.
    let open = RwSignal::new(false);
    let met = Memo::new(move |before: Option<&bool>| open.get() || before == Some(&true));
    let meet = move || {
        if !open.get_untracked() {
            open.set(true);
        }
    };
    let type_text = move |event| {
        typed.set(event_target_value(&event));
        meet();
        wait();
    };
    let at_once = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            stop_waiting();
            begin();
            open.set(false);
        }
        "Escape" => {
            let _ = document().active_element().map(|element| {
                wasm_bindgen::JsCast::unchecked_into::<leptos::web_sys::HtmlElement>(element).blur()
            });
        }
        _ => {}
    };
    let clear = move |_| {
        stop_waiting();
        typed.set(String::new());
        begin();
        focus("[data-test=search]");
    };
    let add = Callback::new(move |example: &'static str| {
        typed.update(|typed| {
            let space = if typed.is_empty() || typed.ends_with(' ') { "" } else { " " };
            typed.push_str(space);
            typed.push_str(example);
        });
        focus("[data-test=search]");
        wait();
    });
    // Without JavaScript a search among persons would end up in the address: then the box has no name and sends nothing.
    let name = (!view.people).then_some("q");
    view! {
        <div class="search">
            <Icon name="search"/>
            <label class="hidden" for="search">{format!("Search {}", view.title.to_lowercase())}</label>
            <input
                id="search"
                type="search"
                name=name
                data-test="search"
                placeholder=view.search_hint
                autocomplete="off"
                spellcheck="false"
                maxlength="200"
                aria-describedby="search-says"
                value=typed.get_untracked()
                prop:value=move || typed.get()
                on:input=type_text
                on:keydown=at_once
                on:focus=move |_| meet()
                on:click=move |_| meet()
            />
            <kbd aria-hidden="true">"/"</kbd>
            <button type="button" class="ghost clear" class:gone=move || typed.with(String::is_empty) aria-label="Clear the search" on:click=clear>
                <Icon name="close"/>
            </button>
            {move || met.get().then(|| view! { <Language typed add open/> })}
        </div>
        <p class="note" role="status" id="search-says">
            {move || troubles(&typed.get())}
            {move || board.personal.get().map(|_| "This search is not in the address, because it is personal.")}
        </p>
    }
    .into_any()
}

/// What begins the search for what is typed.
fn begin_of(board: Board, typed: RwSignal<String>) -> impl Fn() + Copy + 'static {
    let in_address = Memo::new(move |_| board.asked.get().typed);
    let put_there = StoredValue::new(in_address.get_untracked());
    // Back and forward change the address; the box follows, but never while it is ahead of it.
    Effect::new(move || {
        let text = in_address.get();
        if put_there.get_value() != text {
            put_there.set_value(text.clone());
            if text.is_some() || board.personal.get_untracked().is_none() {
                board.personal.set(None);
                typed.set(text.unwrap_or_default());
            }
        }
    });
    let people = view_of(board.kind).people;
    move || {
        let text = typed.get_untracked().trim().to_owned();
        let read = Filter::read(&text).filter;
        let names_a_colleague = read.assigned.as_ref().is_some_and(Whose::names_a_person);
        let personal = names_a_colleague || looks_personal(read.text.as_deref().unwrap_or_default(), people);
        let in_address = (!personal && !text.is_empty()).then(|| text.clone());
        put_there.set_value(in_address.clone());
        let wanted = personal.then_some(text);
        if board.personal.get_untracked() != wanted {
            board.personal.set(wanted);
        }
        let asked = board.asked.get_untracked();
        if asked.typed != in_address || asked.at != model::At::First {
            super::show(board, &Asked { typed: in_address, ..asked.at_first() });
        }
    }
}

/// What could not be understood, with what to type instead.
fn troubles(typed: &str) -> Option<String> {
    let troubles = Filter::read(typed).troubles;
    let says: Vec<String> =
        troubles.iter().map(|trouble| format!("“{}” is left out. {}", trouble.term, trouble.says)).collect();
    (!says.is_empty()).then(|| says.join(" ") + " ")
}

/// The words of the language, shown while the box has the focus and no search has begun; a press adds one.
#[component]
fn Language(typed: RwSignal<String>, add: Callback<&'static str>, open: RwSignal<bool>) -> impl IntoView {
    let read = move || {
        let says: Vec<String> =
            Filter::read(&typed.get()).filter.say().into_iter().map(|(_, says)| says).collect();
        (!says.is_empty())
            .then(|| view! { <p class="read" data-test="read">"Looking for: " {says.join(" · ")}</p> })
    };
    let line = move |field: &'static Field| {
        view! {
            <li>
                <button type="button" tabindex="-1" on:mousedown=|event| event.prevent_default() on:click=move |_| add.run(field.example)>
                    <code>{field.example}</code> <span>{field.finds}</span>
                </button>
            </li>
        }
    };
    view! {
        <div class="language" class:gone=move || !open.get() data-test="language">
            {read}
            <p class="quiet">"Names, numbers, amounts and reasons as they are; “…” keeps words together. Or narrow it:"</p>
            <ul>{FIELDS.iter().map(line).collect_view()}</ul>
        </div>
    }
    .into_any()
}
