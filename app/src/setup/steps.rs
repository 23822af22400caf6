use leptos::prelude::*;
use model::{Platform, Setup};

use super::view::SetupView;

/// The steps of the set-up, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Connect Brightpearl.
    Office,
    /// Connect Lightspeed.
    Till,
    /// Choose shops and the exchange rate.
    Shops,
    /// Pair what belongs together.
    Match,
    /// See what would happen.
    DryRun,
    /// Choose the moment, and begin.
    Live,
}

impl Step {
    /// All of them.
    pub const ALL: [Step; 6] = [Step::Office, Step::Till, Step::Shops, Step::Match, Step::DryRun, Step::Live];

    /// Its word in the address.
    pub fn word(self) -> &'static str {
        match self {
            Step::Office => "brightpearl",
            Step::Till => "lightspeed",
            Step::Shops => "shops",
            Step::Match => "matches",
            Step::DryRun => "dry-run",
            Step::Live => "go-live",
        }
    }

    /// The step of a word.
    pub fn parse(word: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.word() == word)
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Step::Office => Platform::Brightpearl.name(),
            Step::Till => Platform::Lightspeed.name(),
            Step::Shops => "Shops",
            Step::Match => "Matches",
            Step::DryRun => "Dry run",
            Step::Live => "Go live",
        }
    }

    /// Its address.
    pub fn address(self) -> String {
        format!("/setup/{}", self.word())
    }

    /// The step after it.
    pub fn next(self) -> Option<Step> {
        let place = Step::ALL.into_iter().position(|step| step == self)?;
        Step::ALL.get(place + 1).copied()
    }

    /// Whether it is done.
    pub fn done(self, view: &SetupView) -> bool {
        match self {
            Step::Office => view.office.is_some(),
            Step::Till => view.till.is_some(),
            Step::Shops => view.shops_chosen,
            Step::Match => view.matched,
            // Looking changes nothing, so nothing remembers it; going live says that it was enough.
            Step::DryRun | Step::Live => view.setup == Setup::Done && view.till.is_some(),
        }
    }

    /// Whether it can be taken: both platforms must be connected before anything of theirs can be shown.
    pub fn open(self, view: &SetupView) -> bool {
        matches!(self, Step::Office | Step::Till) || (view.office.is_some() && view.till.is_some())
    }

    /// Where to go on.
    pub fn first_open(view: &SetupView) -> Step {
        Step::ALL.into_iter().find(|step| !step.done(view)).unwrap_or(Step::Live)
    }
}

/// The list of steps, above each of them.
#[component]
pub fn Steps(view: SetupView, current: Step) -> impl IntoView {
    let line = |(place, step): (usize, Step)| {
        let (done, open) = (step.done(&view), step.open(&view));
        let state = if done { "done" } else { "" };
        let mark = if done { "✓".to_owned() } else { (place + 1).to_string() };
        let words = view! {
            <span class="place" aria-hidden="true">{mark}</span>
            <span>{step.title()}</span>
            {done.then(|| view! { <span class="hidden">" (done)"</span> })}
        };
        let here = (step == current).then_some("step");
        let inner = match open {
            true => view! { <a href=step.address() aria-current=here>{words}</a> }.into_any(),
            false => view! { <span class="closed">{words}</span> }.into_any(),
        };
        view! { <li data-step=step.word() data-state=state>{inner}</li> }
    };
    view! {
        <nav class="stages" aria-label="Steps of the set-up">
            <ol>{Step::ALL.into_iter().enumerate().map(line).collect_view()}</ol>
        </nav>
    }
    .into_any()
}

/// The way to the next step.
#[component]
pub fn Onward(step: Step) -> impl IntoView {
    step.next().map(|next| {
        view! { <a class="button main" href=next.address() data-test="onward">"Go on: " {next.title()}</a> }
    })
}
