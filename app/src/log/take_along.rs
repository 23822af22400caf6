//! Taking along what the log shows, or the rows that are ticked: as CSV or as a workbook.

use leptos::prelude::*;
use model::{Filter, RecordId, Sort};
use serde::Serialize;

use super::Board;

/// What is asked for, in the body of a form: a filter may name a person, and addresses are written down everywhere.
#[derive(Serialize)]
struct Asked {
    filter: Filter,
    sort: Sort,
    rows: Option<Vec<RecordId>>,
}

/// What this log shows: the ticked rows if single ones are ticked, else all that the filter finds.
fn asked(board: Board, ticked: bool) -> String {
    let picks = board.picks.get();
    let rows = (ticked && !picks.is_all()).then(|| picks.rows());
    let asked = Asked { filter: board.filter(), sort: board.asked.get().sort, rows };
    serde_json::to_string(&asked).unwrap_or_default()
}

/// The two buttons; the browser saves what the server streams.
#[component]
fn Formats(board: Board, ticked: bool) -> impl IntoView {
    view! {
        <form class="formats" method="post" action=format!("/export/{}", board.kind.plural())>
            <input type="hidden" name="asked" value=move || asked(board, ticked)/>
            <button class="button small" name="format" value="csv" data-test="export-csv">"CSV"</button>
            <button class="button small" name="format" value="xlsx" data-test="export-xlsx">"Excel"</button>
        </form>
    }
    .into_any()
}

/// Takes along what the filter finds.
#[component]
pub fn ExportMenu(board: Board) -> impl IntoView {
    view! {
        <details class="menu" data-test="export">
            <summary class="button quiet">"Export"</summary>
            <div class="sheet">
                <p class="quiet">"These columns, this order, this filter, every page."</p>
                <Formats board ticked=false/>
            </div>
        </details>
    }
    .into_any()
}

/// Takes along the ticked rows.
#[component]
pub fn ExportTicked(board: Board) -> impl IntoView {
    view! { <div class="export-ticked"><span class="hidden">"Export:"</span> <Formats board ticked=true/></div> }
}
