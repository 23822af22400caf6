use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use super::piece::{Drawn, Piece};
use super::{Board, enough, widths};
use crate::kinds::{Cell, Column, Holds, Row};
use crate::ui::Clock;

/// A place in the log with whatever row stands in it.
///
/// It is drawn once. Then it follows its row by itself, piece by piece, and other rows are put into the same elements: making new
/// ones for a page, or letting each piece follow on its own, costs several times as much (ARCHITECTURE.md, "The rows of a log"). What is pressed in it is
/// heard by the table, see [`super::press`].
#[component]
pub fn LogRow(board: Board, place: usize, row: ArcRwSignal<Row>) -> impl IntoView {
    let clock = Clock::of_page();
    // Other columns make another row.
    let columns = board.columns.get_untracked();
    let first = untrack({
        let (row, columns) = (row.clone(), columns.clone());
        move || row.with(|row| Drawn::of(board, clock, row, &columns))
    });
    let heading = row.with_untracked(heading);
    let element = NodeRef::<html::Tr>::new();
    let place = Place { number: place, row, element };
    let shown = line(&place, heading, &columns, &first);
    follow(board, clock, place, columns, first);
    shown
}

/// Where a row stands.
struct Place {
    /// From the first one down.
    number: usize,
    /// Whatever stands in it.
    row: ArcRwSignal<Row>,
    element: NodeRef<html::Tr>,
}

/// What is drawn of a row, and the elements that hold its pieces.
struct Known {
    drawn: Drawn,
    pieces: Vec<web_sys::Element>,
    /// The button that sends the row again, once there was one: it is kept while the row needs none.
    resync: Option<web_sys::Element>,
}

/// Keeps what is drawn like the row.
fn follow(board: Board, clock: Option<Clock>, place: Place, columns: Vec<&'static Column>, first: Drawn) {
    // Elements belong to one thread, and a page drawn on the server is dropped on any: they live in what runs in browsers alone.
    Effect::new(move |known: Option<Known>| {
        let mut known =
            known.unwrap_or_else(|| Known { drawn: first.clone(), pieces: Vec::new(), resync: None });
        if board.places.fold.holds_back(place.number) {
            place.row.track();
            return known;
        }
        let new = place.row.with(|row| Drawn::of(board, clock, row, &columns));
        if let Some(element) = place.element.get() {
            if known.pieces.is_empty() {
                known.pieces = pieces_of(&element);
                known.resync = element.query_selector("[data-test=resync]").ok().flatten();
            }
            put(&new, &mut known, &element);
            if new.widths != known.drawn.widths {
                put_widths(&element, &columns, &new.widths);
            }
            known.drawn = new;
        }
        known
    });
}

/// Puts what differs from what is known into the row.
fn put(new: &Drawn, known: &mut Known, row: &web_sys::Element) {
    let old = &known.drawn;
    if new == old {
        return;
    }
    new.put(old, row, &known.pieces);
    tick(&known.pieces, new.picked);
    if new.resync != old.resync || new.name != old.name {
        put_resync(row, new, &mut known.resync);
    }
}

/// Gives the cells, which stand behind the tick, their widths.
fn put_widths(row: &web_sys::Element, columns: &[&'static Column], widths: &[Option<u16>]) {
    let mut cell = row.first_element_child();
    for (column, width) in columns.iter().zip(widths) {
        cell = cell.and_then(|cell| cell.next_element_sibling());
        if let Some(cell) = &cell {
            cell.set_class_name(&widths::class_of(column, *width));
        }
    }
}

/// The elements that hold a piece, in the order of the row.
fn pieces_of(row: &web_sys::Element) -> Vec<web_sys::Element> {
    let Ok(found) = row.query_selector_all("[data-p]") else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

fn tick(pieces: &[web_sys::Element], picked: bool) {
    let tick = pieces.first().and_then(|piece| piece.dyn_ref::<web_sys::HtmlInputElement>());
    if let Some(tick) = tick.filter(|tick| tick.checked() != picked) {
        tick.set_checked(picked);
    }
}

/// Puts the button that sends the row again before the other one, changes it, or takes it away.
fn put_resync(row: &web_sys::Element, drawn: &Drawn, button: &mut Option<web_sys::Element>) {
    let Some(busy) = drawn.resync else {
        button.iter().for_each(web_sys::Element::remove);
        return;
    };
    if button.is_none() {
        *button = new_resync();
    }
    let Some(button) = button else { return };
    if button.parent_node().is_none()
        && let Ok(Some(actions)) = row.query_selector(".actions")
    {
        let _ = actions.prepend_with_node_1(button);
    }
    button.set_class_name(class_of(busy));
    button.set_text_content(Some(says_of(busy)));
    let _ = button.set_attribute("aria-label", &format!("Re-sync {}", drawn.name));
    let _ = if busy {
        button.set_attribute("aria-disabled", "true")
    } else {
        button.remove_attribute("aria-disabled")
    };
}

fn new_resync() -> Option<web_sys::Element> {
    let button = document().create_element("button").ok()?;
    let _ = button.set_attribute("data-test", "resync");
    Some(button)
}

fn class_of(busy: bool) -> &'static str {
    if busy { "button small busy" } else { "button small" }
}

fn says_of(busy: bool) -> &'static str {
    if busy { "Asked" } else { "Re-sync" }
}

