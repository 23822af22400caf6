//! Live updates: one stream of "this record changed", for as long as the page is looked at.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::web_sys;
use model::Event;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

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

/// The longest pause before the stream is tried again. It is tried for ever.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Listens for as long as the current owner lives, from the event after this one on. The stream is closed while the
/// page is hidden and catches up when it is seen again.
pub fn listen(after: i64, hear: impl Fn(News) + 'static) {
    let state = use_context::<RwSignal<LiveState>>().unwrap_or_else(|| RwSignal::new(LiveState::Off));
    let line = Rc::new(Line {
        after: Cell::new(after),
        open: RefCell::default(),
        retry: Cell::new(None),
        tries: Cell::new(0),
        ended: Cell::new(false),
        state,
        hear: Box::new(hear),
    });
    line.follow_visibility();
    let kept = StoredValue::new_local(Rc::clone(&line));
    let seen = window_event_listener_untyped("visibilitychange", move |_| {
        kept.try_with_value(|line| line.follow_visibility());
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

/// One stream, and what is needed to make it anew.
struct Line {
    after: Cell<i64>,
    open: RefCell<Option<Open>>,
    retry: Cell<Option<TimeoutHandle>>,
    tries: Cell<u32>,
    ended: Cell<bool>,
    state: RwSignal<LiveState>,
    hear: Box<dyn Fn(News)>,
}

/// An open stream and the functions the browser calls for it.
struct Open {
    source: EventSource,
    _heard: [Closure<dyn FnMut(MessageEvent)>; 2],
    _state: [Closure<dyn FnMut()>; 2],
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

impl Line {
    fn follow_visibility(self: &Rc<Line>) {
        if document().hidden() {
            self.close();
        } else {
            self.connect_now();
        }
    }

    /// Opens the stream at once, unless it is open.
    fn connect_now(self: &Rc<Line>) {
        self.forget_retry();
        let is_open =
            self.open.borrow().as_ref().is_some_and(|open| open.source.ready_state() == EventSource::OPEN);
        if !is_open && !self.ended.get() && !document().hidden() {
            self.connect();
        }
    }

    fn connect(self: &Rc<Line>) {
        let Ok(source) = EventSource::new(&format!("/events?after={}", self.after.get())) else { return };
        let line = Rc::downgrade(self);
        let changed = Closure::<dyn FnMut(MessageEvent)>::new({
            let line = line.clone();
            move |message: MessageEvent| {
                let event =
                    message.data().as_string().and_then(|text| serde_json::from_str::<Event>(&text).ok());
                if let (Some(line), Some(event)) = (line.upgrade(), event) {
                    line.after.set(line.after.get().max(event.id));
                    (line.hear)(News::Changed(event));
                }
            }
        });
        let resync = Closure::<dyn FnMut(MessageEvent)>::new({
            let line = line.clone();
            move |message: MessageEvent| {
                let Some(line) = line.upgrade() else { return };
                // The id of a resync is where the stream goes on from.
                if let Ok(id) = message.last_event_id().parse::<i64>() {
                    line.after.set(line.after.get().max(id));
                }
                (line.hear)(News::LookAgain);
            }
        });
        let opened = Closure::<dyn FnMut()>::new({
            let line = line.clone();
            move || {
                if let Some(line) = line.upgrade() {
                    line.tries.set(0);
                    line.state.try_set(LiveState::On);
                }
            }
        });
        let broke = Closure::<dyn FnMut()>::new(move || {
            if let Some(line) = line.upgrade() {
                line.reconnect_later();
            }
        });
        let _ = source.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        let _ = source.add_event_listener_with_callback("resync", resync.as_ref().unchecked_ref());
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(broke.as_ref().unchecked_ref()));
        self.open.replace(Some(Open { source, _heard: [changed, resync], _state: [opened, broke] }));
    }

    /// Tries again after a pause that grows. The browser's own retrying is not used: it gives up for ever on any
    /// answer that is not 200, such as a proxy's 502 during a restart.
    fn reconnect_later(self: &Rc<Line>) {
        if let Some(open) = self.open.borrow().as_ref() {
            open.source.close();
        }
        self.state.try_set(LiveState::Reconnecting);
        self.forget_retry();
        let tries = self.tries.get();
        self.tries.set(tries.saturating_add(1));
        // Up to half a second of chance, so that all browsers do not come back at the same moment.
        let chance = (js_sys::Math::random() * 500.0) as u64;
        let pause = Duration::from_millis(500 * 2_u64.pow(tries.min(5)) + chance).min(LONGEST_PAUSE);
        let line = Rc::downgrade(self);
        let again = move || {
            if let Some(line) = line.upgrade() {
                line.connect_now();
            }
        };
        self.retry.set(set_timeout_with_handle(again, pause).ok());
    }

    fn forget_retry(&self) {
        if let Some(retry) = self.retry.take() {
            retry.clear();
        }
    }

    fn close(&self) {
        self.forget_retry();
        self.open.replace(None);
    }

    fn end(&self) {
        self.ended.set(true);
        self.close();
        self.state.try_set(LiveState::Off);
    }
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
