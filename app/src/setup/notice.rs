use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::{Kind, Platform, Rest};

use super::view::NoticeView;
use crate::kinds::view_of;
use crate::log::Asked;
use crate::pausing::Resume;
use crate::rpc;
use crate::ui::{Clock, Icon, Moment};

/// How soon a lost connection is told on a page that is looked at.
const BEAT: Duration = Duration::from_secs(10);

/// What every page says above its own content: a connection that is lost, a log that is paused, a set-up that is not done.
#[component]
pub fn Notices() -> impl IntoView {
    let notices = Resource::new(|| (), |()| rpc::read_notices());
    Effect::new(move || {
        let look = move || {
            if !document().hidden() {
                notices.refetch();
            }
        };
        if let Ok(beat) = set_interval_with_handle(look, BEAT) {
            on_cleanup(move || beat.clear());
        }
    });
    let clock = Clock::of_page();
    Effect::new(move || {
        if let (Some(clock), Some(Ok(view))) = (clock, notices.get()) {
            clock.keep_zone(view.zone);
        }
    });
    let again = Callback::new(move |()| notices.refetch());
    let path = use_location().pathname;
    // The set-up says it itself.
    let elsewhere =
        Memo::new(move |_| path.with(|path| !path.starts_with("/setup") && !path.starts_with("/connect")));
    view! {
        <div class="notices" aria-live="polite">
            <Transition>
                {move || notices.get().and_then(Result::ok).map(|view| {
                    let NoticeView { setup, lost, rests, zone: _ } = view;
                    let here = path.get();
                    let rests = rests.into_iter().filter(|(kind, rest)| concerns(*kind, rest, &here)).collect::<Vec<_>>();
                    let begin = (setup && elsewhere.get()).then(|| view! {
                        <p class="notice" data-test="setup-notice">
                            <Icon name="settings"/>
                            <span>"Lockstep is not set up yet: nothing moves before you go live."</span>
                            <a class="button small main" href="/setup">"Go on with the set-up"</a>
                        </p>
                    });
                    view! { {begin} {lost.into_iter().map(lost_connection).collect_view()} {rests.into_iter().map(|(kind, rest)| resting(kind, rest, again)).collect_view()} }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

fn lost_connection((platform, why, since): (Platform, String, model::When)) -> impl IntoView {
    let name = platform.name();
    view! {
        <p class="notice bad" data-test="lost" data-platform=platform.word()>
            <Icon name="failed"/>
            <span><strong>{name} " is not connected. "</strong> {why} " Records wait and go on by themselves once it is back. Since " <Moment at=since/> "."</span>
            <a class="button small" href=format!("/setup/{}", platform.word())>"Connect " {name} " again"</a>
        </p>
    }
}

/// A pause is told on every page, quiet hours only where their records are.
fn concerns(kind: Kind, rest: &Rest, path: &str) -> bool {
    match rest {
        Rest::SettingUp => false,
        Rest::Paused(_) => true,
        Rest::Quiet { .. } => path.starts_with(&Asked::default().address(kind, None)),
    }
}

fn resting(kind: Kind, rest: Rest, again: Callback<()>) -> impl IntoView {
    let title = view_of(kind).title;
    let resume = matches!(rest, Rest::Paused(_)).then(|| view! { <Resume kind again/> });
    let since = match &rest {
        Rest::Paused(pause) => Some(pause.since),
        Rest::SettingUp | Rest::Quiet { .. } => None,
    };
    view! {
        <p class="notice" data-test="rests" data-kind=kind.word()>
            <Icon name="pending"/>
            <span><strong>{title} ": "</strong> {rest.say()} {since.map(|at| view! { ", since " <Moment at/> })} "."</span>
            {resume}
        </p>
    }
}
