//! Contacts made a moment ago: the search shows them late, and a second customer of the same e-mail must not be made meanwhile.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::MerchantId;
use platform::Account;

/// Longer than any search index was seen to lag (fact sheet 5.2).
const KEPT_FOR: Duration = Duration::from_secs(900);

/// Merchant, account and e-mail in lower case.
type Whose = (MerchantId, String, String);

/// Contact ids and when they were noted.
#[derive(Debug, Default)]
pub(crate) struct RecentContacts {
    kept: Mutex<HashMap<Whose, (u64, Instant)>>,
}

impl RecentContacts {
    /// Notes a contact just made. Of several with one e-mail the lowest id stays, as everywhere.
    pub(crate) fn note(&self, account: &Account, email: &str, id: u64) {
        let email = email.trim().to_lowercase();
        if email.is_empty() {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (_, at)| at.elapsed() < KEPT_FOR);
        let one = kept.entry((account.merchant, account.name.clone(), email)).or_insert((id, Instant::now()));
        one.0 = one.0.min(id);
    }

    /// The contact made lately with this e-mail.
    pub(crate) fn of(&self, account: &Account, email: &str) -> Option<u64> {
        let key = (account.merchant, account.name.clone(), email.trim().to_lowercase());
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&key).filter(|(_, at)| at.elapsed() < KEPT_FOR).map(|(id, _)| *id)
    }
}
