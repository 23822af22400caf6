use std::sync::Arc;

use app::AppState;
use axum::extract::FromRef;
use engine::Control;
use leptos::prelude::LeptosOptions;
use model::MerchantId;

use crate::assets::Site;
use crate::events::Hub;
use crate::metrics::Metrics;

/// The merchant of this version: there is one until sign-in exists.
pub const MERCHANT: MerchantId = MerchantId(uuid::Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001));

/// What every address may use.
#[derive(Clone)]
pub struct Serving {
    /// What pages and server functions use.
    pub app: AppState,
    /// The browser's files.
    pub site: Arc<Site>,
    /// Live updates.
    pub hub: Arc<Hub>,
    /// What this process measures of itself.
    pub metrics: Arc<Metrics>,
}

impl Serving {
    /// The running engine.
    pub fn control(&self) -> &Control {
        &self.app.control
    }

    /// Whose records are shown.
    pub fn merchant(&self) -> MerchantId {
        self.app.merchant
    }
}

impl FromRef<Serving> for LeptosOptions {
    fn from_ref(serving: &Serving) -> LeptosOptions {
        serving.app.leptos_options.clone()
    }
}
