//! Stopping a flow for a while, and letting it go on.

use model::settings::Pause;
use model::{Kind, MerchantId};
use store::StoreError;

use super::Control;

/// How often a pause is tried where somebody else saves settings at the same moment.
const TRIES: usize = 4;

impl Control {
    /// Pauses a flow with a reason that everybody sees, or lets it go on. Kept as a version of the settings, so that it is in
    /// their history. Answers the new version.
    ///
    /// # Errors
    /// [`StoreError::SettingsChanged`] if somebody else saved settings each time it was tried.
    pub async fn pause(
        &self,
        merchant: MerchantId,
        kind: Kind,
        who: &str,
        why: Option<&str>,
    ) -> Result<i64, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let saved = self.settings(merchant).await?;
            let mut settings = saved.settings;
            let mut schedule = settings.schedule_of(kind);
            if schedule.paused.as_ref().map(|pause| pause.why.as_str()) == why {
                return Ok(saved.version);
            }
            let since = self.store().now().await?;
            schedule.paused = why.map(|why| Pause { why: why.to_owned(), who: who.to_owned(), since });
            settings.schedule.insert(kind, schedule);
            match self.save_settings(merchant, who, saved.version, settings).await {
                Err(StoreError::SettingsChanged { .. }) if tries < TRIES => {}
                done => return Ok(done?.version),
            }
        }
    }
}
