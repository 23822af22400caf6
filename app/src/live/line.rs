//! How one page hears: from its own stream if it is the page that has it, else from that page.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use model::Event;

use super::lock::{self, Grip};
use super::said::{Channel, Said};
use super::stream::{Heard, Stream};
use super::{LiveState, News};

/// A page that gets no answer for so long has a stream of its own: the one that should answer may be asleep.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many events are kept for pages that open later.
const KEPT: usize = 500;

/// How one page hears.
pub(super) struct Line {
    /// The last event heard.
    after: Cell<i64>,
    /// Whether the page is looked at.
    wanted: Cell<bool>,
    /// This page's own stream; the other pages hear it through the channel while this one has the lock.
    stream: RefCell<Option<Rc<Stream>>>,
    channel: RefCell<Option<Channel>>,
    grip: Grip,
    in_line: Cell<bool>,
    /// What the stream told, and after which event that began.
    told: RefCell<VecDeque<Event>>,
    told_after: Cell<i64>,
    state: RwSignal<LiveState>,
    hear: Box<dyn Fn(News)>,
}

impl Line {
    /// A line that begins after an event; it hears nothing yet.
    pub(super) fn new(after: i64, state: RwSignal<LiveState>, hear: impl Fn(News) + 'static) -> Rc<Line> {
        let line = Rc::new(Line {
            after: Cell::new(after),
            wanted: Cell::new(false),
            stream: RefCell::default(),
            channel: RefCell::default(),
            grip: Grip::default(),
            in_line: Cell::new(false),
            told: RefCell::default(),
            told_after: Cell::new(after),
            state,
            hear: Box::new(hear),
        });
        let hearing = Rc::downgrade(&line);
        line.channel.replace(Channel::join(move |said| {
            if let Some(line) = hearing.upgrade() {
                line.hear_other(said);
            }
        }));
        line
    }

    /// Hears while the page is seen.
    pub(super) fn follow_visibility(self: &Rc<Line>) {
        if document().hidden() {
            self.rest();
        } else if !self.wanted.replace(true) {
            self.begin();
        }
    }

    /// Tries at once, after the network came back.
    pub(super) fn connect_now(&self) {
        if let Some(stream) = self.stream.borrow().as_ref() {
            stream.connect_now();
        }
    }

    /// Hears nothing any more.
    pub(super) fn end(&self) {
        self.rest();
        self.channel.replace(None);
        self.state.try_set(LiveState::Off);
    }

    fn begin(self: &Rc<Line>) {
        let line = Rc::downgrade(self);
        let granted = move || {
            let Some(line) = line.upgrade() else { return false };
            line.in_line.set(false);
            let wanted = line.wanted.get();
            if wanted {
                line.open_stream();
            }
            wanted
        };
        if !self.in_line.get() {
            let can_share = self.channel.borrow().is_some() && lock::get_in_line(&self.grip, granted);
            self.in_line.set(can_share);
        }
        if !self.in_line.get() {
            self.open_stream();
            return;
        }
        self.say(&Said::Ask(self.after.get()));
        let line = Rc::downgrade(self);
        let alone = move || {
            if let Some(line) = line.upgrade().filter(|line| line.wanted.get() && !line.is_live()) {
                line.open_stream();
            }
        };
        set_timeout(alone, PATIENCE);
    }

    fn rest(&self) {
        self.wanted.set(false);
        if let Some(stream) = self.stream.take() {
            stream.close();
        }
        self.told.borrow_mut().clear();
        self.grip.let_go();
        // Whoever comes back says so itself.
        self.state.try_set(LiveState::Reconnecting);
    }

    fn is_live(&self) -> bool {
        self.state.try_get_untracked() == Some(LiveState::On)
    }

    fn open_stream(self: &Rc<Line>) {
        if self.stream.borrow().is_some() {
            return;
        }
        self.told_after.set(self.after.get());
        let line = Rc::downgrade(self);
        let stream = Stream::open(self.after.get(), move |heard| {
            if let Some(line) = line.upgrade() {
                line.hear_stream(heard);
            }
        });
        self.stream.replace(Some(stream));
    }

    /// What this page's own stream told: heard here, and said to the others.
    fn hear_stream(&self, heard: Heard) {
        match heard {
            Heard::Change(event) => {
                self.keep(event.clone());
                self.tell_others(&Said::Change(event.clone()));
                self.take(event);
            }
            Heard::Again(from) => {
                self.told.borrow_mut().clear();
                self.told_after.set(from);
                self.tell_others(&Said::Again(from));
                self.look_again(from);
            }
            Heard::Open => {
                self.tell_others(&Said::Live(true));
                self.state.try_set(LiveState::On);
            }
            Heard::Broken => {
                self.tell_others(&Said::Live(false));
                self.state.try_set(LiveState::Reconnecting);
            }
        }
    }

    /// What another page said.
    fn hear_other(&self, said: Said) {
        if let Said::Ask(after) = said {
            self.answer(after);
            return;
        }
        if self.stream.borrow().is_some() || !self.wanted.get() {
            return;
        }
        match said {
            Said::Change(event) => self.take(event),
            Said::Again(from) => self.look_again(from),
            Said::Missed(events) => {
                let after = self.after.get();
                events.into_iter().filter(|event| event.id > after).for_each(|event| self.take(event));
            }
            Said::Live(true) => {
                self.state.try_set(LiveState::On);
            }
            Said::Live(false) => {
                self.state.try_set(LiveState::Reconnecting);
            }
            Said::Ask(_) => {}
        }
    }

    /// Tells a page that has just opened what it missed, if this one has the stream.
    fn answer(&self, after: i64) {
        if !self.grip.is_held() || self.stream.borrow().is_none() {
            return;
        }
        if after >= self.told_after.get() {
            let missed = self.told.borrow().iter().filter(|event| event.id > after).cloned().collect();
            self.say(&Said::Missed(missed));
        } else {
            self.say(&Said::Again(self.after.get()));
        }
        self.say(&Said::Live(self.is_live()));
    }

    fn take(&self, event: Event) {
        self.after.set(self.after.get().max(event.id));
        (self.hear)(News::Changed(event));
    }

    fn look_again(&self, from: i64) {
        self.after.set(self.after.get().max(from));
        (self.hear)(News::LookAgain);
    }

    fn keep(&self, event: Event) {
        let mut told = self.told.borrow_mut();
        if told.len() == KEPT
            && let Some(oldest) = told.pop_front()
        {
            self.told_after.set(oldest.id);
        }
        told.push_back(event);
    }

    fn tell_others(&self, said: &Said) {
        if self.grip.is_held() {
            self.say(said);
        }
    }

    fn say(&self, said: &Said) {
        if let Some(channel) = self.channel.borrow().as_ref() {
            channel.say(said);
        }
    }
}
