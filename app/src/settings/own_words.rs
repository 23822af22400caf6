use std::collections::BTreeMap;

use leptos::prelude::*;

use super::view::{Held, SettingsView, Suggested};

/// What the page tells of each field besides its sentence: what waits for it, and what it means for something of the
/// merchant's own. Fields find their part by their name.
#[derive(Clone, Default)]
pub(super) struct OwnWords {
    missing: BTreeMap<String, Held>,
    examples: BTreeMap<String, String>,
    suggested: BTreeMap<String, Suggested>,
}

impl OwnWords {
    /// Makes [`OwnWords::of`] work below.
    pub(super) fn provide(view: &SettingsView) {
        provide_context(OwnWords {
            missing: view.missing.clone(),
            examples: view.examples.clone(),
            suggested: view.suggested.clone(),
        });
    }

    /// A likely partner for a field that has none.
    pub(super) fn suggested(field: &str) -> Option<Suggested> {
        use_context::<OwnWords>()?.suggested.get(field).cloned()
    }

    /// How many fields of this beginning have a likely partner.
    pub(super) fn suggestions(prefixes: &[&str]) -> usize {
        let own = use_context::<OwnWords>().unwrap_or_default();
        let fits = |field: &&String| prefixes.iter().any(|prefix| field.starts_with(prefix));
        own.suggested.keys().filter(fits).count()
    }

    /// What waits for a field, and its example; both may be empty.
    pub(super) fn of(field: &str) -> (Held, String) {
        let own = use_context::<OwnWords>().unwrap_or_default();
        let held = own.missing.get(field).cloned().unwrap_or_default();
        (held, own.examples.get(field).cloned().unwrap_or_default())
    }
}
