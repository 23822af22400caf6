//! What the filter says, each part with a way to take it away.

use leptos::prelude::*;

use crate::log::{Asked, Board};
use crate::ui::{Icon, focus};

/// The focus stays where somebody is taking things away: at the first chip that is left, else at the tabs above.
fn stay_near() {
    request_animation_frame(|| {
        let _ = focus("[data-test=chips] button") || focus("[data-test=status-all]");
    });
}

/// One chip a part; nothing where nothing is set but a status, which its tab shows.
#[component]
pub fn Chips(board: Board) -> impl IntoView {
    let says = Memo::new(move |_| board.shown_filter().say());
    // Asked for by a press, done once the chips are other ones.
    let stays = StoredValue::new(false);
    Effect::new(move || {
        says.track();
        if stays.try_update_value(std::mem::take) == Some(true) {
            stay_near();
        }
    });
    let shown = move || says.with(|says| says.iter().any(|(field, _)| *field != "status"));
    let drop = move |field: &'static str| {
        let personal = board.personal.get_untracked();
        if personal.is_some() && !matches!(field, "status" | "is" | "source" | "shop" | "changed" | "cause") {
            board.personal.set(None);
        }
        super::show(board, &board.asked.get_untracked().without(field));
        stays.set_value(true);
    };
    let clear = move |_| {
        board.personal.set(None);
        let sort = board.asked.get_untracked().sort;
        super::show(board, &Asked { sort, ..Asked::default() });
        stays.set_value(true);
    };
    let chip = move |(field, says): (&'static str, String)| {
        let label = format!("Take away: {says}");
        view! {
            <li class="chip-set">
                <span>{says}</span>
                <button type="button" class="ghost" aria-label=label data-test=format!("drop-{field}") on:click=move |_| drop(field)>
                    <Icon name="close"/>
                </button>
            </li>
        }
    };
    move || {
        shown().then(|| {
            view! {
                <div class="chips" data-test="chips">
                    <ul aria-label="Filter">{says.get().into_iter().map(chip).collect_view()}</ul>
                    <button type="button" class="link" data-test="clear" on:click=clear>"Clear all"</button>
                </div>
            }
        })
    }
}
