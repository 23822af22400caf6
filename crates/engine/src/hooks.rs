//! Calls back from a platform: subscribed to and renewed by the engine, taken in as hints that only make it look.

use std::sync::Arc;
use std::time::Duration;

use model::{Kind, Lane, MerchantId, Platform, Setup, When};
use platform::{Hint, Hooks};
use store::{ErrandRow, Recheck, Store, StoreError};
use uuid::Uuid;

use crate::accounts;
use crate::discover;
use crate::engine::Shared;

/// How often the subscriptions are compared with what they should be: somebody may have removed them there.
const RENEW_EVERY: Duration = Duration::from_secs(6 * 3_600);
/// When that is tried again after it went wrong.
const AGAIN_AFTER: Duration = Duration::from_secs(600);

/// The platforms that call back, and where they can reach us.
#[derive(Default, Clone)]
pub(crate) struct HookBook {
    /// Each platform that can.
    pub(crate) platforms: Vec<(Platform, Arc<dyn Hooks>)>,
    /// Where they reach us, without a slash at the end; without it nothing is subscribed to, and sweeps find all.
    pub(crate) reached_at: Option<String>,
}

/// What became of a call from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintTaken {
    /// Nobody here gave out that address.
    NotOurs,
    /// It could not be read; what it meant is found by the next sweep.
    Unreadable,
    /// Whatever it names is looked at soon.
    Taken,
}

/// Sees to each platform's subscriptions when it is time. Answers when to look again.
pub(crate) async fn renew_if_due(shared: &Shared, merchant: MerchantId) -> Result<When, StoreError> {
    let now = shared.store.now().await?;
    let mut next = now.plus(RENEW_EVERY);
    let Some(reached_at) = &shared.hooks.reached_at else { return Ok(next) };
    if shared.store.settings(merchant).await?.settings.setup == Setup::Underway {
        // Before a merchant goes live nothing is written anywhere.
        return Ok(now.plus(AGAIN_AFTER));
    }
    for (platform, hooks) in &shared.hooks.platforms {
        let name = name(*platform);
        let row = shared.store.errand(merchant, &name).await?;
        let secret = row.cursor.unwrap_or_else(|| Uuid::new_v4().simple().to_string());
        let due = row.next_at.unwrap_or(now);
        if due > now {
            next = next.min(due);
            continue;
        }
        // The secret is kept before it is given away, so that no call to it is refused.
        let keep = |next_at| ErrandRow { cursor: Some(secret.clone()), next_at: Some(next_at) };
        shared.store.save_errand(merchant, &name, &keep(now)).await?;
        let account = accounts::working(&*shared.store, merchant, *platform, Lane::Products).await?;
        let Some(account) = account else { continue };
        let address = format!("{reached_at}/hooks/{}/{secret}", platform.word());
        let again = match hooks.subscribe(&account, &address).await {
            Ok(done) => {
                tracing::info!(
                    made = done.made,
                    removed = done.removed,
                    "subscriptions are as they should be"
                );
                now.plus(RENEW_EVERY)
            }
            Err(error) => {
                discover::problem(shared, merchant, error).await?;
                now.plus(AGAIN_AFTER)
            }
        };
        shared.store.save_errand(merchant, &name, &keep(again)).await?;
        next = next.min(again);
    }
    Ok(next)
}

/// Takes in a call from outside. Its content is a hint: it may be lost, repeated, out of order or made up, and nothing of it
/// is believed but that something may have changed.
pub(crate) async fn take(
    shared: &Shared,
    merchant: MerchantId,
    platform: Platform,
    secret: &str,
    body: &[u8],
) -> Result<HintTaken, StoreError> {
    let hooks = shared.hooks.platforms.iter().find(|(one, _)| *one == platform);
    let given_out = shared.store.errand(merchant, &name(platform)).await?.cursor;
    let (Some((_, hooks)), Some(given_out)) = (hooks, given_out) else { return Ok(HintTaken::NotOurs) };
    if !same(secret.as_bytes(), given_out.as_bytes()) {
        return Ok(HintTaken::NotOurs);
    }
    let hints = match hooks.hints(body) {
        Ok(hints) => hints,
        Err(why) => {
            tracing::warn!(why, "a call back could not be read");
            return Ok(HintTaken::Unreadable);
        }
    };
    for hint in hints {
        act_on(&*shared.store, merchant, hint).await?;
    }
    shared.wake.notify_waiters();
    Ok(HintTaken::Taken)
}

async fn act_on(store: &dyn Store, merchant: MerchantId, hint: Hint) -> Result<(), StoreError> {
    match hint {
        Hint::Stock(products) => {
            let which: Vec<Recheck> = products.into_iter().map(Recheck::Product).collect();
            store.recheck(merchant, &which).await.map(|_| ())
        }
        Hint::Products(_) => store.run_now(merchant, Kind::Product).await,
        Hint::Other => Ok(()),
    }
}

fn name(platform: Platform) -> String {
    format!("hooks:{}", platform.word())
}

/// Compares in a time that tells nothing of where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn only_the_whole_secret_is_the_secret() {
        assert!(same(b"3f9c", b"3f9c"));
        assert!(!same(b"3f9", b"3f9c"));
        assert!(!same(b"3f9d", b"3f9c"));
    }
}
