use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use model::{Kind, ViewId};
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::AppError;
#[cfg(feature = "ssr")]
use crate::views;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewLine {
    /// What names it.
    pub id: ViewId,
    /// Its name.
    pub name: String,
    /// What the log is asked for: the query of its address.
    pub asked: String,
    /// Whether the whole team has it.
    pub shared: bool,
}

#[cfg(feature = "ssr")]
impl From<model::SavedView> for ViewLine {
    fn from(view: model::SavedView) -> ViewLine {
        ViewLine { id: view.id, name: view.name, asked: view.asked, shared: view.shared }
    }
}

/// The team's saved views of a log, and this browser's own.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "views", input = GetUrl, output = Answer)]
pub async fn read_views(kind: Kind) -> Result<Vec<ViewLine>, AppError> {
    let state = crate::AppState::of_request()?;
    let views = state.control.store().views(state.merchant, kind, views::owner().as_deref()).await?;
    Ok(views.into_iter().map(ViewLine::from).collect())
}

/// How many records each view of a log finds, by what it asks for; those that are built in as well.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "view-counts", input = GetUrl, output = Answer)]
pub async fn count_views(kind: Kind) -> Result<Vec<(String, (i64, bool))>, AppError> {
    let state = crate::AppState::of_request()?;
    let saved = state.control.store().views(state.merchant, kind, views::owner().as_deref()).await?;
    let built = views::built_in().into_iter().map(|(_, asked)| asked);
    let me = crate::team::me();
    let mut counted: Vec<(String, (i64, bool))> = Vec::new();
    for asked in built.chain(saved.into_iter().map(|view| view.asked)) {
        if !counted.iter().any(|(other, _)| *other == asked) {
            let number = views::count(&state.control, state.merchant, kind, &asked, me.as_deref()).await?;
            counted.push((asked, number));
        }
    }
    Ok(counted)
}

/// Saves what a log is asked for under a name; a view of this name is replaced.
///
/// # Errors
/// [`AppError::Invalid`] for a name that cannot be one or where there are too many, [`AppError::Busy`] while the store
/// does not answer.
#[server(prefix = "/rpc", endpoint = "save-view", input = Json, output = Answer)]
pub async fn save_view(kind: Kind, name: String, asked: String, shared: bool) -> Result<ViewLine, AppError> {
    let state = crate::AppState::of_request()?;
    let name = views::name(&name).map_err(|what| AppError::Invalid { what }.told())?;
    let owner = if shared { None } else { Some(views::owner_or_new()?) };
    let draft = store::ViewDraft { kind, name, asked: views::tidied(&asked), owner };
    Ok(state.control.store().save_view(state.merchant, &draft).await?.into())
}

/// Removes a view of the team or an own one.
///
/// # Errors
/// [`AppError::NotFound`] if it is gone already, [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "remove-view", input = Json, output = Answer)]
pub async fn remove_view(id: ViewId) -> Result<ViewLine, AppError> {
    let state = crate::AppState::of_request()?;
    let removed = state.control.store().remove_view(state.merchant, id, views::owner().as_deref()).await?;
    removed.map(ViewLine::from).ok_or_else(|| AppError::NotFound { what: "such view".to_owned() }.told())
}
