use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use model::{Platform, Sort, Status};

use super::{Asked, Board, looks_personal};
use crate::kinds::view_of;
use crate::ui::{Icon, count};

/// How long a pause in typing begins a search.
const PAUSE: Duration = Duration::from_millis(250);

/// Status tabs with counts, search, source and order. All of it works as plain links and one form, too.
#[component]
pub fn Bar(board: Board) -> impl IntoView {
    view! {
        <Tabs board/>
        <form class="filters" method="get" action=format!("/logs/{}", board.kind.plural()) role="search" on:submit=|event| event.prevent_default()>
            {move || board.asked.get().status.map(|status| view! { <input type="hidden" name="status" value=status.word()/> })}
            <Search board/>
            <SourceChoice board/>
            <SortChoice board/>
            <button class="button nojs" type="submit">"Show"</button>
        </form>
    }
    .into_any()
}

/// One tab a status.
#[component]
fn Tabs(board: Board) -> impl IntoView {
    let tab = move |status: Option<Status>| {
        let href = move || Asked { status, ..board.asked.get().at_first() }.address(board.kind, None);
        let number = move || {
            let counts = board.counts();
            count(status.map_or(counts.all(), |status| counts.of(status)))
        };
        let word = status.map_or("all", Status::word);
        view! {
            <li>
                <a
                    href=href
                    data-noscroll="true"
                    data-test=format!("status-{word}")
                    data-status=word
                    aria-current=move || (board.asked.get().status == status).then_some("true")
                >
                    {status.map_or("All", Status::name)} " " <span class="count">{number}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label="Status">
            <ul>{tab(None)} {Status::ALL.map(|status| tab(Some(status)))}</ul>
        </nav>
    }
    .into_any()
}

/// The search box. What names a person is kept out of the address, and says so.
#[component]
fn Search(board: Board) -> impl IntoView {
    let view = view_of(board.kind);
    let typed = RwSignal::new(board.asked.get_untracked().text.unwrap_or_default());
    let in_address = Memo::new(move |_| board.asked.get().text);
    let put_there = StoredValue::new(in_address.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
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
    let search = move || {
        let text = typed.get_untracked().trim().to_owned();
        let personal = looks_personal(&text, view.people);
        let in_address = (!personal && !text.is_empty()).then(|| text.clone());
        put_there.set_value(in_address.clone());
        let wanted = personal.then_some(text);
        if board.personal.get_untracked() != wanted {
            board.personal.set(wanted);
        }
        let asked = board.asked.get_untracked();
        if asked.text != in_address || asked.at != model::At::First {
            board.show(&Asked { text: in_address, ..asked.at_first() });
        }
    };
    let stop_waiting = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    on_cleanup(stop_waiting);
    let type_text = move |event| {
        typed.set(event_target_value(&event));
        stop_waiting();
        timer.set_value(set_timeout_with_handle(search, PAUSE).ok());
    };
    let at_once = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            stop_waiting();
            search();
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
        search();
        crate::ui::focus("[data-test=search]");
    };
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
                value=typed.get_untracked()
                prop:value=move || typed.get()
                on:input=type_text
                on:keydown=at_once
            />
            <kbd aria-hidden="true">"/"</kbd>
            <button type="button" class="ghost clear" class:gone=move || typed.with(String::is_empty) aria-label="Clear the search" on:click=clear>
                <Icon name="close"/>
            </button>
        </div>
        <p class="note" role="status">
            {move || board.personal.get().map(|_| "This search is not in the address, because it is personal.")}
        </p>
    }
    .into_any()
}

#[component]
fn SourceChoice(board: Board) -> impl IntoView {
    let choose = move |event| {
        let source = Platform::parse(&event_target_value(&event));
        board.show(&Asked { source, ..board.asked.get_untracked().at_first() });
    };
    let chosen = move || board.asked.get().source;
    let option = move |platform: Platform| {
        view! { <option value=platform.word() selected=move || chosen() == Some(platform)>{platform.name()}</option> }
    };
    view! {
        <label class="choice">
            <span>"Source"</span>
            <select name="source" data-test="source" on:change=choose prop:value=move || chosen().map_or("", Platform::word)>
                <option value="" selected=move || chosen().is_none()>"Any"</option>
                {Platform::ALL.map(option)}
            </select>
        </label>
    }
    .into_any()
}

#[component]
fn SortChoice(board: Board) -> impl IntoView {
    let choose = move |event| {
        let sort = Sort::parse(&event_target_value(&event)).unwrap_or_default();
        board.show(&Asked { sort, ..board.asked.get_untracked().at_first() });
    };
    let option = move |sort: Sort, name: &'static str| {
        view! { <option value=sort.word() selected=move || board.asked.get().sort == sort>{name}</option> }
    };
    view! {
        <label class="choice">
            <span>"Order"</span>
            <select name="sort" data-test="sort" on:change=choose prop:value=move || board.asked.get().sort.word()>
                {option(Sort::Newest, "Newest first")}
                {option(Sort::Oldest, "Oldest first")}
                {option(Sort::Changed, "Last change first")}
            </select>
        </label>
    }
    .into_any()
}
