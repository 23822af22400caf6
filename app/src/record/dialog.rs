use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use model::{Kind, RecordId, Status};
use wasm_bindgen::JsCast;

use super::attempts::{Attempts, Steps, Technical};
use super::relatives::{DependsOn, WaitingForThis};
use super::sections::Sections;
use super::team::Team;
use super::view::{RecordView, Wait};
use crate::kinds::{Row, view_of};
use crate::log::{Asked, Board};
use crate::rpc;
use crate::ui::{Chip, Icon, Moment, Problem, SkeletonRows, focus};

/// The record that is open over its log: `?record=` in the address. Without JavaScript it stands on the page as it is.
#[component]
pub fn RecordDialog(board: Board) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let record = Resource::new(
        move || (board.record.get(), board.record_changed.get()),
        |(id, _)| async move {
            match id {
                Some(id) => rpc::read_record(id).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let shown = StoredValue::new(board.record.get_untracked());
    // A dialog tells that it was closed a moment later: by then somebody may have gone forward to it again.
    let closed_by_address = StoredValue::new(false);
    // Who opens no record should not wait for its sections.
    let drawn = RwSignal::new(board.record.get_untracked().is_some());
    Effect::new(move || {
        let wanted = board.record.get();
        if wanted.is_some() && !drawn.get_untracked() {
            drawn.set(true);
        }
        if let Some(dialog) = dialog.get() {
            if wanted.is_none() && dialog.open() {
                closed_by_address.set_value(true);
            }
            show_or_close(&dialog, wanted.is_some());
            if wanted != shown.get_value() {
                dialog.set_scroll_top(0);
            }
        }
        if wanted.is_some() {
            shown.set_value(wanted);
        }
    });
    let closed = move |_| {
        let by_address = closed_by_address.try_update_value(std::mem::take) == Some(true);
        if !by_address && board.record.get_untracked().is_some() {
            board.close();
        }
        if let Some(id) = shown.get_value() {
            focus(&format!("[data-id=\"{id}\"] [data-test=view]"));
        }
    };
    let beside = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if let Some(dialog) = target {
            dialog.close();
        }
    };
    view! {
        <dialog
            class="record"
            node_ref=dialog
            data-test="modal"
            aria-labelledby="record-title"
            open=board.record.get_untracked().is_some()
            on:close=closed
            on:click=beside
        >
            <div class="inside">
                <Transition fallback=SkeletonRows>
                    {move || record.get().map(|read| match read {
                        Ok(Some(view)) => view! { <Full board view/> }.into_any(),
                        Ok(None) => ().into_any(),
                        Err(error) => view! {
                            <Head board title="Record".to_owned()/>
                            <Problem error retry=Callback::new(move |()| record.refetch())/>
                        }
                        .into_any(),
                    })}
                </Transition>
                {move || drawn.get().then(|| view! { <Team board/> })}
            </div>
        </dialog>
    }
    .into_any()
}

/// Makes the dialog modal or closes it. One that the server drew open is made modal first.
fn show_or_close(dialog: &web_sys::HtmlDialogElement, wanted: bool) {
    let modal = dialog.matches(":modal").unwrap_or(false);
    if wanted && !modal {
        let _ = dialog.remove_attribute("open");
        let _ = dialog.show_modal();
    } else if !wanted && dialog.open() {
        dialog.close();
    }
}

#[component]
fn Head(board: Board, title: String) -> impl IntoView {
    let close = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        board.close();
    };
    view! {
        <header>
            <h2 id="record-title">{title}</h2>
            <a
                class="ghost"
                data-test="close"
                data-noscroll="true"
                aria-label="Close"
                href=move || board.asked.get().address(board.kind, None)
                on:click=close
            >
                <Icon name="close"/>
            </a>
        </header>
    }
    .into_any()
}

