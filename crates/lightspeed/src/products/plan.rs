//! Which call a product needs next. No network: all that counts is in the arguments.

use model::outgoing::ProductDraft;
use model::{Failure, Outcome, Platform};
use platform::{Asked, Found, Nature, Next, Step};
use serde_json::json;

use super::look::Seen;
use super::put_away;
use super::step::Write;
use crate::convert::item::{Difference, TillItem, body, differences, new_item, whole_item};

/// The step that makes the item.
pub(super) const MAKE: &str = "item";
/// The step that brings a put away item back.
pub(super) const RESTORE: &str = "restore";
/// The step that writes what differs.
pub(super) const CHANGE: &str = "update";

/// The next call, or the end.
pub(super) fn next_step(asked: &Asked<'_, ProductDraft>, found: &Found) -> Result<Next, Failure> {
    let seen: Seen =
        serde_json::from_value(found.0.clone()).map_err(|error| internal("found item", &error))?;
    if asked.draft.archive {
        return put_away::next_step(asked, seen);
    }
    let (new, item) = match (newest(asked)?, seen) {
        (Some(written), seen) => (seen == Seen::Nothing, written),
        (None, Seen::Item(item)) => (false, *item),
        (None, Seen::Gone { id }) => {
            return Err(Failure::Gone { platform: Platform::Lightspeed, what: format!("item {id}") });
        }
        (None, Seen::Nothing) => match asked.answer(MAKE) {
            Some(answer) => (true, read_answer(&answer.detail)?),
            None => return make(asked.draft),
        },
    };
    if item.archived {
        return restore(asked, &item);
    }
    let differing = differences(asked.draft, &item);
    match (asked.answer(CHANGE).is_some(), differing.as_slice()) {
        (true, []) => Ok(done(asked, item, None)),
        (true, [kept]) if kept.is_item_type() => {
            let warning = format!("The till keeps it as “{}”; change its type there.", kept.kept);
            Ok(done(asked, item, Some(warning)))
        }
        (true, differing) => Err(kept_otherwise(differing)),
        (false, []) if asked.forced && !new => change(&item, whole_item(asked.draft, &item)),
        (false, []) => Ok(done(asked, item, None)),
        // Also for one just made: whatever Lightspeed left out is asked for once more before a person is.
        (false, differing) => change(&item, body(differing)),
    }
}

/// The item as the latest change of this attempt left it. The making does not count here: it may be from an
/// earlier attempt, and then the look is newer.
fn newest(asked: &Asked<'_, ProductDraft>) -> Result<Option<TillItem>, Failure> {
    let written = asked.done.iter().rev().find(|step| step.key == CHANGE || step.key == RESTORE);
    written.map(|step| read_answer(&step.answer.detail)).transpose()
}

fn make(draft: &ProductDraft) -> Result<Next, Failure> {
    let write =
        Write::Make { by: draft.match_by, value: draft.match_value().to_owned(), item: new_item(draft) };
    step(MAKE, "Till item", Nature::Once, &write)
}

fn restore(asked: &Asked<'_, ProductDraft>, item: &TillItem) -> Result<Next, Failure> {
    if asked.answer(RESTORE).is_some() {
        return Err(refused("It stays archived; bring it back in Lightspeed."));
    }
    let write = Write::Change { id: item.id.clone(), item: json!({ "archived": false }) };
    step(RESTORE, "Bring the till item back", Nature::Repeatable, &write)
}

fn change(item: &TillItem, fields: serde_json::Value) -> Result<Next, Failure> {
    step(
        CHANGE,
        "Change the till item",
        Nature::Repeatable,
        &Write::Change { id: item.id.clone(), item: fields },
    )
}

pub(super) fn step(key: &str, title: &str, nature: Nature, write: &Write) -> Result<Next, Failure> {
    let body = serde_json::to_value(write).map_err(|error| internal("till item", &error))?;
    Ok(Next::Do(Step { key: key.to_owned(), title: title.to_owned(), nature, body }))
}

fn done(asked: &Asked<'_, ProductDraft>, item: TillItem, kept: Option<String>) -> Next {
    let wrote = |key: &str| asked.answer(key).is_some();
    let warnings: Vec<String> = asked.draft.warnings.iter().cloned().chain(kept).collect();
    let outcome = if !warnings.is_empty() {
        Outcome::Warned { warning: warnings.join(" ") }
    } else if wrote(MAKE) && asked.link.is_none() {
        Outcome::Created
    } else if wrote(CHANGE) || wrote(RESTORE) {
        Outcome::Updated
    } else if asked.link.is_none() {
        Outcome::Linked
    } else {
        Outcome::Unchanged
    };
    Next::Done { target_ref: item.id, outcome }
}

fn kept_otherwise(differing: &[Difference]) -> Failure {
    let words =
        |one: &Difference| format!("the {} stays “{}” instead of “{}”", one.title, one.kept, one.meant);
    let words: Vec<String> = differing.iter().map(words).collect();
    refused(&format!("Lightspeed took the item but {}.", words.join(", ")))
}

pub(super) fn refused(message: &str) -> Failure {
    Failure::Refused {
        platform: Platform::Lightspeed,
        what: "till item".to_owned(),
        code: "kept".to_owned(),
        message: message.to_owned(),
    }
}

pub(super) fn read_answer(detail: &serde_json::Value) -> Result<TillItem, Failure> {
    serde_json::from_value(detail.clone()).map_err(|error| internal("written item", &error))
}

fn internal(what: &str, error: &serde_json::Error) -> Failure {
    Failure::Internal { reference: format!("{what}: {error}") }
}

#[cfg(test)]
#[path = "plan_test.rs"]
mod tests;
