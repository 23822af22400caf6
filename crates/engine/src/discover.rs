//! The scheduler of one flow: looks at its source when it is time, or when somebody asks.

use std::time::Duration;

use model::{ConnectionState, Failure, Lane, MerchantId, Settings, When};
use platform::{Account, PlatformError};
use store::{FlowRun, StoreError};

use crate::accounts;
use crate::engine::Shared;
use crate::flow::AnyFlow;
use crate::rest;

/// Pages read in one go before other flows get a turn at the schedule's next round.
const PAGES_A_RUN: usize = 10_000;
/// The pause after the first look that failed.
const FIRST_RETRY: Duration = Duration::from_secs(5);

/// Looks at one source if it is time. Answers when to look again.
pub(crate) async fn look_if_due(
    shared: &Shared,
    flow: &dyn AnyFlow,
    merchant: MerchantId,
) -> Result<When, StoreError> {
    let now = shared.store.now().await?;
    let row = shared.store.flow(merchant, flow.kind()).await?;
    let due = row.next_run_at.unwrap_or(now);
    let settings = shared.store.settings(merchant).await?.settings;
    if due > now || rest::rests(&settings, flow.kind(), now).is_some() {
        return Ok(due.max(now.plus(shared.config.idle_poll)));
    }
    let account = accounts::working(&*shared.store, merchant, flow.reads_from(), flow.lane()).await?;
    let Some(account) = account else { return Ok(now.plus(Duration::from_secs(2))) };
    let problem = read(shared, flow, &account, &settings).await?;
    let ended = shared.store.now().await?;
    let next_run_at = match &problem {
        Some(Problem { until: Some(until), .. }) => *until,
        Some(_) => {
            let lasted = ended.since(row.problem_since.unwrap_or(ended));
            ended.plus(jittered(soon_again(lasted, settings.interval(flow.kind()))))
        }
        None => ended.plus(jittered(settings.interval(flow.kind()))),
    };
    let problem = problem.map(|problem| problem.words);
    shared.store.ran(merchant, flow.kind(), FlowRun { started_at: now, next_run_at, problem }).await?;
    Ok(next_run_at)
}

/// What kept a flow from reading.
pub(crate) struct Problem {
    /// What, for people.
    pub(crate) words: String,
    /// When the platform itself said to come back.
    pub(crate) until: Option<When>,
}

/// Reads all that is new, whoever asks: one at a time a flow, or two readers would each bring the cursor back.
pub(crate) async fn read(
    shared: &Shared,
    flow: &dyn AnyFlow,
    account: &Account,
    settings: &Settings,
) -> Result<Option<Problem>, StoreError> {
    let reading = shared.reading.of(account.merchant, flow.kind());
    let _only_reader = reading.lock().await;
    let cursor = shared.store.flow(account.merchant, flow.kind()).await?.cursor;
    read_pages(shared, flow, account, settings, cursor).await
}

/// Reads page after page; rows and cursor are committed together, so that a crash neither loses nor skips any.
async fn read_pages(
    shared: &Shared,
    flow: &dyn AnyFlow,
    account: &Account,
    settings: &Settings,
    cursor: Option<String>,
) -> Result<Option<Problem>, StoreError> {
    let merchant = account.merchant;
    let mut cursor = cursor.or_else(|| flow.first_cursor(settings));
    for _ in 0..PAGES_A_RUN {
        if shared.stopping.is_cancelled() {
            return Ok(None);
        }
        let page = match flow.discover(&*shared.store, account, settings, cursor.as_deref()).await? {
            Ok(page) => page,
            Err(error) => return problem(shared, merchant, error).await.map(Some),
        };
        shared.store.see(merchant, flow.kind(), &page.rows, Some(&page.cursor)).await?;
        if !page.rows.is_empty() {
            shared.wake.notify_waiters();
        }
        if !page.more {
            return Ok(None);
        }
        cursor = Some(page.cursor);
    }
    Ok(None)
}

/// What an error at a source means for the flow that reads it.
pub(crate) async fn problem(
    shared: &Shared,
    merchant: MerchantId,
    error: PlatformError,
) -> Result<Problem, StoreError> {
    let fault = crate::fault::Fault::from(error);
    let failure = fault.failure();
    let words = match &failure {
        Failure::Unreadable { why, .. } => format!("{} ({why})", failure.cause()),
        _ => failure.cause(),
    };
    tracing::warn!(problem = words, "a source could not be read");
    match fault {
        crate::fault::Fault::Throttled { until, .. } => Ok(Problem { words, until: Some(until) }),
        crate::fault::Fault::Connection { platform, .. } => {
            let since = shared.store.now().await?;
            let state = ConnectionState::Lost { why: words.clone(), since };
            shared.store.set_connection_state(merchant, platform, &state).await?;
            Ok(Problem { words, until: None })
        }
        _ => Ok(Problem { words, until: None }),
    }
}

/// Tries every lost connection; the first call it accepts brings its records back.
pub(crate) async fn probe(shared: &Shared, merchant: MerchantId) -> Result<(), StoreError> {
    for (platform, directory) in &shared.directories {
        let Some(connection) = shared.store.connection(merchant, *platform).await? else { continue };
        if !matches!(connection.state, ConnectionState::Lost { .. }) {
            continue;
        }
        let account = accounts::account(merchant, *platform, Lane::Person, connection)?;
        if directory.check(&account).await.is_ok() {
            shared.store.set_connection_state(merchant, *platform, &ConnectionState::Working).await?;
            shared.wake.notify_waiters();
        }
    }
    Ok(())
}

/// The pause after a look that failed: short at first, then as long again as the problem has lasted, and never longer
/// than the interval. One bad answer must not cost an hour.
fn soon_again(lasted: Duration, interval: Duration) -> Duration {
    lasted.max(FIRST_RETRY).min(interval)
}

/// Up to a tenth sooner, so that merchants do not all look at once; never later than the interval promises.
pub(crate) fn jittered(interval: Duration) -> Duration {
    interval.mul_f64(0.9 + 0.1 * rand::random::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_fails_is_tried_soon_then_ever_later_but_never_beyond_its_interval() {
        let interval = Duration::from_secs(60);
        let (mut lasted, mut pauses) = (0, Vec::new());
        for _ in 0..6 {
            let pause = soon_again(Duration::from_secs(lasted), interval).as_secs();
            pauses.push(pause);
            lasted += pause;
        }
        assert_eq!(pauses, [5, 5, 10, 20, 40, 60]);
        assert_eq!(soon_again(Duration::ZERO, Duration::from_secs(2)), Duration::from_secs(2));
    }
}
