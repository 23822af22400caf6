use axum::extract::FromRef;
use engine::Control;
use leptos::prelude::{LeptosOptions, use_context};
use model::MerchantId;

use crate::{AppError, Assets};

/// What the server lends to pages and server functions. It is the router's state and a context.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The running engine.
    pub control: Control,
    /// Whose records are shown.
    pub merchant: MerchantId,
    /// Where the browser's files are.
    pub assets: Assets,
    /// What leptos wants to know.
    pub leptos_options: LeptosOptions,
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