/// What it is, how it stands, what to do; then what came, what was sent, steps, tries, and what support needs.
#[component]
fn Full(board: Board, view: RecordView) -> impl IntoView {
    let kind = view_of(view.row.kind);
    let (source, target) = (view.row.source, view.target());
    let there = match &view.target_ref {
        Some(id) => format!("{} {id}", target.name()),
        None => format!("not in {} yet", target.name()),
    };
    let unreadable = view.came.is_empty();
    view! {
        <Head board title=view.row.name.clone()/>
        <p class="path">
            <span>{source.name()} " " {view.row.source_ref.clone()}</span>
            <span aria-hidden="true">"→"</span>
            <span class="hidden">"to"</span>
            <span>{there}</span>
        </p>
        <Standing board view=view.clone()/>
        {(!view.waits.is_empty()).then(|| view! { <Waits board waits=view.waits.clone()/> })}
        <DependsOn board relatives=view.relatives.depends_on.clone()/>
        <WaitingForThis board relatives=view.relatives.waiting.clone() more=view.relatives.more.clone()/>
        {(!view.warnings.is_empty()).then(|| view! { <Warnings warnings=view.warnings.clone()/> })}
        {unreadable.then(|| view! {
            <p class="quiet">{format!("The {} could not be read, so there is nothing to show of it.", kind.one)}</p>
        })}
        <Sections sections=view.came.clone()/>
        {(!view.sent.is_empty()).then(|| view! {
            <details class="sent" open=view.came.is_empty()>
                <summary>"What is sent to " {target.name()}</summary>
                <Sections sections=view.sent.clone()/>
            </details>
        })}
        <Steps steps=view.steps.clone()/>
        <Attempts attempts=view.attempts.clone()/>
        <Technical facts=view.technical/>
    }
    .into_any()
}

/// Status, cause, fix and the button that mends.
#[component]
fn Standing(board: Board, view: RecordView) -> impl IntoView {
    let id = view.row.id;
    let status = view.row.status;
    let settled = view.settled();
    let busy = move || board.asked_again.with(|ids| ids.contains(&id));
    let resync = move |_| {
        if !busy() {
            board.resync(id);
        }
    };
    view! {
        <div class="standing" data-status=status.word()>
            <div class="words">
                <p><Chip status=status/> " " <Moment at=view.row.updated_at/></p>
                <p class="cause" data-test="cause">
                    {view.row.says.clone()}
                    {view.row.next.map(|at| view! { " · " <Moment at ahead=true/> })}
                </p>
                <After row=view.row.clone()/>
                {view.fix.clone().map(|fix| view! { <p class="fix" data-test="fix"><strong>"What to do: "</strong>{fix}</p> })}
            </div>
            {(settled || status == Status::Pending).then(|| view! {
                <button
                    class="button"
                    class:main=status == Status::Failed
                    class:busy=busy
                    data-test="resync"
                    aria-disabled=move || busy().then_some("true")
                    on:click=resync
                >
                    {move || if busy() { "Asked" } else if settled { "Re-sync" } else { "Try now" }}
                </button>
            })}
        </div>
    }
    .into_any()
}

/// Who looks after it and how much was said, with the way there.
#[component]
fn After(row: Row) -> impl IntoView {
    let notes = match row.notes {
        0 => None,
        1 => Some("1 note".to_owned()),
        many => Some(format!("{many} notes")),
    };
    let says: Vec<String> =
        row.assigned.map(|name| format!("{name} looks after it")).into_iter().chain(notes).collect();
    let to_team = |_| {
        focus("#team");
    };
    (!says.is_empty()).then(|| view! { <p><button type="button" class="link" data-test="to-team" on:click=to_team>{says.join(" · ")}</button></p> })
}

/// What it waits for, with the way there.
#[component]
fn Waits(board: Board, waits: Vec<Wait>) -> impl IntoView {
    let line = move |wait: Wait| {
        let way = match (wait.parent, wait.record) {
            (Some((kind, _)), Some(id)) => {
                Some((record_address(board, kind, id), format!("Open the {}", view_of(kind).one)))
            }
            (Some(_), None) => None,
            (None, _) => Some(("/settings".to_owned(), "Open the settings".to_owned())),
        };
        view! {
            <li>
                <p><strong>{wait.says}</strong> " " {wait.fix}</p>
                {way.map(|(href, says)| view! { <a class="button small quiet" href=href>{says}</a> })}
            </li>
        }
    };
    view! {
        <section class="part">
            <h3>"Waits for"</h3>
            <ul class="waits" data-test="waits">{waits.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// Where a record is open over its log. Over the log that is on screen it stays as it was asked for.
pub(super) fn record_address(board: Board, kind: Kind, record: RecordId) -> String {
    let asked = if kind == board.kind { board.asked.get_untracked() } else { Asked::default() };
    asked.address(kind, Some(record))
}

#[component]
fn Warnings(warnings: Vec<String>) -> impl IntoView {
    view! {
        <section class="part">
            <h3>"Left out or changed on the way"</h3>
            <ul class="warnings">{warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}
