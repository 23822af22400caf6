use async_trait::async_trait;
use model::{MerchantId, Settings, When};

use crate::Result;

/// The merchant's settings, every version of them.
#[async_trait]
pub trait SettingsBook: Send + Sync {
    /// The current settings; version 0 and all defaults where none were saved.
    async fn settings(&self, merchant: MerchantId) -> Result<SavedSettings>;

    /// Saves new settings as the next version.
    ///
    /// # Errors
    /// [`crate::StoreError::SettingsChanged`] if `based_on` is not the current version.
    async fn save_settings(
        &self,
        merchant: MerchantId,
        who: &str,
        based_on: i64,
        settings: &Settings,
    ) -> Result<i64>;

    /// All versions, the latest first.
    async fn settings_history(&self, merchant: MerchantId) -> Result<Vec<SavedSettings>>;
}

/// One version of the settings.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedSettings {
    /// Counts from 1; 0 before the first save.
    pub version: i64,
    /// Who saved it; empty for version 0.
    pub who: String,
    /// When; the beginning of time for version 0.
    pub at: When,
    /// The settings.
    pub settings: Settings,
}
