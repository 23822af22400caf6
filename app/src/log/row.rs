use leptos::prelude::*;
use model::Status;

use super::Board;
use crate::kinds::{Cell, Column, Holds, Row};
use crate::ui::{Chip, Moment, focus};

/// One line of a log. It follows its signal; nothing around it is drawn again.
#[component]
pub fn LogRow(board: Board, row: ArcRwSignal<Row>) -> impl IntoView {
    let row = RwSignal::from(row);
    let id = row.with_untracked(|row| row.id);
    let cells = move || {
        let shown = board.look.with(|look| look.shown(board.kind));
        shown.into_iter().map(|(column, _)| cell(board, row, column)).collect_view()
    };
    view! {
        <tr
            data-test="row"
            data-id=id.to_string()
            data-ref=move || row.with(|row| row.source_ref.clone())
            data-status=move || row.with(|row| row.status.word())
            class:open=move || board.record.get() == Some(id)
            class:picked=move || board.picks.with(|picks| picks.has(id))
            tabindex="-1"
        >
            <super::ticks::RowTick board row/>
            {cells}
        </tr>
    }
    .into_any()
}

fn cell(board: Board, row: RwSignal<Row>, column: &'static Column) -> AnyView {
    let class = column.class;
    match column.holds {
        Holds::Own(place) => own(row, column, place),
        Holds::Source => view! {
            <td class=class data-label=column.title>{move || row.with(|row| row.source.name())}</td>
        }
        .into_any(),
        Holds::Status => view! {
            <td class=class data-label=column.title><StatusCell row/></td>
        }
        .into_any(),
        Holds::Updated => view! {
            <td class=class data-label=column.title>
                <Moment at=Signal::derive(move || row.with(|row| row.updated_at))/>
            </td>
        }
        .into_any(),
        Holds::Seen => view! {
            <td class=class data-label=column.title><Moment at=Signal::derive(move || row.with(|row| row.first_seen_at))/></td>
        }
        .into_any(),
        Holds::Tries => view! {
            <td class=class data-label=column.title>{move || row.with(|row| row.tries)}</td>
        }
        .into_any(),
        Holds::ChangedAtSource => view! {
            <td class=class data-label=column.title>
                {move || match row.with(|row| row.changed_at_source) {
                    Some(at) => view! { <Moment at/> }.into_any(),
                    None => dash().into_any(),
                }}
            </td>
        }
        .into_any(),
        Holds::Action => view! { <td class=class><Actions board row/></td> }.into_any(),
    }
}

/// One of the kind's own cells. The one that names the row is its heading.
fn own(row: RwSignal<Row>, column: &'static Column, place: usize) -> AnyView {
    let content = move || row.with(|row| row.cells.get(place).map(content));
    let test = row.with_untracked(|row| matches!(row.cells.get(place), Some(Cell::Ref(..)))).then_some("ref");
    if column.heads_row {
        view! { <th scope="row" class=column.class data-label=column.title data-test=test>{content}</th> }
            .into_any()
    } else {
        view! { <td class=column.class data-label=column.title data-test=test>{content}</td> }.into_any()
    }
}

fn content(cell: &Cell) -> impl IntoView + use<> {
    let (text, below) = match cell {
        Cell::Text(text) | Cell::Number(text) => (text.clone(), String::new()),
        Cell::Name(text, below) | Cell::Ref(text, below) => (text.clone(), below.clone()),
    };
    let main = if text.is_empty() {
        dash().into_any()
    } else {
        view! { <span class="main">{text}</span> }.into_any()
    };
    let below = (!below.is_empty()).then(|| view! { <span class="below">{below}</span> });
    (main, below)
}

/// What stands for nothing, said as such to those who listen.
fn dash() -> impl IntoView {
    view! { <span class="none"><span aria-hidden="true">"—"</span><span class="hidden">"none"</span></span> }
}

#[component]
fn StatusCell(row: RwSignal<Row>) -> impl IntoView {
    let next = move || row.with(|row| row.next);
    view! {
        <div class="stand">
            <Chip status=Signal::derive(move || row.with(|row| row.status))/>
            <span class="says">
                {move || row.with(|row| row.says.clone())}
                {move || next().map(|at| view! { " · " <Moment at ahead=true/> })}
            </span>
        </div>
    }
    .into_any()
}

/// View for every row; Re-sync where it failed.
#[component]
fn Actions(board: Board, row: RwSignal<Row>) -> impl IntoView {
    let id = row.with_untracked(|row| row.id);
    let name = move || row.with(|row| row.name.clone());
    let busy = move || board.asked_again.with(|ids| ids.contains(&id));
    let wanted = Memo::new(move |_| busy() || row.with(|row| row.status == Status::Failed));
    let resync = move |_| {
        if busy() {
            return;
        }
        // The button goes once the row has moved on; the focus stays in the row.
        focus(&format!("[data-id=\"{id}\"] [data-test=view]"));
        board.resync(id);
    };
    view! {
        <div class="actions">
            {move || wanted.get().then(|| view! {
                <button
                    class="button small"
                    class:busy=busy
                    data-test="resync"
                    aria-disabled=move || busy().then_some("true")
                    aria-label=move || format!("Re-sync {}", name())
                    on:click=resync
                >
                    {move || if busy() { "Asked" } else { "Re-sync" }}
                </button>
            })}
            <a
                class="button small quiet"
                data-test="view"
                data-noscroll="true"
                href=move || board.asked.get().address(board.kind, Some(id))
                aria-label=move || format!("View {}", name())
            >
                "View"
            </a>
        </div>
    }
    .into_any()
}
