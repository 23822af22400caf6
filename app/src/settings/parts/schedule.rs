use leptos::prelude::*;

use crate::kinds::{KindView, view_of};
use crate::pausing::PauseButton;
use crate::settings::Part;
use crate::settings::form::{PartForm, Saver};
use crate::settings::view::ScheduleForm;
use crate::ui::local_zone;

/// How often each log looks for news, when it rests, and what is paused.
#[component]
pub fn SchedulePart(lines: Vec<ScheduleForm>, zone: String, saver: Saver) -> impl IntoView {
    let again = Callback::new(move |()| saver.page.refetch());
    let states = lines.clone();
    view! {
        <section class="part" aria-labelledby="running-title">
            <h2 id="running-title">"Running and paused"</h2>
            <p class="quiet">"A pause stops a log until somebody lets it go on; everybody sees why. What happens meanwhile is caught up with afterwards."</p>
            <ul class="flows">{states.into_iter().map(|line| view! { <State line again/> }).collect_view()}</ul>
        </section>
        <PartForm part=Part::Schedule saver about="How often each log looks for news, and the hours in which it rests.">
            <Zone zone/>
            <table class="pairs schedule">
                <thead><tr>
                    <th scope="col">"Log"</th><th scope="col">"Looks every"</th><th scope="col">"Quiet hours"</th>
                </tr></thead>
                <tbody>{lines.into_iter().map(schedule).collect_view()}</tbody>
            </table>
        </PartForm>
    }
    .into_any()
}

#[component]
fn State(line: ScheduleForm, again: Callback<()>) -> impl IntoView {
    let ScheduleForm { kind, rests, .. } = line;
    let runs = rests.is_none().then(|| view! { <p class="quiet">"Runs"</p> });
    view! {
        <li data-test="flow-state" data-kind=kind.word()>
            <strong>{view_of(kind).title}</strong>
            {runs}
            <PauseButton kind rests again/>
        </li>
    }
}

/// Whose clocks quiet hours go by.
#[component]
fn Zone(zone: String) -> impl IntoView {
    let field = NodeRef::<leptos::html::Input>::new();
    let here = move |_| {
        if let Some(field) = field.get_untracked() {
            field.set_value(&local_zone());
            crate::settings::form::changed(Some(&field));
        }
    };
    view! {
        <div class="field zone">
            <label for="zone">"Time zone"</label>
            <input node_ref=field type="text" id="zone" name="zone" value=zone placeholder="UTC" autocomplete="off" aria-describedby="zone-says"/>
            <p id="zone-says" class="says">"Quiet hours go by its clocks, in summer and winter; such as Europe/London. "
                <button type="button" class="link" on:click=here>"Take that of this browser"</button></p>
        </div>
    }
}

fn schedule(line: ScheduleForm) -> impl IntoView {
    let ScheduleForm { kind, every_s, quiet: (from, to), .. } = line;
    let KindView { title, read_with, .. } = view_of(kind);
    let word = kind.word();
    let every = match read_with {
        Some(others) => view! { <span class="quiet">"Read with the " {*others}</span> }.into_any(),
        None => view! {
            <input type="number" min="5" max="86400" name=format!("every:{word}") value=every_s.to_string() aria-label=format!("Seconds between two looks for {title}")/>
            " s"
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row">{*title}</th>
            <td>{every}</td>
            <td class="hours">
                <input type="time" name=format!("from:{word}") value=from aria-label=format!("Quiet hours of {} from", title.to_lowercase())/>
                <span class="quiet">"to"</span>
                <input type="time" name=format!("to:{word}") value=to aria-label=format!("Quiet hours of {} to", title.to_lowercase())/>
            </td>
        </tr>
    }
    .into_any()
}
