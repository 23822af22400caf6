//! The events there are, and the variables of a webhook's templates (fact sheet 4.6.1).

use std::collections::BTreeMap;

/// Every event that can be subscribed to; `order.created` and `contact.*` cannot.
const EVENTS: [&str; 23] = [
    "drop-ship-note.created",
    "drop-ship-note.destroyed",
    "drop-ship-note.modified.shipped",
    "goods-in-note.created",
    "quarantine-release.created",
    "goods-out-note.created",
    "goods-out-note.destroyed",
    "goods-out-note.modified",
    "goods-out-note.modified.printed",
    "goods-out-note.modified.picked",
    "goods-out-note.modified.packed",
    "goods-out-note.modified.un-printed",
    "goods-out-note.modified.un-picked",
    "goods-out-note.modified.un-packed",
    "goods-out-note.modified.shipped",
    "order.modified",
    "order.modified.fully-shipped",
    "order.modified.order-status",
    "sales-order.created",
    "product.created",
    "product.modified",
    "product.modified.on-hand-modified",
    "product.destroyed",
];

/// The stages of life an event may be about.
const LIFECYCLES: [&str; 3] = ["created", "modified", "destroyed"];

/// The variables that must appear in the address or the body.
pub(super) const REQUIRED: [&str; 4] =
    ["${account-code}", "${resource-type}", "${resource-id}", "${lifecycle-event}"];

/// Why something cannot be subscribed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unheard {
    /// `INTC-062`: the second word is no stage of life.
    Lifecycle,
    /// `INTC-064`: no such event.
    Event,
}

/// Checks an event or a prefix of events.
pub(super) fn check(subscribe_to: &str) -> Result<(), Unheard> {
    let lifecycle = subscribe_to.split('.').nth(1);
    if lifecycle.is_some_and(|word| !LIFECYCLES.contains(&word)) {
        return Err(Unheard::Lifecycle);
    }
    let below = |event: &&'static str| {
        event.strip_prefix(subscribe_to).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if EVENTS.iter().any(below) { Ok(()) } else { Err(Unheard::Event) }
}

/// Values of the variables, by name with dollar and braces.
pub(super) type Variables = BTreeMap<String, String>;

/// The variables of an event about a set of ids.
pub(super) fn variables(account: &str, event: &str, ids: &str, raised_on: &str) -> Variables {
    let mut words = event.splitn(3, '.');
    let mut word = || words.next().unwrap_or_default().to_owned();
    let (resource, lifecycle, specifier) = (word(), word(), word());
    [
        ("${account-code}", account.to_owned()),
        ("${resource-type}", resource),
        ("${resource-id}", ids.to_owned()),
        ("${lifecycle-event}", lifecycle),
        ("${resource-specifier}", specifier),
        ("${full-event}", event.to_owned()),
        ("${raised-on}", raised_on.to_owned()),
        ("${brightpearl-version}", "4.0".to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// Puts the values into a template; an unknown variable stays as it is.
pub(super) fn fill(template: &str, variables: &Variables) -> String {
    variables.iter().fold(template.to_owned(), |text, (name, value)| text.replace(name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_and_prefixes_of_events_can_be_subscribed_to() {
        for good in ["product", "product.modified", "goods-out-note.modified.shipped", "sales-order", "order"]
        {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for unknown in
            ["order.created", "contact.modified", "prod", "order.modified.order-status-updated", ""]
        {
            assert_eq!(check(unknown), Err(Unheard::Event), "{unknown}");
        }
        assert_eq!(check("product.updated"), Err(Unheard::Lifecycle));
    }

    #[test]
    fn variables_are_filled_in_wherever_they_stand() {
        let values =
            variables("acmeshop", "goods-out-note.modified.shipped", "1-3,9", "2026-02-01T01:01:01Z");
        let filled = fill(
            "/${resource-type}/${resource-id}?e=${lifecycle-event}.${resource-specifier}&${none}",
            &values,
        );
        assert_eq!(filled, "/goods-out-note/1-3,9?e=modified.shipped&${none}");
    }
}
