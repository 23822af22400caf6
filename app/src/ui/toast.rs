use std::time::Duration;

use leptos::prelude::*;

use super::Icon;
use crate::AppError;

/// Says short things at the edge of the page. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Toaster {
    said: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

#[derive(Clone, Default)]
struct Toast {
    number: u32,
    bad: bool,
    says: String,
    hint: &'static str,
    /// What takes it back, where it can be.
    undo: Option<Callback<()>>,
}

/// How long good news stays.
const GOOD_NEWS: Duration = Duration::from_secs(6);
/// How long it can be taken back.
const SECOND_THOUGHTS: Duration = Duration::from_secs(15);
/// How long bad news stays; it can be closed earlier.
const BAD_NEWS: Duration = Duration::from_secs(20);

/// Makes [`Toaster::of_page`] work below.
pub fn provide_toasts() {
    provide_context(Toaster { said: RwSignal::new(Vec::new()), next: StoredValue::new(0) });
}

impl Toaster {
    /// The page's own; one that nobody sees where the page has none.
    pub fn of_page() -> Toaster {
        use_context()
            .unwrap_or_else(|| Toaster { said: RwSignal::new(Vec::new()), next: StoredValue::new(0) })
    }

    /// Says that something was done.
    pub fn done(self, says: impl Into<String>) {
        self.say(Toast { says: says.into(), ..Toast::default() }, GOOD_NEWS);
    }

    /// Says that something was done, with a button that takes it back.
    pub fn undoable(self, says: impl Into<String>, undo: Callback<()>) {
        self.say(Toast { says: says.into(), undo: Some(undo), ..Toast::default() }, SECOND_THOUGHTS);
    }

    /// Says that something went wrong.
    pub fn failed(self, error: &AppError) {
        self.say(Toast { bad: true, says: error.cause(), hint: error.fix(), ..Toast::default() }, BAD_NEWS);
    }

    fn say(self, toast: Toast, stays: Duration) {
        self.next.update_value(|next| *next += 1);
        let number = self.next.get_value();
        self.said.update(|said| said.push(Toast { number, ..toast }));
        set_timeout(move || self.close(number), stays);
    }

    fn close(self, number: u32) {
        self.said.try_update(|said| said.retain(|toast| toast.number != number));
    }
}

/// The region where toasts appear; screen readers say them as they come.
#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = Toaster::of_page();
    view! {
        <div class="toasts" role="status" aria-live="polite" data-test="toasts">
            <For each=move || toaster.said.get() key=|toast| toast.number let:toast>
                <div class="toast" class:bad=toast.bad>
                    <Icon name=if toast.bad { "failed" } else { "synced" }/>
                    <p>{toast.says.clone()} " " <span class="hint">{toast.hint}</span></p>
                    {toast.undo.map(|undo| view! { <button class="link" data-test="undo" on:click=move |_| { toaster.close(toast.number); undo.run(()); }>"Undo"</button> })}
                    <button class="ghost" aria-label="Close this message" on:click=move |_| toaster.close(toast.number)>
                        <Icon name="close"/>
                    </button>
                </div>
            </For>
        </div>
    }
}
