//! Takes bulk work on, a window of rows at a time.

use std::sync::Arc;
use std::time::Duration;

use model::MerchantId;
use store::StoreError;

use crate::engine::Shared;

/// Rows of a piece of work that are on their way at once: enough that no allowance is left unused, and few enough that
/// stopping takes effect within seconds.
const WINDOW: u32 = 200;
/// How often running work is looked at: its progress is watched.
const WATCHED: Duration = Duration::from_millis(500);
/// How often it is looked whether any runs: whoever begins some wakes us.
const IDLE: Duration = Duration::from_secs(10);

/// Takes running work one step on; answers when to look again.
pub(crate) async fn step(shared: &Arc<Shared>, merchant: MerchantId) -> Result<Duration, StoreError> {
    let running = shared.store.step_bulks(merchant, WINDOW).await?;
    if running {
        shared.wake.notify_waiters();
    }
    Ok(if running { WATCHED } else { IDLE })
}
