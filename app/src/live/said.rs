//! What the pages of one browser say to each other.

use leptos::web_sys;
use model::Event;
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// One message. All pages hear all but their own.
#[derive(Serialize, Deserialize)]
pub(super) enum Said {
    /// A record changed.
    Change(Event),
    /// More changed than can be told; it goes on from this event.
    Again(i64),
    /// Whether the one stream is open.
    Live(bool),
    /// A page that has just opened asks for what came after an event.
    Ask(i64),
    /// The answer, for whoever is not that far.
    Missed(Vec<Event>),
}

/// Where all pages of this browser hear each other.
pub(super) struct Channel {
    channel: BroadcastChannel,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Joins; `None` in a browser that has no such thing.
    pub(super) fn join(hear: impl Fn(Said) + 'static) -> Option<Channel> {
        let channel = BroadcastChannel::new("lockstep.events").ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let said = message.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(said) = said {
                hear(said);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Channel { channel, _heard: heard })
    }

    /// Says something to the others.
    pub(super) fn say(&self, said: &Said) {
        if let Ok(text) = serde_json::to_string(said) {
            let _ = self.channel.post_message(&JsValue::from_str(&text));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
