use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Call, StepState, TraceId};

use super::view::{AttemptLine, StepLine};
use crate::AppError;
use crate::rpc;
use crate::ui::{Chip, Moment};

/// The calls of the posting, with the ids the target gave.
#[component]
pub fn Steps(steps: Vec<StepLine>) -> impl IntoView {
    let line = |step: StepLine| {
        let state = match step.state {
            StepState::Done => "Done",
            StepState::Intended => "Begun",
            StepState::Unknown => "Not sure it arrived",
        };
        view! {
            <li data-state=step.state.word()>
                <span class="what">{step.title}</span>
                <span class="id">{step.id.unwrap_or_default()}</span>
                <span class="state">{state}</span>
                <Moment at=step.at/>
                {step.unclear.map(|why| view! { <p class="quiet">{why}</p> })}
            </li>
        }
    };
    (!steps.is_empty()).then(|| {
        view! {
            <section class="part">
                <h3>"Steps"</h3>
                <ol class="steps" data-test="steps">{steps.into_iter().map(line).collect_view()}</ol>
            </section>
        }
    })
}

/// Attempts, the latest first.
#[component]
pub fn Attempts(attempts: Vec<AttemptLine>) -> impl IntoView {
    let line = |attempt: AttemptLine| {
        view! {
            <li>
                <p>
                    <Chip status=attempt.ended_as/>
                    " " <strong>"Attempt " {attempt.number}</strong>
                    " " <Moment at=attempt.started_at/>
                    <span class="quiet">
                        {format!(" · {} · took {} · settings {}", attempt.asked_by, attempt.took, attempt.settings_version)}
                    </span>
                </p>
                <p>{attempt.says}</p>
                {attempt.fix.map(|fix| view! { <p class="quiet">{fix}</p> })}
                {attempt.trace.map(|trace| view! { <Calls trace/> })}
            </li>
        }
    };
    (!attempts.is_empty()).then(|| {
        view! {
            <section class="part">
                <h3>"Attempts"</h3>
                <ol class="attempts" data-test="attempts">{attempts.into_iter().map(line).collect_view()}</ol>
            </section>
        }
    })
}

/// The calls of one try, read when they are first looked at.
#[component]
fn Calls(trace: TraceId) -> impl IntoView {
    let read = RwSignal::new(None::<Result<Vec<Call>, AppError>>);
    let look = move |_| {
        if read.with_untracked(|read| !matches!(read, Some(Ok(_)))) {
            spawn_local(async move {
                let calls = rpc::read_calls(trace).await;
                read.try_set(Some(calls));
            });
        }
    };
    view! {
        <details class="calls" on:toggle=look>
            <summary>"Calls made"</summary>
            {move || match read.get() {
                None => view! { <p class="quiet">"Reading…"</p> }.into_any(),
                Some(Err(error)) => view! { <p>{error.to_string()}</p> }.into_any(),
                Some(Ok(calls)) if calls.is_empty() => {
                    view! { <p class="quiet">"None, or older than 30 days."</p> }.into_any()
                }
                Some(Ok(calls)) => view! { <ul>{calls.into_iter().map(call).collect_view()}</ul> }.into_any(),
            }}
        </details>
    }
    .into_any()
}

fn call(call: Call) -> impl IntoView {
    let status = call.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let title = format!("{} {} {}", call.platform.name(), call.method, call.path);
    let body = |title: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <p class="quiet">{title}</p> <pre tabindex="0">{text}</pre> })
    };
    view! {
        <li>
            <p><code>{title}</code></p>
            <p class="quiet">{format!("{status} · {} ms · ", call.took_ms)} <Moment at=call.at exact=true/></p>
            {body("Sent", call.request)}
            {body("Answered", call.response)}
        </li>
    }
    .into_any()
}

/// What support needs to see.
#[component]
pub fn Technical(facts: Vec<(String, String)>) -> impl IntoView {
    view! {
        <details class="technical">
            <summary>"Technical detail"</summary>
            <dl class="facts">
                {facts.into_iter().map(|(label, text)| view! { <div><dt>{label}</dt><dd><code>{text}</code></dd></div> }).collect_view()}
            </dl>
        </details>
    }
    .into_any()
}
