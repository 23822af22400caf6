use leptos::prelude::*;
use leptos::task::spawn_local;

use super::steps::{Onward, Step};
use super::view::{DryGroup, DryLine, DryView};
use crate::kinds::view_of;
use crate::record::Sections;
use crate::rpc;
use crate::ui::{Icon, Moment, Problem};

/// See what would happen, before anything does.
#[component]
pub fn DryStep() -> impl IntoView {
    // Asked by the browser alone: a page that waits for both platforms before it shows anything would look broken.
    let run = RwSignal::new(None);
    let begin = move || {
        run.set(None);
        spawn_local(async move {
            let read = rpc::dry_run().await;
            run.try_set(Some(read));
        });
    };
    Effect::new(begin);
    view! {
        <section class="part" aria-labelledby="step-title">
            <h2 id="step-title">"Dry run"</h2>
            <p class="quiet">
                "The latest 20 sales, 10 returns and 50 products, taken through your settings. Nothing is written to either side."
            </p>
            <div class="buttons">
                <button class="button" on:click=move |_| begin() data-test="run-again"><Icon name="run"/> "Run it again"</button>
                <Onward step=Step::DryRun/>
            </div>
        </section>
        {move || match run.get() {
            None => view! {
                <section class="part" aria-busy="true"><p role="status">"Reading sales, returns and products…"</p><progress aria-label="The dry run is under way"></progress></section>
            }.into_any(),
            Some(Ok(view)) => view! { <Rehearsal view/> }.into_any(),
            Some(Err(error)) => view! { <Problem error retry=Callback::new(move |()| begin())/> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Rehearsal(view: DryView) -> impl IntoView {
    let DryView { groups, problems, at } = view;
    let problem = |why: String| view! { <p class="trouble"><Icon name="failed"/> <span>{why}</span></p> };
    view! {
        {problems.into_iter().map(problem).collect_view()}
        {groups.into_iter().map(|group| view! { <Group group/> }).collect_view()}
        <p class="quiet" data-test="dry-at">"Made " <Moment at/> "."</p>
    }
    .into_any()
}

/// One kind: how many would be made, and each of them.
#[component]
fn Group(group: DryGroup) -> impl IntoView {
    let title = view_of(group.kind).title;
    let of = |word: &str| group.lines.iter().filter(|line| line.would == word).count();
    let counts = [
        ("make", "would be made"),
        ("wait", "would wait"),
        ("skip", "left alone"),
        ("fail", "need a person"),
    ];
    let said = counts.into_iter().filter(|(word, _)| of(word) > 0);
    let said = said.map(|(word, says)| format!("{} {says}", of(word))).collect::<Vec<_>>().join(" · ");
    let empty = group.lines.is_empty();
    view! {
        <section class="part dry" data-test="dry-group" data-kind=group.kind.word()>
            <h2>{title}</h2>
            <p class="quiet">{if empty { "None was found.".to_owned() } else { said }}</p>
            <ul>{group.lines.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn line(line: DryLine) -> impl IntoView {
    let DryLine { name, would, says, fix, first, document } = line;
    let icon = match would.as_str() {
        "make" => "synced",
        "wait" => "pending",
        "skip" => "wait",
        _ => "failed",
    };
    let words = view! {
        <span class="mark" data-would=would.clone()><Icon name=icon/></span>
        <span><strong>{name}</strong> " " {says} " " <span class="quiet">{fix} {first}</span></span>
    };
    match document.is_empty() {
        true => view! { <li data-would=would><div class="line">{words}</div></li> }.into_any(),
        false => view! {
            <li data-would=would><details><summary class="line">{words}</summary><Sections sections=document/></details></li>
        }
        .into_any(),
    }
}
