//! What is chosen rather than typed: standing, dates, shop, platform, order.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::filter::{Dates, Day, Is, Whose};
use model::{Platform, Sort};

use crate::log::{Asked, Board};
use crate::rpc;

/// All choices of a log.
#[component]
pub fn Choices(board: Board) -> impl IntoView {
    view! {
        <StandingChoice board/>
        <DateChoice board/>
        {board.kind.has_shop().then(|| view! { <ShopChoice board/> })}
        <WhoseChoice board/>
        <SourceChoice board/>
        <SortChoice board/>
    }
    .into_any()
}

/// One choice of a list of words.
#[component]
fn Choice(
    /// Its name, for people.
    name: &'static str,
    /// Its name in the form and for tests.
    field: &'static str,
    /// The words that can be chosen, with what they are called.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The word that is chosen; empty for none.
    #[prop(into)]
    chosen: Signal<String>,
    /// Takes the word that somebody chose.
    choose: Callback<String>,
) -> impl IntoView {
    // Whatever else is asked for leaves the list as it is: drawing it anew makes the browser lay out the whole bar.
    let (options, chosen) = (Memo::new(move |_| options.get()), Memo::new(move |_| chosen.get()));
    let options = move || {
        let chosen = chosen.get();
        let option = |(word, says): (String, String)| {
            let selected = word == chosen;
            view! { <option value=word selected=selected>{says}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    };
    view! {
        <label class="choice">
            <span>{name}</span>
            <select name=field data-test=field on:change=move |event| choose.run(event_target_value(&event)) prop:value=move || chosen.get()>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn words<T>(
    any: &str,
    all: impl IntoIterator<Item = T>,
    word: impl Fn(&T) -> (&'static str, &'static str),
) -> Vec<(String, String)> {
    let first = [(String::new(), any.to_owned())];
    let rest = all.into_iter().map(|one| {
        let (word, says) = word(&one);
        (word.to_owned(), says.to_owned())
    });
    first.into_iter().chain(rest).collect()
}

#[component]
fn StandingChoice(board: Board) -> impl IntoView {
    let options = words("Any", Is::ALL, |is| (is.word(), is.name()));
    let chosen = Signal::derive(move || board.filter().is.map_or("", Is::word).to_owned());
    let choose = Callback::new(move |word: String| {
        super::show(board, &board.asked.get_untracked().choose("is", |chosen| chosen.is = Is::parse(&word)));
    });
    view! { <Choice name="Standing" field="is" options=Signal::stored(options) chosen choose/> }
}

/// Whose: a colleague is typed into the search box, which keeps names out of the address.
#[component]
fn WhoseChoice(board: Board) -> impl IntoView {
    let whose = [("me", "Me"), ("nobody", "Nobody"), ("anybody", "Somebody")];
    let words = words("Any", whose, |(word, says)| (word, says));
    let options = Signal::derive(move || {
        let named = board.filter().assigned.filter(Whose::names_a_person);
        let named = named.map(|whose| (whose.word().to_owned(), whose.word().to_owned()));
        words.iter().cloned().chain(named).collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || {
        board.filter().assigned.map_or_else(String::new, |whose| whose.word().to_owned())
    });
    let choose = Callback::new(move |word: String| {
        let whose = (!word.is_empty()).then(|| Whose::from(word));
        super::show(board, &board.asked.get_untracked().choose("assigned", |chosen| chosen.assigned = whose));
    });
    view! { <Choice name="Assigned to" field="assigned" options chosen choose/> }
}

#[component]
fn SourceChoice(board: Board) -> impl IntoView {
    let options = words("Any", Platform::ALL, |platform| (platform.word(), platform.name()));
    let chosen = Signal::derive(move || board.filter().source.map_or("", Platform::word).to_owned());
    let choose = Callback::new(move |word: String| {
        let source = Platform::parse(&word);
        super::show(board, &board.asked.get_untracked().choose("source", |chosen| chosen.source = source));
    });
    view! { <Choice name="Source" field="source" options=Signal::stored(options) chosen choose/> }
}

#[component]
fn SortChoice(board: Board) -> impl IntoView {
    let suiting = Sort::ALL.into_iter().filter(|sort| sort.suits(board.kind));
    let options: Vec<_> = suiting.map(|sort| (sort.word().to_owned(), sort.name().to_owned())).collect();
    let chosen = Signal::derive(move || board.asked.get().sort.word().to_owned());
    let choose = Callback::new(move |word: String| {
        let sort = Sort::parse(&word).unwrap_or_default();
        super::show(board, &Asked { sort, ..board.asked.get_untracked().at_first() });
    });
    view! { <Choice name="Order" field="sort" options=Signal::stored(options) chosen choose/> }
}

/// Shops by their names, read once the page is alive: they are no part of the log.
#[component]
fn ShopChoice(board: Board) -> impl IntoView {
    let shops = RwSignal::new(Vec::<(String, String)>::new());
    Effect::new(move || {
        spawn_local(async move {
            if let Ok(named) = rpc::shop_names().await {
                shops.try_set(named);
            }
        });
    });
    let chosen = Signal::derive(move || board.filter().shop.unwrap_or_default());
    let options = Signal::derive(move || {
        let mut options = vec![(String::new(), "Any".to_owned())];
        options.extend(shops.get());
        let chosen = chosen.get();
        // A shop of an address is shown even while its name is not known.
        if !options.iter().any(|(id, _)| *id == chosen) {
            options.push((chosen.clone(), format!("Shop {chosen}")));
        }
        options
    });
    let choose = Callback::new(move |word: String| {
        let shop = (!word.is_empty()).then_some(word);
        super::show(board, &board.asked.get_untracked().choose("shop", |chosen| chosen.shop = shop));
    });
    view! { <Choice name="Shop" field="shop" options chosen choose/> }
}

const PRESETS: [(&str, &str); 7] = [
    ("", "Any time"),
    ("today", "Today"),
    ("yesterday", "Yesterday"),
    ("<1d", "Last 24 hours"),
    ("<7d", "Last 7 days"),
    ("<30d", "Last 30 days"),
    (">1h", "Not moved for 1 hour"),
];

/// Presets, or two days of the calendar.
#[component]
fn DateChoice(board: Board) -> impl IntoView {
    let own_days = RwSignal::new(false);
    let dates = Memo::new(move |_| board.filter().dates);
    let chosen = Signal::derive(move || match dates.get() {
        Some(Dates::Days(..)) => "days".to_owned(),
        _ if own_days.get() => "days".to_owned(),
        dates => dates.map(|dates| dates.to_string()).unwrap_or_default(),
    });
    let options = Signal::derive(move || {
        let mut options: Vec<_> =
            PRESETS.iter().map(|(word, says)| ((*word).to_owned(), (*says).to_owned())).collect();
        options.push(("days".to_owned(), "Days…".to_owned()));
        let chosen = chosen.get();
        if !options.iter().any(|(word, _)| *word == chosen) {
            options.push((chosen.clone(), chosen));
        }
        options
    });
    let show = move |dates: Option<Dates>| {
        super::show(board, &board.asked.get_untracked().choose("changed", |chosen| chosen.dates = dates));
    };
    let choose = Callback::new(move |word: String| {
        own_days.set(word == "days");
        if word != "days" {
            show(word.parse().ok());
        }
    });
    let days = move || match dates.get() {
        Some(Dates::Days(from, to)) => (from, to),
        _ => (None, None),
    };
    let change = move |event, first: bool| {
        let day = event_target_value(&event).parse::<Day>().ok();
        let (from, to) = days();
        let (from, to) = if first { (day, to) } else { (from, day) };
        // The day that was typed last counts; the other follows where they cross.
        let (from, to) = match (from, to) {
            (Some(start), Some(end)) if start > end => {
                if first {
                    (from, from)
                } else {
                    (to, to)
                }
            }
            both => both,
        };
        show((from.is_some() || to.is_some()).then_some(Dates::Days(from, to)));
    };
    let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <Choice name="Changed" field="date" options chosen choose/>
        {move || (chosen.get() == "days").then(|| view! {
            <label class="choice">
                <span>"from"</span>
                <input type="date" data-test="date-from" prop:value=move || text(days().0) value=text(days().0) on:change=move |event| change(event, true)/>
            </label>
            <label class="choice">
                <span>"to"</span>
                <input type="date" data-test="date-to" prop:value=move || text(days().1) value=text(days().1) on:change=move |event| change(event, false)/>
            </label>
        })}
    }
    .into_any()
}
