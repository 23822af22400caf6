use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::AppError;
use crate::ui::Icon;

/// What a form asks for: one at a time, with its problem beside it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Deed {
    busy: RwSignal<bool>,
    problem: RwSignal<Option<AppError>>,
}

impl Default for Deed {
    /// Nothing is asked for yet.
    fn default() -> Deed {
        Deed { busy: RwSignal::new(false), problem: RwSignal::new(None) }
    }
}

impl Deed {
    /// Does something and goes on with what came of it. Pressing twice is pressing once.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, AppError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problem.set(None);
        spawn_local(async move {
            let done = work.await;
            self.busy.try_set(false);
            match done {
                Ok(done) => then(done),
                Err(error) => {
                    self.problem.try_set(Some(error));
                }
            }
        });
    }

    /// Whether it went wrong.
    pub fn failed(self) -> bool {
        self.problem.with(Option::is_some)
    }

    /// Whether it is being done.
    pub fn busy(self) -> bool {
        self.busy.get()
    }
}

/// What went wrong with a form's deed.
#[component]
pub fn Trouble(deed: Deed) -> impl IntoView {
    let says = move || {
        deed.problem.get().map(|error| {
            let fix = match &error {
                // Its sentence says what to do already.
                AppError::Invalid { .. } => "",
                other => other.fix(),
            };
            view! { <p class="trouble" data-test="trouble"><Icon name="failed"/> <span>{error.cause()} " " {fix}</span></p> }
        })
    };
    view! { <div role="alert">{says}</div> }
}

/// The button that sends a form.
#[component]
pub fn SendButton(deed: Deed, says: &'static str, busy: &'static str) -> impl IntoView {
    view! {
        <button class="button main" type="submit" class:busy=move || deed.busy() data-test="send">
            {move || if deed.busy() { busy } else { says }}
        </button>
    }
    .into_any()
}

/// A labelled field with one sentence below it.
#[component]
pub fn Field(
    /// The field's name, once on the page.
    name: &'static str,
    label: &'static str,
    says: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "")] placeholder: &'static str,
    #[prop(optional)] value: String,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input type=kind id=name name=name value=value placeholder=placeholder required=true autocomplete="off"
                autocapitalize="off" spellcheck="false" aria-describedby=format!("{name}-says")/>
            <p id=format!("{name}-says") class="says">{says}</p>
        </div>
    }
    .into_any()
}
