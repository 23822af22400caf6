use leptos::prelude::*;

use crate::settings::form::Saver;
use crate::settings::view::{Change, VersionLine};
use crate::ui::{Moment, count};

/// Who changed what and when, the newest first.
#[component]
pub fn History(
    versions: Vec<VersionLine>,
    /// How many older ones are not shown.
    older: i64,
    saver: Saver,
) -> impl IntoView {
    let several = versions.len() > 1;
    let lines = versions.into_iter().map(line).collect_view();
    view! {
        <section class="part" id="history" aria-labelledby="history-title">
            <h2 id="history-title">"History"</h2>
            <p class="quiet">"Every save, with what it changed. Records say in their attempts with which version they were sent."</p>
            {several.then(|| view! { <Undo saver/> })}
            <ol class="versions" data-test="history">{lines}</ol>
            {(older > 0).then(|| view! { <p class="quiet">{format!("And {} older.", count(older))}</p> })}
        </section>
    }
    .into_any()
}

/// Takes the last save back.
#[component]
fn Undo(saver: Saver) -> impl IntoView {
    let undo = move |_| saver.undo();
    view! {
        <div class="buttons">
            <button type="button" class="button" data-test="undo" on:click=undo>"Take the last save back"</button>
            <span class="quiet">"What was before it becomes the next version, so this can be taken back as well."</span>
        </div>
    }
    .into_any()
}

fn line(version: VersionLine) -> impl IntoView {
    let VersionLine { version, who, at, changes, released } = version;
    let number = match changes.len() {
        0 => "nothing changed".to_owned(),
        1 => "1 setting changed".to_owned(),
        many => format!("{many} settings changed"),
    };
    let went = (released.all() > 0).then(|| {
        format!(" · set going {}, {} of them in step", count(released.all()), count(released.synced))
    });
    let open = (1..=FEW).contains(&changes.len());
    view! {
        <li data-version=version.to_string()>
            <details open=open>
                <summary>
                    <strong>"Version " {version}</strong>
                    <span class="quiet">" · " {who} " · " <Moment at/> " · " {number} {went}</span>
                </summary>
                <ul>{changes.into_iter().map(change).collect_view()}</ul>
            </details>
        </li>
    }
    .into_any()
}

/// Changes that are shown without being asked for.
const FEW: usize = 3;

fn change(change: Change) -> impl IntoView {
    let Change { what, before, after, .. } = change;
    view! {
        <li>
            <span class="what">{what}</span>
            <span class="values">
                <del>{before}</del>
                <span aria-hidden="true">" → "</span>
                <span class="hidden">" is now "</span>
                <ins>{after}</ins>
            </span>
        </li>
    }
    .into_any()
}
