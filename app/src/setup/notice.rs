use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::Platform;

use super::view::NoticeView;
use crate::rpc;
use crate::ui::{Icon, Moment};

/// How soon a lost connection is told on a page that is looked at.
const BEAT: Duration = Duration::from_secs(10);

/// What every page says above its own content: a connection that is lost, a set-up that is not done.
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
    let path = use_location().pathname;
    // The set-up says it itself.
    let elsewhere =
        Memo::new(move |_| path.with(|path| !path.starts_with("/setup") && !path.starts_with("/connect")));
    view! {
        <div class="notices" aria-live="polite">
            <Transition>
                {move || notices.get().and_then(Result::ok).map(|view| {
                    let NoticeView { setup, lost } = view;
                    let begin = (setup && elsewhere.get()).then(|| view! {
                        <p class="notice" data-test="setup-notice">
                            <Icon name="settings"/>
                            <span>"Lockstep is not set up yet: nothing moves before you go live."</span>
                            <a class="button small main" href="/setup">"Go on with the set-up"</a>
                        </p>
                    });
                    view! { {begin} {lost.into_iter().map(lost_connection).collect_view()} }
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
