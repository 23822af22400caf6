//! Names of brands, product types and categories: lists read once an hour and shared by all who ask.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::MerchantId;
use platform::{Account, PlatformError};
use serde::Deserialize;

use crate::answer;
use crate::client::Brightpearl;
use crate::wire;

/// How long a list is good for.
const GOOD_FOR: Duration = Duration::from_secs(3_600);
/// How soon a list is read again because an id is not in it, or because reading it failed.
const AGAIN_AFTER: Duration = Duration::from_secs(60);

/// The lists of names products refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum NameList {
    /// Brands.
    Brands,
    /// Product types.
    Types,
    /// Categories.
    Categories,
}

impl NameList {
    const ALL: [NameList; 3] = [NameList::Brands, NameList::Types, NameList::Categories];

    fn path(self) -> (&'static str, &'static str) {
        match self {
            NameList::Brands => ("product-service/brand", "read brands"),
            NameList::Types => ("product-service/product-type", "read product types"),
            NameList::Categories => ("product-service/brightpearl-category", "read categories"),
        }
    }
}

/// The names of one account as far as they are known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    lists: HashMap<NameList, Arc<HashMap<u64, String>>>,
}

impl Names {
    /// The name of an id; empty if it is not known.
    pub(crate) fn of(&self, list: NameList, id: u64) -> String {
        self.lists.get(&list).and_then(|names| names.get(&id)).cloned().unwrap_or_default()
    }

    #[cfg(test)]
    pub(crate) fn with(list: NameList, names: &[(u64, &str)]) -> Names {
        let names = names.iter().map(|(id, name)| (*id, (*name).to_owned())).collect();
        Names { lists: HashMap::from([(list, Arc::new(names))]) }
    }
}

/// The names of all accounts this process works for.
#[derive(Debug, Default)]
pub(crate) struct NameBook {
    pages: Mutex<HashMap<(MerchantId, String, NameList), Kept>>,
}

#[derive(Debug, Clone)]
struct Kept {
    names: Arc<HashMap<u64, String>>,
    asked_at: Instant,
    /// Whether the last reading failed; what was known before is still there.
    failed: bool,
}

impl NameBook {
    fn kept(&self, account: &Account, list: NameList) -> Option<Kept> {
        let key = (account.merchant, account.name.clone(), list);
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    fn keep(&self, account: &Account, list: NameList, kept: Kept) {
        let key = (account.merchant, account.name.clone(), list);
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).insert(key, kept);
    }
}

fn must_be_read(kept: Option<&Kept>, wanted: &[u64]) -> bool {
    let Some(kept) = kept else { return true };
    let age = kept.asked_at.elapsed();
    let lacking = kept.failed || wanted.iter().any(|id| !kept.names.contains_key(id));
    age >= GOOD_FOR || (lacking && age >= AGAIN_AFTER)
}

impl Brightpearl {
    /// The names of these ids. A list that cannot be read leaves names as they were, or empty: a missing name must not
    /// keep a product from the tills.
    pub(crate) async fn names(&self, account: &Account, wanted: &HashMap<NameList, Vec<u64>>) -> Names {
        let mut names = Names::default();
        for list in NameList::ALL {
            let ids = wanted.get(&list).map(Vec::as_slice).unwrap_or_default();
            if !ids.is_empty() {
                names.lists.insert(list, self.name_list(account, list, ids).await);
            }
        }
        names
    }

    async fn name_list(&self, account: &Account, list: NameList, ids: &[u64]) -> Arc<HashMap<u64, String>> {
        let book = &self.shared.names;
        let kept = book.kept(account, list);
        if !must_be_read(kept.as_ref(), ids) {
            return kept.map(|kept| kept.names).unwrap_or_default();
        }
        let read = self.read_names(account, list).await;
        let failed = read.is_err();
        let names = read.map(Arc::new).unwrap_or_else(|error| {
            tracing::warn!(%error, "names could not be read; products go on without");
            kept.map(|kept| kept.names).unwrap_or_default()
        });
        book.keep(account, list, Kept { names: Arc::clone(&names), asked_at: Instant::now(), failed });
        names
    }

    async fn read_names(
        &self,
        account: &Account,
        list: NameList,
    ) -> Result<HashMap<u64, String>, PlatformError> {
        let (path, what) = list.path();
        let reply = self.get(account, path, Vec::new(), what).await?;
        let elements = answer::elements(&reply)?;
        let named = elements.iter().filter_map(|element| wire::Named::deserialize(element).ok());
        Ok(named.filter_map(|named| Some((named.id?, named.name))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(ids: &[u64], age: Duration, failed: bool) -> Kept {
        let names = ids.iter().map(|id| (*id, "x".to_owned())).collect();
        let asked_at = Instant::now().checked_sub(age).expect("the machine runs longer than that");
        Kept { names: Arc::new(names), asked_at, failed }
    }

    #[test]
    fn a_list_is_read_once_and_then_only_for_a_reason() {
        let seconds = Duration::from_secs;
        assert!(must_be_read(None, &[]));
        assert!(!must_be_read(Some(&kept(&[1, 2], seconds(30), false)), &[1]));
        assert!(
            !must_be_read(Some(&kept(&[1, 2], seconds(30), false)), &[3]),
            "not twice a minute for an unknown id"
        );
        assert!(
            must_be_read(Some(&kept(&[1, 2], seconds(61), false)), &[3]),
            "a new brand is found within a minute"
        );
        assert!(!must_be_read(Some(&kept(&[1, 2], seconds(61), false)), &[2]));
        assert!(
            must_be_read(Some(&kept(&[1, 2], seconds(61), true)), &[2]),
            "a failed reading is tried again"
        );
    }

    #[test]
    fn an_unknown_id_has_an_empty_name() {
        let names = Names::with(NameList::Brands, &[(80, "Clayworks")]);
        assert_eq!(names.of(NameList::Brands, 80), "Clayworks");
        assert_eq!(names.of(NameList::Brands, 81), "");
        assert_eq!(names.of(NameList::Types, 80), "");
    }
}
