//! The stream itself, made anew whenever it breaks.

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

/// What a stream tells.
pub(super) enum Heard {
    /// A record changed.
    Change(Event),
    /// More changed than can be told; it goes on from this event.
    Again(i64),
    /// It is open.
    Open,
    /// It broke, and is being made anew.
    Broken,
}

/// The longest pause before the stream is tried again. It is tried for ever.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// One stream, and what is needed to make it anew.
pub(super) struct Stream {
    after: Cell<i64>,
    open: RefCell<Option<Open>>,
    retry: Cell<Option<TimeoutHandle>>,
    tries: Cell<u32>,
    closed: Cell<bool>,
    tell: Box<dyn Fn(Heard)>,
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

impl Stream {
    /// Opens a stream of what comes after an event.
    pub(super) fn open(after: i64, tell: impl Fn(Heard) + 'static) -> Rc<Stream> {
        let stream = Rc::new(Stream {
            after: Cell::new(after),
            open: RefCell::default(),
            retry: Cell::new(None),
            tries: Cell::new(0),
            closed: Cell::new(false),
            tell: Box::new(tell),
        });
        stream.connect_now();
        stream
    }

    /// Opens it at once, unless it is open.
    pub(super) fn connect_now(self: &Rc<Stream>) {
        self.forget_retry();
        let is_open =
            self.open.borrow().as_ref().is_some_and(|open| open.source.ready_state() == EventSource::OPEN);
        if !is_open && !self.closed.get() {
            self.connect();
        }
    }

    fn connect(self: &Rc<Stream>) {
        let Ok(source) = EventSource::new(&format!("/events?after={}", self.after.get())) else { return };
        let told = |hear: fn(&Stream, &MessageEvent)| {
            let stream = Rc::downgrade(self);
            Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
                if let Some(stream) = stream.upgrade() {
                    hear(&stream, &message);
                }
            })
        };
        let became = |what: fn(&Rc<Stream>)| {
            let stream = Rc::downgrade(self);
            Closure::<dyn FnMut()>::new(move || {
                if let Some(stream) = stream.upgrade() {
                    what(&stream);
                }
            })
        };
        let (changed, again) = (told(Stream::hear_change), told(Stream::hear_again));
        let (opened, broke) = (became(Stream::is_open), became(Stream::reconnect_later));
        let _ = source.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        let _ = source.add_event_listener_with_callback("resync", again.as_ref().unchecked_ref());
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(broke.as_ref().unchecked_ref()));
        self.open.replace(Some(Open { source, _heard: [changed, again], _state: [opened, broke] }));
    }

    fn hear_change(&self, message: &MessageEvent) {
        let event = message.data().as_string().and_then(|text| serde_json::from_str::<Event>(&text).ok());
        if let Some(event) = event {
            self.after.set(self.after.get().max(event.id));
            (self.tell)(Heard::Change(event));
        }
    }

    fn hear_again(&self, message: &MessageEvent) {
        // The id of a resync is where the stream goes on from.
        let from = message.last_event_id().parse::<i64>().unwrap_or_default().max(self.after.get());
        self.after.set(from);
        (self.tell)(Heard::Again(from));
    }

    fn is_open(self: &Rc<Stream>) {
        self.tries.set(0);
        (self.tell)(Heard::Open);
    }

    /// Tries again after a pause that grows. The browser's own retrying is not used: it gives up for ever on any
    /// answer that is not 200, such as a proxy's 502 during a restart.
    fn reconnect_later(self: &Rc<Stream>) {
        if let Some(open) = self.open.borrow().as_ref() {
            open.source.close();
        }
        (self.tell)(Heard::Broken);
        self.forget_retry();
        let tries = self.tries.get();
        self.tries.set(tries.saturating_add(1));
        // Up to half a second of chance, so that all browsers do not come back at the same moment.
        let chance = (js_sys::Math::random() * 500.0) as u64;
        let pause = Duration::from_millis(500 * 2_u64.pow(tries.min(5)) + chance).min(LONGEST_PAUSE);
        let stream = Rc::downgrade(self);
        let again = move || {
            if let Some(stream) = stream.upgrade() {
                stream.connect_now();
            }
        };
        self.retry.set(set_timeout_with_handle(again, pause).ok());
    }

    fn forget_retry(&self) {
        if let Some(retry) = self.retry.take() {
            retry.clear();
        }
    }

    /// Closes it for good.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.forget_retry();
        self.open.replace(None);
    }
}
