//! Live updates: one stream of "this record changed" for all pages of a browser, for as long as one is looked at.

mod line;
mod lock;
mod said;
mod stream;

use leptos::prelude::*;
use model::Event;

use line::Line;

/// Whether the page hears of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveState {
    /// This page does not listen.
    Off,
    /// It hears of every change.
    On,
    /// The stream broke; it is being made anew.
    Reconnecting,
}

/// What the stream tells.
pub enum News {
    /// A record changed.
    Changed(Event),
    /// More changed than can be told: everything on screen should be read again.
    LookAgain,
}

/// Listens for as long as the current owner lives, from the event after this one on. A hidden page does not listen, and
/// catches up when it is seen again.
pub fn listen(after: i64, hear: impl Fn(News) + 'static) {
    let state = use_context::<RwSignal<LiveState>>().unwrap_or_else(|| RwSignal::new(LiveState::Off));
    let line = Line::new(after, state, hear);
    line.follow_visibility();
    let kept = StoredValue::new_local(line);
    let seen = window_event_listener_untyped("visibilitychange", move |_| {
        kept.try_with_value(Line::follow_visibility);
    });
    let back = window_event_listener_untyped("online", move |_| {
        kept.try_with_value(|line| line.connect_now());
    });
    on_cleanup(move || {
        seen.remove();
        back.remove();
        kept.try_with_value(|line| line.end());
    });
}

/// Whether what is heard is held back for the moment, since somebody chooses among the rows or reads one.
#[derive(Clone, Copy)]
pub struct Held(RwSignal<bool>);

/// Makes [`hold`] and [`LiveBadge`] work below.
pub fn provide_held() {
    provide_context(Held(RwSignal::new(false)));
}

/// Says that what is heard is held back, or no longer.
pub fn hold(held: bool) {
    if let Some(Held(signal)) = use_context::<Held>() {
        signal.set(held);
    }
}

/// Says whether the page is live.
#[component]
pub fn LiveBadge() -> impl IntoView {
    let state = use_context::<RwSignal<LiveState>>().unwrap_or_else(|| RwSignal::new(LiveState::Off));
    let held = use_context::<Held>().map(|Held(held)| held);
    let held = move || held.is_some_and(|held| held.get());
    let (word, says) = (
        move || match state.get() {
            LiveState::Off => "off",
            LiveState::On if held() => "held",
            LiveState::On => "on",
            LiveState::Reconnecting => "reconnecting",
        },
        move || match state.get() {
            LiveState::Off => "",
            LiveState::On if held() => "Rows hold still",
            LiveState::On => "Live",
            LiveState::Reconnecting => "Reconnecting…",
        },
    );
    view! { <span class="live" role="status" data-live=word data-test="live">{says}</span> }
}
