use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;

use super::classes::Reach;
use super::form::fields_in;
use super::part::Part;
use super::view::{Change, SavePreview};
use crate::AppError;
use crate::rpc;
use crate::ui::{Icon, count};

/// So long after the last key a form is looked at.
const PAUSE: Duration = Duration::from_millis(300);

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

    /// As [`Ahead::look`], once nothing was typed for a moment.
    pub fn look_soon(self, part: Part, form: Option<web_sys::HtmlFormElement>) {
        let mine = self.asked.get_value() + 1;
        self.asked.set_value(mine);
        let look = move || {
            if self.asked.try_get_value() == Some(mine) {
                self.look(part, form);
            }
        };
        set_timeout(look, PAUSE);
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
    let SavePreview { changes, releases, sends_again, findings, set } = preview;
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
    let again = (sends_again > 0).then(|| {
        let noun = if sends_again == 1 { "product in step goes" } else { "products in step go" };
        format!(" {} {noun} to the tills again.", count(i64::try_from(sends_again).unwrap_or(i64::MAX)))
    });
    let change = |change: Change| {
        let Change { what, before, after, .. } = change;
        view! { <li>{what} ": " <del>{before}</del> " → " <ins>{after}</ins></li> }
    };
    let some = !changes.is_empty();
    view! {
        {findings.into_iter().map(finding).collect_view()}
        {set.map(|reach| view! { <Reach reach/> })}
        <p data-test="would">{number} {released} {again}</p>
        {some.then(|| view! { <ul class="changes">{changes.into_iter().take(12).map(change).collect_view()}</ul> })}
    }
    .into_any()
}