/// Whether the cell that names a row holds the identifier people look for: the same in all rows of a kind.
fn heading(row: &Row) -> Vec<bool> {
    row.cells.iter().map(|cell| matches!(cell, Cell::Ref(..))).collect()
}

/// The row as it is drawn first.
fn line(place: &Place, refs: Vec<bool>, columns: &[&'static Column], drawn: &Drawn) -> impl IntoView + use<> {
    let mut pieces = drawn.pieces.iter().cloned();
    let mut next = move || pieces.next().unwrap_or_default();
    let tick = next();
    let cells: Vec<AnyView> = columns
        .iter()
        .zip(&drawn.widths)
        .map(|(column, width)| {
            let class = widths::class_of(column, *width);
            cell(column, class, &refs, drawn, &mut next)
        })
        .collect();
    let class = (!drawn.class.is_empty()).then_some(drawn.class);
    view! {
        <tr node_ref=place.element id=enough::name_of_row(place.number) role="row" data-test="row" data-id=drawn.id.to_string() data-ref=drawn.source_ref.clone() data-status=drawn.status.word() class=class tabindex="-1">
            <td role="cell" class="pick"><input type="checkbox" data-test="select" aria-label=tick.label prop:checked=drawn.picked data-p=""/></td>
            {cells}
        </tr>
    }
}

fn cell(
    column: &'static Column,
    class: String,
    refs: &[bool],
    drawn: &Drawn,
    next: &mut dyn FnMut() -> Piece,
) -> AnyView {
    let content = match column.holds {
        Holds::Own(place) => {
            let test = refs.get(place).copied().unwrap_or_default().then_some("ref");
            return own(column, class, test, next);
        }
        Holds::Source | Holds::Tries => main(next()).into_any(),
        Holds::Status => status(next).into_any(),
        Holds::Updated | Holds::Seen | Holds::ChangedAtSource => time(next(), None).into_any(),
        Holds::Action => {
            return view! { <td role="cell" class=class>{actions(drawn, next())}</td> }.into_any();
        }
    };
    view! { <td role="cell" class=class data-label=column.title>{content}</td> }.into_any()
}

/// One of the kind's own cells. The one that names the row is its heading.
fn own(
    column: &'static Column,
    class: String,
    test: Option<&'static str>,
    next: &mut dyn FnMut() -> Piece,
) -> AnyView {
    let content = (main(next()), below(next()));
    if column.heads_row {
        let tags = (tag("assigned", "tag person", next()), tag("noted", "tag note", next()));
        view! { <th scope="row" role="rowheader" class=class data-label=column.title data-test=test>{content} {tags}</th> }
            .into_any()
    } else {
        view! { <td role="cell" class=class data-label=column.title data-test=test>{content}</td> }.into_any()
    }
}

fn main(piece: Piece) -> impl IntoView + use<> {
    view! { <span class=piece.class data-p="">{piece.text}</span> }
}

fn below(piece: Piece) -> impl IntoView + use<> {
    view! { <span class="below" hidden=piece.hidden data-p="">{piece.text}</span> }
}

fn tag(test: &'static str, class: &'static str, piece: Piece) -> impl IntoView + use<> {
    view! { <span class=class data-test=test hidden=piece.hidden title=title(piece.title) data-p="">{piece.text}</span> }
}

fn time(piece: Piece, class: Option<&'static str>) -> impl IntoView + use<> {
    view! { <time class=class datetime=title(piece.datetime) title=title(piece.title) hidden=piece.hidden data-p="">{piece.text}</time> }
}

fn title(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn status(next: &mut dyn FnMut() -> Piece) -> impl IntoView + use<> {
    let (chip, says, at) = (next(), next(), next());
    view! {
        <div class="stand">
            <span class="chip" data-test="status" data-status=chip.status data-p="">{chip.text}</span>
            <span class="says"><span hidden=says.hidden data-p="">{says.text}</span> {time(at, Some("next"))}</span>
        </div>
    }
}

/// View for every row; Re-sync where it failed.
fn actions(drawn: &Drawn, view: Piece) -> impl IntoView + use<> {
    let resync = drawn.resync.map(|busy| {
        let label = format!("Re-sync {}", drawn.name);
        view! {
            <button class=class_of(busy) data-test="resync" aria-disabled=busy.then_some("true") aria-label=label>{says_of(busy)}</button>
        }
    });
    view! {
        <div class="actions">
            {resync}
            <a class="button small quiet" data-test="view" data-noscroll="true" href=view.href aria-label=view.label data-p="">{view.text}</a>
        </div>
    }
}
