//! Dialogs over a page. Their content is drawn when they are opened first: most are never opened, and who waits for a page
//! should not wait for them.

use leptos::html;
use leptos::prelude::*;

use super::Icon;

/// Opens and closes a dialog. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Sheet {
    dialog: NodeRef<html::Dialog>,
    drawn: RwSignal<bool>,
}

impl Sheet {
    /// Of a dialog that is closed.
    pub fn closed() -> Sheet {
        Sheet { dialog: NodeRef::new(), drawn: RwSignal::new(false) }
    }

    /// Opens it.
    pub fn open(self) {
        if self.drawn.get_untracked() {
            self.show();
        } else {
            self.drawn.set(true);
            // Its content is there by then, so that the focus finds something in it.
            request_animation_frame(move || self.show());
        }
    }

    /// Closes it.
    pub fn close(self) {
        if let Some(dialog) = self.dialog.try_get_untracked().flatten() {
            dialog.close();
        }
    }

    fn show(self) {
        if let Some(dialog) = self.dialog.try_get_untracked().flatten() {
            let _ = dialog.show_modal();
        }
    }
}

/// A dialog with a title and a way to close it. `closed` is told however it was closed.
#[component]
pub fn Dialog(
    sheet: Sheet,
    /// Its name for styles, tests and its title.
    name: &'static str,
    #[prop(into)] title: Signal<&'static str>,
    #[prop(optional)] closed: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    let title_id = format!("{name}-title");
    let labelled = title_id.clone();
    let inside = move || {
        let (children, id) = (children.clone(), title_id.clone());
        sheet.drawn.get().then(|| {
            view! {
                <div class="inside">
                    <header>
                        <h2 id=id>{title}</h2>
                        <button type="button" class="ghost" aria-label="Close" on:click=move |_| sheet.close()><Icon name="close"/></button>
                    </header>
                    {children()}
                </div>
            }
        })
    };
    let tell = move |_| {
        if let Some(closed) = closed {
            closed.run(());
        }
    };
    view! {
        <dialog class=format!("over {name}") node_ref=sheet.dialog data-test=format!("{name}-dialog") aria-labelledby=labelled on:close=tell>
            {inside}
        </dialog>
    }
    .into_any()
}
