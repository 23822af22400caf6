use std::sync::Arc;

use axum::extract::FromRef;
use engine::Control;
use leptos::prelude::{LeptosOptions, use_context};
use model::{MerchantId, Platform};
use secrecy::SecretString;

use crate::{AppError, Assets};

/// What the server lends to pages and server functions. It is the router's state and a context. Every address has its own, and
/// each connection takes all of them along, so what weighs anything is shared.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The running engine.
    pub control: Control,
    /// Whose records are shown.
    pub merchant: MerchantId,
    /// Where platforms are found by merchants who connect them here.
    pub endpoints: Arc<Endpoints>,
    /// Where the browser's files are.
    pub assets: Arc<Assets>,
    /// What leptos wants to know.
    pub leptos_options: LeptosOptions,
}

/// Where platforms are found by merchants who connect them in the browser. Merchants choose among these and name none of
/// their own.
#[derive(Debug, Clone, Default)]
pub struct Endpoints {
    /// Brightpearl's data centres: name, and where the API answers.
    pub brightpearl: Vec<(String, String)>,
    /// Where Brightpearl's OAuth apps are let in.
    pub brightpearl_auth: String,
    /// Where Lightspeed's API answers.
    pub lightspeed: String,
    /// Where Lightspeed lets apps in.
    pub lightspeed_auth: String,
    /// The operator's own app at Lightspeed, id and secret; without it merchants bring theirs.
    pub lightspeed_app: Option<(String, SecretString)>,
    /// Where platforms and browsers reach this server from outside, if they do.
    pub public_url: Option<String>,
}

impl Endpoints {
    /// Where a platform sends the merchant's browser back to: a page of ours if it can be reached, else one that cannot be
    /// shown, whose address the merchant pastes.
    pub fn back(&self, platform: Platform) -> String {
        let ours = self.public_url.as_deref().unwrap_or("https://localhost");
        format!("{ours}/connect/{}", platform.word())
    }
}

impl AppState {
    /// The state lent to the request at hand.
    ///
    /// # Errors
    /// [`AppError::Internal`] if the server was put together without it.
    pub(crate) fn of_request() -> Result<AppState, AppError> {
        use_context().ok_or_else(|| AppError::internal(&"AppState is not provided as context").told())
    }
}
