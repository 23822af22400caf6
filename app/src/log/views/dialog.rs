use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::kinds::view_of;
use crate::log::Board;
use crate::rpc::{self, ViewLine};
use crate::ui::{Dialog, Icon, Sheet, Toaster};

/// The button that opens the choice of what to keep as a view, and the dialog with it.
#[component]
pub fn ViewsButton(board: Board) -> impl IntoView {
    let sheet = Sheet::closed();
    view! {
        <button type="button" class="button quiet small" data-test="keep-view" on:click=move |_| sheet.open()>
            <Icon name="plus"/> "Save view"
        </button>
        <Dialog sheet name="keep-view" title="Save this view">
            <Keep board done=Callback::new(move |()| sheet.close())/>
            <Kept board/>
        </Dialog>
    }
    .into_any()
}

/// What is kept, under which name, for whom.
#[component]
fn Keep(board: Board, done: Callback<()>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let shared = RwSignal::new(false);
    let trouble = RwSignal::new(None::<String>);
    let toaster = Toaster::of_page();
    let plain = move || board.asked.with(|asked| asked.at_first().query().is_empty());
    let personal = move || board.personal.with(Option::is_some);
    let says = move || {
        let says: Vec<String> = board.filter().say().into_iter().map(|(_, says)| says).collect();
        let order = board.asked.with(|asked| asked.sort.name());
        let filter = if says.is_empty() { "Every row".to_owned() } else { says.join(" · ") };
        format!("{filter}, order: {}.", order.to_lowercase())
    };
    let replaces = move || {
        let wanted = name.get().trim().to_lowercase();
        let taken = board
            .views
            .saved()
            .into_iter()
            .any(|view| view.shared == shared.get() && view.name.to_lowercase() == wanted);
        taken.then_some("This replaces the view of the same name.")
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let asked = board.asked.with_untracked(|asked| asked.at_first().query());
        let (name_now, shared_now) = (name.get_untracked(), shared.get_untracked());
        spawn_local(async move {
            match rpc::save_view(board.kind, name_now, asked, shared_now).await {
                Ok(view) => {
                    board.views.read_again();
                    toaster.done(format!("“{}” is saved.", view.name));
                    name.try_set(String::new());
                    trouble.try_set(None);
                    done.try_run(());
                }
                Err(error) => {
                    trouble.try_set(Some(error.cause()));
                }
            }
        });
    };
    let form = move || {
        view! {
            <form class="keep" on:submit=save>
                <p class="quiet" data-test="keep-says">{says}</p>
                <label class="field">
                    <span>"Name"</span>
                    <input type="text" data-test="view-name" required=true maxlength=model::SavedView::LONGEST_NAME.to_string() autocomplete="off" prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
                </label>
                <label class="check">
                    <input type="checkbox" data-test="view-shared" prop:checked=move || shared.get() on:change=move |event| shared.set(event_target_checked(&event))/>
                    "For everybody in the team"
                </label>
                <p class="note" role="status">{replaces} {move || trouble.get()}</p>
                <button class="button main" type="submit" data-test="view-save">"Save view"</button>
            </form>
        }
        .into_any()
    };
    move || {
        if personal() {
            view! { <p>"This search names a person, so it is not kept. Take it away, and save the rest."</p> }
                .into_any()
        } else if plain() {
            view! { <p>"Narrow the log or choose an order first; then it can be kept under a name."</p> }
                .into_any()
        } else {
            form()
        }
    }
}

/// The saved views, to be removed.
#[component]
fn Kept(board: Board) -> impl IntoView {
    let toaster = Toaster::of_page();
    let back = move |view: ViewLine| {
        spawn_local(async move {
            match rpc::save_view(board.kind, view.name, view.asked, view.shared).await {
                Ok(_) => board.views.read_again(),
                Err(error) => toaster.failed(&error),
            }
        });
    };
    let remove = move |view: ViewLine| {
        spawn_local(async move {
            match rpc::remove_view(view.id).await {
                Ok(view) => {
                    board.views.read_again();
                    let says = format!("“{}” is removed.", view.name);
                    toaster.undoable(says, Callback::new(move |()| back(view.clone())));
                }
                Err(error) => toaster.failed(&error),
            }
        });
    };
    let line = move |view: ViewLine| {
        let label = format!("Remove {}", view.name);
        let whose = if view.shared { "Team" } else { "Only on this browser" };
        let href = format!("/logs/{}?{}", board.kind.plural(), view.asked);
        let name = view.name.clone();
        view! {
            <li data-test="kept-view">
                <a href=href>{name}</a> <span class="quiet">{whose}</span>
                <button type="button" class="ghost" aria-label=label on:click=move |_| remove(view.clone())><Icon name="close"/></button>
            </li>
        }
    };
    move || {
        let views = board.views.saved();
        (!views.is_empty()).then(|| {
            let title = format!("Saved views of {}", view_of(board.kind).title.to_lowercase());
            view! {
                <h3>{title}</h3>
                <ul class="kept">{views.into_iter().map(line).collect_view()}</ul>
            }
        })
    }
}
