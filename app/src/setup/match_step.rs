use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::{Deed, Trouble};
use super::steps::{Onward, Step};
use super::view::{Fetched, SetupView, Suggestion, SuggestionsView};
use crate::AppError;
use crate::rpc;
use crate::settings::{Complete, fields_of};
use crate::ui::{Icon, Problem, SkeletonRows, Toaster, count};

/// Pair what belongs together: the names are read with a bar that says which, then pairs are suggested.
#[component]
pub fn MatchStep(page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let read = RwSignal::new(Vec::<Fetched>::new());
    let all = Memo::new(move |_| read.with(|read| read.last().is_some_and(|last| last.next.is_none())));
    Effect::new(move || fetch_all(read));
    view! {
        <section class="part" aria-labelledby="step-title">
            <h2 id="step-title">"What belongs together"</h2>
            <p class="quiet">"Lockstep reads the names on both sides and suggests pairs. Nothing is written to either of them."</p>
            <Reading read/>
        </section>
        {move || all.get().then(|| view! { <Matches page/> })}
    }
    .into_any()
}

/// Reads list after list.
fn fetch_all(read: RwSignal<Vec<Fetched>>) {
    spawn_local(async move {
        for place in 0.. {
            let fetched = match rpc::fetch_list(place).await {
                Ok(fetched) => fetched,
                Err(error) => Fetched {
                    name: String::new(),
                    count: 0,
                    problem: Some(error.cause()),
                    next: None,
                    of: place,
                },
            };
            let last = fetched.next.is_none();
            // The page may be gone meanwhile.
            if read.try_update(|read| read.push(fetched)).is_none() || last {
                break;
            }
        }
    });
}

/// How far the reading is, and what it read.
#[component]
fn Reading(read: RwSignal<Vec<Fetched>>) -> impl IntoView {
    let says = move || {
        read.with(|read| match read.last() {
            None => "Reading the first list…".to_owned(),
            Some(Fetched { next: Some(next), of, .. }) => {
                format!("Reading {next}: {} of {of}", read.len() + 1)
            }
            Some(_) => format!(
                "{} names read from {} lists.",
                count(read.iter().map(|one| i64::try_from(one.count).unwrap_or(0)).sum()),
                read.len()
            ),
        })
    };
    let share = move || {
        read.with(|read| read.last().map_or(0.0, |last| read.len() as f64 / last.of.max(1) as f64))
            .to_string()
    };
    let problems = move || {
        let failed = read.with(|read| {
            read.iter().filter_map(|one| Some((one.name.clone(), one.problem.clone()?))).collect::<Vec<_>>()
        });
        let line = |(name, why): (String, String)| view! { <li><strong>{name}</strong> ": " {why}</li> };
        (!failed.is_empty()).then(|| view! {
            <div class="trouble"><Icon name="failed"/><ul>{failed.into_iter().map(line).collect_view()}</ul></div>
        })
    };
    view! {
        <div class="reading" data-test="reading">
            <progress max="1" value=share aria-label="Names read"></progress>
            <p role="status">{says}</p>
            {problems}
        </div>
    }
    .into_any()
}

#[component]
fn Matches(page: Resource<Result<SetupView, AppError>>) -> impl IntoView {
    let suggested = Resource::new(|| (), |()| rpc::read_suggestions());
    let settings = Resource::new(|| (), |()| rpc::read_settings());
    let changed = Callback::new(move |()| {
        suggested.refetch();
        settings.refetch();
        page.refetch();
    });
    view! {
        <Transition fallback=SkeletonRows>
            {move || suggested.get().map(|read| match read {
                Ok(view) => view! { <Suggestions view changed/> }.into_any(),
                Err(error) => view! { <Problem error retry=Callback::new(move |()| suggested.refetch())/> }.into_any(),
            })}
            {move || {
                let open = suggested.get().is_some_and(|read| read.is_ok_and(|view| view.suggestions.is_empty()));
                settings.get().map(|read| read.ok().map(|view| view! {
                    <details class="by-hand" open=open>
                        <summary>"Choose them by hand"</summary>
                        <Complete view page=settings/>
                    </details>
                }))
            }}
        </Transition>
        <p><Onward step=Step::Match/></p>
    }
    .into_any()
}

/// Pairs that could be made, each with its reason.
#[component]
fn Suggestions(view: SuggestionsView, changed: Callback<()>) -> impl IntoView {
    let SuggestionsView { version, suggestions } = view;
    if suggestions.is_empty() {
        return view! {
            <section class="part"><p class="good" data-test="no-suggestions"><Icon name="synced"/> "No further suggestion: complete below what is still open."</p></section>
        }
        .into_any();
    }
    let deed = Deed::default();
    let toaster = Toaster::of_page();
    let take = move |taken: Vec<(String, String)>| {
        let number = taken.len();
        deed.run(rpc::take_suggestions(version, taken), move |()| {
            toaster.done(if number == 1 {
                "1 pair made.".to_owned()
            } else {
                format!("{number} pairs made.")
            });
            changed.run(());
        });
    };
    let send = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let ticked = fields_of(&event).into_iter().filter(|(name, _)| name == "take");
        take(
            ticked
                .filter_map(|(_, both)| {
                    both.split_once('\u{1f}').map(|(field, value)| (field.to_owned(), value.to_owned()))
                })
                .collect(),
        );
    };
    let total = suggestions.len();
    let lines =
        suggestions.into_iter().map(|suggestion| line(suggestion, move |one| take(vec![one]))).collect_view();
    view! {
        <section class="part" aria-labelledby="suggested-title">
            <h2 id="suggested-title">{format!("{total} suggestions")}</h2>
            <form data-test="suggestions" on:submit=send>
                <div class="scroll" tabindex="0" role="region" aria-label="Suggested pairs">
                    <table class="pairs suggested">
                        <thead><tr><th scope="col">"Take"</th><th scope="col">"What"</th><th scope="col">"Belongs to"</th><th scope="col">"Because"</th><th scope="col"><span class="hidden">"One by one"</span></th></tr></thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
                <Trouble deed/>
                <div class="buttons stick">
                    <button class="button main" type="submit" class:busy=move || deed.busy() data-test="take-ticked">"Accept all that are ticked"</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn line(suggestion: Suggestion, take: impl Fn((String, String)) + 'static) -> impl IntoView {
    let Suggestion { field, value, group, what, partner, reason } = suggestion;
    let both = format!("{field}\u{1f}{value}");
    let label = format!("{what} belongs to {partner}");
    let one = format!("Accept: {label}");
    let place = field.clone();
    view! {
        <tr data-field=place>
            <td><input type="checkbox" name="take" value=both checked=true aria-label=label/></td>
            <th scope="row"><span class="quiet">{group}</span> " " {what}</th>
            <td>{partner}</td>
            <td class="quiet">{reason}</td>
            <td><button type="button" class="button small" aria-label=one on:click=move |_| take((field.clone(), value.clone()))>"Accept"</button></td>
        </tr>
    }
}
