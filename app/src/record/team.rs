//! Who looks after a record, and what a team says to each other about it. It stays while the record around it is drawn
//! anew, so that nobody loses what they are typing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Note, Noted, RecordId};

use crate::log::Board;
use crate::rpc::{self, RecordTeam};
use crate::ui::{Icon, Moment, focus};

/// What is known, and what is being done about it. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    board: Board,
    read: RwSignal<Option<RecordTeam>>,
    trouble: RwSignal<Option<String>>,
    /// What waits for a name: whoever signs is asked once who they are.
    unsigned: RwSignal<Option<Noted>>,
    typed: RwSignal<String>,
    to: RwSignal<String>,
    /// What was done last, said here since a message at the edge of the page is out of reach below an open record; with what
    /// takes it back.
    said: RwSignal<Option<(String, Option<Noted>)>>,
}

/// The section of the open record.
#[component]
pub fn Team(board: Board) -> impl IntoView {
    let desk = Desk {
        board,
        read: RwSignal::new(None),
        trouble: RwSignal::new(None),
        unsigned: RwSignal::new(None),
        typed: RwSignal::new(String::new()),
        to: RwSignal::new(String::new()),
        said: RwSignal::new(None),
    };
    Effect::new(move |before: Option<Option<RecordId>>| {
        board.record_changed.track();
        let open = board.record.get();
        if before != Some(open) {
            desk.begin_anew();
        }
        if let Some(id) = open {
            desk.look(id);
        }
        open
    });
    let has_something_to_say = move || desk.read.with(Option::is_some) || desk.trouble.with(Option::is_some);
    view! {
        <section class="part team" class:gone=move || !has_something_to_say() data-test="team" id="team" tabindex="-1" aria-labelledby="team-title">
            <h3 id="team-title">"Team"</h3>
            <After desk/>
            <Notes desk/>
            <Write desk/>
            <Said desk/>
            <Sign desk/>
            <p class="note" role="alert">{move || desk.trouble.get()}</p>
        </section>
    }
    .into_any()
}

impl Desk {
    fn begin_anew(self) {
        self.read.set(None);
        self.trouble.set(None);
        self.unsigned.set(None);
        self.typed.set(String::new());
        self.to.set(String::new());
        self.said.set(None);
    }

    fn look(self, id: RecordId) {
        spawn_local(async move {
            let answer = rpc::read_notes(id).await;
            if self.board.record.try_get_untracked().flatten() == Some(id) {
                match answer {
                    Ok(found) => {
                        self.read.try_set(Some(found));
                    }
                    Err(error) => {
                        self.trouble.try_set(Some(error.cause()));
                    }
                }
            }
        });
    }

    fn me(self) -> Option<String> {
        self.read.with(|read| read.as_ref()?.team.me.clone())
    }

    fn assigned(self) -> Option<String> {
        self.read.with(|read| read.as_ref()?.assigned.clone())
    }

    /// Does it, once it is known who does it.
    fn sign(self, says: Noted) {
        if untrack(move || self.me()).is_some() {
            self.send(says);
        } else {
            self.unsigned.set(Some(says));
            request_animation_frame(|| {
                focus("[data-test=my-name]");
            });
        }
    }

    fn send(self, says: Noted) {
        let Some(id) = self.board.record.get_untracked() else { return };
        let before = untrack(move || self.assigned());
        spawn_local(async move {
            match rpc::keep_note(id, says.clone()).await {
                Ok(()) => self.done(id, says, before),
                Err(error) => {
                    self.trouble.try_set(Some(error.cause()));
                }
            }
        });
    }

    fn done(self, id: RecordId, says: Noted, before: Option<String>) {
        self.trouble.try_set(None);
        match says {
            Noted::Words { .. } => {
                self.typed.try_set(String::new());
                self.said.try_set(Some(("The note is kept.".to_owned(), None)));
            }
            Noted::Assigned { to } => {
                self.to.try_set(String::new());
                let says = match to {
                    Some(to) => format!("{to} looks after it."),
                    None => "Nobody looks after it now.".to_owned(),
                };
                self.said.try_set(Some((says, Some(Noted::Assigned { to: before }))));
            }
        }
        self.look(id);
    }

    fn undo(self, back: Noted) {
        let Some(id) = self.board.record.get_untracked() else { return };
        self.said.set(None);
        spawn_local(async move {
            match rpc::keep_note(id, back).await {
                Ok(()) => self.look(id),
                Err(error) => {
                    self.trouble.try_set(Some(error.cause()));
                }
            }
        });
    }

    /// Says who sits here, and does what waited for it.
    fn call_me(self, name: String) {
        spawn_local(async move {
            match rpc::call_me(name).await {
                Ok(name) => {
                    self.trouble.try_set(None);
                    self.read.try_update(|read| {
                        if let Some(read) = read {
                            read.team.me = Some(name.clone());
                        }
                    });
                    match self.unsigned.try_update(Option::take).flatten() {
                        // “I take it” waited for the name itself.
                        Some(Noted::Assigned { to: None }) => self.send(Noted::Assigned { to: Some(name) }),
                        Some(says) => self.send(says),
                        None => {}
                    }
                }
                Err(error) => {
                    self.trouble.try_set(Some(error.cause()));
                }
            }
        });
    }
}

