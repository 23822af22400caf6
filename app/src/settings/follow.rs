use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Released;

use crate::rpc;
use crate::ui::count;

/// How often a release is looked at.
const BEAT: Duration = Duration::from_millis(1_000);

/// What becomes of the records that a save set going. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Follow {
    version: RwSignal<Option<i64>>,
    released: RwSignal<Released>,
}

impl Follow {
    /// Nothing was saved yet.
    pub fn new() -> Follow {
        Follow { version: RwSignal::new(None), released: RwSignal::new(Released::default()) }
    }

    /// Follows what the save of this version set going, until all of it has settled.
    pub fn begin(self, version: i64) {
        self.released.set(Released::default());
        self.version.set(Some(version));
        self.look(version);
    }

    fn look(self, version: i64) {
        spawn_local(async move {
            let told = rpc::read_released(version).await;
            // Another save, or the end of the page, ends this one's news.
            if self.version.try_get_untracked().flatten() != Some(version) {
                return;
            }
            let going = told.as_ref().map_or(1, |released| released.going);
            if let Ok(released) = told {
                self.released.set(released);
            }
            if going > 0 {
                set_timeout(move || self.look(version), BEAT);
            }
        });
    }
}

/// The bar of what the last save set going.
#[component]
pub fn Following(follow: Follow) -> impl IntoView {
    let shown = move || follow.version.get().is_some() && follow.released.with(|released| released.all() > 0);
    let settled = move || follow.released.with(|released| released.all() - released.going);
    view! {
        <div role="status">
            <Show when=shown>
                <section class="part following" data-test="following" aria-label="What the save set going">
                    <p><strong>{move || says(follow.released.get())}</strong> {move || rest(follow.released.get())}</p>
                    <progress max=move || follow.released.get().all().to_string() value=move || settled().to_string()
                        aria-label="Records settled"></progress>
                    <button type="button" class="button small quiet" on:click=move |_| follow.version.set(None)>"Hide"</button>
                </section>
            </Show>
        </div>
    }
    .into_any()
}

fn says(released: Released) -> String {
    let (all, noun) = (released.all(), if released.all() == 1 { "record" } else { "records" });
    if released.going == 0 {
        format!("All {} {noun} of this save have settled: {} in step.", count(all), count(released.synced))
    } else {
        format!("{} of {} {noun} of this save in step.", count(released.synced), count(all))
    }
}

/// What did not come into step, as far as there is any.
fn rest(released: Released) -> String {
    let parts = [
        (released.going, "on the way"),
        (released.blocked, "waiting for something else"),
        (released.failed, "failed"),
    ];
    let said = parts.into_iter().filter(|(number, _)| *number > 0);
    said.map(|(number, what)| format!(" {} {what}.", count(number))).collect()
}
