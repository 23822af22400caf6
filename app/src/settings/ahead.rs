use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;

use super::form::fields_in;
use super::view::{Change, Part, SavePreview};
use crate::AppError;
use crate::rpc;
use crate::ui::{Icon, count};

/// What saving a form would do, asked as soon as a field is left. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Ahead {
    told: RwSignal<Option<Result<SavePreview, AppError>>>,
    /// Counts the questions: an answer that was overtaken is dropped.
    asked: StoredValue<u32>,
}

impl Ahead {
    /// Nothing is asked yet.
    pub fn new() -> Ahead {
        Ahead { told: RwSignal::new(None), asked: StoredValue::new(0) }
    }

    /// Asks what saving the form as it is now would do.
    pub fn look(self, part: Part, form: Option<web_sys::HtmlFormElement>) {
        let Some(form) = form else { return };
        let fields = fields_in(&form);
        let mine = self.asked.get_value() + 1;
        self.asked.set_value(mine);
        spawn_local(async move {
            let told = rpc::preview_settings(part, fields).await;
            if self.asked.try_get_value() == Some(mine) {
                self.told.try_set(Some(told));
            }
        });
    }

    /// The form is saved or gone.
    pub fn forget(self) {
        self.asked.set_value(self.asked.get_value() + 1);
        self.told.set(None);
    }
}

/// What saving would do, above the button that does it.
#[component]
pub fn WouldSave(ahead: Ahead) -> impl IntoView {
    let says = move || {
        match ahead.told.get() {
        None => ().into_any(),
        Some(Err(error)) => {
            view! { <p class="trouble" data-test="finding"><Icon name="failed"/> <span>{error.cause()}</span></p> }.into_any()
        }
        Some(Ok(preview)) => view! { <Would preview/> }.into_any(),
    }
    };
    view! { <div class="would" role="status">{says}</div> }
}

#[component]
fn Would(preview: SavePreview) -> impl IntoView {
    let SavePreview { changes, releases, findings } = preview;
    let finding = |says: String| {
        view! { <p class="warning" data-test="finding"><Icon name="pending"/> <span>{says}</span></p> }
    };
    let number = match changes.len() {
        0 => "Saving would change nothing.".to_owned(),
        1 => "Saving changes 1 setting".to_owned(),
        many => format!("Saving changes {many} settings"),
    };
    let released = match (changes.is_empty(), releases) {
        (true, _) => String::new(),
        (false, 0) => " and releases no record.".to_owned(),
        (false, 1) => " and releases 1 record that waits.".to_owned(),
        (false, many) => {
            format!(" and releases {} records that wait.", count(i64::try_from(many).unwrap_or(i64::MAX)))
        }
    };
    let change = |change: Change| {
        let Change { what, before, after, .. } = change;
        view! { <li>{what} ": " <del>{before}</del> " → " <ins>{after}</ins></li> }
    };
    let some = !changes.is_empty();
    view! {
        {findings.into_iter().map(finding).collect_view()}
        <p data-test="would">{number} {released}</p>
        {some.then(|| view! { <ul class="changes">{changes.into_iter().take(12).map(change).collect_view()}</ul> })}
    }
    .into_any()
}