/// What was done last, and the way back.
#[component]
fn Said(desk: Desk) -> impl IntoView {
    let way_back = move |back: Noted| {
        view! { <button type="button" class="link" data-test="undo-note" on:click=move |_| desk.undo(back.clone())>"Undo"</button> }
    };
    let said = move || desk.said.get().map(|(says, back)| view! { {says} " " {back.map(way_back)} });
    view! { <p class="note" role="status">{said}</p> }.into_any()
}

/// Who looks after it, and the ways to change that.
#[component]
fn After(desk: Desk) -> impl IntoView {
    let says = move || {
        desk.assigned()
            .map_or_else(|| "Nobody looks after it yet.".to_owned(), |name| format!("{name} looks after it."))
    };
    let mine = move || desk.me().is_some() && desk.me() == desk.assigned();
    let take = move |_| {
        let to = untrack(move || desk.me());
        desk.sign(Noted::Assigned { to });
    };
    let give = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let to = desk.to.get_untracked().trim().to_owned();
        if !to.is_empty() {
            desk.send(Noted::Assigned { to: Some(to) });
        }
    };
    view! {
        <p class="after" data-test="assigned-to"><Icon name="person"/> {says}</p>
        <form class="give" on:submit=give>
            <button type="button" class="button small" class:gone=mine data-test="take-it" on:click=take>"I take it"</button>
            <span class="field">
                <label class="hidden" for="give-to">"Colleague"</label>
                <input id="give-to" type="text" list="colleagues" maxlength=Note::LONGEST_NAME.to_string() autocomplete="off" placeholder="A colleague"
                    data-test="give-to" prop:value=move || desk.to.get() on:input=move |event| desk.to.set(event_target_value(&event))/>
                <button class="button small" data-test="give">"Give to them"</button>
            </span>
            <button type="button" class="button small quiet" class:gone=move || desk.assigned().is_none() data-test="give-back"
                on:click=move |_| desk.send(Noted::Assigned { to: None })>"To nobody"</button>
        </form>
        <Colleagues names=Signal::derive(move || desk.read.with(|read| read.as_ref().map(|read| read.team.colleagues.clone()).unwrap_or_default()))/>
    }
    .into_any()
}

/// The names that a field with `list="colleagues"` suggests.
#[component]
pub fn Colleagues(#[prop(into)] names: Signal<Vec<String>>) -> impl IntoView {
    let options =
        move || names.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    view! { <datalist id="colleagues">{options}</datalist> }.into_any()
}

/// What people did, the latest first.
#[component]
fn Notes(desk: Desk) -> impl IntoView {
    let line = |note: Note| {
        let Note { at, who, says } = note;
        let says = match says {
            Noted::Words { text } => view! { <p class="text">{text}</p> }.into_any(),
            Noted::Assigned { to: Some(to) } => view! { <p class="quiet">"Given to " {to}</p> }.into_any(),
            Noted::Assigned { to: None } => view! { <p class="quiet">"Given to nobody"</p> }.into_any(),
        };
        view! { <li data-test="note">{says} <p class="quiet">{who} " · " <Moment at/></p></li> }
    };
    let notes =
        move || desk.read.with(|read| read.as_ref().map(|read| read.notes.clone()).unwrap_or_default());
    move || {
        let notes = notes();
        (!notes.is_empty())
            .then(|| view! { <ol class="notes">{notes.into_iter().map(line).collect_view()}</ol> })
    }
}

/// A new note.
#[component]
fn Write(desk: Desk) -> impl IntoView {
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = desk.typed.get_untracked();
        if !text.trim().is_empty() {
            desk.sign(Noted::Words { text });
        }
    };
    view! {
        <form class="write" on:submit=keep>
            <label class="hidden" for="new-note">"Note for colleagues"</label>
            <textarea id="new-note" rows="2" maxlength=Note::LONGEST_TEXT.to_string() placeholder="What should colleagues know about it?"
                data-test="new-note" prop:value=move || desk.typed.get() on:input=move |event| desk.typed.set(event_target_value(&event))></textarea>
            <button class="button small" data-test="keep-note">"Add note"</button>
        </form>
    }
    .into_any()
}

/// Who signs: asked for once a browser, and changed where somebody else sits down.
#[component]
fn Sign(desk: Desk) -> impl IntoView {
    let changing = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let asks = Memo::new(move |_| changing.get() || desk.unsigned.with(Option::is_some));
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        changing.set(false);
        desk.call_me(name.get_untracked());
    };
    let change = move |_| {
        changing.set(true);
        request_animation_frame(|| {
            focus("[data-test=my-name]");
        });
    };
    move || {
        if asks.get() {
            view! {
                <form class="sign" on:submit=keep>
                    <label for="my-name">"What do your colleagues call you?"</label>
                    <input id="my-name" type="text" required=true maxlength=Note::LONGEST_NAME.to_string() autocomplete="name" data-test="my-name"
                        prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
                    <button class="button small main" data-test="my-name-keep">"That is me"</button>
                </form>
            }
            .into_any()
        } else {
            let says = move || desk.me().map(|me| format!("You sign as {me} · "));
            view! {
                <p class="quiet" class:gone=move || desk.me().is_none() data-test="signs-as">
                    {says} <button type="button" class="link" on:click=change>"Not you?"</button>
                </p>
            }
            .into_any()
        }
    }
}
